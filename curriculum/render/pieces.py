"""Pages in pieces: what of a page is made from Markdown once, however many handbooks show it.

Most pages are one piece. The page with the whole handbook is cut at its upper headings, since most of its lessons
stand in other handbooks too, and an edit changes one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar

from curriculum.model import record
from curriculum.render.handbook import SiteTree
from curriculum.render.lesson_text import without_code

_FRONT_MATTER: Final = re.compile(r"---\n.*?\n---\n", re.DOTALL)
_LONG: Final = 8_000  # characters; shorter pages are not cut
_CUT: Final = re.compile(r"#{2,3} ")
_CUT_IN_HTML: Final = re.compile(r"^(?=<h[23][ >])", re.MULTILINE)
# What reaches from one part of a text into another: footnotes and addresses told elsewhere.
_REACHES_OUT: Final = re.compile(r"\[\^|^ {0,3}\[[^\]\n]+\]:", re.MULTILINE)
_EXTENSIONS: Final = re.compile(r"^markdown_extensions:\n(?:[- ].*\n)+", re.MULTILINE)


class Body(NamedTuple):
    """A page's Markdown behind its front matter; `is_hidden` from the search."""

    text: str
    head: str
    is_hidden: bool


def body_of(page: str) -> Body:
    """The page as engines take it apart."""
    front = _FRONT_MATTER.match(page)
    head = front[0] if front else ""
    return Body(page[len(head) :].lstrip("\n"), head, "search:\n  exclude: true\n" in head)


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


def joined(pieces: Sequence[Piece]) -> str:
    """The HTML of a page."""
    return "\n".join(piece.html for piece in pieces if piece.html)


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Kept(Generic[_Key, _Value]):
    """Values that were made in this process. The oldest are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[_Key, _Value] = {}

    def find(self, key: _Key) -> _Value | None:
        """The value, if it was made."""
        return self._made.get(key)

    def keep(self, key: _Key, value: _Value) -> _Value:
        """From now on it is known."""
        if len(self._made) >= self._most:
            del self._made[next(iter(self._made))]
        self._made[key] = value
        return value

    def get(self, key: _Key, make: Callable[[], _Value]) -> _Value:
        """The value; made now if it was not before."""
        found = self._made.get(key)
        return self.keep(key, make()) if found is None else found


Entry = dict[str, Any]  # of a search index: location, title, text

ENTRIES: Final[Kept[tuple[str, str, str], list[Entry]]] = Kept(10_000)  # by address, text and front matter of the page
_PIECES: Final[Kept[tuple[str, str, str], Piece]] = Kept(5_000)  # by settings, path and text; some kilobytes each


class Pieces:
    """The pieces of one handbook. `problems` counts what was said against pieces: such are not kept."""

    def __init__(self, tree: SiteTree, problems: Callable[[], int]) -> None:
        extensions = _EXTENSIONS.search(str(tree.files["mkdocs.yml"]))
        words = (f"{path} {text!r}" for path, text in tree.files.items() if path.startswith("locales/"))
        self.settings = "\n".join([tree.language, extensions[0] if extensions else "", *words])
        self._pages = frozenset(path.removeprefix("docs/") for path in tree.files if path.startswith("docs/"))
        self._problems = problems

    def get(self, path: str, text: str, make: Callable[[], Piece]) -> Piece:
        """A piece of the page at the path, from another handbook if all that it leads to is in this one, too."""
        key = (self.settings, path, text)
        found = _PIECES.find(key)
        if found is not None and found.leads_to <= self._pages:
            return found
        before = self._problems()
        made = make()
        return made if self._problems() > before else _PIECES.keep(key, made)
