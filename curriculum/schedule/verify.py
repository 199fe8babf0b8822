"""Whether a schedule keeps every hard rule. Knows the rules, the files and the calendar; knows nothing of the solver.

Works on minutes of UTC, person by person. One function a rule; each breach names the rule and the sessions.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from multiprocessing.connection import Connection
from typing import Final

from curriculum.model import Delivery, ScheduleFile, Session, SessionStatus, Standing, Trainer, Workspace
from curriculum.schedule.facts import Breach, Facts, Taking
from curriculum.schedule.order import Order
from curriculum.schedule.verify_times import limits, one_workplace_a_day, working_time

_LIVE: Final = (Delivery.CLASSROOM, Delivery.ONLINE)
Found = Iterator[Breach]
Rule = Callable[[Facts], Found]


# ── nobody twice ────────────────────────────────────────────────────────────────────────────────────────────


def person_once(facts: Facts) -> Found:
    """Nobody is in two sessions at once, as a learner or as a trainer, and there is a break between."""
    for person in sorted({*facts.of_person, *facts.of_trainer}):
        both = [*facts.of_person.get(person, ()), *facts.of_trainer.get(person, ())]
        yield from _apart("person twice", person, both, facts.ws.program.scheduling.break_minutes)


def room_once(facts: Facts) -> Found:
    """No room holds two sessions at once."""
    rooms = defaultdict(list)
    for taking in facts.takings:
        if taking.session.room:
            rooms[taking.session.room].append(taking)
    for room, takings in sorted(rooms.items()):
        yield from _apart("room twice", room, takings, 0)


def _apart(rule: str, who: str, takings: Iterable[Taking], pause: int) -> Found:
    found = sorted(takings, key=lambda t: (t.begins, t.session.id))
    for one, other in pairwise(found):
        if other.begins < one.ends + pause:
            said = f"{who}: {one.session.id} and {other.session.id} are at once, or without a break"
            yield Breach(rule, (one.session.id, other.session.id), said)


# ── seats, rooms, trainers ──────────────────────────────────────────────────────────────────────────────────


def capacity(facts: Facts) -> Found:
    """No session has more people than the module or the room allows, and nobody sits in it twice."""
    for _, _, session in facts.takings:
        room = facts.ws.program.rooms.get(session.room or "")
        most = min(facts.ws.modules[session.module].max_group, room.seats if room else 10**6)
        if len(session.people) > most:
            said = f"{session.id}: {len(session.people)} people, {most} allowed"
            yield Breach("capacity", (session.id,), said)
        if len(set(session.people)) < len(session.people):
            yield Breach("capacity", (session.id,), f"{session.id}: somebody has two seats")


def room_fits(facts: Facts) -> Found:
    """A classroom session has a room of its workplace with what the module asks for."""
    for _, _, session in facts.takings:
        room = facts.ws.program.rooms.get(session.room or "")
        if session.delivery is not Delivery.CLASSROOM:
            if room is not None and room.workplace is not None:
                yield Breach("room", (session.id,), f"{session.id}: is online, but takes a room")
            continue
        asked = set(facts.ws.modules[session.module].features)
        if room is None or room.workplace != session.workplace or not asked <= set(room.features):
            yield Breach("room", (session.id,), f"{session.id}: room '{session.room}' does not fit")


def trainer_may(facts: Facts) -> Found:
    """The trainer may teach the module at its levels, speaks the language and teaches at the workplace."""
    for _, _, session in facts.takings:
        trainer = facts.trainers.get(session.trainer)
        if trainer is None:
            yield Breach("trainer", (session.id,), f"{session.id}: '{session.trainer}' is no trainer")
            continue
        if session.language not in trainer.languages:
            yield Breach(
                "trainer", (session.id,), f"{session.id}: {session.trainer} does not teach in {session.language}"
            )
        if session.delivery is Delivery.CLASSROOM and session.workplace not in trainer.workplaces:
            yield Breach(
                "trainer", (session.id,), f"{session.id}: {session.trainer} does not teach at {session.workplace}"
            )
        if not _teaches(facts.ws, trainer, session.module):
            yield Breach("trainer", (session.id,), f"{session.id}: {session.trainer} may not teach {session.module}")


def _teaches(ws: Workspace, trainer: Trainer, module: str) -> bool:
    if any(entry.module == module for entry in trainer.teaches):
        return True
    scale = [str(level.id) for level in ws.program.levels]
    asked = ws.modules[module].teaches
    return bool(asked) and all(
        any(
            e.competency == t.competency and e.level is not None and scale.index(e.level) >= scale.index(t.level)
            for e in trainer.teaches
        )
        for t in asked
    )


def language_understood(facts: Facts) -> Found:
    """Everybody learns in their own language."""
    for _, _, session in facts.takings:
        for person in session.people:
            found = facts.people.get(person)
            if found and (found.person.language or facts.ws.default_language) != session.language:
                yield Breach("language", (session.id,), f"{session.id}: {person} does not learn in {session.language}")


# ── order, coverage ─────────────────────────────────────────────────────────────────────────────────────────


def prerequisites_first(facts: Facts) -> Found:
    """What comes before a module is over before it begins; sittings are in order, on different days.

    A group that met already cannot wait any more.
    """
    order = Order(facts.ws, facts.made.as_of)
    begun = _begun(facts.made)
    for id, takings in sorted(facts.of_person.items()):
        by_module: dict[str, list[Taking]] = defaultdict(list)
        for taking in sorted(takings, key=lambda t: t.session.part):
            by_module[taking.session.module].append(taking)
        for sittings in by_module.values():
            for one, other in pairwise(sittings):
                place = one.session.workplace
                if facts.local_day(one, place) >= facts.local_day(other, place):
                    pair = (one.session.id, other.session.id)
                    yield Breach(
                        "order", pair, f"{id}: sittings {pair[0]} and {pair[1]} are not on days one after the other"
                    )
        path = tuple(s.module for s in facts.plan.of(id).steps if not s.optional)
        for before, after in order.pairs(path):
            live = facts.ws.modules[before].delivery[0] in _LIVE
            if after not in by_module or not live:
                continue
            last = max((t.ends for t in by_module.get(before, ())), default=None)
            if (id, after) in begun or (last is None and (id, before) in begun):
                continue
            if last is None or last > min(t.begins for t in by_module[after]):
                sessions = tuple(t.session.id for t in (*by_module.get(before, ()), *by_module[after]))
                yield Breach("order", sessions, f"{id}: '{before}' must be over before '{after}' begins")


def team_covered(facts: Facts) -> Found:
    """Not more than the allowed share of a team, nor too many holders of a covered role, are away at once."""
    rules = facts.ws.program.scheduling
    there = [f for f in facts.people.values() if f.standing not in (Standing.LEFT, Standing.JOINS_LATER)]
    groups: dict[str, list[str]] = defaultdict(list)
    for found in there:
        if found.person.manager:
            groups[f"team of {found.person.manager}"].append(found.person.id)
    least = {name: max(1, len(ids) * rules.away_percent // 100) for name, ids in groups.items()}
    for cover in rules.cover:
        for found in there:
            if any(held.role == cover.role for held in found.roles):
                groups[f"{cover.role} at {found.person.workplace}"].append(found.person.id)
        for name, ids in groups.items():
            if name.startswith(f"{cover.role} at "):
                least[name] = max(1, len(ids) - cover.stay)
    for name, ids in sorted(groups.items()):
        yield from _at_once(facts, name, ids, least[name])


def _at_once(facts: Facts, name: str, ids: Sequence[str], most: int) -> Found:
    edges = []
    for id in ids:
        for taking in facts.of_person.get(id, ()):
            edges += [(taking.begins, 1, taking.session.id), (taking.ends, 0, taking.session.id)]
    away: list[str] = []
    for _, begins, session in sorted(edges):
        if begins:
            away.append(session)
            if len(away) > most:
                said = f"{name}: {len(away)} away at once, {most} allowed"
                yield Breach("coverage", tuple(sorted(set(away))), said)
        else:
            away.remove(session)


# ── whole ───────────────────────────────────────────────────────────────────────────────────────────────────


def everybody_counted(facts: Facts) -> Found:
    """Everybody who needs a seat has all sittings of it, once, or is in `unscheduled`; nobody else has one."""
    waiting = {(row.person, row.module) for row in facts.made.unscheduled}
    seats: dict[tuple[str, str], list[Session]] = defaultdict(list)
    for taking in facts.takings:
        for person in taking.session.people:
            seats[person, taking.session.module].append(taking.session)
    running = _begun(facts.made)
    for id, path in facts.plan.paths.items():
        for step in path.steps:
            if step.optional or facts.ws.modules[step.module].delivery[0] not in _LIVE:
                continue
            given = seats.pop((id, step.module), [])
            whole = sorted(s.part for s in given) == list(range(1, given[0].parts + 1)) if given else False
            whole = whole or (id, step.module) in running
            if len({s.group for s in given}) > 1 or (given and not whole):
                sessions = tuple(s.id for s in given)
                yield Breach("seats", sessions, f"{id}: seats for '{step.module}' are not the sittings of one group")
            if not given and (id, step.module) not in waiting and (id, step.module) not in running:
                yield Breach("seats", (), f"{id}: needs '{step.module}', and has neither a seat nor a reason")
    for (id, module), given in sorted(seats.items()):
        if (id, module) not in running:
            yield Breach("seats", tuple(s.id for s in given), f"{id}: has a seat for '{module}' and does not need it")


def _begun(made: ScheduleFile) -> set[tuple[str, str]]:
    """Seats in groups that met already."""
    over = {s.group for s in made.sessions if dt.date.fromisoformat(s.starts_at[:10]) <= made.as_of}
    return {(person, s.module) for s in made.sessions if s.group in over for person in s.people}


def frozen_stay(facts: Facts) -> Found:
    """A confirmed session inside the frozen days is where it was."""
    days = {str(wave.id): wave.frozen_days for wave in facts.ws.program.waves}
    now = {s.id: s for s in facts.made.sessions}
    for old in facts.previous.sessions if facts.previous else ():
        away = (dt.date.fromisoformat(old.starts_at[:10]) - facts.made.as_of).days
        if old.status is not SessionStatus.CONFIRMED or not 0 < away <= days.get(old.wave or "", 7):
            continue
        new = now.get(old.id)
        needed = any((p, old.module) in _wanted(facts) for p in old.people)
        changed = [n for n in ("starts_at", "room", "trainer") if new and getattr(new, n) != getattr(old, n)]
        if changed or (new is None and needed):
            what = f"with another {' and '.join(changed)}".replace("starts_at", "time") if changed else "gone"
            yield Breach("frozen", (old.id,), f"{old.id}: confirmed for {old.starts_at}, and now {what}")


def _wanted(facts: Facts) -> set[tuple[str, str]]:
    return {(id, step.module) for id, path in facts.plan.paths.items() for step in path.steps}


RULES: Final[tuple[Rule, ...]] = (
    person_once,
    room_once,
    capacity,
    room_fits,
    trainer_may,
    language_understood,
    working_time,
    limits,
    one_workplace_a_day,
    prerequisites_first,
    team_covered,
    everybody_counted,
    frozen_stay,
)


# About half of the work; each rule stands for itself.
_APART: Final[tuple[Rule, ...]] = (working_time, everybody_counted)
LARGE: Final = 5_000  # sessions from which on a second process is worth its start


def verify(facts: Facts) -> tuple[Breach, ...]:
    """Every breach of every hard rule, in the order of the rules; of a large schedule, with two processors."""
    if len(facts.takings) < LARGE or (os.cpu_count() or 1) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return tuple(breach for rule in RULES for breach in rule(facts))
    return _shared_out(facts)


def _shared_out(facts: Facts) -> tuple[Breach, ...]:
    """A child, which has everything in its memory already, goes through half of the work; only breaches come back."""
    here, there = multiprocessing.get_context("fork").Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_half, args=(facts, there), daemon=True)
    child.start()
    there.close()
    found = {rule: tuple(rule(facts)) for rule in RULES if rule not in _APART}
    found |= dict(zip(_APART, here.recv(), strict=True))
    child.join()
    return tuple(breach for rule in RULES for breach in found[rule])


def _half(facts: Facts, to: Connection) -> None:
    to.send([tuple(rule(facts)) for rule in _APART])
