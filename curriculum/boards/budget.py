"""The budget for the terminal and for programs: what training takes and costs, what makes it cheaper."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from curriculum.boards.board import Board, make_board
from curriculum.boards.data import number_rows
from curriculum.boards.page import GROUPS
from curriculum.boards.said import Said
from curriculum.boards.seen import Seen
from curriculum.cost import Bill, Change, Part, WhatIf, bills, changed, cheapest_changes
from curriculum.model import Rates, Workspace, record
from curriculum.pipeline import Answer

_DEAREST = 8


@record
class Budget:
    """The board of everybody as things are, the same as asked about (if anything was), and the dearest needs."""

    now: Board
    asked: Board | None
    dearest: tuple[tuple[str, Bill, Change | None], ...]


def make_budget(seen: Seen, asked: WhatIf) -> Budget:
    """Everything once as it is, once as asked; the dearest needs of what is shown last."""
    now = make_board(seen, None, "en")
    other = _as_asked(seen, asked) if asked != WhatIf() else None
    shown = other or seen
    answer = shown.answer
    dearest = cheapest_changes(answer.workspace, answer.people, answer.plan, shown.calibration, shown.parts)
    board = make_board(other, None, "en") if other else None
    return Budget(now=now, asked=board, dearest=tuple(dearest))


def _as_asked(seen: Seen, asked: WhatIf) -> Seen:
    answer = seen.answer
    ws: Workspace = changed(answer.workspace, asked)
    parts = bills(ws, answer.people, answer.plan, seen.calibration, asked.delivery)
    moved = Answer(workspace=ws, as_of=answer.as_of, people=answer.people, plan=answer.plan, findings=answer.findings)
    parts_of: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        parts_of[part.person].append(part)
    return dataclasses.replace(seen, answer=moved, parts=parts, parts_of=parts_of)


def budget_screen(budget: Budget) -> RenderableType:
    """Totals by group, then the dearest needs with the change that saves most."""
    board = budget.asked or budget.now
    said = Said(board)
    parts: list[RenderableType] = [Text(f"Budget as of {board.as_of}", style="bold"), Text(_sentence(budget))]
    if said.unset():
        parts.append(Text(said.unset()))
    parts += [_groups(said), _dearest(said, budget)]
    return Group(*parts)


def _sentence(budget: Budget) -> str:
    """What it costs now, and what it would cost."""
    now = Said(budget.now)
    total = budget.now.cuts.all.bill
    first = f"{now.words.hours(total.calibrated.likely)} to train. {now.cost_range() or 'No rates are set.'}"
    if budget.asked is None:
        return first
    then = Said(budget.asked)
    other = budget.asked.cuts.all.bill
    difference = other.money - total.money
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    amount = then.words.number(abs(round(difference)))
    asked = f"{then.words.hours(other.calibrated.likely)} to train. {then.cost_range()} ({sign}{amount})"
    return f"Now: {first}\nAs asked: {asked}"


def _groups(said: Said) -> Group:
    """A table for everybody and for each kind of group; hours, in figures that fit into 80 columns."""
    return Group(*(_group(said, by, heading) for by, heading in GROUPS.items()))


def _group(said: Said, by: str, heading: str) -> Table:
    cuts = said.board.cuts
    rates = said.board.ws.program.rates
    table = Table(
        title=heading or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False,
        collapse_padding=True,
    )  # fmt: skip
    table.add_column("hours", overflow="fold")
    for column in ("people", "train", "planned", "calibrated", "range", "recorded", *_currency(rates)):
        table.add_column(column, justify="right", no_wrap=True)
    for row in (cuts.all,) if by == "all" else cuts.by[by]:
        bill = row.bill
        low, high = _hours(bill.calibrated.low), _hours(bill.calibrated.high)
        table.add_row(
            Text(said.cut_key(row)),
            str(row.people),
            str(bill.learners),
            _hours(bill.planned.likely),
            _hours(bill.calibrated.likely),
            low if low == high else f"{low}–{high}",
            _hours(row.actual),
            *([said.words.number(round(bill.money))] if rates else []),
        )
    return table


def _currency(rates: Rates | None) -> tuple[str, ...]:
    return (rates.currency,) if rates else ()


def _hours(minutes: float) -> str:
    return "–" if not minutes else f"{minutes / 60:.0f}" if minutes >= 6000 else f"{minutes / 60:.1f}"


def _dearest(said: Said, budget: Budget) -> Table:
    table = Table(
        title="The most expensive needs, and the change that saves most",
        title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False,
        collapse_padding=True, caption="a change is an edit of the module's own module.yaml", caption_justify="left",
    )  # fmt: skip
    for column in ("need", "hours", "cost", "change", "saves"):
        table.add_column(column, justify="right" if column in ("hours", "cost", "saves") else "left", overflow="fold")
    for of, bill, change in budget.dearest[:_DEAREST]:
        table.add_row(
            of, said.words.hours(bill.calibrated.likely), said.cost(bill), Text(change_in_words(change)),
            _saves(said, change),
        )  # fmt: skip
    return table


def change_in_words(change: Change | None) -> str:
    """What to change in the module."""
    if change is None:
        return "–"
    if change.kind == "group":
        return f"groups of {change.value} in {change.module}"
    return f"teach {change.module} {change.value}"


def _saves(said: Said, change: Change | None) -> str:
    rates = said.board.ws.program.rates
    if change is None:
        return ""
    if change.is_money and rates:
        return said.words.money(change.saves, rates.currency)
    return said.words.hours(round(change.saves))


def budget_json(budget: Budget) -> str:
    """The same for programs."""
    document: dict[str, Any] = {
        "version": 1,
        "as_of": budget.now.as_of.isoformat(),
        "numbers": list(number_rows(budget.now)),
        "unset": list(budget.now.cuts.all.bill.unset),
        "as_asked": list(number_rows(budget.asked)) if budget.asked else None,
        "dearest": list(_dearest_rows(budget)),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _dearest_rows(budget: Budget) -> Iterator[dict[str, Any]]:
    for of, bill, change in budget.dearest:
        yield {
            "of": of,
            "minutes": bill.calibrated.likely,
            "cost": round(bill.money) if bill.cost else None,
            "change": None
            if change is None
            else {
                "kind": change.kind,
                "value": change.value,
                "module": change.module,
                "saves": round(change.saves),
                **change.at._asdict(),
            },
        }
