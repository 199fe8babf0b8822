"""How much training everybody has on each day and in each week, and where that leaves no time for more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curriculum.schedule.times import Place


class Loads:
    """Quarter hours of sessions, of learners or of teachers; days and weeks are those of each one's own place."""

    def __init__(self, places: Sequence[Place], per_day: Sequence[int], per_week: Sequence[int]) -> None:
        self._places, self._per_day, self._per_week = places, per_day, per_week
        self.days: list[dict[int, int]] = [{} for _ in places]
        self.weeks: list[dict[int, int]] = [{} for _ in places]

    def add(self, who: Iterable[int], start: int, length: int) -> None:
        """A session is theirs; it is taken away again by its negative length."""
        known, day, week = None, 0, 0
        for n in who:
            place = self._places[n]
            if place is not known:
                known, day = place, place.day(start)
                week = place.weeks[day]
            for loads, key in ((self.days[n], day), (self.weeks[n], week)):
                load = loads.get(key, 0) + length
                if load:
                    loads[key] = load
                else:
                    del loads[key]

    def fits(self, n: int, start: int, length: int) -> bool:
        """Whether a session is not too much for somebody on that day and in that week."""
        place = self._places[n]
        day = place.day(start)
        return (
            self.days[n].get(day, 0) + length <= self._per_day[n]
            and self.weeks[n].get(place.weeks[day], 0) + length <= self._per_week[n]
        )

    def over(self, who: Iterable[int], length: int) -> int:
        """The quarter hours in which a session of this length would be too much for one of them."""
        found = 0
        for n in who:
            most, left = self._per_day[n] - length, self._per_week[n] - length
            if most < 0 or left < 0:
                return -1
            for day, load in self.days[n].items():
                if load > most:
                    found |= self._places[n].day_masks[day]
            for week, load in self.weeks[n].items():
                if load > left:
                    found |= self._places[n].week_masks[week]
        return found
