"""Learning paths of a whole crowd: the ladders of the catalog, module by module; hard parts once per question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Any

from curriculum.tally.crowd import Crowd, Lanes
from curriculum.tally.ladders import Wait
from curriculum.tally.minutes import Structure
from curriculum.tally.profiles import Profiles

_Part = tuple[str, int, int]  # need or held, item, rank - 1; or path, bit of a module, 0
Ranks = list[int]  # place n: those who have, or need, rank n + 1 or more


class Paths:
    """Costs of paths from what a crowd requires and holds."""

    def __init__(self, profiles: Profiles, crowd: Crowd, lanes: Lanes, held: Sequence[Ranks]) -> None:
        ladders = self._ladders = profiles.ladders
        self._costs = profiles.costs
        self._lanes, self._held = lanes, held
        self._crowd = crowd
        places = self._places()
        self._modules = [(name, ladders.bit[name], places.get(name, [])) for name in ladders.order]
        self._taken: dict[int, int] = {}  # module → who takes it

    def _places(self) -> dict[str, list[tuple[int, int, int]]]:
        """Module → item, rank, and the rank before it: it is taken by who needs more than that and holds less."""
        found: dict[str, list[tuple[int, int, int]]] = {}
        for item, steps in enumerate(self._ladders.steps):
            before = 0
            for rank, name in steps:
                found.setdefault(name, []).append((item, rank, before))
                before = rank
        return found

    def costs(self, required: Sequence[Ranks]) -> list[Any]:
        """Fields of the cost, each with a number for every person; `required`: of ranks that a module leads to."""
        need = [list(ranks) for ranks in required]
        for name, bit, places in self._modules:
            taken = 0
            for item, rank, before in places:
                taken |= self._missing(need, item, before, rank)
            if taken:
                self._taken[bit] = taken
                for item, rank in self._ladders.waits[name]:
                    for n in range(rank):
                        need[item][n] |= taken
        of = self._costs.of
        simple = ((people, self._costs.fields(of[bit])) for bit, people in self._taken.items())
        return self._lanes.weighed([*simple, *self._hard(need)], self._costs.levels)

    def _missing(self, need: Sequence[Ranks], item: int, low: int, high: int) -> int:
        """Who needs more of an item than the low rank, and holds less than that and than the high one."""
        found = 0
        for rank in range(low, high):
            found |= need[item][rank] & ~self._held[item][rank]
        return found

    def _hard(self, need: Sequence[Ranks]) -> Iterator[tuple[int, Sequence[int]]]:
        """Hard parts: people with the same question are asked about once."""
        some = 0
        for item in self._ladders.hard:
            some |= self._missing(need, item, 0, len(need[item]))
        if not some:
            return
        parts, settled = self._parts(need), self._settled()
        planes = [people & some & (~settled if is_beside else -1) for people, is_beside in parts.values()]
        columns = [self._lanes.numbers(planes[n : n + 8]) for n in range(0, len(planes), 8)]
        asked: dict[tuple[int, ...], list[int]] = {}
        for place, key in compress(enumerate(zip(*columns, strict=True)), self._lanes.flags(some)):
            asked.setdefault(tuple(map(int, key)), []).append(place)
        whole = Structure(self._costs, {})
        size = self._crowd.size // 8 + 1
        said = {part: people.to_bytes(size, "little") for part, (people, _) in parts.items()}
        for who in asked.values():
            byte, bit = who[0] >> 3, who[0] & 7
            true = [part for part, people in said.items() if people[byte] >> bit & 1]
            yield self._crowd.at(who), self._costs.fields(_ask(whole, true))

    def _parts(self, need: Sequence[Ranks]) -> dict[_Part, tuple[int, bool]]:
        """All that may play a part in a hard answer → for whom it is so, and whether only for what hard items wait."""
        ladders, hard = self._ladders, self._ladders.hard
        columns = sorted({n for g in ladders.groups for n in (*g.items, *g.below, *(w[0] for w in g.waits))})
        found = {("need", item, n): (people, False) for item in sorted(hard) for n, people in enumerate(need[item])}
        for item in columns:
            found |= {("held", item, n): (people, item not in hard) for n, people in enumerate(self._held[item])}
        for _, bit, places in self._modules:
            items = {item for item, _, _ in places}
            if items.intersection(columns):
                found["path", bit, 0] = self._taken.get(bit, 0), not items.intersection(hard)
        return {part: (people, is_beside) for part, (people, is_beside) in found.items() if people}

    def _settled(self) -> int:
        """Who has, or will have, all that hard modules wait for: then nothing else plays a part."""
        settled = self._crowd.everybody
        waits: set[Wait] = {wait for group in self._ladders.groups for wait in group.waits}
        for item, rank in waits:
            has = self._held[item][rank - 1]
            for _, bit, places in self._modules:
                if any(i == item and r >= rank for i, r, _ in places):
                    has |= self._taken.get(bit, 0)
            settled &= has
        return settled


def _ask(whole: Structure, true: Sequence[_Part]) -> int:
    """The cost of what is hard for somebody of whom these are true."""
    ranks: dict[str, dict[int, int]] = {"need": {}, "held": {}}
    path = 0
    for what, which, n in true:
        if what == "path":
            path |= 1 << which
        else:
            ranks[what][which] = max(n + 1, ranks[what].get(which, 0))
    return whole.hard_cost(ranks["need"], ranks["held"], path)
