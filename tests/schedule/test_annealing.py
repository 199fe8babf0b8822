"""How worse steps are accepted: the first temperature from a share, then falling by equal factors."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.schedule.annealing import Annealing, heat_for


@given(st.lists(st.floats(0.5, 1e6), min_size=1, max_size=30), st.floats(0.05, 0.95))
def test_at_the_first_temperature_the_share_is_accepted(costs: list[float], share: float) -> None:
    heat = heat_for(costs, share)
    assert sum(math.exp(-cost / heat) for cost in costs) / len(costs) == pytest.approx(share, rel=1e-3)


def test_it_falls_by_the_same_factor_in_equal_parts() -> None:
    annealing = Annealing(random.Random(1), 100, 1)
    heats = []
    for gone in (0, 0.5, 1):
        annealing.cool(gone)
        heats.append(annealing.heat)
    assert heats == pytest.approx([100, 10, 1])


def test_a_step_of_that_cost_is_accepted_that_often() -> None:
    annealing = Annealing(random.Random(1), heat_for([7], 0.3), 1)
    often = sum(annealing.most() >= 7 for _ in range(20_000)) / 20_000
    assert often == pytest.approx(0.3, abs=0.015)
    assert annealing.most() >= 0, "what is not worse is always accepted"
