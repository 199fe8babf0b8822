"""The crowd in arrays: NumPy where the standard library would go from person to person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from curriculum.tally.crowd import Crowd, Lanes


class ColumnCrowd(Crowd):
    """The same, from an array of kinds."""

    def __init__(self, kind_of: Any, kinds: int) -> None:
        import numpy as np

        self.size = len(kind_of)
        self.everybody = (1 << self.size) - 1
        self.counts = np.bincount(kind_of, minlength=kinds)
        self.starts = [0, *np.cumsum(self.counts).tolist()]
        self._order = np.argsort(kind_of, kind="stable")

    def places(self) -> Any:
        """The place of each person of the roster."""
        import numpy as np

        found = np.empty(self.size, dtype=np.int32)
        found[self._order] = np.arange(self.size, dtype=np.int32)
        return found

    def kinds(self) -> Any:
        """The kind of who stands at each place."""
        import numpy as np

        return np.repeat(np.arange(len(self.counts), dtype=np.int32), self.counts)

    def positions(self, places: Any) -> Any:
        """Where those at some places stand in the roster."""
        return self._order[places]


class ColumnLanes(Lanes):
    """The same as arrays."""

    def __init__(self, size: int) -> None:
        import numpy as np

        super().__init__(size)
        self._np = np

    def _bytes(self, people: int) -> Any:
        return self._np.frombuffer(people.to_bytes((self.size + 7) // 8, "little"), dtype=self._np.uint8)

    def flags(self, people: int) -> Any:
        """1 for each of the people, 0 for everybody else."""
        return self._np.unpackbits(self._bytes(people), count=self.size, bitorder="little")

    def people(self, places: Any) -> int:
        """Those who stand at the places."""
        flags = self._np.zeros(self.size, dtype=self._np.bool_)
        flags[places] = True
        return int.from_bytes(self._np.packbits(flags, bitorder="little").tobytes(), "little")

    def numbers(self, planes: Sequence[int]) -> Any:
        """Everybody's number."""
        np = self._np
        kind = np.uint8 if len(planes) <= 8 else np.uint16 if len(planes) <= 16 else np.int64
        found = np.zeros(self.size, dtype=kind)
        for n, plane in enumerate(planes):
            found |= self.flags(plane).astype(kind) << n
        return found

    def sums(self, column: Any, starts: Sequence[int]) -> list[int]:
        """The sum of each kind."""
        np = self._np
        upto = np.concatenate(([0], np.cumsum(column, dtype=np.int64)))
        found: list[int] = np.diff(upto[np.asarray(starts)]).tolist()
        return found

    def filled(self, column: Any, starts: Sequence[int]) -> list[int]:
        """How many of each kind have more than nothing."""
        return self.sums(column > 0, starts)
