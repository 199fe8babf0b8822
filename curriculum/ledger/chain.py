"""The ledger: one line for each row that was written down, each chained to the one before by its hash.

    number,at,by,what,source,file,row,content,chain
    1,2027-01-12T08:30:00+00:00,office,recorded,attendance march.csv,people/evidence.csv,R-000001,3f…,a1…

`content` is the SHA-256 of what the row says, not of how its file is written: another order of columns or another
separator changes nothing. `chain` is the SHA-256 of the chain before and the other cells (a hash chain, after Haber
and Stornetta, How to Time-Stamp a Digital Document, 1991). The last chain is the head. Whoever has noted a head
elsewhere can prove later that nothing before it was changed or removed.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_report as codes
from curriculum.diagnostics import Diagnostic, Position
from curriculum.load import EXEMPTIONS, read_rows
from curriculum.model import EVIDENCE, LEDGER, Evidence, Exemption

Row = Evidence | Exemption

RECORDED: Final = "recorded"  # written by this program
SEALED: Final = "sealed"  # found in the file, and taken into the ledger as it was
ACCEPTED: Final = "accepted"  # an earlier line whose row is gone or says something else now; somebody agreed
_RELEASE: Final = ("person", "competency", "level", "module", "why", "by", "from_on", "until_on")
COLUMNS: Final = ("number", "at", "by", "what", "source", "file", "row", "content", "chain")


class Stamp(NamedTuple):
    """Who writes down, when, and where it comes from (a list, an export, a person who said so)."""

    by: str
    at: dt.datetime
    source: str = ""


class Line(NamedTuple):
    """A line of the ledger. `line` is where it stands in the file."""

    number: int
    at: str
    by: str
    what: str
    source: str
    file: str
    row: str
    content: str
    chain: str
    line: int = 0

    @property
    def place(self) -> Position:
        """Where it stands."""
        return Position(LEDGER, self.line, 1)


def content_of(row: Row) -> str:
    """SHA-256 of what the row says."""
    names = row._fields[:-1] if isinstance(row, Evidence) else _RELEASE
    said = {name: str(cell) for name in names if (cell := getattr(row, name)) is not None}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def name_of(row: Row) -> str:
    """What a line of the ledger calls the row: its id; without one, the person and the subject."""
    if isinstance(row, Evidence):
        return row.id or f"{row.person} {row.module or row.competency or ''}".strip()
    return f"{row.person} {row.module or row.competency or ''}".strip()


def file_of(row: Row) -> str:
    """The file the row stands in."""
    return EVIDENCE if isinstance(row, Evidence) else EXEMPTIONS


def chained(before: str, cells: Sequence[object]) -> str:
    """The chain after one more line."""
    said = json.dumps([before, *map(str, cells)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def following(lines: Sequence[Line], what: str, rows: Iterable[tuple[str, str, str]], stamp: Stamp) -> list[Line]:
    """New lines after these; `rows` are file, name and content."""
    chain = lines[-1].chain if lines else ""
    number = lines[-1].number if lines else 0
    at = stamp.at.astimezone(dt.UTC).isoformat(timespec="seconds")
    made = []
    for file, name, content in rows:
        number += 1
        cells = (number, at, plain(stamp.by), what, plain(stamp.source), file, plain(name), content)
        chain = chained(chain, cells)
        made.append(Line(*cells, chain))
    return made


def plain(text: str) -> str:
    """One line of visible characters that no spreadsheet takes for a formula; as the ledger is read back."""
    visible = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    return " ".join(visible.split()).lstrip("=+-@|%＝＋－＠' ")


def as_bytes(lines: Iterable[Line], *, head: bool) -> bytes:
    """Lines as CSV; cells are quoted where they must be, line breaks within them were refused before."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if head:
        writer.writerow(COLUMNS)
    writer.writerows(line[:-1] for line in lines)
    return out.getvalue().encode()


def read_ledger(root: Path) -> tuple[tuple[Line, ...], tuple[Diagnostic, ...]]:
    """The lines, and where the chain breaks (CUR711). Lines after a break are given, too."""
    head, rows, said = read_rows(root, LEDGER)
    found = list(said)
    if head is not None and not set(COLUMNS) <= set(head.columns):
        missing = ", ".join(name for name in COLUMNS if name not in head.columns)
        found.append(Diagnostic.of(codes.CHAIN_BROKEN, Position(LEDGER), f"the columns {missing} are missing"))
        return (), tuple(found)
    lines, chain = [], ""
    for number, (at, cells) in enumerate(rows, 1):
        first, rest = cells[COLUMNS[0]], [cells[name] for name in COLUMNS[1:]]
        line = Line._make((int(first) if first.isdecimal() else 0, *rest, at))
        if line.number != number or line.chain != chained(chain, (first, *rest[:-1])):
            message = f"line {first or '?'} of the ledger does not follow from the one before"
            found.append(Diagnostic.of(codes.CHAIN_BROKEN, line.place, message))
        chain = line.chain
        lines.append(line)
    return tuple(lines), tuple(found)
