"""The yardstick of the timetabling competition: reading, judging, searching, on a tiny instance of our own."""

from __future__ import annotations

import gzip
import math
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.itc2007.__main__ import best_of, solve
from bench.itc2007.budget import Budget
from bench.itc2007.generate import Size, generate
from bench.itc2007.generate import text as text_of
from bench.itc2007.instance import SLOTS, Instance, Score, Spot, judge, read
from bench.itc2007.likes import Weeks
from bench.itc2007.moves import propose
from bench.itc2007.place import place
from bench.itc2007.search import search
from bench.itc2007.table import Table

EVENTS, STUDENTS = 6, 3
SMALL = Size(events=60, rooms=4, students=40, attends=8, programmes=3, before=10)


def text(open_slots: dict[int, set[int]]) -> str:
    """Six events, a small room and a large one with a projector, three students; event 0 comes before event 1.

    Event 5 needs the projector; student 0 attends 0 to 3, student 1 attends 3 to 5, student 2 attends 4.
    """
    attends = [{0, 1, 2, 3}, {3, 4, 5}, {4}]
    numbers = [EVENTS, 2, 1, STUDENTS, 1, 2]
    numbers += [int(e in events) for events in attends for e in range(EVENTS)]
    numbers += [0, 1]
    numbers += [int(e == 5) for e in range(EVENTS)]
    numbers += [int(slot in open_slots.get(e, set(range(SLOTS)))) for e in range(EVENTS) for slot in range(SLOTS)]
    order = {(0, 1): 1, (1, 0): -1}
    numbers += [order.get((a, b), 0) for a in range(EVENTS) for b in range(EVENTS)]
    return "\n".join(map(str, numbers))


def instance(tmp_path: Path, **open_slots: set[int]) -> Instance:
    """Read from a file; `e3={0, 1}`: event 3 may be in these slots only."""
    path = tmp_path / "tiny.tim"
    path.write_text(text({int(name[1:]): slots for name, slots in open_slots.items()}), "utf-8")
    return read(path)


def test_a_file_is_read_also_gzipped(tmp_path: Path) -> None:
    found = instance(tmp_path, e3={10})
    assert found.seats == (1, 2) and found.sizes == (1, 1, 1, 2, 2, 1)
    assert found.asks[5] == {0} and found.room_has == (frozenset(), frozenset({0}))
    assert found.open[3] == {10} and found.before == ((0, 1),)
    packed = tmp_path / "tiny.tim.gz"
    packed.write_bytes(gzip.compress((tmp_path / "tiny.tim").read_bytes()))
    assert read(packed) == found
    (tmp_path / "short.tim").write_text("6 2 1 3 1", "utf-8")
    with pytest.raises(ValueError, match="ends too early"):
        read(tmp_path / "short.tim")


def test_the_judge_counts_each_rule(tmp_path: Path) -> None:
    tiny = instance(tmp_path)
    good = [Spot(0, 0), Spot(1, 0), Spot(9, 0), Spot(10, 1), Spot(9, 1), Spot(11, 1)]
    assert judge(tiny, good) == Score(0, 0, 2), "student 1: three in a row; student 2: one on a day"

    def violations(event: int, spot: Spot, **slots: set[int]) -> int:
        return judge(instance(tmp_path, **slots), [*good[:event], spot, *good[event + 1 :]]).violations

    assert violations(0, Spot(2, 0)) == 1, "after event 1"
    assert violations(3, Spot(10, 0)) == 1, "too small a room"
    assert violations(5, Spot(11, 0)) == 1, "no projector"
    assert violations(2, Spot(10, 0)) == 1, "student 0 twice at once"
    assert violations(2, Spot(9, 1)) == 1, "a room twice"
    assert violations(2, Spot(9, 0), e2={8}) == 1, "a closed slot"
    assert judge(tiny, [*good[:4], Spot(), good[5]]).distance == 2, "two students of event 4"
    assert judge(tiny, [Spot(8, 0), *[Spot()] * 5]).soft == 2, "the last slot of a day, and one on a day"


def seated(tiny: Instance) -> Table:
    table = Table(tiny)
    for event, slot in enumerate((0, 1, 9, 10, 9, 11)):
        assert table.put(event, slot)
    return table


def test_rooms_are_exchanged_where_that_makes_room(tmp_path: Path) -> None:
    table = Table(instance(tmp_path))
    table.fits[0] = [1, 0]  # takes the large room first
    assert table.put(0, 7) and table.rooms[7] == {1: 0}
    assert table.put(5, 7) and table.rooms[7] == {1: 5, 0: 0}
    assert not table.put(4, 7), "both rooms are taken, and the small one is too small"


