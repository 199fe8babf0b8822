"""A tally as tables, as JSON, and as a line for each person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.text import Text

from curriculum.model import OPEN_FIRST, PersonTally, Plan, Status, Tally
from curriculum.report.formats import group_as_json, guarded
from curriculum.report.rows import Listing
from curriculum.report.tables import plain_table, safe, summary, totals_tables

# What fits on a screen; JSON has every status by itself.
_TOGETHER = {
    "late": (Status.OVERDUE, Status.EXPIRED, Status.REVOKED),
    "to do": (Status.DUE, Status.IN_PROGRESS, Status.PAUSED),
    "expiring": (Status.EXPIRING,),
    "unknown": (Status.UNKNOWN,),
    "exempt": (Status.EXEMPT,),
    "met": (Status.MET, Status.MET_BY_EQUIVALENT, Status.MET_BY_TEST_OUT),
}


def head(levels: Sequence[str]) -> list[str]:
    """The columns of the lines."""
    minutes = [f"minutes_{level}" for level in levels]
    return ["person", "standing", "status", "due_on", *minutes, *(f"needs_{status}" for status in OPEN_FIRST)]


def person_cells(found: PersonTally) -> list[str | int]:
    """One person's line: required needs only."""
    due = found.first_due.isoformat() if found.first_due else ""
    return [guarded(found.id), found.standing, found.worst or "", due, *found.minutes, *found.open]


def as_document(found: Tally) -> dict[str, Any]:
    """One document: people by status of each need, and the totals as `needs --format json` gives them."""
    totals = found.totals
    return {
        "version": 1,
        "as_of": found.as_of.isoformat(),
        "engine": found.engine,
        "levels": found.levels,
        "needs": [{"competency": n.competency, "module": n.module, "people": dict(n.people)} for n in found.needs],
        "totals": {
            "all": group_as_json(totals.all, found.levels),
            **{name: [group_as_json(group, found.levels) for group in groups] for name, groups in totals.by.items()},
        },
    }


def tally_tables(found: Tally) -> RenderableType:
    """People by status of each need, the totals, and one sentence."""
    listing = Listing(
        as_of=found.as_of, levels=found.levels, rows=(), plan=Plan(paths={}), totals=found.totals, findings=()
    )
    if not found.totals.all.people:
        return summary(listing)
    title = Text(f"Training as of {found.as_of}\n", style="bold")
    return Lines(title, *([_needs_table(found)] if found.needs else []), totals_tables(listing), summary(listing))


def _needs_table(found: Tally) -> RenderableType:
    names = [*_TOGETHER]
    table = plain_table("People by status of each need", "need", *names, right=names)
    for need in found.needs:
        numbers = [sum(need.people.get(status, 0) for status in together) for together in _TOGETHER.values()]
        table.add_row(safe(need.competency or need.module), *(str(number or "–") for number in numbers))
    note = "late: overdue, expired, revoked; to do: due, in progress, paused\n"
    return Lines(table, Text(note, style="dim"))
