"""Hard rules of a schedule about working time, leave and how much training a day and a week may hold."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from curriculum.days import add_days
from curriculum.model import Delivery, Person, Span, Trainer, Weekday
from curriculum.schedule.facts import SATURDAY_AND_SUNDAY, Breach, Facts, Taking

Found = Iterator[Breach]


def working_time(facts: Facts) -> Found:
    """Sessions lie inside the working time of everybody's own workplace, never on leave or outside the engagement."""
    for taking in facts.takings:
        for id in taking.session.people:
            found = facts.people.get(id)
            if found is not None:
                yield from _inside(facts, taking, found.person)
        trainer = facts.trainers.get(taking.session.trainer)
        if trainer is not None:
            yield from _trainer_inside(facts, taking, trainer)


def _inside(facts: Facts, taking: Taking, person: Person) -> Found:
    id = taking.session.id
    day = facts.local_day(taking, person.workplace)
    turns, place = facts.turns.get(person.id), person.workplace
    if not _covers(
        lambda on: facts.working(place, on) if turns is None else facts.on_shift(place, on, turns), day, taking
    ):
        yield Breach("working time", (id,), f"{id}: {person.id} does not work then")
    gone = (person.starts_on and day < person.starts_on) or (person.ends_on and day > person.ends_on)
    if gone or any(span.covers(day) for span in person.leave):
        yield Breach("leave", (id,), f"{id}: {person.id} is away on {day}")


def _covers(times_on: Callable[[dt.date], Sequence[tuple[int, int]]], day: dt.date, taking: Taking) -> bool:
    """Whether working time covers a session: one stretch, or several without a break between, also past midnight."""
    times = times_on(day)
    if any(begins <= taking.begins and taking.ends <= ends for begins, ends in times):
        return True
    reached = taking.begins
    for begins, ends in sorted((*times, *times_on(add_days(day, 1)))):
        if begins <= reached < ends:
            reached = ends
    return reached >= taking.ends


def _trainer_inside(facts: Facts, taking: Taking, trainer: Trainer) -> Found:
    id, place = taking.session.id, str(trainer.workplaces[0]) if trainer.workplaces else None
    day = facts.local_day(taking, place)
    turns = None if trainer.hours else facts.turns.get(trainer.person)
    if not _covers(
        lambda on: facts.working(place, on, trainer.hours) if turns is None else facts.on_shift(place, on, turns),
        day,
        taking,
    ):
        yield Breach("working time", (id,), f"{id}: trainer {trainer.person} does not work then")
    known = facts.people.get(trainer.person)
    away = [Span(a.from_on, a.until_on) for a in trainer.leave]
    away += known.person.leave if known else ()
    if any(span.covers(day) for span in away):
        yield Breach("leave", (id,), f"{id}: trainer {trainer.person} is away on {day}")


def one_workplace_a_day(facts: Facts) -> Found:
    """A trainer is in rooms of one workplace a day, or has the time to go from one to the other if they are near."""
    ways: dict[frozenset[str], int] = {}
    for near in facts.ws.program.scheduling.travel:
        ways[frozenset(map(str, near.between))] = near.minutes
    for id, takings in sorted(facts.of_trainer.items()):
        trainer = facts.trainers.get(id)
        home = str(trainer.workplaces[0]) if trainer is not None and trainer.workplaces else None
        rooms = [t for t in takings if t.session.delivery is Delivery.CLASSROOM]
        rooms.sort(key=lambda t: (t.begins, t.session.id))
        for one, other in combinations(rooms, 2):
            if one.session.workplace == other.session.workplace:
                continue
            way = ways.get(frozenset((str(one.session.workplace), str(other.session.workplace))))
            same_day = facts.local_day(one, home) == facts.local_day(other, home)
            if same_day if way is None else other.begins < one.ends + way:
                pair = (one.session.id, other.session.id)
                where = f"{one.session.workplace} and {other.session.workplace}"
                yield Breach("travel", pair, f"trainer {id}: {pair[0]} and {pair[1]} on one day, at {where}")


def limits(facts: Facts) -> Found:
    """Nobody trains, and no trainer teaches, more than is allowed in a day and a week."""
    program = facts.ws.program
    for id, takings in sorted(facts.of_person.items()):
        found = facts.people.get(id)
        if found is not None:
            weekly = max(15, program.scheduling.minutes_per_week * found.person.share // 100)
            yield from _within(
                facts,
                id,
                takings,
                (found.person.workplace, program.policy.training_minutes_per_day, weekly),
            )
    for id, takings in sorted(facts.of_trainer.items()):
        trainer = facts.trainers.get(id)
        if trainer is not None:
            place = str(trainer.workplaces[0]) if trainer.workplaces else None
            yield from _within(facts, id, takings, (place, trainer.minutes_per_day, trainer.minutes_per_week))


def _within(facts: Facts, id: str, takings: Sequence[Taking], rule: tuple[str | None, int, int]) -> Found:
    place, daily, weekly = rule
    workplace = facts.ws.program.workplaces.get(place or "")
    weekend = workplace.weekend if workplace else SATURDAY_AND_SUNDAY
    names = tuple(Weekday)
    first = next((n for n in range(7) if names[n] not in weekend and names[n - 1] in weekend), 0)
    sums: dict[tuple[str, int], int] = defaultdict(int)
    sessions: dict[tuple[str, int], list[str]] = defaultdict(list)
    ahead = set()
    for taking in (*takings, *facts.over_of.get(id, ())):
        day = facts.local_day(taking, place).toordinal()
        for key in (("day", day), ("week", (day - 1 - first) // 7)):
            sums[key] += taking.session.minutes
            sessions[key].append(taking.session.id)
            if taking.session.starts_at[:10] > str(facts.made.as_of):
                ahead.add(key)
    for key, minutes in sums.items():
        if key in ahead and minutes > (daily if key[0] == "day" else weekly):
            yield Breach(f"minutes per {key[0]}", tuple(sessions[key]), f"{id}: {minutes} minutes in one {key[0]}")
