"""Causes of failure, goals and follow-up for the people of a board: what answers them, what comes after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from curriculum.model import Coverage, CoverageRow, FollowUp, PersonNeeds, Plan, Text, Workspace, record


@record
class Covered:
    """One cause or goal. `people` hold a role that it is about; `trained` of them have nothing left to take for it.

    Both are None where the board has no names and the people are too few to be spoken of.
    """

    of: str
    is_goal: bool
    title: Text
    modules: tuple[str, ...]
    people: int | None
    trained: int | None
    blind: tuple[str, ...]  # roles that it is about and that take no module for it


def make_covered(coverage: Coverage, people: Sequence[PersonNeeds], plan: Plan, few: int = 0) -> tuple[Covered, ...]:
    """Causes, then goals, in the programme's order; of fewer than `few` people no numbers are said."""
    rows = [(row, False) for row in coverage.causes] + [(row, True) for row in coverage.goals]
    return tuple(_covered(row, is_goal, people, plan, few) for row, is_goal in rows)


def _covered(row: CoverageRow, is_goal: bool, people: Sequence[PersonNeeds], plan: Plan, few: int) -> Covered:
    about, trained = 0, 0
    for found in people:
        roles = {held.role for held in found.roles} & set(row.expected)
        wanted = {module for role in roles for module in row.cells.get(role, ())}
        left = {step.module for step in plan.of(found.person.id).steps if not step.optional}
        about += bool(roles)
        trained += bool(wanted) and not wanted & left
    return Covered(
        of=row.of,
        is_goal=is_goal,
        title=row.title,
        modules=row.modules,
        people=about if about >= few else None,
        trained=trained if about >= few else None,
        blind=row.empty,
    )


@record
class Helped:
    """One kind of help after go-live, ahead of the board's people: its first and last day and how many it is for.

    `people` is None where the board has no names and they are too few to be spoken of.
    """

    of: str
    title: Text
    from_on: dt.date
    until_on: dt.date
    required: bool
    people: int | None


def make_helped(
    ws: Workspace, people: Sequence[PersonNeeds], plan: Plan, as_of: dt.date, few: int = 0
) -> tuple[Helped, ...]:
    """Help that is still ahead, in the programme's order (rule 32); of fewer than `few` people no number is said."""
    return tuple(helped for part in ws.program.follow_up for helped in _helped(part, people, plan, as_of, few))


def _helped(part: FollowUp, people: Sequence[PersonNeeds], plan: Plan, as_of: dt.date, few: int) -> Iterator[Helped]:
    ahead = {
        found.person.id: days
        for found in people
        if (days := [s.on for s in plan.support.get(found.person.id, ()) if s.follow_up == part.id and s.on >= as_of])
    }
    if ahead:
        yield Helped(
            of=str(part.id),
            title=part.title,
            from_on=min(min(days) for days in ahead.values()),
            until_on=max(max(days) for days in ahead.values()),
            required=part.required,
            people=len(ahead) if len(ahead) >= few else None,
        )
