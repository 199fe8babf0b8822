"""The verb as people call it: the figures of `needs`, by either engine, from CSV or Parquet; mistakes stop it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, SAMPLE_DAY, Run

FILES = ("program.yaml", "roles", "content", "people")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    for name in FILES:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    return tmp_path


def document(run: Run, *arguments: object) -> dict[str, Any]:
    ran = run(*arguments, "--as-of", SAMPLE_DAY, "--format", "json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def without_ranges(totals: dict[str, Any]) -> dict[str, Any]:
    """A tally gives likely minutes only."""
    rows = [row for group in totals.values() for row in (group if isinstance(group, list) else [group])]
    for row in rows:
        row["minutes"] = {"likely": row["minutes"]["likely"]}
    return totals


@pytest.mark.parametrize("engine", ["plain", "fast"])
def test_the_figures_are_those_of_needs(run: Run, engine: str) -> None:
    needs, tally = document(run, "needs", "-w", ROOT), document(run, "tally", "-w", ROOT, "--engine", engine)
    assert tally["engine"] == engine
    assert tally["totals"] == without_ranges(needs["totals"])
    firm = [row for row in needs["needs"] if row["status"] and not row["optional"]]
    counts = Counter((row["competency"], row["module"], row["status"]) for row in firm)
    told = {(n["competency"], n["module"], s): k for n in tally["needs"] for s, k in n["people"].items()}
    assert told == dict(counts)


@pytest.mark.parametrize("day", ["0001-01-01", "1950-06-01", "2026-02-01", "2028-02-29", "9999-12-31"])
def test_any_day(run: Run, day: str) -> None:
    needs, plain, fast = (
        json.loads(run(*verb, "-w", ROOT, "--as-of", day, "--format", "json").out)["totals"]
        for verb in (("needs",), ("tally", "--engine", "plain"), ("tally", "--engine", "fast"))
    )
    assert plain == fast == without_ranges(needs)


@pytest.mark.parametrize("engine", ["plain", "fast"])
def test_one_line_a_person(run: Run, engine: str) -> None:
    ran = run("tally", "-w", ROOT, "--as-of", SAMPLE_DAY, "--format", "csv", "--engine", engine)
    rows = {row["person"]: row for row in csv.DictReader(io.StringIO(ran.out))}
    needs: dict[str, list[dict[str, Any]]] = {}
    for row in document(run, "needs", "-w", ROOT)["needs"]:
        needs.setdefault(row["person"], []).append(row)
    assert list(rows) == list(needs)
    for person, mine in needs.items():
        firm = [row for row in mine if not row["optional"]]
        assert rows[person]["standing"] == mine[0]["standing"]
        assert int(rows[person]["minutes_beginner"]) == sum(row["minutes_beginner"] for row in firm)
        assert int(rows[person]["needs_due"]) == sum(row["status"] == "due" for row in firm)


def test_evidence_as_parquet_counts_as_the_same_evidence(run: Run, sample: Path, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    table = polars.read_csv(sample / "people/evidence.csv", try_parse_dates=True)
    table.write_parquet(tmp_path / "evidence.parquet")
    expected = document(run, "tally", "-w", sample, "--engine", "fast")
    (sample / "people/evidence.csv").unlink()
    assert document(run, "tally", "-w", sample, "--evidence", tmp_path / "evidence.parquet") == expected
    assert document(run, "tally", "-w", sample)["totals"] != expected["totals"]


def test_mistakes_in_parquet_name_that_file_and_show_no_line(run: Run, sample: Path) -> None:
    polars = pytest.importorskip("polars")
    table = polars.DataFrame({"person": ["E1005", "E1006"], "on": ["2026-01-01", "2026-13-01"], "module": ["m", "m"]})
    table.write_parquet(sample / "evidence.parquet", compression="uncompressed")
    ran = run("tally", "-w", sample, "--evidence", sample / "evidence.parquet")
    assert ran.code == 1 and f"{(sample / 'evidence.parquet').as_posix()}:3:" in ran.err
    assert "people/evidence.csv" not in ran.err and "PAR1" not in ran.err and "E1006" not in ran.err
    ran = run("tally", "-w", sample, "--evidence", sample / "program.yaml")
    assert ran.code == 2 and "no Parquet" in ran.err


def test_needs_of_very_many_people_say_where_the_figures_are(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "curriculum tally" not in run("needs", "-w", ROOT, "--totals").err
    monkeypatch.setattr("curriculum.cli.needs._MANY", 3)
    assert "`curriculum tally` gives the figures in seconds" in run("needs", "-w", ROOT, "--totals").err


def test_rules_with_errors_are_not_counted_by(run: Run, sample: Path) -> None:
    role = next((sample / "roles").glob("*.yaml"))
    role.write_text(
        role.read_text(encoding="utf-8").replace("competency: ", "competency: no-such-", 1), encoding="utf-8"
    )
    ran = run("tally", "-w", sample)
    assert ran.code == 1 and not ran.out and "CUR" in ran.err and "nothing was counted" in ran.err


@pytest.mark.parametrize("engine", ["plain", "fast"])
def test_a_row_that_cannot_be_read_stops_as_it_stops_needs(run: Run, sample: Path, engine: str) -> None:
    with (sample / "people/evidence.csv").open("a", encoding="utf-8") as out:
        out.write("E1005,2026-13-01,completion\n")
    needs, tally = run("needs", "-w", sample), run("tally", "-w", sample, "--engine", engine)
    assert (needs.code, tally.code, tally.out) == (1, 1, "")
    line = next(said for said in needs.err.splitlines() if "people/evidence.csv:" in said)
    assert line in tally.err


def test_options_that_do_not_go_together(run: Run, sample: Path) -> None:
    assert "no file" in run("tally", "-w", sample, "--evidence", "nowhere.parquet").err
    ran = run("tally", "-w", sample, "--evidence", sample / "program.yaml", "--engine", "plain")
    assert ran.code == 2 and "Parquet" in ran.err
