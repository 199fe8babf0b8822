"""Somebody who takes modules one after the other, written from the definition and not from the engine."""

from __future__ import annotations

import datetime as dt

from curriculum.model import Module, Need, PersonNeeds, Prerequisite, Status, Workspace
from tests.builders import LEVELS


class Learner:
    """What one person has, and what a module would ask of them."""

    def __init__(self, ws: Workspace, found: PersonNeeds, as_of: dt.date) -> None:
        self._ws = ws
        self._active = {n: m for n, m in ws.modules.items() if m.retired_on is None or m.retired_on > as_of}
        self._deltas = found.deltas
        self._held = dict(found.held)
        self._done = set(found.done)
        for need in found.needs:
            if need.status is Status.EXEMPT:
                self._gain(need.competency, need.required)
                self._done |= {need.module} if need.module else set()

    def lacks(self, name: str) -> list[str]:
        """Why the module cannot be taken yet."""
        if name not in self._active:
            return [f"{name} is retired"]
        module = self._active[name]
        missing = [str(p) for p in module.prerequisites if not self._meets(p)]
        if name not in self._deltas.values():
            missing += [
                str(t) for t in module.teaches if self._held.get(t.competency, 0) < self._start(module, t.competency)
            ]
        return missing

    def takes(self, name: str) -> None:
        outdated = [full for full, short in self._deltas.items() if short == name]
        for taken in (name, *outdated):
            self._done.add(taken)
            for teaching in self._ws.modules[taken].teaches:
                self._gain(teaching.competency, LEVELS.index(teaching.level) + 1)

    def has(self, need: Need) -> bool:
        if need.module is not None:
            return self._has_module(need.module)
        return self._held.get(need.competency or "", 0) >= need.required

    def _gain(self, competency: str | None, rank: int) -> None:
        if competency is not None:
            self._held[competency] = max(rank, self._held.get(competency, 0))

    def _has_module(self, name: str) -> bool:
        seen: set[str] = set()
        place: str | None = name
        while place is not None and place not in seen:
            seen.add(place)
            place = None if place in self._active else self._ws.modules[place].successor
        return bool(seen & self._done)

    def _meets(self, before: Prerequisite) -> bool:
        if before.module is not None:
            return self._has_module(before.module)
        return self._held.get(before.competency or "", 0) > LEVELS.index(before.level or "")

    def _start(self, module: Module, competency: str) -> int:
        """The rank a learner holds before: declared, or the next lower one that any active module teaches."""
        taught = {
            LEVELS.index(t.level) + 1 for m in self._active.values() for t in m.teaches if t.competency == competency
        }
        starts = []
        for teaching in module.teaches:
            if teaching.competency == competency:
                rank = LEVELS.index(teaching.level) + 1
                lower = max((r for r in taught if r < rank), default=0)
                starts.append(LEVELS.index(teaching.from_level) + 1 if teaching.from_level else lower)
        return min(starts)
