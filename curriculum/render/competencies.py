"""The page of competencies: each one that the path touches, as a ladder of levels with the modules that lead there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curriculum.model import Competency, Module, Text, combined
from curriculum.render.book import Book
from curriculum.render.ladder import Rung, ladder
from curriculum.render.markdown import Markdown, link
from curriculum.render.pages import render


def competencies_page(book: Book) -> Markdown:
    """All of them, those that the role asks for first, in the order of the catalog."""
    goals = goals_of(book)
    taught = {t.competency for module in book.modules.values() for t in module.teaches}
    known = [c for c in book.handbooks.catalog.competencies if c.id in taught or c.id in goals]
    ordered = sorted(known, key=lambda c: c.id not in goals)
    return render(book, "competencies.md.j2", topics=[_topic(book, c, goals.get(str(c.id), 0)) for c in ordered])


def goals_of(book: Book) -> Mapping[str, int]:
    """Competency → rank of the highest level that is asked for and required."""
    ranks = {str(level.id): rank for rank, level in enumerate(book.handbooks.program.levels, 1)}
    found: dict[str, int] = {}
    for step in book.steps:
        for reason in step.reasons:
            if reason.competency is not None and not step.optional:
                rank = ranks.get(reason.level or "", 0)
                found[reason.competency] = max(found.get(reason.competency, 0), rank)
    return found


def _topic(book: Book, competency: Competency, goal: int) -> dict[str, Any]:
    levels = book.handbooks.program.levels
    teaching = {rank: _teaching(book, str(competency.id), str(level.id)) for rank, level in enumerate(levels, 1)}
    rungs = tuple(_rung(book, level.title, teaching[rank], rank == goal) for rank, level in enumerate(levels, 1))
    language, wording = book.reader.language, book.reader.wording
    picture = ladder(rungs, _in_words(book, competency, goal, rungs), language, mirrored=wording.direction == "rtl")
    return {
        "id": Markdown(competency.id),
        "title": book.title(competency.title),
        "summary": competency.summary,
        "ladder": picture,
        "levels": [
            {"title": book.title(level.title), "modules": _links(book, teaching[rank])}
            for rank, level in enumerate(levels, 1)
            if teaching[rank]
        ],
    }


def _teaching(book: Book, competency: str, level: str) -> list[Module]:
    """The handbook's modules that lead to this level."""
    wanted = (competency, level)
    return [m for m in book.modules.values() if any((t.competency, t.level) == wanted for t in m.teaches)]


def _links(book: Book, modules: list[Module]) -> Markdown:
    return book.reader.join(
        [Markdown(f"{link(book.title(m.title), f'lessons/{m.id}/index.md')} · {book.time(m.minutes)}") for m in modules]
    )


def _rung(book: Book, title: Text, modules: list[Module], is_goal: bool) -> Rung:
    note = book.reader.wording.estimate(combined(m.minutes for m in modules)) if modules else ""
    return Rung(title=book.reader.plain(title), note=note, mine=bool(modules), goal=is_goal)


def _in_words(book: Book, competency: Competency, goal: int, rungs: tuple[Rung, ...]) -> str:
    """What the picture shows: "Reports. Levels: Beginner, Intermediate and Advanced. Your role needs: Advanced."."""
    wording = book.reader.wording
    levels = wording.join([r.title for r in rungs])
    said = wording.say(
        "{topic}. Levels, lowest first: {levels}.", topic=book.reader.plain(competency.title), levels=levels
    )
    if not goal:
        return said
    return f"{said} {wording.say('Your role needs: {level}.', level=rungs[goal - 1].title)}"
