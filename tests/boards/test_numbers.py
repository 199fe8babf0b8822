"""The same numbers on every output, and each total is the sum of its parts."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from curriculum.boards.actions import Kind
from curriculum.boards.board import make_board
from curriculum.boards.burn import completed_on
from curriculum.boards.page import as_one_page
from curriculum.boards.pdf import as_pdf, find_browser
from curriculum.boards.said import Said
from curriculum.boards.seats import Seats
from curriculum.boards.seen import Seen
from curriculum.boards.write import managers_of
from curriculum.cost import total_of
from curriculum.model import Status
from curriculum.plan import make_totals
from tests.builders import day, evidence, module, person, workspace
from tests.conftest import SAMPLE_DAY, Run

NAMES = ("committee", "manager-E1003", "manager-E1005", "manager-E1017")


def document(reports: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((reports / f"{name}.json").read_text())
    return found


def rows_by(found: dict[str, Any], by: str) -> list[dict[str, Any]]:
    return [row for row in found["numbers"] if row["by"] == by]


@pytest.mark.parametrize("name", NAMES)
def test_totals_are_the_sums_of_their_parts(reports: Path, name: str) -> None:
    found = document(reports, name)
    (everybody,) = rows_by(found, "all")
    assert everybody["calibrated"] == sum(row.get("minutes") or 0 for row in found["needs"] if not row.get("optional"))
    for by in ("reading", "wave", "workplace", "level"):
        rows = rows_by(found, by)
        for key in ("planned", "calibrated"):
            assert sum(row[key] for row in rows) == everybody[key], (by, key)
        assert abs(sum(row["cost"] for row in rows) - everybody["cost"]) <= len(rows), by
        if by != "level":
            assert sum(row["people"] for row in rows) == everybody["people"], by
            assert sum(row["recorded"] for row in rows) == everybody["recorded"], by
    for row in found["numbers"]:
        parts = [row[f"cost_{part}"] or 0 for part in ("learners", "trainers", "rooms", "licences")]
        assert abs(sum(parts) - row["cost"]) <= 3
        assert row["calibrated_low"] <= row["calibrated"] <= row["calibrated_high"]


def test_the_plan_says_the_same(seen: Seen, reports: Path) -> None:
    """Planned minutes are those of `curriculum needs --totals`."""
    answer = seen.answer
    totals = make_totals(answer.workspace, answer.people, answer.plan)
    (everybody,) = rows_by(document(reports, "committee"), "all")
    assert (everybody["planned_low"], everybody["planned"], everybody["planned_high"]) == totals.all.minutes
    levels = [row["planned"] for row in rows_by(document(reports, "committee"), "level")]
    assert levels == list(totals.all.minutes_by_level)


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_workbook_have_the_numbers_of_the_json(reports: Path, name: str) -> None:
    found = document(reports, name)
    table = list(csv.DictReader(io.StringIO((reports / f"{name}-numbers.csv").read_text("utf-8-sig"))))
    as_text = [{key: "" if value is None else str(value) for key, value in row.items()} for row in found["numbers"]]
    assert table == as_text
    needs = list(csv.DictReader(io.StringIO((reports / f"{name}-needs.csv").read_text("utf-8-sig"))))
    assert [(row["person"], row["of"], row["minutes"]) for row in needs] == [
        (row["person"], row.get("of") or "", str(row.get("minutes", ""))) for row in found["needs"]
    ]
    book = openpyxl.load_workbook(reports / f"{name}.xlsx")
    numbers = [[cell.value for cell in row] for row in list(book.worksheets[3].rows)[1:]]
    keys = ("people", "learners", "planned", "calibrated", "calibrated_low", "calibrated_high", "recorded", "cost")
    assert [row[2:10] for row in numbers] == [[row[key] for key in keys] for row in found["numbers"]]
    by_need = [[cell.value for cell in row] for row in list(book.worksheets[2].rows)[1:]]
    assert [(row[0], row[7]) for row in by_need] == [
        (row["person"], row["minutes"]) for row in found["needs"] if "minutes" in row
    ]


@pytest.mark.browser
def test_every_output_says_the_same_of_everybody(
    seen: Seen, reports: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Terminal (needs, status, budget), page, PDF, workbook, CSV and JSON: people, hours, the range, money."""
    monkeypatch.setenv("COLUMNS", "200")
    as_of = ("--as-of", SAMPLE_DAY)
    (row,) = rows_by(document(reports, "committee"), "all")
    (csv_row,) = [r for r in csv.DictReader(io.StringIO(read(reports / "committee-numbers.csv"))) if r["by"] == "all"]
    assert csv_row == {key: "" if value is None else str(value) for key, value in row.items()}
    sheet = openpyxl.load_workbook(reports / "committee.xlsx").worksheets[3]
    keys = ("people", "learners", "planned", "calibrated", "calibrated_low", "calibrated_high", "recorded", "cost")
    assert [cell.value for cell in list(sheet.rows)[1]][2:10] == [row[key] for key in keys]
    budget = json.loads(run("budget", *as_of, "--format", "json").out)
    assert next(r for r in budget["numbers"] if r["by"] == "all") == row
    totals = json.loads(run("needs", "--totals", *as_of, "--format", "json").out)["totals"]["all"]
    assert totals["minutes"] == {end: row["planned" + key] for end, key in LOW_LIKELY_HIGH}
    assert totals["to_train"] >= row["learners"]

    hours = {key: str(round(row[key] / 60)) for key in ("planned", "calibrated", "calibrated_low", "calibrated_high")}
    span, cost = (hours["calibrated_low"], hours["calibrated_high"]), f"{row['cost']:,}"
    line = next(line for line in run("budget", *as_of).out.splitlines() if line.split()[:1] == ["everybody"])
    found = [str(row["people"]), str(row["learners"]), hours["planned"], hours["calibrated"], "–".join(span)]
    assert line.split()[1:6] == found and line.split()[-1] == cost
    for words in (("needs", "--totals"), ("status",), ("tally",)):
        assert f"{hours['planned']} hours of training" in " ".join(run(*words, *as_of).out.split()), words
    cells = [
        str(row["people"]), str(row["learners"]), f"{hours['planned']} h", f"{hours['calibrated']} h",
        f"{span[0]} h to {span[1]} h", f"{round(row['recorded'] / 60)} h", f"{cost} EUR",
    ]  # fmt: skip
    page = read(reports / "committee.html")
    assert '<tr><th scope="row">everybody</th>' + "".join(f"<td>{cell}</td>" for cell in cells) in page
    made = as_pdf(as_one_page(make_board(seen, None, "en")), find_browser() or "")
    assert made
    pdf = pypdf.PdfReader(io.BytesIO(made))
    assert len(pdf.pages) == 1 and " ".join(["everybody", *cells]) in " ".join(pdf.pages[0].extract_text().split())


