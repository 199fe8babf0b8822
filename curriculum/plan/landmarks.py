"""What every solution contains, and what is no real choice: most of a path is forced, and then nothing is searched.

Causal landmarks of an AND/OR graph (Zhu and Givan 2003): what must be taken before a module is the module itself and,
for each thing it needs, what all the modules that would give it have in common. The greatest such sets are found by
shrinking them until nothing changes; sets are bits of one integer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_

Clause = frozenset[int]
Needs = Mapping[int, Sequence[Clause]]  # module → clauses, each met by any of its members; all can be started


def necessary(needs: Needs, goals: Iterable[Clause]) -> Clause:
    """The modules that are in every startable choice that reaches the goals."""
    before = _before(needs)
    found = 0
    for goal in goals:
        found |= reduce(and_, (before[i] for i in goal))
    return frozenset(i for i in needs if found >> i & 1)


def real_choices(needs: Needs) -> dict[int, tuple[Clause, ...]]:
    """The same needs, without providers that cannot come first: they wait for the module, or for another provider."""
    before = _before(needs)
    found = {
        i: tuple(frozenset(j for j in clause if not before[j] >> i & 1) for clause in clauses)
        for i, clauses in needs.items()
    }
    return {i: tuple(without_followers(clause, found) for clause in clauses) for i, clauses in found.items()}


def without_followers(clause: Clause, needs: Needs) -> Clause:
    """The clause without members of which one need is met by nothing but other members: those meet the clause too."""
    for j in sorted(clause, reverse=True):
        if any(need <= clause - {j} for need in needs[j]):
            clause -= {j}
    return clause


def _before(needs: Needs) -> dict[int, int]:
    """Module → bits of all that must be taken to complete it, itself included."""
    before = dict.fromkeys(needs, sum(1 << i for i in needs))
    waiting: dict[int, set[int]] = {i: set() for i in needs}
    for i, clauses in needs.items():
        for clause in clauses:
            for provider in clause:
                waiting[provider].add(i)
    queue = dict.fromkeys(needs)
    while queue:
        i = next(iter(queue))
        del queue[i]
        must = 1 << i
        for clause in needs[i]:
            must |= reduce(and_, (before[provider] for provider in clause))
        if must != before[i]:
            before[i] = must
            queue.update(dict.fromkeys(waiting[i]))
    return before
