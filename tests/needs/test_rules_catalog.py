"""Rules 25–28 of the engine: prerequisites, levels and the least path."""

from __future__ import annotations

import datetime as dt
from typing import Any

from curriculum.diagnostics import Position
from curriculum.graph import expected_ranks
from curriculum.model import FollowUp, FollowUpKind, Policy, Ref
from tests.builders import evidence, module, person, requirement, role, teaching, text, unit, wave, workspace
from tests.needs.ask import Answer, ask


def ask_for(needs: Any, *modules: Any, **parts: Any) -> Answer:
    return ask(workspace(roles=[role("x", requires=needs)], modules=modules, people=[person("p1", roles="x")], **parts))


# ── 25 and 26: prerequisites ──


def test_rule_25_prerequisites_are_modules_or_levels_and_come_first() -> None:
    answer = ask_for(
        "a beginner",
        module("m", "a beginner", needs=["n", "b intermediate"]),
        module("b-2", "b intermediate"),
        module("b-1", "b beginner"),
        module("n"),
    )
    assert answer.modules() == ["b-1", "b-2", "n", "m"]


def test_rule_25_a_prerequisite_that_is_held_is_not_taken_again() -> None:
    rows = [evidence("p1", "2026-01-01", module="n"), evidence("p1", "2026-01-01", module="b-1")]
    modules = [module("m", "a beginner", needs=["n", "b beginner"]), module("b-1", "b beginner"), module("n")]
    assert ask_for("a beginner", *modules, evidence=rows).modules() == ["m"]


def test_rule_25_modules_that_wait_for_each_other_are_avoided_where_there_is_another_way() -> None:
    circle = [module("m", "a beginner", needs="n", minutes=10), module("n", needs="m", minutes=10)]
    assert ask_for("a beginner", *circle, module("dear", "a beginner", minutes=90)).modules() == ["dear"]
    assert ask_for("a beginner", *circle).path().unreachable == (("a", 1),)


def test_rule_26_every_pulled_in_module_says_for_what_and_its_minutes_count() -> None:
    answer = ask_for(
        "a beginner",
        module("m", ["a beginner", "b intermediate"], needs="n"),
        module("b-1", "b beginner"),
        module("n", needs="o"),
        module("o"),
    )
    because = {step.module: [(r.kind, r.of) for r in step.because] for step in answer.path().steps}
    assert because == {
        "b-1": [("prerequisite", "m")],  # m teaches b at intermediate: a learner holds b at beginner before
        "o": [("prerequisite", "n")],
        "n": [("prerequisite", "m")],
        "m": [("need", "a")],
    }
    assert answer.path().minutes.likely == 120


def test_rule_26_a_prerequisite_is_due_when_what_waits_for_it_is() -> None:
    answer = ask_for(
        "a beginner", module("m", ["a beginner", "b intermediate"]), module("b-1", "b beginner"), waves=[wave("w1")]
    )
    assert {step.due.on if step.due else None for step in answer.path().steps} == {dt.date(2027, 1, 31)}


def test_rule_26_it_is_due_earlier_still_where_it_is_asked_for_itself() -> None:
    asks = [requirement("a beginner", within_days=10), requirement("n", within_days=20)]
    modules = [module("m", "a beginner", needs="n"), module("n")]
    ws = workspace(
        roles=[role("x", requires=asks)], modules=modules, people=[person("p1", roles="x", starts_on="2026-11-22")]
    )
    assert {s.module: s.due.on if s.due else None for s in ask(ws).path().steps} == {
        "n": dt.date(2026, 12, 2),
        "m": dt.date(2026, 12, 2),
    }


# ── 27: levels nobody teaches, modules nobody needs ──


def test_rule_27_a_level_that_no_active_module_reaches_is_named() -> None:
    answer = ask_for(["a advanced", "b beginner"], module("a-2", "a intermediate"), module("b-1", "b beginner"))
    assert (answer.path().unreachable, answer.modules()) == ((("a", 3),), ["b-1"])
    (finding,) = [d for d in answer.findings if d.code.number == "CUR403"]
    assert "a at advanced" in finding.message


def test_rule_27_one_persons_answer_is_not_taken_for_anothers_with_the_same_choices() -> None:
    ws = workspace(
        roles=[
            role("x", requires=["none-1 beginner", "none-2 beginner", "c beginner"]),
            role("y", requires=["none-1 beginner", "c beginner", "d beginner"]),
        ],
        modules=[module("m", ["c beginner", "d beginner"])],
        people=[person("p1", roles="x"), person("p2", roles="y", line=3)],
    )
    answer = ask(ws)
    assert (answer.path("p1").unreachable, answer.modules("p1")) == ((("none-1", 1), ("none-2", 1)), ["m"])
    assert (answer.path("p2").unreachable, answer.modules("p2")) == ((("none-1", 1),), ["m"])


