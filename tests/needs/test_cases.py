"""The worked cases A–L of semantics §4, each under its letter."""

from __future__ import annotations

import datetime as dt

from curriculum.model import Policy, Standing, Status
from tests.builders import (
    equivalence,
    evidence,
    floors,
    module,
    person,
    role,
    wave,
    workplace,
    workspace,
)
from tests.needs.ask import TODAY, ask

LADDER = [
    module("reports-1", "reports beginner", minutes=30),
    module("reports-2", "reports intermediate", minutes=40),
    module("reports-3", "reports advanced", minutes=50),
]


def test_case_a_two_roles_make_one_need_with_two_reasons_and_each_module_once() -> None:
    ws = workspace(
        roles=[role("x", requires="reports beginner"), role("y", requires="reports advanced")],
        modules=LADDER,
        people=[person("p1", roles="x; y")],
    )
    answer = ask(ws)
    need = answer.need("reports")
    assert (need.required, need.held, need.status) == (3, 0, Status.DUE)
    assert [r.at.file for r in need.reasons if r.kind == "role"] == ["roles/x.yaml", "roles/y.yaml"]
    assert answer.modules() == ["reports-1", "reports-2", "reports-3"]


def test_case_b_evidence_for_intermediate_leaves_only_the_advanced_module() -> None:
    ws = workspace(
        roles=[role("x", requires="reports beginner"), role("y", requires="reports advanced")],
        modules=LADDER,
        people=[person("p1", roles="x; y")],
        evidence=[evidence("p1", "2026-05-01", module="reports-2")],
    )
    answer = ask(ws)
    assert (answer.need("reports").held, answer.modules()) == (2, ["reports-3"])


def test_case_c_read_only_controller_without_a_role_gets_the_floor_and_a_finding() -> None:
    ws = workspace(
        roles=[role("seller", when={"department": "Sales"})],
        modules=LADDER,
        access=floors(read=["reports beginner"], none=[]),
        people=[person("p1", access="read", department="Finance")],
    )
    answer = ask(ws)
    assert answer.modules() == ["reports-1"]
    assert answer.need("reports").reasons[0].at.file == "program.yaml"
    assert "CUR301" in answer.codes()


def test_case_d_warehouse_clerk_without_a_login_gets_the_baseline_because_affected() -> None:
    ws = workspace(
        modules=[module("what-changes", "change beginner", minutes=15)],
        everybody=["change beginner"],
        people=[person("p1", access="none", department="Warehouse")],
    )
    answer = ask(ws)
    need = answer.need("change")
    assert need.status is Status.DUE and "access none: affected" in need.reasons[0].because
    assert answer.modules() == ["what-changes"]


def test_case_e_a_prerequisite_outside_the_role_comes_before_with_its_reason() -> None:
    ws = workspace(
        roles=[role("x", requires="selling beginner")],
        modules=[module("m", "selling beginner", needs="n"), module("n", "typing beginner")],
        people=[person("p1", roles="x")],
    )
    answer = ask(ws)
    assert answer.modules() == ["n", "m"]
    (reason,) = answer.path().steps[0].because
    assert (reason.kind, reason.of, reason.at.file) == ("prerequisite", "m", "content/m/module.yaml")
    assert answer.path().minutes.likely == 60


def test_case_f_an_expired_prerequisite_of_a_completed_module_is_not_asked_for_again() -> None:
    modules = [module("m", "selling beginner", needs="n"), module("n", "typing beginner", valid_months=12)]
    done = [evidence("p1", "2025-11-21", module="n"), evidence("p1", "2025-11-21", module="m")]
    ws = workspace(
        roles=[role("x", requires="selling beginner")],
        modules=modules,
        people=[person("p1", roles="x")],
        evidence=done,
    )
    assert ask(ws).modules() == []
    again = workspace(
        roles=[role("x", requires=["selling beginner", "typing beginner"])],
        modules=modules,
        people=[person("p1", roles="x")],
        evidence=done,
    )
    assert ask(again).modules() == ["n"]
    assert ask(again).status("typing") is Status.EXPIRED


