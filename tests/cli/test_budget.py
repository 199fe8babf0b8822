"""budget: a table that a manager can read in any terminal, the same numbers for programs, and what would be cheaper."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import SAMPLE_DAY, Run


def document(run: Run, *options: str) -> dict[str, Any]:
    ran = run("budget", "--as-of", SAMPLE_DAY, "--format", "json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)  # type: ignore[no-any-return]


def everybody(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return next(row for row in rows if row["by"] == "all")


def test_the_tables_fit_eighty_columns_and_cut_no_figure(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = run("budget", "--as-of", SAMPLE_DAY).out
    assert max(map(len, out.splitlines())) <= 80
    assert "…" not in out


def test_the_table_has_the_numbers_of_the_document(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    total = everybody(document(run)["numbers"])
    line = next(line for line in run("budget", "--as-of", SAMPLE_DAY).out.splitlines() if "everybody" in line)
    _, people, learners, planned, calibrated, span, _, cost = line.split()
    assert (int(people), int(learners)) == (total["people"], total["learners"])
    assert int(cost.replace(",", "")) == total["cost"]
    for said, minutes in zip(
        (planned, calibrated, *span.split("–")),
        (total["planned"], *(total[f"calibrated{end}"] for end in ("", "_low", "_high"))),
        strict=True,
    ):
        assert float(said) == pytest.approx(minutes / 60, abs=0.5)


def test_what_if_says_both_and_the_difference(run: Run) -> None:
    out = run("budget", "--as-of", SAMPLE_DAY, "--learner-rate", "0").out
    assert "Now:" in out and "As asked:" in out and "(−" in out
    asked = document(run, "--learner-rate", "0")
    now, then = everybody(asked["numbers"]), everybody(asked["as_asked"])
    assert then["cost"] < now["cost"] and then["calibrated"] == now["calibrated"]
