"""Cost adds up however it is cut; an unset rate is not zero; what-if changes what it says (rules 37 and 39)."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.cost import WhatIf, bills, calibrate, changed, cheapest_changes, cut, find_actuals, total_of
from curriculum.model import Delivery, Minutes, Rate, Rates, Ref, Room, Text, Workspace, combined_by_module
from curriculum.pipeline import Answer, answer_needs
from tests.builders import day, floors, module, person, role, workspace
from tests.conftest import SAMPLE_DAY, Run


def asked(rates: Rates | None, people: int = 3, delivery: Any = "classroom", group: int = 2) -> Answer:
    ws = workspace(
        roles=[role("seller", requires=["pipeline beginner"], when={"department": "Sales"})],
        modules=[module("selling", "pipeline beginner", minutes=60, delivery=delivery, max_group=group)],
        people=[person(f"p{n}", department="Sales", workplace="riyadh", language="ar") for n in range(people)],
    )
    ws = dataclasses.replace(ws, program=dataclasses.replace(ws.program, rates=rates))
    return answer_needs(ws, day("2026-05-01"))


def priced(answer: Answer, delivery: Delivery | None = None, ws: Workspace | None = None) -> Any:
    ws = ws or answer.workspace
    return bills(ws, answer.people, answer.plan, calibrate(ws, find_actuals(ws, answer.as_of)), delivery)


ALL = Rates(
    currency="EUR",
    learners=(Rate(role=Ref("seller"), per_hour=30), Rate(per_hour=20)),
    trainer_per_hour=90,
    room_per_hour=12,
    licence_per_learner=5,
)


def test_rule_39_learners_trainers_rooms_and_licences() -> None:
    """Three people in groups of two: two sessions of an hour."""
    bill = total_of(priced(asked(ALL)))
    assert bill.cost == pytest.approx({"learners": 3 * 30, "trainers": 2 * 90, "rooms": 2 * 12, "licences": 3 * 5})
    assert bill.money == pytest.approx(309) and bill.unset == () and bill.learners == 3


def test_rule_39_an_unset_rate_is_unset_and_not_zero() -> None:
    bill = total_of(priced(asked(Rates(currency="EUR", trainer_per_hour=90), group=3)))
    assert bill.unset == ("learners", "rooms", "licences")
    assert bill.cost == {"trainers": 90.0}
    assert total_of(priced(asked(None))).unset == ("learners", "trainers", "rooms", "licences")
    assert total_of(priced(asked(None))).cost == {}


def test_who_learns_alone_needs_no_trainer_and_no_room() -> None:
    bill = total_of(priced(asked(Rates(currency="EUR", learners=(Rate(per_hour=30),)), delivery="self-paced")))
    assert bill.unset == ("licences",) and bill.cost == {"learners": 90.0, "trainers": 0.0, "rooms": 0.0}


def test_a_group_is_no_larger_than_the_largest_room_that_fits() -> None:
    """Three people, groups of up to eight, and a room with two seats at their workplace: two sessions."""
    answer = asked(ALL, group=8)
    assert total_of(priced(answer)).cost["trainers"] == pytest.approx(90), "no rooms are listed"
    title = Text({"en": "a room"})
    small, far = Room(title=title, workplace=Ref("riyadh"), seats=2), Room(title=title, workplace=Ref("oslo"), seats=9)
    program = dataclasses.replace(answer.workspace.program, rooms={"small": small, "far": far})
    ws = dataclasses.replace(answer.workspace, program=program)
    assert total_of(priced(answer, ws=ws)).cost["trainers"] == pytest.approx(180)
    calibration = calibrate(ws, find_actuals(ws, answer.as_of))
    ((_, _, change),) = cheapest_changes(ws, answer.people, answer.plan, calibration, priced(answer, ws=ws))
    assert change is None, "a larger group would not fit into the room"


def test_a_change_of_the_budget_saves_what_it_says(sample: Path, run: Run) -> None:
    """The edit is made in the file that it names, and everything worked out again."""

    def budget() -> dict[str, Any]:
        ran = run("budget", "-w", sample, "--as-of", SAMPLE_DAY, "--format", "json")
        return {row["of"]: row for row in json.loads(ran.out)["dearest"]}

    before = budget()
    changes = [(of, row["change"]) for of, row in before.items() if row["change"]]
    assert len(changes) >= 4
    for of, change in changes[:2]:
        assert change["kind"] == "delivery"
        file = sample / change["file"]
        text = file.read_text()
        (now,) = re.findall(r"(?m)^delivery: \[(.*)\]", text)
        others = [how for how in now.split(", ") if how != change["value"]]
        assert len(others) < len(now.split(", ")), "it is offered already"
        file.write_text(text.replace(f"[{now}]", f"[{', '.join([change['value'], *others])}]"))
        assert abs(before[of]["cost"] - budget()[of]["cost"] - change["saves"]) <= 1, (of, change)
        file.write_text(text)


@pytest.mark.parametrize(
    ("what", "parts"),
    [
        (WhatIf(group_size=3), {"trainers": 90.0, "rooms": 12.0}),
        (WhatIf(learner_per_hour=10), {"learners": 30.0}),
        (WhatIf(trainer_per_hour=0), {"trainers": 0.0}),
        (WhatIf(room_per_hour=100), {"rooms": 200.0}),
        (WhatIf(licence_per_learner=1), {"licences": 3.0}),
    ],
)
def test_what_if_changes_what_it_says_and_nothing_else(what: WhatIf, parts: dict[str, float]) -> None:
    answer = asked(ALL)
    usual = total_of(priced(answer)).cost
    assert total_of(priced(answer, ws=changed(answer.workspace, what))).cost == pytest.approx({**usual, **parts})


def test_another_delivery_takes_another_time_where_the_module_says_so() -> None:
    answer = asked(ALL, delivery=["classroom", "self-paced"])
    quick = {Delivery.SELF_PACED: Minutes(30, 40, 60)}
    modules = {
        id: dataclasses.replace(found, minutes_by_delivery=quick) for id, found in answer.workspace.modules.items()
    }
    ws = dataclasses.replace(answer.workspace, modules=modules)
    assert total_of(priced(answer, ws=ws)).planned.likely == 180
    assert total_of(priced(answer, Delivery.SELF_PACED, ws)).planned == Minutes(90, 120, 180)
    assert total_of(priced(answer, Delivery.ONLINE, ws)).planned.likely == 180, "not offered: as usual"
    first_said = {"selling": dataclasses.replace(modules["selling"], delivery=(Delivery.SELF_PACED,))}
    planned = answer_needs(dataclasses.replace(ws, modules=first_said), answer.as_of)
    assert planned.plan.of("p0").minutes == Minutes(30, 40, 60), "plans count on the first delivery"


def test_the_cheapest_change_names_the_file_and_what_it_saves() -> None:
    answer = asked(ALL, delivery=["classroom", "self-paced"])
    ws = answer.workspace
    parts = priced(answer)
    ((of, bill, change),) = cheapest_changes(
        ws, answer.people, answer.plan, calibrate(ws, find_actuals(ws, answer.as_of)), parts
    )
    assert of == "pipeline" and bill.money == pytest.approx(309)
    assert change is not None and (change.kind, change.value, change.at.file) == (
        "delivery", "self-paced", "content/selling/module.yaml",
    )  # fmt: skip
    assert change.saves == pytest.approx(204), "without trainers and rooms"
    only = asked(ALL)
    ((_, _, larger),) = cheapest_changes(
        only.workspace, only.people, only.plan, calibrate(ws, find_actuals(ws, answer.as_of)), priced(only)
    )
    assert larger is not None and (larger.kind, larger.value) == ("group", "3") and larger.saves == pytest.approx(102)


@given(st.integers(1, 40), st.integers(1, 15), st.lists(st.integers(0, 100), min_size=4, max_size=4))
def test_cost_adds_up_however_it_is_cut(people: int, size: int, rates: list[int]) -> None:
    learner, trainer, room, licence = rates
    all_ = Rates(
        currency="EUR", learners=(Rate(per_hour=learner),), trainer_per_hour=trainer, room_per_hour=room,
        licence_per_learner=licence,
    )  # fmt: skip
    answer = asked(all_, people=people, group=size)
    parts = priced(answer)
    found = cut(answer.workspace, answer.people, parts, find_actuals(answer.workspace, answer.as_of))
    for rows in found.by.values():
        assert sum(row.bill.money for row in rows) == pytest.approx(found.all.bill.money)
    assert found.all.bill.cost["trainers"] == pytest.approx(-(-people // size) * trainer), "by the session"


def test_rule_37_a_range_is_narrower_than_the_sum_of_all_highs_and_wider_than_if_everybody_were_independent() -> None:
    one, other = Minutes(20, 30, 40), Minutes(40, 60, 80)
    assert combined_by_module([("a", one)] * 100) == Minutes(2000, 3000, 4000), (
        "the same module takes longer for everybody"
    )
    assert combined_by_module([("a", one), ("b", other)]) == Minutes(68, 90, 112)
    assert combined_by_module([]) == Minutes(0, 0, 0)


def test_people_who_only_read_are_a_group_of_their_own() -> None:
    ws = workspace(
        access=floors(read=["reports beginner"], write=["reports beginner"]),
        everybody=["reports beginner"],
        modules=[module("reading", "reports beginner", minutes=30)],
        people=[person("r", access="read"), person("n", access="none"), person("w", access="write")],
    )
    answer = answer_needs(ws, day("2026-05-01"))
    rows = cut(ws, answer.people, priced(answer), find_actuals(ws, answer.as_of)).by["reading"]
    assert [(row.key, row.people, row.bill.planned.likely) for row in rows] == [("readers", 2, 60), ("others", 1, 30)]
