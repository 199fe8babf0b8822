"""A schedule as rows: by session, person, trainer, room, week; who waits; and what changed since the last one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from curriculum.model import ScheduleFile, Session, Workspace

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


def sessions_table(ws: Workspace, made: ScheduleFile) -> Table:
    """Every session."""
    return Table("sessions", (*SESSION, *SESSION_END), tuple(_row(ws, s) for s in made.sessions))


def person_table(ws: Workspace, made: ScheduleFile, only: str | None = None) -> Table:
    """Every seat, and every module that is taken alone, by person and date."""
    rows: list[tuple[Cell, ...]] = []
    for session in made.sessions:
        times = times_of(ws, session)
        place = session.room or session.delivery.value
        what = (times.starts, times.ends, session.module, _part(session), session.language, place, session.trainer)
        rows += [(person, *what, session.id) for person in session.people]
    for row in made.alone:
        start = dt.datetime.combine(row.week_of, dt.time())
        rows.append((row.person, start, start, row.module, "", "", "alone, in this week", "", ""))
    head = ("person", "starts", "ends", "module", "part", "language", "where", "trainer", "session")
    return Table("by-person", head, _chosen(rows, only))


def trainer_table(ws: Workspace, made: ScheduleFile, only: str | None = None) -> Table:
    """Every session, by trainer and date."""
    rows = [
        (s.trainer, *_times(ws, s), s.module, _part(s), s.language, s.room or "", len(s.people), s.id)
        for s in made.sessions
    ]
    head = ("trainer", "starts", "ends", "module", "part", "language", "room", "people", "session")
    return Table("by-trainer", head, _chosen(rows, only))


def room_table(ws: Workspace, made: ScheduleFile, only: str | None = None) -> Table:
    """Every session in a room, by room and date."""
    rows = [
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
    return tuple(sorted((r for r in rows if only is None or r[0] == only), key=lambda r: (r[0], r[1], r[-1])))


def week_table(ws: Workspace, made: ScheduleFile, only: str | None = None) -> Table:
    """For each week from its Monday: sessions, seats, hours of teaching, rooms, trainers."""
    weeks: dict[dt.date, list[Session]] = defaultdict(list)
    for session in made.sessions:
        day = dt.date.fromisoformat(session.starts_at[:10])
        weeks[day - dt.timedelta(days=day.weekday())].append(session)
    rows: list[tuple[Cell, ...]] = []
    for week, sessions in sorted(weeks.items()):
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
        (n, row.person, row.module, row.because, row.change)
        for n, row in enumerate(made.unscheduled, 1)
        if only in (None, row.person)
    )
    return Table("waiting", ("place", "person", "module", "because", "what would help"), rows)


def all_tables(ws: Workspace, made: ScheduleFile) -> tuple[Table, ...]:
    """Everything, for files."""
    tables = (sessions_table(ws, made), person_table(ws, made), trainer_table(ws, made), room_table(ws, made))
    return (*tables, week_table(ws, made), waiting_table(made))


# ── in words ────────────────────────────────────────────────────────────────────────────────────────────────


def quality_lines(made: ScheduleFile) -> Iterator[str]:
    """How good it is, wave by wave: cost, bound and gap."""
    for q in made.quality:
        gap = 100 * (q.sessions - q.sessions_at_least) / q.sessions_at_least if q.sessions_at_least else 0
        seats = f"{q.seats} seats" + (f", {q.without} people without a seat" if q.without else "")
        late = f", {q.late} late" if q.late else ", none late"
        mean = f"{q.lead_days / q.seats:.1f}" if q.seats else "0"
        least = f"{q.lead_days_at_least / q.seats:.1f}" if q.seats else "0"
        yield (
            f"{q.wave}: {seats}{late}; {q.sessions} sessions, at least {q.sessions_at_least} (gap {gap:.1f} %); "
            f"{mean} days before the due date on average, at least {least}"
        )
    if not made.reproducible:
        yield "the time limit ended the search: another run may find another schedule"


def difference_lines(previous: ScheduleFile | None, made: ScheduleFile) -> Iterator[str]:
    """What changed: sessions moved, new and cancelled, seats moved, people to tell."""
    if previous is None:
        return
    old = {s.id: s for s in previous.sessions}
    now = {s.id: s for s in made.sessions}
    moved = [s for s in made.sessions if s.id in old and s.starts_at != old[s.id].starts_at]
    swapped = [s for s in made.sessions if s.id in old and s not in moved and _swapped(old[s.id], s)]
    new = [s for s in made.sessions if s.id not in old]
    gone = [s for s in previous.sessions if s.id not in now]
    told = _people_to_tell(previous, made)
    if not (moved or swapped or new or gone or told):
        yield "nothing changed since the last schedule"
        return
    changed_seats = _seats_moved(previous, made)
    total = sum(len(s.people) for s in previous.sessions)
    share = f" ({100 * changed_seats / total:.1f} %)" if total else ""
    yield f"changed: {changed_seats} of {total} seats{share}, {len(told)} people to tell"
    for s in moved:
        yield f"  {s.id} {s.module}: moved from {old[s.id].starts_at} to {s.starts_at}"
    for s in swapped:
        yield f"  {s.id} {s.module}: {', '.join(_swapped(old[s.id], s))}"
    for s in new:
        yield f"  {s.id} {s.module}: new, {s.starts_at}, {len(s.people)} people"
    for s in gone:
        yield f"  {s.id} {s.module}: cancelled ({s.starts_at})"
    for s in made.sessions:
        if s.id in old and set(s.people) != set(old[s.id].people):
            came = sorted(set(s.people) - set(old[s.id].people))
            left = sorted(set(old[s.id].people) - set(s.people))
            words = [f"in: {', '.join(came)}"] if came else []
            words += [f"out: {', '.join(left)}"] if left else []
            yield f"  {s.id} {s.module}: {'; '.join(words)}"


def _swapped(old: Session, new: Session) -> list[str]:
    pairs = (("trainer", old.trainer, new.trainer), ("room", old.room, new.room))
    return [f"{name} {new_ or 'none'} instead of {old_ or 'none'}" for name, old_, new_ in pairs if old_ != new_]


def _seat_times(made: ScheduleFile) -> dict[tuple[str, str, int], tuple[str, str | None]]:
    return {(p, s.module, s.part): (s.starts_at, s.room) for s in made.sessions for p in s.people}


def _seats_moved(previous: ScheduleFile, made: ScheduleFile) -> int:
    """Seats of the last schedule that are at another time now; those that nobody needs any more are not counted."""
    before, now = _seat_times(previous), _seat_times(made)
    return sum(key in now and now[key][0] != when[0] for key, when in before.items())


def _people_to_tell(previous: ScheduleFile, made: ScheduleFile) -> list[str]:
    """People with a seat that moved, came or went."""
    before, now = _seat_times(previous), _seat_times(made)
    return sorted({key[0] for key in before.keys() | now.keys() if before.get(key) != now.get(key)})
