"""Events → slots and rooms: first a place for every event, then annealing of what students dislike."""

from __future__ import annotations

import random
from typing import Final

from bench.itc2007.budget import Budget
from bench.itc2007.instance import Instance, Spot
from bench.itc2007.moves import propose
from bench.itc2007.place import place
from bench.itc2007.table import Table
from curriculum.schedule.annealing import Annealing, heat_for

HOT_SHARE: Final = 0.5  # of the worse moves, accepted at first
COLD_SHARE: Final = 0.05  # of the moves that cost one point, accepted at last
SCOUTING: Final = 0.15  # of the budget
_TRIED: Final = 5000
_A_WHILE: Final = 64  # moves between two looks at the clock


def search(instance: Instance, budget: Budget, seed: int = 1) -> list[Spot]:
    """The best found: events without a place first, then what students dislike."""
    table, chance = Table(instance), random.Random(seed)
    spots = place(table, chance, budget)
    return _anneal(table, chance, budget) if budget.gone() < 1 else spots


def _anneal(table: Table, chance: random.Random, budget: Budget) -> list[Spot]:
    """Chains between slots; worse ones with a probability that falls: once quickly, to learn where it takes time."""
    annealing = Annealing(chance, _first_heat(table, chance), heat_for([1], COLD_SHARE))
    begun = budget.gone()
    scouted = begun + SCOUTING * (1 - begun)
    found = [_cool(table, budget, annealing, (begun, scouted))]
    annealing.learn()
    if found[0][0]:
        found.append(_cool(table, budget, annealing, (scouted, 1.0)))
    return min(found)[1]


def _cool(table: Table, budget: Budget, annealing: Annealing, part: tuple[float, float]) -> tuple[int, list[Spot]]:
    """From hot to cold in a part of the budget; the best found and what it costs."""
    cost = least = table.weeks.cost()
    best, (begun, until) = table.spots(), part
    while least and (gone := budget.gone()) < until:
        annealing.cool((gone - begun) / (until - begun))
        annealing.note(cost)
        budget.done += _A_WHILE
        for _ in range(_A_WHILE):
            move = propose(table, annealing.chance)
            if move is None:
                continue
            more = table.change(move)
            if more > 0 and more > annealing.most():
                continue
            if table.make(move):
                cost += more
                if cost < least:
                    best, least = table.spots(), cost
    return least, best


def _first_heat(table: Table, chance: random.Random) -> float:
    """From moves that are only tried."""
    moves = [move for _ in range(_TRIED) if (move := propose(table, chance)) is not None]
    worse = [more for move in moves if (more := table.change(move)) > 0]
    return heat_for(worse or [1], HOT_SHARE)
