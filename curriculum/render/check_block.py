"""A knowledge check inside a page: a fenced block of JSON, which the Markdown extension turns into our own form.

Handbook pages are Markdown without HTML, so the questions travel as plain values; every word of them is escaped when
the form is made. A block that is not exactly ours stays what it is: a block of code.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any, Final

from markdown import Markdown as Converter
from markdown.preprocessors import Preprocessor

from curriculum.model import KnowledgeCheck, Option, Question, QuestionKind, Ref, record
from curriculum.render.markdown import Markdown
from curriculum.render.templating import html_templates
from curriculum.render.wording import Wording, direction, fill

_FENCE: Final = "```"
_NAME: Final = "knowledge-check"
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

_MARKS: Final = {2: None, 3: None}  # around the converter's own placeholders: JSON could smuggle one in


class ReadyHtml(str):
    """HTML made by our own templates: the only HTML in a page that is not cleaned."""

    __slots__ = ()


@record
class CheckBlock:
    """The questions, the language they are in, and the language of the reader."""

    check: KnowledgeCheck
    shown: str
    language: str


def as_block(block: CheckBlock) -> Markdown:
    """The fenced block, JSON on one line."""
    check = block.check
    values = {
        "language": block.language,
        "shown": block.shown,
        "pass_mark": check.pass_mark,
        "attempts": check.attempts,
        "questions": [_question_values(question) for question in check.questions],
    }
    return Markdown(f"{_FENCE} {_NAME}\n{json.dumps(values, ensure_ascii=False)}\n{_FENCE}\n")


def _question_values(question: Question) -> dict[str, Any]:
    options = [
        {"id": option.id, "text": option.text, "right": option.right, "feedback": option.feedback}
        for option in question.options
    ]
    return {
        "id": question.id,
        "kind": str(question.kind),
        "text": question.text,
        "options": options,
        "answers": list(question.answers),
        "feedback": question.feedback,
    }


def read_block(line: str) -> CheckBlock | None:
    """The block as it was written; None if it is not one of ours."""
    try:
        values = json.loads(line)
        languages = (values["shown"], values["language"])
        questions = tuple(_question(q) for q in values["questions"])
        check = KnowledgeCheck(pass_mark=values["pass_mark"], attempts=values["attempts"], questions=questions)
        is_ours = all(_LANGUAGE.fullmatch(la) for la in languages) and _is_number(check.pass_mark)
        is_ours = is_ours and (check.attempts is None or _is_number(check.attempts))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return CheckBlock(check=check, shown=languages[0], language=languages[1]) if is_ours else None


def _is_number(value: object) -> bool:
    return type(value) is int and 0 < value <= 100


def _question(values: dict[str, Any]) -> Question:
    options = tuple(
        Option(id=Ref(o["id"]), text=str(o["text"]), right=o["right"] is True, feedback=o["feedback"])
        for o in values["options"]
    )
    return Question(
        id=Ref(values["id"]),
        kind=QuestionKind(values["kind"]),
        text=str(values["text"]),
        options=options,
        answers=tuple(map(str, values["answers"])),
        feedback=values["feedback"],
    )


class CheckBlocks(Preprocessor):
    """Puts the form in the place of each block, before code blocks are looked for."""

    md: Converter

    def run(self, lines: list[str]) -> list[str]:
        made: list[str] = []
        rest = iter(range(len(lines)))
        for n in rest:
            block = _block_at(lines, n)
            if block is None:
                made.append(lines[n])
                continue
            made += ["", self.md.htmlStash.store(ReadyHtml(as_html(block).translate(_MARKS))), ""]
            next(rest), next(rest)
        return made


def _block_at(lines: Sequence[str], n: int) -> CheckBlock | None:
    is_one = lines[n] == f"{_FENCE} {_NAME}" and n + 2 < len(lines) and lines[n + 2] == _FENCE
    return read_block(lines[n + 1]) if is_one else None


def as_html(block: CheckBlock) -> str:
    """The form: questions, words of the result, and the key, all of it readable without a script."""
    wording = Wording(block.language)
    if block.check.asks_opinions:
        return _form("opinions.html.j2", block, wording)  # without a key: nothing is right or wrong in it
    total = len(block.check.questions)
    return _form(
        "check.html.j2",
        block,
        wording,
        mixed={str(q.id): mixed(q) for q in block.check.questions},
        results=[_result(wording, right, block.check) for right in range(total + 1)],
        left=[_left(wording, n) for n in range(block.check.attempts or 0)],
        missing=[_missing(wording, n) for n in range(1, total + 1)],
    )


def _form(template: str, block: CheckBlock, wording: Wording, **values: object) -> str:
    return (
        html_templates()
        .get_template(template)
        .render(
            _=wording.get,
            number=wording.number,
            check=block.check,
            lang="" if block.shown == block.language else block.shown,
            dir=direction(block.shown),
            **values,
        )
    )


def mixed(question: Question) -> list[Option]:
    """The steps of a question of the kind `order`, not in the right order, and in every language in the same one."""
    by_chance = sorted(question.options, key=lambda o: hashlib.sha256(f"{question.id}/{o.id}".encode()).digest())
    return by_chance if by_chance != list(question.options) else [*by_chance[1:], *by_chance[:1]]


def _result(wording: Wording, right: int, check: KnowledgeCheck) -> dict[str, object]:
    """The sentence for so many right answers, and whether they are enough."""
    total = len(check.questions)
    enough = 100 * right >= check.pass_mark * total
    pattern = wording.pattern("{n} right answer out of {total}.", "{n} right answers out of {total}.", right)
    counted = fill(pattern, {"n": wording.number(right), "total": wording.number(total)})
    verdict = wording.get("Passed") if enough else wording.get("Not passed yet")
    return {"enough": enough, "verdict": verdict, "counted": counted}


def _left(wording: Wording, n: int) -> str:
    if n == 0:
        return wording.get("That was the last attempt. The answers stand below.")
    return wording.count("{n} attempt left.", "{n} attempts left.", n)


def _missing(wording: Wording, n: int) -> str:
    return wording.count("{n} question has no answer yet.", "{n} questions have no answer yet.", n)
