"""Rules 9–13 and 33 of the engine: two ids, managers, leavers, leave, part-time, job change."""

from __future__ import annotations

import datetime as dt

import pytest

from curriculum.model import Need, Policy, Standing, Status
from curriculum.plan import make_totals
from tests.builders import evidence, exemption, floors, module, person, role, unit, wave, workplace, workspace
from tests.needs.ask import TODAY, Answer, ask

SELLING = module("selling-1", "selling beginner")
SELLER = role("seller", requires="selling beginner")


# ── 9: one person, two ids ──


def test_rule_09_evidence_and_exemptions_of_the_other_id_count() -> None:
    ws = workspace(
        roles=[role("x", requires=["selling beginner", "reports beginner"])],
        modules=[SELLING],
        people=[person("new", roles="x"), person("old", roles="x", line=3)],
        evidence=[evidence("older", "2026-01-01", module="selling-1")],
        exemptions=[exemption("old", "reports beginner")],
        merged={"older": "old", "old": "new"},
    )
    answer = ask(ws)
    assert list(answer.people) == ["new"]
    assert [n.status for n in answer.people["new"].needs] == [Status.MET, Status.EXEMPT]
    assert "CUR308" not in answer.codes()


def test_rule_09_two_rows_of_one_person_add_up_while_both_run() -> None:
    old = person("old", roles="auditor", department="Sales", line=3)
    given = {"roles": [role("auditor"), role("boss"), role("seller", when={"department": "Sales"})]}
    both = ask(workspace(**given, people=[old, person("new", roles="boss")], merged={"old": "new"}))
    assert [held.role for held in both.people["new"].roles] == ["auditor", "boss", "seller"]
    left = old._replace(ends_on=dt.date(2026, 1, 1))
    after = ask(workspace(**given, people=[left, person("new", roles="boss")], merged={"old": "new"}))
    assert [held.role for held in after.people["new"].roles] == ["boss"]


def test_rule_09_a_row_whose_other_id_is_not_on_the_roster_is_not_lost() -> None:
    ws = workspace(
        roles=[SELLER],
        modules=[SELLING],
        people=[person("old", roles="seller")],
        evidence=[evidence("new", "2026-01-01", module="selling-1")],
        merged={"old": "new"},
    )
    assert ask(ws).status("selling", "old") is Status.MET


# ── 10: managers ──


def test_rule_10_managers_are_learners_and_one_who_has_left_is_a_finding() -> None:
    ws = workspace(
        everybody=["basics beginner"],
        people=[
            person("boss", ends_on="2026-01-01"),
            person("p1", manager="boss", line=3),
            person("p2", manager="boss-2", line=4),
            person("top", line=5),
        ],
        merged={"boss-2": "boss"},
    )
    answer = ask(ws)
    assert answer.status("basics", "top") is Status.DUE
    assert [d.at.line for d in answer.findings if d.code.number == "CUR309"] == [3, 4]


# ── 11: leavers and joiners ──


@pytest.mark.parametrize(
    ("as_of", "standing"),
    [
        ("2026-11-30", Standing.JOINS_LATER),
        ("2026-12-01", Standing.TO_TRAIN),
        ("2027-06-30", Standing.TO_TRAIN),
        ("2027-07-01", Standing.LEFT),
    ],
)
def test_rule_11_people_are_in_from_their_first_day_to_their_last(as_of: str, standing: Standing) -> None:
    row = person("p1", roles="seller", starts_on="2026-12-01", ends_on="2027-06-30")
    answer = ask(workspace(roles=[SELLER], modules=[SELLING], people=[row]), as_of)
    assert answer.people["p1"].standing is standing
    assert bool(answer.modules()) is (standing is Standing.TO_TRAIN)


def test_rule_11_a_leaver_who_is_back_has_kept_what_was_proved() -> None:
    row = person("p1", roles="seller", ends_on="2026-06-30")
    ws = workspace(
        roles=[SELLER], modules=[SELLING], people=[row], evidence=[evidence("p1", "2026-01-01", module="selling-1")]
    )
    assert ask(ws).people["p1"].standing is Standing.LEFT
    back = workspace(roles=[SELLER], modules=[SELLING], people=[row._replace(ends_on=None)], evidence=list(ws.evidence))
    assert ask(back).status("selling") is Status.MET


def test_rule_11_everybody_is_counted_in_the_totals() -> None:
    people = [person("p1"), person("left", ends_on="2026-01-01"), person("later", starts_on="2027-01-01")]
    ws = workspace(people=people, access=floors(write=["reports beginner"]))
    answer = ask(ws)
    totals = make_totals(ws, tuple(answer.people.values()), answer.plan)
    assert totals.all.people == 3 and sum(totals.all.standings.values()) == 3


# ── 12: leave ──


def selling_of(as_of: dt.date | str = TODAY, **cells: object) -> Need:
    """The need of a seller in a wave that goes live on 1 February 2027."""
    return answer_of(as_of, **cells).need("selling")


