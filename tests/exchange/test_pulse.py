"""Answers to the pulse become counts: every spelling of a question and an option, no names, no small groups."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from tests.conftest import Run

FOLLOW_UP = """
follow_up:
  - id: pulse
    title: {en: Pulse, ar: النبض}
    kind: pulse
    days_after: [14, 60]
    minutes: 1
    module: how-it-goes
"""
MODULE = """
title: {en: How it goes, ar: كيف يسير العمل}
units:
  - {id: questions, title: {en: Questions, ar: أسئلة}, kind: check, minutes: 1}
"""
QUESTIONS = {"en": ("How does it go?", "Well", "Badly"), "ar": ("كيف يسير العمل؟", "جيدًا", "بصعوبة")}
HEAD = "Timestamp,Wave,Name,كيف يسير العمل؟\n"


@pytest.fixture
def asking(starter: Path) -> Path:
    """The starter with a pulse of one question; its wave goes live on the day that its file says."""
    program, catalog = starter / "program.yaml", starter / "content" / "catalog.yaml"
    program.write_text(program.read_text("utf-8") + FOLLOW_UP, "utf-8")
    catalog.write_text(catalog.read_text("utf-8").replace("modules:\n", "modules:\n  - how-it-goes\n"), "utf-8")
    folder = starter / "content" / "how-it-goes"
    folder.mkdir()
    (folder / "module.yaml").write_text(MODULE, "utf-8")
    for language, (asked, well, badly) in QUESTIONS.items():
        options = [{"id": "well", "text": well}, {"id": "badly", "text": badly}]
        question = {"id": "feels", "kind": "opinion", "text": asked, "options": options}
        (folder / f"check.{language}.yaml").write_text(yaml.safe_dump({"questions": [question]}), "utf-8")
    return starter


def wave(root: Path) -> str:
    return str(yaml.safe_load((root / "program.yaml").read_text("utf-8"))["waves"][0]["id"])


def rows(root: Path) -> list[tuple[str, str, str]]:
    with (root / "people" / "pulse.csv").open(encoding="utf-8", newline="") as stream:
        return [(r["on"], r["option"], r["answers"]) for r in csv.DictReader(stream)]


def import_(run: Run, root: Path, text: str, *more: str) -> tuple[int, str]:
    source = root.parent / "answers.csv"
    source.write_text(text, "utf-8")
    ran = run("import", "pulse", source, "-w", root, "--as-of", "2026-11-25", "--all", *more)
    return ran.code, ran.out + ran.err


def sheets(root: Path, *cells: str, day: str = "2029-01-01") -> str:
    return HEAD + "".join(f"{day} 10:0{n},{wave(root)},Zoe,{cell}\n" for n, cell in enumerate(cells))


def test_answer_sheets_become_counts_without_names_or_days_of_people(asking: Path, run: Run) -> None:
    code, said = import_(run, asking, sheets(asking, "well", "Well", "جيدًا", "بصعوبة", "Badly", "", "Dreadful"))
    assert code == 0 and "answers.csv:8:1: warning[CUR805] 'Dreadful' is no option" in said
    (well, badly) = sorted(rows(asking), key=lambda r: r[1], reverse=True)
    assert (well[1:], badly[1:]) == (("well", "3"), ("badly", "2"))
    written = (asking / "people" / "pulse.csv").read_text("utf-8")
    assert "Zoe" not in written and "2029" not in written, "the day is that of the pulse"
    assert run("check", "-w", asking).code == 0
    shown = run("support", "-w", asking).out
    assert "How does it go?  (5 answers)" in shown and " 60 %  Well" in shown and " 40 %  Badly" in shown


def test_fewer_than_five_answers_are_not_shown(asking: Path, run: Run) -> None:
    import_(run, asking, sheets(asking, "well", "well", "well", "badly"))
    shown = run("support", "-w", asking).out
    assert "fewer than 5 answers: not shown" in shown and "%" not in shown


def test_the_same_source_twice_changes_nothing_and_a_longer_one_takes_its_place(asking: Path, run: Run) -> None:
    first = sheets(asking, "well", "badly")
    import_(run, asking, first)
    assert "no change" in import_(run, asking, first)[1]
    import_(run, asking, sheets(asking, "well", "badly", "badly"))
    assert sorted(r[1:] for r in rows(asking)) == [("badly", "2"), ("well", "1")]


def test_counts_are_taken_as_they_are_and_other_days_stay(asking: Path, run: Run) -> None:
    head = "wave,on,question,option,answers\n"
    import_(run, asking, f"{head}{wave(asking)},2027-03-01,feels,well,7\n")
    code, said = import_(
        run, asking, f"{head}{wave(asking)},2027-05-01,How does it go?,Badly,٨\n{wave(asking)},2027-05-01,fels,well,1\n"
    )
    assert code == 0 and "answers.csv:3:1: warning[CUR805] 'fels'" in said
    assert rows(asking) == [("2027-03-01", "well", "7"), ("2027-05-01", "badly", "8")]


def test_a_dry_run_writes_nothing(asking: Path, run: Run) -> None:
    assert "nothing was written" in import_(run, asking, sheets(asking, "well"), "--dry-run")[1]
    assert not (asking / "people" / "pulse.csv").exists()


def test_a_table_without_any_question_stops_the_import(asking: Path, run: Run) -> None:
    code, said = import_(run, asking, "Name,Opinion\nZoe,well\n")
    assert code == 1 and "error[CUR806]" in said and "questions: feels" in said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("W,2027-13-01,feels,well,5", "pulse.csv:2:"),
        ("W,2027-03-01,feels,well,many", "'many' is not a whole number"),
        ("W,2027-03-01,feels,well,-1", "is less than 0"),
        ("W,2027-03-01,feels,well,5\nW,2027-03-01,feels,well,6", "counted twice"),
        ("X,2027-03-01,feels,well,5", "unknown wave 'X'"),
        ("W,2027-03-01,fels,well,5", "did you mean 'feels'?"),
        ("W,2027-03-01,feels,wel,5", "unknown option 'wel' of question 'feels'"),
    ],
)
def test_mistakes_in_the_table_are_named_with_their_line(asking: Path, run: Run, row: str, said: str) -> None:
    text = "wave,on,question,option,answers\n" + row.replace("W", wave(asking)) + "\n"
    (asking / "people" / "pulse.csv").write_text(text, "utf-8")
    checked = run("check", "-w", asking)
    assert checked.code == 1 and said in checked.out + checked.err
