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
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_report as codes
from curriculum.diagnostics import Diagnostic, Position
from curriculum.load import EXEMPTIONS, opened_rows
from curriculum.load.mistakes import Mistakes
from curriculum.model import EVIDENCE, LEDGER, Evidence, Exemption

Row = Evidence | Exemption

RECORDED: Final = "recorded"  # written by this program
SEALED: Final = "sealed"  # found in the file, and taken into the ledger as it was
ACCEPTED: Final = "accepted"  # an earlier line whose row is gone or says something else now; somebody agreed
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_RELEASE: Final = ("by", "competency", "from_on", "level", "module", "person", "until_on", "why")
# Millions of rows are hashed as JSON objects with sorted keys: the keys are written once, here.
_quoted: Final = json.encoder.encode_basestring
_PROOF: Final = tuple(sorted(Evidence._fields[:-1]))
_PROOF_CELLS: Final = tuple(Evidence._fields.index(name) for name in _PROOF)
_PROOF_KEYS: Final = tuple(f'"{name}":' for name in _PROOF)
_RELEASE_KEYS: Final = tuple(f'"{name}":' for name in _RELEASE)
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
    cells = map(row.__getitem__, _PROOF_CELLS) if isinstance(row, Evidence) else map(row.__getattribute__, _RELEASE)
    keys = _PROOF_KEYS if isinstance(row, Evidence) else _RELEASE_KEYS
    said = [f"{key}{_quoted(str(cell))}" for key, cell in zip(keys, cells, strict=True) if cell is not None]
    return hashlib.sha256(f"{{{','.join(said)}}}".encode()).hexdigest()


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
    said = ",".join(map(_quoted, (before, *map(str, cells))))  # a JSON list
    return hashlib.sha256(f"[{said}]".encode()).hexdigest()


def following(last: Line | None, what: str, rows: Iterable[tuple[str, str, str]], stamp: Stamp) -> Iterator[Line]:
    """New lines after the last one, one at a time; `rows` are file, name and content."""
    chain = last.chain if last else ""
    number = last.number if last else 0
    at = stamp.at.astimezone(dt.UTC).isoformat(timespec="seconds")
    by, source = plain(stamp.by), plain(stamp.source)
    for file, name, content in rows:
        number += 1
        cells = (number, at, by, what, source, file, plain(name), content)
        chain = chained(chain, cells)
        yield Line(*cells, chain)


def plain(text: str) -> str:
    """One line of visible characters that no spreadsheet takes for a formula; as the ledger is read back."""
    if _PLAIN.fullmatch(text):
        return text
    visible = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    return " ".join(visible.split()).lstrip("=+-@|%＝＋－＠' ")


def as_bytes(lines: Iterable[Line], *, head: bool) -> bytes:
    """Lines as CSV; cells are quoted where they must be, line breaks within them were refused before."""
    out = io.BytesIO()
    with io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False) as text:
        writer = csv.writer(text, lineterminator="\n")
        if head:
            writer.writerow(COLUMNS)
        writer.writerows(line[:-1] for line in lines)
        text.flush()
        return out.getvalue()


def read_ledger(root: Path) -> tuple[tuple[Line, ...], tuple[Diagnostic, ...]]:
    """The lines, and where the chain breaks (CUR711). Lines after a break are given, too."""
    found: list[Diagnostic] = []
    return tuple(_lines(root, found)), tuple(found)


def end_of_ledger(root: Path) -> tuple[Line | None, tuple[Diagnostic, ...]]:
    """The last line, and where the chain breaks; the lines before it are looked at and forgotten."""
    found: list[Diagnostic] = []
    last = None
    for line in _lines(root, found):
        last = line
    return last, tuple(found)


def _lines(root: Path, found: list[Diagnostic]) -> Iterator[Line]:
    mistakes = Mistakes()
    with opened_rows(root, LEDGER, mistakes) as opened:
        if opened is None:
            found += mistakes.in_order()
            return
        head, rows = opened
        if not set(COLUMNS) <= set(head.columns):
            missing = ", ".join(name for name in COLUMNS if name not in head.columns)
            found.append(Diagnostic.of(codes.CHAIN_BROKEN, Position(LEDGER), f"the columns {missing} are missing"))
            return
        pick = itemgetter(*(head.columns.index(name) for name in COLUMNS))
        chain = ""
        for number, (at, row) in enumerate(rows, 1):
            first, *rest = pick(row)
            line = Line._make((int(first) if first.isdecimal() else 0, *rest, at))
            if line.number != number or line.chain != chained(chain, (first, *rest[:-1])):
                message = f"line {first or '?'} of the ledger does not follow from the one before"
                found.append(Diagnostic.of(codes.CHAIN_BROKEN, line.place, message))
            chain = line.chain
            yield line
        found += mistakes.in_order()
