"""Knowledge checks: every question can be answered, and all languages ask the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from curriculum import codes
from curriculum.check.catalogue import twice
from curriculum.check.known import Check, Found
from curriculum.check.translations import lacking, named
from curriculum.diagnostics import Diagnostic, Position
from curriculum.model import KnowledgeCheck, Question, QuestionKind, Workspace


def checks_by_module(ws: Workspace) -> Mapping[str, Mapping[str, KnowledgeCheck]]:
    """Module → language → its check; languages in the programme's order."""
    found: dict[str, dict[str, KnowledgeCheck]] = {}
    for language in ws.program.languages:
        for module, spoken in ws.checks:
            if spoken == language:
                found.setdefault(module, {})[language] = ws.checks[module, language]
    return found


def repeated_ids(ws: Workspace) -> Found:
    """Questions, and the options of a question, have ids of their own."""
    for check in ws.checks.values():
        yield from twice((question.id for question in check.questions), "the question")
        for question in check.questions:
            yield from twice((option.id for option in question.options), "the option")


def unanswerable(ws: Workspace) -> Found:
    """The answers of each question fit its kind."""
    for check in ws.checks.values():
        if check.at.file in ws.unreadable:
            continue
        for question in check.questions:
            problem = _problem(question)
            if problem is not None:
                message = f"question '{question.id}' of the kind '{question.kind}' {problem[0]}"
                yield Diagnostic.of(codes.QUESTION_FORM, question.id.at, message, problem[1])


def _problem(question: Question) -> tuple[str, str] | None:
    """What is wrong with the answers, and what to do."""
    right = sum(option.right for option in question.options)
    if question.kind is QuestionKind.SHORT:
        if question.options:
            return "has options", "write the accepted texts under 'answers', or choose another kind"
        return None if any(a.strip() for a in question.answers) else ("has no answer", "write it under 'answers'")
    if question.answers:
        return "has 'answers'", "only the kind 'short' has them; write options"
    if len(question.options) < 2:
        return "has only one option" if question.options else "has no options", "write two or more"
    if question.kind is QuestionKind.ORDER:
        return ("marks options as right", "write the options in the right order, without 'right'") if right else None
    if question.kind is QuestionKind.OPINION:
        return ("marks options as right", "an opinion is neither right nor wrong; remove 'right'") if right else None
    if right == 0:
        return "has no right answer", "write 'right: true' at one of its options"
    if right > 1 and question.kind is QuestionKind.SINGLE:
        return f"has {right} right answers", "keep one, or choose the kind 'multiple'"
    return None


def mixed_checks(ws: Workspace) -> Found:
    """A check asks for opinions or for answers, not for both."""
    for check in ws.checks.values():
        if check.asks_opinions:
            graded = next((q for q in check.questions if q.kind is not QuestionKind.OPINION), None)
            if graded is not None:
                opinion = next(q for q in check.questions if q.kind is QuestionKind.OPINION)
                message = f"question '{graded.id}' has right answers, '{opinion.id}' asks for an opinion"
                hint = "a page is either a check or a poll; give the opinions a module of their own"
                yield Diagnostic.of(codes.MIXED_CHECK, graded.id.at, message, hint, [(opinion.id.at, "the opinion")])


def missing_checks(ws: Workspace) -> Found:
    """A check is there in the default language, and in the others; nobody takes retired modules any more."""
    for id, checks in checks_by_module(ws).items():
        module = ws.modules.get(id)
        if module is None or module.retired_on is not None:
            continue
        unread = {la for la in ws.program.languages if f"content/{id}/check.{la}.yaml" in ws.unreadable}
        absent = [la for la in ws.program.languages if la not in checks and la not in unread]
        first = next(iter(checks.values()))
        if absent and absent[0] == ws.default_language:
            message = f"the knowledge check is not there in the default language, {named(absent.pop(0))}"
            hint = f"write it into content/{id}/check.{ws.default_language}.yaml"
            yield Diagnostic.of(codes.DEFAULT_LANGUAGE, first.at, message, hint)
        if absent:
            hint = f"write it into content/{id}/check.{absent[0]}.yaml" + (" and so on" if absent[1:] else "")
            yield Diagnostic.of(codes.MISSING_TRANSLATION, first.at, f"the knowledge check: {lacking(absent)}", hint)


def different_checks(ws: Workspace) -> Found:
    """All languages have the same ids, kinds and right answers."""
    for checks in checks_by_module(ws).values():
        whole = {la: check for la, check in checks.items() if check.at.file not in ws.unreadable}
        original = whole.pop(ws.default_language, None)
        for language, check in whole.items():
            if original is not None:
                for at, problem, other in _differences(check, original):
                    message = f"in {named(language)}: {problem}"
                    related = [(other, f"as it stands in {named(ws.default_language)}")]
                    hint = "all languages ask the same, with the same ids"
                    yield Diagnostic.of(codes.CHECKS_DIFFER, at, message, hint, related)


Difference = tuple[Position, str, Position]  # where, what, and where it stands in the original


def _differences(check: KnowledgeCheck, original: KnowledgeCheck) -> Iterator[Difference]:
    for key in ("pass_mark", "attempts"):
        has, should = getattr(check, key), getattr(original, key)
        if has != should:
            yield check.at, f"'{key}' is {_shown(has)}, not {_shown(should)}", original.at
    here = {str(question.id): question for question in check.questions}
    there = {str(question.id): question for question in original.questions}
    if list(here) != list(there):
        yield _first_difference("question", here, there, check.at, original.at)
    for id in (id for id in here if id in there):
        yield from _in_question(here[id], there[id])


def _shown(number: int | None) -> str:
    return "not set" if number is None else str(number)


def _in_question(question: Question, original: Question) -> Iterator[Difference]:
    places = (question.id.at, original.id.at)
    if question.kind is not original.kind:
        yield places[0], f"question '{question.id}' is of the kind '{question.kind}', not '{original.kind}'", places[1]
        return
    here = {str(option.id): option for option in question.options}
    there = {str(option.id): option for option in original.options}
    if list(here) != list(there):
        yield _first_difference("option", here, there, *places)
    elif question.right != original.right:
        option = next(id for id in here if here[id].right != there[id].right)
        said = "right" if here[option].right else "not right"
        yield here[option].id.at, f"option '{option}' of question '{question.id}' is {said}", there[option].id.at


def _first_difference(
    what: str, here: Mapping[str, object], there: Mapping[str, object], at: Position, other: Position
) -> Difference:
    """The first id that is missing, one too many, or in another place."""
    places = ({id: _place(part, at) for id, part in here.items()}, {id: _place(p, other) for id, p in there.items()})
    for id in there:
        if id not in here:
            return at, f"there is no {what} '{id}'", places[1][id]
    for id in here:
        if id not in there:
            return places[0][id], f"the {what} '{id}' is one too many", other
    moved = next(a for a, b in zip(here, there, strict=True) if a != b)
    return places[0][moved], f"the {what} '{moved}' stands in another place", places[1][moved]


def _place(part: object, otherwise: Position) -> Position:
    at = getattr(getattr(part, "id", None), "at", otherwise)
    return at if isinstance(at, Position) else otherwise


RULES: Final[tuple[Check, ...]] = (repeated_ids, unanswerable, mixed_checks, missing_checks, different_checks)
