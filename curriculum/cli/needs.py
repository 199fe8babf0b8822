"""needs, why: who needs what, and the reasons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from curriculum.cli.check import Root
from curriculum.cli.show import MISTAKES, ListFormat, WhyFormat, opened, print_diagnostics, refuse
from curriculum.cli.time import AsOf, At, at_point
from curriculum.model import Workspace
from curriculum.pipeline import Answer, answer_needs
from curriculum.report.select import Filters, nearest, wrong_names

Several = list[str] | None
_MANY: Final = 5_000  # people: above, one waits for a minute


def needs(
    root: Root = Path(),
    person: Annotated[Several, typer.Option(metavar="ID", help="Only these people.")] = None,
    role: Annotated[Several, typer.Option(metavar="ROLE", help="Only people with these roles.")] = None,
    department: Annotated[Several, typer.Option(metavar="DEPARTMENT", help="Only these departments.")] = None,
    manager: Annotated[
        Several, typer.Option(metavar="ID", help="Only people below these managers, directly or not.")
    ] = None,
    level: Annotated[
        Several, typer.Option(metavar="LEVEL", help="Only needs with training to take at these levels.")
    ] = None,
    access: Annotated[Several, typer.Option(metavar="ACCESS", help="Only people with this access.")] = None,
    status: Annotated[Several, typer.Option(metavar="STATUS", help="Only needs with this status.")] = None,
    form: Annotated[ListFormat, typer.Option("--format", help="How to print.")] = ListFormat.TABLE,
    detail: Annotated[bool, typer.Option("--detail", help="One line per need instead of a few per person.")] = False,
    totals: Annotated[bool, typer.Option("--totals", help="Only the totals.")] = False,
    at: At = None,
    as_of: AsOf = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Show who needs beginner, intermediate, advanced training of what, with hours and due dates."""
    filters = Filters(
        person=tuple(person or ()),
        role=tuple(role or ()),
        department=tuple(department or ()),
        manager=tuple(manager or ()),
        access=tuple(access or ()),
        level=tuple(level or ()),
        status=tuple(status or ()),
    )
    if totals and form is ListFormat.CSV:
        refuse(["--totals has no csv; `--format json` holds needs and totals"])
    with at_point(root, at, as_of) as (folder, date):
        found = opened(folder, strict=strict, people=True)
        refuse(wrong_names(found.ready, filters))
        if (number := len(found.ready.people)) > _MANY:
            said = "finding every reason takes a while; `curriculum tally` gives the figures in seconds"
            typer.echo(f"{number:,} people: {said}", err=True)
        answer = answer_needs(found.ready, date)
        _print_listing(answer, filters, form, None if totals else detail or bool(person))
        if form is ListFormat.TABLE:
            _print_findings(folder, answer, in_full=filters == Filters())
    if found.stops(strict=strict):
        raise typer.Exit(MISTAKES)


def _print_listing(answer: Answer, filters: Filters, form: ListFormat, detail: bool | None) -> None:
    from curriculum.listing import make_listing

    listing = make_listing(answer, filters)
    if form is ListFormat.CSV:
        from curriculum.report.formats import as_csv

        typer.echo(as_csv(listing.rows, listing.levels), nl=False)
    elif form is ListFormat.JSON:
        from curriculum.report.formats import as_json

        typer.echo(as_json(listing))
    else:
        from rich.console import Console

        from curriculum.report.tables import needs_table, people_list, summary, totals_tables

        console = Console(highlight=False, soft_wrap=False)
        number = listing.totals.all.people
        if detail is not None and number:
            console.print(needs_table(listing) if detail else people_list(listing))
        if number > 1 or (detail is None and number):
            console.print(totals_tables(listing))
        console.print(summary(listing))


def _print_findings(root: Path, answer: Answer, *, in_full: bool) -> None:
    """All findings; where only some people were asked for, their number: most are about others."""
    number = len(answer.findings)
    said = "1 finding" if number == 1 else f"{number} findings"
    if number and in_full:
        typer.echo(f"\n{said} to act on:", err=True)
        print_diagnostics(root, answer.findings)
    elif number:
        typer.echo(f"\n{said} about the whole programme; `curriculum findings` lists them", err=True)


def why(
    person: Annotated[str, typer.Argument(help="The person's id in the roster.")],
    competency: Annotated[str | None, typer.Argument(help="A competency or module; without it, all needs.")] = None,
    root: Root = Path(),
    form: Annotated[WhyFormat, typer.Option("--format", help="How to print.")] = WhyFormat.TEXT,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Say why a person needs what, down to file and line; why not, and what would turn the answer."""
    from curriculum.report.coverage import support_lines
    from curriculum.report.why import is_only_on_path, why_as_json, why_of, why_person
    from curriculum.turn import find_turn, turn_as_json, turn_lines

    with at_point(root, at, as_of) as (folder, date):
        ws = opened(folder, people=True).ready
    person = ws.kept_id(person)
    refuse(_unknown(ws, person, competency))
    answer = answer_needs(ws, date)
    one = next(found for found in answer.people if found.person.id == person)
    path = answer.plan.of(person)
    can_turn = competency is not None and not is_only_on_path(one, path, competency)
    turn = find_turn(ws, person, competency, date) if competency and can_turn else None
    if form is WhyFormat.JSON:
        document = why_as_json(ws, one, path, competency)
        typer.echo(json.dumps(document | ({"turn": turn_as_json(turn)} if turn else {}), ensure_ascii=False, indent=2))
        return
    for line in why_of(ws, one, path, competency) if competency else why_person(ws, one, path):
        typer.echo(line)
    if competency is None:
        typer.echo("\n".join(["", *support_lines(ws, answer.plan, person)]).rstrip())
    if turn and competency:
        typer.echo()
        for line in turn_lines(turn, competency):
            typer.echo(line)


def _unknown(ws: Workspace, person: str, competency: str | None) -> list[str]:
    """What there is no such person or competency for, in words."""
    said = [sentence.removeprefix("--person: ") for sentence in wrong_names(ws, Filters(person=(person,)))]
    known = {str(c.id) for c in ws.catalog.competencies} | set(ws.modules)
    if competency is not None and competency not in known:
        said.append(f"there is no competency or module '{competency}'{nearest(competency, known)}")
    return said
