"""What arithmetic alone says: how few sessions there can be, how near to go-live, and what cannot fit at all.

Milliseconds even for large programmes; done before any search. Coverage decides more often than rooms or trainers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from curriculum.schedule.masks import from_on, up_to
from curriculum.schedule.packing import least_groups
from curriculum.schedule.problem import Problem
from curriculum.schedule.times import DAY, SLOT


class Pressure(NamedTuple):
    """How much of the time there is would be used: above 100 per cent it cannot be."""

    kind: str  # coverage, trainers
    name: str
    needed: int  # minutes
    there: int  # minutes
    by: int  # quarter hour
    teacher: int = -1  # kind trainers: the first of them

    @property
    def percent(self) -> int:
        """Rounded up, so that what does not fit is never 100."""
        return -(-100 * self.needed // self.there) if self.there else 10**6


def least_sessions(problem: Problem, wave: str | None = None) -> int:
    """No schedule of these seats has fewer sittings."""
    return sum(least_groups(problem, c) * len(c.parts) for c in problem.courses if wave is None or c.wave == wave)


def least_lead(problem: Problem, wave: str) -> int:
    """Seats times days before the due date, at least: nobody can train more in a day than is allowed. Weak."""
    seats: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for course in problem.courses:
        if course.wave == wave:
            for person in course.seats:
                seats[person] += [(length, course.due) for length in course.parts]
    total = 0
    for person, wanted in seats.items():
        place = problem.learners[person].place
        per_day = max(1, problem.per_day // min(length for length, _ in wanted))
        due = max(due for _, due in wanted)
        last_day = place.day(due - 1) if due > 0 else -1
        days = [n for n in range(last_day, -1, -1) if place.works[n]]
        for n in range(len(wanted)):
            if n // per_day < len(days):
                total += max(0, (min(due for _, due in wanted) - place.starts[days[n // per_day]] - DAY) // DAY)
    return total


def pressures(problem: Problem) -> Iterator[Pressure]:
    """Every team and every set of trainers, with what it needs by its last due date and what there is."""
    yield from _coverage(problem)
    yield from _trainers(problem)


def _coverage(problem: Problem) -> Iterator[Pressure]:
    """A team has the time in which any of its people works and may train; each of it for as many as may be away."""
    needed: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    windows: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    for course in problem.courses:
        for person in course.seats:
            learner = problem.learners[person]
            for group in learner.groups:
                needed[group][course.due] += sum(course.parts)
                windows[group][id(learner.free), learner.opens] = learner.free
    for group, by_due in sorted(needed.items()):
        there = total = 0
        for (_, opens), free in windows[group].items():
            there |= from_on(free, opens)
        name, limit = problem.groups[group].name, problem.groups[group].limit
        for due in sorted(by_due):
            total += by_due[due]
            yield Pressure("coverage", name, total * SLOT, up_to(there, due).bit_count() * limit * SLOT, due)


def _trainers(problem: Problem) -> Iterator[Pressure]:
    """For each set of trainers: the sessions that only they can lead (a Hall condition)."""
    needed: dict[tuple[int, ...], int] = defaultdict(int)
    due: dict[tuple[int, ...], int] = defaultdict(int)
    opens: dict[tuple[int, ...], int] = {}
    for course in problem.courses:
        if course.seats:
            needed[course.teachers] += least_groups(problem, course) * sum(course.parts)
            due[course.teachers] = max(due[course.teachers], course.due)
            first = min(problem.learners[p].opens for p in course.seats)
            opens[course.teachers] = min(opens.get(course.teachers, first), first)
    sets = sorted(needed)
    members = {wanted: frozenset(wanted) for wanted in sets}
    days = [_teaching_days(problem, n) for n in range(len(problem.teachers))]
    for wanted in sets:
        inside = [s for s in sets if members[s] <= members[wanted]] if len(sets) < 1500 else [wanted]
        total = sum(needed[s] for s in inside)
        low, high = min(opens[s] for s in inside), max(due[s] for s in inside)
        there = 0
        for teacher in wanted:
            place = problem.teachers[teacher].place
            first_day, last_day = place.day(low), place.day(max(high - 1, 0))
            there += max(0, days[teacher][last_day + 1] - days[teacher][max(first_day, 0)])
        names = ", ".join(problem.teachers[t].id for t in wanted[:6]) + (", …" if len(wanted) > 6 else "")
        yield Pressure("trainers", names, total * SLOT, there * SLOT, high, wanted[0])


def _teaching_days(problem: Problem, teacher: int) -> list[int]:
    """Quarter hours somebody can teach before each day of the axis, summed up."""
    who = problem.teachers[teacher]
    found = [0]
    for works, mask in zip(who.place.works, who.place.day_masks, strict=True):
        found.append(found[-1] + (min((who.free & mask).bit_count(), who.per_day) if works else 0))
    return found
