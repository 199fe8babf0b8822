"""Tables of other systems: CSV in any usual encoding, read as rows of named cells with their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Diagnostic, Position
from curriculum.exchange.foreign import opened_text
from curriculum.exchange.imported import Imported
from curriculum.load.mistakes import Mistakes
from curriculum.load.spelling import column_name, nearest
from curriculum.load.tables import LONGEST_LINE, Table
from curriculum.model import Values

_MOST_ABOVE: Final = 12  # lines of a title


class Row(NamedTuple):
    """Cells by column, and where the row stands."""

    cells: Mapping[str, str]
    at: Position


class ForeignTable:
    """The columns of a table and its rows, to be read once."""

    def __init__(self, table: Table) -> None:
        self.columns = tuple(name or f"#{index}" for index, name in enumerate(table.columns, 1))
        self.headings = {c: " ".join(h.split()) for c, h in zip(self.columns, table.cells, strict=False)}
        self._table = table

    @property
    def rows(self) -> Iterator[Row]:
        """Rows of named cells, with their places."""
        file = self._table.file
        for row in self._table.rows():
            if not self._table.is_damaged:
                yield Row(dict(zip(self.columns, row, strict=False)), Position(file, self._table.line))

    def cells(self, picks: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, Sequence[str]]]:
        """Line and cells of each row: for each pick the cells of its columns, joined with a blank. For many rows."""
        table = self._table
        places = [tuple(self.columns.index(name) for name in names) for names in picks]
        if len(places) > 1 and all(len(at) < 2 for at in places):
            single = itemgetter(*(at[0] if at else -1 for at in places))  # -1: an empty cell
            for row in table.rows():
                if not table.is_damaged:
                    yield table.line, single(row)
            return
        for row in table.rows():
            if not table.is_damaged:
                yield table.line, [" ".join(filter(None, [row[i] for i in at])) for at in places]


@contextmanager
def opened_table(path: Path, encoding: str | None, into: Imported) -> Iterator[ForeignTable | None]:
    """A CSV file of another system; None with a note. Rows that cannot be read are noted and left out."""
    found = Mistakes()
    with opened_text(path, encoding, into) as stream:
        if stream is None:
            yield None
            return
        table = Table(stream, str(path), found)
        above = _lines_above(stream)
        if above:
            into.left_out(
                Position(str(path)), f"the names of the columns stand in line {above + 1}; what is above was left out"
            )
        try:
            if not table.open(skip=above):
                into.note(codes.SOURCE_UNREADABLE, Position(str(path)), "is no table with names of columns")
                yield None
            else:
                yield ForeignTable(table)
        finally:
            _pass_on(found.in_order(), into)


def _lines_above(stream: TextIO) -> int:
    """How many lines of a title stand above the names of the columns; such a line has one cell."""
    start = stream.tell()
    try:
        lines = [stream.readline(LONGEST_LINE) for _ in range(_MOST_ABOVE)]
    except UnicodeDecodeError:  # reported where the table is read
        lines = []
    stream.seek(start)
    separator = max(",;\t", key=lambda s: max((line.count(s) for line in lines), default=0))
    counts = [sum(bool(cell.strip(' "\r\n')) for cell in line.split(separator)) for line in lines]
    head = next((i for i, count in enumerate(counts) if count > 1), 0)
    if not head or lines[0].lower().startswith("sep="):
        return 0
    below = [count for count in counts[head + 1 :] if count]
    is_head = counts[head] >= 3 or (bool(below) and max(below) <= counts[head])  # not a sentence with a comma
    return head if is_head else 0


def _pass_on(found: tuple[Diagnostic, ...], into: Imported) -> None:
    """What reading the table found: limits stop the import, anything else is a line that was left out."""
    for d in found:
        code = codes.SOURCE_TOO_LARGE if d.code.name == "too-large" else codes.LEFT_OUT
        into.note(code, d.at, d.message, d.hint)


class Picked(NamedTuple):
    """Which of their columns give each of ours."""

    ours: Mapping[str, tuple[str, ...]]

    def text(self, row: Row, column: str) -> str:
        """Our cell: theirs, joined with a blank."""
        names = self.ours.get(column)
        if not names:
            return ""
        if len(names) == 1:
            return row.cells.get(names[0], "")
        return " ".join(filter(None, (row.cells.get(name, "") for name in names)))


def pick_columns(
    table: ForeignTable,
    asked: Mapping[str, Values],
    known: Mapping[str, str],
    into: Imported,
    at: Position,
) -> Picked | None:
    """Their columns for ours: as the map says, else by name. `known`: usual names, as `column_name` writes them → ours.

    Everything chosen by name is noted; None: the map names a column that is not there.
    """
    ours: dict[str, tuple[str, ...]] = {}
    for column, values in asked.items():
        names = tuple(column_name(str(v)) for v in values)
        for name in names:
            if name not in table.columns:
                near = nearest(name, table.columns)
                hint = f"is it '{near}'?" if near else f"columns: {', '.join(filter(None, table.columns))}"
                into.note(codes.MAP_WRONG, values[0].at, f"the source has no column '{name}'", hint)
                return None
        ours[column] = names
    used = {name for names in ours.values() for name in names}
    by_name = []
    for name, usual in known.items():  # of two that could be meant, the name that stands first in the list
        if name in table.columns and usual not in ours and name not in used:
            ours[usual] = (name,)
            used.add(name)
            if name != usual:
                by_name.append(f"{name} is {usual}")
    if by_name:
        into.mapped(at, f"columns by their names: {', '.join(by_name)}", "another choice: `columns:` in the map")
    return Picked(ours)


def report_unused(table: ForeignTable, picked: Picked, kept: tuple[str, ...], into: Imported, at: Position) -> None:
    """Notes the columns that are not taken, in one sentence."""
    used = {*kept, *(name for names in picked.ours.values() for name in names)}
    left = [name for name in table.columns if not name.startswith("#") and name not in used]
    if left:
        into.left_out(at, f"columns that are not needed: {', '.join(left)}", "name them in the map to keep them")