def test_a_chain_exchanges_what_conflicts_and_keeps_the_order(tmp_path: Path) -> None:
    tiny = instance(tmp_path)
    table = seated(tiny)
    assert table.chain(4, 11) == (1 << 4, 1 << 5), "student 1 attends both"
    assert table.chain(2, 10) == (1 << 2 | 1 << 4, 1 << 3), "2 sends 3 back, 3 sends 4 away"
    assert table.move(0, 1, 1 << 0, 1 << 1) is None, "event 0 comes before event 1"
    move = table.move(9, 10, *(table.chain(2, 10) or (0, 0)))
    assert move is not None and table.make(move)
    assert [table.where[e] for e in (2, 3, 4)] == [10, 9, 10]
    closed = seated(instance(tmp_path, e3={10}))
    assert closed.chain(2, 10) is None, "event 3 may not go back"


@pytest.mark.parametrize("seed", range(2))
def test_every_move_keeps_the_rules_and_costs_what_it_says(seed: int) -> None:
    made = generate(SMALL, seed)
    table, chance = Table(made), random.Random(seed)
    assert all(spot.slot >= 0 for spot in place(table, chance, Budget(moves=1e6)))
    kept = exchanged = 0
    for _ in range(1000):
        move = propose(table, chance)
        if move is None:
            continue
        before, more = table.spots(), table.change(move)
        if not table.make(move):
            assert table.spots() == before
            continue
        kept += 1
        exchanged += move.y.bit_count() > 1
        score = judge(made, table.spots())
        assert (score.violations, score.distance) == (0, 0)
        assert score.soft == table.weeks.cost() == judge(made, before).soft + more
    assert kept > 50 and exchanged > 2


@given(
    st.lists(st.integers(0, 2**12 - 1), min_size=SLOTS, max_size=SLOTS),
    st.tuples(st.integers(0, SLOTS - 1), st.integers(0, SLOTS - 1), st.integers(0, 2**12 - 1)),
)
def test_what_a_change_costs_is_what_the_weeks_then_cost(at: list[int], moved: tuple[int, int, int]) -> None:
    """Twelve students who attend anything; those of a set who are in one of two slots change to the other."""
    weeks = Weeks(12)
    for slot, students in enumerate(at):
        weeks.flip(slot, weeks.spread(students))
    a, b, some = moved
    x, y = (weeks.spread(some & at[one] & ~at[other]) for one, other in ((a, b), (b, a)))
    before, more = weeks.cost(), weeks.change(a, b, x, y) if a != b else 0
    weeks.exchange(a, b, x | y)
    assert weeks.cost() == before + more


def test_the_search_finds_what_there_is(tmp_path: Path) -> None:
    """In six slots of a day only student 2's single event is disliked; in three, one event of student 0 is left out."""
    day = {f"e{n}": set(range(6)) for n in range(EVENTS)}
    tiny = instance(tmp_path, **day)
    assert judge(tiny, search(tiny, Budget(moves=20_000))) == Score(0, 0, 1)
    crowded = instance(tmp_path, **{f"e{n}": {0, 1, 2} for n in range(EVENTS)})
    found = judge(crowded, search(crowded, Budget(moves=2_000)))
    assert (found.violations, found.distance) == (0, 1)
    nowhere = instance(tmp_path, **(day | {"e4": set()}))
    assert judge(nowhere, search(nowhere, Budget(seconds=0.2))).distance == 2, "what can be nowhere stays out"


def test_so_many_moves_always_give_the_same_and_the_best_seed_wins(tmp_path: Path) -> None:
    path = tmp_path / "small.tim"
    path.write_text(text_of(generate(SMALL, 5)), "utf-8")
    assert read(path) == generate(SMALL, 5)
    alone = [solve(path, math.inf, 20_000, seed) for seed in (1, 2)]
    assert alone[0][2] != alone[1][2]
    assert best_of(path, math.inf, 20_000, 2) == (min(alone)[0], min(alone)[2])


def test_a_time_limit_ends_the_search(tmp_path: Path) -> None:
    path = tmp_path / "small.tim"
    path.write_text(text_of(generate(SMALL, 5)), "utf-8")
    score, _, _ = solve(path, 0.5, math.inf, 1)
    assert (score.violations, score.distance) == (0, 0)
