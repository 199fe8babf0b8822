"""record, audit: what is written down about people, and the proof that it stands as it was written."""

from __future__ import annotations

import datetime as dt
import getpass
import json
from pathlib import Path
from typing import Annotated

import typer

from curriculum.cli.check import Root
from curriculum.cli.show import CLEAN, MISTAKES, ListFormat, day, opened, print_diagnostics, refuse
from curriculum.cli.time import AsOf
from curriculum.diagnostics import Severity, has_errors
from curriculum.ledger import Stamp
from curriculum.model import Outcome

By = Annotated[str | None, typer.Option("--by", metavar="WHO", help="Who writes it down (your login).")]
Date = Annotated[str | None, typer.Option(metavar="DATE")]


def record(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="completion, attendance, test-out, assessment, attested, revocation, exemption, void …",
        ),
    ],
    who: Annotated[
        str,
        typer.Argument(metavar="WHO", help="A person's id; for attendance a CSV list; for void the id of the row."),
    ],
    of: Annotated[str | None, typer.Argument(metavar="OF", help="The module or competency.")] = None,
    level: Annotated[str | None, typer.Argument(metavar="LEVEL", help="The level, of a competency.")] = None,
    root: Root = Path(),
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it happened (today).")] = None,
    outcome: Annotated[Outcome, typer.Option("--outcome", help="How it ended.")] = Outcome.COMPLETED,
    minutes: Annotated[int | None, typer.Option("--minutes", min=0, help="Minutes that it really took.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="Only this unit of the module.")] = None,
    version: Annotated[int | None, typer.Option("--version", min=1, help="Of the module (the one in force).")] = None,
    valid_until: Annotated[
        str | None, typer.Option("--valid-until", metavar="DATE", help="Last day it counts (as the module says).")
    ] = None,
    why: Annotated[str | None, typer.Option("--why", help="The reason, of an exemption.")] = None,
    decided_by: Annotated[
        str | None, typer.Option("--decided-by", metavar="WHO", help="Who decided on an exemption.")
    ] = None,
    from_on: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day of an exemption (now).")
    ] = None,
    until_on: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day of an exemption.")] = None,
    by: By = None,
    as_of: AsOf = None,
) -> None:
    """Write down what somebody completed, proved, lost or is released from: safely, with who and when."""
    from curriculum.ledger import write_down
    from curriculum.recording import KINDS, Claim, rows_of
    from curriculum.report.select import nearest

    if kind not in KINDS:
        refuse([f"there is no kind '{kind}'{nearest(kind, KINDS)}"])
    today = day(as_of)
    claim = Claim(
        kind=kind,
        who=who,
        of=of,
        level=level,
        on=day(on) if on else today,
        unit=unit,
        outcome=outcome,
        version=version,
        minutes=minutes,
        valid_until=day(valid_until) if valid_until else None,
        why=why,
        decided_by=decided_by,
        from_on=day(from_on) if from_on else None,
        until_on=day(until_on) if until_on else None,
    )
    ws = opened(root, people=True).ready
    rows, said = rows_of(ws, claim)
    if not has_errors(said):
        source = Path(who).name if kind == "attendance" else why or ""
        written, more = write_down(root, ws, rows, _stamp(by, source), today)
        said = (*said, *more)
    print_diagnostics(root, said)
    if has_errors(said):
        typer.echo("nothing was written", err=True)
        raise typer.Exit(MISTAKES)
    known = f", {len(written.known)} were there already" if written.known else ""
    typer.echo(f"{len(written.rows)} written down{known}; head {written.head[:16]}")


def _stamp(by: str | None, source: str) -> Stamp:
    """Who and when. Together with `day`, the only place that asks the clock."""
    return Stamp(by or getpass.getuser(), dt.datetime.now(dt.UTC), source)


def audit(
    root: Root = Path(),
    form: Annotated[
        ListFormat, typer.Option("--format", help="A summary, or all evidence with its proof.")
    ] = ListFormat.TABLE,
    head: Annotated[
        str | None, typer.Option("--head", metavar="CHAIN", help="A head that was noted earlier: must still be there.")
    ] = None,
    seal: Annotated[
        bool, typer.Option("--seal", help="Take rows written by hand into the ledger as they are.")
    ] = False,
    accept: Annotated[
        str | None, typer.Option("--accept", metavar="WHY", help="Accept rows that were altered or removed; say why.")
    ] = None,
    then: Annotated[
        bool, typer.Option("--then", help="Ask the rules as they stood in git on each day, not today's.")
    ] = False,
    by: By = None,
) -> None:
    """Prove that no evidence and no exemption was altered or removed, and list all of it for an auditor."""
    from curriculum.ledger import accept as accept_changes
    from curriculum.ledger import audit as compare
    from curriculum.ledger import seal as seal_rows

    ws = opened(root, people=True).ready
    if accept is not None or seal:
        stamp = _stamp(by, accept or "")
        number, said = (accept_changes if accept is not None else seal_rows)(root, ws, stamp)
        print_diagnostics(root, said)
        typer.echo(f"{number} {'accepted' if accept is not None else 'sealed'}", err=True)
    found, said = compare(root, ws, head)
    print_diagnostics(root, said)
    if form is ListFormat.TABLE:
        _summary(found.sealed, len(found.proofs), len(found.missing), found.head)
    else:
        _export(root, form, then)
    raise typer.Exit(MISTAKES if any(d.severity is Severity.ERROR for d in said) else CLEAN)


def _summary(sealed: int, rows: int, missing: int, head: str) -> None:
    typer.echo(f"{rows} rows: {sealed} proved unchanged, {rows - sealed} not sealed; {missing} altered or removed")
    typer.echo(f"head {head}" if head else "the ledger is empty; `curriculum audit --seal` begins it")


def _export(root: Path, form: ListFormat, then: bool) -> None:
    from curriculum.history import HistoryError, workspace_at
    from curriculum.ledger import audit as compare
    from curriculum.load import load_workspace
    from curriculum.model import Workspace
    from curriculum.proofs import COLUMNS, proof_rows
    from curriculum.report.formats import cells_as_csv

    ws = opened(root, people=True).ready

    def rules_on(asked: dt.date) -> Workspace | None:
        if not then:
            return ws
        try:
            with workspace_at(root, asked.isoformat()) as (folder, _):
                return load_workspace(folder)[0]
        except HistoryError:
            return None

    rows = proof_rows(ws, compare(root, ws)[0], rules_on)
    if form is ListFormat.CSV:
        typer.echo(cells_as_csv(COLUMNS, rows), nl=False)
    else:
        typer.echo(json.dumps({"version": 1, "evidence": rows}, ensure_ascii=False, indent=2))
