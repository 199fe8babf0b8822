"""Answers to the pulse, as CSV of any form tool → counts in people/pulse.csv. No row of it is about one person.

Two shapes are read. One row an answer sheet: a column whose heading is a question (its id, or its words in any
language), cells that are options. Or counts: columns `question`, `option`, `answers`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.csv_text import as_csv
from curriculum.exchange.dates import Unclear, digits, order_in, read_day
from curriculum.exchange.imported import Imported
from curriculum.exchange.rows import ForeignTable, Picked, Row, opened_table, pick_columns
from curriculum.load.spelling import column_name
from curriculum.model import PULSE, Question, Wave, Workspace
from curriculum.model.mapping import DateOrder, PulseMap

_COLUMNS: Final = ("wave", "on", "question", "option", "answers")
_NAMES: Final = {
    "wave": "wave, group, الموجة, موج, גל",
    "on": """on, date, timestamp, submitted, submitted at, submission date, completion time, start time, التاريخ,
        طابع زمني, تاریخ, תאריך, חותמת זמן""",
    "question": "question, السؤال, پرسش, שאלה",
    "option": "option, answer, choice, الخيار, الإجابة, گزینه, پاسخ, אפשרות, תשובה",
    "answers": "answers, count, responses, number, العدد, تعداد, מספר",
}
_USUAL: Final = {column_name(name.strip()): ours for ours, names in _NAMES.items() for name in names.split(",")}

_Key = tuple[str, dt.date, str, str]  # wave, day, question, option


class Asked(NamedTuple):
    """A question with every spelling of its options."""

    id: str
    options: dict[str, str]  # spelling → id


def import_pulse(source: Path, ws: Workspace, said: PulseMap, as_of: dt.date) -> Imported:
    """Counts the answers. What the source has of a question, wave and day takes the place of what was there."""
    into = Imported(source)
    with opened_table(source, said.encoding, into) as table:
        if table is not None:
            _Reader(ws, said, as_of, into).read(table)
    return into


def _spelt(text: str) -> str:
    return column_name(" ".join(text.split()))


class _Reader:
    """Rows → counts."""

    def __init__(self, ws: Workspace, said: PulseMap, as_of: dt.date, into: Imported) -> None:
        self._ws, self._said, self._as_of, self._into = ws, said, as_of, into
        self._asked: dict[str, Asked] = {}
        pulses = [part for part in ws.program.follow_up if part.module is not None]
        named = {str(part.module) for part in pulses}
        for (module, _), check in ws.checks.items():
            for question in check.questions if check.asks_opinions and module in named else ():
                self._know(question)
        asking = {module for (module, _), check in ws.checks.items() if check.asks_opinions}
        self._days = sorted({day for part in pulses if part.module in asking for day in part.days_after})
        self._waves = {spelling: wave for wave in ws.program.waves for spelling in _names(wave)}
        self._order: DateOrder | None = said.dates

    def _know(self, question: Question) -> None:
        id = str(question.id)
        known = self._asked.get(_spelt(id)) or Asked(id, {})
        for option in question.options:
            known.options.update({_spelt(str(option.id)): str(option.id), _spelt(option.text): str(option.id)})
        self._asked |= {_spelt(id): known, _spelt(question.text): known}

    def read(self, table: ForeignTable) -> None:
        """Fills `files` with the new people/pulse.csv."""
        at = Position(str(self._into.source))
        picked = pick_columns(table, self._said.columns, _USUAL, self._into, at)
        if picked is None:
            return
        are_counts = all(name in picked.ours for name in ("question", "option", "answers"))
        sheets = {name: self._asked[_spelt(name)] for name in table.columns if _spelt(name) in self._asked}
        if not are_counts and not sheets:
            message = "no column is a question of a pulse, and there are no counts"
            hint = f"questions: {', '.join(dict.fromkeys(a.id for a in self._asked.values())) or 'none'}"
            self._into.note(codes.MAP_WRONG, at, message, hint)
            return
        read = {*(() if are_counts else sheets), *(name for names in picked.ours.values() for name in names)}
        unread = [name for name in table.columns if not name.startswith("#") and name not in read]
        if unread:
            self._into.left_out(at, f"columns that are no question: {', '.join(unread)}")
        rows = list(table.rows)
        self._order = self._order or order_in(picked.text(row, "on") for row in rows)
        counts: Counter[_Key] = Counter()
        for row in rows:
            self._take(row, picked, counts, {} if are_counts else sheets)
        self._finish(counts)

    def _take(self, row: Row, picked: Picked, counts: Counter[_Key], sheets: dict[str, Asked]) -> None:
        wave = self._wave(picked.text(row, "wave"), row)
        day = self._day(picked.text(row, "on"), row)
        if wave is None or day is None:
            return
        if not sheets:
            asked = self._asked.get(_spelt(picked.text(row, "question")))
            number = digits(picked.text(row, "answers")).strip()
            if asked is None or not number.isdecimal():
                why = "is no question of a pulse" if asked is None else "has no whole number of answers"
                self._into.left_out(row.at, f"'{picked.text(row, 'question')}' {why}")
                return
            self._count(counts, (wave, day, asked, picked.text(row, "option")), int(number), row)
            return
        self._into.took["answer sheets"] += 1
        on = self._round(wave, day)
        for name, asked in sheets.items():
            if row.cells.get(name, "").strip():
                self._count(counts, (wave, on, asked, row.cells[name]), 1, row)

    def _count(self, counts: Counter[_Key], chosen: tuple[Wave, dt.date, Asked, str], number: int, row: Row) -> None:
        wave, on, asked, text = chosen
        option = asked.options.get(_spelt(text))
        if option is None:
            self._into.left_out(row.at, f"'{text}' is no option of question '{asked.id}'")
            return
        counts[str(wave.id), on, asked.id, option] += number
        self._into.took["answers"] += number

    def _wave(self, text: str, row: Row) -> Wave | None:
        """As the row says, else as the map says, else the only one."""
        waves = self._ws.program.waves
        wanted = text or (self._said.wave or "")
        if not wanted and len(waves) == 1:
            return waves[0]
        found = self._waves.get(_spelt(wanted))
        if found is None:
            hint = f"say `wave:` in the map, or give the table a column; waves: {', '.join(str(w.id) for w in waves)}"
            self._into.left_out(row.at, f"'{wanted}' is no wave" if wanted else "the row names no wave", hint)
        return found

    def _day(self, text: str, row: Row) -> dt.date | None:
        try:
            return read_day(text, self._order) if text else self._as_of
        except Unclear as why:
            self._into.note(codes.DATE_UNCLEAR, row.at, f"{why}; the row is left out", "say `dates:` in the map")
            return None

    def _round(self, wave: Wave, day: dt.date) -> dt.date:
        """The pulse that a sheet belongs to: the last one that had begun. So no day is that of one person."""
        rounds = [wave.go_live_on + dt.timedelta(days=after) for after in self._days]
        return max((on for on in rounds if on <= day), default=min(rounds, default=day))

    def _finish(self, counts: Counter[_Key]) -> None:
        new = {key[:3] for key in counts}
        old = {(r.wave, r.on, r.question, r.option): r.answers for r in self._ws.pulse}
        kept = {key: answers for key, answers in old.items() if key[:3] not in new}
        rows = [
            dict(zip(_COLUMNS, (wave, on.isoformat(), question, option, str(number)), strict=True))
            for (wave, on, question, option), number in sorted({**kept, **counts}.items())
        ]
        if counts:
            self._into.files[PULSE] = as_csv(_COLUMNS, rows)


def _names(wave: Wave) -> list[str]:
    return [_spelt(str(wave.id)), *(_spelt(words) for words in wave.title.words.values())]
