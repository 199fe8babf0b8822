"""Rules 1–3 and 5–13 of the engine: people and roles."""

from __future__ import annotations

import datetime as dt

import pytest

from curriculum.model import Access, Account, Policy, Standing, Status
from tests.builders import (
    evidence,
    exemption,
    floors,
    module,
    person,
    requirement,
    role,
    rule,
    wave,
    workspace,
)
from tests.needs.ask import TODAY, Answer, ask

SELLING = module("selling-1", "selling beginner")
SELLER = role("seller", requires="selling beginner")


def ask_seller(as_of: dt.date | str = TODAY, **cells: object) -> Answer:
    """One person with these cells, and one role that the roster may give."""
    return ask(workspace(roles=[SELLER], modules=[SELLING], people=[person("p1", **cells)]), as_of)


def holds(answer: Answer, id: str = "p1") -> list[str]:
    return [held.role for held in answer.people[id].roles]


# ── 1: several roles ──


def test_rule_01_highest_level_per_competency_and_union_of_competencies() -> None:
    ws = workspace(
        roles=[
            role("x", requires=["reports advanced", "selling beginner"]),
            role("y", requires=["reports beginner", "privacy beginner"]),
        ],
        people=[person("p1", roles="y; x")],
    )
    needs = ask(ws).people["p1"].needs
    assert {n.of: n.required for n in needs} == {"reports": 3, "selling": 1, "privacy": 1}
    assert len(ask(ws).need("reports").reasons) == 4  # two requirements, and the two cells that give the roles


def test_rule_01_a_required_level_outweighs_a_recommended_one() -> None:
    asks = [requirement("reports beginner"), requirement("reports advanced", optional=True)]
    ws = workspace(roles=[role("x", requires=asks)], people=[person("p1", roles="x")])
    need = ask(ws).need("reports")
    assert (need.required, need.optional) == (1, False)


# ── 2: dated roles ──


@pytest.mark.parametrize(
    ("as_of", "held"),
    [
        ("2027-01-01", True),  # sixty days before
        ("2026-12-31", False),
        ("2027-03-02", True),  # first day
        ("2027-06-30", True),  # last day
        ("2027-07-01", False),
    ],
)
def test_rule_02_a_role_counts_from_the_lead_time_before_its_first_day_to_its_last(as_of: str, held: bool) -> None:
    answer = ask_seller(as_of, roles="seller 2027-03-02..2027-06-30")
    assert bool(answer.people["p1"].needs) is held


def test_rule_02_without_lead_time_a_role_counts_from_its_first_day() -> None:
    ws = workspace(
        roles=[SELLER],
        modules=[SELLING],
        policy=Policy(lead_days=0),
        people=[person("p1", roles="seller 2026-12-01..")],
    )
    assert not ask(ws, "2026-11-30").people["p1"].needs
    assert ask(ws, "2026-12-01").people["p1"].needs


def test_rule_02_an_extension_without_a_gap_is_the_same_stay_in_the_role() -> None:
    (held,) = ask_seller(roles="seller 2020-01-01..2026-10-31; seller 2026-11-01..").people["p1"].roles
    assert held.span.from_on == dt.date(2020, 1, 1) and held.span.until_on is None
    (held,) = ask_seller(roles="seller 2020-01-01..2026-10-30; seller 2026-11-01..").people["p1"].roles
    assert held.span.from_on == dt.date(2026, 11, 1)


def test_rule_02_dates_at_the_ends_of_the_calendar_are_as_good_as_none() -> None:
    answer = ask_seller(roles="seller 0001-01-01..9999-12-31", ends_on="9999-12-31", leave="2026-11-01..9999-12-31")
    assert answer.status("selling") is Status.PAUSED


# ── 3: assignment and rules ──


