"""status, findings, diff: where everybody stands, what to act on, what a change changes."""

from __future__ import annotations

import enum
import json
from pathlib import Path
from typing import Annotated

import typer

from curriculum.cli.check import Root
from curriculum.cli.needs import Several
from curriculum.cli.show import CLEAN, MISTAKES, Format, counts, opened, print_diagnostics, refuse
from curriculum.cli.time import AsOf, At, at_point
from curriculum.pipeline import Answer, answer_needs


class DiffFormat(enum.StrEnum):
    """How a comparison is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def status(
    root: Root = Path(),
    at: At = None,
    manager: Annotated[
        Several, typer.Option(metavar="ID", help="Only people below these managers, directly or not.")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Say in one screen who needs action now, and where everybody stands; also as it was known then."""
    from rich.console import Console

    from curriculum.boards.board import make_board
    from curriculum.boards.screen import act_lines
    from curriculum.boards.seats import booked_seats
    from curriculum.boards.seen import look
    from curriculum.boards.write import people_below
    from curriculum.listing import make_listing
    from curriculum.report.select import Filters, wrong_names
    from curriculum.report.tables import counted, status_screen

    filters = Filters(manager=tuple(manager or ()))
    with at_point(root, at, as_of) as (folder, date):
        ws = opened(folder, people=True).ready
        refuse(wrong_names(ws, filters))
        answer = answer_needs(ws, date)
        booked = booked_seats(folder)
    console = Console(highlight=False)
    console.print(status_screen(make_listing(answer, filters)))
    below = people_below(ws, filters.manager) if filters.manager else None
    board = make_board(look(answer, booked), None, "en", only=below)
    if lines := list(act_lines(board)):
        console.print(f"\nAction now: {counted(board.acting, 'person', 'people')}, by kind", style="bold")
        console.print(*lines, sep="\n")


def findings(
    root: Root = Path(),
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TEXT,
    at: At = None,
    as_of: AsOf = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when there is any finding.")] = False,
) -> None:
    """List what a manager or auditor acts on: people, dates, levels, modules, roles, accounts."""
    with at_point(root, at, as_of) as (folder, date):
        said = answer_needs(opened(folder, people=True).ready, date).findings
        print_diagnostics(folder, said, form, err=False)
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

    comparison = compare(_side(root, a, as_of), _side(root, b, as_of))
    if form is DiffFormat.JSON:
        typer.echo(json.dumps(as_json(comparison), ensure_ascii=False, indent=2))
    elif form is DiffFormat.MARKDOWN:
        typer.echo(as_markdown(comparison), nl=False)
    else:
        typer.echo("\n".join(as_lines(comparison)))


def _side(root: Path, point: str | None, as_of: str | None) -> Answer:
    """One side of a comparison. Revisions and folders are asked about the same day, so that only the files differ."""
    with at_point(root, point, as_of, own_day=False) as (folder, date):
        return answer_needs(opened(folder, people=True).ready, date)
