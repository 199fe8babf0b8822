"""The independent check: every hard rule, broken on purpose, is found; and every schedule that is made passes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import sys
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.generator import programme
from curriculum.model import Cover, Delivery, Ref, ScheduleFile, Scheduling, SessionStatus, Span
from curriculum.schedule import Asked, Facts, make_schedule, verify
from tests import builders as b
from tests.schedule.small import Planned, changed, learner, live, planned, room, small, trainer

verify_module = sys.modules["curriculum.schedule.verify"]  # the package has a function of that name


def usual() -> Planned:
    """Six people of two teams, two modules one after the other, a second trainer and a second room."""
    people = [learner(f"p{n}", manager=f"boss{n % 2}") for n in range(6)]
    modules = [live("safety"), live("machines", 90, needs=["safety"])]
    ws = small(
        people,
        modules,
        rooms={"room": room(4), "big": room(12, features=["computers"]), "far": room(12, "elsewhere")},
        workplaces={"office": b.workplace("Asia/Riyadh"), "elsewhere": b.workplace("Asia/Riyadh")},
        trainers=(
            trainer("t1", ["safety", "machines"]),
            trainer("t2", ["safety"], minutes_per_day=120),
            trainer("t3", ["safety", "machines"], languages=("fa",)),
        ),
    )
    return planned(ws)


def index_of(schedule: ScheduleFile, module: str) -> int:
    return next(n for n, s in enumerate(schedule.sessions) if s.module == module)


def on(schedule: ScheduleFile, module: str, **parts: object) -> ScheduleFile:
    return changed(schedule, index_of(schedule, module), **parts)


def doubled(made: ScheduleFile, **parts: object) -> ScheduleFile:
    """With a copy of the first session of `safety`."""
    one = made.sessions[index_of(made, "safety")]
    copy = dataclasses.replace(one, **{"id": Ref("s99"), "group": Ref("g99"), **parts})
    return dataclasses.replace(made, sessions=(*made.sessions, copy))


BROKEN: dict[str, tuple[str, Callable[[ScheduleFile], ScheduleFile]]] = {
    "a person twice at once": ("person twice", lambda m: doubled(m, trainer=Ref("t2"), room=Ref("big"))),
    "a trainer twice at once": ("person twice", lambda m: doubled(m, people=(), room=Ref("big"))),
    "a room twice at once": ("room twice", lambda m: doubled(m, people=(), trainer=Ref("t2"))),
    "more people than the room holds": (
        "capacity",
        lambda m: on(m, "safety", people=tuple(Ref(f"p{n}") for n in range(6)), room=Ref("room")),
    ),
    "a seat twice in one session": ("capacity", lambda m: on(m, "safety", people=(Ref("p0"), Ref("p0")))),
    "a room of another workplace": ("room", lambda m: on(m, "safety", room=Ref("far"))),
    "no room": ("room", lambda m: on(m, "safety", room=None)),
    "a room for an online session": ("room", lambda m: on(m, "safety", delivery=Delivery.ONLINE)),
    "a trainer who may not teach it": ("trainer", lambda m: on(m, "machines", trainer=Ref("t2"))),
    "a trainer without the language": ("trainer", lambda m: on(m, "safety", trainer=Ref("t3"))),
    "nobody's trainer": ("trainer", lambda m: on(m, "safety", trainer=Ref("t9"))),
    "another language than the learners'": ("language", lambda m: on(m, "safety", language="fa", trainer=Ref("t3"))),
    "at night": ("working time", lambda m: on(m, "safety", starts_at="2027-01-12 22:00")),
    "over lunch": ("working time", lambda m: on(m, "safety", starts_at="2027-01-12 11:30")),
    "at the weekend": ("working time", lambda m: on(m, "safety", starts_at="2027-01-16 09:00")),
    "too long for a day": ("minutes per day", lambda m: on(m, "machines", minutes=130, starts_at="2027-01-27 09:00")),
    "before its prerequisite": ("order", lambda m: on(m, "machines", starts_at="2027-01-05 09:00")),
    "a seat is gone": ("seats", lambda m: on(m, "safety", people=m.sessions[index_of(m, "safety")].people[1:])),
    "a session is gone": ("seats", lambda m: dataclasses.replace(m, sessions=m.sessions[1:])),
    "a seat nobody needs": ("seats", lambda m: doubled(m, people=(Ref("p9"),), starts_at="2027-01-05 09:00")),
}


def test_what_is_made_passes() -> None:
    assert len(usual().schedule.sessions) >= 4
    assert usual().breaches() == ()


@pytest.mark.parametrize("name", BROKEN)
def test_each_hard_rule_broken_on_purpose_is_found(name: str) -> None:
    rule, damage = BROKEN[name]
    plan = usual()
    found = plan.breaches(damage(plan.schedule))
    assert rule in {breach.rule for breach in found}, found


def test_two_processes_find_the_same_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = usual()
    whole = [BROKEN[name][1](plan.schedule) for name in list(BROKEN)[:3]]
    damaged = [dataclasses.replace(made, sessions=made.sessions[1:]) for made in whole]  # somebody lost a seat, too
    alone = [plan.breaches(made) for made in damaged]
    monkeypatch.setattr(verify_module, "LARGE", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert [plan.breaches(made) for made in damaged] == alone
    rules = {breach.rule for found in alone for breach in found}
    assert {"seats", "person twice"} <= rules, "of both processes"


def test_leave_of_a_learner_and_of_a_trainer_is_found() -> None:
    """Rule 12."""
    plan = usual()
    day = dt.date.fromisoformat(plan.schedule.sessions[0].starts_at[:10])
    ill = tuple(dataclasses.replace(f, person=f.person._replace(leave=(Span(day, day),))) for f in plan.answer.people)
    answer = plan.answer
    found = verify(Facts(answer.workspace, ill, answer.plan, plan.schedule))
    assert "leave" in {breach.rule for breach in found}


def test_days_after_the_engagement_are_found() -> None:
    """Rule 8."""
    plan = usual()
    gone = tuple(
        dataclasses.replace(f, person=f.person._replace(ends_on=dt.date(2027, 1, 10))) for f in plan.answer.people
    )
    found = verify(Facts(plan.answer.workspace, gone, plan.answer.plan, plan.schedule))
    assert "leave" in {breach.rule for breach in found}


def test_too_many_of_a_team_away_is_found() -> None:
    plan = usual()
    first = plan.schedule.sessions[index_of(plan.schedule, "safety")]
    crowded = on(plan.schedule, "safety", people=tuple(Ref(f"p{n}") for n in (0, 2, 4)), room=Ref("big"))
    assert len(first.people) <= 2, "one of each team"
    assert "coverage" in {breach.rule for breach in plan.breaches(crowded)}


def test_both_holders_of_a_covered_role_away_is_found_and_never_made() -> None:
    cover = Scheduling(cover=(Cover(role=Ref("worker"), stay=1),), away_percent=100)
    ws = small([learner("p1"), learner("p2")], program=None)
    ws = dataclasses.replace(ws, program=dataclasses.replace(ws.program, scheduling=cover))
    plan = planned(ws)
    assert len(plan.schedule.sessions) == 2 and not plan.breaches()
    both = dataclasses.replace(plan.schedule, sessions=plan.schedule.sessions[:1])
    both = changed(both, people=(Ref("p1"), Ref("p2")))
    assert "coverage" in {breach.rule for breach in plan.breaches(both)}


def test_rule_34_a_confirmed_session_inside_the_frozen_days_that_moved_is_found() -> None:
    plan = usual()
    day = dt.date.fromisoformat(plan.schedule.sessions[0].starts_at[:10])
    firm = changed(plan.schedule, status=SessionStatus.CONFIRMED)
    later = dataclasses.replace(firm, as_of=day - dt.timedelta(days=2))
    moved = changed(later, starts_at=f"{day + dt.timedelta(days=1)} 09:00")
    answer = plan.answer
    facts = Facts(answer.workspace, answer.people, answer.plan, moved, firm)
    assert "frozen" in {breach.rule for breach in verify(facts)}
    facts = Facts(answer.workspace, answer.people, answer.plan, later, firm)
    assert "frozen" not in {breach.rule for breach in verify(facts)}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(number=st.integers(8, 120), seed=st.integers(0, 10**6), tight=st.booleans(), few=st.sampled_from([0.3, 1.0]))
def test_every_schedule_passes(number: int, seed: int, tight: bool, few: float) -> None:
    """Also where there is too little of everything: then people wait, with a reason, and no rule is broken."""
    p = programme(number, seed, tight=tight, trainers=few)
    made, _ = make_schedule(p.ws, p.people, p.plan, Asked(as_of=p.as_of, effort=4))
    assert made is not None
    assert verify(Facts(p.ws, p.people, p.plan, made)) == ()
    assert all(q.sessions_at_least <= q.sessions or q.without for q in made.quality)
    assert all(q.lead_days_at_least <= q.lead_days or q.without or q.late for q in made.quality)
    assert all(row.because and row.change for row in made.unscheduled)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), data=st.data())
def test_a_damaged_schedule_fails(seed: int, data: st.DataObject) -> None:
    p = programme(60, seed)
    made, _ = make_schedule(p.ws, p.people, p.plan, Asked(as_of=p.as_of, effort=0))
    assert made is not None
    n = data.draw(st.integers(0, len(made.sessions) - 1))
    session = made.sessions[n]
    other = data.draw(st.sampled_from([s for s in made.sessions if s.id != session.id]))
    damages = [
        {"starts_at": session.starts_at[:11] + "03:00"},
        {"trainer": Ref("nobody")},
        {"people": session.people[:-1]},
        {"people": (*session.people, session.people[0])},
        {"starts_at": other.starts_at, "trainer": other.trainer, "workplace": other.workplace},
    ]
    damaged = changed(made, n, **data.draw(st.sampled_from(damages)))
    assert verify(Facts(p.ws, p.people, p.plan, damaged)), damaged.sessions[n]
