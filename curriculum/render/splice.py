"""An edited text put into a built site: the other parts of its pages, and all other pages, stay as they are.

That is possible when nothing but words between the same headings has changed: navigation, tables of contents and
titles are then as they were. What cannot be told for sure is answered with None, and the page is made in full.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from curriculum.model import record
from curriculum.render.extract import hash_of
from curriculum.render.finish import INDEXES, SEARCH_INDEX, write_index
from curriculum.render.handbook import SiteTree
from curriculum.render.making import Before, write_files
from curriculum.render.pieces import Entry, Piece, body_of, joined, pieces_of, pieces_of_html
from curriculum.render.search_words import add_words_again

_BEGINS: Final = '<article class="md-content__inner md-typeset">'
# What our templates put behind the text; no text can hold it, since HTML in texts is shown as text.
_ENDS: Final = re.compile(r'<p class="feedback page-end">|<!-- elsewhere --><p class="all-handbooks">|</article>')
_HEADING: Final = re.compile(r"<h[1-6][ >].*?</h[1-6]>", re.DOTALL)


class Maker(Protocol):
    """Makes what an engine makes of pieces of pages."""

    def piece(self, path: str, text: str) -> Piece:
        """A piece of the page at the path."""
        ...

    def entries(self, page: str, pieces: Sequence[Piece]) -> list[Entry]:
        """What the search index says of a page (its address)."""
        ...


@record
class Edited:
    """Pages with other words (file → text), and the index of the site."""

    pages: Mapping[str, str]
    index: Mapping[str, Any]


def edited(tree: SiteTree, before: Before, maker: Maker) -> Edited | None:
    """The pages that changed, made from what they were; None if more than words has changed."""
    pages: dict[str, str] = {}
    entries: dict[str, list[Entry]] = {}
    for path in sorted(before.changed):
        address = f"{path.removesuffix('.md')}.html"
        old = (before.folder / address).read_text(encoding="utf-8")
        body = body_of(str(tree.files[f"docs/{path}"]))
        made = _text(path, body.text, old, before.pieces.get(path, ()), maker) if body.is_hidden else None
        if made is None:
            pieces = [maker.piece(path, text) for text in pieces_of(body.text)]
            made = joined(pieces)
            if not made.startswith("<h1"):
                return None
            entries[address] = [] if body.is_hidden else maker.entries(address, pieces)
        new = with_text(old, made)
        if new is None:
            return None
        pages[address] = new
    old_index = json.loads((before.folder / SEARCH_INDEX).read_text(encoding="utf-8"))
    index = with_entries(old_index, tree.language, entries)
    return None if index is None else Edited(pages=pages, index=index)


def _text(path: str, text: str, old: str, known: Sequence[str], maker: Maker) -> str | None:
    """The text of a page that is not searched; pieces with the hash they had are taken from the page as it was."""
    texts, place = pieces_of(text), text_in(old)
    there = pieces_of_html(old[place[0] : place[1]]) if place else []
    if not len(there) == len(known) == len(texts):
        return None
    same = zip(texts, there, known, strict=True)
    return "\n".join(html if hash_of(text) == sha else maker.piece(path, text).html for text, html, sha in same)


def write_edited(made: Edited, before: Before, folder: Path) -> None:
    """The site with these pages; its other files stay what they are on the disk."""
    new = {*made.pages, SEARCH_INDEX, INDEXES[SEARCH_INDEX]}
    _linked_copy(before.folder, [name for name in before.files if name not in new], folder)
    write_files(made.pages, folder)
    (folder / SEARCH_INDEX).parent.mkdir(exist_ok=True)
    write_index(folder, SEARCH_INDEX, made.index)


def text_in(page: str) -> tuple[int, int] | None:
    """Where the text of a built page begins and ends."""
    if page.count(_BEGINS) != 1:
        return None
    begins = page.index(_BEGINS) + len(_BEGINS)
    ends = _ENDS.search(page, begins)
    if ends is None:
        return None
    around = page[begins : ends.start()]
    lead = len(around) - len(around.lstrip())
    return begins + lead, begins + len(around.rstrip())


def with_text(page: str, text: str) -> str | None:
    """The page with another text between the same headings."""
    place = text_in(page)
    if place is None or _HEADING.findall(page[place[0] : place[1]]) != _HEADING.findall(text):
        return None
    return page[: place[0]] + text + page[place[1] :]


def with_entries(
    index: Mapping[str, Any], language: str, pages: Mapping[str, Sequence[Entry]]
) -> Mapping[str, Any] | None:
    """A finished index with other entries for some pages (by address), in the place of the old ones."""
    docs: list[Entry] = []
    waiting = {page: list(entries) for page, entries in pages.items()}
    for entry in index["docs"]:
        page = entry["location"].partition("#")[0]
        if page not in pages:
            docs.append(entry)
        elif page in waiting:
            docs += waiting.pop(page)
    if any(waiting.values()):
        return None
    return add_words_again({**index, "docs": docs}, index, language)


def _linked_copy(old: Path, files: Iterable[str], folder: Path) -> None:
    """The files of the old folder in a new one, without their bytes being copied where the disk can do that."""
    made: set[str] = set()
    for name in files:
        inside = name.rpartition("/")[0]
        if inside not in made:
            (folder / inside).mkdir(parents=True, exist_ok=True)
            made.add(inside)
        try:
            os.link(f"{old}/{name}", f"{folder}/{name}")
        except OSError:
            shutil.copy2(f"{old}/{name}", f"{folder}/{name}")
