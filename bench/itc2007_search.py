"""Events → slots and rooms: ejections until everything has a place, then annealing of what students dislike.

As in the kernel of schedules, calendars are whole numbers used as sets, and rooms follow by matching.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator
from typing import Final

from bench.itc2007 import A_DAY, SLOTS, Instance, Spot

HOT, COLD = 30.0, 1.0  # in points of soft cost
_DAYS: Final = tuple(range(0, SLOTS, A_DAY))
_FULL: Final = (1 << A_DAY) - 1


def _dislike(day: int) -> int:
    """Of a day of one student, as a set of slots: the last slot, a single event, each third in a row."""
    return (day >> A_DAY - 1) + (day.bit_count() == 1) + (day & day >> 1 & day >> 2).bit_count()


DISLIKE: Final = tuple(_dislike(day) for day in range(1 << A_DAY))


def bits(mask: int) -> Iterator[int]:
    """The members of a set."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Timetable:
    """The state: which events each slot holds, and in which rooms."""

    def __init__(self, instance: Instance) -> None:
        count = len(instance.asks)
        self.slot = [-1] * count
        self.holds = [0] * SLOTS
        self.rooms: list[dict[int, int]] = [{} for _ in range(SLOTS)]  # room → event
        self.students: list[list[int]] = [[] for _ in range(count)]
        self.conflicts = [0] * count
        for student, events in enumerate(instance.attends):
            together = sum(1 << e for e in events)
            for e in events:
                self.students[e].append(student)
                self.conflicts[e] |= together & ~(1 << e)
        self.week = [0] * len(instance.attends)
        sizes = instance.sizes
        self.fits = [
            [r for r, n in enumerate(instance.seats) if n >= sizes[e] and asks <= instance.room_has[r]]
            for e, asks in enumerate(instance.asks)
        ]
        alone: dict[int, int] = {}  # events that fit one room only cannot share a slot
        for e, rooms in enumerate(self.fits):
            if len(rooms) == 1:
                alone[rooms[0]] = alone.get(rooms[0], 0) | 1 << e
        for e, rooms in enumerate(self.fits):
            if len(rooms) == 1:
                self.conflicts[e] |= alone[rooms[0]] & ~(1 << e)
        self.open = [sorted(slots) if self.fits[e] else [] for e, slots in enumerate(instance.open)]
        self.opens = [set(slots) for slots in self.open]
        self.earlier: list[list[int]] = [[] for _ in range(count)]
        self.later: list[list[int]] = [[] for _ in range(count)]
        for a, b in instance.before:
            self.later[a].append(b)
            self.earlier[b].append(a)

    def room_for(self, event: int, slot: int) -> bool:
        """Gives it a room of the slot, moving others to other rooms where it must (an augmenting path)."""
        return self._augment(event, self.rooms[slot], set())

    def _augment(self, event: int, held: dict[int, int], seen: set[int]) -> bool:
        for room in self.fits[event]:
            if room not in held:
                held[room] = event
                return True
        for room in self.fits[event]:
            if room not in seen:
                seen.add(room)
                if self._augment(held[room], held, seen):
                    held[room] = event
                    return True
        return False

    def put(self, event: int, slot: int) -> bool:
        """Places an event; False, and nothing changed, if no room can be had."""
        if not self.room_for(event, slot):
            return False
        self.slot[event] = slot
        self.holds[slot] |= 1 << event
        for student in self.students[event]:
            self.week[student] |= 1 << slot
        return True

    def take(self, event: int) -> int:
        """Takes an event out; where it was."""
        slot = self.slot[event]
        held = self.rooms[slot]
        del held[next(room for room, other in held.items() if other == event)]
        self.slot[event] = -1
        self.holds[slot] &= ~(1 << event)
        for student in self.students[event]:
            self.week[student] &= ~(1 << slot)
        return slot

    def against(self, event: int, slot: int) -> int:
        """The placed events that cannot stay if it comes here, rooms aside."""
        found = self.holds[slot] & self.conflicts[event]
        for other in self.earlier[event]:
            if self.slot[other] >= slot:
                found |= 1 << other
        for other in self.later[event]:
            if 0 <= self.slot[other] <= slot:
                found |= 1 << other
        return found

    def change(self, event: int, old: int, new: int) -> int:
        """How much more its students dislike if it goes from one slot to another."""
        one, other = old // A_DAY * A_DAY, new // A_DAY * A_DAY
        total, flip = 0, 1 << old | 1 << new
        for student in self.students[event]:
            was = self.week[student]
            now = was ^ flip
            total += DISLIKE[now >> one & _FULL] - DISLIKE[was >> one & _FULL]
            if one != other:
                total += DISLIKE[now >> other & _FULL] - DISLIKE[was >> other & _FULL]
        return total

    def cost(self) -> int:
        """What all students dislike."""
        return sum(DISLIKE[week >> day & _FULL] for week in self.week for day in _DAYS)

    def spots(self) -> list[Spot]:
        """The solution."""
        found = [Spot()] * len(self.slot)
        for slot, held in enumerate(self.rooms):
            for room, event in held.items():
                found[event] = Spot(slot, room)
        return found


