"""Bytes of the workspace's files → text. Nothing is read from outside the workspace, and nothing without a bound."""

from __future__ import annotations

import functools
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from curriculum import codes
from curriculum.diagnostics import Position
from curriculum.load.mistakes import Mistakes
from curriculum.load.spelling import UNWANTED, is_direction, place_in

YAML_BYTES: Final = 4_000_000
LESSON_BYTES: Final = 1_000_000
SHOWN_BYTES: Final = 4_000_000  # as far as caret lines look into a file


def is_inside(root: Path, path: Path) -> bool:
    """Whether the path, all links followed, lies in the workspace."""
    try:
        if not _may_leave(root, path):
            return True
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):  # a circle of links; a NUL in the name
        return False


def _may_leave(root: Path, path: Path) -> bool:
    """Whether the way from the workspace to the path passes a link, or steps up: only then it must be followed."""
    above = len(root.parts)
    if path.parts[:above] != root.parts:
        return True
    return _is_detour(str(root), path.parts[above:])


def _is_detour(root: str, parts: Sequence[str]) -> bool:
    """The same for the parts of a path below the workspace. For every file of it: paths as objects cost the most."""
    if ".." in parts:
        return True
    at = root
    for part in parts:
        at = os.path.join(at, part)  # noqa: PTH118
        try:
            state = os.lstat(at)
        except FileNotFoundError:
            return False
        if stat.S_ISLNK(state.st_mode) or getattr(state, "st_reparse_tag", False):  # Windows has further kinds of links
            return True
    return False


def is_readable(root: Path, file: str, mistakes: Mistakes) -> bool:
    """Whether it is a file of the workspace; UNREADABLE_FILE and LINK_OUT say why not.

    Pipes and devices are no files: reading one could wait for ever.
    """
    above = str(root)
    try:
        is_detour = _is_detour(above, file.split("/"))
    except (OSError, ValueError):
        is_detour = True
    if is_detour and not is_inside(root, root / file):
        report_link_out(file, mistakes)
        return False
    try:
        regular = stat.S_ISREG(os.stat(os.path.join(above, file)).st_mode)  # noqa: PTH116, PTH118
    except OSError as error:
        mistakes.add(codes.UNREADABLE_FILE, Position(file), f"cannot be read: {_why(error)}")
        return False
    if not regular:
        mistakes.add(codes.UNREADABLE_FILE, Position(file), "is not a file")
    return regular


def report_link_out(path: str, mistakes: Mistakes) -> None:
    """Notes a link to somewhere else."""
    mistakes.add(codes.LINK_OUT, Position(path), "a symbolic link leads out of the workspace", "copy the file here")


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def read_text(root: Path, file: str, limit: int, mistakes: Mistakes) -> str | None:
    """The text of a file; lines end in a line feed; unwanted characters became blanks, so that every place stays.

    A leading byte-order mark is kept. None: it cannot be read. May report UNREADABLE_FILE, LINK_OUT, TOO_LARGE,
    NOT_UTF8 (the text is then None), CONTROL_CHARACTER, DIRECTION_OVERRIDE.
    """
    content = read_bytes(root, file, limit, mistakes)
    return None if content is None else text_of(content, file, limit, mistakes)


def read_bytes(root: Path, file: str, limit: int, mistakes: Mistakes) -> bytes | None:
    """The bytes of a file, one more than the limit at most. None: it cannot be read.

    May report UNREADABLE_FILE and LINK_OUT.
    """
    if not is_readable(root, file, mistakes):
        return None
    try:
        with open(os.path.join(root, file), "rb") as stream:  # noqa: PTH118, PTH123  # room for the limit costs time
            size = min(os.fstat(stream.fileno()).st_size, limit)
            content = stream.read(size + 1)
            return content if len(content) <= size else content + stream.read(limit - size)
    except OSError as error:
        mistakes.add(codes.UNREADABLE_FILE, Position(file), f"cannot be read: {_why(error)}")
        return None


def text_of(content: bytes, file: str, limit: int, mistakes: Mistakes) -> str | None:
    """The same for bytes at hand."""
    if len(content) > limit:
        mistakes.add(codes.TOO_LARGE, Position(file), f"is larger than {limit // 1_000_000} MB")
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        report_not_utf8(content, error.start, Position(file), mistakes)
        return None
    return without_unwanted(text.replace("\r\n", "\n").replace("\r", "\n"), file, mistakes)


def report_not_utf8(content: bytes, index: int, first: Position, mistakes: Mistakes) -> None:
    """Notes NOT_UTF8 for the byte of that index; `first` is where the content starts."""
    before = content[:index]
    line = first.line + before.count(b"\n")
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    hint = "it was saved as UTF-16 ('Unicode'); save it as UTF-8" if wide else "save the file as UTF-8"
    hint += " (in Excel: 'CSV UTF-8')" if first.file.endswith(".csv") else ""
    at = Position(first.file, line, column)
    mistakes.add(codes.NOT_UTF8, at, f"the byte 0x{content[index]:02x} is not UTF-8 text", hint)


def without_unwanted(text: str, file: str, mistakes: Mistakes) -> str:
    """The text with blanks for the characters of CONTROL_CHARACTER and DIRECTION_OVERRIDE, each reported."""
    start = 1 if text.startswith("\ufeff") else 0
    if UNWANTED.search(text, start) is None:
        return text
    for found in UNWANTED.finditer(text, start):
        report_unwanted(found[0], place_in(text, found.start(), file), mistakes)
    return text[:start] + UNWANTED.sub(" ", text[start:])


def report_unwanted(character: str, at: Position, mistakes: Mistakes) -> None:
    """Notes one invisible character."""
    code = codes.DIRECTION_OVERRIDE if is_direction(character) else codes.CONTROL_CHARACTER
    kind = "direction" if is_direction(character) else "control"
    mistakes.add(code, at, f"invisible {kind} character U+{ord(character):04X}", "delete it")


def source_line(root: Path, position: Position) -> str | None:
    """The line of a file, for the line with the caret; None when there is none to show.

    Looks at the first 4 MB. Nothing of `people/` and of Parquet is shown: logs are no place for personal data.
    """
    path = root / position.file
    is_personal = position.file.startswith("people/") or path.suffix == ".parquet"
    if position.line < 1 or is_personal or not is_inside(root, path):
        return None
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    lines = _lines(path, state.st_mtime_ns) if stat.S_ISREG(state.st_mode) else ()
    return lines[position.line - 1] if position.line <= len(lines) else None


@functools.lru_cache(maxsize=4)
def _lines(path: Path, changed: int) -> tuple[str, ...]:
    """The lines of a file; `changed` is when, so that an edited file is read again."""
    try:
        with path.open("rb") as stream:
            text = stream.read(SHOWN_BYTES).decode(errors="replace")
    except OSError:
        return ()
    return tuple(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"))
