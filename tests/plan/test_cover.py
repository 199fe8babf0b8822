"""The smallest curriculum against all subsets of small catalogs."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curriculum.plan.cover import Clause, Cover, Impossible, Option, find_cover

Catalog = dict[int, Option]
Problem = tuple[Catalog, list[Clause]]


def can_be_taken(chosen: frozenset[int], catalog: Mapping[int, Option]) -> bool:
    """Whether there is an order in which every module comes after what it needs."""
    left, done = set(chosen), set[int]()
    while ready := {i for i in left if all(done & clause for clause in catalog[i].needs)}:
        done |= ready
        left -= ready
    return not left


def solutions(catalog: Catalog, goals: Sequence[Clause]) -> Iterator[frozenset[int]]:
    for size in range(len(catalog) + 1):
        for chosen in map(frozenset, combinations(catalog, size)):
            if all(chosen & goal for goal in goals) and can_be_taken(chosen, catalog):
                yield chosen


def cost(chosen: frozenset[int], catalog: Catalog) -> tuple[int, int, int]:
    """Minutes, then shorter sittings, then catalog order."""
    minutes = [catalog[i].minutes for i in chosen]
    return sum(minutes), sum(m * m for m in minutes), sum(1 << i for i in chosen)


def problems() -> st.SearchStrategy[Problem]:
    """Made from one number: drawing each part gives mostly small ones, which have nothing to choose from."""
    return st.integers(0, 2**32).map(lambda seed: problem(random.Random(seed)))


def problem(chance: random.Random) -> Problem:
    """Sparse indexes, equal and zero minutes, clauses that are empty or name modules that are not there, circles."""
    indexes = chance.sample(range(10), chance.randint(1, 8))

    def clause(of: Sequence[int], least: int, most: int) -> Clause:
        return frozenset(chance.choices(of, k=chance.randint(least, most)))

    catalog = {
        i: Option(
            chance.choice((0, 10, 10, 20, 30, 45)),
            tuple(
                clause(chance.choice((indexes, range(10))), chance.random() > 0.05, 3)
                for _ in range(chance.choice((0, 0, 1, 2)))
            ),
        )
        for i in indexes
    }
    return catalog, [clause(indexes, chance.random() > 0.05, 4) for _ in range(chance.randint(0, 5))]


def needing(*clauses: Sequence[int], minutes: int = 10) -> Option:
    return Option(minutes, tuple(frozenset(clause) for clause in clauses))


# 0 and 1 wait for each other; 2 lets either of them start.
CIRCLE: Problem = (
    {0: needing([1, 2]), 1: needing([0]), 2: needing(minutes=45), 3: needing(minutes=90)},
    [frozenset([0, 3]), frozenset([1, 3])],
)
# The shortest way into a goal is a module that can never be started.
NEVER: Problem = ({0: needing([1]), 1: needing([0]), 2: needing(minutes=90)}, [frozenset([0, 2])])


@given(problems())
@example(CIRCLE)
@example(NEVER)
@settings(max_examples=1000, deadline=None)
def test_the_same_optimum_as_all_subsets(problem: Problem) -> None:
    catalog, goals = problem
    best = min(solutions(catalog, goals), key=lambda chosen: cost(chosen, catalog), default=None)
    found = find_cover(catalog, goals)
    if best is None:
        assert isinstance(found, Impossible)
        assert set(found.goals) == {n for n, goal in enumerate(goals) if not any(solutions(catalog, [goal]))}
    else:
        assert isinstance(found, Cover)
        assert (frozenset(found.order), found.bound) == (best, 0)


@given(problems())
@example(CIRCLE)
@settings(max_examples=150, deadline=None)
def test_each_module_once_and_after_what_it_needs(problem: Problem) -> None:
    catalog, goals = problem
    found = find_cover(catalog, goals)
    if isinstance(found, Cover):
        assert len(set(found.order)) == len(found.order)
        for place, i in enumerate(found.order):
            assert all(clause & set(found.order[:place]) for clause in catalog[i].needs)


@given(problems(), st.integers(0, 3))
@example(CIRCLE, 0)
@settings(max_examples=200, deadline=None)
def test_at_the_limit_the_cover_is_valid_and_the_bound_honest(problem: Problem, limit: int) -> None:
    catalog, goals = problem
    found, proven = find_cover(catalog, goals, limit), find_cover(catalog, goals)
    if isinstance(proven, Impossible) or isinstance(found, Impossible):
        assert found == proven
        return
    assert frozenset(found.order) in set(solutions(catalog, goals))
    excess = sum(catalog[i].minutes for i in found.order) - sum(catalog[i].minutes for i in proven.order)
    assert 0 <= excess <= found.bound


@given(problems(), st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_options_and_goals_makes_no_difference(problem: Problem, chance: Any) -> None:
    catalog, goals = problem
    shuffled, others = list(catalog.items()), list(goals)
    chance.shuffle(shuffled)
    chance.shuffle(others)
    found, again = find_cover(catalog, goals), find_cover(dict(shuffled), others)
    if isinstance(found, Cover):
        assert found == again
    else:
        assert isinstance(again, Impossible) and {goals[n] for n in found.goals} == {others[n] for n in again.goals}


@pytest.mark.parametrize(
    ("catalog", "goals", "order"),
    [
        ({}, [], ()),
        ({0: needing(minutes=60), 1: needing(minutes=30), 2: needing(minutes=30)}, [[0, 1], [0, 2]], (1, 2)),
        ({0: needing(), 1: needing()}, [[0, 1]], (0,)),  # the first of the catalog
        ({0: needing([1]), 1: needing()}, [[0]], (1, 0)),  # what it needs, first
        ({0: needing(minutes=0), 1: needing(minutes=0)}, [[1]], (1,)),  # nothing that is not needed, even for nothing
        ({0: needing(minutes=30), 1: needing([2]), 2: needing()}, [[0, 1]], (2, 1)),  # 20 with its need over 30
    ],
)
def test_small_catalogs(catalog: Catalog, goals: list[list[int]], order: tuple[int, ...]) -> None:
    assert find_cover(catalog, [frozenset(goal) for goal in goals]) == Cover(order, 0)


def test_many_independent_choices_are_proven_at_once() -> None:
    catalog = {i: needing(minutes=10 + i % 2) for i in range(400)}
    found = find_cover(catalog, [frozenset((i, i + 1)) for i in range(0, 400, 2)])
    assert found == Cover(tuple(range(0, 400, 2)), 0)
