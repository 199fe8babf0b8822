"""Rows → people/evidence.csv, people/exemptions.yaml and the ledger, all or nothing; what stood there stays."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from curriculum import codes_report as codes
from curriculum.diagnostics import Diagnostic, Position, has_errors
from curriculum.ledger import store
from curriculum.ledger.chain import (
    RECORDED,
    Line,
    Row,
    Stamp,
    as_bytes,
    content_of,
    end_of_ledger,
    file_of,
    following,
    name_of,
)
from curriculum.ledger.claims import wrong_claims
from curriculum.load import (
    EXEMPTIONS,
    Head,
    read_evidence_file,
    read_exemptions_file,
    read_head,
    without_garbage_collection,
)
from curriculum.model import EVIDENCE, LEDGER, Evidence, Exemption, Workspace, record

_T = TypeVar("_T")
_ID: Final = "R-{:06}"


@record
class Written:
    """What came of it: rows written, rows that were there already, and the new head of the ledger."""

    rows: tuple[Row, ...] = ()
    known: tuple[Row, ...] = ()
    head: str = ""


def write_down(
    root: Path, ws: Workspace, rows: Sequence[Row], stamp: Stamp, as_of: dt.date
) -> tuple[Written, tuple[Diagnostic, ...]]:
    """All rows, or with any error none. May report CUR701 to CUR707, CUR711 and what reading the files may report."""
    wrong = wrong_claims(ws, rows, as_of)
    if wrong:
        return Written(), tuple(wrong)
    with without_garbage_collection():
        return under_lock(root, stamp, lambda: _write(root, ws.program.languages, rows, stamp), Written())


def under_lock(
    root: Path, stamp: Stamp, work: Callable[[], tuple[_T, tuple[Diagnostic, ...]]], none: _T
) -> tuple[_T, tuple[Diagnostic, ...]]:
    """Works with the lock held; what the store cannot do becomes a diagnostic, and the result `none`."""
    try:
        with store.locked(root, stamp.by):
            return work()
    except store.Busy as busy:
        said = Diagnostic.of(codes.BEING_WRITTEN, Position("people"), f"written by {busy}", "try again")
    except store.Interrupted as file:
        hint = "take the missing rows from people/.writing/ and delete that folder"
        said = Diagnostic.of(codes.INTERRUPTED, Position(str(file)), "changed by hand meanwhile", hint)
    except OSError as error:
        said = Diagnostic.of(codes.CANNOT_RECORD, Position("people"), (error.strerror or "failed").lower())
    return none, (said,)


def _write(
    root: Path, languages: Sequence[str], rows: Sequence[Row], stamp: Stamp
) -> tuple[Written, tuple[Diagnostic, ...]]:
    last, broken = end_of_ledger(root)
    evidence, wrong = read_evidence_file(root)
    exemptions, wrong_too = read_exemptions_file(root, languages)
    said = [*broken, *wrong, *wrong_too]
    if has_errors(said):
        return Written(), tuple(said)
    head = read_head(root, EVIDENCE)
    named = head is None or "id" in head.columns
    new, known = _sorted_out(rows, evidence, exemptions, (last.number if last else 0) if named else None)
    said += [
        Diagnostic.of(codes.ALREADY_RECORDED, Position(file_of(row)), f"'{name_of(row)}' is there already")
        for row in known
    ]
    if not new:
        return Written(known=known, head=last.chain if last else ""), tuple(said)
    more = following(last, RECORDED, ((file_of(row), name_of(row), content_of(row)) for row in new), stamp)
    changed: dict[str, Callable[[bytes | None], bytes]] = {LEDGER: lambda old: appended(old, more)}
    proofs = [row for row in new if isinstance(row, Evidence)]
    releases = [row for row in new if isinstance(row, Exemption)]
    lacking = _lacking(head, proofs)
    if lacking:
        return Written(), (*said, *lacking)
    if proofs:
        changed[EVIDENCE] = lambda old: _with_evidence(old, head, proofs)
    if releases:
        changed[EXEMPTIONS] = lambda old: _with_exemptions(old, releases)
    failed = replace(root, changed, lambda folder: _says(folder, languages, (evidence, exemptions), new))
    if failed:
        return Written(), (*said, failed)
    end, _ = end_of_ledger(root)
    return Written(rows=new, known=known, head=end.chain if end else ""), tuple(said)


def replace(
    root: Path, changed: Mapping[str, Callable[[bytes | None], bytes]], says: Callable[[Path], bool]
) -> Diagnostic | None:
    """Stages the new bytes, reads them back (`says`), puts them in place; with the lock held."""
    old = {name: (root / name).read_bytes() if (root / name).exists() else None for name in changed}
    folder = store.stage(root, {name: make(old[name]) for name, make in changed.items()})
    if not says(folder):
        store.finish(root)
        message = "what was to be written does not read back as it was meant; nothing was changed"
        hint = "is the last row complete, and does the file end where its list ends?"
        return Diagnostic.of(codes.CANNOT_RECORD, Position(next(iter(changed))), message, hint)
    store.commit(root, old)
    return None


def appended(old: bytes | None, lines: Iterable[Line]) -> bytes:
    """The ledger with more lines."""
    return (old or b"") + as_bytes(lines, head=not old)


# ── which rows are new ──────────────────────────────────────────────────────────────────────────────────────


def _sorted_out(
    rows: Sequence[Row], evidence: Sequence[Evidence], exemptions: Sequence[Exemption], written: int | None
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """New rows, evidence with an id (where the file has a column for it); and those that are there already."""
    ids = {row.id for row in evidence if row.id}
    there = {_sameness(row) for row in evidence} | {content_of(row) for row in exemptions}
    new: list[Row] = []
    known: list[Row] = []
    for row in rows:
        key = _sameness(row) if isinstance(row, Evidence) else content_of(row)
        if key in there or (isinstance(row, Evidence) and row.id in ids):
            known.append(row)
            continue
        there.add(key)
        if written is not None and isinstance(row, Evidence):
            new.append(_with_id(row, ids, written + len(new) + 1))
        else:
            new.append(row)
    return tuple(new), tuple(known)


def _with_id(row: Evidence, ids: set[str], number: int) -> Evidence:
    id = row.id or next(id for n in itertools.count(number) if (id := _ID.format(n)) not in ids)
    ids.add(id)
    return row._replace(id=id)


def _sameness(row: Evidence) -> Evidence:
    return row._replace(id=None, minutes=None, line=0)


# ── the new bytes ───────────────────────────────────────────────────────────────────────────────────────────


def _lacking(head: Head | None, rows: Sequence[Evidence]) -> list[Diagnostic]:
    """CUR707 for each column that the file lacks and a row needs; defaults (a completion, completed) need none."""
    if head is None:
        return []
    plain = {"kind": "completion", "outcome": "completed"}
    lacking = [(i, name) for i, name in enumerate(Evidence._fields[:-1]) if name not in head.columns]
    needed = [
        name
        for i, name in lacking
        if any(row[i] is not None and str(row[i]) not in ("", plain.get(name)) for row in rows)
    ]
    hint = "add it to the first line"
    return [Diagnostic.of(codes.NO_COLUMN, Position(EVIDENCE), f"there is no column '{name}'", hint) for name in needed]


def _with_evidence(old: bytes | None, head: Head | None, rows: Sequence[Evidence]) -> bytes:
    """The same bytes and more rows, in the file's own columns, separator and line ends."""
    end = "\r\n" if old and b"\r\n" in old else "\n"
    out = io.BytesIO()
    out.write(old or b"")
    columns = head.columns if head else Evidence._fields[:-1]
    places = [Evidence._fields.index(c) if c in Evidence._fields[:-1] else None for c in columns]
    with io.TextIOWrapper(out, encoding="utf-8", newline="") as text:
        writer = csv.writer(text, delimiter=head.separator if head else ",", lineterminator=end)
        if head is None:
            writer.writerow(columns)
        elif old and not old.endswith(b"\n"):
            text.write(end)
        writer.writerows(["" if at is None or row[at] is None else str(row[at]) for at in places] for row in rows)
        text.flush()
        return out.getvalue()


