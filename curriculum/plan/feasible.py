"""Whether the training fits into the working time before its due dates, and by when it would (rules 13, 30)."""

from __future__ import annotations

import dataclasses
import datetime as dt

from curriculum.days import WorkingDays
from curriculum.model import Late, LearningPath, PersonNeeds, Workspace


def minutes_per_day(ws: Workspace, found: PersonNeeds) -> int:
    """Minutes a person can train on a working day: the policy's, times their part-time share; at least one."""
    return max(1, ws.program.policy.training_minutes_per_day * found.person.share // 100)


def first_feasible(ws: Workspace, found: PersonNeeds, path: LearningPath, as_of: dt.date) -> LearningPath:
    """The path with `feasible_on`, and with `late` where a due date leaves too little working time.

    Steps are taken in the order of their due dates; the due dates themselves stay (rule 30).
    """
    steps = [step for step in path.steps if not step.optional]
    if not steps:
        return path
    person = found.person
    days = WorkingDays(ws.program.workplaces.get(person.workplace or ""), person.leave)
    opening = min((need.earliest_on for need in found.needs if need.earliest_on), default=as_of)
    start = max(as_of, opening)
    daily = minutes_per_day(ws, found)
    total, late = 0, None
    feasible: dt.date | None = start
    for step in sorted((s for s in steps if s.due), key=lambda s: s.due.on if s.due else dt.date.max):
        total += step.minutes.likely
        feasible = days.nth(start, -(-total // daily))
        if step.due and late is None and (feasible is None or feasible > step.due.on):
            left = max(0, days.count(start, step.due.on)) * daily
            late = Late(step.due.on, total, left, feasible)
    rest = sum(s.minutes.likely for s in steps if not s.due)
    whole = days.nth(start, -(-(total + rest) // daily)) if rest else feasible
    if late is not None:
        late = late._replace(feasible_on=feasible, person=person.id)
    return dataclasses.replace(path, feasible_on=whole, late=late)
