"""A board as a workbook: real dates and numbers, frozen heads, filters, from right to left where the language is.

Texts are only ever written as strings, so no name or title becomes a formula or a link.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from curriculum.boards.board import Board
from curriculum.boards.page import GROUPS
from curriculum.boards.said import SIGNS, Said

_COLOURS: Final = {"now": "#FDE3E1", "soon": "#FDF0D0", "open": "#E3EEFB", "done": "#E2F3E6", "off": "#ECEEF2"}
_SAFE: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
MOST_ROWS: Final = 1_048_574  # of a sheet, below the head and above one line that says there are more
_LEAST, _MOST_WIDE, _LINE_HEIGHT = 11, 60, 15  # characters, characters, points
Cells = Sequence[Any]


def as_workbook(board: Board) -> bytes:
    """The bytes of an .xlsx file; the same board gives the same bytes."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream = io.BytesIO()
    said = Said(board)
    book = xlsxwriter.Workbook(stream, _SAFE)
    book.set_properties({"title": _text(said.title()), "created": dt.datetime.combine(board.as_of, dt.time())})
    sheets = _Sheets(book, said)
    if board.lines:
        sheets.add("Action now", ["Who", "What is the matter", "About", "What to do", "By"], _actions(said))
        sheets.add("People and competencies", *_matrix(said))
        heads = ["Person", "Name", "Competency or module", "Held", "Required", "Status", "Date", "Minutes"]
        sheets.add("Needs", heads, _needs(said))
    sheets.add("Hours and cost", _NUMBERS, _numbers(said))
    heads = ["Module", "Planned", "Calibrated", "Low", "High", "Typical recorded", "Records"]
    sheets.add("Estimates", heads, _estimates(said))
    if board.covered:
        heads = ["Cause or goal", "Answered by", "People trained", "People", "Blind spots"]
        sheets.add("Causes and goals", heads, _coverage(said))
    if board.helped:
        sheets.add("After go-live", ["Help", "First day", "Last day", "Kind", "People"], _helped(said))
    if board.answered:
        heads = ["Question", "Wave", "Day", "Answer", "Per cent", "Answers"]
        sheets.add("Pulse", heads, _answered(said))
    book.close()
    return stream.getvalue()


class _Sheets:
    """The sheets of one workbook."""

    def __init__(self, book: Any, said: Said) -> None:
        self._book = book
        self._said = said
        # Sentences of a right-to-left language stay so even where they begin with a Latin word.
        text = {"text_wrap": True, "valign": "top", **({"reading_order": 2} if said.words.direction == "rtl" else {})}
        self._head = book.add_format({**text, "bold": True, "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        self._wrapped = book.add_format(text)
        self._colours = {group: book.add_format({**text, "bg_color": colour}) for group, colour in _COLOURS.items()}

    def add(self, name: str, heads: Sequence[str], rows: Iterator[Cells]) -> None:
        """A sheet with a head that stays in sight, and a filter on every column."""
        get = self._said.words.get
        sheet = self._book.add_worksheet(_sheet_name(get(name)))
        if self._said.words.direction == "rtl":
            sheet.right_to_left()
        for column, head in enumerate(heads):
            sheet.write_string(0, column, _text(get(head)), self._head)
        widths = [_wide(_text(get(head)), _LEAST) for head in heads]
        last = 0
        for last, cells in enumerate(rows, 1):
            if last > MOST_ROWS:
                sheet.write_string(last, 0, _text(get("A sheet holds no more rows; the CSV file has all.")))
                break
            texts = [value[0] if isinstance(value, tuple) else str(value or "") for value in cells]
            widths = [_wide(text, width) for text, width in zip(texts, widths, strict=True)]
            lines = max(_lines(text) for text in texts)
            if lines > 1:  # said, because not every program finds the height by itself
                sheet.set_row(last, _LINE_HEIGHT * lines)
            for column, value in enumerate(cells):
                self._write(sheet, last, column, value)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)

    def _write(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if isinstance(value, tuple):  # a text and the group of its colour
            sheet.write_string(row, column, _text(value[0]), self._colours[value[1]])
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), self._day)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value)
        elif value:
            sheet.write_string(row, column, _text(str(value)), self._wrapped)


