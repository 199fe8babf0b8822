"""Needs as CSV and as JSON. Same rows, same numbers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from curriculum.model import Group, LearningPath
from curriculum.report.coverage import support_rows
from curriculum.report.rows import Listing, Row, as_cells

# What a spreadsheet may take for a formula, also behind characters that nobody sees (OWASP, CSV injection).
_FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")
_UNSEEN = " \u00a0\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff"


def guarded(cell: str | int | bool | None) -> str:
    """A cell that no spreadsheet runs: text that looks like a formula gets an apostrophe in front."""
    if cell is None or isinstance(cell, bool | int):
        return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
    return f"'{cell}" if cell.lstrip(_UNSEEN).startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def as_csv(rows: Sequence[Row], levels: Sequence[str]) -> str:
    """One line per need, a head line first; cells guarded against formulas."""
    cells = [as_cells(row, levels) for row in rows]
    return cells_as_csv(list(cells[0]), cells) if cells else ""


def cells_as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A head line, then the rows; cells guarded against formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guarded(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def as_json(listing: Listing) -> str:
    """One document: needs as rows, learning paths by person, totals, findings."""
    levels = listing.levels
    people = {row.found.person.id for row in listing.rows}
    document = {
        "version": 1,
        "as_of": listing.as_of.isoformat(),
        "levels": levels,
        "needs": [as_cells(row, levels) for row in listing.rows],
        "paths": {person: _path(path, levels) for person, path in listing.plan.paths.items() if person in people},
        "support": {person: support_rows(listing.plan, person) for person in listing.plan.support if person in people},
        "totals": {
            "all": group_as_json(listing.totals.all, levels),
            **{name: [group_as_json(group, levels) for group in groups] for name, groups in listing.totals.by.items()},
        },
        "findings": [
            {"code": d.code.number, "name": d.code.name, "message": d.message, "hint": d.hint, **d.at._asdict()}
            for d in listing.findings
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _path(path: LearningPath, levels: Sequence[str]) -> dict[str, Any]:
    return {
        "minutes": path.minutes._asdict(),
        "least": path.least,
        "feasible_on": path.feasible_on.isoformat() if path.feasible_on else None,
        "steps": [
            {
                "module": step.module,
                "level": levels[step.level - 1],
                "minutes": step.minutes._asdict(),
                "optional": step.optional,
                "due_on": step.due.on.isoformat() if step.due else None,
                "because": [{"kind": r.kind, "because": r.because, "at": str(r.at)} for r in step.because],
            }
            for step in path.steps
        ],
    }


def group_as_json(group: Group, levels: Sequence[str]) -> dict[str, Any]:
    """One row of totals."""
    return {
        "key": group.key,
        "people": group.people,
        "standings": {str(standing): count for standing, count in group.standings.items()},
        "to_train": group.to_train,
        "learners": dict(zip(levels, group.learners, strict=True)),
        "minutes_by_level": dict(zip(levels, group.minutes_by_level, strict=True)),
        "minutes": group.minutes._asdict() if group.minutes else {"likely": group.likely},
    }
