"""What the ledger proves about the files as they are; sealing rows written by hand, accepting a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from curriculum import codes_report as codes
from curriculum.diagnostics import Diagnostic, Position, in_order
from curriculum.ledger.chain import (
    ACCEPTED,
    SEALED,
    Line,
    Row,
    Stamp,
    content_of,
    file_of,
    following,
    name_of,
    read_ledger,
)
from curriculum.ledger.write import appended, replace, under_lock
from curriculum.load import EXEMPTIONS, read_evidence_file, read_exemptions_file
from curriculum.model import EVIDENCE, LEDGER, Workspace, record


@record
class Proof:
    """One row as it is now, and the line of the ledger that seals it (None: nothing proves it)."""

    row: Row
    line: Line | None = None


@record
class Audit:
    """Everything that was compared. `missing`: lines whose row is gone or says something else, not yet accepted."""

    lines: tuple[Line, ...]
    proofs: tuple[Proof, ...]
    missing: tuple[Line, ...]
    head: str

    @property
    def sealed(self) -> int:
        """Rows that are proved unchanged since their line was written."""
        return sum(proof.line is not None for proof in self.proofs)


def audit(root: Path, ws: Workspace, head: str | None = None) -> tuple[Audit, tuple[Diagnostic, ...]]:
    """Compares, and changes nothing. May report CUR711 to CUR715. `head`: one that was noted earlier."""
    lines, said = read_ledger(root)
    rows: list[Row] = [*read_evidence_file(root)[0], *read_exemptions_file(root, ws.program.languages)[0]]
    by_content: dict[tuple[str, str], list[Line]] = defaultdict(list)
    gone = {line.content for line in lines if line.what == ACCEPTED}
    for line in lines:
        if line.what != ACCEPTED:
            by_content[line.file, line.content].append(line)
    proofs = []
    for row in rows:
        known = by_content.get((file_of(row), content_of(row)))
        proofs.append(Proof(row=row, line=known.pop(0) if known else None))
    missing = tuple(
        sorted(line for left in by_content.values() for line in left if line.chain not in gone)
    )  # an accepting line names the chain of the line that it accepts
    found = Audit(lines=lines, proofs=tuple(proofs), missing=missing, head=lines[-1].chain if lines else "")
    return found, in_order([*said, *_complaints(found), *_head(found, head)])


def _complaints(found: Audit) -> list[Diagnostic]:
    loose = {(file_of(p.row), name_of(p.row)): p.row for p in found.proofs if p.line is None}
    said = []
    for line in found.missing:
        row = loose.get((line.file, line.row))
        since = f"written down on {line.at[:10]} by {line.by}"
        if row is not None:
            at = row.at
            said.append(Diagnostic.of(codes.ROW_ALTERED, at, f"'{line.row}' was altered; {since}", None))
        else:
            said.append(Diagnostic.of(codes.ROW_REMOVED, Position(line.file), f"'{line.row}' is gone; {since}", None))
    for file in (EVIDENCE, EXEMPTIONS):
        number = sum(p.line is None and file_of(p.row) == file for p in found.proofs)
        if number:
            said.append(Diagnostic.of(codes.ROW_NOT_SEALED, Position(file), f"{number} rows are not in the ledger"))
    return said


def _head(found: Audit, head: str | None) -> list[Diagnostic]:
    if not head or any(line.chain.startswith(head) for line in found.lines):
        return []
    return [Diagnostic.of(codes.HEAD_NOT_FOUND, Position(LEDGER), f"no line has the chain '{head[:16]}'")]


def seal(root: Path, ws: Workspace, stamp: Stamp) -> tuple[int, tuple[Diagnostic, ...]]:
    """Takes rows that were written by hand into the ledger, as they are now; how many."""
    return _more(
        root, ws, stamp, lambda f: [(file_of(p.row), name_of(p.row), content_of(p.row)) for p in f.proofs if not p.line]
    )


def accept(root: Path, ws: Workspace, stamp: Stamp) -> tuple[int, tuple[Diagnostic, ...]]:
    """Writes down that rows which are gone or altered are accepted so; `stamp.source` says why. How many."""
    return _more(root, ws, stamp, lambda f: [(line.file, line.row, line.chain) for line in f.missing], ACCEPTED)


def _more(
    root: Path,
    ws: Workspace,
    stamp: Stamp,
    rows_of: Callable[[Audit], Sequence[tuple[str, str, str]]],
    what: str = SEALED,
) -> tuple[int, tuple[Diagnostic, ...]]:
    def work() -> tuple[int, tuple[Diagnostic, ...]]:
        lines, broken = read_ledger(root)
        rows = rows_of(audit(root, ws)[0])
        if broken or not rows:
            return 0, broken
        more = list(following(lines[-1] if lines else None, what, rows, stamp))
        failed = replace(root, {LEDGER: lambda old: appended(old, more)}, lambda folder: not read_ledger(folder)[1])
        return (0, (failed,)) if failed else (len(more), ())

    return under_lock(root, stamp, work, 0)
