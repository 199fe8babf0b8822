"""`needs --totals --engine`: figures of any number of people."""

from __future__ import annotations

import datetime as dt
import enum
from pathlib import Path

import typer

from curriculum.cli.show import MISTAKES, ListFormat, print_diagnostics, refuse
from curriculum.diagnostics import has_errors
from curriculum.tally import is_installed, tally


class Engine(enum.StrEnum):
    """How totals of many people are worked out; both give the same figures."""

    PLAIN = "plain"
    FAST = "fast"


def print_tally(root: Path, as_of: dt.date, engine: Engine, form: ListFormat, *, strict: bool) -> None:
    """Totals, and what is wrong with rows that cannot be read; findings about people are not listed."""
    if engine is Engine.FAST and not is_installed():
        refuse(["--engine fast needs further libraries: pip install 'curriculum[fast]'"])
    found = tally(root, as_of, engine.value)
    if found is None:
        refuse([f"{root}: the rules cannot be read; `curriculum check` shows why"])
        return
    from curriculum.listing import listing_of

    listing = listing_of(found)
    if form is ListFormat.JSON:
        from curriculum.report.formats import as_json

        typer.echo(as_json(listing))
    else:
        from rich.console import Console

        from curriculum.report.tables import summary, totals_tables

        console = Console(highlight=False, soft_wrap=False)
        console.print(totals_tables(listing))
        console.print(summary(listing))
    print_diagnostics(root, found.diagnostics)
    typer.echo(
        f"{found.special} of them through the reference engine. Findings about people are not listed: "
        "leave out --engine to see them.",
        err=True,
    )
    if has_errors(found.diagnostics, strict=strict):
        raise typer.Exit(MISTAKES)
