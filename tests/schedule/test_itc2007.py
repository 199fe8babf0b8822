"""The yardstick of the timetabling competition: reading, judging, searching, on a tiny instance of our own."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bench.itc2007 import SLOTS, Instance, Score, Spot, judge, read
from bench.itc2007_search import DISLIKE, Timetable, search

EVENTS, STUDENTS = 6, 3


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


def test_the_search_counts_what_the_judge_counts(tmp_path: Path) -> None:
    tiny = instance(tmp_path)
    table = Timetable(tiny)
    for event, slot in enumerate((0, 1, 9, 10, 9, 11)):
        assert table.put(event, slot)
    assert table.cost() == judge(tiny, table.spots()).soft
    before = table.cost()
    more = table.change(2, 9, 8)
    table.take(2)
    assert table.put(2, 8)
    assert table.cost() == before + more == judge(tiny, table.spots()).soft
    assert DISLIKE[0b111100000] == 1 + 2 and DISLIKE[0b1] == 1 and DISLIKE[0b11] == 0


def test_rooms_are_exchanged_where_that_makes_room(tmp_path: Path) -> None:
    table = Timetable(instance(tmp_path))
    table.fits[0] = [1, 0]  # takes the large room first
    assert table.put(0, 7) and table.rooms[7] == {1: 0}
    assert table.put(5, 7) and table.rooms[7] == {1: 5, 0: 0}
    assert not table.put(4, 7), "both rooms are taken, and the small one is too small"


def test_the_search_finds_what_there_is(tmp_path: Path) -> None:
    """In six slots of a day only student 2's single event is disliked; in three, one event of student 0 is left out."""
    day = {f"e{n}": set(range(6)) for n in range(EVENTS)}
    tiny = instance(tmp_path, **day)
    assert judge(tiny, search(tiny, 0.3)) == Score(0, 0, 1)
    crowded = instance(tmp_path, **{f"e{n}": {0, 1, 2} for n in range(EVENTS)})
    found = judge(crowded, search(crowded, 0.3))
    assert (found.violations, found.distance) == (0, 1)
