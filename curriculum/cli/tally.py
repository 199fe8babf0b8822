"""tally: the figures of any number of people, and one line for each of them."""

from __future__ import annotations

import csv
import enum
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from curriculum.cli.check import Root
from curriculum.cli.show import MISTAKES, ListFormat, print_diagnostics, refuse
from curriculum.cli.time import AsOf, At, at_point
from curriculum.diagnostics import Severity

if TYPE_CHECKING:
    from curriculum.model import Tally


class Engine(enum.StrEnum):
    """How the figures are worked out; all give the same."""

    AUTO = "auto"
    PLAIN = "plain"
    FAST = "fast"


_CHOICES: Final[dict[Engine, Literal["plain", "fast"] | None]] = {
    Engine.AUTO: None,
    Engine.PLAIN: "plain",
    Engine.FAST: "fast",
}


def tally(
    root: Root = Path(),
    form: Annotated[
        ListFormat, typer.Option("--format", help="How to print; csv has one line a person.")
    ] = ListFormat.TABLE,
    engine: Annotated[
        Engine, typer.Option("--engine", help="auto takes `fast` for large files, where it is installed.")
    ] = Engine.AUTO,
    evidence: Annotated[
        Path | None, typer.Option("--evidence", metavar="FILE", help="A Parquet file in place of people/evidence.csv.")
    ] = None,
    at: At = None,
    as_of: AsOf = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Count people, needs, statuses and hours of any number of people, in seconds: the figures of `needs`."""
    from curriculum.diagnostics import has_errors
    from curriculum.pipeline import is_about_one_person, tally_needs
    from curriculum.tally import is_installed

    refuse(_wrong_options(engine, evidence, is_installed=is_installed()))
    with at_point(root, at, as_of) as (folder, day):
        found, said = tally_needs(folder, day, _CHOICES[engine], evidence)
        print_diagnostics(folder, [d for d in said if d.severity is Severity.ERROR or strict])
        stops = found is None or has_errors([d for d in said if not is_about_one_person(d) or strict], strict=strict)
        if found is None or stops:
            typer.echo("nothing was counted. `curriculum check` shows all of it", err=True)
            raise typer.Exit(MISTAKES)
        _print(found, form)
    if has_errors(said):
        raise typer.Exit(MISTAKES)


def _wrong_options(engine: Engine, evidence: Path | None, *, is_installed: bool) -> list[str]:
    if evidence is not None and not evidence.is_file():
        return [f"--evidence: there is no file '{evidence}'"]
    if evidence is not None and engine is Engine.PLAIN:
        return ["--evidence: the plain engine reads no Parquet; leave out --engine"]
    if (engine is Engine.FAST or evidence is not None) and not is_installed:
        return ["this needs further libraries: pip install 'curriculum[fast]'"]
    if evidence is not None and not _is_parquet(evidence):
        return [f"--evidence: '{evidence}' is no Parquet file; CSV is read from people/evidence.csv"]
    return []


def _is_parquet(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(4) == b"PAR1"


def _print(found: Tally, form: ListFormat) -> None:
    from curriculum.report.counts import as_document, head, person_cells, tally_tables

    if form is ListFormat.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(head(found.levels))
        writer.writerows(map(person_cells, found.people))
    elif form is ListFormat.JSON:
        typer.echo(json.dumps(as_document(found), ensure_ascii=False, indent=2))
    else:
        from rich.console import Console

        Console(highlight=False, soft_wrap=False).print(tally_tables(found))
