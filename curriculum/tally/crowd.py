"""Everybody as one crowd: a set of people is an integer, person n of the crowd its bit n.

What holds for many people is then found for all of them in one operation. Who has the same cells stands together.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

_SPREAD: Final = tuple(bytes(byte >> n & 1 for n in range(8)) for byte in range(256))
_CODES: Final = {code_size: code for code in "QIHB" if (code_size := array(code).itemsize)}


class Crowd:
    """Where everybody stands: by kind, then in roster order."""

    def __init__(self, kind_of: Sequence[int], kinds: int) -> None:
        """`kind_of`: the kind of each person in roster order."""
        self.size = len(kind_of)
        counts = [0] * kinds
        for kind in kind_of:
            counts[kind] += 1
        self.starts = [0, *accumulate(counts)]  # the first place of each kind, and the end
        self.everybody = (1 << self.size) - 1
        self._kind_of = kind_of

    def places(self) -> Sequence[int]:
        """The place of each person of the roster."""
        free = self.starts[:-1]
        found = []
        for kind in self._kind_of:
            found.append(free[kind])
            free[kind] += 1
        return found

    def kind_at(self, place: int) -> int:
        """The kind of who stands there."""
        return bisect_right(self.starts, place) - 1

    def at(self, places: Iterable[int]) -> int:
        """Those who stand there."""
        found = bytearray(self.size // 8 + 1)
        for place in places:
            found[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(found, "little")

    def of(self, kinds: Iterable[int]) -> int:
        """Everybody of some kinds, in rising order."""
        starts = self.starts
        parts = [(starts[k], (1 << starts[k + 1] - starts[k]) - 1) for k in kinds]
        while len(parts) > 1:
            pairs = zip(parts[::2], parts[1::2], strict=False)
            joined = [(at, low | high << after - at) for (at, low), (after, high) in pairs]
            parts = joined + parts[len(joined) * 2 :]
        return parts[0][1] << parts[0][0] if parts else 0


class Counter:
    """A number for each person: plane n holds bit n of everybody's."""

    def __init__(self) -> None:
        self.planes: list[int] = []

    def add(self, people: int, number: int = 1) -> None:
        """Adds the number to that of each of the people."""
        planes, carry, n = self.planes, 0, 0
        while number or carry:
            if n == len(planes):
                planes.append(0)
            old = planes[n]
            if number & 1:
                planes[n] = old ^ people ^ carry
                carry = (old & people) | (carry & (old ^ people))
            elif carry:
                planes[n] = old ^ carry
                carry &= old
            number >>= 1
            n += 1

    def any(self) -> int:
        """Those whose number is not zero."""
        found = 0
        for plane in self.planes:
            found |= plane
        return found


class Lanes:
    """Sets and counters → one value for each person of a crowd; by the standard library."""

    def __init__(self, size: int) -> None:
        self.size = size

    def flags(self, people: int) -> Any:
        """1 for each of the people, 0 for everybody else."""
        spread = map(_SPREAD.__getitem__, people.to_bytes((self.size + 7) // 8, "little"))
        return b"".join(spread)[: self.size]

    def numbers(self, planes: Sequence[int]) -> Any:
        """Everybody's number."""
        columns = [self._byte(planes[n : n + 8]) for n in range(0, len(planes), 8)] or [bytes(self.size)]
        if len(columns) == 1:
            return columns[0]
        width = next(size for size in sorted(_CODES) if size >= len(columns))
        lanes = bytearray(self.size * width)
        for n, column in enumerate(columns):
            lanes[n if sys.byteorder == "little" else width - 1 - n :: width] = column
        return array(_CODES[width], bytes(lanes))

    def _byte(self, planes: Sequence[int]) -> bytes:
        found = 0
        for n, plane in enumerate(planes):
            found |= int.from_bytes(self.flags(plane), "little") << n
        return found.to_bytes(self.size, "little")

    def weighed(self, parts: Sequence[tuple[int, Sequence[int]]], fields: int) -> list[Any]:
        """The sums of numbers, field by field, over the sets that somebody is in."""
        counters = [Counter() for _ in range(fields)]
        for people, numbers in parts:
            for counter, number in zip(counters, numbers, strict=True):
                counter.add(people, number)
        return [self.numbers(counter.planes) for counter in counters]

    def sums(self, column: Any, starts: Sequence[int]) -> list[int]:
        """The sum of each kind."""
        return [sum(column[a:b]) for a, b in pairwise(starts)]

    def filled(self, column: Any, starts: Sequence[int]) -> list[int]:
        """How many of each kind have more than nothing."""
        return [b - a - column[a:b].count(0) for a, b in pairwise(starts)]
