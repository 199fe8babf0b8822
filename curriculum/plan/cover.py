"""The smallest curriculum: which modules, of least total minutes, reach every goal and each other's prerequisites.

A weighted set covering problem with prerequisites. What every solution contains is taken first (see landmarks); the
rest is solved exactly by branch and bound: the open clause with the fewest providers is branched on, later branches
exclude the providers tried before (Balas and Carrera 1996 for the scheme), the bound sums the cheapest providers of
clauses that share none. Only after `NODE_LIMIT` nodes it stops with the best set found and says how many minutes could
still be saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from typing import Final, NamedTuple

from curriculum.plan.landmarks import necessary, real_choices, without_followers

NODE_LIMIT: Final = 20_000

_SQUARES: Final = 48  # bits for a sum of squared minutes

Clause = frozenset[int]  # indexes of the modules of which at least one must be chosen


class Option(NamedTuple):
    """A module that may be chosen: what it costs and what must be there before it."""

    minutes: int
    needs: tuple[Clause, ...]  # each must be met by a chosen module; what the person holds is left out already


class Cover(NamedTuple):
    """A solution. `order` respects prerequisites; `bound` is 0 when the minutes are proven least."""

    order: tuple[int, ...]
    bound: int


class Impossible(NamedTuple):
    """No choice of modules reaches these goals (positions in the list of goals)."""

    goals: tuple[int, ...]


def find_cover(options: Mapping[int, Option], goals: Iterable[Clause], limit: int = NODE_LIMIT) -> Cover | Impossible:
    """Least minutes; of equal ones the set of shorter modules, then the one whose last module comes earliest.

    Indexes are catalog order. Shorter sittings are easier to place, and the order of the catalog settles the rest.
    """
    wanted = tuple(goals)
    startable = startable_of(options)
    usable = {i: option for i, option in options.items() if i in startable}
    lost = tuple(n for n, goal in enumerate(wanted) if not goal & startable)
    if lost:
        return Impossible(lost)
    needs = real_choices({i: [clause & startable for clause in o.needs] for i, o in usable.items()})
    open_ = frozenset(without_followers(goal & startable, needs) for goal in wanted)
    sure = necessary(needs, open_)
    search = _Search({i: Option(o.minutes, needs[i]) for i, o in usable.items()}, limit)
    cost = sum(search.cost[i] for i in sure)
    search.run(sure, open_.union(*(needs[i] for i in sure)), frozenset(), cost)
    if search.best is None:
        raise AssertionError("taking everything that can be started reaches every goal that can be reached")
    bound = 0 if search.nodes <= limit else max(0, (search.best_cost >> search.shift) - search.root_bound)
    return Cover(in_learning_order(search.best, usable), bound)


def startable_of(options: Mapping[int, Option]) -> frozenset[int]:
    """What can be taken at all, one after the other, starting from what the person holds."""
    done: set[int] = set()
    grew = True
    while grew:
        new = {i for i, o in options.items() if i not in done and all(clause & done for clause in o.needs)}
        done |= new
        grew = bool(new)
    return frozenset(done)


def in_learning_order(chosen: frozenset[int], options: Mapping[int, Option]) -> tuple[int, ...]:
    """Every module after what it needs; among those that are ready, catalog order."""
    unmet = {i: len(options[i].needs) for i in chosen}
    waiting: dict[int, list[tuple[int, int]]] = {}
    for i in chosen:
        for n, clause in enumerate(options[i].needs):
            for provider in clause & chosen:
                waiting.setdefault(provider, []).append((i, n))
    met: set[tuple[int, int]] = set()
    order: list[int] = []
    ready = [i for i in chosen if not unmet[i]]
    heapify(ready)
    while ready:
        order.append(heappop(ready))
        for place in waiting.get(order[-1], ()):
            if place not in met:
                met.add(place)
                unmet[place[0]] -= 1
                if not unmet[place[0]]:
                    heappush(ready, place[0])
    return tuple(order)


class _Search:
    """Branch and bound. Costs are (minutes, squares, catalog bits) in one integer: they add up, all sets differ."""

    def __init__(self, options: Mapping[int, Option], limit: int) -> None:
        self.options = options
        self.limit = limit
        bits = max(options, default=0) + 1
        self.shift = bits + _SQUARES
        self.cost = {i: (((o.minutes << _SQUARES) + o.minutes**2) << bits) | (1 << i) for i, o in options.items()}
        self.nodes = 0
        self.root_bound = 0
        self.best: frozenset[int] | None = None
        self.best_cost = 0

    def run(self, chosen: frozenset[int], open_: frozenset[Clause], banned: frozenset[int], cost: int) -> None:
        """Explore all supersets of `chosen` that meet the open clauses without the banned modules."""
        self.nodes += 1
        if self.nodes > self.limit and self.best is not None:
            return
        settled = self._propagate(chosen, open_, banned, cost)
        if settled is None:
            return
        chosen, clauses, cost = settled
        bound = cost + self._bound(clauses)
        if self.nodes == 1:
            self.root_bound = bound >> self.shift
        if self.best is not None and bound >= self.best_cost:
            return
        if not clauses:
            self._accept(chosen, banned, cost)
            return
        tried = banned
        for i in sorted(min(clauses, key=_branching), key=lambda i: self.cost[i]):
            self.run(chosen | {i}, self._open_after(clauses, i, chosen), tried, cost + self.cost[i])
            tried |= {i}

    def _propagate(
        self, chosen: frozenset[int], open_: frozenset[Clause], banned: frozenset[int], cost: int
    ) -> tuple[frozenset[int], frozenset[Clause], int] | None:
        """Choose what is the only way to meet a clause, again and again; None when a clause has no way left."""
        while True:
            clauses = frozenset(clause - banned for clause in open_ if not clause & chosen)
            if not all(clauses):
                return None
            single = next((clause for clause in sorted(clauses, key=_branching) if len(clause) == 1), None)
            if single is None:
                return chosen, clauses, cost
            (only,) = single
            open_ = self._open_after(clauses, only, chosen)
            chosen, cost = chosen | {only}, cost + self.cost[only]

    def _open_after(self, clauses: frozenset[Clause], new: int, chosen: frozenset[int]) -> frozenset[Clause]:
        now = chosen | {new}
        needs = (frozenset(c for c in clause if c in self.options) for clause in self.options[new].needs)
        return frozenset(clause for clause in (*clauses, *needs) if not clause & now)

    def _bound(self, clauses: frozenset[Clause]) -> int:
        """Cheapest providers of clauses that share no provider: nobody can do with less."""
        used: set[int] = set()
        total = 0
        cheapest = [(min(self.cost[i] for i in clause), sorted(clause)) for clause in clauses]
        for least, providers in sorted(cheapest, reverse=True):
            if used.isdisjoint(providers):
                used.update(providers)
                total += least
        return total

    def _accept(self, chosen: frozenset[int], banned: frozenset[int], cost: int) -> None:
        done = startable_of({i: self.options[i] for i in chosen})
        if done == chosen:
            self.best, self.best_cost = chosen, cost
            return
        # The modules that are left wait for each other: one of their needs must come from outside the circle.
        stuck = chosen - done
        outside = {
            i
            for m in stuck
            for clause in self.options[m].needs
            if not clause & done
            for i in clause & set(self.options)
        }
        self.run(chosen, frozenset({frozenset(outside - chosen)}), banned, cost)


def _branching(clause: Iterable[int]) -> tuple[int, list[int]]:
    providers = sorted(clause)
    return len(providers), providers
