"""Coverage of causes and goals, and follow-up: as a table for the terminal, as Markdown, as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from curriculum.model import Coverage, CoverageRow, Kpi, Plan, SmartGoal, Workspace
from curriculum.report.pulse import pulse_lines

NOT_MEANT, EMPTY = "·", "EMPTY"


def coverage_lines(ws: Workspace, found: Coverage) -> Iterator[str]:
    """Each cause and goal with its modules, and the roles that take them; empty cells stand out."""
    language = ws.default_language
    goals = {str(goal.id): goal for goal in ws.program.goals}
    for title, rows in (("Causes of failure", found.causes), ("Goals", found.goals)):
        if not rows:
            yield f"{title}: program.yaml names none"
            continue
        yield f"{title}: {len(rows)}, {_covered(rows)}"
        for row in rows:
            yield f"  {row.of}: {row.title.in_(language, language)}"
            if row.of in goals:
                yield from (f"    {_kpi(kpi, language)}" for kpi in goals[row.of].kpis)
            yield f"    modules: {', '.join(row.modules) or f'{EMPTY}: no module'}"
            yield f"    roles:   {', '.join(_role(row, role) for role in row.expected)}"


def _covered(rows: Sequence[CoverageRow]) -> str:
    empty = sum(len(row.empty) for row in rows)
    return "no empty cell" if not empty else f"{empty} empty cell{'' if empty == 1 else 's'}"


def _role(row: CoverageRow, role: str) -> str:
    return f"{role} ({len(row.cells[role])})" if row.cells.get(role) else f"{role} ({EMPTY})"


def _kpi(kpi: Kpi, language: str) -> str:
    title, unit = kpi.title.in_(language, language), kpi.unit.in_(language, language)
    return f"KPI {title}: {kpi.baseline} → {kpi.target} {unit} by {kpi.target_on} ({kpi.owner})"


def coverage_markdown(ws: Workspace, found: Coverage) -> Iterator[str]:
    """Tables of cause × role and goal × role; a cell is the number of modules."""
    language = ws.default_language
    for title, rows in (("Causes of failure", found.causes), ("Goals", found.goals)):
        if rows:
            yield f"## {title}\n"
            yield f"| | modules | {' | '.join(found.roles)} |"
            yield "|---|" + "---|" * (len(found.roles) + 1)
            for row in rows:
                cells = [_cell(row, role) for role in found.roles]
                words = row.title.in_(language, language).replace("|", "\\|")
                yield f"| {words} | {', '.join(row.modules) or EMPTY} | {' | '.join(cells)} |"
            yield ""


def _cell(row: CoverageRow, role: str) -> str:
    if row.cells.get(role):
        return str(len(row.cells[role]))
    return EMPTY if role in row.expected else NOT_MEANT


def coverage_json(ws: Workspace, found: Coverage) -> str:
    """One document: rows with their modules, the roles they are about, cells and empty cells; goals with their KPIs."""
    goals = {str(goal.id): _goal(goal, ws.default_language) for goal in ws.program.goals}

    def row_of(row: CoverageRow) -> dict[str, Any]:
        cells = {role: list(modules) for role, modules in row.cells.items() if modules}
        return {
            "id": row.of,
            "title": dict(row.title.words),
            "modules": list(row.modules),
            "roles": list(row.expected),
            "cells": cells,
            "empty": list(row.empty),
            **goals.get(row.of, {}),
        }

    document = {"version": 1, "causes": [*map(row_of, found.causes)], "goals": [*map(row_of, found.goals)]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _goal(goal: SmartGoal, language: str) -> dict[str, Any]:
    return {
        "owner": str(goal.owner),
        "target_on": goal.target_on.isoformat(),
        "kpis": [
            {
                "id": str(kpi.id),
                "title": dict(kpi.title.words),
                "unit": kpi.unit.in_(language, language),
                "baseline": kpi.baseline,
                "target": kpi.target,
                "target_on": kpi.target_on.isoformat(),
                "owner": str(kpi.owner),
            }
            for kpi in goal.kpis
        ],
    }


def follow_up_lines(ws: Workspace, plan: Plan) -> Iterator[str]:
    """Each follow-up with the working days on which it falls, and how many people it is for on each."""
    if not ws.program.follow_up:
        yield "program.yaml names no follow_up: training would end at go-live"
    language = ws.default_language
    for part in ws.program.follow_up:
        days = Counter((s.on, s.days_after) for found in plan.support.values() for s in found if s.follow_up == part.id)
        people = sum(any(s.follow_up == part.id for s in found) for found in plan.support.values())
        facts = f"{part.kind}, {'required' if part.required else 'offered'}, {part.minutes} min, {people} people"
        yield f"{part.id}: {part.title.in_(language, language)} ({facts})"
        for (on, after), number in sorted(days.items()):
            yield f"  {on}  day {after:>3} after go-live  {number} {'person' if number == 1 else 'people'}"
        yield from pulse_lines(ws, part)


def support_rows(plan: Plan, person: str) -> list[dict[str, Any]]:
    """The follow-up of one person, for JSON."""
    return [
        {"follow_up": s.follow_up, "on": s.on.isoformat(), "days_after": s.days_after, "required": s.required}
        for s in plan.support.get(person, ())
    ]


def support_lines(ws: Workspace, plan: Plan, person: str) -> Iterator[str]:
    """The follow-up of one person, with the line of program.yaml that names it."""
    places: Mapping[str, Any] = {str(part.id): part.id.at for part in ws.program.follow_up}
    for number, s in enumerate(plan.support.get(person, ())):
        if number == 0:
            yield "after go-live:"
        moved = "" if s.on == s.named_on else f", moved from {s.named_on}, no working day"
        kind = "required" if s.required else "offered"
        yield f"  {s.on}  {s.follow_up} ({kind}; day {s.days_after}{moved})  ({places[s.follow_up]})"
