"""Which files below the output folder are ours, and from what each site was made: `.curriculum/manifest.json`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from curriculum.model import record

PLACE: Final = ".curriculum/manifest.json"
_VERSION: Final = 1


@record
class Entry:
    """One site, or the start pages (place ""): what it was made from, and its files relative to its place."""

    made_from: str
    files: tuple[str, ...]


Manifest = Mapping[str, Entry]  # place → entry


def read(out: Path) -> Manifest | None:
    """The manifest of an output folder; None when it has none that we wrote."""
    try:
        found = json.loads((out / PLACE).read_text(encoding="utf-8"))
        if found["version"] != _VERSION:
            return None
        return {
            place: Entry(made_from=str(e["made_from"]), files=tuple(map(str, e["files"])))
            for place, e in found["sites"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(out: Path, manifest: Manifest) -> None:
    """Replaces the manifest in one step."""
    target = out / PLACE
    target.parent.mkdir(parents=True, exist_ok=True)
    sites = {
        place: {"made_from": entry.made_from, "files": sorted(entry.files)} for place, entry in sorted(manifest.items())
    }
    beside = target.with_suffix(".new")
    text = json.dumps({"version": _VERSION, "sites": sites}, ensure_ascii=False, indent=1)
    beside.write_text(text + "\n", encoding="utf-8", newline="\n")
    beside.replace(target)


def is_foreign(out: Path) -> bool:
    """Whether the folder holds something, and nothing says that we made it."""
    if not out.exists():
        return False
    if not out.is_dir():
        return True
    return read(out) is None and any(path.name != ".gitkeep" for path in out.iterdir())


def files_below(folder: Path) -> tuple[str, ...]:
    """Paths of all files below a folder, relative to it, sorted."""
    found = []
    for root, _, names in os.walk(folder):
        under = Path(root).relative_to(folder).as_posix()
        found += [name if under == "." else f"{under}/{name}" for name in names]
    return tuple(sorted(found))


def remove_files(folder: Path, files: tuple[str, ...]) -> None:
    """Removes the files named, then folders that are empty by it; the folder too. Other files stay."""
    root = folder.resolve()
    for name in files:
        path = folder / name
        if path.parent.resolve().is_relative_to(root):
            path.unlink(missing_ok=True)
    for place, _, _ in os.walk(folder, topdown=False):
        if not any(Path(place).iterdir()):
            Path(place).rmdir()