def idle(answer: Answer) -> list[str]:
    return [d.message.split("'")[1] for d in answer.findings if d.code.number == "CUR307"]


def test_rule_27_a_module_that_closes_nobodys_gap_is_named() -> None:
    answer = ask_for(
        "a beginner", module("a-1", "a beginner"), module("a-2", "a intermediate"), module("b-1", "b beginner")
    )
    assert idle(answer) == ["a-2", "b-1"]


def test_rule_27_what_a_follow_up_names_is_not_idle() -> None:
    at = Position("program.yaml", 90, 5)
    part = FollowUp(
        id=Ref("pulse", at),
        title=text("pulse"),
        kind=FollowUpKind.PULSE,
        days_after=(14,),
        minutes=1,
        module=Ref("asks"),
    )
    modules = [module("a-1", "a beginner"), module("asks"), module("idle")]
    assert idle(ask_for("a beginner", *modules, follow_up=(part,))) == ["idle"]
    assert idle(ask_for("a beginner", *modules)) == ["asks", "idle"]


def test_rule_27_what_is_done_by_all_is_not_idle_nor_what_prepares_for_it() -> None:
    modules = [module("m", "a beginner", needs=["n", "b beginner"]), module("n"), module("b-1", "b beginner")]
    rows = [evidence("p1", "2026-01-01", module=str(m.id)) for m in modules]
    assert idle(ask_for("a beginner", *modules, evidence=rows)) == []


# ── 28: the least path ──


def test_rule_28_one_module_may_close_several_gaps() -> None:
    both = module("both", ["a beginner", "b beginner"], minutes=50)
    answer = ask_for(["a beginner", "b beginner"], module("a-1", "a beginner"), module("b-1", "b beginner"), both)
    assert answer.modules() == ["both"] and len(answer.path().steps[0].because) == 2


def test_rule_28_what_is_asked_for_by_name_serves_the_rest_too() -> None:
    short, long = module("short", "a beginner", minutes=10), module("long", "a beginner", minutes=60)
    assert ask_for("a beginner", short, long).modules() == ["short"]
    assert ask_for(["a beginner", "long"], short, long).modules() == ["long"]


def test_rule_28_finished_units_make_a_module_the_shorter_one() -> None:
    long = module("long", "a beginner", units=[unit("u", 50), unit("v", 5)])
    rows = [evidence("p1", "2026-05-01", module="long", unit="u")]
    assert ask_for("a beginner", module("short", "a beginner", minutes=10), long, evidence=rows).modules() == ["long"]


def test_rule_28_equal_minutes_go_by_the_order_of_the_catalog() -> None:
    one, two = module("one", "a beginner"), module("two", "a beginner")
    assert ask_for("a beginner", one, two).modules() == ["one"]
    assert ask_for("a beginner", two, one).modules() == ["two"]


def test_rule_28_recommended_modules_come_after_and_do_not_change_what_is_required() -> None:
    recommended = requirement("b beginner", optional=True)
    both = module("both", ["a beginner", "b beginner"], minutes=50)
    modules = [module("a-1", "a beginner", minutes=30), module("b-1", "b beginner", minutes=30), both]
    path = ask_for(["a beginner", recommended], *modules).path()
    assert [(step.module, step.optional) for step in path.steps] == [("a-1", False), ("b-1", True)]
    assert path.minutes.likely == 30


def test_rule_28_a_recommended_module_that_is_on_the_path_already_is_not_taken_twice() -> None:
    modules = [
        module("new", "a beginner"),
        module("old", retired_on="2026-01-01", successor="new"),
    ]
    asks = ["a beginner", requirement("old", optional=True), requirement("new", optional=True)]
    assert ask_for(asks, *modules).modules() == ["new"]


def test_rule_28_a_declared_start_level_replaces_the_next_lower_one() -> None:
    ladder = [module("a-1", "a beginner"), module("a-2", "a intermediate")]
    assert ask_for("a advanced", *ladder, module("a-3", "a advanced")).modules() == ["a-1", "a-2", "a-3"]
    quick = module("a-3", [teaching("a advanced from beginner")])
    assert ask_for("a advanced", *ladder, quick).modules() == ["a-1", "a-3"]


def test_rule_28_the_start_of_a_module_with_several_levels_is_that_of_the_lowest() -> None:
    assert expected_ranks({"camp": [("a", 1, None), ("a", 2, None)], "a-2": [("a", 2, None)]}) == {
        ("camp", "a"): 0,
        ("a-2", "a"): 1,
    }


def test_rule_28_a_module_of_no_minutes_is_still_taken() -> None:
    answer = ask_for("a beginner", module("a-1", "a beginner", minutes=0), policy=Policy(training_minutes_per_day=15))
    assert answer.modules() == ["a-1"] and answer.path().late is None
