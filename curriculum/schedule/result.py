"""A solved timetable → the schedule file: sessions with ids that stay, who has no seat and why, how good it is."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from curriculum.model import (
    Alone,
    Cancelled,
    HolidayUsed,
    PersonNeeds,
    Quality,
    Ref,
    ScheduleFile,
    Session,
    SessionStatus,
    Unscheduled,
)
from curriculum.schedule.alone import Weeks
from curriculum.schedule.bounds import least_lead, least_sessions
from curriculum.schedule.previous import begun_groups
from curriculum.schedule.problem import Problem, Why
from curriculum.schedule.reasons import Reasons
from curriculum.schedule.solve import Solved
from curriculum.schedule.times import DAY
from curriculum.schedule.timetable import Meeting


class Writer:
    """Makes the schedule file from what was solved."""

    def __init__(
        self,
        people: Sequence[PersonNeeds],
        solved: Solved,
        as_of: dt.date,
    ) -> None:
        self._people = people
        self._problem: Problem = solved.table.problem
        self._solved = solved
        self._as_of = as_of

    def schedule(
        self,
        previous: ScheduleFile | None,
        closed: Sequence[HolidayUsed],
        effort: int,
        weeks: Weeks,
    ) -> ScheduleFile:
        """The whole file. Sessions are sorted by local start, then id."""
        old = {str(s.id): s for s in previous.sessions} if previous else {}
        begun = begun_groups(previous, self._as_of) if previous else set()
        over = self._over(s for s in old.values() if s.group in begun)
        sessions, last_id = self._sessions(old, previous.last_id if previous else 0)
        ids = {s.id for s in sessions} | {s.id for s in over}
        cancelled = [self._cancelled(s) for s in old.values() if s.id not in ids]
        return ScheduleFile(
            as_of=self._as_of,
            effort=effort,
            reproducible=not self._solved.stopped,
            quality=self._quality(),
            sessions=tuple(sorted([*over, *sessions], key=lambda s: (s.starts_at, _number(s.id)))),
            unscheduled=self._unscheduled(),
            alone=self._alone(weeks),
            cancelled=(*(previous.cancelled if previous else ()), *cancelled),
            holidays=tuple(closed),
            last_id=last_id,
        )

    # ── sessions ────────────────────────────────────────────────────────────────────────────────────────────

    def _sessions(self, old: dict[str, Session], last_id: int) -> tuple[list[Session], int]:
        meetings = self._solved.table.meetings
        placed = [n for n, m in enumerate(meetings) if m.spot.start >= 0 and m.people]
        placed.sort(key=lambda n: (meetings[n].spot.start, n))
        ids = {n: self._solved.known_as[n] for n in placed if n in self._solved.known_as}
        number = max([last_id, *(_number(s) for s in old)], default=0)
        for n in placed:
            if n not in ids:
                number += 1
                ids[n] = f"s{number}"
        groups: dict[int, str] = {}
        for n in placed:
            known = old.get(ids[n])
            groups.setdefault(meetings[n].group, str(known.group) if known else f"g{ids[n][1:]}")
        return [self._session(n, ids[n], groups[meetings[n].group], old.get(ids[n])) for n in placed], number

    def _over(self, sessions: Iterable[Session]) -> list[Session]:
        """Sessions of groups that met, the later ones with the trainer and the room that took somebody's place."""
        problem, running = self._problem, {sitting.id: sitting for sitting in self._problem.running}
        found = []
        for s in sessions:
            now = running.get(str(s.id))
            trainer = Ref(problem.teachers[now.teacher].id) if now and now.teacher >= 0 else s.trainer
            room = Ref(problem.halls[now.hall].id) if now and now.hall >= 0 else s.room
            made = dataclasses.replace(s, trainer=trainer, room=room)
            found.append(s if made == s else _changed(s, made))
        return found

    def _session(self, n: int, id: str, group: str, known: Session | None) -> Session:
        meeting: Meeting = self._solved.table.meetings[n]
        course, problem = meeting.course, self._problem
        made = Session(
            id=Ref(id),
            status=known.status if known else SessionStatus.PLANNED,
            module=Ref(course.module),
            part=meeting.part + 1,
            parts=len(course.parts),
            group=Ref(group),
            wave=Ref(course.wave) if course.wave else None,
            language=course.language,
            delivery=course.delivery,
            workplace=Ref(course.place.id) if course.place.id else None,
            starts_at=f"{course.place.local(meeting.spot.start):%Y-%m-%d %H:%M}",
            minutes=course.minutes[meeting.part],
            room=Ref(problem.halls[meeting.spot.hall].id) if meeting.spot.hall >= 0 else None,
            trainer=Ref(problem.teachers[meeting.spot.teacher].id),
            sequence=known.sequence if known else 0,
            people=tuple(Ref(problem.learners[p].id) for p in meeting.people),
        )
        if known is not None:
            made = dataclasses.replace(made, people=_same_order(known.people, made.people))
            made = dataclasses.replace(made, left=known.left, led_before=known.led_before)
            if made != known:
                made = dataclasses.replace(_changed(known, made), status=_firm(known, made))
        return made

    def _cancelled(self, session: Session) -> Cancelled:
        return Cancelled(
            id=session.id,
            module=session.module,
            workplace=session.workplace,
            starts_at=session.starts_at,
            minutes=session.minutes,
            sequence=session.sequence + 1,
            people=(*session.people, *session.left),
            trainer=session.trainer,
            led_before=session.led_before,
        )

    # ── who has no seat ─────────────────────────────────────────────────────────────────────────────────────

    def _unscheduled(self) -> tuple[Unscheduled, ...]:
        """In the order of the waiting list: what is due first, then ids."""
        problem, seats = self._problem, self._solved.seats
        reasons = Reasons(self._solved.table, seats.of)
        rows: list[tuple[int, str, Unscheduled]] = []
        for missing in problem.missing:
            learner = problem.learners[missing.learner]
            rows.append((0, learner.id, _row(learner.id, missing.module, missing.why)))
        for (person, module), number in problem.course_of.items():
            course, numbers = problem.courses[number], seats.of.get((person, module))
            late = numbers is not None and self._solved.table.meetings[numbers[-1]].end > course.due
            if numbers is not None and not late:
                continue
            id = problem.learners[person].id
            why, late_on = reasons.why(person, course), None
            if numbers is not None and late:
                day = course.place.local(self._solved.table.meetings[numbers[-1]].spot.start).date()
                why, late_on = why._replace(because=f"only on {day}, after the due date: {why.because}"), day
            rows.append((course.due, id, _row(id, module, why, late_on)))
        rows.sort(key=lambda row: (row[0], row[1], row[2].module))
        return tuple(row for _, _, row in rows)

    # ── what is taken alone ─────────────────────────────────────────────────────────────────────────────────

    def _alone(self, weeks: Weeks) -> tuple[Alone, ...]:
        index = {learner.id: n for n, learner in enumerate(self._problem.learners)}
        there = [(index[found.person.id], found) for found in self._people if found.person.id in index]
        return tuple(row for n, found in there for row in weeks.of(n, found))

    # ── how good ────────────────────────────────────────────────────────────────────────────────────────────

    def _quality(self) -> tuple[Quality, ...]:
        problem, table = self._problem, self._solved.table
        waves = sorted({c.wave for c in problem.courses} | {problem.learners[m.learner].wave for m in problem.missing})
        found = []
        for wave in waves:
            mine = [m for m in table.meetings if m.course.wave == wave and m.people and m.spot.start >= 0]
            seated = {(p, m.course.module) for m in mine for p in m.people}
            late = {(p, m.course.module) for m in mine if m.end > m.due for p in m.people}
            wanted = sum(len(c.seats) for c in problem.courses if c.wave == wave)
            wanted += sum(problem.learners[m.learner].wave == wave for m in problem.missing)
            lead = sum(max(0, m.due - m.end) // DAY * len(m.people) for m in mine)
            found.append(
                Quality(
                    wave=wave or "none",
                    seats=len(seated),
                    without=max(0, wanted - len(seated)),
                    late=len(late),
                    sessions=len(mine),
                    sessions_at_least=least_sessions(problem, wave),
                    lead_days=lead,
                    lead_days_at_least=least_lead(problem, wave),
                )
            )
        return tuple(found)


def _number(id: str) -> int:
    return int(id[1:])


def _row(person: str, module: str, why: Why, late_on: dt.date | None = None) -> Unscheduled:
    return Unscheduled(
        person=Ref(person),
        module=Ref(module),
        because=why.because,
        change="",
        reason=why.reason,
        by_on=why.by,
        first=Ref(why.first) if why.first else None,
        late_on=late_on,
    )


def _same_order(known: Sequence[Ref], now: Sequence[Ref]) -> tuple[Ref, ...]:
    """Who stays keeps their line in the file; who is new comes last."""
    stay = [p for p in known if p in set(now)]
    return (*stay, *(p for p in now if p not in set(stay)))


def _changed(known: Session, made: Session) -> Session:
    """One change later: who left it, as a learner or as its trainer, is remembered for their calendars."""
    left = dict.fromkeys(p for p in (*known.left, *known.people) if p not in set(made.people))
    led = dict.fromkeys(t for t in (*known.led_before, known.trainer) if t != made.trainer)
    return dataclasses.replace(made, sequence=known.sequence + 1, left=tuple(left), led_before=tuple(led))


def _firm(known: Session, made: Session) -> SessionStatus:
    """A confirmed session that moved must be confirmed anew; a change of people alone leaves it confirmed."""
    same = (known.starts_at, known.room, known.trainer) == (made.starts_at, made.room, made.trainer)
    return known.status if same else SessionStatus.PLANNED
