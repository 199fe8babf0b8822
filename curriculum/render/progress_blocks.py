"""Where pages show what the learner has done: hidden until their script has something to say."""

from __future__ import annotations

from typing import Any, Final

from curriculum.model import Module
from curriculum.render.book import Book
from curriculum.render.markdown import Markdown
from curriculum.render.page_block import page_block

SITE: Final = "programme"  # site_id of a programme that names none


def home_block(book: Book) -> Markdown:
    """On the home page: what comes next, how much is left; hidden until the script has something to say."""
    return page_block("home", book.reader.language, levels=levels_of(book))


def lesson_block(book: Book, module: Module, unit: str) -> Markdown:
    """At the end of a lesson: the switch "I have done this lesson"."""
    return page_block("lesson", book.reader.language, lesson=f"{module.id}/{unit}")


def levels_of(book: Book) -> list[dict[str, Any]]:
    """The levels that the path has required modules of."""
    titles = {rank: level.title for rank, level in enumerate(book.handbooks.program.levels, 1)}
    ranks = sorted({s.level for s in book.steps if not s.optional and s.level in titles})
    return [{"rank": rank, "title": book.reader.plain(titles[rank])} for rank in ranks]
