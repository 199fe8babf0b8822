"""Courses → groups of people who learn together. As few groups as capacity and coverage allow, people one by one.

People are taken in the same order for every module (due, roles, rank in their team), so the same people meet again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from curriculum.schedule.problem import Course, Problem


def least_groups(problem: Problem, course: Course) -> int:
    """No schedule has fewer groups: by capacity, and by how many of one team may sit in one session."""
    if not course.seats:
        return 0
    by_group = Counter(g for p in course.seats for g in problem.learners[p].groups)
    by_coverage = max((-(-n // problem.groups[g].limit) for g, n in by_group.items()), default=1)
    return max(-(-len(course.seats) // course.capacity), by_coverage)


def pack(problem: Problem, course: Course) -> list[tuple[int, ...]]:
    """The groups of a course: balanced, none over capacity, none with more of a team than may be away."""
    if not course.seats:
        return []
    people = sorted(course.seats, key=lambda p: (problem.learners[p].order, p))
    number = least_groups(problem, course)
    while (found := _spread(problem, people, number, course.capacity)) is None:
        number += 1
    return found


def _spread(problem: Problem, people: Sequence[int], number: int, capacity: int) -> list[tuple[int, ...]] | None:
    size = -(-len(people) // number)
    groups = [_Group(problem) for _ in range(number)]
    left = []
    for n, person in enumerate(people):
        if not groups[n // size].takes(person, size):
            left.append((n // size, person))
    for wanted, person in left:  # the nearest group that still takes them
        nearest = sorted(range(number), key=lambda k: (abs(k - wanted), k))
        if not any(groups[k].takes(person, capacity) for k in nearest):
            return None
    return [tuple(sorted(group.people)) for group in groups if group.people]


class _Group:
    """A group while it fills."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.people: list[int] = []
        self._away: Counter[int] = Counter()

    def takes(self, person: int, size: int) -> bool:
        """Adds the person if there is a seat and their team stays covered."""
        of = self._problem.learners[person].groups
        if len(self.people) >= size or any(self._away[g] >= self._problem.groups[g].limit for g in of):
            return False
        self.people.append(person)
        self._away.update(of)
        return True
