"""What is wrong with somebody's files, as values: position, severity, message, hint; three ways to print it."""

from __future__ import annotations

import enum
import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Position(NamedTuple):
    """A place in a workspace file: path relative to the workspace with `/`, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Position("", 0, 0)


class Severity(enum.StrEnum):
    """How bad: an error stops what depends on it, a warning does not (unless `--strict`), info never does."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of mistake: `CURnnn`, a short name, its usual severity and what it means in one paragraph."""

    number: str
    name: str
    severity: Severity
    explanation: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake. `related` holds further places (each edge of a cycle, the other row of a clash)."""

    code: Code
    at: Position
    message: str
    hint: str | None = None
    related: tuple[tuple[Position, str], ...] = ()
    severity: Severity = Severity.INFO

    @classmethod
    def of(
        cls,
        code: Code,
        at: Position,
        message: str,
        hint: str | None = None,
        related: Sequence[tuple[Position, str]] = (),
    ) -> Diagnostic:
        """A diagnostic with the severity its code is registered with."""
        return cls(code, at, message, hint, tuple(related), code.severity)


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, line, column and code, each once."""
    unique = {(d.at, d.code.number, d.message): d for d in found}
    return tuple(unique[key] for key in sorted(unique))


def has_errors(found: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Whether any is an error; with `strict`, warnings count too."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(d.severity in bad for d in found)


def is_right_to_left(text: str) -> bool:
    """Whether any character of the text is written from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def as_text(found: Iterable[Diagnostic], line_of: Callable[[Position], str | None]) -> str:
    """For people: `file:line:column: error[CURnnn] message`, the source line with a caret, the hint.

    No caret under a line with right-to-left text: terminals reorder such lines and the caret would lie.
    `line_of` gives the source line of a position, or None when there is none to show.
    """
    return "\n".join(line for d in found for line in _text_lines(d, line_of))


def _text_lines(d: Diagnostic, line_of: Callable[[Position], str | None]) -> list[str]:
    where = f"{d.at}: " if d.at.file else ""  # what is wrong with no file: the output folder, the disk
    lines = [f"{where}{d.severity}[{d.code.number}] {d.message}"]
    source = line_of(d.at)
    if source is not None and source.strip():
        shown, column = _visible(source, d.at.column)
        lines.append(f"  {d.at.line} | {shown}")
        if not is_right_to_left(shown):
            lines.append(f"  {' ' * len(str(d.at.line))} | {' ' * (column - 1)}^")
    lines += [f"  see: {at}: {note}" for at, note in d.related]
    if d.hint:
        lines.append(f"  hint: {d.hint}")
    return lines


def _visible(source: str, column: int, width: int = 100) -> tuple[str, int]:
    """The part of a source line around the column; TABs and control characters made visible."""
    start = max(0, column - 1 - width // 2) if len(source) > width else 0
    part = source[start : start + width].replace("\t", "→")
    shown = "".join("�" if unicodedata.category(c) in ("Cc", "Cf") and c != "\u200c" else c for c in part)
    return shown, column - start


def as_json(found: Sequence[Diagnostic]) -> str:
    """For programs: one document `{"version": 1, "diagnostics": […], "errors": n, "warnings": n}`."""
    rows = [
        {
            "code": d.code.number,
            "name": d.code.name,
            "severity": str(d.severity),
            "message": d.message,
            "hint": d.hint,
            **d.at._asdict(),
            "related": [{**at._asdict(), "message": note} for at, note in d.related],
        }
        for d in found
    ]
    counts = {f"{s}s": sum(d.severity is s for d in found) for s in (Severity.ERROR, Severity.WARNING)}
    return json.dumps({"version": 1, "diagnostics": rows, **counts}, ensure_ascii=False, indent=2)


_GITHUB_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(found: Iterable[Diagnostic]) -> str:
    """For GitHub Actions: one workflow command a line, which the pull request shows beside the code."""
    return "\n".join(
        f"::{_GITHUB_LEVEL[d.severity]} file={_escape(d.at.file, prop=True)},line={d.at.line},col={d.at.column},"
        f"title={d.code.number} {d.code.name}::{_escape(d.message + (f' ({d.hint})' if d.hint else ''))}"
        for d in found
    )


def _escape(text: str, *, prop: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if prop else text
