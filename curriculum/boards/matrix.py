"""The people of a page: who needs action now, and the matrix people × competencies, as much as a page can hold.

A page travels by mail and opens on a phone. So it shows at most so many people; the workbook, CSV and JSON hold all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from curriculum.boards.actions import Action
from curriculum.boards.board import Board, Cell, Line
from curriculum.boards.said import SIGNS, Said

MOST_PEOPLE: Final = 500
MOST_CELLS: Final = 12_500  # of the matrix: some 2 MB; with many competencies there is room for fewer people
LEAST_PEOPLE: Final = 50
MOST_ACTIONS: Final = 300


PEOPLE_LEFT: Final = (
    "{shown} of {all} people are shown: direct reports, then the most urgent. The workbook and the CSV hold all."
)
ACTIONS_LEFT: Final = "{shown} of {all} lines are shown, the most urgent first. The workbook holds all."


def shown_lines(board: Board) -> Sequence[Line]:
    """Direct reports first, then who is most urgent, as many as there is room for; in the board's order."""
    most = max(LEAST_PEOPLE, min(MOST_PEOPLE, MOST_CELLS // max(1, len(board.columns))))
    if len(board.lines) <= most:
        return board.lines
    chosen = {line.id for line in sorted(board.lines, key=lambda line: not line.direct)[:most]}
    return [line for line in board.lines if line.id in chosen]


def people_parts(said: Said) -> Mapping[str, Any]:
    """What the template needs to show people; nobody without lines."""
    board, words = said.board, said.words
    actions, lines = board.actions, shown_lines(board)
    order = {line.id: n for n, line in enumerate(sorted(lines, key=lambda one: words.sort_key(said.who(one))))}
    there = {cell.status for line in lines for cell in line.cells}
    asked = {cell.of for line in lines for cell in line.cells}
    columns = [of for of in board.columns if of in asked]
    return {
        "actions": [_action(said, line, action) for line, action in actions[:MOST_ACTIONS]],
        "actions_left": _left(said, ACTIONS_LEFT, MOST_ACTIONS, len(actions)),
        "people_left": _left(said, PEOPLE_LEFT, len(lines), len(board.lines)),
        "statuses": [(str(status), said.status(status)) for status in SIGNS if status in there],
        "legend": [
            {"sign": sign, "group": group, "name": said.status(status)}
            for status, (sign, group) in SIGNS.items()
            if status in there
        ],
        "some_direct": any(line.direct for line in lines) and not all(line.direct for line in lines),
        "shown_one": words.pattern("{n} person", "{n} people", 1),
        "shown_many": words.pattern("{n} person", "{n} people", 20),
        "digits": words.digits("0123456789"),
        "columns": [said.of(of) for of in columns],
        "rows": [_row(said, line, order[line.id], columns) for line in lines],
    }


def _left(said: Said, sentence: str, shown: int, all_: int) -> str:
    """What is not on the page, and where it is; nothing where everything is here."""
    if shown >= all_:
        return ""
    return said.words.say(sentence, shown=said.words.number(shown), all=said.words.number(all_))


def _action(said: Said, line: Line, action: Action) -> Mapping[str, Any]:
    return {
        "kind": str(action.kind),
        "who": said.who(line),
        "matter": said.matter(action),
        "what": said.what(action),
        "to_do": said.to_do(action),
        "on": said.words.date(action.on) if action.on else "",
        "iso": action.on.isoformat() if action.on else "",
    }


def _row(said: Said, line: Line, order: int, columns: Sequence[str]) -> Mapping[str, Any]:
    words, cells = said.words, {cell.of: cell for cell in line.cells}
    roles = [said.role(role) for role in line.roles]
    about = [*filter(None, [words.join(roles), said.workplace(line.workplace)])]
    return {
        "who": said.who(line),
        "about": about,
        "find": " ".join(filter(None, [line.name, line.id, line.department or "", *about])),
        "order": f"{order:06}",
        "statuses": " ".join(sorted({str(cell.status) for cell in line.cells})),
        "direct": line.direct,
        "standing": words.get(str(line.standing)),
        "due": words.short_date(line.due_on) if line.due_on else "",
        "due_iso": line.due_on.isoformat() if line.due_on else "",
        "minutes": f"{line.bill.calibrated.likely:06}",
        "hours": words.hours(line.bill.calibrated.likely),
        "cells": [_cell(said, cells[of]) if of in cells else None for of in columns],
    }


def _cell(said: Said, cell: Cell) -> Mapping[str, Any]:
    sign, group = SIGNS[cell.status]
    return {
        "sign": sign,
        "group": group,
        "status": said.status(cell.status),
        "optional": cell.optional,
        "levels": said.levels(cell),
        "order": f"{list(SIGNS).index(cell.status):02} {cell.on.isoformat() if cell.on else '~'}",
        "on": said.words.short_date(cell.on) if cell.on else "",
        "iso": cell.on.isoformat() if cell.on else "",
    }
