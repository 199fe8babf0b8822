"""What a site is made from, as hashes: equal hashes, equal bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

import curriculum
from curriculum.model import record
from curriculum.render.engine import Engine, versions
from curriculum.render.handbook import Handbooks, SiteTree
from curriculum.render.lesson_text import PICTURE, links

_PAGE: Final = re.compile(r"docs/(.+\.md)")
_FRONT_MATTER: Final = re.compile(r"---\n.*?\n---\n", re.DOTALL)


@record
class Sources:
    """`frame`: all that every page depends on; `pages`: path in docs/ → hash of its text."""

    frame: str
    pages: Mapping[str, str]

    @property
    def made_from(self) -> str:
        """One hash of it all."""
        return _hash(self.frame, *(word for page in sorted(self.pages.items()) for word in page))


def sources_of(tree: SiteTree, engine: Engine) -> Sources:
    """The hashes of one tree. What stands in front of a page's text belongs to the frame: navigation may show it."""
    frame: list[str | bytes] = [tools(engine)]
    pages: dict[str, str] = {}
    for path, content in sorted(tree.files.items()):
        page = _PAGE.fullmatch(path)
        if page is None or isinstance(content, bytes):
            frame += [path, content]
        else:
            front = _FRONT_MATTER.match(content)
            frame += [path, front[0] if front else ""]
            pages[page[1]] = _hash(content)
    return Sources(frame=_hash(*frame), pages=pages)


def hash_of(handbooks: Handbooks, engine: Engine, more: str) -> str:
    """A hash of everything that all handbooks are made from, without making their pages."""
    parts: list[str | bytes] = [tools(engine), more]
    for field in dataclasses.fields(handbooks):
        if field.name not in ("picture", "changed_on"):
            parts += [field.name, repr(getattr(handbooks, field.name))]
    parts += [repr(handbooks.changed_on(*lesson)) for lesson in handbooks.lessons]
    for module, name in sorted(_pictures(handbooks)):
        parts += [module, name, handbooks.picture(module, name) or b""]
    return _hash(*parts)


def _pictures(handbooks: Handbooks) -> set[tuple[str, str]]:
    """All pictures that lessons name, by module."""
    found = set()
    for lesson in handbooks.lessons.values():
        if "](" in lesson.text or "]:" in lesson.text:
            names = (PICTURE.match(target) for target in links(lesson.text))
            found |= {(lesson.module, name[1]) for name in names if name}
    return found


@cache
def tools(engine: Engine) -> str:
    """Versions of the engine and what it uses, and our own renderer with its templates, words, styles and scripts."""
    content = [part for path, f in _files(resources.files("curriculum.render"), "") for part in (path, f.read_bytes())]
    return f"{curriculum.__version__} {engine} {versions(engine)} {_hash(*content)}"


def _files(folder: Traversable, under: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda f: f.name):
        path = f"{under}{entry.name}"
        if entry.is_file() and not path.endswith(".pyc"):
            yield path, entry
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, f"{path}/")


def _hash(*parts: str | bytes) -> str:
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode()
        made.update(f"{len(raw)}\0".encode() + raw)
    return made.hexdigest()
