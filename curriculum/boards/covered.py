"""Causes of failure and goals for the people of a board: what answers them, who has taken it, and the blind spots."""

from __future__ import annotations

from collections.abc import Sequence

from curriculum.model import Coverage, CoverageRow, PersonNeeds, Plan, Text, record


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