LOW_LIKELY_HIGH = (("low", "_low"), ("likely", ""), ("high", "_high"))


def read(path: Path) -> str:
    return path.read_text("utf-8-sig")


@pytest.mark.parametrize("language", ["en", "ar", "fa", "he"])
def test_the_page_shows_the_numbers_of_the_json(seen: Seen, language: str) -> None:
    from curriculum.boards.page import as_page

    board = make_board(seen, "E1003", language)
    said, page = Said(board), html.unescape(re.sub(r"<style>.*?</style>|<script>.*?</script>", "", as_page(board)))
    words = said.words
    for cut in (board.cuts.all, *(row for rows in board.cuts.by.values() for row in rows)):
        cells = [
            words.number(cut.people), words.number(cut.bill.learners), words.hours(cut.bill.planned.likely),
            words.hours(cut.bill.calibrated.likely), words.between(cut.bill.calibrated), words.hours(cut.actual),
            said.cost(cut.bill),
        ]  # fmt: skip
        name = said.cut_key(cut)
        assert f'<tr><th scope="row">{name}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) in page
    for kind, number in board.kinds.items():
        if number:
            assert f"<b>{words.number(number)}</b> {said.kind(kind)}" in page
    assert page.count('<tr class="k-') == len(board.actions)
    assert page.count("data-find=") == len(board.lines) == board.people


def test_a_managers_board_is_a_part_of_everybodys(seen: Seen) -> None:
    whole = {line.id: line for line in make_board(seen, None, "en").lines}
    for manager in managers_of(seen.answer.workspace):
        board = make_board(seen, manager, "en")
        assert board.lines
        for line in board.lines:
            assert dataclasses.replace(line, direct=False) == whole[line.id]
        assert any(line.direct for line in board.lines)
        bill = total_of([part for part in seen.parts if part.person in {line.id for line in board.lines}])
        assert board.cuts.all.bill == bill


