"""`--as-of` and `--at`: which day is asked about, and what was known then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from curriculum.cli.show import USAGE, day

AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day that is asked about (today).")]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="REV_OR_DATE", help="The files as they were then, from git; a revision or a date."),
]


@contextmanager
def at_point(
    root: Path, point: str | None, as_of: str | None, *, own_day: bool = True
) -> Iterator[tuple[Path, dt.date]]:
    """The folder with the workspace of a point in time, and the day that is asked about.

    `--as-of` wins; else a date is its own day, and a revision the day it was committed (with `own_day`), else today.
    """
    asked = day(as_of) if as_of else None
    if point is None:
        yield root, asked or day(None)
        return
    from curriculum.history import HistoryError, date_of, workspace_at

    try:
        with workspace_at(root, point) as (folder, date):
            is_revision = date is None and folder != Path(point)
            committed = date_of(root, point) if own_day and is_revision and asked is None else None
            yield folder, asked or date or committed or day(None)
    except HistoryError as error:
        typer.echo(f"{point}: {error}", err=True)
        raise typer.Exit(USAGE) from None
