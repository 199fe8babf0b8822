"""When a search may accept what is worse: simulated annealing (Kirkpatrick et al., Science 220, 1983).

The temperatures are not tuned to a problem: the first is found from steps tried on it, the last from the smallest
difference that counts.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence


class Annealing:
    """Falls from hot to cold, by the same factor for each equal part of the budget."""

    def __init__(self, chance: random.Random, hot: float, cold: float) -> None:
        self._chance = chance
        self._hot, self._fall = hot, cold / hot
        self.heat = hot

    def cool(self, gone: float) -> None:
        """Says which part of the budget is used, from 0 to 1."""
        self.heat = self._hot * self._fall**gone

    def most(self) -> float:
        """How much the next step may cost; seldom much."""
        return -self.heat * math.log(1 - self._chance.random())


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
