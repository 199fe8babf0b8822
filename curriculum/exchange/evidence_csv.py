"""Completions as CSV of any LMS: one row a completion, or one row a person and a column for each activity (Moodle)."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.dates import Unclear, digits, order_in, read_day
from curriculum.exchange.evidence import Claim, EvidenceTaker
from curriculum.exchange.imported import Imported
from curriculum.exchange.rows import ForeignTable, Picked, opened_table, pick_columns
from curriculum.load.spelling import column_name
from curriculum.model.mapping import DateOrder, EvidenceMap

_NAMES: Final = {
    "person": """person, employee id, employee number, employee no, emp id, student id, id student, student number,
        student no, matriculation number, matrikelnummer, učo, user id, userid, username, user name, user, id number,
        learner id, learner, student, staff id, personalnummer, osobní číslo, رقم الموظف, الرقم الجامعي, رقم الطالب,
        شماره پرسنلی, شماره دانشجویی, מספר עובד, מספר סטודנט""",
    "email": "email, e-mail, email address, mail, البريد الإلكتروني, ایمیل, אימייל",
    "module": """module, course code, code module, module code, course id, course, course name, course title, training,
        training name, training title, learning item, item title, subject code, subject, kurs, kurz, předmět,
        kód předmětu, رمز المقرر, المقرر, الدورة, اسم الدورة, کد درس, درس, دوره, קורס, קוד קורס, נושא""",
    "on": """on, date, completion date, completed on, completed, date completed, completed at, finished, finish date,
        result date, graded on, award date, exam date, end date, timestamp, abschlussdatum, prüfungsdatum,
        datum dokončení, datum zkoušky,
        تاريخ الإكمال, تاريخ الانتهاء,
        تاريخ الاختبار, تاریخ تکمیل, תאריך השלמה, תאריך סיום,
        term, semester, academic period, code presentation, semestr, الفصل الدراسي, نیمسال, סמסטר""",
    "outcome": """outcome, status, completion status, result, final result, completion, course status, final grade,
        letter grade, ergebnis, stav, výsledek,
        الحالة, التقدير,
        النتيجة, وضعیت, نتیجه, סטטוס, תוצאה""",
    "minutes": "minutes, duration, time spent, total time, dauer, trvání, المدة, مدت, משך",
    "score": "score, grade, mark, points, percent, note, známka, الدرجة, نمره, ציון",
    "valid_until": """valid until, expires, expiry date, expiration date, expires on, gültig bis, platí do, صالح حتى,
        בתוקף עד""",
    "id": "id, record id, completion id, transcript id",
    "level": "level",
}  # fmt: skip
_COLUMNS: Final = {column_name(name.strip()): ours for ours, names in _NAMES.items() for name in names.split(",")}
_DATES: Final = ("on", "valid_until")
_CELLS: Final = ("person", "module", "on", "outcome", "minutes", "score", "id", "valid_until", "email")
_SCORE: Final = _CELLS.index("score")
_SAMPLE: Final = 1000  # rows from which the order of days is told


def import_evidence_csv(source: Path, said: EvidenceMap, taker: EvidenceTaker, into: Imported) -> None:
    """Gives every row to the taker."""
    with opened_table(source, said.encoding, into) as table:
        if table is None:
            return
        at = Position(str(source))
        picked = pick_columns(table, said.columns, _COLUMNS, into, at)
        if picked is None:
            return
        if "person" not in picked.ours and "email" not in picked.ours:
            hint = f"`columns: {{person: …}}` in the map; columns: {', '.join(filter(None, table.columns))}"
            into.note(codes.MAP_WRONG, at, "no column is known to hold people", hint)
        elif "module" in picked.ours:
            _Long(picked, said, into).read(table, taker)
        else:
            _read_wide(table, picked, said, taker, into)


class _Long:
    """One row a completion. Rows are read as they come: there may be millions."""

    def __init__(self, picked: Picked, said: EvidenceMap, into: Imported) -> None:
        self._picked, self._said, self._into = picked, said, into
        self._orders: dict[str, DateOrder | None] = {}
        self._days: dict[tuple[str, str], dt.date] = {}
        self._unclear: dict[str, tuple[str, Position, int]] = {}
        self._has_grades = False
        self._terms = _terms(said, into)

    def read(self, table: ForeignTable, taker: EvidenceTaker) -> None:
        """All rows; the order of days is told from the first thousand."""
        ours = dict(self._picked.ours)
        if "outcome" not in ours and "on" not in ours and "score" not in ours:
            message = "no column says how it ended, and none says when"
            self._into.note(codes.MAP_WRONG, Position(str(self._into.source)), message, "`columns:` in the map")
            return
        rows = table.cells([ours.get(column, ()) for column in _CELLS])
        first = list(itertools.islice(rows, _SAMPLE))
        if "outcome" not in ours and (marks := ours.get("score")) and _are_words([row[_SCORE] for _, row in first]):
            at = Position(str(self._into.source))
            self._into.mapped(at, f"column '{marks[0]}' holds words, so it says how it ended", "`columns:` in the map")
            self._has_grades = True
        for column in _DATES:
            place = _CELLS.index(column)
            self._orders[column] = self._said.dates or order_in({row[place] for _, row in first})
        file = str(self._into.source)
        for line, row in itertools.chain(first, rows):
            taker.take(self._claim(row, Position(file, line)))
        for text, (why, at, count) in self._unclear.items():
            hint = f'say `dates:`, or `days: {{"{text}": …}}`, in the map'
            many = f" ({count:,} rows)" if count > 1 else ""
            self._into.note(codes.DATE_UNCLEAR, at, f"{why}; read as no day{many}", hint)

    def _claim(self, row: Sequence[str], at: Position) -> Claim:
        person, course, on, outcome, duration, score, id, valid_until, email = row
        if self._has_grades:
            outcome, score = score, ""
        return Claim(
            person if person.isascii() else digits(person),
            course,
            self._day(on, "on", at),
            outcome,
            at,
            duration,
            _score(score) if score else None,
            id,
            "",
            self._day(valid_until, "valid_until", at) if valid_until else None,
            email,
        )

    def _day(self, text: str, column: str, at: Position) -> dt.date | None:
        day = self._days.get((column, text))
        if day is None and text and text != "-":
            day = self._terms.get(column_name(text))
            try:
                day = day or read_day(text, self._orders[column])
            except Unclear as why:
                _, first, count = self._unclear.get(text, ("", at, 0))
                if first is at and len(self._unclear) == _SAMPLE:
                    return None  # a thousand different texts are told; more say nothing new
                self._unclear[text] = (str(why), first, count + 1)
            else:
                if len(self._days) < _SAMPLE * 100:
                    self._days[column, text] = day
        return day


def _read_day(text: str, order: DateOrder | None, at: Position, into: Imported) -> dt.date | None:
    if not text or text == "-":
        return None
    try:
        return read_day(text, order)
    except Unclear as why:
        into.note(codes.DATE_UNCLEAR, at, f"{why}; read as no day", "say `dates:` in the map")
        return None


def _terms(said: EvidenceMap, into: Imported) -> dict[str, dt.date]:
    """Their words for a time → days, as the map says."""
    found: dict[str, dt.date] = {}
    for word, values in said.days.items():
        try:
            found[column_name(word)] = dt.date.fromisoformat(str(values[0]))
        except ValueError:
            message = f"days: '{values[0]}' is no day such as 2026-06-30"
            into.note(codes.MAP_WRONG, values[0].at, message)
    return found


def _are_words(cells: Sequence[str]) -> bool:
    """Whether a column of marks holds letters or words: `A`, `Pass`. Numbers are points."""
    found = [cell for cell in cells if cell]
    return bool(found) and sum(_score(cell) is None for cell in found) * 2 > len(found)


def _score(text: str) -> float | None:
    plain = digits(text).replace("%", "").replace(",", ".").strip()
    try:
        return float(plain) if plain else None
    except ValueError:
        return None


def _read_wide(table: ForeignTable, picked: Picked, said: EvidenceMap, taker: EvidenceTaker, into: Imported) -> None:
    """Moodle's activity completion report: each activity has a column of states, and the day stands in the next one."""
    rows = list(table.rows)
    taken = {name for names in picked.ours.values() for name in names}
    activities = [
        (name, table.columns[i + 1] if i + 1 < len(table.columns) else "")
        for i, name in enumerate(table.columns)
        if name not in taken and _are_states([row.cells.get(name, "") for row in rows], taker)
    ]
    if not activities:
        hint = f"`columns: {{module: …}}` in the map; columns: {', '.join(filter(None, table.columns))}"
        into.note(codes.MAP_WRONG, Position(str(into.source)), "no column is known to hold courses", hint)
        return
    into.mapped(Position(str(into.source)), f"{len(activities)} columns are read as activities with a day beside each")
    for name, beside in activities:
        order = said.dates or order_in(row.cells.get(beside, "") for row in rows)
        for row in rows:
            if state := row.cells.get(name, ""):
                day = _read_day(_without_weekday(row.cells.get(beside, "")), order, row.at, into)
                person, email = picked.text(row, "person"), picked.text(row, "email")
                taker.take(Claim(digits(person), name, day, state, row.at, email=email))


def _are_states(cells: Sequence[str], taker: EvidenceTaker) -> bool:
    found = [cell for cell in cells if cell]
    return bool(found) and all(taker.knows_outcome(cell) for cell in found) and not all(c.isdigit() for c in found)


def _without_weekday(text: str) -> str:
    """`Monday, 3 March 2025, 10:12 AM` → `3 March 2025, 10:12 AM`."""
    first, comma, rest = text.partition(",")
    return rest.strip() if comma and first.strip().isalpha() else text
