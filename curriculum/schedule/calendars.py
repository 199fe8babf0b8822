"""A schedule as iCalendar files (RFC 5545, RFC 5546): one per person, trainer, room and group.

The same bytes each time. A UID never changes; SEQUENCE counts changes; what went is in a second file with
METHOD:CANCEL. DTSTAMP is the day of the schedule, never the clock. Zones stand in every file, in order, limited to
the years that matter.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from curriculum.model import Cancelled, ScheduleFile, Session, Workspace
from curriculum.schedule.listing import module_title, times_of


class Entry(NamedTuple):
    """An event of one calendar: the session, whether it went, and in whose language."""

    session: Session | Cancelled
    cancelled: bool = False


def calendar_files(ws: Workspace, made: ScheduleFile, previous: ScheduleFile | None) -> Iterator[tuple[str, bytes]]:
    """Path and content of every calendar, sorted within each kind."""
    maker = _Maker(ws, made)
    kinds = {
        "people": _by_people(made),
        "trainers": _by(made, "trainer", previous),
        "rooms": _by(made, "room", previous),
        "groups": _by(made, "group", previous),
    }
    for kind, calendars in kinds.items():
        for id, entries in sorted(calendars.items()):
            language = maker.language_of(id) if kind in ("people", "trainers") else ws.default_language
            for suffix, method, cancelled in (("", "PUBLISH", False), (".cancelled", "CANCEL", True)):
                wanted = [entry.session for entry in entries if entry.cancelled is cancelled]
                if wanted:
                    name = id.replace("/", "_")
                    yield f"{kind}/{name}{suffix}.ics", maker.calendar(wanted, method, language, kind)


def _by_people(made: ScheduleFile) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for session in made.sessions:
        for person in session.people:
            found[person].append(Entry(session))
        for person in session.left:
            found[person].append(Entry(session, cancelled=True))
    for gone in made.cancelled:
        for person in gone.people:
            found[person].append(Entry(gone, cancelled=True))
    return found


def _by(made: ScheduleFile, field: str, previous: ScheduleFile | None) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    before = {s.id: s for s in previous.sessions} if previous else {}
    for session in made.sessions:
        if getattr(session, field):
            found[getattr(session, field)].append(Entry(session))
        was = before.get(session.id)
        others = set(session.led_before) if field == "trainer" else set()
        others |= {getattr(was, field)} if was else set()
        for other in sorted(o for o in others if o and o != getattr(session, field)):
            found[other].append(Entry(session, cancelled=True))
    for gone in made.cancelled:
        keys = {getattr(before.get(gone.id) or gone, field, None)}
        keys |= {gone.trainer, *gone.led_before} if field == "trainer" else set()
        for key in sorted(k for k in keys if k):
            found[key].append(Entry(gone, cancelled=True))
    return found


class _Maker:
    """Makes calendars of one schedule."""

    def __init__(self, ws: Workspace, made: ScheduleFile) -> None:
        self._ws = ws
        self._made = made
        title = ws.program.title.in_(ws.default_language, ws.default_language)
        self._domain = hashlib.sha256(title.encode()).hexdigest()[:12]
        self._people = {person.id: person for person in ws.people}
        mails = [c.link for c in ws.program.contacts if c.link and c.link.startswith("mailto:")]
        self._organizer = mails[-1] if mails else None
        self._zones: dict[tuple[str, int, int], Any] = {}

    def language_of(self, person: str) -> str:
        """The language somebody reads."""
        found = self._people.get(person)
        return (found and found.language) or self._ws.default_language

    def calendar(self, sessions: Sequence[Session | Cancelled], method: str, language: str, kind: str) -> bytes:
        """One file."""
        from icalendar import Calendar

        calendar = Calendar()
        calendar.add("prodid", "-//curriculum//schedule//EN")
        calendar.add("version", "2.0")
        calendar.add("method", method)
        for zone in self._timezones(sessions):
            calendar.add_component(zone)
        for session in sorted(sessions, key=lambda s: (s.starts_at, s.id)):
            calendar.add_component(self._event(session, method, language, kind))
        return bytes(calendar.to_ical())

    def _timezones(self, sessions: Iterable[Session | Cancelled]) -> Iterator[Any]:
        from icalendar import Timezone

        years = [int(s.starts_at[:4]) for s in sessions]
        places = self._ws.program.workplaces
        names = {(places[p].timezone if (p := s.workplace or "") in places else None) or "UTC" for s in sessions}
        for name in sorted(names - {"UTC"}):
            key = (name, min(years), max(years))
            if key not in self._zones:
                self._zones[key] = Timezone.from_tzid(
                    name, first_date=dt.date(key[1] - 1, 1, 1), last_date=dt.date(key[2] + 1, 12, 31)
                )
            yield self._zones[key]

    def _event(self, session: Session | Cancelled, method: str, language: str, kind: str) -> Any:
        from icalendar import Event

        event = Event()
        event.add("uid", f"{session.id}.{self._domain}@curriculum.invalid")
        event.add("dtstamp", dt.datetime.combine(self._made.as_of, dt.time(), dt.UTC))
        event.add("sequence", session.sequence)
        starts, ends = self._edges(session)
        event.add("dtstart", starts)
        event.add("dtend", ends)
        event.add("summary", module_title(self._ws, session.module, language))
        event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
        if self._organizer:
            event.add("organizer", self._organizer)
        if isinstance(session, Session):
            self._add_where(event, session, language)
            event.add("description", self._description(session, kind))
        return event

    def _edges(self, session: Session | Cancelled) -> tuple[dt.datetime, dt.datetime]:
        if isinstance(session, Session):
            times = times_of(self._ws, session)
            zone = ZoneInfo(times.zone) if times.zone != "UTC" else dt.UTC
            return times.starts.replace(tzinfo=zone), times.ends.replace(tzinfo=zone)
        place = self._ws.program.workplaces.get(session.workplace or "")
        name = (place and place.timezone) or "UTC"
        starts = dt.datetime.fromisoformat(session.starts_at)
        starts = starts.replace(tzinfo=ZoneInfo(name) if name != "UTC" else dt.UTC)
        return starts, starts + dt.timedelta(minutes=session.minutes)

    def _add_where(self, event: Any, session: Session, language: str) -> None:
        room = self._ws.program.rooms.get(session.room or "")
        if room is not None:
            event.add("location", room.title.in_(language, self._ws.default_language))
            if room.link:
                event.add("url", room.link)

    def _description(self, session: Session, kind: str) -> str:
        """`2/3, fa` and, only where they are needed, names: of the trainer for learners, of learners for trainers."""
        lines = [f"{session.module} {session.part}/{session.parts} ({session.language})"]
        if kind == "people":
            lines.append(self._name(session.trainer))
        if kind == "trainers":
            lines += [self._name(person) for person in session.people]
        return "\n".join(lines)

    def _name(self, id: str) -> str:
        found = self._people.get(id)
        return f"{found.name} ({id})" if found and found.name else id