def answer_of(as_of: dt.date | str = TODAY, **cells: object) -> Answer:
    ws = workspace(
        roles=[SELLER],
        modules=[module("selling-1", "selling beginner", minutes=240)],
        waves=[wave("w1", "2027-02-01", earliest_days_before=28)],
        workplaces={"office": workplace()},
        policy=Policy(training_minutes_per_day=120),
        people=[person("p1", roles="seller", workplace="office", **cells)],
    )
    return ask(ws, as_of)


def due_on(need: Need) -> dt.date | None:
    return need.due.on if need.due else None


def test_rule_12_a_leave_that_is_over_before_the_due_date_moves_nothing() -> None:
    need = selling_of(leave="2026-11-01..2027-01-20")
    assert (need.status, due_on(need)) == (Status.PAUSED, dt.date(2027, 1, 31))


def test_rule_12_no_overdue_while_away_and_the_days_left_count_on_after() -> None:
    away = "2027-01-25..2027-02-28"  # five working days were left: 25 to 29 January
    assert selling_of("2027-02-15", leave=away).status is Status.PAUSED
    assert selling_of("2027-02-28", leave=away).status is Status.PAUSED
    back = selling_of("2027-03-01", leave=away)
    assert (back.status, due_on(back)) == (Status.DUE, dt.date(2027, 3, 5))
    assert selling_of("2027-03-06", leave=away).status is Status.OVERDUE


def test_rule_12_a_due_date_never_lands_in_the_next_leave() -> None:
    need = selling_of(leave="2027-01-25..2027-02-28; 2027-03-02..2027-03-31")
    assert due_on(need) == dt.date(2027, 4, 6)  # 1 March, then 1, 2, 5 and 6 April


def test_rule_12_without_a_day_of_return_the_due_date_stays() -> None:
    for end in ("", "9999-12-31"):
        need = selling_of("2027-03-01", leave=f"2027-01-25..{end}")
        assert (need.status, due_on(need)) == (Status.PAUSED, dt.date(2027, 1, 31))
        assert need.due is not None and "on leave" not in need.due.because


def test_rule_12_nothing_is_expected_inside_a_leave() -> None:
    monday = dt.date(2027, 1, 4)
    assert answer_of(monday).path().feasible_on == dt.date(2027, 1, 5)
    assert answer_of(monday, leave="2027-01-05..2027-01-17").path().feasible_on == dt.date(2027, 1, 18)


# ── 13: part-time ──


@pytest.mark.parametrize(("share", "last"), [(100, 5), (50, 7), (25, 13), (60, 7)])
def test_rule_13_a_part_time_share_stretches_the_days(share: int, last: int) -> None:
    answer = answer_of(dt.date(2027, 1, 4), share=share)  # 240 minutes, 120 a day, from Monday 4 January
    assert answer.path().feasible_on == dt.date(2027, 1, last)


# ── 33: job change ──


def changed(rows: list[tuple[str, str]], **policy: bool) -> Answer:
    """Somebody who was a seller until yesterday and is an auditor now."""
    two = module("selling-1", "selling beginner", units=[unit("a", 10), unit("b", 20)])
    ws = workspace(
        roles=[role("auditor", requires="reports beginner"), SELLER],
        modules=[two, module("reports-1", "reports beginner")],
        policy=Policy(**policy),
        people=[person("p1", roles="seller ..2026-11-21; auditor 2026-11-22..")],
        evidence=[evidence("p1", on, module="selling-1", unit=part) for on, part in rows],
    )
    return ask(ws)


def test_rule_33_what_was_not_started_goes() -> None:
    assert [n.of for n in changed([]).people["p1"].needs] == ["reports"]


def test_rule_33_what_was_begun_stays_without_a_due_date_and_required_of_nobody() -> None:
    need = changed([("2026-11-01", "a")]).need("selling")
    assert (need.status, need.due, need.optional) == (Status.IN_PROGRESS, None, True)
    steps = changed([("2026-11-01", "a")]).path().steps
    assert [(s.module, s.minutes.likely, s.optional) for s in steps] == [
        ("reports-1", 30, False),
        ("selling-1", 20, True),
    ]


def test_rule_33_the_policy_may_drop_it() -> None:
    answer = changed([("2026-11-01", "a")], keep_in_progress=False)
    assert [n.of for n in answer.people["p1"].needs] == ["reports"]


def test_rule_33_what_was_completed_is_kept() -> None:
    answer = changed([("2026-11-01", "a"), ("2026-11-02", "b")])
    assert answer.people["p1"].held == {"selling": 1} and [n.of for n in answer.people["p1"].needs] == ["reports"]


def test_rule_33_a_withdrawn_attempt_is_not_in_progress() -> None:
    def after(*outcomes: str) -> list[str]:
        rows = [evidence("p1", f"2026-11-0{n}", module="selling-1", outcome=o) for n, o in enumerate(outcomes, 1)]
        ws = workspace(
            roles=[SELLER], modules=[SELLING], people=[person("p1", roles="seller ..2026-11-21")], evidence=rows
        )
        return [n.of for n in ask(ws).people["p1"].needs]

    assert after("attempted") == ["selling"]
    assert after("attempted", "withdrawn") == []
    assert after("attempted", "completed") == []
