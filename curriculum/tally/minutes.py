"""What a learning path costs, for many people: sets of modules as bits, the hard parts remembered.

A cost is one integer of fields of 32 bits: likely minutes at each level. Costs add up and subtract field by field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from curriculum.diagnostics import NOWHERE
from curriculum.model import LearningPath, Need, Reason, Status
from curriculum.plan.steps import Asked
from curriculum.tally.ladders import NOTHING, Group, Ladders, Wait

FIELD: Final = 32
_MOST: Final = 200_000  # remembered answers: above, remembering costs more memory than it saves time
_BECAUSE: Final = (Reason("role", "", NOWHERE),)


class _Pull(NamedTuple):
    """Any of some modules on the path waits for an item at a rank."""

    waiting: int
    item: int
    rank: int
    modules: int  # what that takes for somebody who holds nothing


class Costs:
    """Costs of modules, and the answers of the reference about hard parts."""

    def __init__(self, ladders: Ladders, levels: int) -> None:
        self.ladders = ladders
        self.levels = levels
        finder = ladders.finder
        self.of = [
            self.cost(finder.minutes_left(name, NOTHING).likely, max(finder.gives(name, NOTHING).values(), default=1))
            for name in ladders.names
        ]
        self.pulls = _pulls(ladders)
        self.hard_pulls = [p for p in self.pulls if ladders.meets_hard(p.item, p.rank)]
        self._known: dict[object, int] = {}
        self.asked = 0  # how often the reference was asked

    def cost(self, likely: int, level: int) -> int:
        """The cost of one module that counts at a level."""
        return likely << FIELD * (max(level, 1) - 1)

    def fields(self, cost: int) -> tuple[int, ...]:
        """Minutes at each level."""
        return tuple(cost >> FIELD * n & 0xFFFFFFFF for n in range(self.levels))

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
        return sum(self.cost(step.minutes.likely, step.level) for step in path.steps if not step.optional)

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


class Structure:
    """The path problem of everybody with the same required items."""

    def __init__(self, costs: Costs, required: Mapping[int, int]) -> None:
        self._costs = costs
        self._ladders = ladders = costs.ladders
        self.take = ladders.take
        highest = ladders.highest
        self.required = {n: rank for n, rank in required.items() if rank <= highest[n]}  # higher: nothing leads there
        # Nothing that one can start with leads there, so that others may still wait for less of it.
        self.doubtful = {n for n, rank in self.required.items() if rank > ladders.reachable[n]}
        self._hard = {n: rank for n, rank in self.required.items() if ladders.meets_hard(n, rank)}
        self._named = [(n, self.take(n, 0, 1)) for n in self.required if ladders.items[n].module]
        ranked = {n: rank for n, rank in self.required.items() if ladders.items[n].competency}
        self._ranked = ranked
        self._shared = [(n, rank) for n, rank in ranked.items() if n in ladders.shared]
        self._direct = 0
        for n, rank in ranked.items():
            self._direct |= self.take(n, 0, rank)
        self._pulls: list[_Pull] = []  # holding something never pulls in more than holding nothing
        self.base = self.path({})
        for pull in costs.pulls:
            if self.base & pull.waiting and pull.modules and self._is_more(pull):
                self.base |= pull.modules
                self._pulls.append(pull)
        self._hard_pulls = [p for p in costs.hard_pulls if p.waiting & self.base and self._is_more(p)]
        self._base_cost = self._sum(self.base)
        hard = {*self._hard, *(p.item for p in self._hard_pulls)}
        self._groups = [g for g in ladders.groups if hard & set(g.items)]

    def _is_more(self, pull: _Pull) -> bool:
        """Whether it asks for more than is required anyway."""
        return self.required.get(pull.item, 0) < pull.rank or pull.item in self.doubtful

    def path(self, held: Mapping[int, int]) -> int:
        """Bits of the simple modules on the path of somebody who holds ranks of items."""
        path = self._direct
        required = self._ranked  # a named module that is done may still be the way to a level that was withdrawn
        for item, rank in held.items():
            asked = required.get(item)
            if asked and rank:
                path &= ~self.take(item, 0, asked) | self.take(item, rank, asked)
        for item, rank in self._shared:
            path |= self.take(item, held.get(item, 0), rank)
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

    def goals(self, held: Mapping[int, int], path: int) -> set[Wait]:
        """Hard items that are still to be reached, and to which of their hard ranks.

        One rank each, but for required ranks that may be out of reach: what modules wait for is asked besides.
        """
        goals: dict[Wait, int] = {}
        wanted = [(item, rank, item in self.doubtful) for item, rank in self._hard.items()]
        wanted += [(p.item, p.rank, False) for p in self._hard_pulls if path & p.waiting]
        for item, rank, is_apart in wanted:
            if (goal := self._goal(item, held.get(item, 0), rank)) is not None:
                goals[item, is_apart] = max(goal, goals.get((item, is_apart), 0))
        return {(item, goal) for (item, _), goal in goals.items()}

    def _goal(self, item: int, held: int, rank: int) -> int | None:
        """The hard part of the way from a held rank to another."""
        goal = min(self._ladders.hard[item][1], self._ladders.up(item, rank))
        return goal if held < rank and held < goal else None

    def _hard_cost(self, held: Mapping[int, int], path: int) -> int:
        goals = self.goals(held, path)
        return self._cost_of(goals, held, path, self._groups) if goals else 0

    def hard_cost(self, wanted: Mapping[int, int], held: Mapping[int, int], path: int) -> int:
        """What hard items cost that are wanted at ranks, directly or by the modules of a path."""
        goals = {
            (item, goal)
            for item, rank in wanted.items()
            if self._ladders.meets_hard(item, rank) and (goal := self._goal(item, held.get(item, 0), rank)) is not None
        }
        return self._cost_of(goals, held, path, self._ladders.groups) if goals else 0

    def _cost_of(self, goals: set[Wait], held: Mapping[int, int], path: int, groups: Iterable[Group]) -> int:
        cost = 0
        together: list[Group] = []
        for group in groups:
            wanted = tuple(sorted(goal for goal in goals if goal[0] in group.items))
            if not wanted:
                continue
            if all(self._rank(item, held, path) >= rank for item, rank in group.waits):
                cost += self._costs.ask(wanted, self._has(group, held, path, group.waits))
            else:
                together.append(group)
        return cost + self._ask_together(together, goals, held, path) if together else cost

    def _ask_together(self, groups: list[Group], goals: set[Wait], held: Mapping[int, int], path: int) -> int:
        """Groups that pull in more than is on the path anyway may share it."""
        wanted = tuple(sorted(goal for goal in goals if any(goal[0] in group.items for group in groups)))
        below = self._pulled_in([wait for group in groups for wait in group.waits], held, path)
        has = {wait for group in groups for wait in self._has(group, held, path, below.items())}
        return self._costs.ask(wanted, tuple(sorted(has)))

    def _pulled_in(self, queue: list[Wait], held: Mapping[int, int], path: int) -> dict[int, int]:
        """What a choice may pull in: items as far as they are missing, with the rank that is there."""
        found: dict[int, int] = {}
        seen: set[Wait] = set()
        for item, rank in queue:
            if (item, rank) in seen:
                continue
            seen.add((item, rank))
            has = self._rank(item, held, path)
            found[item] = max(min(has, rank), found.get(item, 0))
            if has < rank:
                for r, name in self._ladders.steps[item]:
                    if has < r <= self._ladders.up(item, rank):
                        queue += self._ladders.waits[name]
        return found

    def _has(self, group: Group, held: Mapping[int, int], path: int, besides: Iterable[Wait]) -> tuple[Wait, ...]:
        """What is there when the hard part begins: held, or on the path below it."""
        has = {n: rank for n in group.items if (rank := self._rank(n, held, path, self._ladders.hard[n][0]))}
        for n, rank in besides:
            has[n] = max(rank, has.get(n, 0))
        return tuple(sorted(has.items()))

    def _rank(self, item: int, held: Mapping[int, int], path: int, below: int = 1000) -> int:
        """The rank of an item that is held, or will be with the modules of the path of lower ranks than `below`."""
        best = held.get(item, 0)
        for rank, name in self._ladders.steps[item]:
            if best < rank < below and path >> self._ladders.bit[name] & 1:
                best = rank
        return best


def _pulls(ladders: Ladders) -> list[_Pull]:
    """All that simple modules wait for, in an order in which everything that may wait is settled before it is asked."""
    waiting: dict[Wait, int] = {}
    last: dict[Wait, int] = {}
    for place, name in enumerate(ladders.order):
        for wait in ladders.waits[name]:
            waiting[wait] = waiting.get(wait, 0) | 1 << ladders.bit[name]
            last[wait] = place
    return [_Pull(waiting[w], *w, ladders.take(w[0], 0, w[1])) for w in sorted(waiting, key=last.__getitem__)]
