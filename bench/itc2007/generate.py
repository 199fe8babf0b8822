"""Invented instances in the manner of ITC-2007 track 2, each with a hidden timetable that keeps all hard rules.

`python -m bench.itc2007.generate EVENTS ROOMS STUDENTS ATTENDS PROGRAMMES SEED > FILE.tim`. Every event first gets a
slot and a room; what students attend, which rooms fit, which slots are open and what comes first is then chosen so that
this holds.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass

from bench.itc2007.instance import SLOTS, Instance

FEATURES = 10


@dataclass(frozen=True, slots=True)
class Size:
    """How large, and how tight."""

    events: int
    rooms: int
    students: int
    attends: int = 21  # events of each student, at most
    programmes: int = 4  # of three tenths of all events; students choose within one
    open: float = 0.55  # of all slots, for each event
    before: int = 40  # pairs of events in a given order


def generate(size: Size, seed: int = 1) -> Instance:
    """One instance; the same for the same size and seed."""
    chance = random.Random(seed)
    places = [(slot, room) for slot in range(SLOTS) for room in range(size.rooms)]
    hidden = chance.sample(places, size.events)
    room_has = tuple(frozenset(chance.sample(range(FEATURES), chance.randint(4, 8))) for _ in range(size.rooms))
    attends = _attends(chance, size, hidden)
    sizes = [0] * size.events
    for events in attends:
        for e in events:
            sizes[e] += 1
    seats = [
        max((sizes[e] for e in range(size.events) if hidden[e][1] == room), default=1) for room in range(size.rooms)
    ]
    asks = tuple(
        frozenset(chance.sample(sorted(room_has[room]), min(len(room_has[room]), chance.randint(0, 5))))
        for _, room in hidden
    )
    opens = tuple(frozenset({slot} | {s for s in range(SLOTS) if chance.random() < size.open}) for slot, _ in hidden)
    before: set[tuple[int, int]] = set()
    while len(before) < size.before:
        a, b = chance.sample(range(size.events), 2)
        if hidden[a][0] < hidden[b][0]:
            before.add((a, b))
    return Instance(tuple(seats), attends, room_has, asks, opens, tuple(sorted(before)))


def _attends(chance: random.Random, size: Size, hidden: list[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Each student attends events of one programme, in different slots of the hidden timetable."""
    programmes = [[e for e in range(size.events) if chance.random() < 0.3] for _ in range(size.programmes)]
    found = []
    for _ in range(size.students):
        programme = chance.choice(programmes)
        mine = {hidden[e][0]: e for e in chance.sample(programme, len(programme))}
        count = min(len(mine), max(1, size.attends - chance.randint(0, 4)))
        found.append(tuple(sorted(chance.sample(sorted(mine.values()), count))))
    return tuple(found)


def text(instance: Instance) -> str:
    """The instance as a `.tim` file."""
    events = range(len(instance.asks))
    order = {pair: 1 for pair in instance.before} | {(b, a): -1 for a, b in instance.before}
    numbers = [len(events), len(instance.seats), FEATURES, len(instance.attends), *instance.seats]
    for chosen, among in (
        (map(set, instance.attends), events),
        (instance.room_has, range(FEATURES)),
        (instance.asks, range(FEATURES)),
        (instance.open, range(SLOTS)),
    ):
        numbers += [int(n in members) for members in chosen for n in among]
    numbers += [order.get((a, b), 0) for a in events for b in events]
    return "\n".join(map(str, numbers)) + "\n"


if __name__ == "__main__":
    *SIZE, SEED = map(int, sys.argv[1:])
    print(text(generate(Size(*SIZE), SEED)), end="")
