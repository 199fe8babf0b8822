"""What arithmetic says before any search must be true: neither false alarms nor bounds that a schedule falls below."""

from __future__ import annotations

from curriculum.model import NoSeat, Scheduling
from tests import builders as b
from tests.schedule.small import learner, live, planned, small, trainer


def said_about_coverage(*people, **parts):  # type: ignore[no-untyped-def]
    found = planned(small(people, scheduling=Scheduling(away_percent=34), **parts))
    return found, [d.message for d in found.said if d.code.number == "CUR521"]


def test_a_team_of_two_waves_has_the_time_of_both() -> None:
    """The second wave opens after the first one is due: that takes no time away from the first."""
    waves = (
        b.wave("w1", "2027-02-01", earliest_days_before=28),
        b.wave("w2", "2027-04-05", earliest_days_before=28),
    )
    team = [learner("p1", manager="boss", wave="w1"), *(learner(f"p{n}", manager="boss", wave="w2") for n in (2, 3))]
    found, said = said_about_coverage(*team, waves=waves)
    assert {q.wave for q in found.schedule.quality} == {"w1", "w2"} and not found.schedule.unscheduled
    assert said == []


# ── limits that a single sitting passes ──


def test_a_sitting_longer_than_the_week_of_somebody_is_not_made() -> None:
    """Rule 13: a fifth of 480 minutes is 96; two hours do not fit, and nothing else is wrong."""
    found = planned(small([learner("p1", share=20), learner("p2")], [live("safety", 120)]))
    assert found.breaches() == ()
    (row,) = found.schedule.unscheduled
    assert (row.person, row.reason, row.because) == (
        "p1",
        NoSeat.OWN_TIME,
        "a sitting is longer than they may train in a week",
    )
    assert [s.people for s in found.schedule.sessions] == [("p2",)]


def test_a_sitting_longer_than_a_trainers_day_or_week_is_led_by_another_one_or_not_at_all() -> None:
    short = {"day": {"minutes_per_day": 60}, "week": {"minutes_per_week": 60}}
    for limits in short.values():
        nobody = planned(small([learner("p1")], [live("safety", 90)], trainers=(trainer("t1", **limits),)))
        assert nobody.breaches() == () and nobody.schedule.unscheduled[0].reason is NoSeat.TRAINER_TIME
        another = planned(
            small([learner("p1")], [live("safety", 90)], trainers=(trainer("t1", **limits), trainer("t2")))
        )
        assert [s.trainer for s in another.schedule.sessions] == ["t2"] and another.breaches() == ()
