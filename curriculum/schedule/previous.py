"""The last schedule → groups that can be kept. What is over, or nobody needs any more, is left out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from curriculum import codes_schedule as codes
from curriculum.diagnostics import Diagnostic
from curriculum.model import ScheduleFile, Session, SessionStatus, Workspace
from curriculum.schedule.masks import interval
from curriculum.schedule.problem import Problem
from curriculum.schedule.solve import KeptGroup, KeptSitting
from curriculum.schedule.times import slots

EVIDENCE_DAYS = 14  # so long a session that is over counts as attended without evidence


def starts_at(session: Session) -> dt.datetime:
    """The local time of a session, without zone."""
    return dt.datetime.fromisoformat(session.starts_at)


def begun_groups(previous: ScheduleFile, as_of: dt.date) -> set[str]:
    """Groups that met already."""
    return {str(s.group) for s in previous.sessions if starts_at(s).date() <= as_of}


def attended(previous: ScheduleFile, as_of: dt.date) -> frozenset[tuple[str, str]]:
    """(person, module) of groups that met and whose last sitting is not long ago: evidence takes time to arrive."""
    begun = begun_groups(previous, as_of)
    last: dict[str, dt.date] = {}
    for s in previous.sessions:
        last[s.group] = max(last.get(s.group, dt.date.min), starts_at(s).date())
    return frozenset(
        (str(person), str(s.module))
        for s in previous.sessions
        if s.group in begun and (as_of - last[s.group]).days <= EVIDENCE_DAYS
        for person in s.people
    )


def block_begun(problem: Problem, previous: ScheduleFile, as_of: dt.date) -> None:
    """Further sittings of groups that met already stay: their people have that day, trainer and room that time, off."""
    begun = begun_groups(previous, as_of)
    learners = {learner.id: learner for learner in problem.learners}
    teachers = {teacher.id: teacher for teacher in problem.teachers}
    halls = {hall.id: n for n, hall in enumerate(problem.halls)}
    for s in previous.sessions:
        place = problem.places.get(s.workplace or "")
        if s.group not in begun or starts_at(s).date() <= as_of or place is None:
            continue
        first = place.slot_of(starts_at(s))
        bits = interval(first, first + slots(s.minutes))
        for learner in (learners[p] for p in s.people if p in learners):
            learner.free &= ~learner.place.day_masks[learner.place.day(first)]
        if s.trainer in teachers:
            padded = interval(first - problem.pause, first + slots(s.minutes) + problem.pause)
            teachers[s.trainer].free &= ~padded
        if s.room in halls:
            problem.hall_taken[halls[s.room]] = problem.hall_taken.get(halls[s.room], 0) | bits


def read_previous(
    ws: Workspace, problem: Problem, previous: ScheduleFile, as_of: dt.date
) -> tuple[tuple[KeptGroup, ...], tuple[Diagnostic, ...]]:
    """Groups with a future sitting, and who of them still needs it. Reports CUR532 and CUR533."""
    wrong = tuple(_unknown(ws, previous))
    if any(found.code is codes.SEVERAL_IDS for found in wrong):
        return (), wrong
    frozen = {str(wave.id): wave.frozen_days for wave in ws.program.waves}
    groups: dict[str, list[Session]] = {}
    for session in previous.sessions:
        groups.setdefault(session.group, []).append(session)
    index = {learner.id: n for n, learner in enumerate(problem.learners)}
    teachers = {teacher.id: n for n, teacher in enumerate(problem.teachers)}
    halls = {hall.id: n for n, hall in enumerate(problem.halls)}
    found = []
    for sessions in groups.values():
        sessions.sort(key=lambda s: s.part)
        if starts_at(sessions[0]).date() <= as_of:
            continue
        people = [index[p] for p in sessions[0].people if p in index]
        module = sessions[0].module
        courses = Counter(problem.course_of[p, module] for p in people if (p, module) in problem.course_of)
        if not courses:
            continue
        number = courses.most_common(1)[0][0]
        course = problem.courses[number]
        same = len(course.parts) == len(sessions) and course.delivery is sessions[0].delivery
        if not same or course.language != sessions[0].language:
            continue
        sittings = [
            KeptSitting(
                id=str(s.id),
                start=course.place.slot_of(starts_at(s)),
                teacher=teachers.get(s.trainer, -1),
                hall=halls.get(s.room or "", -1),
                fixed=s.status is SessionStatus.CONFIRMED
                and (starts_at(s).date() - as_of).days <= frozen.get(s.wave or "", 7),
                at=s.at,
            )
            for s in sessions
        ]
        bits = [interval(s.start, s.start + length) for s, length in zip(sittings, course.parts, strict=True)]
        staying = [
            p
            for p in people
            if problem.course_of.get((p, module)) == number and all(problem.learners[p].free & b == b for b in bits)
        ]
        if not any(s.fixed for s in sittings) or staying:
            found.append(KeptGroup(course, staying or [], sittings))
    return tuple(found), wrong


def _unknown(ws: Workspace, previous: ScheduleFile) -> list[Diagnostic]:
    """Words of the file that mean nothing any more, and ids that stand twice."""
    found: list[Diagnostic] = []
    seen: dict[str, Session] = {}
    people = {p.id for p in ws.people} | set(ws.merged)
    for session in previous.sessions:
        if session.id in seen:
            related = [(seen[session.id].at, "the other one")]
            said = f"session '{session.id}' again"
            found.append(Diagnostic.of(codes.SEVERAL_IDS, session.id.at, said, "give one another id", related))
        seen.setdefault(session.id, session)
        asked: Sequence[tuple[str, str | None, object]] = (
            ("module", session.module, ws.modules),
            ("room", session.room, ws.program.rooms),
        )
        for kind, word, known in asked:
            if word is not None and word not in known:  # type: ignore[operator]
                said = f"session '{session.id}': there is no {kind} '{word}'"
                found.append(Diagnostic.of(codes.UNKNOWN_IN_SCHEDULE, session.at, said, None))
        for person in session.people:
            if person not in people:
                said = f"session '{session.id}': there is no person '{person}'"
                found.append(Diagnostic.of(codes.UNKNOWN_IN_SCHEDULE, person.at, said, None))
    return found
