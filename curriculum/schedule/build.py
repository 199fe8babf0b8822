"""Workspace and learning paths → the Problem: who needs which seat, who may teach it, where it can be held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from curriculum.days import add_days
from curriculum.model import PersonNeeds, Plan, Workspace
from curriculum.schedule.courses import Courses
from curriculum.schedule.learners import Roster
from curriculum.schedule.problem import Hall, Problem
from curriculum.schedule.times import SLOT, Axis, Place, slots

LATE_DAYS: Final = 60  # so long after the last due date a seat is still looked for
Closed = Mapping[str, Sequence[dt.date]]  # workplace → days kept free


def horizon(ws: Workspace, plan: Plan, as_of: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the calendar."""
    dues = {s.due.on for path in plan.paths.values() for s in path.steps if s.due}
    ends = [*dues, *(wave.go_live_on for wave in ws.program.waves), add_days(as_of, 30)]
    return as_of, min(add_days(max(ends), LATE_DAYS), add_days(as_of, 1100))


class Builder:
    """Makes one Problem."""

    def __init__(
        self, ws: Workspace, people: Sequence[PersonNeeds], plan: Plan, as_of: dt.date, closed: Closed
    ) -> None:
        self.ws = ws
        self._people = people
        self._plan = plan
        self._as_of = as_of
        self.axis = Axis(*horizon(ws, plan, as_of))
        places = {
            id: Place(id, workplace, self.axis, closed.get(id, ())) for id, workplace in ws.program.workplaces.items()
        }
        self.places = {"": Place("", None, self.axis), **places}
        self.roster = Roster(ws, people, as_of, self.axis, self.places)

    def problem(
        self,
        attended: frozenset[tuple[str, str]] = frozenset(),
        seated: frozenset[tuple[str, str]] = frozenset(),
    ) -> Problem:
        """All of it, without the seats (person, module) that were taken already.

        `seated`: seats of the last schedule; they wait no longer for what is taken alone, which had its time then.
        """
        learners = self.roster.learners(self._plan)
        problem = Problem(
            axis=self.axis,
            places=self.places,
            learners=learners,
            teachers=self.roster.teachers(learners),
            halls=[
                Hall(id, str(room.workplace or ""), room.seats, frozenset(room.features))
                for id, room in self.ws.program.rooms.items()
            ],
            groups=self.roster.groups,
            courses=[],
            missing=[],
            before={},
            opens={},
            per_day=self.ws.program.policy.training_minutes_per_day // SLOT,
            pause=slots(self.ws.program.scheduling.break_minutes),
            travel=self._travel(),
        )
        self.courses = Courses(self.ws, self._plan, self._as_of, self.roster, problem)
        self.courses.fill(self._people, attended, seated)
        problem.index()
        return problem

    def _travel(self) -> dict[tuple[str, str], int]:
        found = {}
        for near in self.ws.program.scheduling.travel:
            one, other = map(str, near.between)
            found[one, other] = found[other, one] = slots(near.minutes)
        return found
