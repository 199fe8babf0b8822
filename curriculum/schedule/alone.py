"""In which weeks people take what has no session: before what waits for it, on days that still have time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from curriculum.days import add_days
from curriculum.model import Alone, PersonNeeds, Plan, Ref, Step
from curriculum.schedule.order import required_steps
from curriculum.schedule.problem import Learner, Problem
from curriculum.schedule.seats import Seats
from curriculum.schedule.times import SLOT


class Weeks:
    """Answers person by person. `is_alone`: whether a module is taken without a session."""

    def __init__(self, plan: Plan, seats: Seats, as_of: dt.date, per_day: int, is_alone: Callable[[str], bool]) -> None:
        self._plan = plan
        self._seats = seats
        self._problem: Problem = seats.problem
        self._as_of = as_of
        self._per_day = per_day  # minutes, full time
        self._is_alone = is_alone

    def of(self, n: int, found: PersonNeeds) -> list[Alone]:
        """The modules of a learner that are taken alone, in the order of the path.

        The last ones first: each is taken as late as it can be, but before its due date and before what waits for it,
        on working days without leave, within the person's minutes of the day and the week, less their sessions.
        """
        learner = self._problem.learners[n]
        steps = required_steps(self._plan, learner.id)
        if not any(self._is_alone(step.module) for step in steps):
            return []
        time = _Time(learner, self._seats.table.loads(n), max(1, self._per_day * found.person.share // 100))
        begins: dict[str, int] = {}  # module → the day on which it begins
        rows = []
        for step in reversed(steps):
            seat = self._seats.of.get((n, step.module))
            if seat is not None:
                begins[step.module] = learner.place.day(self._seats.table.meetings[seat[0]].spot.start)
            if self._is_alone(step.module):
                begins[step.module] = time.take(step.minutes.likely, self._last_day(learner, step, begins))
                rows.append(self._row(learner, step.module, begins[step.module]))
        return rows[::-1]

    def _last_day(self, learner: Learner, step: Step, begins: Mapping[str, int]) -> int:
        """The last day for a module: its due date; what waits for it may begin on the same day if that is alone too."""
        axis = self._problem.axis
        last = (step.due.on - axis.first_on).days if step.due else len(axis.days) - 1
        for earlier, later in self._problem.before[learner.path]:
            if earlier == step.module and later in begins:
                last = min(last, begins[later] - (not self._is_alone(later)))
        return min(max(last, 0), len(axis.days) - 1)

    def _row(self, learner: Learner, module: str, day: int) -> Alone:
        weeks = learner.place.weeks
        first = self._problem.axis.days[weeks.index(weeks[day])]
        return Alone(person=Ref(learner.id), module=Ref(module), week_of=max(first, add_days(self._as_of, 1)))


class _Time:
    """What is left of somebody's days and weeks, in minutes."""

    def __init__(self, learner: Learner, loads: tuple[Mapping[int, int], Mapping[int, int]], per_day: int) -> None:
        self._learner = learner
        self._per_day = per_day
        self._days = {day: per_day - load * SLOT for day, load in loads[0].items()}
        self._weeks = {week: learner.per_week * SLOT - load * SLOT for week, load in loads[1].items()}

    def take(self, minutes: int, last: int) -> int:
        """Takes minutes from the last day backwards; the day on which they begin.

        Where there is too little time the first possible day: that it does not fit is said elsewhere (rule 30).
        """
        place = self._learner.place
        opens = place.day(self._learner.opens)
        day = max(last, opens)
        for day in self._backwards(max(last, opens), opens):
            week = place.weeks[day]
            days, weeks = self._days.get(day, self._per_day), self._weeks.get(week, self._learner.per_week * SLOT)
            taken = min(minutes, max(0, days), max(0, weeks))
            self._days[day], self._weeks[week] = days - taken, weeks - taken
            minutes -= taken
            if minutes <= 0:
                return day
        return opens

    def _backwards(self, last: int, first: int) -> Iterator[int]:
        """The days on which the learner works."""
        place = self._learner.place
        for day in range(last, first - 1, -1):
            if self._learner.free & place.day_masks[day]:
                yield day
