"""The other tables of people/: evidence, accounts, merges. A row that cannot be read is reported and left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from curriculum import codes
from curriculum.diagnostics import Position
from curriculum.load.cells import Unreadable, read_access, read_date, read_whole
from curriculum.load.mistakes import Mistakes
from curriculum.load.spelling import meant_or_all, quoted
from curriculum.load.tables import Table, read_table
from curriculum.model import EVIDENCE, TRANSLATIONS, Access, Account, Evidence, EvidenceKind, Outcome, Translated

ACCOUNTS: Final = "people/accounts.csv"
MERGES: Final = "people/merges.csv"

_EVIDENCE_COLUMNS: Final = Evidence._fields[:-1]  # without the line
_KINDS: Final = {"": EvidenceKind.COMPLETION, **{str(kind): kind for kind in EvidenceKind}}
_OUTCOMES: Final = {"": Outcome.COMPLETED, **{str(outcome): outcome for outcome in Outcome}}


def read_evidence(root: Path, mistakes: Mistakes) -> tuple[Evidence, ...]:
    """The evidence in order of the rows.

    May report MISSING_COLUMN, UNKNOWN_COLUMN, BAD_DATE, WRONG_VALUE, REPEATED_ROW and what tables may report.
    """
    with read_table(root, EVIDENCE, mistakes) as table:
        return evidence_of(table)


def evidence_of(table: Table | None) -> tuple[Evidence, ...]:
    """The same of an open table."""
    if table is None or not table.require(("person", "on"), _EVIDENCE_COLUMNS[2:]):
        return ()
    rows = _Evidence(table).rows()
    return () if table.is_cut else tuple(rows)


class _Evidence:
    """Reads the rows of the evidence."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._lines: dict[str, int] = {}  # id → line

    def rows(self) -> list[Evidence]:
        """The rows that can be read. Written for speed: there may be millions."""
        table, found = self._table, []
        pick = itemgetter(*(_index(table, name) for name in _EVIDENCE_COLUMNS))
        for row in table.rows():
            if table.is_damaged:
                continue
            person, on, kind, module, unit, competency, level, outcome, version, until, minutes, id, voids = pick(row)
            day = read_date(on)
            kind_is, outcome_is = _KINDS.get(kind), _OUTCOMES.get(outcome)
            rest = (version, until, minutes) if version or until or minutes else None
            numbers = self._numbers(*rest) if rest else (None, None, None)
            if not person or isinstance(day, Unreadable) or kind_is is None or outcome_is is None or numbers is None:
                self._report(person, on, kind, outcome)
                continue
            if id and not self._is_new(id):
                continue
            found.append(
                Evidence(
                    person, day, kind_is, module or None, unit or None, competency or None, level or None, outcome_is,
                    *numbers, id or None, voids or None, table.line,
                )
            )  # fmt: skip
        return found

    def _numbers(self, version: str, until: str, minutes: str) -> tuple[int | None, dt.date | None, int | None] | None:
        """Version, last valid day and minutes; None if one of them cannot be read, which is reported."""
        values: list[Any] = [
            self._value("version", version, read_whole, 1),
            self._value("valid_until", until, read_date, None),
            self._value("minutes", minutes, read_whole, 0),
        ]
        return None if any(isinstance(value, Unreadable) for value in values) else (values[0], values[1], values[2])

    def _value(self, column: str, text: str, read: Callable[[str], Any], least: int | None) -> Any:
        value = read(text) if text else None
        if isinstance(value, int) and least is not None and value < least:
            value = Unreadable(f"{quoted(text)} is less than {least}")
        if isinstance(value, Unreadable):
            code = codes.BAD_DATE if least is None else codes.WRONG_VALUE
            self._add(code, column, f"{column}: {value.message}", value.hint)
        return value

    def _report(self, person: str, on: str, kind: str, outcome: str) -> None:
        """Notes what is wrong with the first cells of a row that is left out."""
        if not person:
            self._add(codes.WRONG_VALUE, "person", "the person is empty", "every row names its person")
        day = read_date(on)
        if isinstance(day, Unreadable):
            self._add(codes.BAD_DATE, "on", f"on: {day.message}" if on else "the day is empty", day.hint)
        if kind not in _KINDS:
            self._add(codes.WRONG_VALUE, "kind", f"{quoted(kind)} is no kind", meant_or_all(kind, EvidenceKind))
        if outcome not in _OUTCOMES:
            self._add(codes.WRONG_VALUE, "outcome", f"{quoted(outcome)} is no outcome", meant_or_all(outcome, Outcome))

    def _add(self, code: Any, column: str, message: str, hint: str | None) -> None:
        self._table.mistakes.add(code, self._table.place(_index(self._table, column)), message, hint)

    def _is_new(self, id: str) -> bool:
        return _is_new(self._table, "id", id, self._lines)


