"""Words, days, people and their evidence in one line each, for tests; reached through `tests.builders`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from curriculum.diagnostics import NOWHERE, Position
from curriculum.model import Access, Evidence, EvidenceKind, Exemption, Outcome, Person, Ref, RoleHeld, Span, Text

Words = str | Mapping[str, str] | Text


def text(words: Words, at: Position = NOWHERE) -> Text:
    """`"Sales"` is English; a mapping has several languages."""
    if isinstance(words, Text):
        return words
    return Text({"en": words} if isinstance(words, str) else dict(words), at)


def day(text: str | dt.date | None) -> dt.date | None:
    """`"2027-02-01"` as a date; a date or None as it is."""
    return dt.date.fromisoformat(text) if isinstance(text, str) else text


def certain_day(text: str | dt.date) -> dt.date:
    return dt.date.fromisoformat(text) if isinstance(text, str) else text


def roles_held(cell: str) -> tuple[RoleHeld, ...]:
    """`"seller; auditor 2027-01-01..2027-06-30; trainer ..2026-12-31"`."""
    return tuple(_role_held(part.split()) for part in cell.split(";") if part.strip())


def _role_held(words: list[str]) -> RoleHeld:
    return RoleHeld(Ref(words[0], Position("people/roster.csv", 2, 1)), span(words[1]) if words[1:] else Span())


def span(cell: str) -> Span:
    """`"2027-01-01..2027-06-30"`; either side may be missing."""
    first, _, last = cell.partition("..")
    return Span(day(first or None), day(last or None))


def person(id: str, *, access: str | None = "write", roles: str = "", line: int = 2, **cells: Any) -> Person:
    """A row of the roster. Cells that the model types may be texts: `leave="2026-12-01..2027-02-10"`, `share=60`.

    Every cell given as text is in `fields` too, so that rules can ask for it.
    """
    fields = {k: v for k, v in cells.items() if isinstance(v, str)}
    fields |= {"id": id, "access": access or "", "roles": roles}
    typed = {k: v for k, v in cells.items() if k in Person._fields and k not in ("fields", "columns")}
    for column in ("starts_on", "ends_on"):
        typed[column] = day(typed.get(column))
    leave = typed.get("leave", ())
    if isinstance(leave, str):
        typed["leave"] = tuple(span(part.strip()) for part in leave.split(";"))
    return Person(
        id=id,
        access=Access(access) if access else None,
        roles=roles_held(roles),
        fields=fields | cells.get("fields", {}),
        columns=cells.get("columns", {}),
        line=line,
        **typed,
    )


def evidence(person: str, on: Any, **cells: Any) -> Evidence:
    """A row of evidence: a completion, unless `kind` says otherwise."""
    cells["kind"] = EvidenceKind(cells.get("kind", "completion"))
    cells["outcome"] = Outcome(cells.get("outcome", "completed"))
    cells["valid_until"] = day(cells.get("valid_until"))
    return Evidence(person=person, on=certain_day(on), **{"line": 2, **cells})


def exemption(person: str, of: str, until_on: Any = "2099-12-31", **parts: Any) -> Exemption:
    """`"reports beginner"`, `"reports *"` (all levels) or `"some-module"`."""
    at = Position("people/exemptions.yaml", 2, 3)
    first, _, level = of.partition(" ")
    named = (
        {"competency": Ref(first, at), "level": None if level == "*" else Ref(level, at)}
        if level
        else {"module": Ref(first, at)}
    )
    parts = {"why": "knows it already", "by": "Learning", **parts}
    parts["from_on"] = day(parts.get("from_on"))
    return Exemption(person=Ref(person, at), until_on=certain_day(until_on), at=at, **named, **parts)
