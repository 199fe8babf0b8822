"""The kernel: short ways say what the long ways say, calendars are as before after a step that was undone."""

from __future__ import annotations

import copy
import random

import pytest

from bench.generator import programme
from curriculum.schedule.build import Builder
from curriculum.schedule.loads import Loads
from curriculum.schedule.problem import Problem
from curriculum.schedule.search import Search
from curriculum.schedule.seats import Seats
from curriculum.schedule.timetable import Timetable


@pytest.fixture(scope="module")
def placed() -> Timetable:
    p = programme(60, tight=True)
    problem: Problem = Builder(p.ws, p.people, p.plan, p.as_of, {}).problem()
    table = Timetable(problem)
    Seats(table).add_all(problem.courses)
    Search(table).forward(range(len(table.meetings)))
    return table


def total(search: Search) -> int:
    return sum(search.cost(meeting, meeting.spot.start) for meeting in search.table.meetings)


def test_a_trainer_can_begin_where_the_mask_says(placed: Timetable) -> None:
    chance, can = random.Random(1), 0
    for meeting in placed.meetings:
        for teacher in placed.teachers(meeting):
            mask = placed.teacher_begins(teacher, meeting)
            near = [max(0, other.spot.start + step) for other in placed.meetings for step in (-1, 0, other.length)]
            for start in chance.sample(near, 12):
                assert placed.teacher_can(teacher, meeting, start) == bool(mask >> start & 1)
                can += mask >> start & 1
    assert can > 20


def test_what_is_taken_out_and_put_back_leaves_no_trace(placed: Timetable) -> None:
    before = copy.deepcopy({name: value for name, value in vars(placed).items() if name != "problem"})
    spots = [placed.take(n) for n in range(len(placed.meetings))]
    assert not any(placed._busy) and not any(placed._halls) and not any(map(any, placed._away))
    for n, spot in enumerate(spots):
        placed.put(n, spot)
    for name in ("_busy", "_teaching", "_halls", "_away"):
        assert getattr(placed, name) == before[name]
    assert placed._learning.days == before["_learning"].days and placed._lessons.weeks == before["_lessons"].weeks


def test_a_step_that_costs_too_much_is_undone(placed: Timetable) -> None:
    search, chance = Search(placed), random.Random(3)
    numbers = list(range(min(8, len(placed.meetings))))
    spots = [meeting.spot for meeting in placed.meetings]
    cost = total(search)
    assert search._once(numbers, -1e18, chance) > -1e18
    assert [meeting.spot for meeting in placed.meetings] == spots
    more = search._once(numbers, 1e18, chance)
    assert total(search) == cost + more


def test_searching_more_costs_less_and_the_same_effort_gives_the_same() -> None:
    def found(iterations: int) -> tuple[int, list[int]]:
        p = programme(60)
        table = Timetable(Builder(p.ws, p.people, p.plan, p.as_of, {}).problem())
        Seats(table).add_all(table.problem.courses)
        search = Search(table)
        search.forward(range(len(table.meetings)))
        search.justify()
        search.ruin_and_recreate(iterations)
        return total(search), [meeting.spot.start for meeting in table.meetings]

    assert found(600) == found(600)
    assert found(600)[0] < found(0)[0]


def test_a_day_that_is_full_is_over_and_nothing_else(placed: Timetable) -> None:
    place = placed.problem.learners[0].place
    loads = Loads([place, place], [16, 16], [40, 12])
    start = place.starts[8] + 40
    loads.add((0, 1), start, 8)
    assert loads.over((0,), 8) == 0 and loads.fits(0, start, 8)
    assert loads.over((0,), 9) == place.day_masks[8] and not loads.fits(0, start, 9)
    assert loads.over((0, 1), 8) == place.week_masks[place.weeks[8]] and not loads.fits(1, start, 8)
    assert loads.over((0,), 17) == -1, "longer than any day may be"
    loads.add((0, 1), start, -8)
    assert loads.days == loads.weeks == [{}, {}]