def test_case_g_the_date_of_the_completion_must_lie_within_the_equivalence() -> None:
    def on(day: str) -> Status:
        ws = workspace(
            roles=[role("x", requires="selling beginner")],
            modules=[module("b", "selling beginner"), module("a")],
            equivalents=[equivalence("a", "b", from_on="2026-03-01")],
            people=[person("p1", roles="x")],
            evidence=[evidence("p1", day, module="a")],
        )
        return ask(ws).status("selling")

    assert on("2026-02-01") is Status.DUE
    assert on("2026-03-01") is Status.MET_BY_EQUIVALENT


def test_case_h_leave_over_the_whole_window_pauses_and_moves_the_due_date_to_the_return() -> None:
    ws = workspace(
        roles=[role("x", requires="selling beginner")],
        modules=[module("b", "selling beginner")],
        waves=[wave("w1", "2027-02-01", earliest_days_before=28)],
        workplaces={"office": workplace()},
        people=[person("p1", roles="x", workplace="office", leave="2026-11-01..2027-03-14")],
    )
    need = ask(ws).need("selling")
    assert need.status is Status.PAUSED
    # the window 2027-01-04 … 2027-01-31 has 20 working days; the 20th from Monday 2027-03-15 is Friday 2027-04-09
    assert need.due is not None and need.due.on == dt.date(2027, 4, 9)
    assert "on leave until 2027-03-14" in need.due.because


def test_case_i_too_little_time_is_a_finding_with_the_first_feasible_date_and_the_due_date_stays() -> None:
    monday = dt.date(2026, 11, 23)
    ws = workspace(
        roles=[role("x", requires="selling beginner")],
        modules=[module("b", "selling beginner", minutes=360)],
        waves=[wave("w1", "2026-11-25")],
        workplaces={"office": workplace()},
        policy=Policy(training_minutes_per_day=120),
        people=[person("p1", roles="x", workplace="office")],
    )
    answer = ask(ws, monday)
    assert answer.path().feasible_on == dt.date(2026, 11, 25)
    (finding,) = [d for d in answer.findings if d.code.number == "CUR401"]
    assert "360 minutes" in finding.message and "240 minutes" in finding.message
    assert finding.hint == "first feasible date: 2026-11-25"
    due = answer.need("selling").due
    assert due is not None and due.on == dt.date(2026, 11, 24)


def test_case_j_least_minutes_wins_over_fewer_modules() -> None:
    ws = workspace(
        roles=[role("x", requires=["a beginner", "b beginner", "c beginner"])],
        modules=[
            module("ab", ["a beginner", "b beginner"], minutes=60),
            module("c60", "c beginner", minutes=60),
            module("a30", "a beginner", minutes=30),
            module("b30", "b beginner", minutes=30),
            module("c30", "c beginner", minutes=30),
        ],
        people=[person("p1", roles="x")],
    )
    path = ask(ws).path()
    assert path.minutes.likely == 90 and path.least
    assert [step.module for step in path.steps] == ["a30", "b30", "c30"]


def test_case_k_a_missing_department_makes_the_person_unknown_with_the_field_named() -> None:
    ws = workspace(
        roles=[role("seller", requires="selling beginner", when={"department": "Sales"})],
        modules=[module("b", "selling beginner"), module("base", "change beginner")],
        everybody=["change beginner"],
        people=[person("p1", department="")],
    )
    answer = ask(ws)
    found = answer.people["p1"]
    assert (found.standing, found.missing, found.maybe_roles) == (Standing.UNKNOWN, ("department",), ("seller",))
    assert answer.modules() == ["base"]
    assert answer.status("selling") is Status.UNKNOWN
    (finding,) = [d for d in answer.findings if d.code.number == "CUR302"]
    assert "'department'" in finding.message


def test_case_l_a_wider_glob_gives_forty_people_hired_long_ago_the_needs_at_once() -> None:
    def with_title(glob: str) -> set[str]:
        ws = workspace(
            roles=[role("seller", requires="selling beginner", when={"job_title": glob})],
            modules=[module("b", "selling beginner", minutes=60)],
            waves=[wave("w1")],
            people=[person(f"p{n}", job_title="Account Executive", starts_on="2012-01-01") for n in range(40)]
            + [person("boss", job_title="Sales Director")],
        )
        answer = ask(ws, TODAY)
        return {p for p, found in answer.people.items() if any(n.status is Status.DUE for n in found.needs)}

    assert with_title("sales*") == {"boss"}
    assert with_title("*e*") - with_title("sales*") == {f"p{n}" for n in range(40)}
