"""The figures of a tally, worked out from what the reference engine says of everybody; and records as CSV files."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from curriculum.load.mistakes import Mistakes
from curriculum.load.people import read_roster
from curriculum.load.records import read_evidence
from curriculum.model import (
    OPEN_FIRST,
    Evidence,
    Person,
    PersonNeeds,
    PersonTally,
    Plan,
    Span,
    Status,
    Totals,
    Workspace,
)
from curriculum.needs import find_needs
from curriculum.plan import make_plan, make_totals
from curriculum.plan.totals import minutes_by_level
from curriculum.report.tables import worst
from curriculum.tally.roster import asked_columns

ROSTER = (
    "id", "access", "workplace", "department", "job_title", "roles", "wave",
    "starts_on", "ends_on", "leave", "share", "manager",
)  # fmt: skip


def write_people(root: Path, people: Iterable[Person], evidence: Iterable[Evidence]) -> None:
    """roster.csv and evidence.csv."""
    (root / "people").mkdir(parents=True, exist_ok=True)
    rows = [_cells(person) for person in people]
    with (root / "people/roster.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ROSTER)
        writer.writeheader()
        writer.writerows(rows)
    columns = Evidence._fields[:-1]
    with (root / "people/evidence.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(columns)
        table.writerows([_text(value) for value in row[:-1]] for row in evidence)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _span(span: Span) -> str:
    return f"{_text(span.from_on)}..{_text(span.until_on)}"


def _cells(person: Person) -> dict[str, str]:
    roles = [f"{held.role} {_span(held.span)}" if any(held.span) else str(held.role) for held in person.roles]
    return {
        "id": person.id,
        "access": _text(person.access),
        "workplace": person.workplace or "",
        "department": person.department or "",
        "job_title": person.fields.get("job_title", ""),
        "roles": "; ".join(roles),
        "wave": person.wave or "",
        "starts_on": _text(person.starts_on),
        "ends_on": _text(person.ends_on),
        "leave": "; ".join(_span(span) for span in person.leave if any(span)),
        "share": "nonsense" if "share" in person.unreadable else str(person.share),
        "manager": person.manager or "",
    }


def read_people(ws: Workspace, root: Path) -> Workspace:
    """The workspace with the people of the CSV files, as load reads them."""
    mistakes = Mistakes()
    people, columns = read_roster(root, asked_columns(ws), mistakes)
    evidence = read_evidence(root, mistakes)
    return dataclasses.replace(ws, people=people, evidence=evidence, roster_columns=columns)


Counts = dict[tuple[str | None, str | None], dict[Status, int]]


def without_ranges(found: Totals) -> Totals:
    """A tally gives none."""
    by = {name: tuple(dataclasses.replace(row, minutes=None) for row in rows) for name, rows in found.by.items()}
    return Totals(all=dataclasses.replace(found.all, minutes=None), by=by)


def figures(ws: Workspace, as_of: dt.date) -> tuple[Totals, list[PersonTally], Counts, bool]:
    """Totals, rows, people by item and status, and whether every path is proven least."""
    found, _ = find_needs(ws, as_of)
    plan, _ = make_plan(ws, found, as_of)
    levels = len(ws.program.levels)
    rows = [_row(person, plan, levels) for person in found]
    counts: Counts = {}
    for need in (need for person in found for need in person.needs if not need.optional):
        of = counts.setdefault((need.competency, need.module), {})
        of[need.status] = of.get(need.status, 0) + 1
    return without_ranges(make_totals(ws, found, plan)), rows, counts, all(path.least for path in plan.paths.values())


def _row(found: PersonNeeds, plan: Plan, levels: int) -> PersonTally:
    firm = [need for need in found.needs if not need.optional]
    due = [need.due.on for need in firm if need.status.is_open and need.due]
    return PersonTally(
        found.person.id,
        found.standing,
        worst(firm) if firm else None,
        min(due, default=None),
        minutes_by_level(plan.of(found.person.id), levels),
        tuple(sum(need.status is status for need in firm) for status in OPEN_FIRST),
    )


def differences(one: Sequence[PersonTally], other: Sequence[PersonTally]) -> list[tuple[PersonTally, PersonTally]]:
    """Rows that are not the same."""
    assert [row.id for row in one] == [row.id for row in other]
    return [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
