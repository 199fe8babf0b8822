"""What may be written down: it names what exists, and its days make sense. Everything else is refused with a hint."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from curriculum import codes_report as codes
from curriculum.diagnostics import Code, Diagnostic, Position
from curriculum.ledger.chain import Row, file_of
from curriculum.model import Evidence, EvidenceKind, Workspace


def wrong_claims(ws: Workspace, rows: Sequence[Row], as_of: dt.date) -> list[Diagnostic]:
    """CUR704 and CUR705, in order of the rows; places name the file that would be written. People are named by id."""
    known = _Known(
        people={person.id for person in ws.people} | set(ws.merged),
        modules={*ws.modules, *_once_completed(ws)},
        evidence={row.id for row in ws.evidence if row.id},
    )
    return [
        Diagnostic.of(code, Position(file_of(row)), message, hint)
        for row in rows
        for code, message, hint in _wrong(ws, known, row, as_of)
    ]


_Said = Iterator[tuple[Code, str, str | None]]


class _Known(NamedTuple):
    """What rows may name; gathered once, since there may be millions of them."""

    people: set[str]
    modules: set[str]
    evidence: set[str]


def _wrong(ws: Workspace, known: _Known, row: Row, as_of: dt.date) -> _Said:
    levels = [str(level.id) for level in ws.program.levels]
    yield from _unknown("person", row.person, known.people)
    yield from _unknown("module", row.module, known.modules)
    yield from _unknown("competency", row.competency, [str(c.id) for c in ws.catalog.competencies])
    yield from _unknown("level", row.level, levels)
    if isinstance(row, Evidence):
        yield from _evidence(ws, known, row, as_of)
    elif row.until_on < as_of:
        yield _bad(f"an exemption until {row.until_on} has ended already")
    elif row.from_on is not None and row.from_on > row.until_on:
        yield _bad(f"an exemption from {row.from_on} cannot end on {row.until_on}")
    if not row.module and not row.competency and not (isinstance(row, Evidence) and row.voids):
        yield _bad("it names neither a module nor a competency")


def _evidence(ws: Workspace, known: _Known, row: Evidence, as_of: dt.date) -> _Said:
    if row.on > as_of:
        yield _bad(f"{row.on} has not come yet", "record it on the day, or give --as-of")
    if row.valid_until is not None and row.valid_until < row.on:
        yield _bad(f"it cannot end on {row.valid_until}, before it begins on {row.on}")
    if row.kind is not EvidenceKind.COMPLETION and row.kind is not EvidenceKind.REVOCATION and not row.voids:
        if row.competency and not row.level:
            yield _bad("it names no level", f"one of: {', '.join(str(level.id) for level in ws.program.levels)}")
    module = ws.modules.get(row.module or "")
    if row.unit:
        yield from _unknown("unit", row.unit, [str(unit.id) for unit in module.units] if module else [])
    if module is not None and row.version is not None and row.version > module.version:
        yield _bad(f"module '{row.module}' has no version {row.version}", f"the newest is {module.version}")
    if row.voids and row.voids not in known.evidence:
        yield codes.UNKNOWN_TO_RECORD, f"there is no row with the id '{row.voids}'", None


def _once_completed(ws: Workspace) -> Iterator[str]:
    """Modules of others, that count as ours by an equivalence."""
    for equivalence in ws.catalog.equivalents:
        yield from map(str, equivalence.completed)


def _unknown(what: str, value: str | None, known: Collection[str]) -> _Said:
    if value and value not in known:
        near = difflib.get_close_matches(value, list(known), n=1)
        yield (
            codes.UNKNOWN_TO_RECORD,
            f"there is no {what} '{value}'",
            f"did you mean '{near[0]}'?" if near else None,
        )


def _bad(message: str, hint: str | None = None) -> tuple[Code, str, str | None]:
    return codes.BAD_RECORD, message, hint
