"""Whether the training fits into the working time before its due dates, and by when it would (rules 8, 12, 13, 30)."""

from __future__ import annotations

import dataclasses
import datetime as dt

from curriculum.days import WorkingDays, add_days
from curriculum.model import Late, LearningPath, Person, PersonNeeds, Span, Workspace


def minutes_per_day(ws: Workspace, found: PersonNeeds) -> int:
    """Minutes a person can train on a working day: the policy's, times their part-time share; at least one."""
    return max(1, ws.program.policy.training_minutes_per_day * found.person.share // 100)


def _away(person: Person) -> tuple[Span, ...]:
    """Leave, and all days after the end of the engagement (rule 8)."""
    return (*person.leave, Span(add_days(person.ends_on, 1))) if person.ends_on else person.leave


def first_feasible(ws: Workspace, found: PersonNeeds, path: LearningPath, as_of: dt.date) -> LearningPath:
    """The path with `feasible_on`, and with `late` where a due date leaves too little working time.

    Steps are taken in the order of their due dates; the due dates themselves stay (rule 30).
    """
    steps = [step for step in path.steps if not step.optional]
    if not steps:
        return path
    person = found.person
    days = WorkingDays(ws.program.workplaces.get(person.workplace or ""), _away(person))
    opening = min((need.earliest_on for need in found.needs if need.earliest_on), default=as_of)
    start = max(as_of, opening)
    daily = minutes_per_day(ws, found)
    total, late = 0, None
    feasible: dt.date | None = start
    for due_on in sorted({s.due.on for s in steps if s.due}):
        total += sum(s.minutes.likely for s in steps if s.due and s.due.on == due_on)
        feasible = days.nth(start, -(-total // daily))
        if late is None and total and (feasible is None or feasible > due_on):
            late = Late(due_on, total, days.count(start, due_on) * daily, feasible)
    rest = sum(s.minutes.likely for s in steps if not s.due)
    whole = days.nth(start, -(-(total + rest) // daily)) if rest else feasible
    if late is not None:
        late = late._replace(
            feasible_on=feasible, person=person.id, ends_on=person.ends_on, has_passed=late.due_on < as_of
        )
    return dataclasses.replace(path, feasible_on=whole, late=late)
