"""The Markdown files of a source: which are lessons, in which language, which are the same lesson."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.imported import Imported
from curriculum.exchange.languages import inner_language, language_in, language_of

MOST_FILES: Final = 20_000
_NO_LESSON: Final = re.compile(
    r"(readme|index|summary|_?sidebar|license|licence|contributing|security|support|code[-_]of[-_]conduct|changelog|"
    r"_index|toc|translations?|for[-_]teachers)$", re.IGNORECASE
)  # fmt: skip


class MarkdownFile(NamedTuple):
    """A lesson of the source: its key is the same in all languages."""

    key: str
    path: Path
    root: Path
    language: str


def files_of(source: Path, language: str | None, default: str, into: Imported) -> Iterator[MarkdownFile]:
    if source.is_file() and source.suffix.lower() in (".md", ".markdown"):
        tongue = language or language_in(Path(source.stem)) or language_of(_beginnings([source])) or default
        yield MarkdownFile(source.stem, source, source.parent, tongue)
        return
    if not source.is_dir():
        into.note(codes.SOURCE_UNREADABLE, Position(str(source)), "is no folder of Markdown files")
        return
    paths = list(_lessons(source, into))
    own = language or language_in(source.resolve()) or language_of(_beginnings(paths)) or default
    yield from (file_of(path, source, own) for path in paths)


def _lessons(source: Path, into: Imported) -> Iterator[Path]:
    """The Markdown files of a folder that are lessons by their names."""
    count = 0
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "node_modules")))
        for name in sorted(names):
            path = Path(folder) / name
            count += 1
            if count > MOST_FILES:
                into.note(codes.SOURCE_TOO_LARGE, Position(str(source)), f"holds more than {MOST_FILES:,} files")
                return
            if path.suffix.lower() not in (".md", ".markdown") or path.is_symlink():
                continue
            if _NO_LESSON.match(path.stem):
                into.left_out(Position(str(path)), f"'{name}' is no lesson by its name")
                continue
            yield path


def _beginnings(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        with path.open("rb") as stream:
            yield stream.read(100_000).decode("utf-8", errors="ignore")


def file_of(path: Path, source: Path, default: str) -> MarkdownFile:
    """The key leaves the language out of the path: `ar/1.md` and `1.ar.md` are both `1`."""
    inside = path.relative_to(source)
    stem, _, tag = path.stem.rpartition(".")
    own = tag if stem and re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", tag) and language_in(Path(tag)) else None
    folders = [p for p in inside.parent.parts if not (inner_language(Path(p)) == p[:2] and len(p) <= 5)]
    folders = [p for p in folders if p not in ("translations", "translated")]
    found = (own or "")[:2] or inner_language(inside.parent) or default
    key = "/".join([*folders, stem if own else path.stem])
    return MarkdownFile(key, path, source, found)


def report_twins(files: list[MarkdownFile], tongues: list[str], into: Imported) -> None:
    keys = {tongue: {f.key: f for f in files if f.language == tongue} for tongue in tongues}
    first = keys[tongues[0]]
    for tongue in tongues[1:]:
        for key in first.keys() - keys[tongue].keys():
            into.note(codes.TWINS_DIFFER, Position(str(first[key].path)), f"this lesson is not there in '{tongue}'")
        for key in keys[tongue].keys() - first.keys():
            at = Position(str(keys[tongue][key].path))
            into.note(codes.TWINS_DIFFER, at, f"this lesson is there in '{tongue}' only, and was left out")
