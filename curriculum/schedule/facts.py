"""What a check of a schedule looks at: sessions as minutes of UTC, who works when. Nothing of the solver."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from curriculum.model import (
    Hours,
    PersonNeeds,
    Plan,
    ScheduleFile,
    Session,
    Span,
    Trainer,
    Turn,
    Weekday,
    Workplace,
    Workspace,
)

USUAL: Final = (Hours(times=("09:00-12:00", "13:00-17:00")),)
SATURDAY_AND_SUNDAY: Final = (Weekday.SATURDAY, Weekday.SUNDAY)


class Breach(NamedTuple):
    """A hard rule that does not hold."""

    rule: str
    sessions: tuple[str, ...]
    said: str


class Taking(NamedTuple):
    """A session as a stretch of time: whole minutes since year 1, UTC."""

    begins: int
    ends: int
    session: Session


class Facts:
    """The files, arranged for the rules; only sessions after `as_of` are looked at.

    `over_of`: person or trainer → sessions of the last days; they count towards the week.
    """

    def __init__(
        self,
        ws: Workspace,
        people: Sequence[PersonNeeds],
        plan: Plan,
        made: ScheduleFile,
        previous: ScheduleFile | None = None,
    ) -> None:
        self.ws = ws
        self.made = made
        self.previous = previous
        self.people = {found.person.id: found for found in people}
        self.plan = plan
        self.trainers: dict[str, Trainer] = {str(t.person): t for t in ws.trainers}
        self.turns = ws.turns()
        self.closed: dict[str, set[dt.date]] = defaultdict(set)
        for holiday in made.holidays:
            self.closed[str(holiday.workplace)].add(holiday.on)
        later = [s for s in made.sessions if s.starts_at[:10] > str(made.as_of)]
        self.takings = tuple(self._taking(s) for s in later)
        week = str(made.as_of - dt.timedelta(days=6))
        self.over_of: dict[str, list[Taking]] = defaultdict(list)
        for session in made.sessions:
            if week <= session.starts_at[:10] <= str(made.as_of):
                for who in (*session.people, session.trainer):
                    self.over_of[who].append(self._taking(session))
        self.of_person: dict[str, list[Taking]] = defaultdict(list)
        self.of_trainer: dict[str, list[Taking]] = defaultdict(list)
        for taking in self.takings:
            self.of_trainer[taking.session.trainer].append(taking)
            for person in taking.session.people:
                self.of_person[person].append(taking)
        self._times: dict[object, list[tuple[int, int]]] = {}

    def zone(self, place: str | None) -> ZoneInfo:
        """The zone of a workplace."""
        found = self.ws.program.workplaces.get(place or "")
        return ZoneInfo((found and found.timezone) or "UTC")

    def _taking(self, session: Session) -> Taking:
        local = dt.datetime.fromisoformat(session.starts_at).replace(tzinfo=self.zone(session.workplace))
        begins = _minute(local)
        return Taking(begins, begins + session.minutes, session)

    def local_day(self, taking: Taking, place: str | None) -> dt.date:
        """The day on which it begins where somebody works."""
        moment = dt.datetime(1, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=taking.begins)
        return moment.astimezone(self.zone(place)).date()

    def working(self, place: str | None, day: dt.date, hours: tuple[Hours, ...] = ()) -> list[tuple[int, int]]:
        """The working times of a day, in minutes of UTC."""
        workplace = self.ws.program.workplaces.get(place or "")
        asked = hours or (workplace.hours if workplace else ()) or USUAL
        key = (place, day, id(asked))
        if key not in self._times:
            self._times[key] = list(self._working(workplace, place or "", day, asked))
        return self._times[key]

    def on_shift(self, place: str | None, day: dt.date, turns: Sequence[Turn]) -> list[tuple[int, int]]:
        """The times of somebody's shift on a day, in minutes of UTC."""
        workplace = self.ws.program.workplaces.get(place or "")
        name = tuple(Weekday)[day.weekday()]
        weekend = workplace.weekend if workplace else SATURDAY_AND_SUNDAY
        if self._is_closed(workplace, place or "", day):
            return []
        fitting = [
            turn
            for turn in turns
            if (turn.from_on is None or turn.from_on <= day) and (turn.until_on is None or day <= turn.until_on)
            if (name in turn.days if turn.days else name not in weekend)
            if turn.from_on is None or (day.toordinal() - turn.from_on.toordinal()) // 7 % turn.every_weeks == 0
        ]
        return [self._edges(times, place or "", day) for times in (fitting[-1].times if fitting else ())]

    def _is_closed(self, workplace: Workplace | None, place: str, day: dt.date) -> bool:
        return day in self.closed[place] or (workplace is not None and day in workplace.holidays)

    def _edges(self, times: str, place: str, day: dt.date) -> tuple[int, int]:
        """`09:00-12:00` on a day, in minutes of UTC."""
        edges = []
        for edge in times.split("-"):
            hour, minute = edge.split(":")
            local = dt.datetime.combine(day, dt.time()) + dt.timedelta(hours=int(hour), minutes=int(minute))
            edges.append(_minute(local.replace(tzinfo=self.zone(place))))
        return edges[0], edges[1]

    def _working(
        self, workplace: Workplace | None, place: str, day: dt.date, hours: Sequence[Hours]
    ) -> Iterator[tuple[int, int]]:
        name = tuple(Weekday)[day.weekday()]
        if name in (workplace.weekend if workplace else SATURDAY_AND_SUNDAY):
            return
        if self._is_closed(workplace, place, day):
            return
        fitting = [h for h in hours if Span(h.from_on, h.until_on).covers(day) and (not h.days or name in h.days)]
        for times in fitting[-1].times if fitting else ():
            yield self._edges(times, place, day)


def _minute(moment: dt.datetime) -> int:
    return int((moment - dt.datetime(1, 1, 1, tzinfo=dt.UTC)).total_seconds()) // 60