def _with_exemptions(old: bytes | None, rows: Sequence[Exemption]) -> bytes:
    """The same text and more items. Words stand in quotes as JSON writes them, which is YAML, too."""
    text = (old or b"exemptions:\n").decode()
    head, empty, rest = text.partition("exemptions: []")
    if empty:
        text = f"{head}exemptions:{rest}"
    marks = [line for line in text.splitlines() if line.lstrip().startswith("- ")]
    indent = " " * (len(marks[-1]) - len(marks[-1].lstrip())) if marks else "  "
    text = text if text.endswith("\n") else text + "\n"
    return (text + "".join(_item(row, indent) for row in rows)).encode()


def _item(row: Exemption, indent: str) -> str:
    keys = {
        "person": row.person,
        "competency": row.competency,
        "level": row.level,
        "module": row.module,
        "why": row.why,
        "by": row.by,
        "from_on": row.from_on,
        "until_on": row.until_on,
    }
    quoted = {"why", "by"}
    lines = [
        f"{key}: {json.dumps(str(value), ensure_ascii=False) if key in quoted else value}"
        for key, value in keys.items()
        if value is not None
    ]
    return f"{indent}- " + f"\n{indent}  ".join(lines) + "\n"


def _says(folder: Path, languages: Sequence[str], old: tuple[Sequence[Row], Sequence[Row]], new: Sequence[Row]) -> bool:
    """Whether the staged files hold what was there and the new rows, and nothing else; and the chain holds."""
    for kind, was, read in (
        (Evidence, old[0], lambda: read_evidence_file(folder)),
        (Exemption, old[1], lambda: read_exemptions_file(folder, languages)),
    ):
        mine = [row for row in new if isinstance(row, kind)]
        if mine and _sum(itertools.chain(was, mine)) != _sum(read()[0]):
            return False
    return not end_of_ledger(folder)[1]


def _sum(rows: Iterable[Row]) -> tuple[int, int]:
    """Number of rows and the sum of their hashes: the same for the same rows in any order, without keeping them."""
    number = total = 0
    for row in rows:
        number += 1
        total += int(content_of(row), 16)
    return number, total
