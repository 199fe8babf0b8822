"""Findings a manager or an auditor acts on, on one day (rules 5, 7, 9, 10, 18, 27; CUR301–CUR312)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from curriculum import codes
from curriculum.diagnostics import Diagnostic, Position
from curriculum.model import Access, EvidenceKind, PersonNeeds, Standing, Workspace
from curriculum.needs.credit import oldest_evidence

_ACCOUNTS = "people/accounts.csv"
_AWAY = (Standing.LEFT, Standing.JOINS_LATER)


def find_findings(ws: Workspace, as_of: dt.date, people: Sequence[PersonNeeds]) -> Iterator[Diagnostic]:
    """All findings; messages name people by id only."""
    active = [found for found in people if found.standing not in _AWAY]
    for found in active:
        yield from _about_person(ws, found)
    yield from _odd_dates(ws, as_of)
    yield from _managers(ws, people)
    yield from _idle_roles(ws, active)
    yield from _strangers(ws)
    if ws.accounts is not None:
        yield from _accounts(ws, people)


def _about_person(ws: Workspace, found: PersonNeeds) -> Iterator[Diagnostic]:
    """Nobody falls through: no role, undecided, no wave."""
    person = found.person
    if found.missing:
        fields = ", ".join(f"'{name}'" for name in found.missing)
        maybe = f"; may hold: {', '.join(found.maybe_roles)}" if found.maybe_roles else ""
        yield Diagnostic.of(
            codes.PERSON_UNKNOWN,
            person.at(found.missing[0]),
            f"person '{person.id}' is unknown: {fields} missing or unreadable{maybe}",
            "fill in the roster; the baseline is planned meanwhile",
        )
    elif not found.roles:
        access = f"access '{person.access}'" if person.access else "their access"
        yield Diagnostic.of(
            codes.NO_ROLE,
            person.at(),
            f"no role fits person '{person.id}'; they get the baseline of {access}",
            "give them a role in the roster's column 'roles', or widen a role's 'held_by'",
        )
    if ws.program.waves and found.wave is None and not found.missing:
        yield Diagnostic.of(codes.NO_WAVE, person.at(), f"person '{person.id}' belongs to no wave of the roll-out")


def _odd_dates(ws: Workspace, as_of: dt.date) -> Iterator[Diagnostic]:
    """Evidence from the future, or from before the look-back window: kept, and does not count."""
    oldest = oldest_evidence(ws, as_of)
    for row in ws.evidence:
        if row.on > as_of:
            said = f"evidence of person '{row.person}' is dated {row.on}, after {as_of}"
            yield Diagnostic.of(codes.FUTURE_EVIDENCE, row.at, said)
        elif row.on < oldest and row.kind is not EvidenceKind.REVOCATION:
            said = f"evidence of person '{row.person}' of {row.on} is before the look-back window"
            yield Diagnostic.of(codes.OLD_EVIDENCE, row.at, said)


def _managers(ws: Workspace, people: Sequence[PersonNeeds]) -> Iterator[Diagnostic]:
    left = {found.person.id: found.person.ends_on for found in people if found.standing is Standing.LEFT}
    for found in people:
        manager = ws.kept_id(found.person.manager or "")
        if found.standing not in _AWAY and manager in left:
            yield Diagnostic.of(
                codes.MANAGER_LEFT,
                found.person.at("manager"),
                f"manager '{manager}' of person '{found.person.id}' left on {left[manager]}",
                "name the new manager in the roster",
            )


def _idle_roles(ws: Workspace, active: Sequence[PersonNeeds]) -> Iterator[Diagnostic]:
    if not ws.people:
        return
    held = {role.role for found in active for role in found.roles}
    extended = {str(parent) for role in ws.roles.values() for parent in role.extends}
    for role_id, role in ws.roles.items():
        if role_id not in held and role_id not in extended:
            yield Diagnostic.of(codes.NOBODY_HOLDS, role.at, f"nobody holds role '{role_id}'")


def _strangers(ws: Workspace) -> Iterator[Diagnostic]:
    """Evidence of people who are not on the roster is kept, and does not count."""
    known = {person.id for person in ws.people} | set(ws.merged)
    seen: set[str] = set()
    for row in ws.evidence:
        if row.person not in known and row.person not in seen:
            seen.add(row.person)
            yield Diagnostic.of(
                codes.UNKNOWN_EVIDENCE_PERSON, row.at, f"evidence of '{row.person}', who is not on the roster"
            )


def _accounts(ws: Workspace, people: Sequence[PersonNeeds]) -> Iterator[Diagnostic]:
    """Rule 7: logins, roster and roles are held against each other."""
    by_id = {ws.kept_id(found.person.id): found for found in people}
    with_account = set()
    for account in ws.accounts or ():
        at = Position(_ACCOUNTS, account.line, 1)
        owner = by_id.get(ws.kept_id(account.person or ""))
        if owner is None or owner.standing is Standing.LEFT:
            why = "who has left" if owner else "who is not on the roster"
            of = f"belongs to '{account.person}', {why}" if account.person else "belongs to nobody"
            yield Diagnostic.of(codes.ACCOUNT_WITHOUT_PERSON, at, f"account '{account.id}' {of}", "close it")
            continue
        with_account.add(owner.person.id)
        needed = [ws.roles[h.role].access for h in owner.roles if h.role in ws.roles]
        widest = max(needed, key=lambda access: access.rank, default=owner.person.access)
        if account.access and widest is not None and account.access.rank > widest.rank:
            need = "their roles need" if needed else "no role of theirs needs it; the roster says"
            yield Diagnostic.of(
                codes.ACCESS_TOO_WIDE,
                at,
                f"account '{account.id}' of person '{owner.person.id}' has access '{account.access}'; "
                f"{need} '{widest}'",
            )
    for found in people:
        person = found.person
        has_access = person.access is not None and person.access is not Access.NONE
        if found.standing not in _AWAY and has_access and person.id not in with_account:
            yield Diagnostic.of(
                codes.ACCESS_WITHOUT_ACCOUNT,
                person.at("access"),
                f"person '{person.id}' has access '{person.access}' in the roster but no account",
            )
