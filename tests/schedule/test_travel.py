"""A trainer of two workplaces: in rooms of one of them a day, unless they are near."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.generator import programme
from curriculum.model import Away, Ref, Scheduling, Travel
from curriculum.schedule import Asked, Facts, make_schedule, verify
from tests import builders as b
from tests.schedule.small import Planned, changed, learner, live, planned, room, small, trainer

PLACES = {"office": b.workplace("Asia/Riyadh"), "plant": b.workplace("Asia/Riyadh")}
ROOMS = {"room": room(), "hall": room(workplace="plant")}
BOTH = (trainer(workplaces=(Ref("office"), Ref("plant"))),)


def at_two_places(*near: Travel, delivery: str = "classroom") -> Planned:
    """One learner at each of two workplaces, one trainer for both."""
    people = [learner("p1"), learner("p2", workplace="plant")]
    modules = [live("safety", delivery=delivery)]
    rules = Scheduling(travel=near)
    return planned(small(people, modules, workplaces=PLACES, rooms=ROOMS, trainers=BOTH, scheduling=rules))


def days(plan: Planned) -> list[str]:
    return [s.starts_at[:10] for s in plan.schedule.sessions]


def test_rooms_of_two_workplaces_are_on_two_days() -> None:
    plan = at_two_places()
    assert len(set(days(plan))) == 2 and plan.breaches() == ()
    together = changed(plan.schedule, 0, starts_at=f"{days(plan)[1]} 09:00")
    together = changed(together, 1, starts_at=f"{days(plan)[1]} 15:00")
    assert [breach.rule for breach in plan.breaches(together)] == ["travel"]


def test_near_workplaces_are_on_one_day_with_time_for_the_way() -> None:
    plan = at_two_places(Travel(between=(Ref("office"), Ref("plant")), minutes=50))
    one, other = plan.schedule.sessions
    assert one.starts_at == "2027-01-29 14:00" and other.starts_at == "2027-01-29 16:00", "an hour and the way"
    assert plan.breaches() == ()
    rushed = changed(plan.schedule, 0, starts_at="2027-01-29 14:15")
    assert [breach.rule for breach in plan.breaches(rushed)] == ["travel"]


def test_online_sessions_are_anywhere() -> None:
    assert len(set(days(at_two_places(delivery="online")))) == 1


def test_who_is_elsewhere_that_day_does_not_take_over() -> None:
    """Rule 34: t2 falls ill; t1 is free then, but at the office on that day, so the session at the plant moves."""
    plan = at_two_places()
    ws, day = plan.answer.workspace, days(plan)[1]
    plant = next(n for n, s in enumerate(plan.schedule.sessions) if s.workplace == "plant")
    office = 1 - plant
    first = changed(plan.schedule, plant, starts_at=f"{day} 15:00", trainer=Ref("t2"))
    first = changed(first, office, starts_at=f"{day} 09:00")
    on = dt.date.fromisoformat(day)
    ill = trainer("t2", workplaces=(Ref("plant"),), leave=(Away(from_on=on, until_on=on),))
    again = planned(dataclasses.replace(ws, trainers=(*BOTH, ill)), previous=first)
    now = {s.workplace: s for s in again.schedule.sessions}
    assert now["office"].starts_at == f"{day} 09:00" and now["plant"].starts_at[:10] != day
    assert again.breaches() == ()


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), near=st.booleans())
def test_every_schedule_with_travelling_trainers_passes(seed: int, near: bool) -> None:
    """Every trainer teaches at every workplace; the first two are near each other."""
    p = programme(2400, seed)
    places = tuple(map(Ref, p.ws.program.workplaces))
    assert len(places) == 3
    trainers = tuple(dataclasses.replace(t, workplaces=places) for t in p.ws.trainers)
    ways = (Travel(between=places[:2], minutes=90),) if near else ()
    program = dataclasses.replace(p.ws.program, scheduling=dataclasses.replace(p.ws.program.scheduling, travel=ways))
    ws = dataclasses.replace(p.ws, trainers=trainers, program=program)
    keep = {f.person.id for n, f in enumerate(p.people) if n % 24 == 0}
    people = tuple(f for f in p.people if f.person.id in keep)
    plan = dataclasses.replace(p.plan, paths={id: path for id, path in p.plan.paths.items() if id in keep})
    made, _ = make_schedule(ws, people, plan, Asked(as_of=p.as_of, effort=4))
    assert made is not None
    at = defaultdict(set)
    for s in made.sessions:
        at[s.trainer].add(s.workplace)
    assert any(len(there) > 1 for there in at.values()), "nobody travels"
    assert verify(Facts(ws, people, plan, made)) == ()
