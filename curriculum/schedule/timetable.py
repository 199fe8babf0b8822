"""The calendars of everybody while a schedule is made: what is free, what is taken, where a meeting can be.

One whole number per learner, teacher, room and step of a group's coverage; a few operations say where a meeting fits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from curriculum.schedule.masks import fitting, from_on, interval, touching, up_to
from curriculum.schedule.problem import Course, Problem
from curriculum.schedule.travel import Travels


class Spot(NamedTuple):
    """When, by whom and where: -1 is none."""

    start: int = -1
    teacher: int = -1
    hall: int = -1


NOWHERE = Spot()


@dataclass(slots=True)
class Meeting:
    """One sitting of one group."""

    course: Course
    group: int  # number of the group over all courses
    part: int
    length: int
    people: tuple[int, ...]
    counts: tuple[tuple[int, int], ...] = ()  # group of coverage, how many of it sit here
    opens: int = 0
    due: int = 0
    begins: int = 0  # where the people's working time lets it begin (a mask)
    before: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    spot: Spot = NOWHERE
    fixed: bool = False
    known_as: str = ""  # its id in the last schedule

    @property
    def end(self) -> int:
        """The first quarter hour after it."""
        return self.spot.start + self.length


class Timetable:
    """The state. `put` and `take` keep all calendars in step."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.meetings: list[Meeting] = []
        people, teachers = len(problem.learners), len(problem.teachers)
        self._busy = [0] * people
        self._days: list[dict[int, int]] = [{} for _ in range(people)]
        self._weeks: list[dict[int, int]] = [{} for _ in range(people)]
        self._teaching = [0] * teachers
        self._teaching_days: list[dict[int, int]] = [{} for _ in range(teachers)]
        self._teaching_weeks: list[dict[int, int]] = [{} for _ in range(teachers)]
        self._halls = [0] * len(problem.halls)
        self._away = [[0] * group.limit for group in problem.groups]
        self._begins: dict[tuple[int, int], int] = {}
        self._travels = Travels(problem)
        for p, load in problem.trained.items():
            self._weeks[p][0] = load
        for teacher, load in problem.taught.items():
            self._teaching_weeks[teacher][0] = load
        for sitting in problem.running:
            spot = Spot(sitting.start, sitting.teacher, sitting.hall)
            self._occupy(sitting.people, spot, sitting.length, sitting.counts)

    # ── meetings ────────────────────────────────────────────────────────────────────────────────────────────

    def add_group(self, course: Course, people: Sequence[int], group: int) -> list[int]:
        """The meetings of a new group, not yet placed; their numbers."""
        found: list[int] = []
        for part, length in enumerate(course.parts):
            meeting = Meeting(course, group, part, length, tuple(people), due=course.due)
            if found:
                meeting.before.append(found[-1])
                self.meetings[found[-1]].after.append(len(self.meetings))
            found.append(len(self.meetings))
            self.meetings.append(meeting)
            self.set_people(found[-1], people)
        return found

    def set_people(self, number: int, people: Sequence[int]) -> None:
        """Who sits in a meeting that is not placed."""
        problem, meeting = self.problem, self.meetings[number]
        learners = problem.learners
        meeting.people = tuple(people)
        meeting.counts = tuple(sorted(Counter(g for p in people for g in learners[p].groups).items()))
        free = -1
        for mask in {id(learners[p].free): learners[p].free for p in people}.values():
            free &= mask
        meeting.begins = fitting(free, meeting.length) if people else 0
        module = meeting.course.module
        meeting.opens = max((problem.opens.get((p, module), learners[p].opens) for p in people), default=0)

    # ── where it can be ─────────────────────────────────────────────────────────────────────────────────────

    def window(self, meeting: Meeting) -> tuple[int, int]:
        """The first beginning and the last end that what comes before and after it leave."""
        low, high = meeting.opens, self.problem.axis.length
        for n in meeting.before:
            other = self.meetings[n]
            if other.spot.start >= 0:
                low = max(low, self._next_day(other) if other.group == meeting.group else other.end)
        for n in meeting.after:
            other = self.meetings[n]
            if other.spot.start >= 0:
                same = other.group == meeting.group
                high = min(high, self._day_begins(other) if same else other.spot.start)
        return low, high

    def _next_day(self, meeting: Meeting) -> int:
        place = meeting.course.place
        day = place.day(meeting.spot.start) + 1
        return place.starts[day] if day < len(place.starts) else self.problem.axis.length

    def _day_begins(self, meeting: Meeting) -> int:
        place = meeting.course.place
        return place.starts[place.day(meeting.spot.start)]

    def beginnings(self, meeting: Meeting) -> int:
        """Where the learners can begin: free, within their limits, and their teams covered."""
        low, high = self.window(meeting)
        mask = from_on(up_to(meeting.begins, high - meeting.length + 1), low)
        if not mask:
            return 0
        taken = 0
        for p in meeting.people:
            taken |= self._busy[p]
            teacher = self.problem.learners[p].teacher
            if teacher >= 0:
                taken |= self._teaching[teacher]
        mask &= ~touching(taken, meeting.length, self.problem.pause)
        covered = 0
        for g, number in meeting.counts:
            limit = self.problem.groups[g].limit
            covered |= self._away[g][limit - number] if number <= limit else -1
        if covered < 0:
            return 0
        mask &= ~touching(covered, meeting.length)
        return mask & ~self._over_limits(meeting) if mask else 0

    def _over_limits(self, meeting: Meeting) -> int:
        found, most = 0, self.problem.per_day - meeting.length
        if most < 0:
            return -1
        for p in meeting.people:
            learner = self.problem.learners[p]
            for day, load in self._days[p].items():
                if load > most:
                    found |= learner.place.day_masks[day]
            left = learner.per_week - meeting.length
            if left < 0:
                return -1
            for week, load in self._weeks[p].items():
                if load > left:
                    found |= learner.place.week_masks[week]
        return found

    def teacher_begins(self, teacher: int, meeting: Meeting) -> int:
        """Where a teacher can begin it."""
        who, length = self.problem.teachers[teacher], meeting.length
        if length > min(who.per_day, who.per_week):
            return 0
        key = (teacher, length)
        if key not in self._begins:
            self._begins[key] = fitting(who.free, length)
        taken = self._teaching[teacher] | (self._busy[who.learner] if who.learner >= 0 else 0)
        mask = self._begins[key] & ~touching(taken, length, self.problem.pause)
        for day, load in self._teaching_days[teacher].items():
            if load + length > who.per_day:
                mask &= ~who.place.day_masks[day]
        for week, load in self._teaching_weeks[teacher].items():
            if load + length > who.per_week:
                mask &= ~who.place.week_masks[week]
        return mask & ~self._travels.too_far(teacher, meeting.course.room_place, length)

    def halls_begin(self, meeting: Meeting) -> int:
        """Where at least one room is free; everywhere if none is needed."""
        if not meeting.course.needs_hall:
            return -1
        found = 0
        for hall in meeting.course.halls:
            if self.problem.halls[hall].seats >= len(meeting.people):
                free = ~touching(self._halls[hall], meeting.length)
                found |= free
                if found == -1:
                    break
        return found

    def hall_at(self, meeting: Meeting, start: int, preferred: int = -1) -> int:
        """A free room with enough seats: the preferred one, else the smallest; -1 if there is none."""
        if not meeting.course.needs_hall:
            return -1
        wanted = interval(start, start + meeting.length)
        for hall in (preferred, *meeting.course.halls) if preferred in meeting.course.halls else meeting.course.halls:
            if self.problem.halls[hall].seats >= len(meeting.people) and not self._halls[hall] & wanted:
                return hall
        return -1

    def teachers(self, meeting: Meeting) -> tuple[int, ...]:
        """Who may lead it: nobody teaches themselves."""
        who = self.problem.teachers
        if meeting.course.learning_teachers:
            return tuple(t for t in meeting.course.teachers if who[t].learner not in meeting.people)
        return meeting.course.teachers

    def can_be(self, meeting: Meeting, spot: Spot) -> bool:
        """Whether all of it is possible just so."""
        bit = 1 << spot.start
        return bool(
            self.beginnings(meeting) & bit
            and spot.teacher in self.teachers(meeting)
            and self.teacher_begins(spot.teacher, meeting) & bit
            and (not meeting.course.needs_hall or self.hall_at(meeting, spot.start, spot.hall) == spot.hall)
        )

    def loads(self, person: int) -> tuple[dict[int, int], dict[int, int]]:
        """Quarter hours of sessions of a learner, by day and by week."""
        return self._days[person], self._weeks[person]

    # ── putting and taking ──────────────────────────────────────────────────────────────────────────────────

    def put(self, number: int, spot: Spot) -> None:
        """Places a meeting; it must be possible (fixed ones are put unasked)."""
        meeting = self.meetings[number]
        meeting.spot = spot
        self._occupy(meeting.people, spot, meeting.length, meeting.counts)

    def _occupy(self, people: Sequence[int], spot: Spot, length: int, counts: Sequence[tuple[int, int]]) -> None:
        bits = interval(spot.start, spot.start + length)
        for p in people:
            self._busy[p] |= bits
        self._load(people, spot, length)
        if spot.teacher >= 0:
            self._teaching[spot.teacher] |= bits
        if spot.hall >= 0:
            self._halls[spot.hall] |= bits
            self._travels.note(spot.teacher, spot.hall, bits)
        for g, count in counts:
            self._more_away(self._away[g], bits, count)

    def take(self, number: int) -> Spot:
        """Takes a placed meeting out again; where it was."""
        meeting = self.meetings[number]
        spot = meeting.spot
        bits = interval(spot.start, spot.start + meeting.length)
        for p in meeting.people:
            self._busy[p] &= ~bits
        self._load(meeting.people, spot, -meeting.length)
        self._teaching[spot.teacher] &= ~bits
        if spot.hall >= 0:
            self._halls[spot.hall] &= ~bits
            self._travels.note(spot.teacher, spot.hall, bits, free=True)
        for g, count in meeting.counts:
            self._fewer_away(self._away[g], bits, count)
        meeting.spot = NOWHERE
        return spot

    @staticmethod
    def _more_away(levels: list[int], bits: int, count: int) -> None:
        before = levels.copy()
        for n in range(len(levels)):
            levels[n] |= bits & (before[n - count] if n >= count else bits)

    @staticmethod
    def _fewer_away(levels: list[int], bits: int, count: int) -> None:
        before = levels.copy()
        for n in range(len(levels)):
            levels[n] = (levels[n] & ~bits) | (bits & before[n + count] if n + count < len(levels) else 0)

    def _load(self, people: Sequence[int], spot: Spot, change: int) -> None:
        start = spot.start
        day_in: dict[int, tuple[int, int]] = {}
        for p in people:
            place = self.problem.learners[p].place
            key = id(place)
            if key not in day_in:
                day = place.day(start)
                day_in[key] = (day, place.weeks[day])
            day, week = day_in[key]
            _add(self._days[p], day, change)
            _add(self._weeks[p], week, change)
        if spot.teacher < 0:
            return
        place = self.problem.teachers[spot.teacher].place
        day = place.day(start)
        _add(self._teaching_days[spot.teacher], day, change)
        _add(self._teaching_weeks[spot.teacher], place.weeks[day], change)


def _add(loads: dict[int, int], key: int, change: int) -> None:
    value = loads.get(key, 0) + change
    if value:
        loads[key] = value
    else:
        loads.pop(key, None)
