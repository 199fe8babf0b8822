"""What every solution contains: most of a path is not a choice, and then nothing has to be searched.

Causal landmarks of an AND/OR graph (Zhu and Givan 2003): what must be taken before a module is the module itself and,
for each thing it needs, what all the modules that would give it have in common. The greatest such sets are found by
shrinking them until nothing changes; sets are bits of one integer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import and_

Needs = Mapping[int, Collection[frozenset[int]]]  # module → clauses, each met by any of its members; all can be started


def necessary(needs: Needs, goals: Iterable[frozenset[int]]) -> frozenset[int]:
    """The modules that are in every startable choice that reaches the goals."""
    before = _before(needs)
    found = 0
    for goal in goals:
        found |= reduce(and_, (before[i] for i in goal))
    return frozenset(i for i in needs if found >> i & 1)


def _before(needs: Needs) -> dict[int, int]:
    """Module → bits of all that must be taken to complete it, itself included."""
    everything = sum(1 << i for i in needs)
    before = dict.fromkeys(needs, everything)
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
