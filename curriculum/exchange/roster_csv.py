"""A roster as CSV of any HR system, with a map of its columns → people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.dates import FOR_EVER, Unclear, digits, order_in, read_day
from curriculum.exchange.imported import Imported
from curriculum.exchange.names import slug
from curriculum.exchange.roster import Arrival, take_people
from curriculum.exchange.rows import ForeignTable, Picked, opened_table, pick_columns, report_unused
from curriculum.exchange.usual_columns import ROSTER_COLUMNS
from curriculum.load.spelling import column_name, quoted
from curriculum.model.mapping import DateOrder, RosterMap

_DATES: Final = ("starts_on", "ends_on", "from_on", "until_on")
_IDS: Final = ("id", "manager")
_UNIQUE: Final = frozenset(("id", "name", "email", "first_name", "last_name"))


def import_roster_csv(source: Path, root: Path, said: RosterMap, as_of: dt.date) -> Imported:
    """Reads the table. Without a map, columns are known by their usual names, and every choice is noted."""
    into = Imported(source)
    with opened_table(source, said.encoding, into) as table:
        if table is not None and (people := _people(table, said, as_of, into)) is not None:
            take_people(root, people, said, as_of, into)
    return into


def _people(table: ForeignTable, said: RosterMap, as_of: dt.date, into: Imported) -> list[Arrival] | None:
    at = Position(str(into.source))
    picked = pick_columns(table, said.columns, ROSTER_COLUMNS, into, at)
    if picked is None:
        return None
    if "id" not in picked.ours:
        hint = f"name it in a map: `columns: {{id: …}}`; columns: {', '.join(filter(None, table.columns))}"
        into.note(codes.MAP_WRONG, at, "no column is known to hold the ids of people", hint)
        return None
    kept = tuple(column_name(name) for name in said.keep)
    for name in kept:
        if name not in table.columns:
            into.note(codes.MAP_WRONG, said.at, f"keep: the source has no column '{name}'")
            return None
    report_unused(table, picked, kept, into, at)
    people = list(_Reader(table, picked, kept, said, into).people())
    return _joined_periods(people, as_of, into) if "from_on" in picked.ours else people


class _Reader:
    """Their rows → our cells. Most columns hold few different texts: each is read once."""

    def __init__(
        self, table: ForeignTable, picked: Picked, kept: tuple[str, ...], said: RosterMap, into: Imported
    ) -> None:
        self._columns = (*picked.ours, *kept)
        self._rows = list(table.cells([*picked.ours.values(), *((name,) for name in kept)]))
        self._file, self._kept, self._into = str(into.source), frozenset(kept), into
        self._words = {
            column: {column_name(key): str(values[0]) for key, values in words.items()}
            for column, words in said.values.items()
        }
        self._orders: dict[str, DateOrder | None] = {}
        for i, column in enumerate(picked.ours):
            if column in _DATES:
                self._orders[column] = order = said.dates or order_in({cells[i] for _, cells in self._rows})
                if order and not said.dates:
                    into.mapped(Position(self._file), f"{column}: dates are read as {order}")

    def people(self) -> Iterator[Arrival]:
        """One arrival a row."""
        known: list[dict[str, str]] = [{} for _ in self._columns]
        numbered = list(enumerate(self._columns))
        for line, row in self._rows:
            at = Position(self._file, line)
            cells = {}
            for i, column in numbered:
                text = row[i]
                cell = known[i].get(text)
                if cell is None:
                    cell = self._cell(text, column, at)
                    if column not in _UNIQUE and not (column in _DATES and text and not cell):  # noted for each row
                        known[i][text] = cell
                cells[column] = cell
            first, last = cells.pop("first_name", ""), cells.pop("last_name", "")
            if not cells.get("name") and (first or last):
                cells["name"] = f"{first} {last}".strip()
            yield Arrival(cells, at)

    def _cell(self, text: str, column: str, at: Position) -> str:
        if column in self._kept:
            return text
        text = " ".join(text.split())
        words = self._words.get(column)
        if words is not None:
            text = words.get(column_name(text), text)
        if not text:
            return ""
        if column in _DATES:
            return self._day(text, column, at)
        if column in _IDS:
            text = digits(text)
            return text.removesuffix(".0") if text.removesuffix(".0").isdigit() else text
        if column == "workplace":
            id = slug(text, "place")
            self._into.words_of_workplaces.setdefault(id, text)
            return id
        if column == "access":
            return text.lower()
        return text

    def _day(self, text: str, column: str, at: Position) -> str:
        try:
            day = read_day(text, self._orders[column])
        except Unclear as why:
            self._into.note(codes.DATE_UNCLEAR, at, f"{column}: {why}; left empty", "say `dates:` in the map")
            return ""
        return "" if (column in ("ends_on", "until_on") and day == FOR_EVER) or day.year > 2900 else day.isoformat()


def _joined_periods(people: list[Arrival], as_of: dt.date, into: Imported) -> list[Arrival]:
    """Rows that are periods of one person → one row: the cells of the period of the day, else of the last one.

    Roles of all periods are kept with their days. Rows without an id pass through, so that they are noted.
    """
    periods: dict[str, list[Arrival]] = defaultdict(list)
    found: list[Arrival] = []
    for arrival in people:
        if id := arrival.cells.get("id"):
            periods[id].append(arrival)
        else:
            found.append(arrival)
    joined = 0
    for rows in periods.values():
        rows.sort(key=lambda a: (a.cells.get("from_on", ""), a.at.line))
        _report_overlaps(rows, into)
        current = _of_the_day(rows, as_of.isoformat())
        cells = {c: v for c, v in current.cells.items() if c not in ("from_on", "until_on")}
        if held := _held(rows):
            cells["roles"] = "; ".join(held)
        cells.setdefault("starts_on", rows[0].cells.get("from_on", ""))
        last = max(rows, key=lambda a: a.cells.get("until_on", "") or "9999").cells.get("until_on", "")
        cells["ends_on"] = cells.get("ends_on", "") or last
        joined += len(rows) - 1
        found.append(Arrival(cells, current.at))
    if joined:
        into.mapped(Position(str(into.source)), f"{joined} rows are earlier or later periods of people and were joined")
    return found


def _report_overlaps(rows: list[Arrival], into: Imported) -> None:
    """Periods of one person that overlap and do not say the same: which of them counts is a choice.

    Where one ends on the day on which the next begins, they touch: many systems write it so.
    """
    open_ = rows[0]
    for row in rows[1:]:
        end = open_.cells.get("until_on", "") or "9999"
        if row.cells.get("from_on", "") < end and _without_days(row) != _without_days(open_):
            message = f"the period of {quoted(row.cells['id'])} overlaps with that of line {open_.at.line}"
            hint = "of a day in both, the one that began later counts; roles count in both"
            into.note(codes.SOURCE_DIFFERS, row.at, message, hint)
        if (row.cells.get("until_on", "") or "9999") > end:
            open_ = row


def _without_days(arrival: Arrival) -> dict[str, str]:
    return {c: v for c, v in arrival.cells.items() if c not in ("from_on", "until_on")}


def _of_the_day(rows: list[Arrival], day: str) -> Arrival:
    """Of periods by first day: the last begun that goes on on the day; else that ended last; else the first to come.

    A period that has not ended may have begun before others that have: some systems give the job of today the day of
    hire.
    """
    begun = [a for a in rows if a.cells.get("from_on", "") <= day]
    if not begun:
        return rows[0]
    last_days = [a.cells.get("until_on", "") or "9999" for a in begun]
    going_on = [a for a, last in zip(begun, last_days, strict=True) if last >= day]
    return going_on[-1] if going_on else max(reversed(begun), key=lambda a: a.cells.get("until_on", ""))


def _held(rows: list[Arrival]) -> list[str]:
    """Roles of periods with their days, as roster.csv writes them; periods of one role that touch are one."""
    spans: dict[str, list[list[str]]] = {}
    for cells in (a.cells for a in rows if a.cells.get("roles")):
        begin, end = cells.get("from_on", ""), cells.get("until_on", "") or "9999"
        known = spans.setdefault(slug(cells["roles"]), [])
        if known and begin <= _day_after(known[-1][1]):
            known[-1][1] = max(known[-1][1], end)
        else:
            known.append([begin, end])
    found = sorted((begin, role, end) for role, periods in spans.items() for begin, end in periods)
    return [f"{role} {begin}..{end.removesuffix('9999')}" for begin, role, end in found]


def _day_after(day: str) -> str:
    return day if day == "9999" else (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
