"""Hours, rooms, trainers, groups: what a schedule is made from must be possible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from curriculum import codes_schedule as codes
from curriculum.check import known
from curriculum.check.known import Check, Found
from curriculum.diagnostics import Diagnostic, Position
from curriculum.model import CanTeach, Delivery, Hours, Module, Ref, Trainer, Turn, Workspace


def times_rise(ws: Workspace) -> Found:
    """Times of a day rise and do not overlap."""
    for hours in _all_hours(ws):
        edges = [edge for span in hours.times for edge in span.split("-")]
        if edges != sorted(edges) or any(span.split("-")[0] == span.split("-")[1] for span in hours.times):
            said = f"the times {', '.join(hours.times)} do not rise"
            night = isinstance(hours, Turn) and any(span.split("-")[0] > span.split("-")[1] for span in hours.times)
            usual = "write them from morning to evening, without overlap"
            hint = "a night has two parts: 22:00-24:00, and 00:00-06:00 of the next day" if night else usual
            yield Diagnostic.of(codes.BAD_HOURS, hours.at, said, hint)
        if hours.from_on and hours.until_on and hours.until_on < hours.from_on:
            said = f"the hours end on {hours.until_on}, before they begin on {hours.from_on}"
            yield Diagnostic.of(codes.BAD_HOURS, hours.at, said)


def _all_hours(ws: Workspace) -> Iterator[Hours | Turn]:
    yield from (turn for shift in ws.shifts for turn in shift.turns)
    for workplace in ws.program.workplaces.values():
        yield from workplace.hours
    for trainer in ws.trainers:
        yield from trainer.hours


def shifts_are_of_people(ws: Workspace) -> Found:
    """Shifts are of people of the roster, each in one entry; turns of every second week say from when."""
    persons = known.persons(ws)
    seen: dict[str, Ref] = {}
    for shift in ws.shifts:
        for person in shift.people:
            yield from persons.unknown(person, shift.at)
            if person in seen:
                said, related = f"shifts of '{person}' again", [(seen[person].at, "the other entry")]
                yield Diagnostic.of(codes.REPEATED_SHIFT, person.at, said, "put all turns into one entry", related)
            seen.setdefault(person, person)
        for turn in shift.turns:
            if turn.every_weeks > 1 and turn.from_on is None:
                said = f"every {turn.every_weeks} weeks, but from when is not said"
                hint = "from_on: the first day of a week in which it is worked"
                yield Diagnostic.of(codes.WEEKS_FROM_WHEN, turn.at, said, hint)


def holidays_have_a_country(ws: Workspace) -> Found:
    """Public holidays are those of a country."""
    for id, workplace in ws.program.workplaces.items():
        if workplace.public_holidays and not workplace.country:
            said = f"workplace '{id}' keeps public holidays, but names no country"
            yield Diagnostic.of(codes.NO_COUNTRY, workplace.at, said, "country: SA")


def rooms_can_be_found(ws: Workspace) -> Found:
    """Rooms stand at a workplace that exists, or have a link."""
    workplaces = known.workplaces(ws)
    for id, room in ws.program.rooms.items():
        yield from workplaces.unknown(room.workplace, room.at)
        if room.workplace is None and room.link is None:
            yield Diagnostic.of(codes.ROOM_NOWHERE, room.at, f"room '{id}' has neither a workplace nor a link")


def covered_roles_exist(ws: Workspace) -> Found:
    """Minimum cover is about roles that exist."""
    roles = known.roles(ws)
    for cover in ws.program.scheduling.cover:
        yield from roles.unknown(cover.role, cover.at)


def ways_lead_somewhere(ws: Workspace) -> Found:
    """Ways lead from one workplace to another that exists."""
    workplaces = known.workplaces(ws)
    for near in ws.program.scheduling.travel:
        for place in near.between:
            yield from workplaces.unknown(place, near.at)


def trainers_are_known(ws: Workspace) -> Found:
    """Trainers teach what exists, where people work, each listed once."""
    kinds = (known.competencies(ws), known.levels(ws), known.modules(ws))
    workplaces = known.workplaces(ws)
    seen: dict[str, Trainer] = {}
    for trainer in ws.trainers:
        for place in trainer.workplaces:
            yield from workplaces.unknown(place, trainer.at)
        for entry in trainer.teaches:
            for kind, word in zip(kinds, (entry.competency, entry.level, entry.module), strict=True):
                yield from kind.unknown(word, entry.at)
            if (entry.module is None) == (entry.competency is None) or (entry.competency is None) != (
                entry.level is None
            ):
                said = "name a competency with its level, or a module"
                yield Diagnostic.of(codes.CANNOT_TEACH, entry.at, said)
        if trainer.person in seen:
            related = [(seen[trainer.person].at, "the other entry")]
            said = f"trainer '{trainer.person}' again"
            yield Diagnostic.of(codes.REPEATED_TRAINER, trainer.person.at, said, None, related)
        seen.setdefault(trainer.person, trainer)


def sessions_can_be_held(ws: Workspace) -> Found:
    """Group sizes fit; modules that are taught in sessions find a room and a trainer, and fit into a day."""
    for module in ws.modules.values():
        if module.min_group > module.max_group:
            said = f"module '{module.id}': min_group {module.min_group} is larger than max_group {module.max_group}"
            yield Diagnostic.of(codes.GROUP_SIZES, module.at, said)
        if not ws.trainers or module.retired_on is not None or module.delivery[0] not in _LIVE:
            continue
        yield from _room_for(ws, module)
        if not any(may_teach(ws, module, entry) for trainer in ws.trainers for entry in trainer.teaches):
            said = f"nobody in people/trainers.yaml may teach module '{module.id}'"
            yield Diagnostic.of(codes.NO_TRAINER_FITS, Position(f"content/{module.id}/module.yaml"), said)
        longest = max(module.units, key=lambda unit: unit.minutes.likely)
        limit = ws.program.policy.training_minutes_per_day
        if longest.minutes.likely > limit:
            said = f"unit '{longest.id}' takes {longest.minutes.likely} minutes, and {limit} are allowed in a day"
            yield Diagnostic.of(codes.SITTING_TOO_LONG, longest.at, said)


_LIVE: Final = (Delivery.CLASSROOM, Delivery.ONLINE)


def _room_for(ws: Workspace, module: Module) -> Found:
    if Delivery.CLASSROOM not in module.delivery or Delivery.ONLINE in module.delivery:
        return
    rooms = [room for room in ws.program.rooms.values() if room.workplace is not None]
    fitting = [room for room in rooms if set(module.features) <= set(room.features) and room.seats >= module.min_group]
    if not fitting:
        asked = f" with {', '.join(module.features)}" if module.features else ""
        said = f"no room{asked} could hold module '{module.id}' (groups from {module.min_group})"
        yield Diagnostic.of(codes.NO_ROOM_FITS, module.at, said, "add a room, a feature to a room, or `online`")


def may_teach(ws: Workspace, module: Module, entry: CanTeach) -> bool:
    """Whether an entry of a trainer covers the whole module."""
    if entry.module is not None:
        return entry.module == module.id
    order = [level.id for level in ws.program.levels]
    taught = [t for t in module.teaches if t.competency == entry.competency]
    return bool(taught) and entry.level in order


RULES: Final[tuple[Check, ...]] = (
    times_rise,
    shifts_are_of_people,
    holidays_have_a_country,
    rooms_can_be_found,
    covered_roles_exist,
    ways_lead_somewhere,
    trainers_are_known,
    sessions_can_be_held,
)
