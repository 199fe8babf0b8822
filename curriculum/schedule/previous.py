"""The last schedule → groups that can be kept. What is over, or nobody needs any more, is left out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from curriculum import codes_schedule as codes
from curriculum.diagnostics import Diagnostic
from curriculum.model import ScheduleFile, Session, SessionStatus, Workspace
from curriculum.schedule.masks import interval
from curriculum.schedule.problem import Problem, Running
from curriculum.schedule.solve import KeptGroup, KeptSitting
from curriculum.schedule.stand_in import replace_absent
from curriculum.schedule.times import slots
from curriculum.schedule.ways import Ways

EVIDENCE_DAYS = 14  # so long a session that is over counts as attended without evidence


def starts_at(session: Session) -> dt.datetime:
    """The local time of a session, without zone."""
    return dt.datetime.fromisoformat(session.starts_at)


def begun_groups(previous: ScheduleFile, as_of: dt.date) -> set[str]:
    """Groups that met already."""
    return {str(s.group) for s in previous.sessions if starts_at(s).date() <= as_of}


def is_frozen(session: Session, as_of: dt.date, frozen: Mapping[str, int]) -> bool:
    """Whether a future session is confirmed and so near that it stays. `frozen`: wave → days."""
    days = (starts_at(session).date() - as_of).days
    return session.status is SessionStatus.CONFIRMED and days <= frozen.get(session.wave or "", 7)


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


def add_over(problem: Problem, previous: ScheduleFile, as_of: dt.date) -> None:
    """Sessions of this week that are over count towards the week of their people and trainers."""
    learners = {learner.id: n for n, learner in enumerate(problem.learners)}
    teachers = {teacher.id: n for n, teacher in enumerate(problem.teachers)}
    for s in previous.sessions:
        day = starts_at(s).date()
        if not 0 <= (as_of - day).days < 7:
            continue
        for p in s.people:
            if p in learners and problem.learners[learners[p]].place.in_first_week(day):
                problem.trained[learners[p]] = problem.trained.get(learners[p], 0) + slots(s.minutes)
        if s.trainer in teachers and problem.teachers[teachers[s.trainer]].place.in_first_week(day):
            problem.taught[teachers[s.trainer]] = problem.taught.get(teachers[s.trainer], 0) + slots(s.minutes)


def add_running(
    problem: Problem, ways: Ways, previous: ScheduleFile, as_of: dt.date, membership: Mapping[str, tuple[int, ...]]
) -> None:
    """Later sittings of groups that met stay: they count for people, teams, trainers and rooms, and come before what
    waits for them. Where trainer or room cannot be there, others take their place, unless the sitting is confirmed.
    `membership`: person → groups of coverage, also of people who need no seat any more."""
    begun = begun_groups(previous, as_of)
    learners = {learner.id: n for n, learner in enumerate(problem.learners)}
    teachers = {teacher.id: n for n, teacher in enumerate(problem.teachers)}
    halls = {hall.id: n for n, hall in enumerate(problem.halls)}
    for s in previous.sessions:
        day, place = starts_at(s).date(), problem.places.get(s.workplace or "")
        if s.group not in begun or not as_of < day <= problem.axis.last_on or place is None:
            continue
        sitting = Running(
            id=str(s.id),
            module=str(s.module),
            people=tuple(learners[p] for p in s.people if p in learners),
            start=place.slot_of(starts_at(s)),
            length=slots(s.minutes),
            teacher=teachers.get(s.trainer, -1),
            hall=halls.get(s.room or "", -1),
            counts=tuple(sorted(Counter(g for p in s.people for g in membership.get(p, ())).items())),
        )
        if s.status is not SessionStatus.CONFIRMED:
            replace_absent(problem, ways, s, sitting)
        problem.running.append(sitting)
        _wait_for(problem, sitting)
        begins, end = sitting.start - problem.pause, sitting.start + sitting.length
        for p in s.people:
            if p in teachers and p not in learners:
                problem.teachers[teachers[p]].free &= ~interval(max(begins, 0), end + problem.pause)


def _wait_for(problem: Problem, sitting: Running) -> None:
    """What comes after the module of a running group begins when its last sitting is over."""
    end = sitting.start + sitting.length
    for p in sitting.people:
        learner = problem.learners[p]
        for before, after in problem.before[learner.path]:
            if before == sitting.module:
                problem.opens[p, after] = max(problem.opens.get((p, after), learner.opens), end)


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
                fixed=is_frozen(s, as_of, frozen),
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
        if not staying and any(s.fixed for s in sittings):
            # Nobody can come: it stays, and the check says what is wrong.
            staying = [p for p in people if problem.course_of.get((p, module)) == number]
        found.append(KeptGroup(course, staying, sittings))
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
