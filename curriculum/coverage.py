"""Causes of failure and goals against roles and modules: which module answers what for whom, and the empty cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from curriculum import codes
from curriculum.diagnostics import Diagnostic
from curriculum.model import Coverage, CoverageRow, Workspace
from curriculum.newcomers import newcomers_paths


def make_coverage(ws: Workspace, as_of: dt.date) -> Coverage:
    """For each cause and goal and each role, the modules of the role's learning path that answer or serve it.

    The learning path is that of a newcomer. Retired modules are left out. Rows are in the programme's order.
    """
    paths = {role: tuple(step.module for step in steps) for role, steps in newcomers_paths(ws, as_of).items()}
    active = {id: m for id, m in ws.modules.items() if m.retired_on is None or m.retired_on > as_of}
    causes = tuple(
        CoverageRow(
            of=str(cause.id),
            title=cause.title,
            modules=(modules := tuple(id for id, m in active.items() if cause.id in m.answers)),
            expected=tuple(str(role) for role in cause.roles if role in ws.roles) or tuple(ws.roles),
            cells=_cells(paths, modules),
        )
        for cause in ws.program.causes
    )
    goals = tuple(
        CoverageRow(
            of=str(goal.id),
            title=goal.title,
            modules=(modules := tuple(id for id, m in active.items() if goal.id in m.serves)),
            expected=tuple(dict.fromkeys(str(o) for o in (goal.owner, *(k.owner for k in goal.kpis)))),
            cells=_cells(paths, modules),
        )
        for goal in ws.program.goals
    )
    return Coverage(roles=tuple(ws.roles), causes=causes, goals=goals)


def _cells(paths: Mapping[str, Sequence[str]], modules: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    return {role: tuple(m for m in path if m in modules) for role, path in paths.items()}


def coverage_findings(ws: Workspace, coverage: Coverage) -> Iterator[Diagnostic]:
    """CUR404: a role that a cause is about takes no module that answers it; likewise for the owner of a goal."""
    places = {str(c.id): c.id.at for c in ws.program.causes} | {str(g.id): g.id.at for g in ws.program.goals}
    for what, rows in (("cause", coverage.causes), ("goal", coverage.goals)):
        for row in rows:
            for role in row.empty if row.modules else ():
                message = f"role '{role}' takes no module for the {what} '{row.of}'"
                hint = f"require what one of these teaches: {', '.join(row.modules)}"
                yield Diagnostic.of(codes.EMPTY_CELL, places[row.of], message, hint)