def search(instance: Instance, seconds: float, seed: int = 1) -> list[Spot]:
    """The best found in so many seconds: events without a place first, then what students dislike."""
    table, chance, until = Timetable(instance), random.Random(seed), time.monotonic() + seconds
    spots = _place(table, chance, until, instance.sizes)
    return spots if any(spot.slot < 0 for spot in spots) else _anneal(table, chance, until)


def _place(table: Timetable, chance: random.Random, until: float, sizes: tuple[int, ...]) -> list[Spot]:
    """Ejections: what is hard to place becomes dear to throw out."""
    waiting = sorted((e for e, slots in enumerate(table.open) if slots), key=lambda e: (-len(table.open[e]), e))
    weight = [1] * len(table.slot)
    best, least = table.spots(), sum(sizes[e] for e in waiting)
    while waiting and time.monotonic() < until:
        event = waiting.pop(chance.randrange(len(waiting)) if least < len(sizes) else -1)
        weight[event] += 1
        out, slot = _cheapest(table, chance, event, weight)
        for other in bits(out):
            table.take(other)
            waiting.append(other)
        if not table.put(event, slot):
            rooms = [table.rooms[slot][room] for room in table.fits[event]]
            other = min(rooms, key=lambda e: (weight[e], chance.random()))
            table.take(other)
            waiting.append(other)
            table.put(event, slot)
        for _ in range(20):
            _shift(table, chance, chance.randrange(len(table.slot)), math.inf)
        left = sum(sizes[e] for e in waiting)
        if left < least:
            best, least = table.spots(), left
    return table.spots() if not waiting else best


def _cheapest(table: Timetable, chance: random.Random, event: int, weight: list[int]) -> tuple[int, int]:
    """What to throw out, and the slot in which that weighs least; a slot with all its rooms taken weighs more."""
    found: tuple[float, int, int] | None = None
    for slot in table.open[event]:
        out = table.against(event, slot)
        load: float = sum(weight[e] for e in bits(out))
        held = table.rooms[slot]
        if not out and all(room in held for room in table.fits[event]):
            load = min(weight[held[room]] for room in table.fits[event])
        load += chance.random() * 0.5
        if found is None or load < found[0]:
            found = load, out, slot
    assert found is not None
    return found[1], found[2]


def _shift(table: Timetable, chance: random.Random, event: int, most: float) -> int | None:
    """Moves an event to a slot at random, if all rules hold and it costs at most so much; what it cost."""
    old = table.slot[event]
    if old < 0:
        return None
    new = chance.choice(table.open[event])
    if new == old or table.against(event, new) & ~(1 << event):
        return None
    more = 0 if most == math.inf else table.change(event, old, new)
    if more > most:
        return None
    table.take(event)
    if table.put(event, new):
        return more
    table.put(event, old)
    return None


def _swap(table: Timetable, event: int, other: int, most: float) -> int | None:
    """Exchanges the slots of two events under the same conditions."""
    one, two = table.slot[event], table.slot[other]
    if one == two or two not in table.opens[event] or one not in table.opens[other]:
        return None
    if table.against(event, two) & ~(1 << other) or table.against(other, one) & ~(1 << event):
        return None
    if other in table.later[event] or other in table.earlier[event]:
        return None
    before = sum(_of(table, event, one, two)) + sum(_of(table, other, one, two))
    table.take(event)
    table.take(other)
    if table.put(event, two):
        if table.put(other, one):
            more = sum(_of(table, event, one, two)) + sum(_of(table, other, one, two)) - before
            if more <= most:
                return more
            table.take(other)
        table.take(event)
    table.put(event, one)
    table.put(other, two)
    return None


def _of(table: Timetable, event: int, one: int, two: int) -> Iterator[int]:
    """What its students dislike on the days of two slots; those of both events are counted twice, before and after."""
    for day in {one // A_DAY * A_DAY, two // A_DAY * A_DAY}:
        yield from (DISLIKE[table.week[student] >> day & _FULL] for student in table.students[event])


def _anneal(table: Timetable, chance: random.Random, until: float) -> list[Spot]:
    """Shifts and swaps; worse ones with a probability that falls as time goes by."""
    began, count = time.monotonic(), len(table.slot)
    cost = least = table.cost()
    best, heat, number = table.spots(), HOT, 0
    while least:
        if number % 64 == 0:
            gone = (time.monotonic() - began) / max(until - began, 0.001)
            if gone >= 1:
                break
            heat = HOT * (COLD / HOT) ** gone
        number += 1
        most = -heat * math.log(1 - chance.random())
        event = chance.randrange(count)
        if number % 3:
            more = _shift(table, chance, event, most)
        else:
            more = _swap(table, event, chance.randrange(count), most)
        cost += more or 0
        if cost < least:
            best, least = table.spots(), cost
    return best
