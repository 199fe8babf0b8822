"""Pages in pieces: what of a page is made from Markdown once, however many handbooks show it.

Most pages are one piece. The page with the whole handbook is cut at its upper headings, since most of its lessons
stand in other handbooks too, and an edit changes one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from curriculum.model import record
from curriculum.render.lesson_text import without_code

_LONG: Final = 8_000  # characters; shorter pages are not cut
_CUT: Final = re.compile(r"#{2,3} ")
_CUT_IN_HTML: Final = re.compile(r"^(?=<h[23][ >])", re.MULTILINE)
# What reaches from one part of a text into another: footnotes and addresses told elsewhere.
_REACHES_OUT: Final = re.compile(r"\[\^|^ {0,3}\[[^\]\n]+\]:", re.MULTILINE)
_KEPT: Final = 5_000  # pieces; a few kilobytes each


def pieces_of(text: str) -> list[str]:
    """The page's Markdown in pieces that can be converted one by one; joined by newlines they are the text."""
    if len(text) < _LONG or _REACHES_OUT.search(text):
        return [text]
    lines = text.split("\n")
    bare = without_code(lines)
    cuts = [n for n in range(1, len(lines)) if _CUT.match(bare[n]) and not lines[n - 1].strip()]
    return ["\n".join(lines[a:b]) for a, b in zip([0, *cuts], [*cuts, len(lines)], strict=True)]


def pieces_of_html(html: str) -> list[str]:
    """The same pieces of the page as it was made."""
    return [piece.rstrip("\n") for piece in _CUT_IN_HTML.split(html) if piece]


class Heading(NamedTuple):
    """A heading as tables of contents show it; `name` is HTML."""

    level: int
    id: str
    name: str


@record
class Piece:
    """HTML made of a piece of Markdown. `leads_to`: the pages (paths in docs/) that its links lead to."""

    html: str
    headings: tuple[Heading, ...]
    title: str | None
    anchors: frozenset[str]
    leads_to: frozenset[str]


class PieceStore:
    """Pieces that were made in this process, by all that they depend on. The oldest are forgotten."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, str], Piece] = {}

    def find(self, settings: str, path: str, text: str, pages: Iterable[str]) -> Piece | None:
        """The piece of the page at this path, if all that it leads to is among the pages."""
        found = self._made.get((settings, path, text))
        return found if found is not None and found.leads_to.issubset(pages) else None

    def keep(self, settings: str, path: str, text: str, piece: Piece) -> None:
        """Keeps it for other handbooks."""
        if len(self._made) >= _KEPT:
            del self._made[next(iter(self._made))]
        self._made[settings, path, text] = piece