@pytest.mark.parametrize(
    ("when", "unless", "cells", "fits"),
    [
        ({"department": "Sales"}, {}, {"department": "sales "}, True),
        ({"department": "Sales"}, {}, {"department": "Sales EMEA"}, False),
        ({"department": "Sales*"}, {}, {"department": "Sales EMEA"}, True),
        ({"department": ["Sales", "*ket*"]}, {}, {"department": "Marketing"}, True),
        ({"department": "Sales", "job_title": "*rep*"}, {}, {"department": "Sales", "job_title": "Boss"}, False),
        ({"department": "Sales"}, {"job_title": "intern"}, {"department": "Sales", "job_title": "Intern"}, False),
        ({"department": "Sales"}, {"job_title": "intern"}, {"department": "Sales", "job_title": "Rep"}, True),
        ({"department": ""}, {}, {"department": ""}, True),
        ({"department": ["", "Sales"]}, {}, {"department": "Legal"}, False),
        ({"department": "فروش کالا"}, {}, {"department": "فروش كالا"}, True),  # another keyboard's kaf
    ],
)
def test_rule_03_rules_over_columns(
    when: dict[str, str], unless: dict[str, str], cells: dict[str, str], fits: bool
) -> None:
    seller = role("seller", requires="selling beginner", held_by=[rule(when, unless)])
    ws = workspace(roles=[seller], modules=[SELLING], people=[person("p1", **cells)])
    assert holds(ask(ws)) == (["seller"] if fits else [])


def test_rule_03_any_rule_is_enough_and_the_roster_adds_to_it() -> None:
    rules = [rule({"department": "Sales"}), rule({"job_title": "*seller*"})]
    ws = workspace(
        roles=[role("auditor"), role("seller", held_by=rules)],
        people=[person("p1", roles="auditor", department="Legal", job_title="Senior Seller")],
    )
    (auditor, seller) = ask(ws).people["p1"].roles
    assert [r.kind for r in auditor.reasons + seller.reasons] == ["roster", "rule"]


def test_rule_03_a_rule_counts_from_its_date_on() -> None:
    ws = workspace(
        roles=[role("seller", held_by=[rule({"department": "Sales"}, from_on="2027-06-01")])],
        people=[person("p1", department="Sales"), person("p2", department="", line=3)],
    )
    assert holds(ask(ws)) == [] and ask(ws).people["p2"].standing is not Standing.UNKNOWN
    assert holds(ask(ws, "2027-06-01")) == ["seller"]
    assert ask(ws, "2027-06-01").people["p2"].standing is Standing.UNKNOWN


# ── 5: nobody falls through ──


def test_rule_05_a_missing_field_does_not_matter_where_another_condition_says_no() -> None:
    seller = role("seller", when={"department": "Sales", "job_title": "*rep*"})
    ws = workspace(roles=[seller], people=[person("p1", department="Legal", job_title="")])
    assert ask(ws).people["p1"].standing is Standing.NOTHING_REQUIRED


def test_rule_05_a_missing_field_does_not_matter_where_the_roster_gives_the_role() -> None:
    seller = role("seller", requires="selling beginner", when={"department": "Sales"})
    people = [person("p1", roles="seller", department=""), person("p2", roles="seller ..2026-01-01", department="")]
    found = ask(workspace(roles=[seller], modules=[SELLING], people=people)).people
    assert (found["p1"].standing, found["p1"].missing) == (Standing.TO_TRAIN, ())
    assert (found["p2"].standing, found["p2"].maybe_roles) == (Standing.UNKNOWN, ("seller",))


def test_rule_05_an_unreadable_cell_is_named_and_what_is_known_is_still_planned() -> None:
    row = person("p1", roles="seller")._replace(unreadable=("share",))
    answer = ask(workspace(roles=[SELLER], modules=[SELLING], people=[row]))
    assert (answer.people["p1"].standing, answer.people["p1"].missing) == (Standing.UNKNOWN, ("share",))
    assert answer.modules() == ["selling-1"] and "CUR302" in answer.codes()


