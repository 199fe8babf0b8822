"""Needs as flat rows, one per person and need, with the minutes of the path that close it; sums agree with the path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from curriculum.diagnostics import Diagnostic
from curriculum.model import LearningPath, Need, PersonNeeds, Plan, Totals, Workspace, record


@record
class Row:
    """One need of one person, as every output shows it. `of` is None for a person without any need."""

    found: PersonNeeds
    need: Need | None
    train: tuple[str, ...] = ()  # levels that are still to be taken, lowest first
    minutes: tuple[int, ...]  # likely minutes at each level that this need adds to the path


@record
class Listing:
    """What is shown: the rows that were asked for, and the totals of the people in them."""

    as_of: dt.date
    levels: tuple[str, ...]
    rows: tuple[Row, ...]
    plan: Plan
    totals: Totals
    findings: tuple[Diagnostic, ...]


def make_rows(ws: Workspace, people: Sequence[PersonNeeds], plan: Plan) -> tuple[Row, ...]:
    """Everybody in roster order, needs in catalog order; people without needs have one row without a need."""
    levels = [str(level.id) for level in ws.program.levels]
    return tuple(row for found in people for row in _rows_of(found, plan.of(found.person.id), levels))


def _rows_of(found: PersonNeeds, path: LearningPath, levels: Sequence[str]) -> Iterator[Row]:
    if not found.needs:
        yield Row(found=found, need=None, minutes=(0,) * len(levels))
    shares = _shares(found, path, len(levels))
    for need in found.needs:
        yield Row(
            found=found,
            need=need,
            train=_levels_to_train(need, path, levels),
            minutes=shares[need.competency, need.module],
        )


def _levels_to_train(need: Need, path: LearningPath, levels: Sequence[str]) -> tuple[str, ...]:
    """The levels at which the path has a module for this need."""
    ranks = {
        rank
        for step in path.steps
        for competency, rank in step.teaches
        if need.status.is_open and competency == need.competency and rank > need.held
    }
    ranks |= {step.level for step in path.steps if need.status.is_open and step.module == need.module}
    return tuple(levels[rank - 1] for rank in sorted(ranks))


def _shares(
    found: PersonNeeds, path: LearningPath, levels: int
) -> Mapping[tuple[str | None, str | None], tuple[int, ...]]:
    """Each required step counts for the first need it serves, a prerequisite for the one that waits for it."""
    minutes = {(need.competency, need.module): [0] * levels for need in found.needs}
    owner: dict[str, tuple[str | None, str | None]] = {}
    for step in reversed(path.steps):
        first = step.because[0] if step.because else None
        key = owner.get(first.of) if first is not None and first.kind == "prerequisite" else _key_of(found, first)
        if key is not None and not step.optional:
            owner[step.module] = key
            minutes[key][step.level - 1] += step.minutes.likely
    return {key: tuple(values) for key, values in minutes.items()}


def _key_of(found: PersonNeeds, reason: Any) -> tuple[str | None, str | None] | None:
    need = next((n for n in found.needs if reason is not None and n.of == reason.of), None)
    return (need.competency, need.module) if need else None


def as_cells(row: Row, levels: Sequence[str]) -> dict[str, str | int | bool | None]:
    """The row as CSV columns and as JSON, the same names and values in both."""
    person, need = row.found.person, row.need
    rank = ["none", *levels]
    cells: dict[str, str | int | bool | None] = {
        "person": person.id,
        "name": person.name,
        "department": person.department,
        "manager": person.manager,
        "workplace": person.workplace,
        "wave": row.found.wave,
        "access": str(person.access) if person.access else None,
        "roles": " ".join(held.role for held in row.found.roles),
        "standing": str(row.found.standing),
        "missing": " ".join(row.found.missing),
        "competency": need.competency if need else None,
        "module": need.module if need else None,
        "required": (rank[need.required] if need.competency else None) if need else None,
        "held": (rank[need.held] if need.competency else None) if need else None,
        "status": str(need.status) if need else None,
        "optional": need.optional if need else None,
        "train": " ".join(row.train),
        "due_on": need.due.on.isoformat() if need and need.due else None,
        "due_because": need.due.because if need and need.due else None,
        "valid_until": need.valid_until.isoformat() if need and need.valid_until else None,
    }
    cells |= {f"minutes_{level}": minutes for level, minutes in zip(levels, row.minutes, strict=True)}
    cells["reasons"] = "; ".join(f"{r.because} ({r.at})" for r in need.reasons) if need else None
    return cells
