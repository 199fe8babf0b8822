"""Corrected estimates against a truth that is known, because it was made up."""

from __future__ import annotations

import math
import random

import pytest

from curriculum.cost import NOMINAL, Actuals, calibrate, find_actuals
from curriculum.model import Minutes
from tests.builders import certain_day, day, evidence, module, person, workspace

Z = 1.6448536269514722


def simulated(seed: int, *, sigma: float, widened: float, n: int, tau_of_ranges: float = 0.2) -> tuple[int, int]:
    """Forty modules with a true time each, recorded by so many people: (true times inside the range, modules)."""
    chance = random.Random(seed)
    high = math.exp(Z * tau_of_ranges)
    planned = Minutes(round(600 / high), 600, round(600 * high))  # long, so that rounding does not matter
    ws = workspace(modules=[module(f"m{k}", "reports beginner", minutes=planned) for k in range(40)])
    true = {f"m{k}": chance.gauss(0, widened * tau_of_ranges) for k in range(40)}
    ratios = {name: tuple(chance.gauss(theta, sigma) for _ in range(n)) for name, theta in true.items()}
    found = calibrate(ws, Actuals(ratios=ratios, minutes={}, left_out=0))
    inside = sum(
        found.estimates[name].calibrated.low <= 600 * math.exp(theta) <= found.estimates[name].calibrated.high
        for name, theta in true.items()
    )
    return inside, len(true)


@pytest.mark.parametrize(
    ("sigma", "widened", "n"),
    [(0.3, 1.0, 5), (0.3, 1.0, 30), (0.5, 1.0, 8), (0.15, 1.0, 6), (0.35, 2.0, 8), (0.35, 0.5, 8), (0.8, 1.5, 12)],
)
def test_the_range_covers_the_truth_as_often_as_it_says(sigma: float, widened: float, n: int) -> None:
    """Within five points of nominal, also where people spread otherwise, or the authors' ranges are wrong."""
    runs = [simulated(seed, sigma=sigma, widened=widened, n=n) for seed in range(50)]
    covered = sum(inside for inside, _ in runs) / sum(all_ for _, all_ in runs)
    assert abs(covered - NOMINAL) <= 0.05, covered


def from_evidence(seed: int, likely: int, n: int, *, tails: bool, forgotten: float) -> int:
    """The same through rows of evidence, in whole minutes: how many of twenty true times lie inside their range."""
    chance = random.Random(seed)
    edge = math.exp(Z * 0.2)
    planned = Minutes(round(likely / edge), likely, round(likely * edge))
    true = {f"m{k}": chance.gauss(0, 0.2) for k in range(20)}
    rows = []
    for name, theta in true.items():
        for who in range(n):
            noise = chance.gauss(0, 0.35)
            if tails:  # Student's t with four degrees of freedom, of the same variance
                noise *= math.sqrt(2 / chance.gammavariate(2, 1)) / math.sqrt(2)
            minutes = likely * 20 if chance.random() < forgotten else max(1, round(likely * math.exp(theta + noise)))
            line = len(rows) + 2
            rows.append(evidence(f"p{who}", "2026-05-01", module=name, minutes=minutes, id=f"r{line}", line=line))
    modules = [module(name, "reports beginner", minutes=planned) for name in true]
    ws = workspace(modules=modules, people=[person(f"p{who}") for who in range(n)], evidence=rows)
    found = calibrate(ws, find_actuals(ws, certain_day("2026-06-01"))).estimates
    return sum(
        found[name].calibrated.low <= likely * math.exp(theta) <= found[name].calibrated.high
        for name, theta in true.items()
    )


@pytest.mark.parametrize(
    ("likely", "n", "tails", "forgotten"),
    [(10, 6, False, 0.0), (20, 8, False, 0.0), (60, 8, True, 0.0), (60, 8, False, 0.05), (30, 30, False, 0.0)],
)
def test_it_covers_as_often_with_short_modules_long_tails_and_forgotten_clocks(
    likely: int, n: int, tails: bool, forgotten: float
) -> None:
    inside = [from_evidence(seed, likely, n, tails=tails, forgotten=forgotten) for seed in range(30)]
    covered = sum(inside) / (20 * len(inside))
    assert abs(covered - NOMINAL) <= 0.05, covered


