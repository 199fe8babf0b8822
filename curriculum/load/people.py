"""people/roster.csv → persons. A cell that is missing or cannot be read makes the person `unknown`, never disappear."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, TypeVar

from curriculum import codes
from curriculum.diagnostics import Position
from curriculum.load.cells import Unreadable, read_access, read_date, read_roles, read_share, read_spans
from curriculum.load.mistakes import Mistakes
from curriculum.load.spelling import is_spelt, quoted
from curriculum.load.tables import Table, read_table
from curriculum.model import PERSON_ID, ROSTER, Person

REQUIRED: Final = ("id", "access")
OPTIONAL: Final = (
    "name", "manager", "department", "job_title", "workplace", "employment", "roles", "language",
    "starts_on", "ends_on", "leave", "share", "wave", "email",
)  # fmt: skip
_PICKED: Final = (
    "name", "manager", "access", "workplace", "department", "language",
    "roles", "starts_on", "ends_on", "leave", "share", "wave",
)  # fmt: skip
FIELDS: Final = ("department", "job_title", "workplace", "employment")  # kept even if no rule asks for them

_Value = TypeVar("_Value")


def read_roster(root: Path, asked: Collection[str], mistakes: Mistakes) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """The persons and the columns of the roster; `asked` are the columns that rules ask for.

    May report MISSING_COLUMN, UNKNOWN_COLUMN, REPEATED_COLUMN, MISSING_CELL, UNREADABLE_CELL, BAD_ID, REPEATED_ROW
    and what tables may report. Of two rows with one id the first is kept.
    """
    with read_table(root, ROSTER, mistakes) as table:
        return persons_of(table, asked)


def persons_of(table: Table | None, asked: Collection[str]) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """The same of an open table."""
    if table is None:
        return (), ()
    # A column that a rule asks for in vain is reported at the rule, by `check`.
    table.require(REQUIRED, [c for c in (*OPTIONAL, *asked) if c not in asked or c in table.columns])
    people = _Roster(table, asked).people() if "id" in table.columns else {}
    return ((), ()) if table.is_cut else (tuple(people.values()), table.columns)


class _Roster:
    """Reads the rows of one roster."""

    def __init__(self, table: Table, asked: Collection[str]) -> None:
        self._table = table
        self._index = {name: index for index, name in reversed(list(enumerate(table.columns)))}
        kept = (*FIELDS, *asked)
        self._fields = tuple(name for name in dict.fromkeys(table.columns) if name in kept)
        self._values_of = itemgetter(*(self._index[name] for name in self._fields), -1, -1)  # two: always a tuple
        self._pick = itemgetter(*(self._index.get(name, -1) for name in _PICKED))
        self._reasons = tuple(name for name in ("access", "roles") if name in self._index)
        # Few combinations of these cells occur: people share one mapping each.
        self._shared: dict[Any, Mapping[str, Any]] = {}
        self._broken: list[tuple[str, Position]] = []

    def people(self) -> dict[str, Person]:
        """By id, in order of the rows."""
        people: dict[str, Person] = {}
        name_of = itemgetter(self._index["id"])
        for row in self._table.rows():
            id = name_of(row)
            if not id:
                at = self._table.place(self._index["id"])
                self._table.mistakes.add(codes.BAD_ID, at, "the id is empty, so the row is nobody's")
            elif (first := people.get(id)) is not None:
                self._report_repeated(id, first)
            else:
                people[id] = self._person(id, row)
        return people

    def _person(self, id: str, row: list[str]) -> Person:
        self._broken = []
        if not is_spelt(id, PERSON_ID):
            at = self._table.place(self._index["id"])
            self._table.mistakes.add(codes.BAD_ID, at, f"{quoted(id)} is not an id", f"write {PERSON_ID.words}")
        if self._table.is_damaged:  # cells may stand in the wrong column: only the id is believed
            return Person(id, unreadable=("access",), line=self._table.line)
        name, manager, access, workplace, department, language, roles, starts, ends, leave, share, wave = self._pick(
            row
        )
        if not access and "access" in self._index:
            self._report_missing(id)
        return Person(
            id=id,
            name=name,
            manager=manager or None,
            access=(may := self._read("access", access, read_access, None)),
            workplace=workplace or None,
            department=department or None,
            language=language or None,
            roles=self._read("roles", roles, self._roles, ()) if roles else (),
            starts_on=self._read("starts_on", starts, read_date, None) if starts else None,
            ends_on=self._read("ends_on", ends, read_date, None) if ends else None,
            leave=self._read("leave", leave, read_spans, ()) if leave else (),
            share=self._read("share", share, read_share, 100) if share else 100,
            wave=wave or None,
            fields=self._fields_of(row),
            unreadable=() if may and not self._broken else self._unreadable(may),
            line=self._table.line,
            columns=self._columns(bool(roles)),
        )

    def _read(self, column: str, text: str, read: Callable[[str], _Value | Unreadable], empty: _Value) -> _Value:
        if not text:
            return empty
        value = read(text)
        if isinstance(value, Unreadable):
            self._refuse(column, *value)
            return empty
        return value

    def _roles(self, text: str) -> Any:
        return read_roles(text, self._inside("roles"))

    def _inside(self, column: str) -> Position:
        """Where the text of a cell starts, quote and blanks skipped."""
        index = self._index[column]
        at, raw = self._table.place(index), self._table.cells[index]
        skipped = len(raw) - len(raw.lstrip()) + self._table.is_quoted(index)
        return Position(at.file, at.line, at.column + skipped) if skipped else at

    def _refuse(self, column: str, message: str, hint: str | None) -> None:
        at = self._table.place(self._index[column])
        self._broken.append((column, at))
        self._table.mistakes.add(codes.UNREADABLE_CELL, at, f"{column}: {message}", hint)

    def _report_missing(self, id: str) -> None:
        at = self._table.place(self._index["access"])
        hint = "none, read, write, approve or admin; until then the person is unknown"
        self._table.mistakes.add(codes.MISSING_CELL, at, f"the access of {quoted(id)} is empty", hint)

    def _report_repeated(self, id: str, first: Person) -> None:
        at = self._table.place(self._index["id"])
        related = [(Position(ROSTER, first.line), "the other row")]
        hint = "remove one of them; if they are two people, give one another id"
        self._table.mistakes.add(codes.REPEATED_ROW, at, f"the id {quoted(id)} again", hint, related)

    def _unreadable(self, access: Any) -> tuple[str, ...]:
        broken = [column for column, _ in self._broken]
        return tuple(dict.fromkeys(["access", *broken] if access is None else broken))

    def _fields_of(self, row: list[str]) -> Mapping[str, str]:
        values = self._values_of(row)
        found = self._shared.get(values)
        if found is None:
            found = self._shared[values] = dict(zip(self._fields, values, strict=False))
        return found

    def _columns(self, has_roles: bool) -> Mapping[str, int]:
        """Where the cells stand that reasons speak of, and those with mistakes."""
        line = self._table.line
        names = self._reasons if has_roles else self._reasons[:1]
        places = [(name, self._table.place(self._index[name])) for name in names] + self._broken
        key = tuple([(name, at.column) for name, at in places if at.line == line])
        found = self._shared.get(key)
        if found is None:
            found = self._shared[key] = dict(key)
        return found
