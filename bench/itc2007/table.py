"""The state: which events each slot holds and in which rooms, and the moves that keep every hard rule.

As in the kernel of schedules, calendars are whole numbers used as sets, and rooms follow by matching.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bench.itc2007.instance import SLOTS, Instance, Spot
from bench.itc2007.likes import Weeks


def members(mask: int) -> Iterator[int]:
    """The members of a set."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Move(NamedTuple):
    """Events x go from slot a to b, events y from b to a; `coming` and `going` are their students who really move."""

    a: int
    b: int
    x: int
    y: int
    coming: int
    going: int


class Table:
    """All events; `where` is -1 for those without a place."""

    def __init__(self, instance: Instance) -> None:
        count = len(instance.asks)
        self.sizes = instance.sizes
        self.where = [-1] * count
        self.holds = [0] * SLOTS
        self.rooms: list[dict[int, int]] = [{} for _ in range(SLOTS)]  # room → event
        self.weeks = Weeks(len(instance.attends))
        self.conflicts = [0] * count
        students = [0] * count
        for student, events in enumerate(instance.attends):
            together = sum(1 << e for e in events)
            for e in events:
                students[e] |= 1 << student
                self.conflicts[e] |= together
        self.students = [self.weeks.spread(mask) for mask in students]
        self.fits = self._find_rooms(instance)
        self.earlier: list[list[int]] = [[] for _ in range(count)]
        self.later: list[list[int]] = [[] for _ in range(count)]
        self.linked = 0
        for a, b in instance.before:
            self.later[a].append(b)
            self.earlier[b].append(a)
            self.conflicts[a] |= 1 << b
            self.conflicts[b] |= 1 << a
            self.linked |= 1 << a | 1 << b
        for e in range(count):
            self.conflicts[e] &= ~(1 << e)
        self.open = [sorted(slots) if self.fits[e] else [] for e, slots in enumerate(instance.open)]
        self.may = [sum(1 << e for e in range(count) if slot in instance.open[e]) for slot in range(SLOTS)]

    def _find_rooms(self, instance: Instance) -> list[list[int]]:
        """The rooms of each event, those that few could use first. Events with one and the same room conflict."""
        sizes = instance.sizes
        fits = [
            [r for r, n in enumerate(instance.seats) if n >= sizes[e] and asks <= instance.room_has[r]]
            for e, asks in enumerate(instance.asks)
        ]
        alone = dict.fromkeys(range(len(instance.seats)), 0)
        for e, rooms in enumerate(fits):
            if len(rooms) == 1:
                alone[rooms[0]] |= 1 << e
        for rooms in fits:
            if len(rooms) == 1:
                for e in members(alone[rooms[0]]):
                    self.conflicts[e] |= alone[rooms[0]]
        wanted = [sum(r in rooms for rooms in fits) for r in range(len(instance.seats))]
        return [sorted(rooms, key=lambda r: (wanted[r], r)) for rooms in fits]

    # ── one event ───────────────────────────────────────────────────────────────────────────────────────────

    def put(self, event: int, slot: int) -> bool:
        """Places an event, others of the slot going to other rooms where they must; False if no room can be had."""
        if not _augment(event, self.fits, self.rooms[slot], set()):
            return False
        self.where[event] = slot
        self.holds[slot] |= 1 << event
        self.weeks.flip(slot, self.students[event])
        return True

    def take(self, event: int) -> int:
        """Takes an event out; where it was."""
        slot = self.where[event]
        held = self.rooms[slot]
        del held[next(room for room, other in held.items() if other == event)]
        self.where[event] = -1
        self.holds[slot] ^= 1 << event
        self.weeks.flip(slot, self.students[event])
        return slot

    def against(self, event: int, slot: int) -> int:
        """The placed events that cannot stay if it comes here, rooms aside."""
        found = self.holds[slot] & self.conflicts[event]
        for other in self.earlier[event]:
            if self.where[other] >= slot:
                found |= 1 << other
        for other in self.later[event]:
            if 0 <= self.where[other] <= slot:
                found |= 1 << other
        return found

    # ── chains ──────────────────────────────────────────────────────────────────────────────────────────────

    def chain(self, event: int, b: int, x: int = 0, y: int = 0) -> tuple[int, int] | None:
        """An event goes to slot b, what conflicts with it there comes back, and so on; None if one of them may not.

        A Kempe chain: afterwards no two events of either slot conflict. x and y are chains that are moved already.
        """
        a, conflicts = self.where[event], self.conflicts
        here, there = self.holds[a], self.holds[b]
        may_here, may_there = self.may[a], self.may[b]
        x |= 1 << event
        new = conflicts[event] & there & ~y
        while new:
            if new & ~may_here:
                return None
            y |= new
            reached = 0
            while new:
                low = new & -new
                new ^= low
                reached |= conflicts[low.bit_length() - 1]
            new = reached & here & ~x
            if new & ~may_there:
                return None
            x |= new
            reached = 0
            while new:
                low = new & -new
                new ^= low
                reached |= conflicts[low.bit_length() - 1]
            new = reached & there & ~y
        return x, y

    def move(self, a: int, b: int, x: int, y: int) -> Move | None:
        """What it means for students; None if an order is broken."""
        linked = (x | y) & self.linked
        if linked and not self._in_order(linked, x, x | y, a, b):
            return None
        students, coming, going = self.students, 0, 0
        for e in members(x):
            coming |= students[e]
        for e in members(y):
            going |= students[e]
        both = coming & going
        return Move(a, b, x, y, coming ^ both, going ^ both)

    def _in_order(self, linked: int, x: int, moved: int, a: int, b: int) -> bool:
        where = self.where
        for e in members(linked):
            slot = b if x >> e & 1 else a
            for other in self.earlier[e]:
                if where[other] >= slot or moved >> other & 1:
                    return False
            for other in self.later[e]:
                if 0 <= where[other] <= slot or moved >> other & 1:
                    return False
        return True

    def change(self, move: Move) -> int:
        """How much more students dislike it."""
        return self.weeks.change(move.a, move.b, move.coming, move.going)

    def make(self, move: Move) -> bool:
        """Makes a move; False, and nothing changed, if the rooms do not suffice."""
        a, b, x, y, coming, going = move
        there = self._reseat(b, y, x)
        if there is None:
            return False
        here = self._reseat(a, x, y)
        if here is None:
            return False
        self.rooms[a], self.rooms[b] = here, there
        self.holds[a] ^= x | y
        self.holds[b] ^= x | y
        for e in members(x):
            self.where[e] = b
        for e in members(y):
            self.where[e] = a
        self.weeks.exchange(a, b, coming | going)
        return True

    def _reseat(self, slot: int, leaving: int, coming: int) -> dict[int, int] | None:
        """The rooms of a slot after some events left and others came."""
        held = self.rooms[slot]
        if leaving:
            held = {room: e for room, e in held.items() if not leaving >> e & 1}
        else:
            held = held.copy()
        for e in members(coming):
            if not _augment(e, self.fits, held, set()):
                return None
        return held

    def spots(self) -> list[Spot]:
        """The solution."""
        found = [Spot()] * len(self.where)
        for slot, held in enumerate(self.rooms):
            for room, event in held.items():
                found[event] = Spot(slot, room)
        return found


def _augment(event: int, fits: list[list[int]], held: dict[int, int], seen: set[int]) -> bool:
    """Gives an event a room, others changing theirs (an augmenting path); False, and nothing changed, if none is left."""
    for room in fits[event]:
        if room not in held:
            held[room] = event
            return True
    for room in fits[event]:
        if room not in seen:
            seen.add(room)
            if _augment(held[room], fits, held, seen):
                held[room] = event
                return True
    return False