def test_rule_05_a_missing_field_that_the_wave_depends_on_is_named_for_each_person_alone() -> None:
    ws = workspace(
        waves=[wave("w1", who={"department": "Sales"}), wave("w2", "2027-04-05")],
        people=[person("p1", department="", wave="w1"), person("p2", department="", line=3)],
    )
    found = ask(ws).people
    assert (found["p1"].wave, found["p1"].missing) == ("w1", ())
    assert (found["p2"].wave, found["p2"].missing) == (None, ("department",))


def test_rule_05_an_undecided_need_says_what_is_held_already() -> None:
    seller = role("seller", requires="selling advanced", when={"department": "Sales"})
    proof = evidence("p1", "2026-01-01", kind="test-out", competency="selling", level="beginner", outcome="passed")
    answer = ask(workspace(roles=[seller], people=[person("p1", department="")], evidence=[proof]))
    need = answer.need("selling")
    assert (need.status, need.required, need.held) == (Status.UNKNOWN, 3, 1)


# ── 6: access floors ──


@pytest.mark.parametrize("access", list(Access))
def test_rule_06_every_access_has_a_floor_of_its_own(access: Access) -> None:
    asks = {str(a): [f"for-{a} beginner"] for a in Access}
    ws = workspace(access=floors(**asks), everybody=["basics beginner"], people=[person("p1", access=access)])
    assert {n.of for n in ask(ws).people["p1"].needs} == {"basics", f"for-{access}"}


def test_rule_06_only_a_written_exemption_takes_readers_out() -> None:
    given = {"access": floors(read=["reports beginner"]), "people": [person("p1", access="read")]}
    assert ask(workspace(**given)).people["p1"].standing is Standing.TO_TRAIN
    out = [exemption("p1", "reports beginner")]
    assert ask(workspace(**given, exemptions=out)).people["p1"].standing is Standing.EXEMPT


# ── 7: accounts ──


def test_rule_07_accounts_are_held_against_roster_and_roles() -> None:
    people = [
        person("p1", roles="reader"),
        person("p2", access="read"),
        person("gone", ends_on="2026-01-01"),
        person("no-login", access="none"),
        person("forgotten"),
    ]
    accounts = [
        Account("wide", "p1", Access.WRITE),
        Account("wider-without-a-role", "p2", Access.ADMIN),
        Account("left", "gone", Access.READ),
        Account("nobody", None, Access.READ),
        Account("stranger", "who", Access.READ),
    ]
    found = ask(workspace(roles=[role("reader", access="read")], people=people, accounts=accounts)).findings
    said = {(d.code.number, d.message.split("'")[1]) for d in found if d.code.number in ("CUR310", "CUR311", "CUR312")}
    assert said == {
        ("CUR312", "wide"),
        ("CUR312", "wider-without-a-role"),
        ("CUR310", "left"),
        ("CUR310", "nobody"),
        ("CUR310", "stranger"),
        ("CUR311", "forgotten"),
    }


# ── 8: contractors ──


def test_rule_08_contractors_and_interns_are_in() -> None:
    answer = ask_seller(roles="seller", employment="contractor", access="none", ends_on="2026-12-31")
    assert answer.status("selling") is Status.DUE


def test_rule_08_no_training_is_counted_on_after_the_engagement_has_ended() -> None:
    ws = workspace(
        roles=[role("seller", requires="selling beginner")],
        modules=[module("selling-1", "selling beginner", minutes=360)],
        waves=[wave("w1", "2026-12-01")],
        people=[person("p1", roles="seller", ends_on="2026-11-24"), person("p2", roles="seller", line=3)],
    )
    answer = ask(ws)  # Monday and Tuesday are left: 240 of 360 minutes
    late = answer.path("p1").late
    assert late is not None and (late.minutes, late.minutes_left, late.feasible_on) == (360, 240, None)
    assert answer.path("p2").feasible_on == dt.date(2026, 11, 25)
