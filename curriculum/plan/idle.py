"""Modules that close nobody's gap (rule 27)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from curriculum import codes
from curriculum.diagnostics import Diagnostic
from curriculum.graph import ranks
from curriculum.model import LearningPath, Module, PersonNeeds, Workspace


class Catalog(Protocol):
    """The catalog on a day."""

    as_of: dt.date
    active: dict[str, Module]
    expected: dict[tuple[str, str], int]  # (module, competency) → the rank a learner holds before


def idle_modules(
    ws: Workspace, people: Sequence[PersonNeeds], paths: Iterable[LearningPath], catalog: Catalog
) -> Iterator[Diagnostic]:
    """Active modules, in no follow-up and on nobody's path, that serve no need, nor prepare for one. Reports CUR307."""
    if not ws.people:
        return
    needs = [need for found in people for need in found.needs]
    wanted = _Wanted(ws, catalog)
    for need in needs:
        wanted.ask(need.module, need.competency, need.required)
    wanted.add({step.module for path in paths for step in path.steps})
    wanted.add({str(part.module) for part in ws.program.follow_up if part.module in ws.modules})
    wanted.follow()
    for name, module in catalog.active.items():
        if name not in wanted.modules:
            yield Diagnostic.of(codes.CLOSES_NO_GAP, module.at, f"module '{name}' closes nobody's gap")


class _Wanted:
    """What is asked of the catalog, directly or as a preparation for something else."""

    def __init__(self, ws: Workspace, catalog: Catalog) -> None:
        self._ws = ws
        self._catalog = catalog
        self._rank = ranks([str(level.id) for level in ws.program.levels])
        self._named: set[str] = set()
        self._levels: dict[str, int] = {}
        self.modules: set[str] = set()

    def ask(self, module: str | None, competency: str | None, rank: int) -> None:
        if module is not None:
            self._named.update(self._ws.succession(module, self._catalog.as_of))
        if competency is not None:
            self._levels[competency] = max(rank, self._levels.get(competency, 0))

    def add(self, modules: set[str]) -> None:
        """The modules, and what they wait for."""
        self.modules |= modules
        for module in (self._ws.modules[name] for name in modules):
            for change in module.changes:
                self.ask(change.delta, None, 0)
            for before in module.prerequisites:
                self.ask(before.module, before.competency, self._rank.get(before.level or "", 0))
            for teaching in module.teaches:
                self.ask(None, teaching.competency, self._catalog.expected[str(module.id), teaching.competency])

    def follow(self) -> None:
        """From what is asked for to the modules that answer it, until nothing new follows."""
        while new := {name for name in self._catalog.active if name not in self.modules and self._is_asked(name)}:
            self.add(new)

    def _is_asked(self, name: str) -> bool:
        gives = {str(teaching.competency) for teaching in self._catalog.active[name].teaches}
        return name in self._named or any(self._levels.get(c, 0) > self._catalog.expected[name, c] for c in gives)
