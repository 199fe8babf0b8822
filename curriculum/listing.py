"""An answer, filtered: the rows that are shown and the totals of the people in them."""

from __future__ import annotations

from curriculum.pipeline import Answer
from curriculum.plan import make_totals, reports_of
from curriculum.report.rows import Listing, make_rows
from curriculum.report.select import Filters, select


def make_listing(answer: Answer, filters: Filters) -> Listing:
    """Rows that pass the filters; totals of everybody in those rows; findings of the whole workspace."""
    ws = answer.workspace
    filters = filters.kept(ws)
    below = {manager: reports_of(ws, manager) for manager in filters.manager}
    rows = select(make_rows(ws, answer.people, answer.plan), filters, below)
    shown = {row.found.person.id for row in rows}
    people = [found for found in answer.people if found.person.id in shown]
    return Listing(
        as_of=answer.as_of,
        levels=tuple(str(level.id) for level in ws.program.levels),
        rows=rows,
        plan=answer.plan,
        totals=make_totals(ws, people, answer.plan),
        findings=answer.findings,
    )
