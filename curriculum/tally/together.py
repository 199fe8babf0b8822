"""Learning paths of many people at once: the ladders of the catalog, module by module; hard parts once per question."""

from __future__ import annotations

from typing import Any

from curriculum.tally.minutes import Structure
from curriculum.tally.profiles import Profiles


class Paths:
    """Costs of paths from what a chunk of people requires and holds."""

    def __init__(self, profiles: Profiles, required: Any) -> None:
        import numpy as np

        self._np, self._profiles = np, profiles
        ladders = self._ladders = profiles.ladders
        highest = np.array([steps[-1][0] if steps else 0 for steps in ladders.steps], dtype=np.int8)
        self._required = np.where(required <= highest, required, 0).astype(np.int8)  # higher: nothing leads there
        self._modules = [(ladders.bit[name], self._places(name), ladders.waits[name]) for name in ladders.order]
        fields = [profiles.costs.fields(profiles.costs.of[bit]) for bit, _, _ in self._modules]
        self._weights = np.array(fields or [(0,) * profiles.levels], dtype=np.float32).T
        self._whole = Structure(profiles.costs, {})

    def _places(self, name: str) -> list[tuple[int, int, int]]:
        """Item, rank, and the rank before it: the module is taken by who needs more than that and holds less."""
        found = []
        for item, steps in enumerate(self._ladders.steps):
            before = 0
            for rank, other in steps:
                if other == name:
                    found.append((item, rank, before))
                before = rank
        return found

    def costs(self, kinds: Any, held: Any) -> Any:
        """Fields of the cost (rows) of each person (columns)."""
        np = self._np
        need = np.ascontiguousarray(self._required[kinds].T)
        path = np.zeros((max(len(self._modules), 1), len(kinds)), dtype=np.float32)
        for n, (_, places, waits) in enumerate(self._modules):
            taken = None
            for item, rank, before in places:
                here = (need[item] > before) & (held[item] < rank) & (need[item] > held[item])
                taken = here if taken is None else taken | here
            if taken is None:
                continue
            path[n] = taken
            for item, rank in waits:
                np.maximum(need[item], np.where(taken, rank, 0).astype(np.int8), out=need[item])
        fields = (self._weights @ path).astype(np.int64)
        self._add_hard(fields, need, held, path)
        return fields

    def _add_hard(self, fields: Any, need: Any, held: Any, path: Any) -> None:
        """Hard parts: people with the same question are asked about once."""
        np, hard = self._np, self._ladders.hard
        if not hard:
            return
        some = np.zeros(need.shape[1], dtype=bool)
        for item in hard:
            some |= need[item] > held[item]
        at = np.flatnonzero(some)
        if not len(at):
            return
        groups = self._ladders.groups
        columns = sorted({n for g in groups for n in (*g.items, *g.below, *(w[0] for w in g.waits))})
        modules = [n for n, (_, places, _) in enumerate(self._modules) if any(p[0] in columns for p in places)]
        key = np.concatenate([need[sorted(hard)][:, at], held[columns][:, at], path[modules][:, at].astype(np.int8)])
        key[:, self._is_settled(at, held, path, groups)] *= self._own_rows(key.shape[0], columns)[:, None]
        _, first, inverse = np.unique(key.T, axis=0, return_index=True, return_inverse=True)
        answers = np.array([self._ask(at[n], need, held, path, columns) for n in first.tolist()], dtype=np.int64)
        fields[:, at] += answers[inverse.reshape(-1)].T

    def _is_settled(self, at: Any, held: Any, path: Any, groups: Any) -> Any:
        """Who has, or will have, all that hard modules wait for: then nothing else plays a part."""
        np = self._np
        settled = np.ones(len(at), dtype=bool)
        for item, rank in {wait for group in groups for wait in group.waits}:
            has = held[item][at] >= rank
            for n, (_, places, _) in enumerate(self._modules):
                if any(i == item and r >= rank for i, r, _ in places):
                    has |= path[n][at] > 0
            settled &= has
        return settled

    def _own_rows(self, size: int, columns: list[int]) -> Any:
        """1 for the rows of a key that are about hard items themselves."""
        hard = self._ladders.hard
        rows = [1] * len(hard) + [int(n in hard) for n in columns]
        rows += [
            int(any(i in hard for i, _, _ in places))
            for _, places, _ in self._modules
            if any(i in columns for i, _, _ in places)
        ]
        assert len(rows) == size
        return self._np.array(rows, dtype=self._np.int8)

    def _ask(self, n: int, need: Any, held: Any, path: Any, columns: list[int]) -> tuple[int, ...]:
        bits = 0
        for place in self._np.flatnonzero(path[:, n]).tolist():
            bits |= 1 << self._modules[place][0]
        has = {item: int(held[item, n]) for item in columns if held[item, n]}
        wanted = {item: int(need[item, n]) for item in self._ladders.hard if need[item, n]}
        return self._profiles.costs.fields(self._whole.hard_cost(wanted, has, bits))
