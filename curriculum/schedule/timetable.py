"""The calendars of everybody while a schedule is made: what is free, what is taken, where a meeting can be.

One whole number per learner, teacher, room and step of a group's coverage; a few operations say where a meeting fits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from curriculum.schedule.loads import Loads
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
        self._learning = Loads(
            [learner.place for learner in problem.learners],
            [problem.per_day] * people,
            [learner.per_week for learner in problem.learners],
        )
        self._teaching = [0] * teachers
        self._lessons = Loads(
            [teacher.place for teacher in problem.teachers],
            [teacher.per_day for teacher in problem.teachers],
            [teacher.per_week for teacher in problem.teachers],
        )
        self._halls = [0] * len(problem.halls)
        self._hall_free: list[dict[int, int]] = [{} for _ in problem.halls]  # length → where it can begin
        self._away = [[0] * group.limit for group in problem.groups]
        self._begins: dict[tuple[int, int], int] = {}
        self._travels = Travels(problem)
        for p, load in problem.trained.items():
            self._learning.weeks[p][0] = load
        for teacher, load in problem.taught.items():
            self._lessons.weeks[teacher][0] = load
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
        return mask & ~self._learning.over(meeting.people, meeting.length) if mask else 0

    def teacher_begins(self, teacher: int, meeting: Meeting) -> int:
        """Where a teacher can begin it."""
        length = meeting.length
        mask = self._free_begins(teacher, length) & ~touching(self._taught(teacher), length, self.problem.pause)
        mask &= ~self._lessons.over((teacher,), length)
        return mask & ~self._travels.too_far(teacher, meeting.course.room_place, length)

    def teacher_can(self, teacher: int, meeting: Meeting, start: int) -> bool:
        """Whether a teacher can begin it just there: the same as `teacher_begins`, without looking anywhere else."""
        length, pause = meeting.length, self.problem.pause
        return bool(
            not self._taught(teacher) & interval(max(0, start - pause), start + length + pause)
            and self._free_begins(teacher, length) >> start & 1
            and self._lessons.fits(teacher, start, length)
            and not self._travels.too_far(teacher, meeting.course.room_place, length) >> start & 1
        )

    def _taught(self, teacher: int) -> int:
        """When a teacher teaches or learns."""
        learner = self.problem.teachers[teacher].learner
        return self._teaching[teacher] | (self._busy[learner] if learner >= 0 else 0)

    def _free_begins(self, teacher: int, length: int) -> int:
        key = (teacher, length)
        if key not in self._begins:
            self._begins[key] = fitting(self.problem.teachers[teacher].free, length)
        return self._begins[key]

    def halls_begin(self, meeting: Meeting) -> int:
        """Where at least one room is free; everywhere if none is needed."""
        if not meeting.course.needs_hall:
            return -1
        found = 0
        for hall in meeting.course.halls:
            if self.problem.halls[hall].seats >= len(meeting.people):
                found |= self._hall_begins(hall, meeting.length)
                if found == -1:
                    break
        return found

    def _hall_begins(self, hall: int, length: int) -> int:
        known = self._hall_free[hall]
        if length not in known:
            known[length] = ~touching(self._halls[hall], length)
        return known[length]

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
            and self.teacher_can(spot.teacher, meeting, spot.start)
            and (not meeting.course.needs_hall or self.hall_at(meeting, spot.start, spot.hall) == spot.hall)
        )

    def loads(self, person: int) -> tuple[dict[int, int], dict[int, int]]:
        """Quarter hours of sessions of a learner, by day and by week."""
        return self._learning.days[person], self._learning.weeks[person]

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
        self._learning.add(people, spot.start, length)
        if spot.teacher >= 0:
            self._teaching[spot.teacher] |= bits
            self._lessons.add((spot.teacher,), spot.start, length)
        if spot.hall >= 0:
            self._halls[spot.hall] |= bits
            self._hall_free[spot.hall].clear()
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
        self._learning.add(meeting.people, spot.start, -meeting.length)
        if spot.teacher >= 0:
            self._teaching[spot.teacher] &= ~bits
            self._lessons.add((spot.teacher,), spot.start, -meeting.length)
        if spot.hall >= 0:
            self._halls[spot.hall] &= ~bits
            self._hall_free[spot.hall].clear()
            self._travels.note(spot.teacher, spot.hall, bits, free=True)
        for g, count in meeting.counts:
            self._fewer_away(self._away[g], bits, count)
        meeting.spot = NOWHERE
        return spot

    @staticmethod
    def _more_away(levels: list[int], bits: int, count: int) -> None:
        for n in range(len(levels) - 1, -1, -1):
            levels[n] |= bits & levels[n - count] if n >= count else bits

    @staticmethod
    def _fewer_away(levels: list[int], bits: int, count: int) -> None:
        for n in range(len(levels)):  # where more than n are away, there are also more than n - 1
            levels[n] ^= bits & (levels[n] ^ levels[n + count] if n + count < len(levels) else levels[n])
