"""Rules 19 and 20 of the engine: newer versions and retired modules."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from curriculum.model import Evidence, Module, Ref, Retraining, Status, VersionChange
from tests.builders import equivalence, evidence, module, person, requirement, role, workspace
from tests.needs.ask import TODAY, Answer, ask

REPORTS = [module(f"reports-{n}", f"reports {level}") for n, level in enumerate(("beginner", "intermediate"), 1)]


def ask_with(
    rows: list[Evidence], *, needs: str = "reports beginner", as_of: dt.date | str = TODAY, **parts: Any
) -> Answer:
    """One person whose role needs something, with these rows of evidence."""
    given = {"roles": [role("x", requires=needs)], "modules": REPORTS, "people": [person("p1", roles="x")], **parts}
    return ask(workspace(**given, evidence=rows), as_of)


# ── 19: versions ──


def change(version: int, from_on: str, retraining: str, delta: str | None = None) -> VersionChange:
    day = dt.date.fromisoformat(from_on)
    return VersionChange(
        version=version, from_on=day, retraining=Retraining(retraining), delta=Ref(delta) if delta else None
    )


def versioned(*changes: VersionChange, **parts: Any) -> list[Module]:
    """A module of an hour with these newer versions, and two shorter ones."""
    whole = module("m", "reports intermediate", minutes=60, version=len(changes) + 1, changes=changes, **parts)
    return [whole, module("news-2", minutes=10), module("news-3", minutes=15)]


def rows(*cells: str) -> list[Evidence]:
    """`"m 2026-01-01"`, or with a version: `"m 2026-01-01 1"`."""
    found = []
    for line, (name, on, *version) in enumerate((cell.split() for cell in cells), 2):
        found.append(evidence("p1", on, module=name, version=int(version[0]) if version else None, line=line))
    return found


def after(changes: list[VersionChange], *cells: str, **parts: Any) -> tuple[Status, list[str]]:
    """Status and modules of the path of somebody who completed these."""
    answer = ask_with(rows(*cells), needs="reports intermediate", modules=versioned(*changes, **parts))
    return answer.status("reports"), answer.modules()


NONE, DELTA, FULL = (change(2, "2026-06-01", kind, "news-2" if kind == "delta" else None) for kind in Retraining)


def test_rule_19_a_version_may_ask_nothing_a_shorter_module_or_everything() -> None:
    assert after([NONE], "m 2026-01-01 1") == (Status.MET, [])
    assert after([DELTA], "m 2026-01-01 1") == (Status.EXPIRED, ["news-2"])
    assert after([FULL], "m 2026-01-01 1") == (Status.EXPIRED, ["m"])


def test_rule_19_the_shorter_module_closes_the_gap_with_its_shorter_minutes() -> None:
    before = ask_with(rows("m 2026-01-01"), needs="reports intermediate", modules=versioned(DELTA))
    (step,) = before.path().steps
    assert (step.minutes.likely, step.level, dict(step.teaches)) == (10, 2, {"reports": 2})
    assert after([DELTA], "m 2026-01-01", "news-2 2026-07-01") == (Status.MET, [])
    assert after([DELTA], "news-2 2026-07-01") == (Status.DUE, ["m"])  # alone it gives nothing


def test_rule_19_a_shorter_module_that_nobody_needs_yet_is_not_idle() -> None:
    soon = [change(2, "2027-06-01", "delta", "news-2")]
    answer = ask_with([], needs="reports intermediate", modules=versioned(*soon)[:2])
    assert "CUR307" not in answer.codes()


@pytest.mark.parametrize(("on", "met"), [("2026-05-31", False), ("2026-06-01", True)])
def test_rule_19_a_row_without_a_version_has_that_of_its_day(on: str, met: bool) -> None:
    assert (after([FULL], f"m {on}")[0] is Status.MET) is met


def test_rule_19_a_row_names_its_version() -> None:
    assert after([FULL], "m 2026-07-01 1")[0] is Status.EXPIRED
    assert after([FULL], "m 2026-05-01 2")[0] is Status.MET


def test_rule_19_a_version_that_is_not_in_force_yet_asks_nothing() -> None:
    assert after([change(2, "2026-11-23", "full")], "m 2026-01-01") == (Status.MET, [])
    assert after([change(2, "2026-11-22", "full")], "m 2026-01-01") == (Status.EXPIRED, ["m"])


def test_rule_19_everything_in_one_version_outweighs_the_shorter_module_of_another() -> None:
    short_then_full = [DELTA, change(3, "2026-09-01", "full")]
    assert after(short_then_full, "m 2026-01-01") == (Status.EXPIRED, ["m"])
    assert after(short_then_full, "m 2026-01-01", "news-2 2026-07-01") == (Status.EXPIRED, ["m"])
    full_then_short = [FULL, change(3, "2026-09-01", "delta", "news-3")]
    assert after(full_then_short, "m 2026-01-01", "news-3 2026-10-01") == (Status.EXPIRED, ["m"])
    assert after(full_then_short, "m 2026-07-01") == (Status.EXPIRED, ["news-3"])


def test_rule_19_of_two_shorter_modules_the_newest_is_asked_for() -> None:
    both = [DELTA, change(3, "2026-09-01", "delta", "news-3")]
    assert after(both, "m 2026-01-01") == (Status.EXPIRED, ["news-3"])
    assert after(both, "m 2026-01-01", "news-2 2026-07-01") == (Status.EXPIRED, ["news-3"])
    assert after(both, "m 2026-01-01", "news-3 2026-10-01") == (Status.MET, [])


def test_rule_19_one_shorter_module_may_serve_two_modules() -> None:
    modules = [
        module("m", "reports beginner", version=2, changes=(DELTA,)),
        module("n", "selling beginner", version=2, changes=(DELTA,)),
        module("news-2", minutes=10),
    ]
    needs = role("x", requires=["reports beginner", "selling beginner"])
    answer = ask_with(rows("m 2026-01-01", "n 2026-01-01"), roles=[needs], modules=modules)
    assert answer.modules() == ["news-2"] and len(answer.path().steps[0].because) == 2
    done = ask_with(rows("m 2026-01-01", "n 2026-01-01", "news-2 2026-07-01"), roles=[needs], modules=modules)
    assert done.people["p1"].done == {"m", "n", "news-2"}


def test_rule_19_the_shorter_module_serves_what_asks_for_the_module_by_name() -> None:
    modules = [*versioned(DELTA), module("next", "selling beginner", needs="m")]
    assert ask_with(rows("m 2026-01-01"), needs="m", modules=modules).modules() == ["news-2"]
    assert ask_with(rows("m 2026-01-01"), needs="selling beginner", modules=modules).modules() == ["news-2", "next"]


def test_rule_19_the_shorter_module_does_not_renew_what_has_expired() -> None:
    assert after([DELTA], "m 2025-11-21", valid_months=12) == (Status.EXPIRED, ["m"])
    assert after([DELTA], "m 2025-10-01", "news-2 2026-10-02", valid_months=12) == (Status.EXPIRED, ["m"])
    given = versioned(DELTA, valid_months=12)
    need = ask_with(rows("m 2026-01-01", "news-2 2026-07-01"), needs="reports intermediate", modules=given).need(
        "reports"
    )
    assert need.valid_until == dt.date(2027, 1, 1)


def test_rule_19_finished_units_of_an_old_version_do_not_replace_the_shorter_module() -> None:
    done = evidence("p1", "2026-01-01", module="m", unit="lesson")
    answer = ask_with([done], needs="reports intermediate", modules=versioned(DELTA))
    assert (answer.modules(), answer.path().minutes.likely) == (["news-2"], 10)


def test_rule_19_the_shorter_module_asks_for_no_lower_level_again() -> None:
    whole = module("m", "reports intermediate", minutes=60, version=2, changes=[DELTA])
    modules = [whole, module("news-2", "reports intermediate", minutes=10), module("reports-1", "reports beginner")]
    answer = ask_with(rows("m 2026-01-01"), needs="reports intermediate", modules=modules)
    assert answer.modules() == ["news-2"]


def test_rule_19_what_the_shorter_module_brings_up_to_date_is_not_recommended_on_top() -> None:
    x = role("x", requires=["reports intermediate", requirement("m", optional=True)])
    assert ask_with(rows("m 2026-01-01"), roles=[x], modules=versioned(DELTA)).modules() == ["news-2"]


def test_rule_19_a_new_version_ends_what_was_met_by_equivalent_too() -> None:
    given = {"needs": "reports intermediate", "equivalents": [equivalence("a", "m")]}
    answer = ask_with(rows("a 2026-01-01"), modules=[*versioned(FULL), module("a")], **given)
    assert answer.status("reports") is Status.EXPIRED


def test_rule_19_modules_that_shorten_each_other_end() -> None:
    circle = change(2, "2026-06-01", "delta", "m")
    modules = [*versioned(DELTA)[:1], module("news-2", version=2, changes=(circle,))]
    answer = ask_with(rows("m 2026-01-01", "news-2 2026-02-01"), needs="m", modules=modules)
    assert answer.status("m") is Status.EXPIRED and len(answer.modules()) == 1


# ── 20: retired modules ──

RETIRED = [
    module("old", "reports beginner", retired_on="2026-11-22", successor="new"),
    module("new", "reports beginner", minutes=90),
]


def test_rule_20_retired_from_the_day_on_and_its_successor_takes_over() -> None:
    assert ask_with([], needs="old", modules=RETIRED, as_of="2026-11-21").modules() == ["old"]
    assert ask_with([], needs="old", modules=RETIRED).modules() == ["new"]
    assert ask_with([], modules=RETIRED).modules() == ["new"]


def test_rule_20_what_it_taught_still_counts() -> None:
    done = [evidence("p1", "2026-01-01", module="old")]
    assert ask_with(done, needs="old", modules=RETIRED).status("old") is Status.MET
    assert ask_with(done, modules=RETIRED).status("reports") is Status.MET


def test_rule_20_the_successor_meets_what_asks_for_the_retired_module_by_name() -> None:
    answer = ask_with([evidence("p1", "2026-11-22", module="new")], needs="old", modules=RETIRED)
    assert answer.status("old") is Status.MET and answer.modules() == []


def test_rule_20_the_successor_serves_as_prerequisite() -> None:
    after = module("m", "selling beginner", needs="old")
    assert ask_with([], needs="selling beginner", modules=[after, *RETIRED]).modules() == ["new", "m"]
    done = [evidence("p1", "2026-11-22", module="new")]
    assert ask_with(done, needs="selling beginner", modules=[after, *RETIRED]).modules() == ["m"]


def test_rule_20_a_retired_module_without_a_successor_is_unreachable() -> None:
    answer = ask_with([], needs="old", modules=[module("old", retired_on="2026-11-22")])
    assert answer.path().unreachable == (("old", 1),) and "CUR403" in answer.codes()
