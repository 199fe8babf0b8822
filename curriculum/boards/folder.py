"""Files that only their owner may read, in a folder that is never published."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from curriculum import codes_report as codes
from curriculum.diagnostics import Diagnostic, Position

_MADE: Final = ".made.json"  # which files are ours, so that those of managers who left are removed


def is_published(root: Path, folder: Path) -> bool:
    """Whether the folder lies in the website, or holds one."""
    target, site = folder.resolve(), (root / "site").resolve()
    around = (target, *target.parents)
    return target == site or site in target.parents or any((f / ".curriculum/manifest.json").exists() for f in around)


def private_folder(root: Path, folder: Path) -> Diagnostic | None:
    """Makes the folder, mode 0700; CUR731 where it would be published."""
    if is_published(root, folder):
        hint = "give --out a folder that is not published; without it, reports/"
        return Diagnostic.of(codes.REPORT_IN_SITE, Position("reports"), "the folder belongs to a website", hint)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return None


def write_private(path: Path, content: bytes) -> None:
    """Writes beside and renames. The file is for its owner alone from the moment it exists."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
    beside.replace(path)


def write_all(folder: Path, files: Iterable[tuple[str, bytes]], *, is_all: bool) -> set[str]:
    """Writes the files as they come; with `is_all`, removes what an earlier run made and this one did not.

    Gives their names. A run that is cut short removes nothing, and the next one still knows all files as ours.
    """
    before = made_before(folder)
    made: set[str] = set()
    try:
        for name, content in files:
            write_private(folder / name, content)
            made.add(name)
    except BaseException:
        _remember(folder, before | made)
        raise
    for name in before - made if is_all else ():
        (folder / name).unlink(missing_ok=True)
    _remember(folder, made if is_all else before | made)
    return made


def _remember(folder: Path, names: Iterable[str]) -> None:
    write_private(folder / _MADE, json.dumps(sorted(names), indent=1).encode())


def made_before(folder: Path) -> set[str]:
    """Names of the files that an earlier run made; only names, never paths out of the folder."""
    try:
        said = json.loads((folder / _MADE).read_bytes())
    except (OSError, ValueError):
        return set()
    names = said if isinstance(said, list) else []
    return {name for name in names if isinstance(name, str) and name == Path(name).name and name not in ("", "..")}
