"""The catalog as ladders: where a path is no choice, so that it can be told without a search; and the rest in groups.

Where each rank of a competency is taught by one module, from the next lower rank, and no module stands in a circle,
reaching a rank takes exactly the modules between the held rank and it. Ranks that can be reached in several ways are
*hard*: there the reference (`PathFinder.reach`) is asked, group by group of what hangs together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from curriculum.graph import ranks
from curriculum.model import Module, Requirement, Workspace
from curriculum.needs.demands import Named
from curriculum.plan import PathFinder
from curriculum.plan.cover import Option, startable_of
from curriculum.plan.steps import Asked

NOTHING: Final = Asked((), {}, frozenset(), {}, {})

Wait = tuple[int, int]  # item, rank


class Item(NamedTuple):
    """Something that can be held: a competency at ranks, or one named module (rank 1)."""

    competency: str | None
    module: str | None


class Group(NamedTuple):
    """Hard items that must be answered together."""

    items: tuple[int, ...]
    waits: tuple[Wait, ...]  # what its modules wait for outside: simple items
    below: tuple[int, ...]  # all simple items that may be pulled in through those


class Ladders:
    """What does not depend on anybody: items, who teaches them, what waits for what."""

    def __init__(self, ws: Workspace, finder: PathFinder) -> None:
        self.finder = finder
        self._ws = ws
        self._rank = ranks([str(level.id) for level in ws.program.levels])
        self.requirements: list[Requirement] = [
            *ws.program.everybody,
            *(r for floor in ws.program.access.values() for r in floor.requires),
            *(r for role in ws.roles.values() for r in role.requires),
        ]
        self.item: dict[Named, int] = {}  # an Item, or the pair that it is
        self._collect_items()
        self.items = [Item(*named) for named in self.item]
        self.names = list(finder.active)
        self.bit = {name: n for n, name in enumerate(self.names)}
        self.teaches = {name: self._teaches(module) for name, module in ws.modules.items()}
        self.waits = {name: self._waits(module) for name, module in finder.active.items()}
        self.steps: list[list[tuple[int, str]]] = [[] for _ in self.items]  # item → (rank, active module), lowest first
        for name in self.names:
            for competency, rank in finder.gives(name, NOTHING).items():
                self.steps[self.item[competency, None]].append((rank, name))
        for n, item in enumerate(self.items):
            heir = finder.heir(item.module) if item.module else None
            self.steps[n] += [(1, heir)] if heir else []
            self.steps[n].sort()
        self.dominated: set[str] = set()
        self._without_dominated()
        self._placed: dict[str, list[Wait]] = {}
        for n, steps in enumerate(self.steps):
            for rank, name in steps:
                self._placed.setdefault(name, []).append((n, rank))
        self._taken: dict[Wait, int] = {}
        self.shared = {  # some module teaches another item as well
            n for n, steps in enumerate(self.steps) if any(len(finder.gives(name, NOTHING)) > 1 for _, name in steps)
        }
        self.reachable: list[int] = []  # highest rank of each item that one can reach who holds nothing
        self.highest = [steps[-1][0] if steps else 0 for steps in self.steps]
        self.hard = self._hard_ranks(self._stuck())
        self.blocked = [n for n, highest in enumerate(self.highest) if self.reachable[n] < highest]
        self.order = self._order()  # of the simple modules: whoever waits before what it waits for
        self.groups = self._groups()
        near = (n for group in self.groups for n in (*group.items, *group.below))
        self.near_hard = self.dominated.union(name for n in near for _, name in self.steps[n])

    def _collect_items(self) -> None:
        ws = self._ws
        pairs: list[tuple[str | None, str | None]] = [(str(c.id), None) for c in ws.catalog.competencies]
        pairs += [(str(t.competency), None) for m in ws.modules.values() for t in m.teaches]
        asked = {(r.competency, r.module): r for r in self.requirements}  # the same is asked of many
        pairs += [_pair(r) for r in asked.values()]
        pairs += [_pair(p) for m in self.finder.active.values() for p in m.prerequisites]
        for pair in pairs:
            self.item.setdefault(pair, len(self.item))

    def _teaches(self, module: Module) -> list[Wait]:
        """Items that a completion of the module gives, and the rank of each."""
        best: dict[int, int] = {}
        for teaching in module.teaches:
            n, rank = self.item[str(teaching.competency), None], self._rank.get(teaching.level, 0)
            best[n] = max(rank, best.get(n, 0))
        best |= {
            n: 1
            for (_, name), n in self.item.items()
            if name and module.id in self._ws.succession(name, self.finder.as_of)
        }
        return [(n, rank) for n, rank in best.items() if rank]

    def _waits(self, module: Module) -> list[Wait]:
        found: dict[Wait, None] = {}
        for prerequisite in module.prerequisites:
            pair = _pair(prerequisite)
            rank = 1 if pair[1] else self._rank.get(prerequisite.level or "", 0)
            if rank and any(pair):
                found[self.item[pair], rank] = None
        for teaching in module.teaches:
            rank = self.finder.expected[str(module.id), str(teaching.competency)]
            if rank:
                found[self.item[str(teaching.competency), None], rank] = None
        return list(found)

    # ── simple and hard ──

    def _stuck(self) -> set[str]:
        """Modules that nobody can start without holding something already, or that may wait for themselves."""
        options = {
            n: Option(1, tuple(frozenset(self.bit[p] for p in given) for given, _ in self.finder.waits(name, NOTHING)))
            for n, name in enumerate(self.names)
        }
        startable = startable_of(options)
        self.reachable = [
            max((rank for rank, name in steps if self.bit[name] in startable), default=0) for steps in self.steps
        ]
        return {name for n, name in enumerate(self.names) if n not in startable} | self._circular()

    def _hard_ranks(self, stuck: set[str]) -> dict[int, tuple[int, int]]:
        """Item → lowest and highest rank that may be reached in several ways, with all that such modules teach."""
        found = {n: span for n in range(len(self.items)) if (span := self._own_span(n, stuck)) is not None}
        size = (-1, -1)
        while size != (size := (len(found), sum(high - low for low, high in found.values()))):
            for name in self.names:
                if self._is_in(name, found):
                    for n, rank in self._places(name):
                        _widen(found, n, rank)
                    for n, rank in self.waits[name]:
                        if n in found and found[n][0] <= self.up(n, rank):
                            _widen(found, n, self.up(n, rank))
        return found

    def _own_span(self, n: int, stuck: set[str]) -> tuple[int, int] | None:
        steps = self.steps[n]
        if not steps:
            return 0, 1000
        ranks_taught = [rank for rank, _ in steps]
        several = [rank for rank in set(ranks_taught) if ranks_taught.count(rank) > 1]
        for rank, name in steps:
            competency, lower = self.items[n].competency, max((r for r in ranks_taught if r < rank), default=0)
            if name in stuck or (competency and self.finder.expected[name, competency] != lower):
                return 0, 1000
        return (min(several), max(several)) if several else None

    def _places(self, name: str) -> list[Wait]:
        """Items that planning the module reaches, named ones included."""
        return self._placed.get(name, [])

    def _is_in(self, name: str, spans: Mapping[int, tuple[int, int]]) -> bool:
        return any(n in spans and spans[n][0] <= rank <= spans[n][1] for n, rank in self._places(name))

    def is_hard(self, name: str) -> bool:
        """Whether the module is part of a choice."""
        return self._is_in(name, self.hard)

    def up(self, n: int, rank: int) -> int:
        """The lowest rank taught that is enough."""
        return next((r for r, _ in self.steps[n] if r >= rank), rank)

    def _without_dominated(self) -> None:
        """Of modules for the same, one that costs more and waits for no less is never taken, unless it is named."""
        heirs = {name for n, item in enumerate(self.items) if item.module for _, name in self.steps[n]}
        gives = {name: self.finder.gives(name, NOTHING) for name in self.names}
        for n, steps in enumerate(self.steps):
            if self.items[n].competency:
                worse = {
                    a
                    for rank, a in steps
                    for other, b in steps
                    if a != b and rank == other and a not in heirs and gives[a] == gives[b]
                    if set(self.waits[b]) <= set(self.waits[a]) and self._price(b) < self._price(a)
                }
                self.dominated |= worse
                self.steps[n] = [(rank, name) for rank, name in steps if name not in worse]

    def _price(self, name: str) -> tuple[int, int, int]:
        likely = self.finder.minutes_left(name, NOTHING).likely
        return likely, likely**2, self.bit[name]

    def _circular(self) -> set[str]:
        """Modules that may wait for themselves, through whatever could be taken; within a ladder only downwards."""
        reach = self.reach
        return {name for name, after in self._after.items() if any(reach[p] >> self.bit[name] & 1 for p in after)}

    @cached_property
    def _after(self) -> dict[str, set[str]]:
        """Module → those that may be taken for what it waits for."""
        return {name: {p for wait in self.waits[name] for p in self.providers(wait, name)} for name in self.names}

    def providers(self, wait: Wait, asking: str) -> Iterator[str]:
        """Modules that may be taken for it; of the ladder in which the module itself stands, only the lower ones."""
        n, rank = wait
        own = next((r for r, name in self.steps[n] if name == asking), None)
        is_ladder = all(
            not self.items[n].competency
            or self.finder.expected[name, self.items[n].competency or ""]
            == max((o for o, _ in self.steps[n] if o < r), default=0)
            for r, name in self.steps[n]
        )
        for r, name in self.steps[n]:
            if name != asking and (not is_ladder or r <= min(self.up(n, rank), (own or 1000) - 1)):
                yield name

    @cached_property
    def reach(self) -> dict[str, int]:
        """Module → bits of all it may lead to, itself included."""
        reach = {name: 1 << self.bit[name] for name in self.names}
        grew = True
        while grew:
            grew = False
            for name in reversed(self.names):
                found = reach[name]
                for p in self._after[name]:
                    found |= reach[p]
                if found != reach[name]:
                    reach[name], grew = found, True
        return reach

    def _order(self) -> list[str]:
        reach = self.reach
        simple = [name for name in self.names if not self.is_hard(name) and name not in self.dominated]
        return sorted(simple, key=lambda name: -reach[name].bit_count())  # who reaches more stands above

    # ── groups ──

    def _groups(self) -> list[Group]:
        parts = {n: {n} for n in self.hard}
        touched: dict[int, tuple[set[Wait], set[int]]] = {}
        for n in self.hard:
            waits, below = touched[n] = self._downstream(n)
            for other in [*below, *(w[0] for w in waits), *self._siblings(n)]:
                if other in self.hard and parts[other] is not parts[n]:
                    parts[n] |= parts[other]
                    for member in parts[other]:
                        parts[member] = parts[n]
        groups = []
        for members in {id(part): part for part in parts.values()}.values():
            waits = {w for n in members for w in touched[n][0] if not self.meets_hard(*w)}
            below = {b for n in members for b in touched[n][1] if b not in members}
            groups.append(Group(tuple(sorted(members)), tuple(sorted(waits)), tuple(sorted(below))))
        return sorted(groups)

    def take(self, item: int, held: int, rank: int) -> int:
        """Bits of the modules that lead from a held rank of a simple item to another."""
        key = (item, rank << 8 | held)
        if key not in self._taken:
            found = before = 0
            low, high = self.hard.get(item, (1, 0))
            for r, name in self.steps[item] if rank > held else ():
                if r > held and before < rank and not low <= r <= high:
                    found |= 1 << self.bit[name]
                before = r
            self._taken[key] = found
        return self._taken[key]

    def meets_hard(self, n: int, rank: int) -> bool:
        """Whether reaching the rank may pass through a choice."""
        return n in self.hard and self.hard[n][0] <= self.up(n, rank)

    def _siblings(self, n: int) -> Iterator[int]:
        for _, name in self._hard_modules(n):
            yield from (item for item, _ in self._places(name))

    def _hard_modules(self, n: int) -> list[tuple[int, str]]:
        low, high = self.hard[n]
        return [(rank, name) for rank, name in self.steps[n] if low <= rank <= high]

    def _downstream(self, n: int) -> tuple[set[Wait], set[int]]:
        """What the modules of a choice wait for, and all items that may be pulled in through that."""
        waits = {wait for _, name in self._hard_modules(n) for wait in self.waits[name] if wait[0] != n}
        below: set[int] = set()
        queue = [item for item, _ in waits]
        while queue:
            item = queue.pop()
            if item not in below:
                below.add(item)
                modules = [name for _, name in self.steps[item]]
                queue += [i for name in modules for i, _ in (*self.waits[name], *self._places(name))]
        return waits, below


def _widen(spans: dict[int, tuple[int, int]], n: int, rank: int) -> None:
    low, high = spans.get(n, (rank, rank))
    spans[n] = min(low, rank), max(high, rank)


def _pair(part: object) -> tuple[str | None, str | None]:
    competency, module = getattr(part, "competency", None), getattr(part, "module", None)
    return (None, str(module)) if module is not None else (str(competency) if competency is not None else None, None)
