"""Our own tables as the importers read and write them: UTF-8, commas, lines that end in a line feed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from curriculum.load.mistakes import Mistakes
from curriculum.load.tables import read_table


def read_own(path: Path, key: str) -> tuple[tuple[str, ...], dict[str, dict[str, str]]]:
    """Columns, and rows by the cell of the key, of a file of people/; nothing if there is none. First row wins."""
    found: dict[str, dict[str, str]] = {}
    if not path.exists():
        return (), found
    with read_table(path.parent, path.name, Mistakes()) as table:
        if table is None or key not in table.columns:
            return (), found
        for row in table.rows():
            cells = dict(zip(table.columns, row, strict=False))
            found.setdefault(cells[key], cells)
        return table.columns, found


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(row.get, columns) for row in rows)  # a cell that is not there is written empty
    return out.getvalue().encode()
