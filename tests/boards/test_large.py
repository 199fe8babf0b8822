"""A page that travels by mail: the most urgent of many people, and a sentence that says where the others are."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from curriculum.boards import sheets
from curriculum.boards.board import Board, make_board
from curriculum.boards.data import needs_csv
from curriculum.boards.matrix import MOST_ACTIONS, MOST_PEOPLE
from curriculum.boards.page import as_page
from curriculum.boards.seen import Seen, look
from curriculum.boards.sheets import as_workbook
from curriculum.boards.write import managers_of
from curriculum.pipeline import answer_needs
from curriculum.plan import reports_of
from tests.builders import day, module, person, workspace


def many(seen: Seen, times: int) -> Board:
    """The board of the sample's first manager, with each line so many times; none but the last are direct reports."""
    board = make_board(seen, "E1003", "en")
    lines = [
        dataclasses.replace(line, id=f"{line.id}-{n}", direct=n == times - 1 and line.direct)
        for line in board.lines
        for n in range(times)
    ]
    return dataclasses.replace(board, lines=tuple(lines), people=len(lines))


def test_a_page_shows_direct_reports_and_the_most_urgent_and_says_so(seen: Seen) -> None:
    board = many(seen, 58)
    page = as_page(board)
    assert len(board.lines) > 5000 and len(page) < 2_500_000
    shown = [line for line in board.lines if f" {line.id} " in page]
    assert page.count("data-find=") == len(shown) <= MOST_PEOPLE
    assert {line.id for line in board.lines if line.direct} <= {line.id for line in shown}
    others = [line.id for line in board.lines if not line.direct]
    kept = [line.id for line in shown if not line.direct]
    assert kept == others[: len(kept)], "of the others the most urgent, in their order"
    assert f"{len(shown)} of {len(board.lines)} people are shown" in page
    assert page.count('<tr class="k-') == MOST_ACTIONS < len(board.actions)
    assert f"{MOST_ACTIONS} of {len(board.actions)} lines are shown" in page


def test_csv_and_workbook_hold_everybody(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    board = many(seen, 8)
    table = needs_csv(board)
    assert all(f"{line.id}," in table for line in board.lines)
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(board)), read_only=True)
    rows = [row[0] for row in book.worksheets[2].iter_rows(min_row=2, values_only=True)]
    assert {line.id for line in board.lines if line.cells} == set(rows)
    monkeypatch.setattr(sheets, "MOST_ROWS", 100)  # a sheet holds a million
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(board)), read_only=True)
    rows = [row[0] for row in book.worksheets[2].iter_rows(min_row=2, values_only=True)]
    assert len(rows) == 101 and rows[-1] == "A sheet holds no more rows; the CSV file has all."


class Counted(tuple[Any, ...]):
    """Counts how often it is gone through."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        type(self).times += 1
        return super().__iter__()


def test_the_roster_is_not_read_again_for_each_manager() -> None:
    people = [person(f"p{n}", manager=f"p{(n - 1) // 3}" if n else None) for n in range(120)]
    ws = workspace(people=people, modules=[module("m", "reports beginner")])
    seen = look(answer_needs(ws, day("2026-05-01") or pytest.fail()))
    counted = dataclasses.replace(ws, people=Counted(ws.people))
    answer = dataclasses.replace(seen.answer, workspace=counted, people=Counted(seen.answer.people))
    seen = look(answer)
    Counted.times = 0
    managers = managers_of(counted, seen.direct)
    boards = [make_board(seen, manager, seen.language_of(manager)) for manager in managers]
    assert len(managers) == 40 and boards[0].people == 119
    assert [board.people for board in boards] == [len(reports_of(ws, manager)) for manager in managers]
    assert Counted.times <= 2
