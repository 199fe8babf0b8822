"""What students dislike about a week, as sets of students: one whole number a question, all students at once.

A student dislikes the last slot of a day, a day with one event, and each third event in a row. What it would cost to
bring a set of students into a slot, or to take them out, is one intersection and one count: each slot keeps five sets
side by side in one number, and a set of students is repeated five times to be compared with all of them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from bench.itc2007.instance import A_DAY, SLOTS

PLANES: Final = 5
DAY_OF: Final = tuple(slot // A_DAY for slot in range(SLOTS))
LAST: Final = tuple(int(slot % A_DAY == A_DAY - 1) for slot in range(SLOTS))
_ROWS: Final = tuple(tuple(range(day * A_DAY, day * A_DAY + A_DAY)) for day in range(SLOTS // A_DAY))


def _threes(one: int, other: int) -> tuple[tuple[int, int, int], ...]:
    """All three slots in a row of a day with at least one of two slots in it."""
    day = one // A_DAY * A_DAY
    rows = [(n, n + 1, n + 2) for n in range(day, day + A_DAY - 2)]
    return tuple(row for row in rows if one in row or other in row)


_THREES: Final = {(a, b): _threes(a, b) for row in _ROWS for a in row for b in row}


class Weeks:
    """Who attends what when. Sets of students as they come from outside are `spread` over all planes."""

    def __init__(self, students: int) -> None:
        self._n = students
        self._all = (1 << students) - 1
        self._repeat = sum(1 << students * n for n in range(PLANES))
        self.at = [0] * SLOTS  # who is in a slot (not spread)
        self._coming = [0] * SLOTS
        self._going = [0] * SLOTS
        for day in range(SLOTS // A_DAY):
            self._count(day)

    def spread(self, students: int) -> int:
        """A set of students, once in each plane."""
        return students * self._repeat

    def _count(self, day: int) -> None:
        """Notes again what each slot of a day would cost those who come and save those who go."""
        n, at, row = self._n, self.at, _ROWS[day]
        once = twice = thrice = 0
        for slot in row:
            thrice |= twice & at[slot]
            twice |= once & at[slot]
            once |= at[slot]
        # A day that was free gets a single event; one with a single event has no longer a single one (counted as the
        # rest, and all are taken off: they cancel out between going and coming).
        coming = (self._all ^ once) << 3 * n | (self._all ^ (once & ~twice)) << 4 * n
        going = (once & ~twice) << 3 * n | (self._all ^ (twice & ~thrice)) << 4 * n
        s = (0, 0, *(at[slot] for slot in row), 0, 0)
        pairs = [a & b for a, b in pairwise(s)]
        for k, slot in enumerate(row):
            before, around, after = pairs[k], s[k + 1] & s[k + 3], pairs[k + 3]
            one = before ^ around
            two = (before & around) | (after & one)  # counts twice
            threes = one ^ after | two << n | two << 2 * n
            self._coming[slot] = threes | coming
            self._going[slot] = threes | going

    def change(self, a: int, b: int, x: int, y: int) -> int:
        """How much more is disliked if students x go from slot a to b, and others y (both spread) from b to a."""
        if DAY_OF[a] == DAY_OF[b]:
            more = self._change_within(a, b, (x | y) & self._all)
        else:
            coming, going = self._coming, self._going
            more = (x & coming[b]).bit_count() - (x & going[a]).bit_count()
            if y:
                more += (y & coming[a]).bit_count() - (y & going[b]).bit_count()
        if LAST[a] != LAST[b]:
            more += (LAST[b] - LAST[a]) * ((x.bit_count() - y.bit_count()) // PLANES)
        return more

    def _change_within(self, a: int, b: int, moved: int) -> int:
        at, rows = self.at, _THREES[a, b]
        before = sum([(at[k] & at[m] & at[n] & moved).bit_count() for k, m, n in rows])
        at[a] ^= moved
        at[b] ^= moved
        after = sum([(at[k] & at[m] & at[n] & moved).bit_count() for k, m, n in rows])
        at[a] ^= moved
        at[b] ^= moved
        return after - before

    def exchange(self, a: int, b: int, moved: int) -> None:
        """Students (spread) who are in one of two slots go to the other."""
        moved &= self._all
        self.at[a] ^= moved
        self.at[b] ^= moved
        self._count(DAY_OF[a])
        if DAY_OF[a] != DAY_OF[b]:
            self._count(DAY_OF[b])

    def flip(self, slot: int, students: int) -> None:
        """Students (spread) come into a slot, or leave it."""
        self.at[slot] ^= students & self._all
        self._count(DAY_OF[slot])

    def cost(self) -> int:
        """All that is disliked."""
        at, total = self.at, sum(LAST[slot] * self.at[slot].bit_count() for slot in range(SLOTS))
        for row in _ROWS:
            once = twice = 0
            for slot in row:
                twice |= once & at[slot]
                once |= at[slot]
            total += (once & ~twice).bit_count()
            total += sum((at[k] & at[k + 1] & at[k + 2]).bit_count() for k in row[:-2])
        return total
