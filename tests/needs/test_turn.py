"""Rule 35: the named change does turn the answer, for everybody of the sample and every competency and module."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from curriculum.load import load_workspace
from curriculum.model import Workspace
from curriculum.needs.find import NeedsFinder
from curriculum.turn import answer_of, find_turn
from tests.builders import evidence, exemption, module, person, role, workspace
from tests.needs.ask import TODAY

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def sample() -> Workspace:
    ws, _ = load_workspace(ROOT)
    assert ws is not None and len(ws.people) >= 80
    return ws


def test_rule_35_each_named_change_turns_the_answer_for_every_person_and_competency(sample: Workspace) -> None:
    asked = 0
    for p in sample.people:
        for competency in sample.catalog.competencies:
            turn = find_turn(sample, p.id, str(competency.id), TODAY)
            assert turn.edits and turn.then != turn.now, (p.id, competency.id)
            asked += 1
    assert asked > 1000


def test_rule_35_applied_to_the_whole_workspace_the_change_turns_the_same_answer(sample: Workspace) -> None:
    """The search looks at one person alone; here its change is made in the workspace as it is."""
    p = next(p for p in sample.people if p.id == "E1017")
    turn = find_turn(sample, p.id, "reports", TODAY)
    changed = sample
    for edit in turn.edits:
        changed = edit.apply(changed)
    before = NeedsFinder(sample, TODAY).of(p)
    after = NeedsFinder(changed, TODAY).of(p)
    assert (answer_of(before, "reports"), answer_of(after, "reports")) == (turn.now, turn.then)


def one(ws: Workspace, of: str = "selling") -> tuple[str, str, list[str]]:
    turn = find_turn(ws, "p1", of, TODAY)
    return turn.now, turn.then, [edit.what for edit in turn.edits]


SELLING = module("m", "selling beginner")


def test_needed_turns_by_one_row_of_evidence() -> None:
    ws = workspace(roles=[role("x", requires="selling beginner")], modules=[SELLING], people=[person("p1", roles="x")])
    assert one(ws) == ("needed", "not needed", ["record a passed test-out of selling at beginner"])


def test_revoked_turns_only_by_an_exemption() -> None:
    ws = workspace(
        roles=[role("x", requires="selling beginner")],
        modules=[SELLING],
        people=[person("p1", roles="x")],
        evidence=[
            evidence("p1", "2026-01-01", module="m"),
            evidence("p1", "2026-10-01", kind="revocation", competency="selling", valid_until="2027-10-01"),
        ],
    )
    now, then, what = one(ws)
    assert (now, then) == ("needed", "not needed") and "exempt" in what[0]


def test_exempt_turns_by_ending_the_exemption() -> None:
    ws = workspace(
        roles=[role("x", requires="selling beginner")],
        modules=[SELLING],
        people=[person("p1", roles="x")],
        exemptions=[exemption("p1", "selling *")],
    )
    assert one(ws) == ("not needed", "needed", ["end the exemption"])


def test_not_asked_for_turns_by_giving_the_role() -> None:
    ws = workspace(roles=[role("x", requires="selling beginner")], modules=[SELLING], people=[person("p1")])
    assert one(ws) == ("not needed", "needed", ["give them role 'x'"])


def test_a_leaver_without_the_role_takes_two_edits() -> None:
    ws = workspace(
        roles=[role("x", requires="selling beginner")], modules=[SELLING], people=[person("p1", ends_on="2026-01-01")]
    )
    now, then, what = one(ws)
    assert (now, then, len(what)) == ("not needed", "needed", 2)


def test_undecided_turns_by_filling_in_the_cell() -> None:
    ws = workspace(
        roles=[role("x", requires="selling beginner", when={"department": "Sales"})],
        modules=[SELLING],
        people=[person("p1", department="")],
    )
    assert one(ws) == ("unknown", "needed", ["fill in 'department'"])


def test_two_proofs_of_the_highest_level_turn_by_withdrawing_it() -> None:
    ws = workspace(
        roles=[role("x", requires="selling advanced")],
        modules=[module("m", "selling advanced")],
        people=[person("p1", roles="x")],
        evidence=[evidence("p1", f"2026-0{n}-01", module="m", line=1 + n) for n in (1, 2)],
    )
    assert one(ws) == ("not needed", "needed", ["withdraw selling"])


def test_two_completions_of_a_named_module_must_both_be_taken_back() -> None:
    ws = workspace(
        roles=[role("x", requires="m")],
        modules=[module("m")],
        people=[person("p1", roles="x")],
        evidence=[evidence("p1", f"2026-0{n}-01", module="m", line=1 + n) for n in (1, 2)],
    )
    now, then, what = one(ws, "m")
    assert (now, then, len(what)) == ("not needed", "needed", 2)


def test_the_question_can_be_asked_of_any_day() -> None:
    ws = workspace(
        roles=[role("x", requires="selling beginner")],
        modules=[module("m", "selling beginner", valid_months=12)],
        people=[person("p1", roles="x")],
        evidence=[evidence("p1", "2026-01-01", module="m")],
    )
    assert find_turn(ws, "p1", "selling", dt.date(2026, 6, 1)).now == "not needed"
    assert find_turn(ws, "p1", "selling", dt.date(2027, 6, 1)).now == "needed"
