"""A schedule as rows: by session, person, trainer, room, week; how much of everything is used; who waits."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from curriculum.model import ScheduleFile, Session, Weekday, Workspace

Cell = str | int | dt.date | dt.datetime


class Table(NamedTuple):
    """A head and rows of the same length."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


SESSION = ("session", "status", "starts", "ends", "zone", "module", "part", "language", "delivery", "workplace")
SESSION_END = ("room", "trainer", "wave", "group", "people")


class Times(NamedTuple):
    """When a session is, in the local time of its workplace."""

    starts: dt.datetime
    ends: dt.datetime
    zone: str


def times_of(ws: Workspace, session: Session) -> Times:
    """Local beginning, end, and the name of the zone."""
    workplace = ws.program.workplaces.get(session.workplace or "")
    starts = dt.datetime.fromisoformat(session.starts_at)
    ends = starts + dt.timedelta(minutes=session.minutes)
    return Times(starts, ends, (workplace and workplace.timezone) or "UTC")


def module_title(ws: Workspace, module: str, language: str) -> str:
    """What people read for a module."""
    found = ws.modules.get(module)
    return found.title.in_(language, ws.default_language) if found else module


def _part(session: Session) -> str:
    return f"{session.part}/{session.parts}"


def _row(ws: Workspace, session: Session) -> tuple[Cell, ...]:
    times = times_of(ws, session)
    return (
        session.id,
        session.status.value,
        times.starts,
        times.ends,
        times.zone,
        session.module,
        _part(session),
        session.language,
        session.delivery.value,
        session.workplace or "",
        session.room or "",
        session.trainer,
        session.wave or "",
        session.group,
        len(session.people),
    )


def sessions_table(ws: Workspace, made: ScheduleFile, only: str | None = None) -> Table:
    """Every session, or one."""
    rows = tuple(_row(ws, s) for s in made.sessions if only in (None, s.id))
    return Table("sessions", (*SESSION, *SESSION_END), rows)


def person_table(ws: Workspace, made: ScheduleFile, only: str | None = None) -> Table:
    """Every seat, and every module that is taken alone, by person and date."""
    names = _names(ws)
    rows: list[tuple[Cell, ...]] = []
    for session in made.sessions:
        times = times_of(ws, session)
        place = session.room or session.delivery.value
        what = (times.starts, times.ends, session.module, _part(session), session.language, place, session.trainer)
        rows += [(person, names.get(person, ""), *what, session.id) for person in session.people]
    for row in made.alone:
        what_alone = (row.week_of, "", row.module, "", "", "alone, in the week from this day", "", "")
        rows.append((row.person, names.get(row.person, ""), *what_alone))
    head = ("person", "name", "starts", "ends", "module", "part", "language", "where", "trainer", "session")
    return Table("by-person", head, _chosen(rows, only))


def _names(ws: Workspace) -> dict[str, str]:
    """Id → name, of everybody on the roster; people from outside have none."""
    return {person.id: person.name for person in ws.people}


def trainer_table(ws: Workspace, made: ScheduleFile, only: str | None = None) -> Table:
    """Every session, by trainer and date."""
    names = _names(ws)
    rows: list[tuple[Cell, ...]] = [
        (
            s.trainer,
            names.get(s.trainer, ""),
            *_times(ws, s),
            *(s.module, _part(s), s.language, s.room or "", len(s.people), s.id),
        )
        for s in made.sessions
    ]
    head = ("trainer", "name", "starts", "ends", "module", "part", "language", "room", "people", "session")
    return Table("by-trainer", head, _chosen(rows, only))


def room_table(ws: Workspace, made: ScheduleFile, only: str | None = None) -> Table:
    """Every session in a room, by room and date."""
    rows: list[tuple[Cell, ...]] = [
        (s.room, *_times(ws, s), s.module, _part(s), s.trainer, len(s.people), _seats(ws, s), s.id)
        for s in made.sessions
        if s.room
    ]
    head = ("room", "starts", "ends", "module", "part", "trainer", "people", "seats", "session")
    return Table("by-room", head, _chosen(rows, only))


def _seats(ws: Workspace, session: Session) -> int:
    room = ws.program.rooms.get(session.room or "")
    return room.seats if room else 0


def _times(ws: Workspace, session: Session) -> tuple[dt.datetime, dt.datetime]:
    times = times_of(ws, session)
    return times.starts, times.ends


def _chosen(rows: Sequence[tuple[Cell, ...]], only: str | None) -> tuple[tuple[Cell, ...], ...]:
    """The rows of one, or of all: by id, time, session; a week before the times of its first day."""
    chosen = (row for row in rows if only is None or row[0] == only)
    return tuple(sorted(chosen, key=lambda row: (row[0], str(next(c for c in row if isinstance(c, dt.date))), row[-1])))


def weeks_of(ws: Workspace, made: ScheduleFile) -> dict[dt.date, list[Session]]:
    """First day of each week with a session → its sessions; in order.

    A week begins on the day after the weekend of the workplace that has most sessions.
    """
    places = Counter(s.workplace or "" for s in made.sessions)
    most = min(places, key=lambda id: (-places[id], id), default="")
    workplace = ws.program.workplaces.get(most)
    names = tuple(Weekday)
    weekend = [names.index(day) for day in workplace.weekend] if workplace else [5, 6]
    begins = next((n for n in range(7) if n not in weekend and (n - 1) % 7 in weekend), 0)
    found: dict[dt.date, list[Session]] = defaultdict(list)
    for session in made.sessions:
        day = dt.date.fromisoformat(session.starts_at[:10])
        found[day - dt.timedelta(days=(day.weekday() - begins) % 7)].append(session)
    return dict(sorted(found.items()))


def week_table(ws: Workspace, made: ScheduleFile, only: str | None = None) -> Table:
    """For each week: sessions, seats, hours of teaching, rooms, trainers."""
    rows: list[tuple[Cell, ...]] = []
    for week, sessions in weeks_of(ws, made).items():
        if only is not None and not 0 <= (dt.date.fromisoformat(only) - week).days < 7:
            continue
        hours = round(sum(s.minutes for s in sessions) / 60)
        rooms = len({s.room for s in sessions if s.room})
        trainers = len({s.trainer for s in sessions})
        rows.append((week, len(sessions), sum(len(s.people) for s in sessions), hours, trainers, rooms))
    return Table("by-week", ("week", "sessions", "seats", "hours", "trainers", "rooms"), tuple(rows))


def waiting_table(made: ScheduleFile, only: str | None = None) -> Table:
    """Who has no seat, or a late one: the order of the waiting list."""
    rows = tuple(
        (n, row.person, row.module, row.because, row.change, "yes" if row.tried else "no")
        for n, row in enumerate(made.unscheduled, 1)
        if only in (None, row.person)
    )
    return Table("waiting", ("place", "person", "module", "because", "what would help", "it was tried"), rows)


def all_tables(ws: Workspace, made: ScheduleFile) -> tuple[Table, ...]:
    """What lists sessions and who waits, for files."""
    tables = (sessions_table(ws, made), person_table(ws, made), trainer_table(ws, made), room_table(ws, made))
    return (*tables, week_table(ws, made), waiting_table(made))
