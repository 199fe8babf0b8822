"""The steering committee reads the pulse: in per cent, by wave and day, never of fewer than five answers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import io
import json

import openpyxl
import pytest

from curriculum.boards.board import make_board
from curriculum.boards.data import as_json
from curriculum.boards.page import as_page
from curriculum.boards.pulse import questions_of
from curriculum.boards.seen import Seen, look
from curriculum.boards.sheets import as_workbook
from curriculum.model import PulseCount

MODULE, DAY = "pulse-questions", dt.date(2026, 11, 1)


def answered(seen: Seen, *counts: tuple[str, int, tuple[int, ...]], on: dt.date = DAY) -> Seen:
    """With answers: wave, which question, how many chose each of its options."""
    ws = seen.answer.workspace
    questions = list(questions_of(ws, MODULE, "en").values())
    rows = tuple(
        PulseCount(wave, on, str(questions[n].id), str(option.id), number)
        for wave, n, numbers in counts
        for option, number in zip(questions[n].options, numbers, strict=False)
    )
    return look(dataclasses.replace(seen.answer, workspace=dataclasses.replace(ws, pulse=rows)))


@pytest.mark.parametrize("language", ["en", "ar", "fa", "he"])
def test_the_committee_reads_it_in_its_language_the_same_everywhere(seen: Seen, language: str) -> None:
    board = make_board(answered(seen, ("wave-1", 0, (6, 3, 1)), ("wave-2", 0, (0, 4, 0))), None, language)
    first = next(iter(questions_of(board.ws, MODULE, language).values()))
    page, found = html.unescape(as_page(board)), json.loads(as_json(board))["pulse"]
    assert [(row["wave"], row["answers"]) for row in found] == [("wave-1", 10), ("wave-2", None)]
    assert list(found[0]["options"].values())[:3] == [6, 3, 1] and found[1]["options"] == {}
    assert first.text in page and [f"inline-size:{n}%" in page for n in (60, 30, 10)] == [True] * 3
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(board)))
    rows = [[cell.value for cell in row] for row in list(book.worksheets[-1].rows)[1:]]
    assert [row[4] for row in rows[:3]] == [60, 30, 10] and {row[5] for row in rows[:3]} == {10}
    assert rows[-1][0] == first.text and rows[-1][4:] == [None, None]


def test_four_answers_are_in_no_output(seen: Seen) -> None:
    board = make_board(answered(seen, ("wave-2", 0, (1, 3))), None, "en", has_lines=False)
    assert "too few to be shown" in as_page(board) and 'class="bar"' not in as_page(board)
    assert json.loads(as_json(board))["pulse"][0]["answers"] is None


def test_a_manager_does_not_read_it_nor_anybody_before_its_day(seen: Seen) -> None:
    told = answered(seen, ("wave-1", 0, (6, 3)))
    assert make_board(told, None, "en").answered and not make_board(told, "E1003", "en").answered
    later = answered(seen, ("wave-1", 0, (6, 3)), on=dt.date(2027, 3, 1))
    assert not make_board(later, None, "en").answered and 'id="pulse"' not in as_page(make_board(later, None, "en"))
