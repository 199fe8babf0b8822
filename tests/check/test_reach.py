"""Prerequisites: every module that can never be started is reported, and no other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.check.circles import circles_of_managers, circles_of_roles, unreachable_modules
from curriculum.check.reach import Reach
from curriculum.check.teaching import levels_not_taught
from curriculum.diagnostics import Diagnostic, in_order
from curriculum.model import Workspace
from tests.builders import equivalence, module, person, role, workspace


def codes_of(found: Any) -> list[tuple[str, str]]:
    return [(d.code.name, str(d.at)) for d in in_order(found)]


def only(found: Any) -> Diagnostic:
    (one,) = found
    assert isinstance(one, Diagnostic)
    return one


def test_a_circle_names_every_edge_with_its_place() -> None:
    ws = workspace(
        modules=[
            module("a", "x beginner", needs=["b"]),
            module("b", "y beginner", needs=["z beginner"]),
            module("c", "z beginner", needs=["a"]),
        ]
    )
    found = only(unreachable_modules(ws))
    assert found.message == "modules wait for each other: a -> b -> c -> a"
    assert [(str(at), note) for at, note in found.related] == [
        ("content/a/module.yaml:20:3", "'a' waits for module 'b'"),
        ("content/b/module.yaml:20:3", "'b' waits for z beginner, which 'c' gives"),
        ("content/c/module.yaml:20:3", "'c' waits for module 'a'"),
    ]


def test_another_way_round_is_no_circle() -> None:
    a = module("a", "x beginner", needs=["y beginner"])
    b = module("b", "y beginner", needs=["a"])
    assert codes_of(unreachable_modules(workspace(modules=[a, b]))) == [("cycle", "content/a/module.yaml:20:3")]
    other = module("c", "y beginner")
    assert codes_of(unreachable_modules(workspace(modules=[a, b, other]))) == []


def test_an_equivalent_is_another_way_round() -> None:
    a = module("a", "x beginner", needs=["b"])
    b = module("b", "y beginner", needs=["a"])
    old = module("old", "y beginner")
    ended = equivalence("old", "b", until_on="2026-01-01")
    assert codes_of(unreachable_modules(workspace(modules=[a, b, old], equivalents=[equivalence("old", "b")]))) == []
    found = unreachable_modules(workspace(modules=[a, b, old], equivalents=[ended]))
    assert codes_of(found) == [("cycle", "content/a/module.yaml:20:3")]


def test_a_circle_over_an_equivalence_is_found() -> None:
    """`b` is retired and counts as done by `c`, which waits for `a`, which waits for `b`."""
    ws = workspace(
        modules=[
            module("a", "x beginner", needs=["b"]),
            module("b", "y beginner", retired_on="2026-01-01"),
            module("c", "z beginner", needs=["a"]),
        ],
        equivalents=[equivalence("c", "b")],
    )
    assert only(unreachable_modules(ws)).message == "modules wait for each other: a -> b -> c -> a"


def test_two_circles_one_around_the_other_are_both_found() -> None:
    ws = workspace(
        modules=[
            module("a", "x beginner", needs=["b", "c"]),
            module("b", "y beginner", needs=["a"]),
            module("c", "z beginner", needs=["d"]),
            module("d", "w beginner", needs=["c"]),
        ]
    )
    assert sorted(d.message.partition(": ")[2] for d in unreachable_modules(ws)) == ["a -> b -> a", "c -> d -> c"]


def test_modules_behind_a_circle_are_not_reported() -> None:
    ws = workspace(
        modules=[module("a", needs=["b"]), module("b", needs=["a"]), module("c", needs=["a"]), module("d", needs=["c"])]
    )
    assert len(list(unreachable_modules(ws))) == 1


def test_a_level_expects_the_next_lower_one_that_is_taught() -> None:
    beginner = module("a", "x beginner", needs=["b"])
    advanced = module("b", "x advanced")
    found = only(unreachable_modules(workspace(modules=[beginner, advanced])))
    assert found.message == "modules wait for each other: a -> b -> a"
    assert codes_of(unreachable_modules(workspace(modules=[advanced]))) == []


@pytest.mark.parametrize("teaches", ["x advanced from intermediate", "x intermediate from beginner"])
def test_a_level_that_only_the_module_itself_reaches_cannot_be_expected(teaches: str) -> None:
    found = only(unreachable_modules(workspace(modules=[module("a", teaches)])))
    assert found.code.name == "unreachable-module"
    assert "is taught by no other module" in found.message


def test_the_successor_of_a_retired_module_is_enough() -> None:
    a = module("a", "x beginner", needs=["old"])
    old = module("old", "y beginner", retired_on="2026-01-01", successor="new")
    assert codes_of(unreachable_modules(workspace(modules=[a, old, module("new", "y beginner")]))) == []
    found = only(unreachable_modules(workspace(modules=[a, old])))
    assert found.message == "module 'a' can never be started: module 'old' is retired"


def test_levels_taught_only_by_retired_modules_are_not_taught() -> None:
    old = module("old", "x beginner", retired_on="2026-01-01")
    asks = role("r", requires=["x beginner"])
    found = only(levels_not_taught(workspace(roles=[asks], modules=[old])))
    assert found.message == "role 'r' asks for x beginner, but no active module teaches it"
    assert str(found.at) == "roles/r.yaml:10:3"
    credit = workspace(
        roles=[asks], modules=[old, module("new", "y beginner")], equivalents=[equivalence("new", "old")]
    )
    assert list(levels_not_taught(credit)) == []


def test_a_misspelt_teaching_gives_one_message_only() -> None:
    ws = workspace(
        roles=[role("r", requires=["reports beginner"])],
        modules=[module("a", "reprots beginner")],
        competencies=["reports"],
    )
    assert list(levels_not_taught(ws)) == []


def test_rule_04_circles_of_roles_and_managers_name_every_edge() -> None:
    ws = workspace(
        roles=[role("a", extends="b"), role("b", extends=["c", "d"]), role("c", extends="a"), role("d")],
        people=[
            person("p1", manager="p2", line=2),
            person("p2", manager="p1", line=3),
            person("p3", manager="p3", line=4),
        ],
    )
    found = only(circles_of_roles(ws))
    assert found.message == "roles extend each other: a -> b -> c -> a"
    assert [str(at) for at, _ in found.related] == [f"roles/{x}.yaml:2:3" for x in "abc"]
    assert [d.message for d in circles_of_managers(ws)] == [
        "people report to each other: p1 -> p2 -> p1",
        "people report to each other: p3 -> p3",
    ]


def test_a_chain_of_a_hundred_thousand_managers_is_no_problem() -> None:
    chain = [person(f"p{n}", manager=f"p{n + 1}") for n in range(100_000)]
    assert list(circles_of_managers(workspace(people=chain))) == []


LEVEL = st.sampled_from(["beginner", "intermediate"])
IDS = [f"m{n}" for n in range(6)]


@st.composite
def catalogs(draw: st.DrawFn) -> Workspace:
    def one(id: str) -> Any:
        taught = draw(st.lists(st.sampled_from("xyz"), max_size=2, unique=True))
        needs = draw(
            st.lists(
                st.one_of(st.sampled_from(IDS), st.builds("{} {}".format, st.sampled_from("xyz"), LEVEL)), max_size=2
            )
        )
        retired = "2026-01-01" if draw(st.integers(0, 4)) == 0 else None
        return module(id, [f"{c} {draw(LEVEL)}" for c in taught], needs=needs, retired_on=retired)

    pairs = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] != p[1]), max_size=2)
    return workspace(
        modules=[one(id) for id in IDS], competencies="xyz", equivalents=[equivalence(a, b) for a, b in draw(pairs)]
    )


@settings(max_examples=200, deadline=None)
@given(catalogs())
def test_something_is_reported_exactly_if_a_module_cannot_be_started(ws: Workspace) -> None:
    reach = Reach(ws)
    done = reach.done()
    stuck = [id for id, waits in reach.waits.items() if not all(wait.any_of & done for wait in waits)]
    assert bool(list(unreachable_modules(ws))) == bool(stuck)
