"""Seats, one by one: joining a group that meets already, leaving one, and what comes before what for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curriculum.schedule.masks import interval
from curriculum.schedule.packing import pack
from curriculum.schedule.problem import Course, Problem
from curriculum.schedule.search import Search
from curriculum.schedule.timetable import NOWHERE, Meeting, Spot, Timetable


class Seats:
    """Who sits in which group of a timetable. `whole`: a group that comes too late is not broken up for that."""

    def __init__(self, table: Timetable, *, whole: bool = False) -> None:
        self._whole = whole
        self.table = table
        self.problem: Problem = table.problem
        self.of: dict[tuple[int, str], tuple[int, ...]] = {}  # (learner, module) → the meetings of their group
        self._groups_of: dict[int, list[tuple[int, ...]]] = {}  # id of a course → meetings of each of its groups
        self._edges: set[tuple[int, int]] = set()
        self.next_group = 0

    # ── groups ──────────────────────────────────────────────────────────────────────────────────────────────

    def add_group(self, course: Course, people: Sequence[int]) -> tuple[int, ...]:
        """A new group; its meetings are not placed."""
        numbers = tuple(self.table.add_group(course, people, self.next_group))
        self.next_group += 1
        self._groups_of.setdefault(id(course), []).append(numbers)
        for person in people:
            self.of[person, course.module] = numbers
        for person in people:
            self._order(person, course.module)
        return numbers

    def add_all(self, courses: Iterable[Course]) -> None:
        """Packs the people of the courses into groups."""
        for course in courses:
            for people in pack(self.problem, course):
                self.add_group(course, people)

    def groups_of(self, course: Course) -> list[tuple[int, ...]]:
        """The meetings of each group of a course, in the order they were made."""
        return self._groups_of.get(id(course), [])

    def _order(self, person: int, module: str) -> None:
        """Notes what must come before and after the seats of a person in a module."""
        for before, after in self.problem.before[self.problem.learners[person].path]:
            if module in (before, after):
                earlier, later = self.of.get((person, before)), self.of.get((person, after))
                if earlier and later:
                    self._edge(earlier[-1], later[0])

    def _edge(self, earlier: int, later: int) -> None:
        if (earlier, later) not in self._edges:
            self._edges.add((earlier, later))
            self.table.meetings[earlier].after.append(later)
            self.table.meetings[later].before.append(earlier)

    # ── one seat ────────────────────────────────────────────────────────────────────────────────────────────

    def leave(self, person: int, module: str) -> None:
        """Takes a person out of their group."""
        for n in self.of.pop((person, module)):
            self._change(n, [p for p in self.table.meetings[n].people if p != person])

    def join(self, person: int, numbers: tuple[int, ...]) -> None:
        """Puts a person into a group."""
        module = self.table.meetings[numbers[0]].course.module
        self.of[person, module] = numbers
        for n in numbers:
            self._change(n, sorted((*self.table.meetings[n].people, person)))
        self._order(person, module)

    def _change(self, n: int, people: Sequence[int]) -> None:
        spot = self.table.take(n) if self.table.meetings[n].spot.start >= 0 else NOWHERE
        self.table.set_people(n, people)
        if spot.start >= 0 and people:
            self.table.put(n, spot)

    def could_join(self, person: int, numbers: tuple[int, ...]) -> bool:
        """Whether all meetings of a group are placed and have a seat that the person can take."""
        meetings = [self.table.meetings[n] for n in numbers]
        if any(m.spot.start < 0 or not m.people or len(m.people) >= m.course.capacity for m in meetings):
            return False
        return all(self._fits(person, m) for m in meetings)

    def _fits(self, person: int, meeting: Meeting) -> bool:
        hall = meeting.spot.hall
        if hall >= 0 and self.problem.halls[hall].seats <= len(meeting.people):
            return False
        alone = Meeting(meeting.course, -1, meeting.part, meeting.length, (), due=meeting.due)
        alone.before, alone.after = self._neighbours(person, meeting)
        number = len(self.table.meetings)
        self.table.meetings.append(alone)
        self.table.set_people(number, (person,))
        fits = bool(self.table.beginnings(alone) >> meeting.spot.start & 1)
        self.table.meetings.pop()
        return fits

    def _neighbours(self, person: int, meeting: Meeting) -> tuple[list[int], list[int]]:
        module = meeting.course.module
        before, after = [], []
        for earlier, later in self.problem.before[self.problem.learners[person].path]:
            if later == module and (found := self.of.get((person, earlier))):
                before.append(found[-1])
            if earlier == module and (found := self.of.get((person, later))):
                after.append(found[0])
        return before, after

    # ── repair ──────────────────────────────────────────────────────────────────────────────────────────────

    def seat(self, person: int, course: Course) -> bool:
        """A free seat in time in a group that meets already, the nearest to the due date first."""
        groups = [g for g in self.groups_of(course) if self.table.meetings[g[-1]].spot.start >= 0]
        groups = [g for g in groups if self.table.meetings[g[-1]].end <= course.due]
        for numbers in sorted(groups, key=lambda g: (-self.table.meetings[g[-1]].spot.start, g)):
            if self.could_join(person, numbers):
                self.join(person, numbers)
                return True
        return False

    def repair(self, search: Search) -> None:
        """Moves people out of groups that are late or have no place into others; makes new groups for the rest."""
        for course in self.problem.courses:
            failed = [g for g in self.groups_of(course) if self._failed(g)]
            left: list[int] = []
            for numbers in failed:
                meetings = [self.table.meetings[n] for n in numbers]
                if any(m.fixed for m in meetings):
                    continue
                for person in meetings[0].people:
                    self.leave(person, course.module)
                    if not self.seat(person, course):
                        left.append(person)
            self.make_up(course, left, search)

    def _failed(self, numbers: tuple[int, ...]) -> bool:
        meetings = [self.table.meetings[n] for n in numbers]
        return bool(meetings[0].people) and any(
            m.spot.start < 0 or (m.end > m.due and not self._whole) for m in meetings
        )

    def make_up(self, course: Course, people: Sequence[int], search: Search) -> None:
        """New groups for people without one: all together, else in halves, else one by one.

        Who fits nowhere stays out.
        """
        if not people:
            return
        wanted = Course(**{f: getattr(course, f) for f in Course.__dataclass_fields__})
        wanted.seats = list(people)
        for group in pack(self.problem, wanted):
            self._try_group(course, group, search)

    def _try_group(self, course: Course, group: tuple[int, ...], search: Search) -> bool:
        """Whether anybody has a seat in time. A few who are late together are so apart only if that helps one."""
        numbers = self.add_group(course, group)
        spots = [self._place(n, search) for n in numbers]
        placed = all(spot.start >= 0 for spot in spots)
        late = placed and any(self.table.meetings[n].end > course.due for n in numbers)
        small = 1 < len(group) <= 4 and not self._whole
        if placed and not (late and small):
            return not late
        for person in group:
            self.leave(person, course.module)
        if len(group) == 1:
            return False
        half = len(group) // 2
        helped = [self._try_group(course, part, search) for part in (group[:half], group[half:])]
        if late and not any(helped):
            for person in group:
                if (person, course.module) in self.of:
                    self.leave(person, course.module)
            for n in self.add_group(course, group):
                self._place(n, search)
        return any(helped)

    def _place(self, n: int, search: Search) -> Spot:
        spot = search.best(self.table.meetings[n], latest=True)
        if spot.start >= 0:
            self.table.put(n, spot)
        return spot

    def give_way(self, search: Search) -> None:
        """Who has no seat leaves later ones that stand in its way, and takes all of them anew, late if need be.

        Without the seat the later ones would be lost too. Firm ones stay.
        """
        lost: dict[int, set[str]] = {}
        for course in self.problem.courses:
            for person in course.seats:
                if (person, course.module) not in self.of:
                    lost.setdefault(person, set()).add(course.module)
        wanted = {
            (person, module)
            for person, modules in lost.items()
            if self._leave_later(person, modules)
            for module in modules
        }
        while wanted:
            ready = {seat for seat in wanted if wanted.isdisjoint(self._earlier(*seat))}
            for number in sorted({self.problem.course_of[seat] for seat in ready}):
                course = self.problem.courses[number]
                people = [p for p in course.seats if (p, course.module) in ready]
                self.make_up(course, [p for p in people if not self.seat(p, course)], search)
            wanted -= ready

    def _leave_later(self, person: int, lost: set[str]) -> bool:
        """Leaves the seats that come after lost ones, and adds them to these; whether there were any."""
        learner, some = self.problem.learners[person], False
        for module in learner.path:
            numbers = self.of.get((person, module))
            if numbers is None or any(self.table.meetings[n].fixed for n in numbers):
                continue
            if any(earlier in lost for _, earlier in self._earlier(person, module)):
                self.leave(person, module)
                lost.add(module)
                some = True
        return some

    def _earlier(self, person: int, module: str) -> list[tuple[int, str]]:
        """The seats of a person that must come before this one."""
        pairs = self.problem.before[self.problem.learners[person].path]
        return [(person, earlier) for earlier, later in pairs if later == module]

    # ── what is left ────────────────────────────────────────────────────────────────────────────────────────

    def give_up_incomplete(self) -> None:
        """Nobody keeps a seat in a group with an unplaced sitting, or without what must come before it."""
        for (person, module), numbers in list(self.of.items()):
            if any(self.table.meetings[n].spot.start < 0 for n in numbers):
                self.leave(person, module)
        for person in range(len(self.problem.learners)):
            self._give_up_after_gaps(person)

    def _give_up_after_gaps(self, person: int) -> None:
        path = self.problem.learners[person].path
        wanted = [m for m in path if (person, m) in self.problem.course_of]
        lost = (
            {m for m in wanted if (person, m) not in self.of}
            | {missing.module for missing in self.problem.missing if missing.learner == person}
            if self.problem.missing or any((person, m) not in self.of for m in wanted)
            else set()
        )
        if not lost:
            return
        for module in path:
            blocked = any(later == module and earlier in lost for earlier, later in self.problem.before[path])
            if blocked and (person, module) in self.of:
                self.leave(person, module)
                lost.add(module)


def taken(meeting: Meeting) -> int:
    """The quarter hours of a placed meeting."""
    return interval(meeting.spot.start, meeting.end)
