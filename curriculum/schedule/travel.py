"""In rooms of which workplace each trainer is when: on one day only in those of one, unless others are near."""

from __future__ import annotations

from curriculum.schedule.masks import first, touching
from curriculum.schedule.problem import Problem


class Travels:
    """The rooms that trainers of several workplaces are in; others never travel and are not noted."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._there: list[dict[str, int]] = [{} for _ in problem.teachers]  # workplace → quarter hours in its rooms

    def note(self, teacher: int, hall: int, bits: int, *, free: bool = False) -> None:
        """Quarter hours in a room, or that they are free again; online is anywhere."""
        place = self._problem.halls[hall].place
        if teacher >= 0 and place and len(self._problem.teachers[teacher].places) > 1:
            there = self._there[teacher]
            there[place] = there.get(place, 0) & ~bits | (0 if free else bits)

    def too_far(self, teacher: int, place: str, length: int) -> int:
        """Where something of this length in a room of a workplace cannot begin."""
        found = 0
        for other, bits in self._there[teacher].items() if place else ():
            if other == place or not bits:
                continue
            way = self._problem.travel.get((other, place))
            found |= self._days(teacher, bits) if way is None else touching(bits, length, way)
        return found

    def _days(self, teacher: int, bits: int) -> int:
        """All quarter hours of the trainer's own days that hold some of the bits."""
        where, found = self._problem.teachers[teacher].place, 0
        while bits:
            found |= where.day_masks[where.day(first(bits))]
            bits &= ~(found | (bits & -bits))
        return found
