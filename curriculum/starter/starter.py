"""Writes a small workspace into a new or empty folder: two roles, three modules, six invented people, two languages."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from curriculum import codes
from curriculum.diagnostics import Diagnostic, Position

SCHEMAS: Final = ".schemas"
_RENAMED: Final = {"dot-gitignore": ".gitignore"}  # git and packagers would obey a .gitignore inside the package
_MAY_BE_THERE: Final = {".git"}
_LAST: Final = "program.yaml"  # makes a folder a workspace: it comes when everything else is there


def starter_files() -> Iterator[tuple[str, bytes]]:
    """Path inside the workspace and content of each file, sorted by path."""
    yield from sorted(_files(resources.files("curriculum.starter") / "files", ""))


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{path}{_RENAMED.get(entry.name, entry.name)}"
        if entry.is_dir():
            yield from _files(entry, f"{name}/")
        else:
            yield name, entry.read_bytes()


def write_starter(folder: Path, schemas: Mapping[str, str]) -> list[str] | Diagnostic:
    """The paths written, sorted; or why nothing was: FOLDER_NOT_EMPTY, CANNOT_WRITE.

    `schemas` are JSON Schemas by kind (`program`, `role`, …) for editors; they go into `.schemas/`.
    """
    files = dict(starter_files())
    files |= {f"{SCHEMAS}/{kind}.json": text.encode() for kind, text in schemas.items()}
    try:
        there = sorted(p.name for p in folder.iterdir() if p.name not in _MAY_BE_THERE) if folder.exists() else []
        if there:
            message = f"the folder is not empty: it holds '{there[0]}'"
            return Diagnostic.of(codes.FOLDER_NOT_EMPTY, Position(there[0]), message, "name a new folder")
        _write(folder, files)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return Diagnostic.of(
            codes.CANNOT_WRITE, Position(str(folder)), f"cannot be written: {why}", "name a new folder"
        )
    return sorted(files)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes all files beside their places, then moves them there, so that no half of a workspace is ever left."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as beside:
        for name, content in files.items():
            path = Path(beside, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for part in sorted(Path(beside).iterdir(), key=lambda part: part.name == _LAST):
            shutil.move(part, folder / part.name)
