"""An edited text put into a built site: the other parts of its pages, and all other pages, stay as they are.

That is possible when nothing but words between the same headings has changed: navigation, tables of contents and
titles are then as they were. What cannot be told for sure is answered with None, and the page is made in full.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from curriculum.render.folding import widen

_BEGINS: Final = '<article class="md-content__inner md-typeset">'
# What our templates put behind the text; no text can hold it, since HTML in texts is shown as text.
_ENDS: Final = re.compile(r'<p class="feedback page-end">|<!-- elsewhere --><p class="all-handbooks">|</article>')
_HEADING: Final = re.compile(r"<h[1-6][ >].*?</h[1-6]>", re.DOTALL)


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


Entry = dict[str, Any]  # of the search index: location, title, text


def with_entries(index: dict[str, Any], language: str, pages: Mapping[str, Sequence[Entry]]) -> dict[str, Any] | None:
    """A finished index with other entries for some pages (by address), in the place of the old ones."""
    docs: list[Entry] = []
    waiting = {page: list(entries) for page, entries in pages.items()}
    for entry in index["docs"]:
        page = entry["location"].partition("#")[0]
        if page not in pages:
            docs.append(entry)
        elif page in waiting:
            docs += widen({"docs": waiting.pop(page), "config": {"fields": {}}}, language)["docs"]
    if any(waiting.values()):
        return None
    return {**index, "docs": docs}


def linked_copy(old: Path, files: Iterable[str], folder: Path) -> None:
    """The files of the old folder in a new one, without their bytes being copied where the disk can do that."""
    made: set[str] = set()
    for name in files:
        target = f"{folder}/{name}"
        parent = os.path.dirname(target)
        if parent not in made:
            os.makedirs(parent, exist_ok=True)
            made.add(parent)
        try:
            os.link(f"{old}/{name}", target)
        except OSError:
            shutil.copy2(f"{old}/{name}", target)
