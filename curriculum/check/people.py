"""People report to somebody, and can read a handbook. (Circles of managers: see circles.)"""

from __future__ import annotations

from collections import Counter
from typing import Final

from curriculum import codes
from curriculum.check import known
from curriculum.check.known import Check, Found
from curriculum.diagnostics import Diagnostic
from curriculum.model import EvidenceKind, Workspace


def unknown_managers(ws: Workspace) -> Found:
    """Managers are on the roster."""
    persons = known.persons(ws)
    for person in ws.people:
        for found in persons.unknown(person.manager, person.at("manager")):
            message = f"the manager {known.quoted(person.manager or '')} of '{person.id}' is not on the roster"
            yield Diagnostic.of(codes.UNKNOWN_MANAGER, found.at, message, found.hint)


def missing_managers(ws: Workspace) -> Found:
    """Everybody has a manager, or somebody reports to them: else nobody sees their training."""
    if "manager" not in ws.roster_columns:
        return
    persons = known.persons(ws)
    leading: set[str | None] = {ws.merged.get(p.manager, p.manager) for p in ws.people if p.manager}
    leading |= {persons.nearest(m) for m in leading if m not in persons}  # a misspelt one was reported
    for person in ws.people:
        is_damaged = bool(person.unreadable) and not person.columns  # only the id of such a row was read
        if person.manager is None and person.id not in leading and not is_damaged:
            message = f"'{person.id}' has no manager, and nobody reports to them"
            yield Diagnostic.of(codes.NO_MANAGER, person.at("manager"), message, "fill in the column 'manager'")


def languages_without_handbook(ws: Workspace) -> Found:
    """People read one of the programme's languages; each other language is named once."""
    offered = {language.partition("-")[0] for language in ws.program.languages}
    speak = Counter(p.language for p in ws.people if p.language and p.language.partition("-")[0] not in offered)
    for person in ws.people:
        count = speak.pop(person.language, 0) if person.language else 0
        if count:
            others = f" and {count - 1} more" if count > 1 else ""
            message = f"'{person.id}'{others} should read {known.quoted(person.language or '')}, which has no handbook"
            hint = f"they get {ws.default_language}; the programme's languages are {', '.join(ws.program.languages)}"
            yield Diagnostic.of(codes.NO_HANDBOOK, person.at("language"), message, hint)


def evidence_that_proves_nothing(ws: Workspace) -> Found:
    """Each row of evidence says what it is evidence of, in the way its kind is counted."""
    for row in ws.evidence:
        if row.kind is EvidenceKind.REVOCATION:
            lacking = "" if row.competency else "a competency"
        elif row.kind is EvidenceKind.COMPLETION:
            lacking = "" if row.module else "a module"
        elif row.competency or row.level:
            lacking = "" if row.competency and row.level else "a level" if row.competency else "a competency"
        else:
            lacking = "" if row.module else "a module, or a competency and a level"
        if lacking:
            message = f"this {row.kind} of person '{row.person}' proves nothing: it names no {lacking.split(' ', 1)[1]}"
            yield Diagnostic.of(codes.IDLE_EVIDENCE, row.at, message, f"fill in {lacking}")


RULES: Final[tuple[Check, ...]] = (
    unknown_managers,
    missing_managers,
    languages_without_handbook,
    evidence_that_proves_nothing,
)
