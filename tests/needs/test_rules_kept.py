"""Rules 21–24 of the engine: revocation, units, exemptions, and evidence for ever."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from curriculum.model import Evidence, Module, Policy, Retraining, Standing, Status, VersionChange
from tests.builders import evidence, exemption, module, person, role, unit, workspace
from tests.needs.ask import TODAY, Answer, ask

REPORTS = [module(f"reports-{n}", f"reports {level}") for n, level in enumerate(("beginner", "intermediate"), 1)]
NONE, FULL = (
    VersionChange(version=2, from_on=dt.date(2026, 6, 1), retraining=kind)
    for kind in (Retraining.NONE, Retraining.FULL)
)


def ask_with(
    rows: list[Evidence], *, needs: str = "reports beginner", as_of: dt.date | str = TODAY, **parts: Any
) -> Answer:
    """One person whose role needs something, with these rows of evidence."""
    given = {"roles": [role("x", requires=needs)], "modules": REPORTS, "people": [person("p1", roles="x")], **parts}
    return ask(workspace(**given, evidence=rows), as_of)


# ── 21: revocation ──

HELD = [evidence("p1", "2026-01-01", kind="test-out", competency="reports", level="advanced", line=2)]


def revoked(on: str, until: str | None = None, level: str | None = None, line: int = 9) -> Evidence:
    return evidence("p1", on, kind="revocation", competency="reports", level=level, valid_until=until, line=line)


def test_rule_21_a_level_is_withdrawn_for_a_period() -> None:
    given = [*HELD, revoked("2026-03-01", "2026-05-31")]
    days = {
        "2026-02-28": Status.MET_BY_TEST_OUT,
        "2026-03-01": Status.REVOKED,
        "2026-05-31": Status.REVOKED,
        "2026-06-01": Status.MET_BY_TEST_OUT,
    }
    assert {day: ask_with(given, as_of=day).status("reports") for day in days} == days


def test_rule_21_revoked_is_neither_missing_nor_failed() -> None:
    assert ask_with([revoked("2026-03-01")]).status("reports") is Status.DUE
    answer = ask_with([*HELD, revoked("2026-03-01")])
    assert (answer.need("reports").held, answer.modules()) == (0, ["reports-1"])


def test_rule_21_what_lies_below_the_withdrawn_level_stays() -> None:
    given = [*HELD, revoked("2026-03-01", level="intermediate")]
    assert ask_with(given).status("reports") is Status.MET_BY_TEST_OUT
    answer = ask_with(given, needs="reports intermediate")
    assert (answer.status("reports"), answer.need("reports").held) == (Status.REVOKED, 1)


def test_rule_21_newer_evidence_ends_an_open_revocation_but_not_a_period() -> None:
    newer = evidence("p1", "2026-04-01", module="reports-1", line=3)
    assert ask_with([*HELD, revoked("2026-03-01"), newer]).status("reports") is Status.MET
    assert ask_with([*HELD, revoked("2026-03-01", "2026-12-31"), newer]).status("reports") is Status.REVOKED


def test_rule_21_every_revocation_counts_in_whatever_order_they_stand() -> None:
    newer = evidence("p1", "2026-04-01", module="reports-1", line=3)
    for first, second in [("2026-03-01", "2026-06-01"), ("2026-06-01", "2026-03-01")]:
        assert ask_with([revoked(first, line=8), revoked(second), newer]).status("reports") is Status.REVOKED
    milder = revoked("2026-06-01", level="intermediate", line=8)
    again = evidence("p1", "2026-05-01", kind="test-out", competency="reports", level="advanced", line=3)
    assert ask_with([revoked("2026-03-01"), again, milder], needs="reports advanced").need("reports").held == 1


def test_rule_21_of_two_withdrawals_the_lower_level_is_left() -> None:
    milder = revoked("2026-03-01", "2026-12-31", level="advanced", line=8)
    answer = ask_with([*HELD, milder, revoked("2026-04-01", "2026-12-31", level="intermediate")])
    assert answer.need("reports").held == 1


def test_rule_21_a_revocation_outlives_the_look_back_window() -> None:
    given = [revoked("2020-01-01", "2027-12-31"), evidence("p1", "2026-06-01", module="reports-1")]
    answer = ask_with(given, policy=Policy(look_back_days=365))
    assert answer.status("reports") is Status.REVOKED and "CUR305" not in answer.codes()


# ── 22: units ──


def unit_rows(*cells: str) -> list[Evidence]:
    """`"a 2026-01-01"`: a unit of `m`."""
    split = [cell.split() for cell in cells]
    return [evidence("p1", on, module="m", unit=part, line=n) for n, (part, on) in enumerate(split, 2)]


def halves(**parts: Any) -> list[Module]:
    return [module("m", "reports beginner", units=[unit("a", 10), unit("b", 20)], **parts)]


def test_rule_22_remaining_minutes_are_those_of_the_unfinished_units() -> None:
    two = [module("m", "reports beginner", units=[unit("a", (5, 10, 15)), unit("b", (15, 20, 30))])]
    begun = ask_with([evidence("p1", "2026-05-01", module="m", unit="a")], modules=two)
    assert begun.status("reports") is Status.IN_PROGRESS and begun.path().minutes == (15, 20, 30)
    rows = [evidence("p1", "2026-05-01", module="m", unit=part) for part in "ab"]
    assert ask_with(rows, modules=two).status("reports") is Status.MET


def test_rule_22_a_unit_that_does_not_exist_any_more_is_not_counted() -> None:
    assert ask_with(unit_rows("gone 2026-05-01"), modules=halves()).path().minutes.likely == 30


def test_rule_22_units_must_all_be_done_within_the_time_a_completion_lasts() -> None:
    year = halves(valid_months=12)
    both = unit_rows("a 2024-01-01", "b 2024-02-01")
    assert ask_with(both, modules=year).need("reports").status is Status.EXPIRED
    again = [*both, *unit_rows("a 2026-06-01")]
    answer = ask_with(again, modules=year)
    assert answer.status("reports") is Status.EXPIRED and answer.path().minutes.likely == 20
    assert ask_with([*again, *unit_rows("b 2026-07-01")], modules=year).status("reports") is Status.MET


def test_rule_22_units_of_a_version_that_must_be_taken_anew_do_not_count() -> None:
    begun = unit_rows("a 2026-01-01")
    assert ask_with(begun, modules=halves(changes=(NONE,))).path().minutes.likely == 20
    assert ask_with(begun, modules=halves(changes=(FULL,))).path().minutes.likely == 30


# ── 23: exemptions ──


@pytest.mark.parametrize(
    ("of", "status"),
    [("reports *", Status.EXEMPT), ("reports intermediate", Status.EXEMPT), ("reports beginner", Status.DUE)],
)
def test_rule_23_an_exemption_releases_up_to_its_level_and_is_never_met(of: str, status: Status) -> None:
    answer = ask_with([], needs="reports intermediate", exemptions=[exemption("p1", of)])
    assert (answer.need("reports").status, answer.need("reports").held) == (status, 0)
    standing = Standing.EXEMPT if status is Status.EXEMPT else Standing.TO_TRAIN
    assert answer.people["p1"].standing is standing


def test_rule_23_an_exemption_counts_from_its_first_day_to_its_last() -> None:
    given = [exemption("p1", "reports *", "2026-12-31", from_on="2026-12-01")]
    days = {
        "2026-11-30": Status.DUE,
        "2026-12-01": Status.EXEMPT,
        "2026-12-31": Status.EXEMPT,
        "2027-01-01": Status.DUE,
    }
    assert {day: ask_with([], exemptions=given, as_of=day).status("reports") for day in days} == days


def test_rule_23_what_is_proved_is_met_and_not_exempt() -> None:
    done = [evidence("p1", "2026-01-01", module="reports-1")]
    assert ask_with(done, exemptions=[exemption("p1", "reports *")]).status("reports") is Status.MET


def test_rule_23_what_somebody_is_exempt_from_is_not_pulled_in_as_a_prerequisite() -> None:
    m = module("m", "selling beginner", needs=["reports beginner", "n"])
    x = role("x", requires=["selling beginner", "reports beginner", "n"])
    out = [exemption("p1", "reports *"), exemption("p1", "n")]
    answer = ask_with([], roles=[x], modules=[m, *REPORTS, module("n")], exemptions=out)
    assert answer.modules() == ["m"]


# ── 24: evidence is kept ──


def test_rule_24_coming_back_is_the_same_as_never_having_left() -> None:
    rows = [evidence("p1", "2024-05-01", module="reports-1")]
    back = [person("p1", roles="x ..2025-01-31; x 2026-10-01..")]
    away, stayed = (
        ask_with(rows, needs="reports intermediate", people=back),
        ask_with(rows, needs="reports intermediate"),
    )
    assert away.need("reports").held == stayed.need("reports").held == 1
    assert away.modules() == stayed.modules() == ["reports-2"]
