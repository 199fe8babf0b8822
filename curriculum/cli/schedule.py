"""schedule: groups, sessions, trainers and rooms."""

from __future__ import annotations

import datetime as dt
import enum
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from curriculum.cli.check import Root
from curriculum.cli.show import MISTAKES, counts, day, opened, print_diagnostics, refuse
from curriculum.cli.time import AsOf
from curriculum.codes_schedule import SCHEDULE_CODES
from curriculum.diagnostics import Severity, has_errors, in_order

if TYPE_CHECKING:
    from curriculum.model import ScheduleFile, Workspace
    from curriculum.schedule.listing import Table


class View(enum.StrEnum):
    """What the printed table is about."""

    SESSION = "session"
    PERSON = "person"
    TRAINER = "trainer"
    ROOM = "room"
    WEEK = "week"
    WAITING = "waiting"
    USE = "use"


def schedule(
    root: Root = Path(),
    as_of: AsOf = None,
    by: Annotated[View | None, typer.Option("--by", help="Also print this table.")] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="ID", help="Of the table: this person, trainer, room; or a day.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", help="Also write CSV, XLSX, iCalendar and a picture here."),
    ] = None,
    what_if: Annotated[
        Path | None, typer.Option("--what-if", metavar="FILE", help="Try what this file says; write no schedule.")
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Only check people/schedule.yaml against all hard rules.")
    ] = False,
    afresh: Annotated[bool, typer.Option("--afresh", help="Plan anew, whoever has to be told.")] = False,
    effort: Annotated[int, typer.Option(min=0, max=10_000, help="How much to search for something better.")] = 40,
    seconds: Annotated[
        int | None,
        typer.Option("--time", metavar="SECONDS", min=1, help="Stop searching then; the result may differ next time."),
    ] = None,
) -> None:
    """Plan dated sessions with trainers and rooms, or change the last plan as little as possible."""
    from curriculum.schedule import Asked
    from curriculum.schedule.said import difference_lines, quality_lines, summary
    from curriculum.scheduling import schedule_workspace, write_schedule, write_views

    date = day(as_of)
    refuse(_wrong_options(root, out, what_if))
    found = opened(root, people=True)
    if verify:
        _verify(root, found.ready, date)
    done = schedule_workspace(
        root, found.ready, Asked(as_of=date, effort=effort, afresh=afresh, stop=_stop_after(seconds)), what_if
    )
    before = [d for d in found.diagnostics if d.code.number in SCHEDULE_CODES and d.severity is not Severity.ERROR]
    print_diagnostics(root, in_order((*before, *done.findings)))
    if done.made is None or has_errors(done.findings):
        typer.echo(f"{counts(done.findings)}; nothing was written", err=True)
        raise typer.Exit(MISTAKES)
    if what_if is None:
        typer.echo(f"{write_schedule(root, done.made)}: {summary(done.made)}")
    for line in (*quality_lines(done.made), *difference_lines(done.previous, done.made)):
        typer.echo(line)
    if by is not None:
        _print(_table(done.workspace, done.made, by, only), by, only)
    if out is not None:
        for line in write_views(done, done.made, out):
            typer.echo(line)


def _wrong_options(root: Path, out: Path | None, what_if: Path | None) -> list[str]:
    said = []
    if out is not None and out.resolve().is_relative_to((root / "site").resolve()):
        said.append("--out: the folder site/ is published, and a schedule holds people; choose another folder")
    if what_if is not None and not what_if.is_file():
        said.append(f"--what-if: there is no file {what_if}")
    return said


class _stop_after:
    """Says when so many seconds are over, counted from now; without seconds, never."""

    def __init__(self, seconds: int | None) -> None:
        self._until = None if seconds is None else time.monotonic() + seconds

    def __call__(self) -> bool:
        return self._until is not None and time.monotonic() > self._until


def _verify(root: Path, ws: Workspace, date: dt.date) -> None:
    from curriculum.scheduling import verify_file

    said = verify_file(root, ws, date)
    print_diagnostics(root, said)
    typer.echo(counts(said) if said else "people/schedule.yaml keeps every hard rule")
    raise typer.Exit(MISTAKES if said else 0)


def _table(ws: Workspace, made: ScheduleFile, by: View, only: str | None) -> Table:
    from curriculum.schedule import listing
    from curriculum.schedule.use import use_table

    if by is View.WEEK:
        return listing.week_table(ws, made, str(day(only)) if only else None)
    if by is View.WAITING:
        return listing.waiting_table(made, only)
    makers = {
        View.SESSION: listing.sessions_table,
        View.PERSON: listing.person_table,
        View.TRAINER: listing.trainer_table,
        View.ROOM: listing.room_table,
        View.USE: use_table,
    }
    return makers[by](ws, made, only)


# What a terminal has no room for; the files of --out hold it all.
_LEFT_OUT: Final = frozenset({"zone", "delivery", "workplace", "wave", "group", "language"})


def _print(table: Table, by: View, only: str | None) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Printed
    from rich.text import Text

    if not table.rows:
        typer.echo(_nothing(by, only))
        return
    shown = [n for n, name in enumerate(table.head) if name not in _LEFT_OUT]
    printed = Printed(box=box.SIMPLE)
    for n in shown:
        printed.add_column(table.head[n], overflow="fold")
    for row in table.rows:
        printed.add_row(*[Text(_shown(table.head[n], row[n])) for n in shown])
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 160
    console.print(printed)


def _nothing(by: View, only: str | None) -> str:
    if by is View.WAITING:
        return f"{only} waits for no seat" if only else "nobody waits for a seat"
    return f"nothing in the schedule for '{only}'" if only else "there are no sessions"


def _shown(name: str, cell: object) -> str:
    """A cell: the end of a session without its day."""
    if isinstance(cell, dt.datetime):
        return f"{cell:%H:%M}" if name == "ends" else f"{cell:%Y-%m-%d %H:%M}"
    return str(cell)