def error(seed: int, *, use: str) -> float:
    """Mean square of the error on the logarithm, of the plan, of the plain mean, of the corrected estimate."""
    chance = random.Random(seed)
    ws = workspace(modules=[module(f"m{k}", "reports beginner", minutes=Minutes(480, 600, 750)) for k in range(40)])
    true = {f"m{k}": chance.gauss(0, 0.136) for k in range(40)}
    ratios = {name: tuple(chance.gauss(theta, 0.4) for _ in range(6)) for name, theta in true.items()}
    found = calibrate(ws, Actuals(ratios=ratios, minutes={}, left_out=0)).estimates
    said = {
        "planned": lambda name: 0.0,
        "mean": lambda name: sum(ratios[name]) / 6,
        "calibrated": lambda name: math.log(found[name].calibrated.likely / 600),
    }[use]
    return sum((said(name) - theta) ** 2 for name, theta in true.items()) / 40


def test_it_is_nearer_to_the_truth_than_the_plan_and_than_the_plain_mean() -> None:
    errors = {use: sum(error(seed, use=use) for seed in range(30)) for use in ("planned", "mean", "calibrated")}
    assert errors["calibrated"] < 0.9 * min(errors["planned"], errors["mean"]), errors


def recorded(minutes: list[int | None], **parts: object) -> object:
    people = [person(f"p{n}") for n in range(len(minutes))]
    rows = [
        evidence(f"p{n}", "2026-05-01", module="m", minutes=spent, id=f"r{n}", line=n + 2)
        for n, spent in enumerate(minutes)
    ]
    ws = workspace(
        modules=[module("m", "reports beginner", minutes=Minutes(20, 30, 45))], people=people, evidence=rows, **parts
    )
    return calibrate(ws, find_actuals(ws, day("2026-06-01"))).estimates["m"]


def test_rule_38_too_few_records_leave_the_estimate_as_it_is() -> None:
    four, five = recorded([60] * 4), recorded([60] * 5)
    assert not four.counts and four.calibrated == four.planned and four.actual == 60
    assert five.counts and 30 < five.calibrated.likely < 60, "shrunk towards the estimate"


def test_rule_38_many_records_win() -> None:
    few, many = recorded([60] * 5), recorded([60] * 200)
    assert few.calibrated.likely < many.calibrated.likely and many.calibrated.likely >= 59
    assert many.calibrated.high - many.calibrated.low < few.calibrated.high - few.calibrated.low


def test_a_clock_that_ran_over_night_is_no_time_of_learning() -> None:
    people = [person(f"p{n}") for n in range(6)]
    rows = [evidence(f"p{n}", "2026-05-01", module="m", minutes=30) for n in range(5)]
    rows += [evidence("p5", "2026-05-01", module="m", minutes=900), evidence("p4", "2026-05-02", module="m", minutes=1)]
    ws = workspace(modules=[module("m", "reports beginner", minutes=30)], people=people, evidence=rows)
    found = find_actuals(ws, day("2026-06-01"))
    assert found.left_out == 2 and len(found.ratios["m"]) == 5


@pytest.mark.parametrize(
    "row",
    [
        {"outcome": "failed"},
        {"kind": "test-out"},
        {"on": "2026-07-01"},
        {"module": "elsewhere"},
        {"minutes": None},
    ],
)
def test_only_accepted_completions_up_to_the_day_count(row: dict[str, object]) -> None:
    cells = {"on": "2026-05-01", "module": "m", "minutes": 40} | row
    ws = workspace(
        modules=[module("m", "reports beginner", minutes=30)],
        people=[person("p")],
        evidence=[evidence("p", cells.pop("on"), **cells)],
    )
    assert not find_actuals(ws, day("2026-06-01")).ratios


def test_a_voided_row_does_not_count_and_one_unit_is_held_against_that_unit() -> None:
    rows = [
        evidence("p", "2026-05-01", module="m", minutes=40, id="a"),
        evidence("p", "2026-05-02", module="m", minutes=40, outcome="voided", voids="a"),
        evidence("p", "2026-05-03", module="m", unit="lesson", minutes=30),
    ]
    ws = workspace(modules=[module("m", "reports beginner", minutes=30)], people=[person("p")], evidence=rows)
    unit = str(ws.modules["m"].units[0].id)
    rows[2] = rows[2]._replace(unit=unit)
    ws = workspace(modules=[module("m", "reports beginner", minutes=30)], people=[person("p")], evidence=rows)
    assert find_actuals(ws, day("2026-06-01")).ratios == {"m": (0.0,)}
