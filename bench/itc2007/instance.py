"""Track 2 of the timetabling competition ITC-2007: its files, and an own judge of solutions. A yardstick by others.

An event has a slot of 45 (five days of nine) and a room.
"""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

SLOTS: Final = 45
A_DAY: Final = 9


class Spot(NamedTuple):
    """Where an event is; -1 is nowhere."""

    slot: int = -1
    room: int = -1


@dataclass(frozen=True, slots=True)
class Instance:
    """One file. Everything about events is by number."""

    seats: tuple[int, ...]  # of each room
    attends: tuple[tuple[int, ...], ...]  # student → events
    room_has: tuple[frozenset[int], ...]
    asks: tuple[frozenset[int], ...]  # event → features
    open: tuple[frozenset[int], ...]  # event → slots
    before: tuple[tuple[int, int], ...]  # (earlier, later)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many students attend each event."""
        found = Counter(e for events in self.attends for e in events)
        return tuple(found[e] for e in range(len(self.asks)))


class Score(NamedTuple):
    """`violations`: broken rules among placed events, must be 0. `distance`: students of events without a place."""

    violations: int
    distance: int
    soft: int


def read(path: Path) -> Instance:
    """A `.tim` file, also gzipped: numbers and nothing else. ValueError where they are too few."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    numbers = iter([int(word) for word in content.split()])

    def row(length: int) -> list[int]:
        found = list(islice(numbers, length))
        if len(found) < length:
            raise ValueError(f"{path}: ends too early")
        return found

    def matrix(height: int, width: int) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(n for n, value in enumerate(row(width)) if value == 1) for _ in range(height))

    def row_of_four() -> tuple[int, int, int, int]:
        a, b, c, d = row(4)
        return a, b, c, d

    events, rooms, features, students = row_of_four()
    return Instance(
        seats=tuple(row(rooms)),
        attends=matrix(students, events),
        room_has=tuple(map(frozenset, matrix(rooms, features))),
        asks=tuple(map(frozenset, matrix(events, features))),
        open=tuple(map(frozenset, matrix(events, SLOTS))),
        before=tuple((a, b) for a, later in enumerate(matrix(events, events)) for b in later),
    )


def judge(instance: Instance, spots: list[Spot]) -> Score:
    """The rules of the competition, counted plainly; shares nothing with the search."""
    placed = {e: spot for e, spot in enumerate(spots) if spot.slot >= 0}
    wrong = sum(n - 1 for n in Counter(placed.values()).values())
    sizes = instance.sizes
    for e, spot in placed.items():
        wrong += spot.slot not in instance.open[e]
        wrong += not 0 <= spot.room < len(instance.seats)
        wrong += instance.seats[spot.room] < sizes[e] or not instance.asks[e] <= instance.room_has[spot.room]
    wrong += sum(a in placed and b in placed and placed[a].slot >= placed[b].slot for a, b in instance.before)
    soft = 0
    for events in instance.attends:
        times = Counter(placed[e].slot for e in events if e in placed)
        wrong += sum(n - 1 for n in times.values())
        soft += sum(slot % A_DAY == A_DAY - 1 for slot in times)
        for day in range(0, SLOTS, A_DAY):
            soft += sum(slot in times for slot in range(day, day + A_DAY)) == 1
            soft += sum({slot, slot + 1, slot + 2} <= times.keys() for slot in range(day, day + A_DAY - 2))
    distance = sum(size for e, size in enumerate(sizes) if e not in placed)
    return Score(wrong, distance, soft)
