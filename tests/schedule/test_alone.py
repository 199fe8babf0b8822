"""Modules that are taken alone: in weeks that have the time for them, before what waits for them."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.model import Policy, Scheduling, Span, Weekday
from tests import builders as b
from tests.schedule.small import HOURS, learner, live, planned, small

# The office works from Sunday to Thursday; go-live is on Monday, 1 February 2027, so the last week has one day.
OFFICE = {"office": b.workplace("Asia/Riyadh", weekend=(Weekday.FRIDAY, Weekday.SATURDAY), hours=HOURS)}


def alone(id: str, minutes: int, **parts: object):  # type: ignore[no-untyped-def]
    return live(id, minutes, delivery="self-paced", **parts)


def weeks(people, modules, **parts):  # type: ignore[no-untyped-def]
    """Module → first day of its week, of one person."""
    made = planned(small(people, modules, workplaces=OFFICE, **parts)).schedule
    return {str(row.module): row.week_of for row in made.alone}


def test_a_week_with_one_day_before_go_live_holds_no_more_than_that_day() -> None:
    """Four times two hours, two hours a day: one on Sunday, the last day; the others in the week before."""
    modules = [alone(f"m{n}", 120) for n in range(4)]
    found = weeks([learner("p1")], modules, policy=Policy(training_minutes_per_day=120))
    assert Counter(found.values()) == {dt.date(2027, 1, 31): 1, dt.date(2027, 1, 24): 3}


def test_sessions_of_a_day_and_a_week_leave_less_time() -> None:
    """The session takes the last day whole."""
    modules = [live("safety", 120), alone("reading", 120)]
    found = weeks([learner("p1")], modules, policy=Policy(training_minutes_per_day=120))
    assert found == {"reading": dt.date(2027, 1, 24)}


def test_nobody_learns_alone_on_leave() -> None:
    """Rule 12."""
    away = learner("p1", leave=(Span(dt.date(2027, 1, 24), dt.date(2027, 1, 30)),))
    found = weeks([away], [alone("a", 120), alone("b", 120)], policy=Policy(training_minutes_per_day=120))
    assert found == {"a": dt.date(2027, 1, 17), "b": dt.date(2027, 1, 31)}


def test_what_prepares_a_session_is_over_on_the_day_before() -> None:
    modules = [alone("reading", 60), live("safety", 60, needs=["reading"])]
    made = planned(small([learner("p1")], modules, workplaces=OFFICE)).schedule
    session = dt.date.fromisoformat(made.sessions[0].starts_at[:10])
    assert session == dt.date(2027, 1, 31), "the first day of a week"
    assert made.alone[0].week_of == dt.date(2027, 1, 24)


def test_a_long_module_begins_in_the_week_that_leaves_it_enough_days() -> None:
    """Ten hours at two hours a day: five working days, and the last one is Sunday."""
    found = weeks([learner("p1")], [alone("reading", 600)], policy=Policy(training_minutes_per_day=120))
    assert found == {"reading": dt.date(2027, 1, 24)}
    half = weeks([learner("p1", share=50)], [alone("reading", 600)], policy=Policy(training_minutes_per_day=120))
    assert half == {"reading": dt.date(2027, 1, 10)}, "rule 13: an hour a day, four hours a week"


@settings(max_examples=30, deadline=None)
@given(quarters=st.lists(st.integers(1, 4), min_size=1, max_size=8), weekly=st.integers(4, 16))
def test_what_begins_in_the_last_weeks_fits_into_them(quarters: list[int], weekly: int) -> None:
    """For any number of last weeks; the first week of the wave takes what is too much."""
    modules = [alone(f"m{n}", 15 * q) for n, q in enumerate(quarters)]
    parts = {"policy": Policy(training_minutes_per_day=60), "scheduling": Scheduling(minutes_per_week=15 * weekly)}
    found = weeks([learner("p1")], modules, **parts)
    there = 0
    for week in (dt.date(2027, 1, 31) - dt.timedelta(days=7 * n) for n in range(4)):
        there += min(60 * (1 if week == dt.date(2027, 1, 31) else 5), 15 * weekly)
        assert sum(15 * q for n, q in enumerate(quarters) if found[f"m{n}"] >= week) <= there