def test_everybody_who_needs_action_is_there(seen: Seen) -> None:
    """Against the answer itself, by its own words."""
    board = make_board(seen, None, "en")
    answer = seen.answer
    late = {p for p, path in answer.plan.paths.items() if path.late and not path.late.has_passed}
    assert board.kinds[Kind.IMPOSSIBLE] == len(late) > 0
    too_late = {Status.OVERDUE, Status.EXPIRED, Status.REVOKED}
    overdue = {f.person.id for f in answer.people if any(n.status in too_late and not n.optional for n in f.needs)}
    assert {line.id for line, action in board.actions if action.kind is Kind.OVERDUE} == overdue and overdue
    soon = answer.as_of + dt.timedelta(days=90)
    expiring = {
        f.person.id
        for f in answer.people
        for n in f.needs
        if not n.optional and not n.status.is_open and n.valid_until and answer.as_of <= n.valid_until <= soon
    }
    assert {line.id for line, action in board.actions if action.kind is Kind.EXPIRING} == expiring and expiring


def test_where_there_is_a_schedule_those_without_a_place_are_named(seen: Seen) -> None:
    assert make_board(seen, None, "en").kinds[Kind.UNSCHEDULED] == 0
    booked = dataclasses.replace(seen, seats=Seats(booked={}, lacking={}))
    board = make_board(booked, None, "en")
    taught = {part.person for part in seen.parts if part.delivery in ("classroom", "online")}
    named = {line.id for line, action in board.actions if action.kind is Kind.UNSCHEDULED}
    assert named and named <= taught
    one = sorted(named)[0]
    seats = Seats(booked={one: [part.module for part in seen.parts if part.person == one]}, lacking={})
    with_seats = make_board(dataclasses.replace(seen, seats=seats), None, "en")
    assert with_seats.kinds[Kind.UNSCHEDULED] == len(named) - 1


def test_the_burn_up_ends_at_what_is_done_and_at_the_scope(seen: Seen) -> None:
    burn = make_board(seen, None, "en").burn
    assert burn.done[-1].on == seen.answer.as_of
    minutes = [point.minutes for point in (*burn.done, *burn.asked)]
    assert minutes == sorted(minutes) and minutes[-1] <= burn.scope
    assert burn.done[-1].minutes > 0


def test_a_voided_completion_is_not_done_in_the_burn_up() -> None:
    rows = [
        evidence("p", "2026-02-01", module="m", id="a"),
        evidence("p", "2026-04-01", module="m", id="b"),
        evidence("p", "2026-04-20", module="m", outcome="voided", voids="b"),
    ]
    ws = workspace(modules=[module("m", "reports beginner", minutes=30)], people=[person("p")], evidence=rows)
    assert completed_on(ws, day("2026-05-01")) == {"p": {"m": day("2026-02-01")}}
    assert completed_on(ws, day("2026-04-10")) == {"p": {"m": day("2026-04-01")}}, "not yet voided then"


def test_causes_and_goals_count_the_people_they_are_about(seen: Seen) -> None:
    board = make_board(seen, None, "en")
    assert len(board.covered) == len(seen.coverage.causes) + len(seen.coverage.goals) > 5
    for row, known in zip(board.covered, (*seen.coverage.causes, *seen.coverage.goals), strict=True):
        about = [line for line in board.lines if set(line.roles) & set(known.expected)]
        assert row.people == len(about) and row.trained is not None and row.trained <= len(about)
        assert row.blind == known.empty
    assert any(row.trained for row in board.covered)


def test_rule_32_help_after_go_live_is_counted_for_the_people_of_the_board(seen: Seen, reports: Path) -> None:
    everybody, rows = make_board(seen, None, "en"), document(reports, "committee")["follow_up"]
    support = seen.answer.plan.support
    assert len(everybody.helped) == len(seen.answer.workspace.program.follow_up) > 3
    for row in everybody.helped:
        mine = {person: [s.on for s in days if s.follow_up == row.of] for person, days in support.items()}
        assert row.people == sum(bool(days) for days in mine.values())
        assert (row.from_on, row.until_on) == (
            min(min(d) for d in mine.values() if d),
            max(max(d) for d in mine.values() if d),
        )
    assert [row["of"] for row in rows] == [row.of for row in everybody.helped]
    page = html.unescape((reports / "committee.html").read_text())
    assert 'id="helped"' in page
    below = document(reports, "manager-E1017")["follow_up"]
    assert below and all(
        row["people"] <= all_of.people for row in below for all_of in everybody.helped if all_of.of == row["of"]
    )
