"""A place for every event: ejections, and what is hard to place becomes dear to throw out.

Weights that grow are what leads out of a dead end: without them, five to twenty times as many events stayed without a
place on instances of our own.
"""

from __future__ import annotations

import random
from typing import Final

from bench.itc2007.budget import Budget
from bench.itc2007.instance import Spot
from bench.itc2007.moves import propose
from bench.itc2007.table import Table, members

_SHUFFLES: Final = 20  # chains at random after each ejection


def place(table: Table, chance: random.Random, budget: Budget) -> list[Spot]:
    """The best found: as few students as possible whose event has no place. Ends early when all have one."""
    waiting = sorted((e for e, slots in enumerate(table.open) if slots), key=lambda e: (-len(table.open[e]), e))
    sizes, weight = table.sizes, [1] * len(table.where)
    left = least = sum(sizes[e] for e in waiting)
    best, step = table.spots(), 0
    while waiting and budget.gone() < 1:
        number = chance.randrange(len(waiting)) if step > len(sizes) else -1
        event = waiting.pop(number)
        weight[event] += 1
        out = _force(table, chance, event, weight)
        waiting += out
        left += sum(sizes[e] for e in out) - sizes[event]
        for _ in range(_SHUFFLES):
            move = propose(table, chance)
            if move is not None:
                table.make(move)
        step += 1
        budget.done += _SHUFFLES
        if left < least:
            best, least = table.spots(), left
    return best if waiting else table.spots()


def _force(table: Table, chance: random.Random, event: int, weight: list[int]) -> list[int]:
    """Places an event where what must be thrown out for it weighs least; what was thrown out."""
    found, slot, _ = min(
        (_thrown(table, event, slot, weight, chance) for slot in table.open[event]), key=lambda t: t[2]
    )
    out = list(members(found))
    for other in out:
        table.take(other)
    if not table.put(event, slot):
        holders = [table.rooms[slot][room] for room in table.fits[event]]
        other = min(holders, key=lambda e: (weight[e], chance.random()))
        table.take(other)
        out.append(other)
        table.put(event, slot)
    return out


def _thrown(table: Table, event: int, slot: int, weight: list[int], chance: random.Random) -> tuple[int, int, float]:
    """What must go, the slot, and what that weighs; if only a room is missing, the lightest of those who hold one."""
    out = table.against(event, slot)
    load: float = sum([weight[e] for e in members(out)])
    held = table.rooms[slot]
    if not out and all(room in held for room in table.fits[event]):
        load = min([weight[held[room]] for room in table.fits[event]])
    return out, slot, load + chance.random() * 0.5
