"""What a site is made from, as hashes: equal hashes, equal bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

import curriculum
from curriculum.model import record
from curriculum.render.course_data import COURSE
from curriculum.render.engine import Engine, versions
from curriculum.render.extract import hash_of
from curriculum.render.handbook import SiteTree
from curriculum.render.pieces import body_of, pieces_of

_PAGE: Final = re.compile(r"docs/(.+\.md)")


@record
class Sources:
    """`frame`: all that every page depends on; `pages`: path in docs/ → hash of its text.

    `pieces`: of pages in several pieces, path → hashes of these.
    """

    frame: str
    pages: Mapping[str, str]
    pieces: Mapping[str, tuple[str, ...]]

    @property
    def made_from(self) -> str:
        """One hash of it all."""
        return hash_of(self.frame, *(word for page in sorted(self.pages.items()) for word in page))


def sources_of(tree: SiteTree, engine: Engine) -> Sources:
    """The hashes of one tree. What stands in front of a page's text belongs to the frame: navigation may show it.

    All but what a page says to search engines.
    """
    frame: list[str | bytes] = [tools(engine)]
    pages: dict[str, str] = {}
    pieces: dict[str, tuple[str, ...]] = {}
    for path, content in sorted(tree.files.items()):
        page = _PAGE.fullmatch(path)
        if page is None or isinstance(content, bytes):
            frame += [path, content]
        else:
            body = body_of(content)
            frame += [path, COURSE.sub("", body.head)]
            pages[page[1]] = hash_of(content)
            parts = pieces_of(body.text)
            if len(parts) > 1:
                pieces[page[1]] = tuple(map(hash_of, parts))
    return Sources(frame=hash_of(*frame), pages=pages, pieces=pieces)


@cache
def tools(engine: Engine) -> str:
    """Versions of the engine and what it uses, and our own renderer with its templates, words, styles and scripts."""
    content = [part for path, f in _files(resources.files("curriculum.render"), "") for part in (path, f.read_bytes())]
    return f"{curriculum.__version__} {engine} {versions(engine)} {hash_of(*content)}"


def _files(folder: Traversable, under: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda f: f.name):
        path = f"{under}{entry.name}"
        if entry.is_file() and not path.endswith(".pyc"):
            yield path, entry
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, f"{path}/")
