"""Millions of rows, quickly where a file is plain text; every row out of the ordinary goes to load's own parser.

So a row that cannot be read gets the code and the line that `curriculum check` gives it.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from curriculum.diagnostics import Diagnostic, Position
from curriculum.load.mistakes import Mistakes
from curriculum.load.spelling import UNWANTED
from curriculum.load.tables import Table, opened_table, read_table

_BLOCK: Final = 1 << 22
_TEXT: Final = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_T = TypeVar("_T")


class Row(NamedTuple):
    """A row and the line it starts on."""

    line: int
    cells: list[str]


_BROKEN: set[Path] = set()


def forget_plain(root: Path) -> None:
    """From now on the tables of the workspace are read with care."""
    _BROKEN.add(root)


def is_plain(path: Path) -> bool:
    """Whether `csv` may read the bytes as they are: UTF-8, composed, without invisible characters, of short lines."""
    try:
        with path.open("rb") as stream:
            rest = b""
            while block := stream.read(_BLOCK):
                end = block.rfind(b"\n") + 1
                if not _is_plain_block(rest + block[:end]):
                    return False
                rest = block[end:] if end else rest + block
                if len(rest) > _BLOCK:
                    return False
        return _is_plain_block(rest)
    except OSError:
        return False


def _is_plain_block(block: bytes) -> bool:
    if block.isascii():
        return not block.translate(None, _TEXT)
    try:
        text = block.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return UNWANTED.search(text) is None and unicodedata.is_normalized("NFC", text)


class Source:
    """One table of the workspace, read more than once."""

    def __init__(self, root: Path, file: str) -> None:
        self.root = root
        self.file = self.shown = file  # `shown`: what diagnostics name
        self.columns: tuple[str, ...] = ()
        self.separator = ","
        self.said: tuple[Diagnostic, ...] = ()  # of the head, and of lines that are no rows
        self.head: list[str] = []
        self.head_line = 1
        mistakes = Mistakes()
        with read_table(root, file, mistakes) as table:
            self.is_there = table is not None
            if table is not None:
                self.columns, self.head, self.head_line = table.columns, list(table.cells), table.line
                self.separator = table._separator
        self.said = mistakes.in_order()
        self.is_plain = self.is_there and root not in _BROKEN and is_plain(root / file)

    def index(self, column: str) -> int:
        """Where the column stands; -1 without it, which is the empty cell behind each row."""
        return self.columns.index(column) if column in self.columns else -1

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of each row that is not empty; of a file that is not plain, as load reads them."""
        return self._plain_rows() if self.is_plain else self._careful_rows()

    def _plain_rows(self) -> Iterator[tuple[int, list[str]]]:
        with (self.root / self.file).open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter=self.separator, strict=True)
            line = 1
            try:
                for cells in reader:
                    if line > self.head_line and cells:
                        yield line, cells
                    line = reader.line_num + 1
                return
            except csv.Error:
                self.is_plain = False
        raise NotPlain

    def _careful_rows(self) -> Iterator[tuple[int, list[str]]]:
        mistakes = Mistakes()
        rows = []
        with read_table(self.root, self.file, mistakes) as table:
            if table is not None:
                for cells in table.rows():
                    rows.append((table.line, list(table.cells) if table.is_damaged else cells[:-1]))
                if table.is_cut:
                    rows = []
        self.said = mistakes.in_order()
        yield from rows

    def parse(
        self, rows: Sequence[tuple[int, list[str]]], read: Callable[[Table | None], _T]
    ) -> tuple[_T, tuple[Diagnostic, ...], dict[int, int]]:
        """What load makes of some of the rows: its answer, diagnostics with true lines, and line there → true line."""
        mistakes = Mistakes()
        lines = {1: self.head_line}
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.separator, lineterminator="\n")
        writer.writerow(self.head)
        at = 2 + sum(cell.count("\n") for cell in self.head)
        for line, cells in rows:
            lines[at] = line
            at += 1 + sum(cell.count("\n") for cell in cells)
            writer.writerow(cells)
        stream = io.TextIOWrapper(io.BytesIO(text.getvalue().encode()), encoding="utf-8-sig", newline="")
        found = read(opened_table(stream, self.file, mistakes))
        said = mistakes.in_order() if self.is_there else ()  # why there is no table was said when it was opened
        return found, tuple(_moved(d, lines, {self.file: self.shown}) for d in said), lines


class NotPlain(Exception):
    """The file turned out to need load's own reader; the work starts again with it."""


def _moved(d: Diagnostic, lines: dict[int, int], shown: dict[str, str]) -> Diagnostic:
    """With its true lines, and the name of the file that was read."""

    def moved(at: Position) -> Position:
        at = _place(at, lines)
        return at._replace(file=shown.get(at.file, at.file))

    related: Any = tuple((moved(at), note) for at, note in d.related)
    return dataclasses.replace(d, at=moved(d.at), related=related)


def _place(at: Position, lines: dict[int, int]) -> Position:
    start = max((line for line in lines if line <= at.line), default=0) if at.line not in lines else at.line
    return at._replace(line=lines[start] + at.line - start) if start else at
