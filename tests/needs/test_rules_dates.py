"""Rules 29–31 of the engine: due dates, impossible dates, local dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from curriculum.days import add_days, add_months
from curriculum.model import Due, Need, Policy, Status, Weekday
from tests.builders import evidence, module, person, requirement, role, rule, unit, wave, workplace, workspace
from tests.needs.ask import TODAY, Answer, ask

LIVE = dt.date(2027, 2, 1)
EVE = dt.date(2027, 1, 31)


def asked(needs: Any = "a beginner", *, as_of: dt.date | str = TODAY, cells: Any = None, **parts: Any) -> Answer:
    row = person("p1", **{"roles": "x", **(cells or {})})
    given = {"modules": [module("a-1", "a beginner"), module("b-1", "b beginner")], "waves": [wave("w1", LIVE)]}
    return ask(workspace(roles=[role("x", requires=needs)], people=[row], **{**given, **parts}), as_of)


def due(need: Need) -> Due:
    assert need.due is not None
    return need.due


# ── 29: where due dates come from ──


def test_rule_29_training_ends_the_day_before_go_live_and_starts_no_earlier_than_the_window() -> None:
    need = asked(waves=[wave("w1", LIVE, earliest_days_before=28)]).need("a")
    assert (due(need).on, need.earliest_on) == (EVE, dt.date(2027, 1, 4))
    assert (due(need).at.file, "goes live on 2027-02-01" in due(need).because) == ("program.yaml", True)


@pytest.mark.parametrize(
    ("starts_on", "due_on"),
    [
        ("2020-01-01", EVE),
        ("2027-01-31", EVE),  # the last day before
        ("2027-02-01", dt.date(2027, 3, 3)),  # thirty days after
        ("2027-03-01", dt.date(2027, 3, 31)),
    ],
)
def test_rule_29_later_joiners_count_from_their_start(starts_on: str, due_on: dt.date) -> None:
    as_of = max(starts_on, "2026-11-22")
    assert due(asked(as_of=as_of, cells={"starts_on": starts_on}).need("a")).on == due_on
    assert due(asked(as_of=as_of, cells={"roles": f"x {starts_on}.."}).need("a")).on == due_on


def test_rule_29_the_latest_of_joining_role_and_requirement_starts_the_clock() -> None:
    cells = {"starts_on": "2027-03-01", "roles": "x 2027-04-01.."}
    later = [requirement("a beginner", from_on="2027-05-01", within_days=10)]
    assert due(asked(as_of="2027-05-01", cells=cells).need("a")).on == dt.date(2027, 5, 1)
    assert due(asked(later, as_of="2027-05-01", cells=cells).need("a")).on == dt.date(2027, 5, 11)


def test_rule_29_a_requirement_from_a_date_on_asks_nothing_before() -> None:
    later = [requirement("a beginner", from_on="2026-12-01")]
    assert not asked(later, as_of="2026-11-30").people["p1"].needs
    assert asked(later, as_of="2026-12-01").status("a") is Status.DUE


def test_rule_29_of_several_the_earliest_and_required_before_optional() -> None:
    given = {"as_of": "2027-03-01", "cells": {"starts_on": "2027-03-01"}}
    two = [requirement("a beginner", within_days=20), requirement("a beginner", within_days=10)]
    assert due(asked(two, **given).need("a")).on == dt.date(2027, 3, 11)
    mixed = [requirement("a beginner", within_days=20), requirement("a beginner", within_days=10, optional=True)]
    assert due(asked(mixed, **given).need("a")).on == dt.date(2027, 3, 21)


def test_rule_29_what_is_held_already_sets_no_date() -> None:
    two = [requirement("a beginner", within_days=5), requirement("a intermediate", within_days=20)]
    rows = [evidence("p1", "2027-02-01", module="a-1")]
    answer = asked(two, as_of="2027-03-01", cells={"starts_on": "2027-03-01"}, evidence=rows)
    assert due(answer.need("a")).on == dt.date(2027, 3, 21)


def test_rule_29_the_roster_names_the_wave_before_the_rules_do() -> None:
    waves = [wave("w1", LIVE, {"department": "Sales"}), wave("w2", "2027-04-05")]
    assert asked(waves=waves, cells={"department": "Sales"}).people["p1"].wave == "w1"
    assert asked(waves=waves, cells={"department": "Legal"}).people["p1"].wave == "w2"
    assert asked(waves=waves, cells={"department": "Sales", "wave": "w2"}).people["p1"].wave == "w2"


def test_rule_29_a_rule_of_a_wave_counts_from_its_date_on() -> None:
    early = rule({"department": "Sales"}, from_on="2026-12-01")
    waves = [wave("w1", LIVE, [early]), wave("w2", "2027-04-05")]
    given = {"waves": waves, "cells": {"department": "Sales"}}
    assert asked(as_of="2026-11-30", **given).people["p1"].wave == "w2"
    assert asked(as_of="2026-12-01", **given).people["p1"].wave == "w1"


def test_rule_29_people_of_no_wave_are_a_finding() -> None:
    answer = asked(waves=[wave("w1", LIVE, {"department": "Sales"})], cells={"department": "Legal"})
    assert answer.need("a").due is None and "CUR303" in answer.codes()


def renewed(on: str, as_of: str, **parts: Any) -> Need:
    """Somebody with a certificate of twelve months."""
    year = [module("a-1", "a beginner", valid_months=12)]
    rows = [evidence("p1", on, module="a-1")]
    return asked(as_of=as_of, modules=year, evidence=rows, **parts).need("a")


def test_rule_29_an_expiry_sets_the_date_with_or_without_a_wave() -> None:
    for waves in ([wave("w1", "2025-02-01")], []):
        expiring = renewed("2026-01-10", "2026-11-22", waves=waves)
        expired = renewed("2026-01-10", "2027-01-11", waves=waves)
        assert (expiring.status, due(expiring).on) == (Status.EXPIRING, dt.date(2027, 1, 10))
        assert (expired.status, due(expired).on) == (Status.EXPIRED, dt.date(2027, 1, 10))
        assert due(expired).at.file == "people/evidence.csv"


def test_rule_29_evidence_that_ends_before_go_live_is_due_by_go_live() -> None:
    expiring, expired = renewed("2026-01-10", "2027-01-10"), renewed("2026-01-10", "2027-01-11")
    assert (expiring.status, expired.status) == (Status.EXPIRING, Status.EXPIRED)
    assert due(expiring).on == due(expired).on == EVE


def test_rule_29_an_expiry_during_a_leave_moves_to_the_return() -> None:
    away = {"leave": "2027-01-05..2027-01-31"}
    need = renewed("2026-01-10", "2027-01-20", waves=[], cells=away)
    assert (need.status, due(need).on) == (Status.PAUSED, dt.date(2027, 2, 4))  # 5 to 8 January were left: four days


@pytest.mark.parametrize(("days", "status"), [(0, Status.MET), (1, Status.EXPIRING), (2, Status.EXPIRING)])
def test_rule_29_expiring_begins_so_many_days_before(days: int, status: Status) -> None:
    assert renewed("2026-01-10", "2027-01-09", policy=Policy(expiring_days=days)).status is status


def test_rule_29_overdue_begins_the_day_after_the_due_date() -> None:
    assert asked(as_of=EVE).status("a") is Status.DUE
    assert asked(as_of=LIVE).status("a") is Status.OVERDUE


# ── 30: dates that cannot be met ──


def test_rule_30_the_finding_adds_up_all_that_is_due_by_then() -> None:
    modules = [module("a-1", "a beginner", minutes=60), module("b-1", "b beginner", minutes=60)]
    given = {"modules": modules, "policy": Policy(training_minutes_per_day=30), "waves": [wave("w1", "2026-11-25")]}
    late = asked(["a beginner", "b beginner"], as_of="2026-11-23", **given).path().late
    assert late is not None
    assert (late.minutes, late.minutes_left, late.feasible_on) == (120, 60, dt.date(2026, 11, 26))


def test_rule_30_what_is_due_earlier_comes_first_and_counts_once() -> None:
    asks = [requirement("a beginner", within_days=1), requirement("b beginner", within_days=3)]
    given = {"policy": Policy(training_minutes_per_day=15), "waves": [], "cells": {"starts_on": "2026-11-23"}}
    answer = asked(asks, as_of="2026-11-23", **given)  # Monday; thirty minutes by Tuesday, sixty by Thursday
    assert answer.path().late is None and answer.path().feasible_on == dt.date(2026, 11, 26)


def test_rule_30_a_date_that_can_just_be_met_is_no_finding() -> None:
    given = {"policy": Policy(training_minutes_per_day=30), "waves": [wave("w1", "2026-11-24")]}
    answer = asked(as_of="2026-11-23", **given)
    assert answer.path().late is None and answer.path().feasible_on == dt.date(2026, 11, 23)


def test_rule_30_weekends_and_holidays_of_the_workplace_are_no_working_time() -> None:
    riyadh = workplace(weekend=(Weekday.FRIDAY, Weekday.SATURDAY), holidays=(dt.date(2026, 11, 22),))
    cells = {"roles": "x", "workplace": "riyadh"}
    answer = asked(as_of="2026-11-20", cells=cells, workplaces={"riyadh": riyadh}, waves=[])
    assert answer.path().feasible_on == dt.date(2026, 11, 23)  # Friday, Saturday, a holiday, then Monday


def test_rule_30_nothing_is_expected_before_the_window_opens() -> None:
    answer = asked(waves=[wave("w1", LIVE, earliest_days_before=28)])
    assert answer.path().feasible_on == dt.date(2027, 1, 4)


def test_rule_30_recommended_training_makes_no_date_impossible() -> None:
    long = [module("a-1", "a beginner", units=[unit("u", 6000)])]
    answer = asked([requirement("a beginner", optional=True)], modules=long, waves=[wave("w1", "2026-11-24")])
    assert answer.path().late is None and len(answer.path().steps) == 1


# ── 31: local dates, and no clock but `as_of` ──


def test_rule_31_months_clamp_and_days_stop_at_the_ends_of_the_calendar() -> None:
    assert add_months(dt.date(2027, 12, 31), 2) == dt.date(2028, 2, 29)
    assert add_days(dt.date.max, 1) == dt.date.max and add_days(dt.date.min, -1) == dt.date.min


def test_rule_31_the_same_question_has_the_same_answer() -> None:
    assert asked(["a beginner", "b beginner"]) == asked(["a beginner", "b beginner"])
