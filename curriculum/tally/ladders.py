"""The catalog as ladders: where a path is no choice, so that it can be told without a search; and the rest in groups.

A competency is *simple* when its active modules teach nothing else, one for each rank, each from the next lower one,
and none stands in a circle: then reaching a rank takes exactly the modules between the held rank and it. Everything
else is *hard*: the reference (`PathFinder.reach`) is asked, group by group of what hangs together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from curriculum.graph import ranks
from curriculum.model import Module, Requirement, Workspace
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
        self.item: dict[Item, int] = {}
        self._collect_items()
        self.items = list(self.item)
        self.names = list(finder.active)
        self.bit = {name: n for n, name in enumerate(self.names)}
        self.teaches = {name: self._teaches(module) for name, module in ws.modules.items()}
        self.waits = {name: self._waits(module) for name, module in finder.active.items()}
        self.steps: list[list[tuple[int, str]]] = [[] for _ in self.items]  # item → (rank, active module), lowest first
        for name in self.names:
            for competency, rank in finder.gives(name, NOTHING).items():
                self.steps[self.item[Item(competency, None)]].append((rank, name))
        for n, item in enumerate(self.items):
            heir = finder.heir(item.module) if item.module else None
            self.steps[n] += [(1, heir)] if heir else []
            self.steps[n].sort()
        self.hard = self._hard_items()
        self.order = self._order()  # of the simple modules: whoever waits before what it waits for
        self.groups = self._groups()
        near = {n for group in self.groups for n in (*group.items, *group.below)}
        self.near_hard = {name for n in near for _, name in self.steps[n]}

    def _collect_items(self) -> None:
        ws = self._ws
        pairs = [(str(c.id), None) for c in ws.catalog.competencies]
        pairs += [(str(t.competency), None) for m in ws.modules.values() for t in m.teaches]
        pairs += [_pair(r) for r in self.requirements]
        pairs += [_pair(p) for m in self.finder.active.values() for p in m.prerequisites]
        for pair in pairs:
            self.item.setdefault(Item(*pair), len(self.item))

    def _teaches(self, module: Module) -> list[Wait]:
        """Items that a completion of the module gives, and the rank of each."""
        best: dict[int, int] = {}
        for teaching in module.teaches:
            n, rank = self.item[Item(str(teaching.competency), None)], self._rank.get(teaching.level, 0)
            best[n] = max(rank, best.get(n, 0))
        best |= {
            n: 1
            for i, n in self.item.items()
            if i.module and module.id in self._ws.succession(i.module, self.finder.as_of)
        }
        return [(n, rank) for n, rank in best.items() if rank]

    def _waits(self, module: Module) -> list[Wait]:
        found: dict[Wait, None] = {}
        for prerequisite in module.prerequisites:
            item = Item(*_pair(prerequisite))
            rank = 1 if item.module else self._rank.get(prerequisite.level or "", 0)
            if rank and (item.module or item.competency):
                found[self.item[item], rank] = None
        for teaching in module.teaches:
            rank = self.finder.expected[str(module.id), str(teaching.competency)]
            if rank:
                found[self.item[Item(str(teaching.competency), None)], rank] = None
        return list(found)

    # ── simple and hard ──

    def _hard_items(self) -> frozenset[int]:
        options = {
            n: Option(1, tuple(frozenset(self.bit[p] for p in given) for given, _ in self.finder.waits(name, NOTHING)))
            for n, name in enumerate(self.names)
        }
        startable = startable_of(options)
        stuck = {name for n, name in enumerate(self.names) if n not in startable} | self._circular()
        return frozenset(n for n in range(len(self.items)) if not self._is_simple(n, stuck))

    def _is_simple(self, n: int, stuck: set[str]) -> bool:
        steps = self.steps[n]
        if not steps or any(name in stuck for _, name in steps):
            return False
        if self.items[n].module:
            taught = self.finder.gives(steps[0][1], NOTHING)
            return all(self._is_simple(self.item[Item(c, None)], stuck) for c in taught)
        before = 0
        for rank, name in steps:
            expected = self.finder.expected[name, self.items[n].competency or ""]
            if rank <= before or expected != before or len(self.finder.gives(name, NOTHING)) > 1:
                return False
            before = rank
        return True

    def _circular(self) -> set[str]:
        """Modules that may wait for themselves, through whatever could be taken; within a ladder only downwards."""
        after = {name: {p for wait in self.waits[name] for p in self.providers(wait, name)} for name in self.names}
        reach = self._reach(after)
        return {name for name in self.names if any(reach[p] >> self.bit[name] & 1 for p in after[name])}

    def providers(self, wait: Wait, asking: str = "") -> Iterator[str]:
        """Modules that may be taken for it. Only lower ones where the module that asks stands in the same ladder."""
        n, rank = wait
        own = next((r for r, name in self.steps[n] if name == asking), None)
        for r, name in self.steps[n]:
            if own is None or r < own or (r == own and name != asking):
                yield name
            if own is None and r >= rank and not self._is_wide(n):
                return

    def _is_wide(self, n: int) -> bool:
        """Whether some rank can be reached in several ways."""
        taught = [rank for rank, _ in self.steps[n]]
        return len(set(taught)) < len(taught) or any(
            len(self.finder.gives(name, NOTHING)) > 1
            or (self.items[n].competency and self.finder.expected[name, self.items[n].competency or ""] != before)
            for (_, name), before in zip(self.steps[n], (0, *taught), strict=False)
        )

    def _reach(self, after: Mapping[str, Iterable[str]]) -> dict[str, int]:
        """Module → bits of all it may lead to, itself included."""
        reach = {name: 1 << self.bit[name] for name in self.names}
        grew = True
        while grew:
            grew = False
            for name in reversed(self.names):
                found = reach[name]
                for p in after[name]:
                    found |= reach[p]
                if found != reach[name]:
                    reach[name], grew = found, True
        return reach

    def is_hard(self, name: str) -> bool:
        """Whether the module belongs to something hard."""
        return any(self.item[Item(c, None)] in self.hard for c in self.finder.gives(name, NOTHING)) or any(
            name == heir for n in self.hard if self.items[n].module for _, heir in self.steps[n]
        )

    def _order(self) -> list[str]:
        after = {name: {p for wait in self.waits[name] for p in self.providers(wait, name)} for name in self.names}
        reach = self._reach(after)
        simple = [name for name in self.names if not self.is_hard(name)]
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
            waits = {w for n in members for w in touched[n][0] if w[0] not in self.hard}
            below = {b for n in members for b in touched[n][1] if b not in self.hard}
            groups.append(Group(tuple(sorted(members)), tuple(sorted(waits)), tuple(sorted(below))))
        return sorted(groups)

    def _siblings(self, n: int) -> Iterator[int]:
        for _, name in self.steps[n]:
            yield from (item for item, _ in self.teaches[name])

    def _downstream(self, n: int) -> tuple[set[Wait], set[int]]:
        """What the modules of a hard item wait for, and all items that may be pulled in through that."""
        waits = {wait for _, name in self.steps[n] for wait in self.waits[name]}
        below: set[int] = set()
        queue = [item for item, _ in waits]
        while queue:
            item = queue.pop()
            if item not in below:
                below.add(item)
                if item not in self.hard:
                    modules = [name for _, name in self.steps[item]]
                    queue += [i for name in modules for i, _ in (*self.waits[name], *self.teaches[name])]
        return waits, below


def _pair(part: object) -> tuple[str | None, str | None]:
    competency, module = getattr(part, "competency", None), getattr(part, "module", None)
    return (None, str(module)) if module is not None else (str(competency) if competency is not None else None, None)
