"""Moves at random that keep every hard rule."""

from __future__ import annotations

import random

from bench.itc2007.table import Move, Table


def propose(table: Table, chance: random.Random) -> Move | None:
    """An event and a slot at random, with the chain that this needs; None if it cannot be.

    Where all rooms of the event are held in that slot, every other time one of the holders comes back too.
    """
    rnd, where = chance.random, table.where
    event = int(rnd() * len(where))
    a, slots = where[event], table.open[event]
    if a < 0:
        return None
    b = slots[int(rnd() * len(slots))]
    if a == b or table.conflicts[event] & table.holds[b] & ~table.may[a]:
        return None
    chains = table.chain(event, b)
    if chains is None:
        return None
    x, y = chains
    rooms, held = table.fits[event], table.rooms[b]
    for room in rooms:
        if room not in held or y >> held[room] & 1:
            break
    else:
        if rnd() < 0.5:
            other = held[rooms[int(rnd() * len(rooms))]]
            chains = table.chain(other, a, y, x) if table.may[a] >> other & 1 else None
            if chains is None:
                return None
            y, x = chains
    return table.move(a, b, x, y)
