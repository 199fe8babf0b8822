"""Broken workspaces that say what is wrong with them, where it is wrong.

`tests/workspaces/broken/<name>/` holds only the files that differ from `tests/workspaces/base/`, which is right.

- YAML: a comment at the end of the line: `levle: basic   # error: CUR111 "did you mean 'level'?"`; several codes are
  separated by commas. The words in quotes must occur in the diagnostic (message, hint or related notes).
- Files without comments: lines of `expected.txt`: `people/roster.csv:3 CUR201 "did you mean 'agent'?"`.
- Characters that nobody would see: in files that end in `.marked`, `<U+202E>` is that character, `<0xE9>` that byte.
- `removed.txt` names files of the base that are not there.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from curriculum.check import check_workspace
from curriculum.codes import CODES
from curriculum.diagnostics import Diagnostic
from curriculum.load import load_workspace

WORKSPACES = Path(__file__).parents[1] / "workspaces"
BASE = WORKSPACES / "base"
BROKEN = sorted(p for p in (WORKSPACES / "broken").iterdir() if p.is_dir())

_CODE = r"(CUR[0-9]+)(?: \"([^\"]*)\")?"
_COMMENT = re.compile(r"#\s*(error|warning|info): (.*)$")
_EXPECTED = re.compile(rf"(\S+):([0-9]+) {_CODE}$")
_MARK = re.compile(rb"<U\+([0-9A-F]{4})>|<0x([0-9A-F]{2})>")
_NOTES = ("expected.txt", "removed.txt")


class Announced(NamedTuple):
    """A mistake that a workspace says it has."""

    file: str
    line: int
    code: str
    words: str = ""


def announced(folder: Path) -> list[Announced]:
    """All mistakes that the files of a broken workspace announce."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix().removesuffix(".marked")
        lines = path.read_text("utf-8", errors="replace").split("\n")
        if name == "expected.txt":
            found += [_expected(line) for line in lines if line.strip()]
        elif name.endswith(".yaml"):
            found += [a for number, line in enumerate(lines, 1) for a in _in_comment(name, number, line)]
    return found


def _expected(line: str) -> Announced:
    match = _EXPECTED.fullmatch(line.strip())
    assert match, f"cannot be read: {line}"
    return Announced(match[1], int(match[2]), match[3], match[4] or "")


def _in_comment(file: str, number: int, line: str) -> list[Announced]:
    comment = _COMMENT.search(line)
    if not comment:
        return []
    found = [Announced(file, number, code, words) for code, words in re.findall(_CODE, comment[2])]
    assert found, f"{file}:{number} announces nothing"
    for one in found:
        assert CODES[one.code].severity == comment[1], f"{file}:{number}: {one.code} is no {comment[1]}"
    return found


def build(folder: Path, to: Path) -> Path:
    """Copies the base with the files of a broken workspace over it."""
    shutil.copytree(BASE, to)
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name in _NOTES:
            continue
        place = to / name.removesuffix(".marked")
        place.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes()
        place.write_bytes(_MARK.sub(_unmarked, content) if name.endswith(".marked") else content)
    removed = folder / "removed.txt"
    for name in removed.read_text().split() if removed.exists() else ():
        (to / name).unlink()
    return to


def _unmarked(match: re.Match[bytes]) -> bytes:
    return chr(int(match[1], 16)).encode() if match[1] else bytes([int(match[2], 16)])


def diagnose(root: Path) -> list[Diagnostic]:
    """What reading and checking report about a folder."""
    workspace, said = load_workspace(root)
    return [*said, *(check_workspace(workspace) if workspace is not None else ())]


def counted(places: list[Announced]) -> Counter[tuple[str, int, str]]:
    """File, line and code, with how often."""
    return Counter((a.file, a.line, a.code) for a in places)


def words_of(found: Diagnostic) -> str:
    """Everything a diagnostic says."""
    return "\n".join([found.message, found.hint or "", *(f"{at}: {note}" for at, note in found.related)])
