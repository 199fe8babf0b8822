"""Workspace and learning paths → the Problem: who needs which seat, who may teach it, where it can be held."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from curriculum.days import WorkingDays, add_days
from curriculum.model import (
    Delivery,
    Module,
    Person,
    PersonNeeds,
    Plan,
    Span,
    Standing,
    Step,
    Trainer,
    Wave,
    Workspace,
)
from curriculum.schedule.able import Able
from curriculum.schedule.order import Order
from curriculum.schedule.problem import Course, Group, Hall, Learner, Missing, Problem, Teacher
from curriculum.schedule.times import SLOT, Axis, Place, slots

LIVE: Final = (Delivery.CLASSROOM, Delivery.ONLINE)
LATE_DAYS: Final = 60  # so long after the last due date a seat is still looked for
Closed = Mapping[str, Sequence[dt.date]]  # workplace → days kept free


def required_steps(plan: Plan, person: str) -> tuple[Step, ...]:
    """The steps of a path that get seats or weeks: recommended ones do not."""
    return tuple(step for step in plan.of(person).steps if not step.optional)


def horizon(ws: Workspace, plan: Plan, as_of: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the calendar."""
    dues = {s.due.on for path in plan.paths.values() for s in path.steps if s.due}
    ends = [*dues, *(wave.go_live_on for wave in ws.program.waves), add_days(as_of, 30)]
    return as_of, min(add_days(max(ends), LATE_DAYS), add_days(as_of, 1100))


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
        self._waves = {str(wave.id): wave for wave in ws.program.waves}
        self._able = Able(ws)
        self._roster = {found.person.id: found.person for found in people}
        self._per_day = ws.program.policy.training_minutes_per_day // SLOT
        self._found: dict[tuple[str, str, str], tuple[Delivery, tuple[int, ...], tuple[int, ...]] | Missing] = {}

    def problem(
        self,
        attended: frozenset[tuple[str, str]] = frozenset(),
        seated: frozenset[tuple[str, str]] = frozenset(),
    ) -> Problem:
        """All of it, without the seats (person, module) that were taken already.

        `seated`: seats of the last schedule; they wait no longer for what is taken alone, which had its time then.
        """
        self._attended, self._seated = attended, seated
        order = Order(self.ws, self._as_of)
        self._groups: list[Group] = []
        in_groups = self.membership = self._membership()
        taught = [found for found in self._people if required_steps(self._plan, found.person.id)]
        learners = [self._learner(found, in_groups.get(found.person.id, ())) for found in taught]
        learners = self._in_order(learners, taught)
        index = {learner.id: n for n, learner in enumerate(learners)}
        self.problem_ = Problem(
            axis=self.axis,
            places=self.places,
            learners=learners,
            teachers=[self._teacher(trainer, index) for trainer in self.ws.trainers],
            halls=[
                Hall(id, str(room.workplace or ""), room.seats, frozenset(room.features))
                for id, room in self.ws.program.rooms.items()
            ],
            groups=self._groups,
            courses=[],
            missing=[],
            before={},
            opens={},
            per_day=self._per_day,
            pause=slots(self.ws.program.scheduling.break_minutes),
        )
        for n, teacher in enumerate(self.problem_.teachers):
            if teacher.learner >= 0:
                learners[teacher.learner].teacher = n
        self._halls_at: dict[str, list[tuple[int, Hall]]] = {}
        for n, hall in enumerate(self.problem_.halls):
            self._halls_at.setdefault(hall.place, []).append((n, hall))
        by_id = {found.person.id: found for found in taught}
        self._courses(by_id, order)
        self.problem_.index()
        return self.problem_

    # ── people ──────────────────────────────────────────────────────────────────────────────────────────────

    def place_of(self, person: Person) -> Place:
        """The workplace of a person; without a known one, nowhere in particular, in UTC."""
        return self.places.get(person.workplace or "", self.places[""])

    def _membership(self) -> dict[str, tuple[int, ...]]:
        """Person → the groups of which only some may be away. Teams are people with one manager."""
        rules = self.ws.program.scheduling
        there = [found for found in self._people if found.standing not in (Standing.LEFT, Standing.JOINS_LATER)]
        team_of = {found.person.id: found.person.manager for found in there if found.person.manager}
        sizes = Counter(team_of.values())
        found: dict[str, list[int]] = {}
        numbers: dict[str, int] = {}
        for person, manager in team_of.items():
            limit = max(1, sizes[manager] * rules.away_percent // 100)
            if limit < sizes[manager]:
                self._join(found, numbers, person, Group(f"team of {manager}", sizes[manager], limit))
        for cover in rules.cover:
            holders = [
                (f.person.id, self.place_of(f.person).id) for f in there if any(h.role == cover.role for h in f.roles)
            ]
            by_place = Counter(place for _, place in holders)
            for person, place in holders:
                limit = max(1, by_place[place] - cover.stay)
                if limit < by_place[place]:
                    name = f"{cover.role} at {place or 'no workplace'}"
                    self._join(found, numbers, person, Group(name, by_place[place], limit))
        return {person: tuple(groups) for person, groups in found.items()}

    def _join(self, found: dict[str, list[int]], numbers: dict[str, int], person: str, group: Group) -> None:
        if group.name not in numbers:
            numbers[group.name] = len(self._groups)
            self._groups.append(group)
        found.setdefault(person, []).append(numbers[group.name])

    def _learner(self, found: PersonNeeds, groups: tuple[int, ...]) -> Learner:
        person, place = found.person, self.place_of(found.person)
        away = [*person.leave]
        away += [Span(None, add_days(person.starts_on, -1))] if person.starts_on else []
        away += [Span(add_days(person.ends_on, 1))] if person.ends_on else []
        absent = place.days_mask(away)
        free = place.working & ~absent if absent & place.working else place.working
        opening = max(self.opening(found), add_days(self._as_of, 1))
        scheduling = self.ws.program.scheduling
        return Learner(
            id=person.id,
            place=place,
            language=person.language or self.ws.default_language,
            free=free,
            opens=place.starts[min((opening - self.axis.first_on).days, len(place.starts) - 1)],
            per_week=max(1, scheduling.minutes_per_week * person.share // 100 // SLOT),
            groups=groups,
            wave=found.wave or "",
            path=tuple(step.module for step in required_steps(self._plan, person.id)),
        )

    def opening(self, found: PersonNeeds) -> dt.date:
        """The first day on which training may be."""
        earliest = [need.earliest_on for need in found.needs if need.earliest_on]
        if earliest:
            return min(earliest)
        wave = self._waves.get(found.wave or "")
        return add_days(wave.go_live_on, -wave.earliest_days_before) if wave else self._as_of

    def _in_order(self, learners: list[Learner], taught: Sequence[PersonNeeds]) -> list[Learner]:
        """With the order in which they are packed: people of the same roles together, teams spread among them."""
        ranked: Counter[tuple[str, str | None]] = Counter()
        for learner, found in sorted(zip(learners, taught, strict=True), key=lambda pair: pair[0].id):
            roles = " ".join(sorted(held.role for held in found.roles))
            ranked[roles, found.person.manager] += 1
            rank = ranked[roles, found.person.manager]
            learner.order = (roles, f"{rank:06d}", found.person.manager or "", learner.id)
        return learners

    def _teacher(self, trainer: Trainer, index: Mapping[str, int]) -> Teacher:
        place = self.places.get(str(trainer.workplaces[0]) if trainer.workplaces else "", self.places[""])
        working = place.mask_of(trainer.hours) if trainer.hours else place.working
        away = place.days_mask(Span(a.from_on, a.until_on) for a in trainer.leave)
        learner = index.get(str(trainer.person), -1)
        on_roster = self._roster.get(str(trainer.person))
        if on_roster is not None:
            away |= place.days_mask(on_roster.leave)
            away |= place.days_mask([Span(add_days(on_roster.ends_on, 1))]) if on_roster.ends_on else 0
        return Teacher(
            id=str(trainer.person),
            place=place,
            free=working & ~away,
            per_day=trainer.minutes_per_day // SLOT,
            per_week=trainer.minutes_per_week // SLOT,
            languages=frozenset(trainer.languages),
            places=frozenset(map(str, trainer.workplaces)),
            learner=learner,
        )

    # ── courses ─────────────────────────────────────────────────────────────────────────────────────────────

    def _courses(self, by_id: Mapping[str, PersonNeeds], order: Order) -> None:
        problem = self.problem_
        courses: dict[tuple[str, ...], Course] = {}
        for n, learner in enumerate(problem.learners):
            problem.before.setdefault(learner.path, order.pairs(learner.path))
            steps = required_steps(self._plan, learner.id)
            for step in steps:
                taken = (learner.id, step.module) in self._attended
                if self.ws.modules[step.module].delivery[0] in LIVE and not taken:
                    self._seat(courses, n, learner, step)
            if any(self.is_alone(step.module) for step in steps):
                self._after_alone(n, learner, by_id[learner.id], steps)
        problem.courses = [courses[key] for key in sorted(courses)]
        self._drop_small()

    def is_alone(self, module: str) -> bool:
        """Whether a module is taken without a session."""
        return self.ws.modules[module].delivery[0] not in LIVE

    def _seat(self, courses: dict[tuple[str, ...], Course], n: int, learner: Learner, step: Step) -> None:
        way = self._way(step.module, learner.language, learner.place.id)
        if isinstance(way, Missing):
            self.problem_.missing.append(Missing(n, step.module, way.because, way.change))
            return
        delivery, teachers, halls = way
        itself = learner.teacher in teachers
        if itself and len(teachers) == 1:
            because = f"the only one who teaches '{step.module}' in {learner.language} is the learner"
            change = f"another trainer for '{step.module}' in {learner.language}"
            self.problem_.missing.append(Missing(n, step.module, because, change))
            return
        wave = self._waves.get(learner.wave)
        due_on = step.due.on if step.due else self.axis.last_on
        usual = wave is not None and due_on == add_days(wave.go_live_on, -1)
        bucket = str(due_on) if usual or step.due is None else f"{due_on:%Y-%m}"
        key = (learner.wave, step.module, learner.language, learner.place.id, bucket)
        due = self._end_of(learner.place, due_on)
        if key not in courses:
            courses[key] = self._course(key, learner, delivery, teachers, halls)
            courses[key].due = due
        courses[key].due = min(courses[key].due, due)
        courses[key].learning_teachers |= itself
        courses[key].seats.append(n)

    def _end_of(self, place: Place, day: dt.date) -> int:
        """The first quarter hour after a day."""
        number = (day - self.axis.first_on).days + 1
        return 0 if number <= 0 else place.starts[number] if number < len(place.starts) else self.axis.length

    def _course(
        self,
        key: tuple[str, ...],
        learner: Learner,
        delivery: Delivery,
        teachers: tuple[int, ...],
        halls: tuple[int, ...],
    ) -> Course:
        module = self.ws.modules[key[1]]
        minutes = sittings(module, self.ws.program.policy.training_minutes_per_day)
        seats = max((self.problem_.halls[h].seats for h in halls), default=module.max_group)
        return Course(
            module=key[1],
            language=learner.language,
            delivery=delivery,
            place=learner.place,
            wave=learner.wave,
            due=0,
            parts=tuple(slots(m) for m in minutes),
            minutes=minutes,
            capacity=min(module.max_group, seats),
            teachers=teachers,
            halls=halls,
            needs_hall=bool(halls),
        )

    def _way(
        self, module: str, language: str, place: str
    ) -> tuple[Delivery, tuple[int, ...], tuple[int, ...]] | Missing:
        """The first of the module's deliveries for which there are a trainer and, where it needs one, a room."""
        key = (module, language, place)
        if key not in self._found:
            self._found[key] = self._search_way(*key)
        return self._found[key]

    def _search_way(
        self, name: str, language: str, place: str
    ) -> tuple[Delivery, tuple[int, ...], tuple[int, ...]] | Missing:
        module = self.ws.modules[name]
        missing = ""
        for delivery in module.delivery:
            if delivery not in LIVE:
                continue
            room = delivery is Delivery.CLASSROOM
            teachers = self._able.at(name, language, place) if room else self._able.online(name, language, place)
            halls = self._halls(module, place if room else "")
            if teachers and (halls or not room):
                return delivery, teachers, halls
            missing = missing or ("room" if teachers else "trainer")
        if not self._able.anybody(name):
            return Missing(-1, name, f"nobody may teach '{name}'", f"a trainer who may teach '{name}'")
        if not self._able.online(name, language, place):
            because = f"nobody who may teach '{name}' speaks {language}"
            return Missing(-1, name, because, f"a trainer for '{name}' who speaks {language}")
        if missing == "room":
            asked = f" with {', '.join(module.features)}" if module.features else ""
            return Missing(-1, name, f"no room at '{place}' fits '{name}'", f"a room{asked} at '{place}'")
        because = f"nobody teaches '{name}' in {language} at '{place}'"
        return Missing(-1, name, because, f"a trainer for '{name}' in {language} who teaches at '{place}'")

    def _halls(self, module: Module, place: str) -> tuple[int, ...]:
        fitting = [
            (hall.seats, n)
            for n, hall in self._halls_at.get(place, ())
            if not place or set(module.features) <= hall.features
            if hall.seats >= module.min_group
        ]
        return tuple(n for _, n in sorted(fitting))

    def _drop_small(self) -> None:
        """Courses for which too few people are there to hold a session."""
        kept = []
        for course in self.problem_.courses:
            least = self.ws.modules[course.module].min_group
            if len(course.seats) >= least:
                kept.append(course)
                continue
            because = f"{len(course.seats)} would sit in '{course.module}', and it is held from {least} on"
            change = (
                f"{least - len(course.seats)} more people, or `min_group: {len(course.seats)}` for '{course.module}'"
            )
            self.problem_.missing += [Missing(p, course.module, because, change) for p in course.seats]
        self.problem_.courses = kept

    def _after_alone(self, n: int, learner: Learner, found: PersonNeeds, steps: Sequence[Step]) -> None:
        """Sessions begin only after there was time for what is taken alone before them."""
        pairs = self.problem_.before[learner.path]
        minutes = {step.module: step.minutes.likely for step in steps}
        before: dict[str, set[str]] = {name: set() for name in minutes}
        for name in minutes:  # in the order of the path
            for earlier, later in pairs:
                if later == name:
                    before[name] |= {earlier} | before[earlier]
        days = WorkingDays(self.ws.program.workplaces.get(learner.place.id), found.person.leave)
        opens = max(self.opening(found), add_days(self._as_of, 1))
        daily = max(1, self.ws.program.policy.training_minutes_per_day * found.person.share // 100)
        for name in minutes:
            total = sum(minutes[m] for m in before[name] if self.is_alone(m))
            if total and not self.is_alone(name) and (learner.id, name) not in self._seated:
                day = days.nth(opens, -(-total // daily) + 1)
                if day is not None:
                    number = min((day - self.axis.first_on).days, len(learner.place.starts) - 1)
                    self.problem_.opens[n, name] = max(learner.opens, learner.place.starts[number])


def wave_of(ws: Workspace, id: str) -> Wave | None:
    """A wave by its id."""
    return next((wave for wave in ws.program.waves if wave.id == id), None)
