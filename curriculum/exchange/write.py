"""What an import would write: shown first, then written beside and renamed. Files edited here are never overwritten."""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes
from curriculum import codes_exchange as own
from curriculum.diagnostics import Position
from curriculum.exchange.imported import Imported
from curriculum.exchange.workspace_files import shared_files
from curriculum.load.sources import is_inside
from curriculum.model import EVIDENCE, PULSE, ROSTER

LEDGER: Final = ".imports.csv"  # file and sha256 of what was imported last: tells what was edited since
_MERGED: Final = (ROSTER, EVIDENCE, PULSE, "content/catalog.yaml", "program.yaml")  # old and new stand in them together
_LAST: Final = "program.yaml"


class Change(NamedTuple):
    """One file: `new`, `changed`, `unchanged` or `kept` (edited here)."""

    path: str
    what: str
    content: bytes


def preview(root: Path, into: Imported, *, overwrite: bool = False) -> tuple[Change, ...]:
    """What would happen to each file, sorted by path. Notes EDITED_HERE. Nothing is written."""
    wanted = dict(into.files)
    if wanted:
        wanted |= shared_files(root, into)
    known = _ledger(root)
    found = []
    for path, content in sorted(wanted.items()):
        there = (root / path).read_bytes() if (root / path).is_file() else None
        known_as = known | {path: _sha(there)} if overwrite and there is not None else known
        found.append(_change(path, content, there, known_as, into))
    return tuple(found)


def _change(path: str, content: bytes, there: bytes | None, known: Mapping[str, str], into: Imported) -> Change:
    if there is None:
        return Change(path, "new", content)
    if there == content:
        return Change(path, "unchanged", content)
    if path in _MERGED or known.get(path) == _sha(there):
        return Change(path, "changed", content)
    if known.get(path) != _sha(content):
        why = "was edited here and differs from the source" if path in known else "is there and was not imported"
        into.note(own.EDITED_HERE, Position(path), f"{path} {why}; yours stays", "`--overwrite` takes the source's")
    return Change(path, "kept", content)


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _ledger(root: Path) -> dict[str, str]:
    try:
        rows = csv.reader((root / LEDGER).read_text(encoding="utf-8").splitlines())
        return {row[0]: row[1] for row in rows if len(row) == 2}
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}


def write(root: Path, changes: tuple[Change, ...], into: Imported) -> bool:
    """Writes what is new or changed: all files beside their places first, then each renamed. False with a note."""
    wanted = [change for change in changes if change.what in ("new", "changed")]
    try:
        root.mkdir(parents=True, exist_ok=True)
        if not all(is_inside(root, (root / change.path).parent) for change in wanted):
            into.note(codes.CANNOT_WRITE, Position(str(root)), "a folder is a link that leads out")
            return False
        if wanted:
            _write(root, [*wanted, _new_ledger(root, changes)])
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        into.note(codes.CANNOT_WRITE, Position(str(error.filename or root)), f"cannot be written: {why}")
        return False
    return True


def _new_ledger(root: Path, changes: tuple[Change, ...]) -> Change:
    known = _ledger(root)
    known |= {c.path: _sha(c.content) for c in changes if c.path not in _MERGED and c.what in ("new", "changed")}
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(sorted(known.items()))
    return Change(LEDGER, "changed", out.getvalue().encode())


def _write(root: Path, wanted: list[Change]) -> None:
    with tempfile.TemporaryDirectory(prefix=".import-", dir=root) as beside:
        for change in wanted:
            path = Path(beside, change.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(change.content)
            if change.path.startswith("people/"):
                path.chmod(0o600)
        for change in sorted(wanted, key=lambda c: c.path == _LAST):
            (root / change.path).parent.mkdir(parents=True, exist_ok=True)
            Path(beside, change.path).replace(root / change.path)


def summary(changes: tuple[Change, ...], into: Imported) -> Iterator[str]:
    """The preview in words: what was taken, what becomes of people, and each file that changes (folders summed up)."""
    took = ", ".join(f"{number:,} {what}" for what, number in into.took.items() if number)
    yield f"took: {took or 'nothing'}"
    yield from (f"  {sentence}" for sentence in into.changes)
    for what in ("new", "changed", "kept", "unchanged"):
        paths = [change.path for change in changes if change.what == what]
        if not paths:
            continue
        folders: dict[str, int] = {}
        for path in paths:
            head = "/".join(path.split("/")[:2]) if path.count("/") > 1 else path
            folders[head] = folders.get(head, 0) + 1
        shown = [name if number == 1 else f"{name}/ ({number} files)" for name, number in folders.items()]
        more = f" and {len(shown) - 12} more" if len(shown) > 12 else ""
        yield (
            f"{what}: {len(paths)} files: {', '.join(shown[:12])}{more}"
            if what != "unchanged"
            else (f"unchanged: {len(paths)} files")
        )
