"""A Problem → a timetable: afresh, or from the last schedule with as few changes as possible (rule 34)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from curriculum.diagnostics import Position
from curriculum.model import Goal
from curriculum.schedule.masks import first, from_on, last, up_to
from curriculum.schedule.problem import Course, Problem
from curriculum.schedule.search import Search
from curriculum.schedule.seats import Seats
from curriculum.schedule.timetable import Spot, Timetable

MOST_ITERATIONS = 60_000


@dataclass(slots=True)
class KeptSitting:
    """A session of the last schedule, as numbers."""

    id: str
    start: int
    teacher: int  # -1: gone
    hall: int
    fixed: bool
    at: Position


@dataclass(slots=True)
class KeptGroup:
    """A group of the last schedule that can be kept: the course it belongs to now, and who still needs it."""

    course: Course
    people: list[int]
    sittings: list[KeptSitting]


@dataclass(slots=True)
class Solved:
    """What came out."""

    table: Timetable
    seats: Seats
    stopped: bool = False
    known_as: dict[int, str] = field(default_factory=dict)  # meeting → its id in the last schedule
    clashes: list[tuple[KeptSitting, KeptSitting]] = field(default_factory=list)


def iterations_for(meetings: int, effort: int) -> int:
    """How often to ruin and recreate: effort times the meetings, less where each costs much."""
    return min(effort * meetings, MOST_ITERATIONS, 30_000_000 // max(meetings, 1) if meetings > 1500 else 10**9)


def solve(problem: Problem, goals: Sequence[Goal], effort: int, stop: Callable[[], bool] = lambda: False) -> Solved:
    """A timetable made afresh."""
    table = Timetable(problem)
    seats = Seats(table, whole=_comes_first(goals, Goal.FEW_SESSIONS, Goal.BEFORE_DUE))
    drop_blocked(problem)
    seats.add_all(problem.courses)
    search = Search(table, loyal=_comes_first(goals, Goal.FEW_TRAINERS, Goal.CLOSE_TO_GO_LIVE), stop=stop)
    search.forward(range(len(table.meetings)))
    number = len(table.meetings)
    if _comes_first(goals, Goal.CLOSE_TO_GO_LIVE, Goal.EARLIEST_DUE_FIRST):
        search.justify()
        search.pull()
        if effort and number:
            search.ruin_and_recreate(iterations_for(number, effort))
        search.pull()
        if number <= 5000:
            search.justify()
    else:  # as early as the most urgent leave it; what the search is after is nearness
        search.pull()
    seats.repair(search)
    seats.give_way(search)
    seats.give_up_incomplete()
    return Solved(table, seats, search.stopped)


def _comes_first(goals: Sequence[Goal], one: Goal, other: Goal) -> bool:
    """Whether one goal is named before another; goals that are not named come last, in their usual order."""
    order = [*goals, *(goal for goal in Goal if goal not in goals)]
    return order.index(one) < order.index(other)


def drop_blocked(problem: Problem) -> None:
    """Takes seats out that cannot be, because no course can be held for what must come before them."""
    lost = {(missing.learner, missing.module) for missing in problem.missing}
    if not lost:
        return
    for n, learner in enumerate(problem.learners):
        for module in learner.path:
            pairs = problem.before[learner.path]
            blocked = next((a for a, b in pairs if b == module and (n, a) in lost), None)
            if blocked is not None and (n, module) in problem.course_of:
                problem.courses[problem.course_of[n, module]].seats.remove(n)
                lost.add((n, module))


# ── from the last schedule ──────────────────────────────────────────────────────────────────────────────────


def repair(
    problem: Problem, kept: Sequence[KeptGroup], goals: Sequence[Goal], stop: Callable[[], bool] = lambda: False
) -> Solved:
    """Keeps every seat that still can be; swaps a trainer or room before it moves a time; then seats who is left."""
    table = Timetable(problem)
    seats = Seats(table, whole=_comes_first(goals, Goal.FEW_SESSIONS, Goal.BEFORE_DUE))
    search = Search(table, loyal=_comes_first(goals, Goal.FEW_TRAINERS, Goal.CLOSE_TO_GO_LIVE), stop=stop)
    solved = Solved(table, seats)
    drop_blocked(problem)
    numbers = {id(group): seats.add_group(group.course, group.people) for group in kept if group.people}
    groups = [group for group in kept if id(group) in numbers]
    for group in groups:
        for n, sitting in zip(numbers[id(group)], group.sittings, strict=True):
            solved.known_as[n] = sitting.id
    _put_fixed(solved, [(numbers[id(g)], g) for g in groups])
    pending = []
    for group in sorted(groups, key=lambda g: g.sittings[0].start):
        if not _keep(seats, numbers[id(group)], group):
            pending.append(group)
    for group in pending:
        _move(seats, search, numbers[id(group)], group)
    for course in problem.courses:
        waiting = [p for p in course.seats if (p, course.module) not in seats.of]
        left = [p for p in waiting if not seats.seat(p, course)]
        seats.make_up(course, left, search)
    seats.repair(search)
    seats.give_way(search)
    seats.give_up_incomplete()
    return solved


def _put_fixed(solved: Solved, groups: Sequence[tuple[tuple[int, ...], KeptGroup]]) -> None:
    """Fixed sittings stay whatever happens; two that contradict each other are noted, the later one is not placed."""
    table = solved.table
    placed: list[tuple[int, KeptSitting]] = []
    for numbers, group in groups:
        for n, sitting in zip(numbers, group.sittings, strict=True):
            if not sitting.fixed:
                continue
            meeting = table.meetings[n]
            spot = Spot(sitting.start, sitting.teacher, sitting.hall)
            clash = next((other for m, other in placed if _clash(solved, n, spot, m)), None)
            if clash is not None:
                solved.clashes.append((sitting, clash))
                continue
            if sitting.teacher < 0:
                continue
            table.put(n, spot)
            meeting.fixed = True
            placed.append((n, sitting))


def _clash(solved: Solved, n: int, spot: Spot, other: int) -> bool:
    mine, theirs = solved.table.meetings[n], solved.table.meetings[other]
    if spot.start >= theirs.end or theirs.spot.start >= spot.start + mine.length:
        return False
    return (
        spot.teacher == theirs.spot.teacher
        or (spot.hall >= 0 and spot.hall == theirs.spot.hall)
        or not set(mine.people).isdisjoint(theirs.people)
    )


def _keep(seats: Seats, numbers: tuple[int, ...], group: KeptGroup) -> bool:
    """Keeps a group at its times; people who no longer can come leave it; trainers and rooms may be swapped."""
    table = seats.table
    for n, sitting in zip(numbers, group.sittings, strict=True):
        meeting = table.meetings[n]
        if meeting.fixed:
            continue
        if not table.beginnings(meeting) >> sitting.start & 1:
            for person in _who_cannot(seats, n, sitting.start):
                seats.leave(person, meeting.course.module)
        if not meeting.people:
            return True
        spot = _same_time(table, n, sitting)
        if spot is None:
            return False
        table.put(n, spot)
    return True


def _who_cannot(seats: Seats, n: int, start: int) -> list[int]:
    """The people for whom this beginning is impossible; nobody if that would be most of them."""
    table, people = seats.table, seats.table.meetings[n].people
    found = []
    for person in people:
        table.set_people(n, (person,))
        if not table.beginnings(table.meetings[n]) >> start & 1:
            found.append(person)
    rest = [p for p in people if p not in found]
    table.set_people(n, rest)
    while rest and not table.beginnings(table.meetings[n]) >> start & 1 and len(rest) * 2 > len(people):
        found.append(rest.pop())  # together they are too many of one team
        table.set_people(n, rest)
    table.set_people(n, people)
    return found if len(found) * 2 <= len(people) else []


def _same_time(table: Timetable, n: int, sitting: KeptSitting) -> Spot | None:
    """The same spot, or another trainer or room at the same time; None if there is none."""
    meeting = table.meetings[n]
    if not table.beginnings(meeting) >> sitting.start & 1:
        return None
    able = table.teachers(meeting)
    for teacher in dict.fromkeys((sitting.teacher, *able)):
        if teacher not in able:
            continue
        if table.teacher_can(teacher, meeting, sitting.start):
            hall = table.hall_at(meeting, sitting.start, sitting.hall)
            if hall >= 0 or not meeting.course.needs_hall:
                return Spot(sitting.start, teacher, hall)
    return None


def _move(seats: Seats, search: Search, numbers: tuple[int, ...], group: KeptGroup) -> None:
    """Moves what cannot stay to the nearest time; if there is none in time, `repair` finds other seats."""
    table = seats.table
    for n, sitting in zip(numbers, group.sittings, strict=True):
        meeting = table.meetings[n]
        if meeting.spot.start >= 0 or not meeting.people:
            continue
        spot = _nearest(table, n, sitting)
        if spot is not None:
            table.put(n, spot)


def _nearest(table: Timetable, n: int, sitting: KeptSitting) -> Spot | None:
    meeting = table.meetings[n]
    mask = table.beginnings(meeting)
    mask = up_to(mask & table.halls_begin(meeting), meeting.due - meeting.length + 1) if mask else 0
    found: Spot | None = None
    able = table.teachers(meeting)
    for teacher in dict.fromkeys((sitting.teacher, *able)):
        if teacher not in able:
            continue
        free = mask & table.teacher_begins(teacher, meeting)
        tried = [last(up_to(free, sitting.start + 1)), first(from_on(free, sitting.start))]
        for start in (s for s in tried if s >= 0):
            if found is None or abs(start - sitting.start) < abs(found.start - sitting.start):
                found = Spot(start, teacher)
    if found is None:
        return None
    return Spot(found.start, found.teacher, table.hall_at(meeting, found.start, sitting.hall))
