"""Who could lead a session in somebody's place, and where else it could be: at the same time, for the same people."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

from curriculum.model import Ref, Session
from curriculum.schedule.facts import Facts
from curriculum.schedule.masks import interval
from curriculum.schedule.problem import Course, Problem, Running, Why
from curriculum.schedule.timetable import Meeting, Timetable
from curriculum.schedule.verify import person_once, trainer_may
from curriculum.schedule.verify_times import limits, one_workplace_a_day, working_time
from curriculum.schedule.ways import Ways

_MOST_TRIED: Final = 200  # trainers


def replace_absent(problem: Problem, ways: Ways, session: Session, sitting: Running) -> None:
    """Gives a sitting of a group that met already another trainer or room, where its own cannot be there.

    Only where somebody is free who may; otherwise it stays as it is, and the check says what is wrong.
    """
    bits = interval(sitting.start, sitting.start + sitting.length)
    absent = sitting.teacher < 0 or problem.teachers[sitting.teacher].free & bits != bits
    gone = session.room is not None and (sitting.hall < 0 or problem.halls[sitting.hall].seats < len(session.people))
    if not (absent or gone):
        return
    place = session.workplace or ""
    way = ways.way(str(session.module), session.language, place)
    if isinstance(way, Why) or way.delivery is not session.delivery:
        return
    table = Timetable(problem)
    course = Course(
        module=str(session.module),
        language=session.language,
        delivery=way.delivery,
        place=problem.places[place],
        wave="",
        due=problem.axis.length,
        parts=(sitting.length,),
        minutes=(session.minutes,),
        capacity=len(session.people),
        teachers=way.teachers,
        halls=way.halls,
        needs_hall=bool(way.halls),
        learning_teachers=True,
    )
    seats = Meeting(course, -1, 0, sitting.length, sitting.people)
    if absent:
        free = (t for t in table.teachers(seats) if table.teacher_begins(t, seats) >> sitting.start & 1)
        sitting.teacher = next(free, sitting.teacher)
    if gone:
        hall = table.hall_at(seats, sitting.start)
        sitting.hall = hall if hall >= 0 else sitting.hall


def who_could(facts: Facts, session: Session) -> Iterator[str]:
    """Trainers who could lead a session as it stands, in the order of people/trainers.yaml; asked of the check."""
    for trainer in facts.ws.trainers[:_MOST_TRIED]:
        id = str(trainer.person)
        if id != session.trainer and not _breaks(facts, session, id):
            yield id


def _breaks(facts: Facts, session: Session, trainer: str) -> bool:
    """Whether a rule about the trainer would be broken, of those with what else the trainer has to do."""
    who = Ref(trainer)
    mine = [t.session for t in (*facts.of_trainer.get(trainer, ()), *facts.of_person.get(trainer, ()))]
    led = dataclasses.replace(session, trainer=who, people=())
    others = {s.id: dataclasses.replace(s, people=(who,) if who in s.people else ()) for s in mine}
    made = dataclasses.replace(facts.made, sessions=(*others.values(), led))
    alone = Facts(facts.ws, [facts.people[trainer]] if trainer in facts.people else (), facts.plan, made)
    rules = (trainer_may, person_once, working_time, limits, one_workplace_a_day)
    return any(session.id in breach.sessions for rule in rules for breach in rule(alone))
