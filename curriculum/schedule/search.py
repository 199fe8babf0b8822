"""Where meetings go: list scheduling forward, then towards go-live, then ruin and recreate.

Forward first, because placing from the end backwards leaves people without a seat when the window is narrow. Ruin and
recreate: Schrimpf et al., J. Comput. Phys. 159 (2000); acceptance by simulated annealing. Budgets are counted in
iterations and random numbers are seeded, so the same input gives the same schedule.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from curriculum.schedule.annealing import Annealing, heat_for
from curriculum.schedule.masks import first, last, up_to
from curriculum.schedule.times import DAY
from curriculum.schedule.timetable import NOWHERE, Meeting, Spot, Timetable

UNPLACED: Final = 10**9  # per seat
LATE: Final = 2000 * DAY  # per seat, and again per day: a small weight would buy lead time with late seats
STRANGER: Final = 1000 * DAY  # a further trainer of a group, where that matters more than nearness; less than late
_BLINK: Final = 0.02
_MOST_TEACHERS: Final = 12  # online, hundreds may be able; once one is found, a few more are enough
SEED: Final = 20070611
HOT_SHARE: Final = 0.7  # of the worse steps, accepted at first
COLD_SHARE: Final = 0.05  # of the steps that cost one seat a quarter of an hour, accepted at last
_TRIED: Final = 50


class Search:
    """Places the meetings of a timetable and improves on it. `loyal`: a group keeps its trainer before all else."""

    def __init__(self, table: Timetable, *, loyal: bool = False, stop: Callable[[], bool] = lambda: False) -> None:
        self.table = table
        self.loyal = loyal
        self._stop = stop
        self.stopped = False
        self._groups: dict[int, list[int]] = {}
        self._noted = 0

    def _group_of(self, meeting: Meeting) -> list[int]:
        """The sittings of the meeting's group."""
        meetings = self.table.meetings
        for n in range(self._noted, len(meetings)):
            self._groups.setdefault(meetings[n].group, []).append(n)
        self._noted = len(meetings)
        return self._groups.get(meeting.group, [])

    # ── one meeting ─────────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def cost(meeting: Meeting, start: int) -> int:
        """What a place in time costs: seats times quarter hours before the due date; far more after it."""
        left = meeting.due - start - meeting.length
        if start < 0:
            return UNPLACED * len(meeting.people)
        return len(meeting.people) * (left if left >= 0 else LATE * (1 - left // DAY) - left)

    def best(self, meeting: Meeting, *, latest: bool, blink: random.Random | None = None) -> Spot:
        """The best possible spot: the latest in time or the earliest; after the due date the earliest. Or NOWHERE."""
        table = self.table
        mask = table.beginnings(meeting)
        if mask:
            mask &= table.halls_begin(meeting)
        if not mask:
            return NOWHERE
        if blink and blink.random() < _BLINK:
            mask = up_to(mask, last(mask)) or mask
        goal = self._pick(meeting, mask, latest)
        if not self.loyal:
            for teacher in self._teachers(meeting):
                if table.teacher_can(teacher, meeting, goal):
                    return Spot(goal, teacher, table.hall_at(meeting, goal))
        found, at = NOWHERE, -1
        for tried, teacher in enumerate(self._teachers(meeting)):
            if at >= 0 and tried >= _MOST_TEACHERS:
                break
            free = mask & table.teacher_begins(teacher, meeting)
            start = self._pick(meeting, free, latest) if free else -1
            if start >= 0 and (at < 0 or self._rank(meeting, start, latest) < self._rank(meeting, at, latest)):
                found, at = Spot(start, teacher), start
                if start == goal or (self.loyal and start + meeting.length <= meeting.due):
                    break
        return found if at < 0 else Spot(at, found.teacher, table.hall_at(meeting, at))

    @staticmethod
    def _pick(meeting: Meeting, mask: int, latest: bool) -> int:
        inside = up_to(mask, meeting.due - meeting.length + 1)
        if inside:
            return last(inside) if latest else first(inside)
        return first(mask)

    @classmethod
    def _rank(cls, meeting: Meeting, start: int, latest: bool) -> int:
        return cls.cost(meeting, start) if latest else start

    def _teachers(self, meeting: Meeting) -> Iterable[int]:
        """Those of the group's other sittings first."""
        able = self.table.teachers(meeting)
        if len(able) == 1 or len(meeting.course.parts) == 1:
            return able
        placed = [self.table.meetings[n].spot.teacher for n in self._group_of(meeting)]
        first_ones = [t for t in dict.fromkeys(placed) if t in able]
        return dict.fromkeys((*first_ones, *able))

    # ── all meetings ────────────────────────────────────────────────────────────────────────────────────────

    def forward(self, numbers: Sequence[int], *, latest: bool = False) -> None:
        """Places each meeting, the most urgent first; what cannot be placed stays out."""
        depth, tail = self._depths()
        meetings = self.table.meetings

        def urgency(n: int) -> tuple[int, int, int, int, int, int]:
            m = meetings[n]
            return (m.due, depth[n], -tail[n], len(m.course.teachers), -m.length * len(m.people), n)

        for n in sorted(numbers, key=urgency):
            spot = self.best(meetings[n], latest=latest)
            if spot.start >= 0:
                self.table.put(n, spot)

    def _depths(self) -> tuple[list[int], list[int]]:
        """For each meeting how much must come before it, and how much after: quarter hours along the longest chain."""
        meetings = self.table.meetings
        depth, tail = [0] * len(meetings), [0] * len(meetings)
        waiting = [len(m.before) for m in meetings]
        order = [n for n, m in enumerate(meetings) if not m.before]
        for n in order:
            for after in meetings[n].after:
                depth[after] = max(depth[after], depth[n] + meetings[n].length)
                waiting[after] -= 1
                if not waiting[after]:
                    order.append(after)
        for n in reversed(order):
            tail[n] = max((tail[a] + meetings[a].length for a in meetings[n].after), default=0)
        return depth, tail

    def justify(self) -> None:
        """Moves each meeting as near to its due date as it can be, the last ones first; nothing gets worse."""
        meetings = self.table.meetings
        placed = [n for n, m in enumerate(meetings) if m.spot.start >= 0 and not m.fixed]
        for n in sorted(placed, key=lambda n: (-meetings[n].spot.start, n)):
            self._improve(n)

    def pull(self) -> None:
        """Tries again what is late or has no place, the most urgent first."""
        meetings = self.table.meetings
        late = [n for n, m in enumerate(meetings) if not m.fixed and (m.spot.start < 0 or m.end > m.due)]
        for n in sorted(late, key=lambda n: (meetings[n].due, meetings[n].spot.start, n)):
            self._improve(n)

    def _improve(self, n: int) -> None:
        meeting = self.table.meetings[n]
        old = self.table.take(n) if meeting.spot.start >= 0 else NOWHERE
        new = self.best(meeting, latest=True)
        if new.start < 0 or self.cost(meeting, new.start) >= self.cost(meeting, old.start):
            new = old
        if new.start >= 0:
            self.table.put(n, new)

    # ── ruin and recreate ───────────────────────────────────────────────────────────────────────────────────

    def ruin_and_recreate(self, iterations: int) -> None:
        """So many times: takes a few related meetings out and puts them back better."""
        meetings = self.table.meetings
        chance = random.Random(SEED)
        free = [n for n, m in enumerate(meetings) if not m.fixed and m.people]
        if len(free) < 2:
            return
        of_learner: dict[int, list[int]] = {}
        for n in free:
            for p in meetings[n].people:
                of_learner.setdefault(p, []).append(n)
        annealing = Annealing(chance, self._first_heat(chance, free, of_learner), heat_for([1], COLD_SHARE))
        for step in range(iterations):
            if step % 32 == 0:
                if self._stop():
                    self.stopped = True
                    return
                annealing.cool(step / iterations)
            self._once(self._related(chance, free, of_learner), annealing.most(), chance)

    def _first_heat(self, chance: random.Random, free: list[int], of_learner: dict[int, list[int]]) -> float:
        """From steps that are only tried; those that make more seats late do not count."""
        tried = [self._once(self._related(chance, free, of_learner), -1, chance) for _ in range(_TRIED)]
        return heat_for([more for more in tried if 0 < more < (STRANGER if self.loyal else LATE)] or [DAY], HOT_SHARE)

    def _related(self, chance: random.Random, free: list[int], of_learner: dict[int, list[int]]) -> list[int]:
        meetings = self.table.meetings
        tried = [chance.choice(free) for _ in range(3)]
        seed = max(tried, key=lambda n: (self.cost(meetings[n], meetings[n].spot.start), -n))
        size = chance.randint(2, 12)
        found = {seed: None}
        for n in meetings[seed].before + meetings[seed].after:
            if not meetings[n].fixed and meetings[n].people and chance.random() < 0.5:
                found[n] = None
        person = chance.choice(meetings[seed].people)
        found.update(dict.fromkeys(of_learner[person][:size]))
        if len(found) < size:
            teachers = set(meetings[seed].course.teachers)
            near = [n for n in (chance.choice(free) for _ in range(24)) if teachers & set(meetings[n].course.teachers)]
            near.sort(key=lambda n: (abs(meetings[n].spot.start - meetings[seed].spot.start), n))
            found.update(dict.fromkeys(near[: size - len(found)]))
        return list(found)

    def _strangers(self, numbers: Iterable[int]) -> int:
        """What further trainers cost the groups of these meetings, where few trainers come before nearness."""
        if not self.loyal:
            return 0
        meetings, extra = self.table.meetings, 0
        for group in {meetings[n].group: self._group_of(meetings[n]) for n in numbers}.values():
            extra += max(0, len({meetings[n].spot.teacher for n in group if meetings[n].spot.start >= 0}) - 1)
        return STRANGER * extra

    def _once(self, numbers: list[int], most: float, chance: random.Random) -> int:
        """Takes meetings out and puts them back; undone if that costs too much. How much more it cost (or more yet)."""
        meetings, table = self.table.meetings, self.table
        before = sum(self.cost(meetings[n], meetings[n].spot.start) for n in numbers) + self._strangers(numbers)
        old = {n: (table.take(n) if meetings[n].spot.start >= 0 else NOWHERE) for n in numbers}
        noise = {n: old[n].start + chance.uniform(-1, 1) * 2 * DAY for n in numbers}
        if chance.random() < 0.3:
            noise = {n: meetings[n].length * len(meetings[n].people) * chance.random() for n in numbers}
        more = -before
        for n in sorted(numbers, key=lambda n: (-noise[n], n)):
            spot = self.best(meetings[n], latest=True, blink=chance)
            if spot.start >= 0:
                table.put(n, spot)
            more += self.cost(meetings[n], spot.start)
            if more > most >= 0:
                break
        more += self._strangers(numbers)
        if more > most:
            for n in numbers:
                if meetings[n].spot.start >= 0:
                    table.take(n)
            for n in numbers:
                if old[n].start >= 0:
                    table.put(n, old[n])
        return more
