"""CSV files → rows that know their places. UTF-8 with or without BOM; `,` `;` or TAB; quotes; line breaks in cells."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

from curriculum import codes
from curriculum.diagnostics import Position
from curriculum.load.mistakes import Mistakes
from curriculum.load.sources import is_readable, report_not_utf8, report_unwanted
from curriculum.load.spelling import UNWANTED, clean, column_name, meant, nearest, quoted

LONGEST_LINE: Final = 1_000_000  # characters
LONGEST_CELL: Final = 131_072  # characters: where `csv` stops by itself

# In a table, unwanted characters are looked for line by line: the line break at the end is not one of them.
_SEPARATORS: Final = ",;\t"
_SEP_LINE: Final = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # written by Excel for itself


class Table:
    """One table. `columns` are as `column_name` writes them; `line`, `cells` and `place` speak of the last row."""

    def __init__(self, stream: TextIO, file: str, mistakes: Mistakes) -> None:
        self.file = file
        self.mistakes = mistakes
        self.columns: tuple[str, ...] = ()
        self.line = 0
        self.cells: list[str] = []
        self.is_damaged = False  # the last row has too many cells
        self._stream = stream
        self._recent: list[str] = []  # the lines of the last row
        self._lines_read = 0
        self._is_composed = True  # the last row is in NFC
        self.is_cut = False  # the rest of the table cannot be read
        self._is_broken = False  # some record could not be read
        self._separator = ","
        self._records: Iterator[list[str]] = iter(())

    @property
    def separator(self) -> str:
        """What separates the cells, once the head was read."""
        return self._separator

    def open(self, skip: int = 0) -> bool:
        """Reads the head, below `skip` lines of something else. Whether there is one.

        May report MISSING_COLUMN, REPEATED_COLUMN and what rows may report.
        """
        lines = self._lines()
        try:
            for _ in range(skip):
                next(lines, "")
            self._recent.clear()
            first = next(lines, "")
            if sep := _SEP_LINE.fullmatch(first):
                first = next(lines, "")
        except UnicodeDecodeError:
            self._report_not_utf8()
            return False
        if not first.strip():
            hint = "write the names of the columns into the first line; `curriculum new` shows how"
            self.mistakes.add(codes.MISSING_COLUMN, Position(self.file), "the first line names no columns", hint)
            return False
        self._separator = sep[1] if sep else _separator_of(first)
        reader = csv.reader(_chained(first, lines), delimiter=self._separator, strict=True)
        self._recent[:] = [first]
        self._records = self._read(reader)
        head = next(self._records, [])
        if self._is_broken:
            return False
        self.columns = tuple(column_name(cell) for cell in head)
        for index, name in enumerate(self.columns):
            if name and name in self.columns[:index]:
                self.mistakes.add(codes.REPEATED_COLUMN, self.place(index), f"the column {quoted(name)} again")
        return bool(head)

    def require(self, required: Sequence[str], known: Iterable[str] = ()) -> bool:
        """Whether the required columns are there. May report MISSING_COLUMN, and UNKNOWN_COLUMN for a near miss."""
        absent = [name for name in known if name not in self.columns]
        others = [name for name in self.columns if name and name not in {*required, *known}]
        missing = [name for name in required if name not in self.columns]
        for name in missing:
            near = nearest(name, others)
            hint = f"is it the column '{near}'?" if near else f"columns: {', '.join(filter(None, self.columns))}"
            others = [other for other in others if other != near]
            self.mistakes.add(codes.MISSING_COLUMN, Position(self.file), f"the column '{name}' is missing", hint)
        for name in others:
            if guess := meant(name, absent, 0.75):
                at = self.place(self.columns.index(name))
                self.mistakes.add(codes.UNKNOWN_COLUMN, at, f"the column {quoted(name)} is not known", guess)
        return not missing

    def rows(self) -> Iterator[list[str]]:
        """The cells of each row, without blanks around them, as many as there are columns and an empty one more.

        So that index -1 is an empty cell: that of a column which is not there. Empty rows are left out. May report
        TOO_MANY_FIELDS, BAD_CSV, NOT_UTF8, TOO_LARGE, CONTROL_CHARACTER and DIRECTION_OVERRIDE.
        """
        width = len(self.columns)
        padding = [""] * (width + 1)
        for cells in self._records:
            if not any(cells):
                continue
            self.is_damaged = len(cells) > width
            if self.is_damaged:
                message = f"the row has {len(cells)} cells, the head {width}"
                hint = "a text with a comma stands in quotes" if self._separator == "," else "is a quote missing?"
                self.mistakes.add(codes.TOO_MANY_FIELDS, self.place(width), message, hint)
            row = [cell.strip() for cell in cells] if self._is_composed else [clean(cell) for cell in cells]
            yield row + padding[len(row) :] if len(row) <= width else [*row[:width], ""]

    def place(self, index: int) -> Position:
        """Where a cell of the last row starts."""
        if not self._has_quotes():
            return Position(self.file, self.line, 1 + index + sum(map(len, self.cells[:index])))
        text = "".join(self._recent)
        starts, _ = _cell_starts(text, self._separator)
        return self._at(text, starts[min(index, len(starts) - 1)])

    def _has_quotes(self) -> bool:
        return len(self._recent) > 1 or '"' in self._recent[0]

    def is_quoted(self, index: int) -> bool:
        """Whether a cell of the last row stands in quotes."""
        if not self._has_quotes():
            return False
        text = "".join(self._recent)
        starts, _ = _cell_starts(text, self._separator)
        return index < len(starts) and text.startswith('"', starts[index])

    def _at(self, text: str, index: int) -> Position:
        before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
        return Position(self.file, self.line + before.count("\n"), len(before) - before.rfind("\n"))

    def _lines(self) -> Iterator[str]:
        """Line by line, with the unwanted characters reported and blanked."""
        readline, recent = self._stream.readline, self._recent
        while line := readline(LONGEST_LINE):
            self._lines_read += 1
            if len(line) == LONGEST_LINE:
                message = f"a line of more than {LONGEST_LINE:,} characters"
                self.mistakes.add(codes.TOO_LARGE, Position(self.file, self._lines_read), message)
                self.is_cut = True
                return
            if not line.isascii() and not unicodedata.is_normalized("NFC", line):
                self._is_composed = False
            if not line[:-1].isprintable() and UNWANTED.search(line):  # most lines need no search
                line = self._cleaned(line)
            recent.append(line)
            yield line

    def _cleaned(self, line: str) -> str:
        for found in UNWANTED.finditer(line):
            report_unwanted(found[0], Position(self.file, self._lines_read, found.start() + 1), self.mistakes)
        return UNWANTED.sub(" ", line)

    def _read(self, reader: Any) -> Iterator[list[str]]:
        """The records, with `line` and `cells` set; a record that cannot be read is reported and left out."""
        while True:
            self.line = self._lines_read if self.line == 0 else self._lines_read + 1
            try:
                self.cells = next(reader)
            except StopIteration:
                return
            except UnicodeDecodeError:
                self._report_not_utf8()
                return
            except csv.Error as error:
                self._is_broken = True
                self._report_bad_csv(error)
                if self.is_cut:
                    return
            else:
                yield self.cells
            self._recent.clear()
            self._is_composed = True

    def _report_bad_csv(self, error: csv.Error) -> None:
        """Notes why a record cannot be read. A quote that runs over several lines has swallowed other records."""
        text = "".join(self._recent)
        starts, is_open = _cell_starts(text, self._separator)
        at = self._at(text, starts[-1])
        self.is_cut = is_open or len(self._recent) > 1
        twice = "a quote in a cell is written twice"
        if is_open:
            self.mistakes.add(codes.BAD_CSV, at, "the quote opened here is never closed", twice)
        elif "field limit" in str(error):
            self.mistakes.add(
                codes.TOO_LARGE, Position(self.file, self.line), f"a cell of more than {LONGEST_CELL:,} characters"
            )
        else:
            message = f"text after a closing quote in line {self._lines_read}"
            self.mistakes.add(codes.BAD_CSV, Position(self.file, self.line), message, twice)

    def _report_not_utf8(self) -> None:
        """Finds the byte again that the stream could not decode."""
        self.is_cut = True
        with Path(self._stream.name).open("rb") as stream:
            for number, line in enumerate(iter(lambda: stream.readline(LONGEST_LINE), b""), 1):
                try:
                    line.decode()
                except UnicodeDecodeError as error:
                    report_not_utf8(line, error.start, Position(self.file, number), self.mistakes)
                    return


def _separator_of(head: str) -> str:
    """The separator that stands most often in the first line, outside quotes."""
    bare = re.sub(r'"[^"]*"', "", head)
    return max(_SEPARATORS, key=bare.count)


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _cell_starts(text: str, separator: str) -> tuple[list[int], bool]:
    """Where the cells of a record start, and whether the last one is a quote that is never closed."""
    starts = [0]
    is_quoted, index = text.startswith('"'), 1 if text.startswith('"') else 0
    while index < len(text):
        if is_quoted:
            closing = text.find('"', index)
            if closing < 0:
                return starts, True
            is_quoted = text.startswith('""', closing)
            index = closing + (2 if is_quoted else 1)
            continue
        after = text.find(separator, index)
        if after < 0:
            break
        starts.append(after + 1)
        is_quoted = text.startswith('"', after + 1)
        index = after + (2 if is_quoted else 1)
    return starts, is_quoted


@contextmanager
def read_table(root: Path, file: str, mistakes: Mistakes) -> Iterator[Table | None]:
    """The table of a file, open; None if it has no head or cannot be read.

    May report UNREADABLE_FILE, LINK_OUT, and what `Table` may report.
    """
    if not is_readable(root, file, mistakes):
        yield None
        return
    try:
        stream = (root / file).open(encoding="utf-8-sig", newline="")
    except OSError as error:
        mistakes.add(codes.UNREADABLE_FILE, Position(file), f"cannot be read: {(error.strerror or '').lower()}")
        yield None
        return
    with stream:
        yield opened_table(stream, file, mistakes)


def opened_table(stream: TextIO, file: str, mistakes: Mistakes) -> Table | None:
    """The table of text at hand; None if it has no head."""
    csv.field_size_limit(LONGEST_CELL)  # of the whole process; this is also what Python starts with
    table = Table(stream, file, mistakes)
    return table if table.open() else None
