"""Learning paths → Courses: who learns what together could, in which sittings, by when; and who has no course."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from curriculum.days import WorkingDays, add_days
from curriculum.model import Module, NoSeat, PersonNeeds, Plan, Step, Workspace
from curriculum.schedule.learners import Roster
from curriculum.schedule.order import Order, required_steps
from curriculum.schedule.problem import Course, Learner, Missing, Problem, Why
from curriculum.schedule.times import SLOT, Place, slots
from curriculum.schedule.ways import LIVE, Way, Ways


def sittings(module: Module, per_day: int) -> tuple[int, ...]:
    """Minutes of each sitting: whole units, in order, none longer than allowed unless a unit is."""
    most = min(module.sitting_minutes or per_day, per_day)
    found: list[int] = []
    for unit in module.units:
        minutes = unit.minutes.likely
        if found and found[-1] + minutes <= most:
            found[-1] += minutes
        elif minutes:
            found.append(minutes)
    return tuple(found) or (SLOT,)


class Courses:
    """Fills in the courses of a Problem, and what has none."""

    def __init__(self, ws: Workspace, plan: Plan, as_of: dt.date, roster: Roster, problem: Problem) -> None:
        self.ws = ws
        self._plan = plan
        self._as_of = as_of
        self._roster = roster
        self._problem = problem
        self.ways = Ways(ws, problem.halls)
        self._waves = {str(wave.id): wave for wave in ws.program.waves}
        self._courses: dict[tuple[str, ...], Course] = {}

    def fill(
        self,
        people: Sequence[PersonNeeds],
        attended: frozenset[tuple[str, str]],
        seated: frozenset[tuple[str, str]],
    ) -> None:
        """Everybody's seats. `attended`, `seated`: as in `Builder.problem`."""
        by_id = {found.person.id: found for found in people}
        order, problem = Order(self.ws, self._as_of), self._problem
        for n, learner in enumerate(problem.learners):
            problem.before.setdefault(learner.path, order.pairs(learner.path))
            steps = required_steps(self._plan, learner.id)
            for step in steps:
                if not self.is_alone(step.module) and (learner.id, step.module) not in attended:
                    self._seat(n, learner, step)
            if any(self.is_alone(step.module) for step in steps):
                self._after_alone(n, by_id[learner.id], steps, seated)
        problem.courses = [self._courses[key] for key in sorted(self._courses)]
        self._drop_small()

    def is_alone(self, module: str) -> bool:
        """Whether a module is taken without a session."""
        return self.ws.modules[module].delivery[0] not in LIVE

    # ── one seat ────────────────────────────────────────────────────────────────────────────────────────────

    def _seat(self, n: int, learner: Learner, step: Step) -> None:
        way = self.ways.way(step.module, learner.language, learner.place.id)
        if isinstance(way, Why):
            self._problem.missing.append(Missing(n, step.module, way))
            return
        itself = learner.teacher in way.teachers
        if itself and len(way.teachers) == 1:
            because = f"the only one who teaches '{step.module}' in {learner.language} is the learner"
            self._problem.missing.append(Missing(n, step.module, Why(NoSeat.ONLY_TRAINER, because)))
            return
        wave = self._waves.get(learner.wave)
        due_on = step.due.on if step.due else self._problem.axis.last_on
        usual = wave is not None and due_on == add_days(wave.go_live_on, -1)
        bucket = str(due_on) if usual or step.due is None else f"{due_on:%Y-%m}"
        key = (learner.wave, step.module, learner.language, learner.place.id, bucket)
        due = self._end_of(learner.place, due_on)
        if key not in self._courses:
            self._courses[key] = self._course(step.module, learner, way, due)
        course = self._courses[key]
        course.due = min(course.due, due)
        course.learning_teachers |= itself
        course.seats.append(n)

    def _end_of(self, place: Place, day: dt.date) -> int:
        """The first quarter hour after a day."""
        axis = self._problem.axis
        number = (day - axis.first_on).days + 1
        return 0 if number <= 0 else place.starts[number] if number < len(place.starts) else axis.length

    def _course(self, name: str, learner: Learner, way: Way, due: int) -> Course:
        module = self.ws.modules[name]
        minutes = sittings(module, self.ws.program.policy.training_minutes_per_day)
        seats = max((self._problem.halls[h].seats for h in way.halls), default=module.max_group)
        return Course(
            module=name,
            language=learner.language,
            delivery=way.delivery,
            place=learner.place,
            wave=learner.wave,
            due=due,
            parts=tuple(slots(m) for m in minutes),
            minutes=minutes,
            capacity=min(module.max_group, seats),
            teachers=way.teachers,
            halls=way.halls,
            needs_hall=bool(way.halls),
        )

    def _drop_small(self) -> None:
        """Courses for which too few people are there to hold a session."""
        kept = []
        for course in self._problem.courses:
            least, there = self.ws.modules[course.module].min_group, len(course.seats)
            if there >= least:
                kept.append(course)
                continue
            because = f"{there} would sit in '{course.module}', and it is held from {least} on"
            why = Why(NoSeat.TOO_FEW, because)
            self._problem.missing += [Missing(p, course.module, why) for p in course.seats]
        self._problem.courses = kept

    # ── what is taken alone ─────────────────────────────────────────────────────────────────────────────────

    def _after_alone(
        self, n: int, found: PersonNeeds, steps: Sequence[Step], seated: frozenset[tuple[str, str]]
    ) -> None:
        """Sessions begin only after there was time for what is taken alone before them."""
        learner = self._problem.learners[n]
        minutes = {step.module: step.minutes.likely for step in steps}
        before = self._all_before(learner, minutes)
        days = WorkingDays(self.ws.program.workplaces.get(learner.place.id), found.person.leave)
        opens = max(self._roster.opening(found), add_days(self._as_of, 1))
        daily = max(1, self.ws.program.policy.training_minutes_per_day * found.person.share // 100)
        for name in minutes:
            total = sum(minutes[m] for m in before[name] if self.is_alone(m))
            if total and not self.is_alone(name) and (learner.id, name) not in seated:
                day = days.nth(opens, -(-total // daily) + 1)
                if day is not None:
                    number = min((day - self._problem.axis.first_on).days, len(learner.place.starts) - 1)
                    self._problem.opens[n, name] = max(learner.opens, learner.place.starts[number])

    def _all_before(self, learner: Learner, minutes: Mapping[str, int]) -> dict[str, set[str]]:
        """Module → all that must come before it, also at one remove."""
        before: dict[str, set[str]] = {name: set() for name in minutes}
        for name in minutes:  # in the order of the path
            for earlier, later in self._problem.before[learner.path]:
                if later == name:
                    before[name] |= {earlier} | before[earlier]
        return before
