"""status, findings, diff: where everybody stands, what to act on, what a change changes."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from curriculum.cli.check import Root
from curriculum.cli.needs import AsOf, Several
from curriculum.cli.show import CLEAN, MISTAKES, USAGE, Format, counts, day, opened, print_diagnostics
from curriculum.history import HistoryError, date_of, workspace_at
from curriculum.pipeline import Answer, answer_needs

At = Annotated[str | None, typer.Option("--at", metavar="REV_OR_DATE", help="What was known then (from git).")]


class DiffFormat(enum.StrEnum):
    """How a comparison is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


@contextmanager
def _answer_at(root: Path, point: str, as_of: dt.date | None) -> Iterator[tuple[Path, Answer]]:
    """The answer of a folder, a revision or a date; `as_of` wins over the date that belongs to the point."""
    try:
        with workspace_at(root, point) as (folder, date):
            found = opened(folder, people=True)
            assert found.workspace is not None
            yield folder, answer_needs(found.workspace, as_of or date or day(None))
    except HistoryError as error:
        typer.echo(f"{point}: {error}", err=True)
        raise typer.Exit(USAGE) from None


def status(
    root: Root = Path(),
    at: At = None,
    manager: Annotated[Several, typer.Option(help="Only people below these managers, directly or not.")] = None,
    as_of: AsOf = None,
) -> None:
    """Say in one screen who needs action now, and where everybody stands; also as it was known then."""
    from rich.console import Console

    from curriculum.listing import make_listing
    from curriculum.report.select import Filters, wrong_names
    from curriculum.report.tables import status_screen

    date = day(as_of) if as_of else None
    if at is not None and date is None:
        date = _day_of(root, at)
    filters = Filters(manager=tuple(manager or ()))
    with _answer_at(root, at or str(root), date) as (_, answer):
        wrong = wrong_names(answer.workspace, filters)
        if wrong:
            typer.echo("\n".join(wrong), err=True)
            raise typer.Exit(USAGE)
        Console(highlight=False).print(status_screen(make_listing(answer, filters)))


def _day_of(root: Path, at: str) -> dt.date | None:
    """The day that belongs to a point in time: itself, or that of the commit."""
    try:
        return dt.date.fromisoformat(at)
    except ValueError:
        pass
    try:
        return None if Path(at).is_dir() else date_of(root, at)
    except HistoryError as error:
        typer.echo(f"{at}: {error}", err=True)
        raise typer.Exit(USAGE) from None


def findings(
    root: Root = Path(),
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TEXT,
    as_of: AsOf = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when there is any finding.")] = False,
) -> None:
    """List what a manager or auditor acts on: people, dates, levels, modules, roles, accounts."""
    date = day(as_of)
    found = opened(root, people=True)
    assert found.workspace is not None
    said = answer_needs(found.workspace, date).findings
    print_diagnostics(root, said, form, err=False)
    if form is Format.TEXT:
        typer.echo(f"{counts(said) if said else 'nothing to act on'}, as of {date}")
    raise typer.Exit(MISTAKES if strict and said else CLEAN)


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help="A revision, a folder or a date: the earlier side.")],
    b: Annotated[str | None, typer.Argument(metavar="B", help="The later side (the files as they are).")] = None,
    root: Root = Path(),
    form: Annotated[DiffFormat, typer.Option("--format", help="How to print.")] = DiffFormat.TEXT,
    as_of: AsOf = None,
) -> None:
    """Compare two states: people gained, lost, changed; hours; impossible dates; each with its cause."""
    from curriculum.compare import compare
    from curriculum.report.difference import as_json, as_lines, as_markdown

    date = day(as_of) if as_of else None
    with _answer_at(root, a, date) as (_, before), _answer_at(root, b or str(root), date) as (_, after):
        comparison = compare(before, after)
    if form is DiffFormat.JSON:
        typer.echo(json.dumps(as_json(comparison), ensure_ascii=False, indent=2))
    elif form is DiffFormat.MARKDOWN:
        typer.echo(as_markdown(comparison), nl=False)
    else:
        typer.echo("\n".join(as_lines(comparison)))
