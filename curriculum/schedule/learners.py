"""Roster and trainers → Learners, Teachers and the groups of which only some may be away."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from curriculum.days import add_days
from curriculum.model import Person, PersonNeeds, Plan, Span, Standing, Trainer, Workspace
from curriculum.schedule.order import required_steps
from curriculum.schedule.problem import Group, Learner, Teacher
from curriculum.schedule.times import SLOT, Axis, Place


class Roster:
    """Everybody as the solver knows them. `groups` are numbered as `membership` numbers them."""

    def __init__(
        self, ws: Workspace, people: Sequence[PersonNeeds], as_of: dt.date, axis: Axis, places: Mapping[str, Place]
    ) -> None:
        self.ws = ws
        self._people = people
        self._as_of = as_of
        self._axis = axis
        self._places = places
        self._waves = {str(wave.id): wave for wave in ws.program.waves}
        self._on_roster = {found.person.id: found.person for found in people}
        self._turns = ws.turns()
        self._shifts: dict[tuple[str, int], int] = {}  # (workplace, id of the turns) → working time
        self.groups: list[Group] = []
        self.membership = self._membership()

    def place_of(self, person: Person) -> Place:
        """The workplace of a person; without a known one, nowhere in particular, in UTC."""
        return self._places.get(person.workplace or "", self._places[""])

    # ── groups ──────────────────────────────────────────────────────────────────────────────────────────────

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
            numbers[group.name] = len(self.groups)
            self.groups.append(group)
        found.setdefault(person, []).append(numbers[group.name])

    # ── learners ────────────────────────────────────────────────────────────────────────────────────────────

    def learners(self, plan: Plan) -> list[Learner]:
        """Who has a required step, in the order of the roster."""
        taught = [found for found in self._people if required_steps(plan, found.person.id)]
        learners = [self._learner(found, plan) for found in taught]
        return self._in_order(learners, taught)

    def _learner(self, found: PersonNeeds, plan: Plan) -> Learner:
        person, place = found.person, self.place_of(found.person)
        away = [*person.leave]
        away += [Span(None, add_days(person.starts_on, -1))] if person.starts_on else []
        away += [Span(add_days(person.ends_on, 1))] if person.ends_on else []
        absent = place.days_mask(away)
        working = self._working(person.id, place)
        free = working & ~absent if absent & working else working
        opening = max(self.opening(found), add_days(self._as_of, 1))
        scheduling = self.ws.program.scheduling
        return Learner(
            id=person.id,
            place=place,
            language=person.language or self.ws.default_language,
            free=free,
            opens=place.starts[min((opening - self._axis.first_on).days, len(place.starts) - 1)],
            per_week=max(1, scheduling.minutes_per_week * person.share // 100 // SLOT),
            groups=self.membership.get(person.id, ()),
            wave=found.wave or "",
            path=tuple(step.module for step in required_steps(plan, person.id)),
        )

    def _working(self, person: str, place: Place) -> int:
        """Their shifts, or the hours of the workplace: one number for all who work at the same times."""
        turns = self._turns.get(person)
        if turns is None:
            return place.working
        key = (place.id, id(turns))
        if key not in self._shifts:
            self._shifts[key] = place.shift_mask(turns)
        return self._shifts[key]

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

    # ── teachers ────────────────────────────────────────────────────────────────────────────────────────────

    def teachers(self, learners: Sequence[Learner]) -> list[Teacher]:
        """The trainers, in the order of people/trainers.yaml; whoever is a learner too knows it afterwards."""
        index = {learner.id: n for n, learner in enumerate(learners)}
        found = [self._teacher(trainer, index) for trainer in self.ws.trainers]
        for n, teacher in enumerate(found):
            if teacher.learner >= 0:
                learners[teacher.learner].teacher = n
        return found

    def _teacher(self, trainer: Trainer, index: Mapping[str, int]) -> Teacher:
        place = self._places.get(str(trainer.workplaces[0]) if trainer.workplaces else "", self._places[""])
        working = place.mask_of(trainer.hours) if trainer.hours else self._working(str(trainer.person), place)
        away = place.days_mask(Span(a.from_on, a.until_on) for a in trainer.leave)
        on_roster = self._on_roster.get(str(trainer.person))
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
            learner=index.get(str(trainer.person), -1),
        )
