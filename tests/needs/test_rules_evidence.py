"""Rules 14–18 of the engine: what evidence is worth, and how long."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from curriculum.model import Cycle, Equivalence, Evidence, Module, Policy, Status
from tests.builders import equivalence, evidence, module, person, role, workspace
from tests.needs.ask import TODAY, Answer, ask

REPORTS = [module(f"reports-{n}", f"reports {level}") for n, level in enumerate(("beginner", "intermediate"), 1)]


def ask_with(
    rows: list[Evidence], *, needs: str = "reports beginner", as_of: dt.date | str = TODAY, **parts: Any
) -> Answer:
    """One person whose role needs something, with these rows of evidence."""
    given = {"roles": [role("x", requires=needs)], "modules": REPORTS, "people": [person("p1", roles="x")], **parts}
    return ask(workspace(**given, evidence=rows), as_of)


def level_row(on: str, level: str = "beginner", **cells: Any) -> Evidence:
    return evidence("p1", on, **{"kind": "test-out", "competency": "reports", "level": level, **cells})


# ── 14: accepted outcomes ──


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("passed", Status.MET),
        ("completed", Status.MET),
        ("failed", Status.DUE),
        ("withdrawn", Status.DUE),
        ("voided", Status.DUE),
        ("attempted", Status.IN_PROGRESS),
    ],
)
def test_rule_14_only_accepted_outcomes_count(outcome: str, status: Status) -> None:
    assert ask_with([evidence("p1", "2026-05-01", module="reports-1", outcome=outcome)]).status("reports") is status


def test_rule_14_the_programme_says_what_is_accepted() -> None:
    rows = [evidence("p1", "2026-05-01", module="reports-1", outcome="completed")]
    assert ask_with(rows, policy=Policy(accepted_outcomes=("passed",))).status("reports") is Status.DUE


def test_rule_14_a_later_failure_takes_nothing_back() -> None:
    rows = [
        evidence("p1", "2026-05-01", module="reports-1"),
        evidence("p1", "2026-06-01", module="reports-1", outcome="failed"),
    ]
    assert ask_with(rows).status("reports") is Status.MET


def test_rule_14_a_row_is_voided_from_the_day_of_the_row_that_says_so() -> None:
    rows = [
        evidence("p1", "2026-05-01", module="reports-1", id="E1"),
        evidence("p1", "2026-06-01", module="reports-2", id="E2", outcome="voided", voids="E1"),
    ]
    assert ask_with(rows, as_of="2026-05-31").status("reports") is Status.MET
    assert ask_with(rows, as_of="2026-06-01").status("reports") is Status.DUE


def test_rule_14_a_correction_of_a_correction_does_not_bring_the_first_row_back() -> None:
    rows = [
        level_row("2026-05-01", "intermediate", id="E1"),
        level_row("2026-05-02", "beginner", id="E2", voids="E1"),
        level_row("2026-05-03", "beginner", id="E3", voids="E2", outcome="failed"),
    ]
    assert ask_with(rows).need("reports").held == 0


def test_rule_14_a_completion_may_name_a_level_instead_of_a_module() -> None:
    rows = [evidence("p1", "2026-05-01", competency="reports", level="beginner")]
    assert ask_with(rows).status("reports") is Status.MET


# ── 15: higher satisfies lower ──


def test_rule_15_higher_satisfies_lower_and_never_the_reverse() -> None:
    assert ask_with([evidence("p1", "2026-05-01", module="reports-2")]).status("reports") is Status.MET
    answer = ask_with([evidence("p1", "2026-05-01", module="reports-1")], needs="reports intermediate")
    assert (answer.need("reports").held, answer.modules()) == (1, ["reports-2"])


def test_rule_15_a_module_that_teaches_two_levels_of_one_competency_gives_the_higher() -> None:
    camp = module("camp", ["reports intermediate", "reports beginner"], minutes=20)
    assert ask_with([], needs="reports intermediate", modules=[*REPORTS, camp]).modules() == ["camp"]
    done = [evidence("p1", "2026-05-01", module="camp")]
    assert ask_with(done, needs="reports intermediate", modules=[camp]).status("reports") is Status.MET


# ── 16: equivalents ──


def equivalent(rows: list[Evidence], *rules: Equivalence, b: Module | None = None) -> Status:
    modules = [b or module("b", "reports beginner"), module("a"), module("a2")]
    return ask_with(rows, modules=modules, equivalents=rules).status("reports")


A_DONE = evidence("p1", "2026-03-01", module="a")


@pytest.mark.parametrize(
    ("from_on", "until_on", "status"),
    [
        (None, None, Status.MET_BY_EQUIVALENT),
        ("2026-03-01", "2026-03-01", Status.MET_BY_EQUIVALENT),
        ("2026-03-02", None, Status.DUE),
        (None, "2026-02-28", Status.DUE),
    ],
)
def test_rule_16_the_days_of_an_equivalence_are_inclusive(from_on: str, until_on: str, status: Status) -> None:
    assert equivalent([A_DONE], equivalence("a", "b", from_on, until_on)) is status


def test_rule_16_directional_and_in_chains() -> None:
    assert equivalent([A_DONE], equivalence("b", "a")) is Status.DUE
    assert equivalent([A_DONE], equivalence("a", "a2"), equivalence("a2", "b")) is Status.MET_BY_EQUIVALENT
    circle = [equivalence("a", "b"), equivalence("b", "a")]
    assert equivalent([A_DONE], *circle) is Status.MET_BY_EQUIVALENT


def test_rule_16_many_to_one_needs_them_all_and_counts_from_the_last() -> None:
    rule, year = equivalence(["a", "a2"], "b"), module("b", "reports beginner", valid_months=12)
    second = evidence("p1", "2025-11-22", module="a2")
    assert equivalent([A_DONE], rule) is Status.DUE
    assert equivalent([second, A_DONE._replace(on=dt.date(2025, 11, 1))], rule, b=year) is Status.EXPIRING
    assert equivalent([A_DONE, second], rule, b=year) is Status.MET_BY_EQUIVALENT  # until 1 March 2027


def test_rule_16_an_equivalent_ends_with_what_it_rests_on() -> None:
    ended = A_DONE._replace(valid_until=dt.date(2026, 11, 21))
    assert equivalent([ended], equivalence("a", "b")) is Status.EXPIRED


def test_rule_16_our_own_completion_says_more_than_an_equivalent() -> None:
    own = evidence("p1", "2026-02-01", module="b")
    assert equivalent([A_DONE, own], equivalence("a", "b")) is Status.MET


def test_rule_16_an_older_completion_does_not_hide_a_newer_one() -> None:
    year = module("b", "reports beginner", valid_months=12)
    old, new = evidence("p1", "2024-01-01", module="a"), A_DONE._replace(valid_until=dt.date(2030, 1, 1))
    assert equivalent([old, new], equivalence("a", "b"), b=year) is Status.MET_BY_EQUIVALENT


def test_rule_16_an_equivalent_satisfies_the_prerequisite_too() -> None:
    modules = [module("m", "selling beginner", needs="b"), module("b", "reports beginner"), module("a")]
    answer = ask_with([A_DONE], needs="selling beginner", modules=modules, equivalents=[equivalence("a", ["b"])])
    assert answer.modules() == ["m"]


# ── 17: levels given directly ──


@pytest.mark.parametrize("kind", ["test-out", "assessment", "attested"])
def test_rule_17_a_level_given_directly_counts_to_its_last_day(kind: str) -> None:
    rows = [level_row("2026-05-01", kind=kind, valid_until="2027-05-01")]
    assert ask_with(rows).status("reports") is Status.MET_BY_TEST_OUT
    assert ask_with(rows, as_of="2027-05-01").status("reports") is Status.EXPIRING
    assert ask_with(rows, as_of="2027-05-02").status("reports") is Status.EXPIRED


def test_rule_17_self_assessment_alone_is_the_policy() -> None:
    rows = [level_row("2026-05-01", kind="self-assessment")]
    assert ask_with(rows).status("reports") is Status.DUE
    assert ask_with(rows, policy=Policy(accept_self_assessment=True)).status("reports") is Status.MET_BY_TEST_OUT


def test_rule_17_a_failed_test_gives_nothing() -> None:
    assert ask_with([level_row("2026-05-01", outcome="failed")]).need("reports").held == 0


# ── 18: expiry ──


@pytest.mark.parametrize(
    ("parts", "on", "last"),
    [
        ({"valid_months": 12}, "2025-11-22", "2026-11-22"),
        ({"valid_months": 1}, "2027-01-31", "2027-02-28"),
        ({"valid_months": 1}, "2028-01-31", "2028-02-29"),
        ({"valid_months": 12}, "2024-02-29", "2025-02-28"),
        ({"valid_until_cycle": Cycle(day="12-31")}, "2026-12-31", "2026-12-31"),
        ({"valid_until_cycle": Cycle(day="12-31")}, "2027-01-01", "2027-12-31"),
        ({"valid_until_cycle": Cycle(day="12-31", minimum_months=6)}, "2026-06-30", "2026-12-31"),
        ({"valid_until_cycle": Cycle(day="12-31", minimum_months=6)}, "2026-07-01", "2027-12-31"),
        ({"valid_until_cycle": Cycle(day="02-29")}, "2027-01-01", "2027-02-28"),
    ],
)
def test_rule_18_a_completion_counts_up_to_and_on_its_last_day(parts: dict[str, Any], on: str, last: str) -> None:
    given = {"modules": [module("m", "reports beginner", **parts)]}
    rows, end = [evidence("p1", on, module="m")], dt.date.fromisoformat(last)
    need = ask_with(rows, as_of=end, **given).need("reports")
    assert (need.status, need.valid_until) == (Status.EXPIRING, end)
    assert ask_with(rows, as_of=end + dt.timedelta(days=1), **given).status("reports") is Status.EXPIRED


def test_rule_18_the_rows_own_last_day_outweighs_the_modules() -> None:
    year = [module("m", "reports beginner", valid_months=12)]
    rows = [evidence("p1", "2024-05-01", module="m", valid_until="2028-01-01")]
    assert ask_with(rows, modules=year).status("reports") is Status.MET


def test_rule_18_the_completion_that_lasts_longest_decides() -> None:
    year = [module("m", "reports beginner", valid_months=12)]
    rows = [evidence("p1", "2026-09-01", module="m"), evidence("p1", "2025-09-01", module="m")]
    assert ask_with(rows, modules=year).need("reports").valid_until == dt.date(2027, 9, 1)


def test_rule_18_evidence_from_the_future_or_before_the_window_is_a_finding() -> None:
    window = Policy(look_back_days=365)
    for on, code in [("2026-11-23", "CUR304"), ("2025-11-21", "CUR305")]:
        answer = ask_with([evidence("p1", on, module="reports-1")], policy=window)
        assert answer.status("reports") is Status.DUE and code in answer.codes()
    for on in ("2026-11-22", "2025-11-22"):
        answer = ask_with([evidence("p1", on, module="reports-1")], policy=window)
        assert answer.status("reports") is Status.MET and not {"CUR304", "CUR305"} & answer.codes()
