"""A schedule as CSV and as a workbook: real dates, no formulas, sheets that run the way their language does."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any, Final

from curriculum.schedule.listing import Cell, Table

RIGHT_TO_LEFT: Final = ("ar", "fa", "he", "ur", "ckb", "ps", "yi")


def csv_text(table: Table, guarded: Callable[[str | int], str]) -> str:
    """The table, a head line first; `guarded` keeps spreadsheets from running a cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.head)
    writer.writerows([guarded(_plain(cell)) for cell in row] for row in table.rows)
    return out.getvalue()


def _plain(cell: Cell) -> str | int:
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def workbook(tables: Sequence[Table], language: str, made_on: dt.date) -> bytes:
    """An XLSX file with a sheet for each table. The same tables give the same bytes."""
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": dt.datetime.combine(made_on, dt.time())})
    formats: dict[type, Any] = {
        dt.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    bold = book.add_format({"bold": True})
    for table in tables:
        sheet = book.add_worksheet(table.name[:31])
        if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, table.head, bold)
        for number, row in enumerate(table.rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, column, cell, formats[type(cell)])
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, str(cell))
        widths = [
            max([len(h), *(len(str(_plain(row[n]))) for row in table.rows[:200])]) for n, h in enumerate(table.head)
        ]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width + 2, 60))
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.head) - 1)
    book.close()
    return out.getvalue()
