"""report, remind: what managers and the steering committee see, and drafts for those who have to act."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curriculum.cli.check import Root
from curriculum.cli.needs import Several
from curriculum.cli.show import MISTAKES, day, opened, print_diagnostics, refuse
from curriculum.cli.time import AsOf, At, at_point
from curriculum.diagnostics import has_errors


def report(
    root: Root = Path(),
    out: Annotated[Path | None, typer.Option("--out", help="Where to write (the workspace's folder reports/).")] = None,
    manager: Annotated[
        Several, typer.Option(metavar="ID", help="Only these managers (all, and the committee).")
    ] = None,
    form: Annotated[
        Several, typer.Option("--format", metavar="FORMAT", help="html, xlsx, csv, json, pdf (all but pdf).")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", help="Of the reports (each manager's own).")] = None,
    pseudonymous: Annotated[
        bool, typer.Option("--pseudonymous", help="Pseudonyms instead of people, small groups united.")
    ] = False,
    names: Annotated[bool, typer.Option("--names", help="People by name in the committee's report, too.")] = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Write for each manager, and for the committee, who needs action, who holds what, hours and cost."""
    from curriculum.boards.seats import booked_seats
    from curriculum.boards.seen import look
    from curriculum.boards.write import USUAL, ReportFormat, Wanted, managers_of, write_reports
    from curriculum.pipeline import answer_needs
    from curriculum.report.select import Filters, nearest, wrong_names

    known = tuple(map(str, ReportFormat))
    refuse([f"there is no format '{f}'{nearest(f, known)}" for f in form or () if f not in known])
    with at_point(root, at, as_of) as (folder, date):
        ws = opened(folder, people=True).ready
        filters = Filters(manager=tuple(manager or ()))
        refuse(wrong_names(ws, filters))
        if language and language not in ws.program.languages:
            refuse([f"the programme has no language '{language}'{nearest(language, ws.program.languages)}"])
        seen = look(answer_needs(ws, date), booked_seats(folder))
        asked = filters.kept(ws).manager
        refuse([f"--manager: nobody reports to '{m}'" for m in asked if m not in managers_of(ws)])
        wanted = Wanted(
            managers=asked,
            formats=tuple(map(ReportFormat, form)) if form else USUAL,
            language=language,
            pseudonymous=pseudonymous,
            with_names=names,
        )
        target = out or root / "reports"
        files, said = write_reports(seen, root, target, wanted)
    print_diagnostics(root, said)
    if has_errors(said):
        raise typer.Exit(MISTAKES)
    typer.echo(f"{len(files)} files written into {target}; only you can read them")


def remind(
    root: Root = Path(),
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to write (the workspace's folder reports/reminders/).")
    ] = None,
    person: Annotated[Several, typer.Option(metavar="ID", help="Only these people and managers.")] = None,
    as_of: AsOf = None,
) -> None:
    """Write reminders as mail drafts for people and managers, only where something changed; send nothing."""
    from curriculum.boards.remind import write_reminders
    from curriculum.boards.seats import booked_seats, session_calendars
    from curriculum.boards.seen import look
    from curriculum.pipeline import answer_needs
    from curriculum.report.select import Filters, wrong_names

    date = day(as_of)
    ws = opened(root, people=True).ready
    filters = Filters(person=tuple(person or ()))
    refuse(wrong_names(ws, filters))
    target = out or root / "reports" / "reminders"
    seen = look(answer_needs(ws, date), booked_seats(root))
    made, said = write_reminders(seen, root, target, session_calendars(root, ws), only=filters.kept(ws).person)
    print_diagnostics(root, said)
    if has_errors(said):
        raise typer.Exit(MISTAKES)
    same = f"; {made.unchanged} were told the same before" if made.unchanged else ""
    typer.echo(f"{len(made.people)} drafts for people, {len(made.managers)} for managers in {target}{same}")
    typer.echo("nothing is sent: open them in a mail program, look, and send")
