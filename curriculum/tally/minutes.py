"""What a learning path costs, for many people: sets of modules as bits, the hard parts remembered.

A cost is one integer of fields of 32 bits: likely minutes at each level, then the squares of what the estimates may
fall short of and exceed (model.combined). Costs add up and subtract field by field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from curriculum.diagnostics import NOWHERE
from curriculum.model import LearningPath, Minutes, Need, Reason, Status
from curriculum.plan.steps import Asked
from curriculum.tally.ladders import NOTHING, Group, Ladders, Wait

FIELD: Final = 32
_MOST: Final = 200_000  # remembered answers: above, remembering costs more memory than it saves time
_BECAUSE: Final = (Reason("role", "", NOWHERE),)


class Costs:
    """Costs of modules, and the answers of the reference about hard parts."""

    def __init__(self, ladders: Ladders, levels: int) -> None:
        self.ladders = ladders
        self.levels = levels
        finder = ladders.finder
        self.of = [
            self.cost(finder.minutes_left(name, NOTHING), max(finder.gives(name, NOTHING).values(), default=1))
            for name in ladders.names
        ]
        self._known: dict[object, int] = {}
        self.asked = 0  # how often the reference was asked

    def cost(self, minutes: Minutes, level: int) -> int:
        """The cost of one module that counts at a level."""
        low, likely, high = minutes
        below, above = (likely - low) ** 2, (high - likely) ** 2
        return (likely << FIELD * (max(level, 1) - 1)) + (((above << FIELD) + below) << FIELD * self.levels)

    def fields(self, cost: int) -> tuple[int, ...]:
        """Minutes at each level, then both squares."""
        return tuple(cost >> FIELD * n & 0xFFFFFFFF for n in range(self.levels + 2))

    def ask(self, goals: tuple[Wait, ...], held: tuple[Wait, ...]) -> int:
        """The cost of the least modules to reach ranks of items, by the reference."""
        key = (goals, held)
        if key not in self._known:
            if len(self._known) > _MOST:
                self._known.clear()
            self.asked += 1
            self._known[key] = self.of_path(self._reach(goals, held))
        return self._known[key]

    def of_path(self, path: LearningPath) -> int:
        """The cost of the required steps of a path."""
        return sum(self.cost(step.minutes, step.level) for step in path.steps if not step.optional)

    def _reach(self, goals: Iterable[Wait], held: Iterable[Wait]) -> LearningPath:
        items = self.ladders.items
        needs = tuple(
            Need(
                person="",
                competency=items[n].competency,
                module=items[n].module,
                required=rank,
                held=0,
                status=Status.DUE,
                reasons=_BECAUSE,
            )
            for n, rank in goals
        )
        ranks = {items[n].competency or "": rank for n, rank in held if items[n].competency}
        done = frozenset(items[n].module or "" for n, rank in held if items[n].module and rank)
        return self.ladders.finder.reach("", Asked(needs, ranks, done, {}, {}))


class _Pull(NamedTuple):
    """Any of some modules on the path waits for an item at a rank."""

    waiting: int
    item: int
    rank: int
    modules: int  # what that takes for somebody who holds nothing


class Structure:
    """The path problem of everybody with the same required items."""

    def __init__(self, costs: Costs, required: Mapping[int, int]) -> None:
        self._costs = costs
        self._ladders = ladders = costs.ladders
        self._taken: dict[Wait, int] = {}
        highest = {n: steps[-1][0] if steps else 0 for n, steps in enumerate(ladders.steps)}
        self.required = {n: rank for n, rank in required.items() if rank <= highest[n]}  # higher: nothing leads there
        simple = {n: rank for n, rank in self.required.items() if n not in ladders.hard}
        self._hard = {n: rank for n, rank in self.required.items() if n in ladders.hard}
        self._named = [(n, self.take(n, 0, 1)) for n in simple if ladders.items[n].module]
        self._direct = 0
        for n, rank in simple.items():
            self._direct |= 0 if ladders.items[n].module else self.take(n, 0, rank)
        pulls, self._hard_pulls = self._all_pulls(simple)
        self._pulls = pulls
        self.base = self.path({})
        self._pulls = [p for p in pulls if p.waiting & self.base]
        self._hard_pulls = [p for p in self._hard_pulls if p.waiting & self.base]
        self._base_cost = self._sum(self.base)
        hard = {*self._hard, *(p.item for p in self._hard_pulls)}
        self._groups = [g for g in ladders.groups if hard & set(g.items)]

    def take(self, item: int, held: int, rank: int) -> int:
        """Bits of the modules that lead from a held rank of a simple item to another."""
        key = (item, rank << 8 | held)
        if key not in self._taken:
            found = 0
            before = 0
            for r, name in self._ladders.steps[item] if rank > held else ():
                if r > held and before < rank:
                    found |= 1 << self._ladders.bit[name]
                before = r
            self._taken[key] = found
        return self._taken[key]

    def _all_pulls(self, simple: Mapping[int, int]) -> tuple[list[_Pull], list[_Pull]]:
        """In an order in which everything that may wait is settled before it is asked."""
        waiting: dict[Wait, int] = {}
        last: dict[Wait, int] = {}
        for place, name in enumerate(self._ladders.order):
            for wait in self._ladders.waits[name]:
                if simple.get(wait[0], 0) < wait[1] or self._ladders.items[wait[0]].module:
                    waiting[wait] = waiting.get(wait, 0) | 1 << self._ladders.bit[name]
                    last[wait] = place
        ordered = sorted(waiting, key=last.__getitem__)
        hard = [_Pull(waiting[w], *w, 0) for w in ordered if w[0] in self._ladders.hard]
        easy = [_Pull(waiting[w], *w, self.take(w[0], 0, w[1])) for w in ordered if w[0] not in self._ladders.hard]
        return easy, hard

    def path(self, held: Mapping[int, int]) -> int:
        """Bits of the simple modules on the path of somebody who holds ranks of items."""
        path = self._direct
        required = self.required
        for item, rank in held.items():
            asked = required.get(item)
            if asked and rank:
                path &= ~self.take(item, 0, asked) | self.take(item, rank, asked)
        for item, bit in self._named:
            if not held.get(item):
                path |= bit
        for waiting, item, rank, modules in self._pulls:
            if path & waiting:
                has = held.get(item)
                if not has:
                    path |= modules
                elif has < rank:
                    path |= self.take(item, has, rank)
        return path

    def cost(self, held: Mapping[int, int], path: int | None = None) -> int:
        """What the path costs."""
        if path is None:
            path = self.path(held)
        cost = self._base_cost - self._sum(self.base & ~path)
        return cost + self._hard_cost(held, path) if self._groups else cost

    def _sum(self, modules: int) -> int:
        of, total = self._costs.of, 0
        while modules:
            least = modules & -modules
            total += of[least.bit_length() - 1]
            modules ^= least
        return total

    # ── hard parts ──

    def goals(self, held: Mapping[int, int], path: int) -> dict[int, int]:
        """Hard items that are still to be reached, and their ranks."""
        goals = {n: rank for n, rank in self._hard.items() if held.get(n, 0) < rank}
        for waiting, item, rank, _ in self._hard_pulls:
            if path & waiting and held.get(item, 0) < rank:
                goals[item] = max(rank, goals.get(item, 0))
        return goals

    def _hard_cost(self, held: Mapping[int, int], path: int) -> int:
        goals = self.goals(held, path)
        if not goals:
            return 0
        cost = 0
        together: list[Group] = []
        for group in self._groups:
            wanted = tuple([(n, goals[n]) for n in group.items if n in goals])
            if not wanted:
                continue
            if all(self._rank(item, held, path) >= rank for item, rank in group.waits):
                has = [(n, held[n]) for n in group.items if n in held]
                cost += self._costs.ask(wanted, (*has, *group.waits))
            else:
                together.append(group)
        return cost + self._ask_together(together, goals, held, path) if together else cost

    def _ask_together(self, groups: list[Group], goals: Mapping[int, int], held: Mapping[int, int], path: int) -> int:
        """Groups that pull in more than is on the path anyway may share it."""
        wanted = tuple(sorted((n, goals[n]) for group in groups for n in group.items if n in goals))
        has = {n: held[n] for group in groups for n in group.items if n in held}
        has |= {n: rank for group in groups for n in group.below if (rank := self._rank(n, held, path))}
        return self._costs.ask(wanted, tuple(sorted(has.items())))

    def _rank(self, item: int, held: Mapping[int, int], path: int) -> int:
        """The rank of a simple item that is held, or will be with the path."""
        best = held.get(item, 0)
        for rank, name in self._ladders.steps[item]:
            if rank > best and path >> self._ladders.bit[name] & 1:
                best = rank
        return best
