"""When a search may accept what is worse: simulated annealing (Kirkpatrick et al., Science 220, 1983).

The temperatures are not tuned to a problem: the first is found from steps tried on it, the last from the smallest
difference that counts.
"""

from __future__ import annotations

import bisect
import itertools
import math
import random
from collections.abc import Sequence
from typing import Final

_PARTS: Final = 40


class Annealing:
    """Falls from hot to cold, first by the same factor for each equal part of the budget, then as was learned."""

    def __init__(self, chance: random.Random, hot: float, cold: float) -> None:
        self.chance = chance
        self._hot, self._fall = hot, cold / hot
        self.heat = hot
        self._part = 0
        self._until = [(n + 1) / _PARTS for n in range(_PARTS)]  # the part of the budget used at the end of each part
        self._noted = [(0, 0.0, 0.0) for _ in range(_PARTS)]  # of the costs: how many, their sum, that of their squares

    def cool(self, gone: float) -> None:
        """Says which part of the budget is used, from 0 to 1."""
        part = min(bisect.bisect_right(self._until, gone), _PARTS - 1)
        begun = self._until[part - 1] if part else 0.0
        inside = (gone - begun) / (self._until[part] - begun)
        self._part = part
        self.heat = self._hot * self._fall ** ((part + inside) / _PARTS)

    def note(self, cost: float) -> None:
        """Says what the present state costs."""
        number, total, squares = self._noted[self._part]
        self._noted[self._part] = number + 1, total + cost, squares + cost * cost

    def learn(self) -> None:
        """From now on more time is spent at temperatures at which the cost varied much, measured by the temperature.

        There what is decided early can still be put right; constant thermodynamic speed (Salamon et al., Computer
        Physics Communications 49, 1988). Half of the time stays spread evenly.
        """
        varied = []
        for part, (number, total, squares) in enumerate(self._noted):
            heat = self._hot * self._fall ** ((part + 0.5) / _PARTS)
            variance = squares / number - (total / number) ** 2 if number else 0.0
            varied.append(math.sqrt(max(variance, 0.0)) / heat)
        even = sum(varied) / _PARTS or 1.0
        self._until = [total / (2 * even * _PARTS) for total in itertools.accumulate(v + even for v in varied)]
        self._until[-1] = max(1.0, self._until[-1])

    def most(self) -> float:
        """How much the next step may cost; seldom much."""
        return -self.heat * math.log(1 - self.chance.random())


def heat_for(costs: Sequence[float], share: float) -> float:
    """The temperature at which this share of steps that cost so much is accepted; 0 < share < 1, costs above 0."""
    low = high = min(costs)
    while _accepted(costs, high) < share:
        low, high = high, 2 * high
    while _accepted(costs, low) > share:
        low, high = low / 2, low
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if _accepted(costs, middle) < share else (low, middle)
    return high


def _accepted(costs: Sequence[float], heat: float) -> float:
    return sum(math.exp(-cost / heat) for cost in costs) / len(costs)
