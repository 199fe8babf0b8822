"""Sets of people as integers: counting, weighing and telling apart agree with going from person to person."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from curriculum.tally.arrays import ColumnCrowd, ColumnLanes
from curriculum.tally.crowd import Counter, Crowd, Lanes

SIZE = 37
SETS = st.integers(0, (1 << SIZE) - 1)
WEIGHTS = st.lists(st.integers(0, 1 << 20), min_size=3, max_size=3)


@given(st.lists(st.tuples(SETS, st.integers(0, 5_000)), max_size=20))
def test_a_counter_adds_up_for_each_person(parts: list[tuple[int, int]]) -> None:
    counter = Counter()
    for people, number in parts:
        counter.add(people, number)
    expected = [sum(number for people, number in parts if people >> n & 1) for n in range(SIZE)]
    assert list(Lanes(SIZE).numbers(counter.planes)) == expected
    assert ColumnLanes(SIZE).numbers(counter.planes).tolist() == expected
    assert list(Lanes(SIZE).flags(counter.any())) == [int(number > 0) for number in expected]


@given(st.lists(st.tuples(SETS, WEIGHTS), max_size=12), st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_both_kinds_of_lanes_weigh_and_sum_alike(parts: list[tuple[int, list[int]]], sizes: list[int]) -> None:
    starts = [0]
    for size in sizes:
        starts.append(min(SIZE, starts[-1] + size))
    plain, columns = Lanes(SIZE), ColumnLanes(SIZE)
    for n, (one, other) in enumerate(zip(plain.weighed(parts, 3), columns.weighed(parts, 3), strict=True)):
        expected = [sum(weights[n] for people, weights in parts if people >> at & 1) for at in range(SIZE)]
        assert list(one) == other.tolist() == expected
        for of in ("sums", "filled"):
            assert getattr(plain, of)(one, starts) == getattr(columns, of)(other, starts)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=60), st.sets(st.integers(0, 6)))
def test_who_has_the_same_cells_stands_together(kind_of: list[int], asked: set[int]) -> None:
    present = sorted(set(kind_of))
    kind_of = [present.index(kind) for kind in kind_of]
    crowd: Any
    for crowd in (Crowd(kind_of, len(present)), ColumnCrowd(np.array(kind_of), len(present))):
        places = list(map(int, crowd.places()))
        assert sorted(places) == list(range(len(kind_of)))
        assert [crowd.kind_at(place) for place in places] == kind_of
        kinds = sorted(kind for kind in asked if kind < len(present))
        expected = [place for place, kind in zip(places, kind_of, strict=True) if kind in kinds]
        assert crowd.of(kinds) == crowd.at(expected) == sum(1 << place for place in expected)
