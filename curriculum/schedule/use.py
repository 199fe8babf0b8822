"""How much of rooms, of trainers and of the seats offered a schedule uses."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from curriculum.model import ScheduleFile, Session, Span, Trainer, Workspace
from curriculum.schedule.listing import Cell, Table
from curriculum.schedule.times import SLOT, Axis, Place

HEAD = ("what", "id", "sessions", "hours used", "hours there", "per cent", "seats taken", "seats offered")


def use_table(ws: Workspace, made: ScheduleFile, only: str | None = None) -> Table:
    """Rooms, trainers and waves, also those without a session.

    Hours are counted from the first to the last day with a session: the working hours of a room's workplace, those a
    trainer may teach. A session offers the seats of its room, and no more than the module allows.
    """
    rows = tuple(row for row in _rows(ws, made) if only in (None, row[1])) if made.sessions else ()
    return Table("use", HEAD, rows)


def _rows(ws: Workspace, made: ScheduleFile) -> Iterator[tuple[Cell, ...]]:
    days = [dt.date.fromisoformat(s.starts_at[:10]) for s in made.sessions]
    axis = Axis(min(days), max(days))
    closed: dict[str, list[dt.date]] = defaultdict(list)
    for holiday in made.holidays:
        closed[holiday.workplace].append(holiday.on)
    places = {id: Place(id, workplace, axis, closed[id]) for id, workplace in ws.program.workplaces.items()}
    of: dict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in made.sessions:
        for kind, used in (("room", session.room), ("trainer", session.trainer), ("wave", session.wave)):
            of[kind, str(used or "")].append(session)
    for id, room in ws.program.rooms.items():
        place = places.get(room.workplace or "")
        yield _row(ws, ("room", id), of["room", id], place.working.bit_count() * SLOT if place else 0)
    for trainer in ws.trainers:
        there = _teaching_time(trainer, places)
        yield _row(ws, ("trainer", str(trainer.person)), of["trainer", str(trainer.person)], there)
    for wave in ws.program.waves:
        yield _row(ws, ("wave", str(wave.id)), of["wave", str(wave.id)], 0)


def _row(ws: Workspace, what: tuple[str, str], sessions: Sequence[Session], there: int) -> tuple[Cell, ...]:
    """`there`: minutes; 0 where there is no limit, as for meeting places on the web."""
    used = sum(s.minutes for s in sessions)
    taken, offered = sum(len(s.people) for s in sessions), sum(_offered(ws, s) for s in sessions)
    share: tuple[Cell, Cell] = (round(there / 60), round(100 * used / there)) if there else ("", "")
    return (*what, len(sessions), round(used / 60), *share, taken, offered)


def _offered(ws: Workspace, session: Session) -> int:
    module, room = ws.modules.get(session.module), ws.program.rooms.get(session.room or "")
    limits = [module.max_group] if module else []
    return min([*limits, *([room.seats] if room else [])], default=len(session.people))


def _teaching_time(trainer: Trainer, places: dict[str, Place]) -> int:
    """Minutes a trainer may teach: within their hours, without leave, within their limits of the day and the week."""
    place = places.get(str(trainer.workplaces[0]) if trainer.workplaces else "")
    if place is None:
        return 0
    away = place.days_mask(Span(a.from_on, a.until_on) for a in trainer.leave)
    free = (place.mask_of(trainer.hours) if trainer.hours else place.working) & ~away
    weeks: dict[int, int] = defaultdict(int)
    for week, mask in zip(place.weeks, place.day_masks, strict=True):
        weeks[week] += min((free & mask).bit_count() * SLOT, trainer.minutes_per_day)
    return sum(min(minutes, trainer.minutes_per_week) for minutes in weeks.values())
