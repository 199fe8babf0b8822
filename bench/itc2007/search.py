"""Events → slots and rooms."""

from __future__ import annotations

import math
import random
import time
from typing import Final

from bench.itc2007.instance import Instance, Spot
from bench.itc2007.table import Move, Table, members


def search(instance: Instance, seconds: float, seed: int = 1, log=None) -> list[Spot]:
    table, chance, until = Table(instance), random.Random(seed), time.process_time() + seconds
    t0=time.process_time()
    spots = place(table, chance, until, instance.sizes)
    if log: log(f'placed {time.process_time()-t0:.1f}s')
    return spots if any(spot.slot < 0 for spot in spots) else anneal(table, chance, until, log)


def place(table: Table, chance: random.Random, until: float, sizes: tuple[int, ...]) -> list[Spot]:
    """Ejections: what is hard to place becomes dear to throw out."""
    waiting = sorted((e for e, slots in enumerate(table.open) if slots), key=lambda e: (-len(table.open[e]), e))
    weight = [1] * len(table.where)
    best, least = table.spots(), sum(sizes[e] for e in waiting)
    while waiting and time.process_time() < until:
        event = waiting.pop(chance.randrange(len(waiting)) if least < len(sizes) else -1)
        weight[event] += 1
        out, slot = _cheapest(table, chance, event, weight)
        for other in members(out):
            table.take(other)
            waiting.append(other)
        if not table.put(event, slot):
            rooms = [table.rooms[slot][room] for room in table.fits[event]]
            other = min(rooms, key=lambda e: (weight[e], chance.random()))
            table.take(other)
            waiting.append(other)
            table.put(event, slot)
        for _ in range(20):
            move = propose(table, chance)
            if move:
                table.make(move)
        left = sum(sizes[e] for e in waiting)
        if left < least:
            best, least = table.spots(), left
    return table.spots() if not waiting else best


def _cheapest(table: Table, chance: random.Random, event: int, weight: list[int]) -> tuple[int, int]:
    """What to throw out, and the slot in which that weighs least; a slot with all its rooms taken weighs more."""
    found: tuple[float, int, int] | None = None
    for slot in table.open[event]:
        out = table.against(event, slot)
        load: float = sum(weight[e] for e in members(out))
        held = table.rooms[slot]
        if not out and all(room in held for room in table.fits[event]):
            load = min(weight[held[room]] for room in table.fits[event])
        load += chance.random() * 0.5
        if found is None or load < found[0]:
            found = load, out, slot
    assert found is not None
    return found[1], found[2]


def propose(table: Table, chance: random.Random) -> Move | None:
    rnd = chance.random
    where = table.where
    event = int(rnd() * len(where))
    a = where[event]
    if a < 0:
        return None
    open_ = table.open[event]
    b = open_[int(rnd() * len(open_))]
    if a == b:
        return None
    chains = table.chain(event, b)
    if chains is None:
        return None
    x, y = chains
    return table.move(a, b, x, y)

HOT, COLD = 12.0, 0.4

def anneal(table: Table, chance: random.Random, until: float, log) -> list[Spot]:
    began = time.process_time()
    cost = least = table.weeks.cost()
    best, heat, number = table.spots(), HOT, 0
    seen = evald = acc = worse = wacc = roomfail = 0
    nextlog = 0.0
    while least:
        if number % 64 == 0:
            gone = (time.process_time() - began) / max(until - began, 0.001)
            if gone >= 1:
                break
            heat = HOT * (COLD / HOT) ** gone
            if log and gone > nextlog:
                log(f'{gone:.2f} heat {heat:.2f} n {number} cost {cost} best {least} eval {evald} worse {worse} wacc {wacc} acc {acc} roomfail {roomfail}')
                evald = acc = worse = wacc = roomfail = 0
                nextlog += 0.05
        number += 1
        move = propose(table, chance)
        if move is None:
            continue
        evald += 1
        more = table.change(move)
        if more > 0: worse += 1
        if more > 0 and more > -heat * math.log(1 - chance.random()):
            continue
        if not table.make(move):
            roomfail += 1
            continue
        acc += 1
        wacc += more > 0
        cost += more
        if cost < least:
            best, least = table.spots(), cost
    assert cost == table.weeks.cost()
    if log: log(f'end n {number} cost {cost} best {least}')
    return best
