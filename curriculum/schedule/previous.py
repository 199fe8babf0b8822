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


def starts_at(session: Session) -> dt.datetime:
    """The local time of a session, without zone."""
    return dt.datetime.fromisoformat(session.starts_at)


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
