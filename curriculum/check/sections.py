"""The sections of a text, each with a fingerprint: what a translation is compared with, section by section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from curriculum.check.markdown import headings
from curriculum.diagnostics import Position
from curriculum.model import KnowledgeCheck, Lesson, Question, Workspace, fingerprint

TOP = "top"  # what stands before the first heading
Source = tuple[str, Position, Mapping[str, str]]  # module/unit, where the source stands, section → fingerprint


def sections_of_lesson(lesson: Lesson) -> Mapping[str, str]:
    """Section (id of its heading, else its number) → fingerprint, in order; empty ones before a heading left out."""
    lines = lesson.text.split("\n")
    starts = [(1, TOP), *((h.line, h.id or f"s-{n}") for n, h in enumerate(headings(lesson.text), 1))]
    ends = [line for line, _ in starts[1:]] + [len(lines) + 1]
    bodies = {id: "\n".join(lines[start - 1 : end - 1]) for (start, id), end in zip(starts, ends, strict=True)}
    return {id: fingerprint(body) for id, body in bodies.items() if id != TOP or body.strip()}


def sections_of_check(check: KnowledgeCheck) -> Mapping[str, str]:
    """Question → fingerprint of all its words."""
    return {str(question.id): fingerprint(" ".join(_words(question))) for question in check.questions}


def _words(question: Question) -> Iterator[str]:
    yield question.text
    yield question.feedback or ""
    for option in question.options:
        yield f"{option.id} {option.text} {option.feedback or ''}"


def sources(ws: Workspace) -> Iterator[Source]:
    """Every text that is translated, in the default language: lessons and knowledge checks, in order of the catalog."""
    default = ws.default_language
    for module in ws.modules.values():
        for unit in module.units:
            lesson = ws.lessons.get((module.id, unit.id, default))
            if lesson is not None and lesson.text.strip():
                yield f"{module.id}/{unit.id}", lesson.at, sections_of_lesson(lesson)
        check = ws.checks.get((module.id, default))
        if check is not None:
            yield f"{module.id}/check", check.at, sections_of_check(check)


def translation_at(ws: Workspace, text: str, language: str) -> Position | None:
    """Where the text in another language stands; None without one."""
    module, _, unit = text.partition("/")
    lesson = ws.lessons.get((module, unit, language))
    check = ws.checks.get((module, language)) if unit == "check" else None
    found = lesson if lesson is not None and lesson.text.strip() else check
    return found.at if found is not None else None
