"""The programme's order of goals decides where two of them pull in different directions."""

from __future__ import annotations

import datetime as dt

import pytest

from curriculum.model import Goal, Scheduling, Span, Weekday
from tests import builders as b
from tests.schedule.small import HOURS, Planned, learner, live, planned, small, trainer


def goals(*first: Goal) -> Scheduling:
    return Scheduling(goals=first)


def day(number: int) -> dt.date:
    return dt.date(2027, 1, number)


def never_there_together(*first: Goal) -> Planned:
    """p1 works on 4, 28 and 29 January, p2 on all days between; it is due on the 31st."""
    p1 = learner("p1", leave=(Span(day(5), day(27)),))
    p2 = learner("p2", leave=(Span(day(4), day(4)), Span(day(28), day(30))))
    return planned(small([p1, p2], scheduling=goals(*first)))


def test_before_due_first_makes_two_sessions_in_time() -> None:
    plan = never_there_together(Goal.BEFORE_DUE, Goal.FEW_SESSIONS)
    assert len(plan.schedule.sessions) == 2 and not plan.schedule.unscheduled and plan.breaches() == ()


def test_few_sessions_first_makes_one_and_says_that_it_is_late() -> None:
    plan = never_there_together(Goal.FEW_SESSIONS, Goal.BEFORE_DUE)
    (session,) = plan.schedule.sessions
    assert session.people == ("p1", "p2") and session.starts_at > "2027-02-01" and plan.breaches() == ()
    assert {row.person for row in plan.schedule.unscheduled} == {"p1", "p2"}
    again = planned(plan.answer.workspace, previous=plan.schedule)
    assert again.schedule.sessions == plan.schedule.sessions, "nor is it broken up when planned again"


@pytest.mark.parametrize(
    ("first", "trainers"),
    [((Goal.FEW_TRAINERS, Goal.CLOSE_TO_GO_LIVE), 1), ((Goal.CLOSE_TO_GO_LIVE, Goal.FEW_TRAINERS), 2)],
)
def test_one_trainer_for_a_group_or_nearer_to_go_live(first: tuple[Goal, ...], trainers: int) -> None:
    """Two sittings; t1 teaches on Wednesdays and Thursdays, t2 on Fridays: the last two days have two trainers."""
    hours = HOURS[0].times
    there = {
        "t1": (Weekday.WEDNESDAY, Weekday.THURSDAY),
        "t2": (Weekday.FRIDAY,),
    }
    who = tuple(trainer(id, hours=(type(HOURS[0])(times=hours, days=days),)) for id, days in there.items())
    units = (b.unit("one", 90), b.unit("two", 90))
    plan = planned(small([learner("p1")], [live("safety", units=units)], trainers=who, scheduling=goals(*first)))
    assert len({s.trainer for s in plan.schedule.sessions}) == trainers and plan.breaches() == ()


@pytest.mark.parametrize(
    ("first", "is_near"),
    [
        ((Goal.CLOSE_TO_GO_LIVE, Goal.EARLIEST_DUE_FIRST), True),
        ((Goal.EARLIEST_DUE_FIRST, Goal.CLOSE_TO_GO_LIVE), False),
    ],
)
def test_near_to_go_live_or_as_early_as_can_be(first: tuple[Goal, ...], is_near: bool) -> None:
    plan = planned(small([learner("p1")], scheduling=goals(*first)))
    assert (plan.schedule.sessions[0].starts_at > "2027-01-20") is is_near