def _wide(text: str, width: int) -> int:
    """At least as wide as before; for the longest line of the text, but no wider than can be read."""
    return min(_MOST_WIDE, max(width, *(len(line) + 2 for line in text.split("\n"))))


def _lines(text: str) -> int:
    return sum(1 + len(line) // (_MOST_WIDE - 2) for line in text.split("\n"))


def _text(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n")


def _sheet_name(name: str) -> str:
    return "".join(" " if c in "[]:*?/\\'" else c for c in name)[:31]


def _actions(said: Said) -> Iterator[Cells]:
    for line, action in said.board.actions:
        yield [said.who(line), said.matter(action), said.what(action), said.to_do(action), action.on]


def _matrix(said: Said) -> tuple[list[str], Iterator[Cells]]:
    board = said.board
    heads = ["Person", "Next date", "Minutes to train", *(said.of(of) for of in board.columns)]

    def rows() -> Iterator[Cells]:
        for line in board.lines:
            cells = {cell.of: cell for cell in line.cells}
            shown: list[tuple[str, str] | None] = []
            for of in board.columns:
                cell = cells.get(of)
                if cell is None:
                    shown.append(None)
                    continue
                sign, group = SIGNS[cell.status]
                on = f" {cell.on.isoformat()}" if cell.on else ""
                shown.append((f"{sign} {said.status(cell.status)}{on}\n{said.levels(cell)}", group))
            yield [said.who(line), line.due_on, line.bill.calibrated.likely, *shown]

    return heads, rows()


def _needs(said: Said) -> Iterator[Cells]:
    for line in said.board.lines:
        for cell in line.cells:
            held = None if cell.is_module else said.level(cell.held)
            required = said.words.get("this module") if cell.is_module else said.level(cell.required)
            status = (said.status(cell.status), SIGNS[cell.status][1])
            yield [line.id, line.name, said.of(cell.of), held, required, status, cell.on, cell.minutes]


_NUMBERS: Final = [
    "Cut", "Group", "People", "To train", "Planned", "Calibrated", "Low", "High", "Recorded", "Cost", "Currency",
]  # fmt: skip


def _numbers(said: Said) -> Iterator[Cells]:
    rates = said.board.ws.program.rates
    for by, heading in GROUPS.items():
        for row in (said.board.cuts.all,) if by == "all" else said.board.cuts.by[by]:
            bill = row.bill
            cost = round(bill.money) if bill.cost else said.words.get("not set")
            yield [
                said.words.get(heading) if heading else "",
                said.cut_key(row),
                row.people,
                bill.learners,
                bill.planned.likely,
                bill.calibrated.likely,
                bill.calibrated.low,
                bill.calibrated.high,
                row.actual,
                cost,
                rates.currency if rates else None,
            ]


def _estimates(said: Said) -> Iterator[Cells]:
    for module in said.board.modules:
        known = said.board.calibration.estimates[module]
        calibrated = known.calibrated
        yield [
            said.of(module), known.planned.likely, calibrated.likely, calibrated.low, calibrated.high,
            known.actual, known.records,
        ]  # fmt: skip


def _coverage(said: Said) -> Iterator[Cells]:
    for row in said.board.covered:
        title = said.words.title(said.board.ws, row.title, row.of)
        modules = said.words.join([said.of(module) for module in row.modules])
        yield [title, modules, row.trained, row.people, said.blind(row)]


def _helped(said: Said) -> Iterator[Cells]:
    for row in said.board.helped:
        title = said.words.title(said.board.ws, row.title, row.of)
        kind = said.words.get("required") if row.required else said.words.get("offered")
        yield [title, row.from_on, row.until_on, kind, row.people]


def _answered(said: Said) -> Iterator[Cells]:
    for row in said.board.answered:
        about = [said.asked(row), said.wave(row.wave), row.on]
        if not row.answers:
            yield [*about, said.words.get("too few to be shown"), None, None]
        for text, share in said.chosen(row):
            yield [*about, text, share, row.answers]
