"""What arithmetic says before any search must be true: neither false alarms nor bounds that a schedule falls below."""

from __future__ import annotations

from curriculum.model import Scheduling
from tests import builders as b
from tests.schedule.small import learner, planned, small


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
