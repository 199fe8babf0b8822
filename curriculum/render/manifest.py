"""Which files below the output folder are ours, and from what they were made: the folder `.curriculum/`.

`manifest.json` says that the folder is ours; `sites/<place>.json` tells of one site.
So noting a site that is done costs the same however many there are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Final, TypeVar

from curriculum.model import record

HOME: Final = ".curriculum"
CARRIED: Final = (".zip", ".pdf")  # made of a site, and put into its folder
PLACE: Final = f"{HOME}/manifest.json"
_SITES: Final = f"{HOME}/sites"
_START: Final = "start"  # the file of the place ""
_VERSION: Final = 2
_T = TypeVar("_T")


@record
class Entry:
    """One site, the shared files of a language, or the start pages (place "").

    `made_from`: a hash of all its bytes depend on; `files` are relative to its place. Of sites also `inputs`, a hash
    of what its tree was made from, `frame`, a hash of what all pages depend on, `pages`, path in docs/ → hash of its
    text, and `pieces`, path → hashes of the pieces of long pages.
    """

    made_from: str
    files: tuple[str, ...]
    inputs: str = ""
    frame: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    pieces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Manifest = Mapping[str, Entry]  # place → entry


def read(out: Path) -> Manifest | None:
    """What the output folder holds; None when nothing says that we made it."""
    if not _read_json(out / PLACE, lambda found: bool(found["version"] == _VERSION)):
        return _read_json(out / PLACE, _version_1)
    root = out / _SITES
    found: dict[str, Entry] = {}
    for name in files_below(root):
        entry = _read_json(root / name, _entry)
        if entry is not None:
            place = name.removesuffix(".json")
            found["" if place == _START else place] = entry
    return found


def _entry(found: Any) -> Entry:
    return Entry(
        made_from=str(found["made_from"]),
        files=tuple(map(str, found["files"])),
        inputs=str(found.get("inputs", "")),
        frame=str(found["frame"]),
        pages={str(path): str(sha) for path, sha in found["pages"].items()},
        pieces={str(path): tuple(map(str, found)) for path, found in found.get("pieces", {}).items()},
    )


def _version_1(found: Any) -> Manifest:
    """What earlier versions noted: enough to know which files were ours."""
    return {place: Entry(made_from="", files=tuple(map(str, e["files"]))) for place, e in found["sites"].items()}


def _read_json(path: Path, take: Callable[[Any], _T]) -> _T | None:
    try:
        return take(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(out: Path) -> None:
    """Marks the folder as ours."""
    _write_json(out / PLACE, {"version": _VERSION})


def write_entry(out: Path, place: str, entry: Entry) -> None:
    """Notes one site, in one step."""
    pages = dict(sorted(entry.pages.items()))
    told = {
        "made_from": entry.made_from,
        "inputs": entry.inputs,
        "frame": entry.frame,
        "pages": pages,
        "pieces": dict(sorted(entry.pieces.items())),
        "files": sorted(entry.files),
    }
    _write_json(out / _SITES / f"{place or _START}.json", told)


def remove_entry(out: Path, place: str) -> None:
    """Forgets one site."""
    (out / _SITES / f"{place or _START}.json").unlink(missing_ok=True)


def _write_json(target: Path, told: Mapping[str, object]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".new")
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    beside.replace(target)


def is_foreign(out: Path) -> bool:
    """Whether the folder holds something, and nothing says that we made it."""
    if not out.exists():
        return False
    if not out.is_dir():
        return True
    return not (out / PLACE).is_file() and any(path.name != ".gitkeep" for path in out.iterdir())


def is_whole(out: Path, place: str, entry: Entry) -> bool:
    """Whether all files of the entry are there."""
    return set(entry.files) <= set(files_below(out / place))


def files_below(folder: Path) -> tuple[str, ...]:
    """Paths of all files below a folder, relative to it, sorted."""
    start = len(os.fspath(folder)) + 1
    found = [f"{root}/{name}"[start:] for root, _, names in os.walk(folder) for name in names]
    return tuple(sorted(found if os.sep == "/" else [name.replace(os.sep, "/") for name in found]))


def remove_files(folder: Path, files: Iterable[str]) -> None:
    """Removes the files named, then folders that are empty by it; the folder too. Other files stay."""
    root = folder.resolve()
    for name in files:
        path = folder / name
        if path.parent.resolve().is_relative_to(root):
            path.unlink(missing_ok=True)
    for place, _, _ in os.walk(folder, topdown=False):
        if not any(Path(place).iterdir()):
            Path(place).rmdir()
