"""A board as JSON and CSV: ids, whole minutes and money, the same numbers as on the page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from curriculum.boards.board import Board, Cell, Line
from curriculum.boards.page import GROUPS
from curriculum.cost import Bill, Cut
from curriculum.report.formats import cells_as_csv

NEEDS: Final = (
    "person", "name", "direct", "department", "workplace", "wave", "access", "roles", "standing", "of", "required",
    "held", "status", "optional", "on", "minutes",
)  # fmt: skip
NUMBERS: Final = (
    "by", "key", "people", "learners", "planned", "planned_low", "planned_high", "calibrated", "calibrated_low",
    "calibrated_high", "recorded", "cost", "cost_learners", "cost_trainers", "cost_rooms", "cost_licences", "currency",
)  # fmt: skip


def need_rows(board: Board) -> Iterator[dict[str, Any]]:
    """One row for each need; people without needs have one row."""
    levels = ["", *(str(level.id) for level in board.ws.program.levels)]
    for line in board.lines:
        for cell in line.cells or (None,):
            yield {**_person(line), **(_need(cell, levels) if cell else {})}


def _person(line: Line) -> dict[str, Any]:
    return {
        "person": line.id,
        "name": line.name,
        "direct": line.direct,
        "department": line.department,
        "workplace": line.workplace,
        "wave": line.wave,
        "access": line.access,
        "roles": " ".join(line.roles),
        "standing": str(line.standing),
    }


def _need(cell: Cell, levels: list[str]) -> dict[str, Any]:
    return {
        "of": cell.of,
        "required": None if cell.is_module else levels[cell.required],
        "held": None if cell.is_module else levels[cell.held],
        "status": str(cell.status),
        "optional": cell.optional,
        "on": cell.on,
        "minutes": cell.minutes,
    }


def number_rows(board: Board) -> Iterator[dict[str, Any]]:
    """Everybody, then each group of each cut."""
    for by in GROUPS:
        for row in (board.cuts.all,) if by == "all" else board.cuts.by[by]:
            yield _numbers(board, row)


def _numbers(board: Board, row: Cut) -> dict[str, Any]:
    bill, rates = row.bill, board.ws.program.rates
    return {
        "by": row.by,
        "key": row.key,
        "people": row.people,
        "learners": bill.learners,
        "planned": bill.planned.likely,
        "planned_low": bill.planned.low,
        "planned_high": bill.planned.high,
        "calibrated": bill.calibrated.likely,
        "calibrated_low": bill.calibrated.low,
        "calibrated_high": bill.calibrated.high,
        "recorded": row.actual,
        "cost": _money(bill),
        **{f"cost_{part}": _part(bill, part) for part in ("learners", "trainers", "rooms", "licences")},
        "currency": rates.currency if rates else None,
    }


def _money(bill: Bill) -> int | None:
    """Whole units of all that is known; None where nothing is, which is not zero."""
    return round(bill.money) if bill.cost else None


def _part(bill: Bill, part: str) -> int | None:
    return round(bill.cost[part]) if part in bill.cost else None


def needs_csv(board: Board) -> str:
    """For spreadsheets: with a mark that it is UTF-8, cells guarded against formulas."""
    return "\ufeff" + cells_as_csv(NEEDS, map(_plain, need_rows(board)))


def numbers_csv(board: Board) -> str:
    """The totals, in the same form."""
    return "\ufeff" + cells_as_csv(NUMBERS, map(_plain, number_rows(board)))


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}


def _coverage(board: Board) -> list[dict[str, Any]]:
    return [
        {
            "of": row.of,
            "kind": "goal" if row.is_goal else "cause",
            "modules": list(row.modules),
            "people": row.people,
            "trained": row.trained,
            "blind": list(row.blind),
        }
        for row in board.covered
    ]


def _follow_up(board: Board) -> list[dict[str, Any]]:
    return [
        {
            "of": row.of,
            "from_on": row.from_on.isoformat(),
            "until_on": row.until_on.isoformat(),
            "required": row.required,
            "people": row.people,
        }
        for row in board.helped
    ]


def _pulse(board: Board) -> list[dict[str, Any]]:
    return [
        {
            "module": row.module,
            "question": row.question,
            "wave": row.wave,
            "on": row.on.isoformat(),
            "answers": row.answers,
            "options": dict(row.options),
        }
        for row in board.answered
    ]


def as_json(board: Board) -> str:
    """Everything in one document."""
    estimates = (board.calibration.estimates[module] for module in board.modules)
    document = {
        "version": 1,
        "as_of": board.as_of.isoformat(),
        "manager": board.manager,
        "actions": [
            {
                "person": line.id,
                "kind": str(action.kind),
                "of": list(action.of),
                "modules": list(action.modules),
                "minutes": action.minutes,
                "on": action.on.isoformat() if action.on else None,
                "feasible_on": action.feasible_on.isoformat() if action.feasible_on else None,
                "lacking": [_plain(row._asdict()) for row in action.lacking],
            }
            for line, action in board.actions
        ],
        "needs": [_plain(row) for row in need_rows(board)],
        "numbers": list(number_rows(board)),
        "unset": list(board.cuts.all.bill.unset),
        "burn_up": {
            "done": [[point.on.isoformat(), point.minutes] for point in board.burn.done],
            "asked": [[point.on.isoformat(), point.minutes] for point in board.burn.asked],
            "scope": board.burn.scope,
        },
        "coverage": _coverage(board),
        "follow_up": _follow_up(board),
        "pulse": _pulse(board),
        "estimates": [
            {
                "module": estimate.module,
                "planned": estimate.planned._asdict(),
                "calibrated": estimate.calibrated._asdict(),
                "records": estimate.records,
                "recorded": estimate.actual,
            }
            for estimate in estimates
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
