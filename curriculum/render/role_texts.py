"""Blocks of lessons that no handbook shows: they are for roles that do not take the module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curriculum.codes import BLOCK_NEVER_SHOWN
from curriculum.diagnostics import Diagnostic
from curriculum.model import Lesson, RoleBlock, role_blocks
from curriculum.render.book import Book
from curriculum.render.handbook import Handbooks

_Place = tuple[str, str, int]  # module, unit, line on which the block opens


def never_shown(handbooks: Handbooks, books: Iterable[Book]) -> Iterator[Diagnostic]:
    """BLOCK_NEVER_SHOWN, once for all languages, at the block in the default language.

    A lesson that stands in no handbook is no concern of its blocks.
    """
    waiting: dict[_Place, tuple[Lesson, RoleBlock]] = {}
    shown: set[_Place] = set()
    for book in books:
        if book.reader.language != handbooks.default_language:
            continue
        for lesson, block in _blocks(handbooks, book):
            place = (lesson.module, lesson.unit, block.opens)
            waiting[place] = (lesson, block)
            if book.is_for(block):
                shown.add(place)
    for place, (lesson, block) in waiting.items():
        if place not in shown:
            at = lesson.at._replace(line=lesson.at.line + block.opens - 1)
            message = f"no handbook shows this block: nobody it is for takes the module '{lesson.module}'"
            hint = "name other roles, or require what the module teaches"
            yield Diagnostic.of(BLOCK_NEVER_SHOWN, at, message, hint)


def _blocks(handbooks: Handbooks, book: Book) -> Iterator[tuple[Lesson, RoleBlock]]:
    for module in book.modules.values():
        for unit in module.units:
            lesson = handbooks.lessons.get((module.id, unit.id, handbooks.default_language))
            if lesson is not None:
                yield from ((lesson, block) for block in role_blocks(lesson.text)[0])
