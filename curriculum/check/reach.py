"""What can be reached: which modules can be started at all, and which levels they lead to.

Modules with a `retired_on` count as retired whatever the day, and equivalences with an `until_on` as ended: nobody
should depend on them from now on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from curriculum.check import known
from curriculum.diagnostics import Position
from curriculum.graph import expected_ranks, ranks
from curriculum.model import Module, Prerequisite, Teaching, Workspace


class Wait(NamedTuple):
    """Something a module waits for: any one of some modules, once done, is enough."""

    at: Position
    words: str  # "module 'reading-dashboards'" or "reports beginner"
    any_of: frozenset[str]


class Reach:
    """The catalog as a graph: what each active module waits for, and what it leads to."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._competencies = known.competencies(ws)
        self._levels = known.levels(ws)
        self._ranks = ranks(list(self._levels.ids))
        self.active = {id: m for id, m in ws.modules.items() if m.retired_on is None}
        # What a module teaches is not known in full: then nothing is said about levels.
        self.is_open = known.has_unread_modules(ws)
        self.swaps = tuple(e for e in ws.catalog.equivalents if e.until_on is None)
        self.taught = {id: list(self._taught(m)) for id, m in ws.modules.items()}
        self._teachers: dict[str, list[tuple[int, str]]] = {}  # competency → rank and module
        for id, taught in self.taught.items():
            for name, rank in taught:
                self._teachers.setdefault(name, []).append((rank, id))
        self.waits = self._all_waits()

    def _taught(self, module: Module) -> Iterator[tuple[str, int]]:
        """Competency and rank; a misspelt competency is read as the nearest one, a misspelt level as the highest."""
        for teaching in module.teaches:
            competency: str | None = teaching.competency
            if competency not in self._competencies:
                competency = self._competencies.nearest(teaching.competency)
            if competency is None:
                self.is_open = True
            else:
                yield competency, self._ranks.get(teaching.level, len(self._ranks))

    def _all_waits(self) -> dict[str, tuple[Wait, ...]]:
        taught = {id: [self._declared(t) for t in m.teaches] for id, m in self.active.items()}
        before = expected_ranks(taught)
        return {id: tuple(self._waits(m, before)) for id, m in self.active.items()}

    def _declared(self, teaching: Teaching) -> tuple[str, int, int | None]:
        from_level = None if teaching.from_level is None else self._ranks.get(teaching.from_level, 0)
        return teaching.competency, self._ranks.get(teaching.level, 0), from_level

    def _waits(self, module: Module, before: Mapping[tuple[str, str], int]) -> Iterator[Wait]:
        for prerequisite in module.prerequisites:
            yield from self._wait_for(module, prerequisite)
        for teaching in module.teaches:
            rank = before.get((module.id, teaching.competency), 0)
            place = teaching.from_level.at if teaching.from_level else teaching.at
            yield from self._wait_for_level(module, teaching.competency, rank, place)

    def _wait_for(self, module: Module, prerequisite: Prerequisite) -> Iterator[Wait]:
        if prerequisite.module is not None:
            asked = prerequisite.module
            if asked in self._ws.modules:  # else it was reported as unknown
                instead = active_successor(self._ws, asked)
                words = f"module '{asked}'"
                yield Wait(asked.at, words, frozenset({str(asked)} | ({instead} if instead else set())))
        elif prerequisite.competency is not None and prerequisite.level is not None:
            rank = self._ranks.get(prerequisite.level, 0)
            yield from self._wait_for_level(module, prerequisite.competency, rank, prerequisite.level.at)

    def _wait_for_level(self, module: Module, competency: str, rank: int, at: Position) -> Iterator[Wait]:
        if rank == 0 or self.is_open or competency not in self._competencies:
            return
        teachers = {id for high, id in self._teachers.get(competency, ()) if high >= rank}
        yield Wait(at, f"{competency} {list(self._ranks)[rank - 1]}", frozenset(teachers - {str(module.id)}))

    def done(self, assumed: Iterable[str] = ()) -> set[str]:
        """The modules that somebody can have completed, or have credit for (least fixpoint), besides those assumed."""
        done = set(assumed)
        size = -1
        while size < len(done):
            size = len(done)
            done |= {id for id, waits in self.waits.items() if id not in done and all(w.any_of & done for w in waits)}
            for swap in self.swaps:
                if done.issuperset(swap.completed):
                    done |= {str(module) for module in swap.counts_as}
        return done

    def highest(self) -> dict[str, int]:
        """The highest rank that any active module leads to, by competency; circles are reported elsewhere."""
        found: dict[str, int] = {}
        for id in self.done(self.active):
            for competency, rank in self.taught.get(id, ()):
                found[competency] = max(rank, found.get(competency, 0))
        return found

    def rank(self, level: str) -> int:
        """The rank of a level, 0 for an unknown one."""
        return self._ranks.get(level, 0)


def active_successor(ws: Workspace, module: str) -> str | None:
    """The active module that takes a retired module's place, at the end of the chain of successors."""
    seen: set[str] = set()
    at: str | None = module
    while at is not None and at not in seen:
        found = ws.modules.get(at)
        if found is None or found.retired_on is None:
            return at if found is not None and at != module else None
        seen.add(at)
        at = found.successor
    return None
