"""What somebody types, or a list of who was there → rows to be written down; nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from curriculum import codes_report as codes
from curriculum.diagnostics import Diagnostic, Position
from curriculum.ledger import Row
from curriculum.load import EXEMPTIONS, read_rows
from curriculum.model import EVIDENCE, Evidence, EvidenceKind, Exemption, Outcome, Ref, Workspace, record

ATTENDANCE: Final = "attendance"
EXEMPTION: Final = "exemption"
VOID: Final = "void"
KINDS: Final = (*map(str, EvidenceKind), ATTENDANCE, EXEMPTION, VOID)


@record
class Claim:
    """What was said on the command line: the kind, who or which list, of what, at which level, and the rest."""

    kind: str
    who: str
    of: str | None = None
    level: str | None = None
    on: dt.date
    unit: str | None = None
    outcome: Outcome = Outcome.COMPLETED
    version: int | None = None
    minutes: int | None = None
    valid_until: dt.date | None = None
    why: str | None = None
    decided_by: str | None = None
    from_on: dt.date | None = None
    until_on: dt.date | None = None


def rows_of(ws: Workspace, claim: Claim) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    """The rows a claim stands for. May report CUR704, CUR705 and what reading a list may report."""
    if claim.kind == ATTENDANCE:
        return _attendance(claim)
    if claim.kind == EXEMPTION:
        return _exemption(ws, claim)
    if claim.kind == VOID:
        return _void(ws, claim)
    return (_evidence(ws, claim),), ()


def _evidence(ws: Workspace, claim: Claim) -> Evidence:
    """A completion is of a module; everything else of a competency, unless a module has that name."""
    kind = EvidenceKind(claim.kind)
    is_module = kind is EvidenceKind.COMPLETION or claim.of in ws.modules
    return Evidence(
        person=claim.who,
        on=claim.on,
        kind=kind,
        module=claim.of if is_module else None,
        competency=None if is_module else claim.of,
        level=claim.level,
        unit=claim.unit,
        outcome=claim.outcome,
        version=claim.version,
        valid_until=claim.valid_until,
        minutes=claim.minutes,
    )


def _exemption(ws: Workspace, claim: Claim) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    lacking = [
        f"--{name}"
        for name, value in (("why", claim.why), ("until", claim.until_on), ("decided-by", claim.decided_by))
        if not value
    ]
    if lacking or claim.until_on is None:
        message = f"an exemption needs {', '.join(lacking)}: who released whom, why and until when"
        return (), (Diagnostic.of(codes.BAD_RECORD, Position(EXEMPTIONS), message),)
    of = Ref(claim.of) if claim.of else None
    row = Exemption(
        person=Ref(claim.who),
        module=of if claim.of in ws.modules else None,
        competency=None if claim.of in ws.modules else of,
        level=Ref(claim.level) if claim.level else None,
        why=" ".join((claim.why or "").split()),
        by=claim.decided_by or "",
        from_on=claim.from_on,
        until_on=claim.until_on,
    )
    return (row,), ()


def _void(ws: Workspace, claim: Claim) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    """A row that withdraws an earlier one, which stays where it is."""
    row = next((row for row in ws.evidence if row.id == claim.who), None)
    if row is None:
        message = f"there is no row with the id '{claim.who}'"
        hint = "the id stands in the column 'id' of people/evidence.csv"
        return (), (Diagnostic.of(codes.UNKNOWN_TO_RECORD, Position(EVIDENCE), message, hint),)
    made = row._replace(on=claim.on, outcome=Outcome.VOIDED, voids=row.id, id=None, minutes=None, valid_until=None)
    return (made,), ()


# ── attendance lists ────────────────────────────────────────────────────────────────────────────────────────


def _attendance(claim: Claim) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    """A CSV with the column `person`, and `outcome` and `minutes` where they differ from what was said for all."""
    path = Path(claim.who)
    head, lines, said = read_rows(path.parent, path.name)
    if head is None or "person" not in head.columns:
        lacks = "the list has no column 'person'" if head else "there is no such list"
        return (), (*said, Diagnostic.of(codes.BAD_RECORD, Position(path.name), lacks, "one person a line, by id"))
    found = list(_present(claim, lines, path.name))
    return tuple(row for row, _ in found if row is not None), (*said, *(wrong for _, wrong in found if wrong))


def _present(
    claim: Claim, lines: Sequence[tuple[int, dict[str, str]]], file: str
) -> Iterator[tuple[Evidence | None, Diagnostic | None]]:
    for line, cells in lines:
        outcome, minutes = cells.get("outcome") or str(claim.outcome), cells.get("minutes", "")
        if outcome not in tuple(map(str, Outcome)) or not (minutes.isdecimal() or not minutes) or not cells["person"]:
            hint = "outcome: passed, completed, failed, withdrawn or attempted; minutes: a whole number"
            yield None, Diagnostic.of(codes.BAD_RECORD, Position(file, line), "the line cannot be read", hint)
            continue
        yield (
            Evidence(
                person=cells["person"],
                on=claim.on,
                module=claim.of,
                unit=claim.unit,
                outcome=Outcome(outcome),
                version=claim.version,
                minutes=int(minutes) if minutes else claim.minutes,
            ),
            None,
        )
