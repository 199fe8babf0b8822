"""How the command line prints: results to standard output, diagnostics to standard error."""

from __future__ import annotations

import datetime as dt
import enum
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import typer

from curriculum.diagnostics import Diagnostic, Severity, as_github, as_json, as_text
from curriculum.pipeline import Opened, as_errors, open_workspace

CLEAN, MISTAKES, USAGE = 0, 1, 2


class Format(enum.StrEnum):
    """How diagnostics are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class ListFormat(enum.StrEnum):
    """How needs are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class WhyFormat(enum.StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    JSON = "json"


def print_diagnostics(root: Path, found: Sequence[Diagnostic], form: Format = Format.TEXT, *, err: bool = True) -> None:
    """JSON and GitHub annotations go to standard output, text to standard error."""
    if form is Format.JSON:
        typer.echo(as_json(found))
    elif form is Format.GITHUB:
        typer.echo(as_github(found))
    elif found:
        from curriculum.load import source_line

        typer.echo(as_text(found, partial(source_line, root)), err=err)


def counts(found: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`; `nothing to mend` when there is neither."""
    parts = []
    for severity in (Severity.ERROR, Severity.WARNING):
        number = sum(d.severity is severity for d in found)
        if number:
            parts.append(f"{number} {severity}{'' if number == 1 else 's'}")
    return ", ".join(parts) or "nothing to mend"


def opened(root: Path, *, strict: bool = False, people: bool = False) -> Opened:
    """The workspace, ready for the next stage; prints what is wrong and ends when that stops it."""
    found = open_workspace(root)
    said = as_errors(found.diagnostics) if strict else found.diagnostics
    errors = [d for d in said if d.severity is Severity.ERROR]
    if found.stops(strict=strict, people=people):
        print_diagnostics(root, errors)
        typer.echo(f"{counts(said)}; nothing was written. `curriculum check` shows all of it", err=True)
        raise typer.Exit(MISTAKES)
    print_diagnostics(root, errors)
    return found


def refuse(sentences: Sequence[str]) -> None:
    """Ends as a usage error where there is something to say."""
    for sentence in sentences:
        typer.echo(sentence, err=True)
    if sentences:
        raise typer.Exit(USAGE)


def day(text: str | None) -> dt.date:
    """`--as-of`; without it, today. The only place that asks the clock."""
    if text is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a date; write year-month-day, e.g. 2027-02-01") from None


def is_terminal() -> bool:
    """Whether a person is looking at standard error (progress is for people only)."""
    return sys.stderr.isatty()
