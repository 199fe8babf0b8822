"""Rule 32: after go-live comes help, on the days the programme names; it is part of the plan."""

from __future__ import annotations

import datetime as dt

import pytest

from curriculum.coverage import coverage_findings, make_coverage
from curriculum.diagnostics import Position
from curriculum.model import Access, CauseOfFailure, FollowUp, FollowUpKind, Ref, Weekday, Workspace
from tests.builders import floors, module, person, role, text, wave, workplace, workspace
from tests.needs.ask import ask

AT = Position("program.yaml", 90, 5)


def follow_up(id: str = "refresher", days: tuple[int, ...] = (7, 30), **parts: object) -> FollowUp:
    return FollowUp(
        id=Ref(id, AT), title=text(id), kind=FollowUpKind.REFRESHER, days_after=days, minutes=15, at=AT, **parts
    )  # type: ignore[arg-type]


def made(*parts: FollowUp, **of_person: object) -> Workspace:
    values: dict[str, object] = {"access": "read", "workplace": "office", "starts_on": "2020-01-01"}
    return workspace(
        modules=[module("m", "x beginner")],
        roles=[role("seller", requires=["x beginner"])],
        people=[person("p1", **{**values, **of_person})],
        waves=[wave("w", "2027-02-01")],
        workplaces={"office": workplace(weekend=(Weekday.FRIDAY, Weekday.SATURDAY), holidays=(dt.date(2027, 2, 8),))},
        access=floors(read=["x beginner"], none=[]),
        follow_up=parts,
    )


def days(ws: Workspace) -> list[str]:
    return [f"{s.follow_up} {s.on}" for s in ask(ws).plan.support.get("p1", ())]


def test_rule_32_follow_up_stands_in_the_plan_on_the_next_working_day() -> None:
    # 8 February is a holiday; 3 March 2027 is a Wednesday.
    assert days(made(follow_up())) == ["refresher 2027-02-09", "refresher 2027-03-03"]


def test_rule_32_people_with_nothing_to_train_get_it_too() -> None:
    ws = made(follow_up(days=(7,)), access="none")
    assert ask(ws).plan.paths == {} and days(ws) == ["refresher 2027-02-09"]


@pytest.mark.parametrize(
    ("parts", "of_person", "comes"),
    [
        ({"roles": (Ref("seller"),)}, {}, False),
        ({"roles": (Ref("seller"),)}, {"roles": "seller"}, True),
        ({"access": (Access.WRITE,)}, {}, False),
        ({"access": (Access.READ, Access.NONE)}, {}, True),
        ({}, {"ends_on": "2027-02-08"}, False),
        ({}, {"ends_on": "2026-06-30"}, False),
    ],
)
def test_rule_32_it_is_for_those_whom_it_names(
    parts: dict[str, object], of_person: dict[str, object], comes: bool
) -> None:
    assert bool(days(made(follow_up(days=(7,), **parts), **of_person))) is comes


def test_rule_32_a_later_joiner_counts_from_their_own_first_day() -> None:
    assert days(made(follow_up(days=(7,)), starts_on="2027-05-02")) == []  # not there yet: not in the plan of today
    assert [
        f"{s.on}" for s in ask(made(follow_up(days=(7,)), starts_on="2027-05-02"), "2027-05-03").plan.support["p1"]
    ] == ["2027-05-09"]


def test_rule_32_leave_moves_it_behind_the_return_and_two_days_do_not_fall_on_one() -> None:
    assert days(made(follow_up(days=(7, 8, 30)), leave="2027-02-01..2027-02-20")) == [
        "refresher 2027-02-21",
        "refresher 2027-03-03",
    ]


# ── coverage ──


def test_an_empty_cell_is_a_role_that_takes_no_module_for_its_cause() -> None:
    causes = (
        CauseOfFailure(id=Ref("bad-data", AT), title=text("bad data"), roles=(Ref("seller"), Ref("boss"))),
        CauseOfFailure(id=Ref("no-goals", AT), title=text("no goals")),
    )
    ws = workspace(
        modules=[
            module("clean", "data beginner", answers=(Ref("bad-data"),)),
            module("goals", "goals beginner", answers=(Ref("no-goals"),)),
            module("old", "data beginner", answers=(Ref("bad-data"),), retired_on="2026-01-01"),
        ],
        roles=[role("seller", requires=["data beginner", "goals beginner"]), role("boss", requires=["goals beginner"])],
        causes=causes,
    )
    found = make_coverage(ws, dt.date(2026, 11, 22))
    data, goals = found.causes
    assert data.modules == ("clean",) and data.cells == {"seller": ("clean",), "boss": ()} and data.empty == ("boss",)
    assert goals.expected == ("seller", "boss") and goals.empty == ()
    (said,) = coverage_findings(ws, found)
    assert said.code.number == "CUR404" and said.at == AT and "role 'boss'" in said.message
