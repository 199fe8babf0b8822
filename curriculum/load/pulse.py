"""people/pulse.csv → counts of answers. A row that cannot be read is reported and left out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from curriculum import codes
from curriculum.diagnostics import Position
from curriculum.load.cells import Unreadable, read_date, read_whole
from curriculum.load.mistakes import Mistakes
from curriculum.load.tables import Table, read_table
from curriculum.model import PULSE, PulseCount

COLUMNS: Final = ("wave", "on", "question", "option", "answers")


def read_pulse(root: Path, mistakes: Mistakes) -> tuple[PulseCount, ...]:
    """The counts in order of the rows.

    May report MISSING_COLUMN, UNKNOWN_COLUMN, BAD_DATE, WRONG_VALUE, REPEATED_ROW and what tables may report.
    """
    found: dict[tuple[str, ...], PulseCount] = {}
    with read_table(root, PULSE, mistakes) as table:
        if table is None or not table.require(COLUMNS):
            return ()
        for row in table.rows():
            if table.is_damaged:
                continue
            cells = {name: row[table.columns.index(name)] for name in COLUMNS}
            day, answers = _day(table, cells["on"]), _answers(table, cells["answers"])
            if day is None or answers is None:
                continue
            key = tuple(cells[name] for name in COLUMNS[:4])
            if key in found:
                related = [(Position(PULSE, found[key].line), "the other row")]
                message, hint = "this option is counted twice", "add them up, and remove one of them"
                mistakes.add(codes.REPEATED_ROW, table.place(0), message, hint, related)
            else:
                found[key] = PulseCount(key[0], day, key[2], key[3], answers, table.line)
        return () if table.is_cut else tuple(found.values())


def _day(table: Table, text: str) -> dt.date | None:
    day = read_date(text)
    if isinstance(day, Unreadable):
        table.mistakes.add(codes.BAD_DATE, table.place(table.columns.index("on")), f"on: {day.message}", day.hint)
        return None
    return day


def _answers(table: Table, text: str) -> int | None:
    number = read_whole(text)
    if isinstance(number, Unreadable) or number < 0:
        why = number.message if isinstance(number, Unreadable) else f"'{text}' is less than 0"
        hint = "how many people chose the option"
        table.mistakes.add(codes.WRONG_VALUE, table.place(table.columns.index("answers")), f"answers: {why}", hint)
        return None
    return number
