"""Invented programmes of any size for schedules: sites, teams, roles, modules, trainers, rooms, leave. Seeded.

Three kinds of weekend, 4 % holidays, several zones; two languages a site; modules of 90, 180 and 360 minutes, 60 %
in rooms, 25 % online, 15 % self-paced; groups of at most 10 to 25; teams of 7 to 14, of which 34 % may be away; waves 20 days
apart; 42 days for training; a quarter of the people has leave.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from curriculum.diagnostics import NOWHERE
from curriculum.model import (
    Away,
    CanTeach,
    Catalog,
    Delivery,
    Due,
    HeldRole,
    Hours,
    LearningPath,
    Level,
    Minutes,
    Module,
    Person,
    PersonNeeds,
    Plan,
    Policy,
    Prerequisite,
    Program,
    Ref,
    Room,
    Scheduling,
    Span,
    Standing,
    Step,
    Text,
    Trainer,
    Unit,
    Wave,
    Weekday,
    Workplace,
    Workspace,
)

AS_OF = dt.date(2027, 1, 3)
_WEEKENDS = (
    (Weekday.FRIDAY, Weekday.SATURDAY),
    (Weekday.THURSDAY, Weekday.FRIDAY),
    (Weekday.SATURDAY, Weekday.SUNDAY),
)
_ZONES = ("Asia/Riyadh", "Asia/Tehran", "Asia/Jerusalem", "Africa/Cairo", "Asia/Dubai", "Asia/Kolkata", "Europe/Berlin")
_LANGUAGES = ("ar", "fa", "he", "en", "de", "hi")
_HOURS = (Hours(times=("08:00-12:00", "13:00-17:00")),)


@dataclass(frozen=True)
class Programme:
    """What `make_schedule` takes."""

    ws: Workspace
    people: tuple[PersonNeeds, ...]
    plan: Plan
    as_of: dt.date = AS_OF


def programme(number: int, seed: int = 1, *, tight: bool = False, trainers: float = 1.0) -> Programme:
    """A programme with so many people."""
    chance = random.Random(seed)
    places = _places(chance, max(1, round(number / 800)))
    modules = _modules(chance, max(6, min(300, 10 + number // 40)))
    waves = tuple(
        Wave(
            id=Ref(f"w{n}"),
            title=Text({"en": f"w{n}"}),
            go_live_on=AS_OF + dt.timedelta(days=(36 if tight else 43) + 20 * n),
            earliest_days_before=35 if tight else 42,
        )
        for n in range(3)
    )
    roles = _roles(chance, modules, max(3, min(60, number // 25)))
    people, plan = _people(chance, number, places, (roles, modules, waves))
    program = Program(
        title=Text({"en": f"{number} people"}),
        languages=_LANGUAGES,
        levels=(Level(id=Ref("basic"), title=Text({"en": "basic"})),),
        workplaces=places,
        waves=waves,
        policy=Policy(training_minutes_per_day=360),
        rooms=_rooms(chance, places, number),
        scheduling=Scheduling(minutes_per_week=1200, away_percent=30 if tight else 34),
    )
    ws = Workspace(
        program=program,
        roles={},
        catalog=Catalog(competencies=(), modules=tuple(Ref(m) for m in modules)),
        modules=modules,
        people=tuple(found.person for found in people),
        trainers=_trainers(chance, places, modules, number, trainers),
    )
    return Programme(ws, people, plan)


def _places(chance: random.Random, number: int) -> dict[str, Workplace]:
    found = {}
    for n in range(number):
        days = [AS_OF + dt.timedelta(days=chance.randrange(100)) for _ in range(4)]
        found[f"p{n:02d}"] = Workplace(
            title=Text({"en": f"p{n}"}),
            timezone=_ZONES[n % len(_ZONES)],
            weekend=_WEEKENDS[n % 3],
            holidays=tuple(sorted(set(days))),
            hours=_HOURS,
        )
    return found


def _modules(chance: random.Random, number: int) -> dict[str, Module]:
    found: dict[str, Module] = {}
    for n in range(number):
        way = chance.choices((Delivery.CLASSROOM, Delivery.ONLINE, Delivery.SELF_PACED), (60, 25, 15))[0]
        minutes = chance.choices((90, 180, 360), (55, 35, 10))[0]
        half = min(minutes, 180)  # a full day has two halves, on two days
        units = [
            Unit(id=Ref(f"u{k}"), title=Text({"en": "u"}), minutes=Minutes(half, half, half))
            for k in range(minutes // half)
        ]
        before = [Prerequisite(module=Ref(f"m{chance.randrange(n):03d}"))] if n > 3 and chance.random() < 0.3 else []
        found[f"m{n:03d}"] = Module(
            id=Ref(f"m{n:03d}"),
            title=Text({"en": f"m{n}"}),
            units=tuple(units),
            sitting_minutes=180,
            delivery=(way,),
            prerequisites=tuple(before),
            max_group=chance.choice((10, 12, 15, 20, 25)),
            features=(Ref("computers"),) if chance.random() < 0.3 else (),
        )
    return found


def _roles(chance: random.Random, modules: dict[str, Module], number: int) -> dict[str, tuple[str, ...]]:
    """Role → its modules, closed under prerequisites, in learning order."""
    found = {}
    names = sorted(modules)
    for n in range(number):
        wanted = set(chance.sample(names, min(len(names), chance.randint(3, 6))))
        for name in sorted(wanted, reverse=True):
            waiting = [name]
            while waiting:
                for before in modules[waiting.pop()].prerequisites:
                    wanted.add(str(before.module))
                    waiting.append(str(before.module))
        found[f"r{n:02d}"] = tuple(sorted(wanted))  # prerequisites have lower numbers
    return found


def _people(
    chance: random.Random,
    number: int,
    places: dict[str, Workplace],
    parts: tuple[dict[str, tuple[str, ...]], dict[str, Module], Sequence[Wave]],
) -> tuple[tuple[PersonNeeds, ...], Plan]:
    roles, modules, waves = parts
    steps = {(r, str(w.id)): _steps(modules, wanted, w) for r, wanted in roles.items() for w in waves}
    held = {r: (HeldRole(role=r, span=Span(), reasons=()),) for r in roles}
    found: list[PersonNeeds] = []
    paths = {}
    names = sorted(places)
    team, left = "", 0
    for n in range(number):
        if not left:
            left = chance.randint(7, 14)
            team = f"e{n:06d}"
            place = names[n * len(names) // number]
            wave = waves[chance.randrange(len(waves))]
            index = names.index(place)
            known = sorted(roles)
            role_set = [known[(index * 7 + k) % len(known)] for k in chance.sample(range(min(8, len(known))), 2)]
        left -= 1
        id = f"e{n:06d}"
        role = role_set[chance.random() < 0.3]
        language = _LANGUAGES[(index + (chance.random() < 0.25)) % len(_LANGUAGES)]
        leave: tuple[Span, ...] = ()
        if chance.random() < 0.25:
            first = AS_OF + dt.timedelta(days=chance.randrange(100))
            leave = (Span(first, first + dt.timedelta(days=chance.randint(1, 10))),)
        person = Person(id, manager=team if id != team else None, workplace=place, language=language, leave=leave)
        found.append(PersonNeeds(person=person, standing=Standing.TO_TRAIN, roles=held[role], wave=str(wave.id)))
        paths[id] = LearningPath(person=id, steps=steps[role, str(wave.id)])
    return tuple(found), Plan(paths=paths)


def _steps(modules: dict[str, Module], wanted: Sequence[str], wave: Wave) -> tuple[Step, ...]:
    due = Due(wave.go_live_on - dt.timedelta(days=1), "before go-live", NOWHERE)
    return tuple(Step(module=m, level=1, minutes=modules[m].minutes, because=(), due=due) for m in wanted)


def _rooms(chance: random.Random, places: dict[str, Workplace], number: int) -> dict[str, Room]:
    each = max(3, round(number / len(places) / 55))
    return {
        f"{place}-{n:02d}": Room(
            title=Text({"en": f"{place}-{n}"}),
            workplace=Ref(place),
            seats=chance.choice((12, 16, 25)),
            features=(Ref("computers"),) if n % 3 else (),
        )
        for place in places
        for n in range(each)
    }


def _trainers(
    chance: random.Random, places: dict[str, Workplace], modules: dict[str, Module], number: int, factor: float
) -> tuple[Trainer, ...]:
    """Each module has a few trainers in each language of each place."""
    each = max(2, round(number / len(places) / 30 * factor))
    found = []
    for index, place in enumerate(places):
        for n in range(2 * each):
            language = _LANGUAGES[(index + (n % 4 == 3)) % len(_LANGUAGES)]
            same = 2 if each > 2 else 1
            mine = [m for k, m in enumerate(modules) if same == 1 or (k + n // 4) % same == 0]
            first = AS_OF + dt.timedelta(days=chance.randrange(100))
            found.append(
                Trainer(
                    person=Ref(f"t-{place}-{n:02d}"),
                    teaches=tuple(CanTeach(module=Ref(m)) for m in mine),
                    languages=(language,),
                    workplaces=(Ref(place),),
                    leave=(Away(from_on=first, until_on=first + dt.timedelta(days=4)),),
                )
            )
    return tuple(found)
