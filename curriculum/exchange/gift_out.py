"""Knowledge checks → GIFT (Moodle's text format): single, multiple, short; no orders of steps, no opinions."""

from __future__ import annotations

from collections.abc import Iterator

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Diagnostic
from curriculum.model import KnowledgeCheck, Question, QuestionKind

_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "~=#{}:"})


def as_gift(module: str, check: KnowledgeCheck) -> tuple[str, tuple[Diagnostic, ...]]:
    """The questions, with a blank line between; QUESTION_NOT_EXPORTED for those that have no place."""
    parts, said = [f"$CATEGORY: {module}"], []
    for question in check.questions:
        if question.kind is QuestionKind.OPINION:
            message = f"question '{question.id}' of module '{module}' asks for an opinion, which nobody grades"
            said.append(Diagnostic.of(codes.QUESTION_NOT_EXPORTED, question.at, message))
        elif question.kind is QuestionKind.ORDER:
            message = f"question '{question.id}' of module '{module}' puts steps in order; GIFT has no place for it"
            said.append(Diagnostic.of(codes.QUESTION_NOT_EXPORTED, question.at, message))
        else:
            parts.append("\n".join(_question(module, question)))
    return "\n\n".join(parts) + "\n", tuple(said)


def _question(module: str, question: Question) -> Iterator[str]:
    yield f"::{_escaped(f'{module}/{question.id}')}::{_escaped(question.text)} {{"
    if question.kind is QuestionKind.SHORT:
        yield from (f"  ={_escaped(answer)}" for answer in question.answers)
    elif question.kind is QuestionKind.SINGLE:
        for option in question.options:
            yield f"  {'=' if option.right else '~'}{_escaped(option.text)}{_feedback(option.feedback)}"
    else:
        yield from _weighted(question)
    if question.feedback:
        yield f"  ####{_escaped(question.feedback)}"
    yield "}"


def _weighted(question: Question) -> Iterator[str]:
    """Right answers share 100 per cent; a wrong one takes all of it away, so that ticking everything gains nothing."""
    rights = sum(option.right for option in question.options)
    share = f"{100 / rights:.5f}".rstrip("0").rstrip(".") if rights else "0"
    for option in question.options:
        weight = share if option.right else "-100"
        yield f"  ~%{weight}%{_escaped(option.text)}{_feedback(option.feedback)}"


def _feedback(text: str | None) -> str:
    return f" #{_escaped(text)}" if text else ""


def _escaped(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").translate(_SIGNS).split())
