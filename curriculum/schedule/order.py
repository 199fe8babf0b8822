"""Which modules of a learning path get seats, and which come before which: prerequisites, levels a module expects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from curriculum.graph import expected_ranks, ranks
from curriculum.model import Module, Plan, Step, Workspace

Pairs = tuple[tuple[str, str], ...]


def required_steps(plan: Plan, person: str) -> tuple[Step, ...]:
    """The steps of a path that get seats or weeks: recommended ones do not."""
    return tuple(step for step in plan.of(person).steps if not step.optional)


class Order:
    """Answers for paths; equal paths are answered once."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self._ws = ws
        self._as_of = as_of
        self._rank = ranks([str(level.id) for level in ws.program.levels])
        active = {n: m for n, m in ws.modules.items() if m.retired_on is None or m.retired_on > as_of}
        self._expected = expected_ranks({name: self._ladder(module) for name, module in active.items()})
        self._known: dict[tuple[str, ...], Pairs] = {}

    def _ladder(self, module: Module) -> list[tuple[str, int, int | None]]:
        return [
            (
                str(t.competency),
                self._rank.get(t.level, 0),
                None if t.from_level is None else self._rank.get(t.from_level, 0),
            )
            for t in module.teaches
        ]

    def pairs(self, path: tuple[str, ...]) -> Pairs:
        """(earlier, later) for every pair of the path in which the later one waits for the earlier one."""
        if path not in self._known:
            place = {name: n for n, name in enumerate(path)}
            self._known[path] = tuple(
                (before, name)
                for name in path
                for before in dict.fromkeys(self._waits(name, path))
                if place[before] < place[name]
            )
        return self._known[path]

    def _waits(self, name: str, path: tuple[str, ...]) -> Iterator[str]:
        module = self._ws.modules[name]
        for prerequisite in module.prerequisites:
            if prerequisite.module is not None:
                heirs = self._ws.succession(str(prerequisite.module), self._as_of)
                yield from (other for other in path if other in heirs)
            elif prerequisite.competency is not None:
                yield from self._giving(path, str(prerequisite.competency), self._rank.get(prerequisite.level or "", 0))
        for teaching in module.teaches:
            competency = str(teaching.competency)
            yield from self._giving(path, competency, self._expected.get((name, competency), 0))

    def _giving(self, path: tuple[str, ...], competency: str, rank: int) -> list[str]:
        """The modules of the path that lead to the rank; those that lead beyond it only if no others do."""
        if rank < 1:
            return []
        given = {other: self._gives(other, competency) for other in path}
        exact = [other for other, reached in given.items() if 0 < reached <= rank]
        if any(given[other] == rank for other in exact):
            return exact
        return exact + [other for other, reached in given.items() if reached > rank][:1]

    def _gives(self, name: str, competency: str) -> int:
        return max(
            (self._rank.get(t.level, 0) for t in self._ws.modules[name].teaches if t.competency == competency),
            default=0,
        )