def _index(table: Table, column: str) -> int:
    return table.columns.index(column) if column in table.columns else -1


def _is_new(table: Table, column: str, id: str, lines: dict[str, int]) -> bool:
    """Whether no earlier row has the id; REPEATED_ROW otherwise."""
    first = lines.setdefault(id, table.line)
    if first == table.line:
        return True
    related = [(Position(table.file, first), "the other row")]
    at = table.place(_index(table, column))
    table.mistakes.add(codes.REPEATED_ROW, at, f"the {column} {quoted(id)} again", "remove one of them", related)
    return False


def read_accounts(root: Path, mistakes: Mistakes) -> tuple[Account, ...]:
    """The accounts in order of the rows.

    May report MISSING_COLUMN, UNREADABLE_CELL, BAD_ID, REPEATED_ROW and what tables may report.
    """
    accounts: list[Account] = []
    lines: dict[str, int] = {}
    with read_table(root, ACCOUNTS, mistakes) as table:
        if table is None or not table.require(("account", "person", "access")):
            return ()
        for row in table.rows():
            name, person, access = (row[_index(table, column)] for column in ("account", "person", "access"))
            if table.is_damaged or not _is_named(table, "account", name) or not _is_new(table, "account", name, lines):
                continue
            accounts.append(Account(name, person or None, _access(table, access), table.line))
    return tuple(accounts)


def _is_named(table: Table, column: str, text: str) -> bool:
    if not text:
        table.mistakes.add(codes.BAD_ID, table.place(_index(table, column)), f"the {column} is empty")
    return bool(text)


def _access(table: Table, text: str) -> Access | None:
    access = read_access(text) if text else None
    if isinstance(access, Unreadable):
        table.mistakes.add(
            codes.UNREADABLE_CELL, table.place(_index(table, "access")), f"access: {access.message}", access.hint
        )
        return None
    return access


def read_merges(root: Path, mistakes: Mistakes) -> dict[str, str]:
    """Other id → the id that is kept.

    May report MISSING_COLUMN, BAD_ID, WRONG_VALUE, REPEATED_ROW and what tables may report.
    """
    merged: dict[str, str] = {}
    lines: dict[str, int] = {}
    with read_table(root, MERGES, mistakes) as table:
        if table is None or not table.require(("id", "same_as")):
            return {}
        for row in table.rows():
            id, same_as = (row[_index(table, column)] for column in ("id", "same_as"))
            if table.is_damaged or not (_is_named(table, "id", id) and _is_named(table, "same_as", same_as)):
                continue
            if id == same_as:
                table.mistakes.add(
                    codes.WRONG_VALUE, table.place(0), f"{quoted(id)} is the same as itself", "remove the row"
                )
            elif _is_new(table, "id", id, lines):
                merged[id] = same_as
    return merged


def read_translations(root: Path, mistakes: Mistakes) -> dict[tuple[str, str], Translated]:
    """(module/unit, language) → the state of the source that the translation was made from.

    May report MISSING_COLUMN, REPEATED_ROW, WRONG_VALUE and what tables may report.
    """
    found: dict[tuple[str, str], Translated] = {}
    lines: dict[str, int] = {}
    with read_table(root, TRANSLATIONS, mistakes) as table:
        if table is None or not table.require(("text", "language", "made_from")):
            return {}
        for row in table.rows():
            text, language, made_from = (row[_index(table, name)] for name in ("text", "language", "made_from"))
            if table.is_damaged or not _is_new(table, "text", f"{text} {language}", lines):
                continue
            pairs = [part.rpartition(":") for part in made_from.split()]
            if not all(section and mark for section, _, mark in pairs):
                hint = "`curriculum translated` writes this file; run it again for this text"
                table.mistakes.add(codes.WRONG_VALUE, table.place(0), "sections are written 'section:mark'", hint)
                continue
            sections = {section: mark for section, _, mark in pairs}
            found[text, language] = Translated(text, language, sections, table.line)
    return found
