"""A saved SCIM 2.0 `ListResponse` (RFC 7643, RFC 7644 3.4.2) → people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.foreign import read_json
from curriculum.exchange.imported import Imported
from curriculum.exchange.names import slug
from curriculum.exchange.roster import Arrival, take_people
from curriculum.load.spelling import column_name
from curriculum.model.mapping import RosterMap

_LIST: Final = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
_ENTERPRISE: Final = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


def import_scim(source: Path, root: Path, said: RosterMap, as_of: dt.date) -> Imported:
    """Reads one page, or a JSON list of pages. Ids: employeeNumber, else externalId, else userName (for all alike)."""
    into = Imported(source)
    data = read_json(source, into)
    pages = data if isinstance(data, list) else [data] if data is not None else []
    users = [(user, number) for page in pages for number, user in enumerate(_resources(page, into), 1)]
    if users:
        take_people(root, _people(users, said, into), said, as_of, into)
    return into


def _resources(page: Any, into: Imported) -> list[dict[str, Any]]:
    at = Position(str(into.source))
    if not isinstance(page, dict) or _LIST not in (page.get("schemas") or ()):
        into.note(codes.SOURCE_UNREADABLE, at, "is not a SCIM 2.0 ListResponse", f"its `schemas` must name {_LIST}")
        return []
    found = [user for user in page.get("Resources") or () if isinstance(user, dict)]
    total = page.get("totalResults")
    if isinstance(total, int) and total > len(found):
        message = f"one page of {len(found)} out of {total} resources"
        into.note(codes.SOURCE_DIFFERS, at, message, "save all pages into one JSON list, or say `leavers: keep`")
    return found


def _people(users: list[tuple[dict[str, Any], int]], said: RosterMap, into: Imported) -> Iterator[Arrival]:
    at = Position(str(into.source))
    choices = {
        "employeeNumber": [_enterprise(u).get("employeeNumber") for u, _ in users],
        "externalId": [u.get("externalId") for u, _ in users],
        "userName": [u.get("userName") for u, _ in users],
    }
    chosen = next((name for name, ids in choices.items() if all(ids)), "employeeNumber")
    into.mapped(at, f"the id of a person is {chosen}")
    ids = {str(u.get("id")): str(i or "") for (u, _), i in zip(users, choices[chosen], strict=True)}
    words = {c: {column_name(k): str(v[0]) for k, v in w.items()} for c, w in said.values.items()}
    for (user, number), id in zip(users, choices[chosen], strict=True):
        cells = {"id": str(id or ""), **_cells(user, ids)}
        cells = {c: words.get(c, {}).get(column_name(v), v) for c, v in cells.items()}
        yield Arrival(cells, Position(str(into.source), number), has_left=user.get("active") is False)


def _enterprise(user: Mapping[str, Any]) -> Mapping[str, Any]:
    found = user.get(_ENTERPRISE)
    return found if isinstance(found, dict) else {}


def _cells(user: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    said = user.get("name")
    name: dict[str, Any] = said if isinstance(said, dict) else {}
    full = name.get("formatted") or " ".join(filter(None, (name.get("givenName"), name.get("familyName"))))
    manager = _enterprise(user).get("manager")
    boss = str(manager.get("value") or "") if isinstance(manager, dict) else str(manager or "")
    cells = {
        "name": user.get("displayName") or full,
        "manager": ids.get(boss, boss),
        "department": _enterprise(user).get("department"),
        "job_title": user.get("title"),
        "employment": user.get("userType"),
        "email": _mail(user),
    }
    language = str(user.get("preferredLanguage") or user.get("locale") or "").partition("-")[0].partition("_")[0]
    found = {column: " ".join(str(text or "").split()) for column, text in cells.items()}
    if language:
        found["language"] = language.lower()
    place = next((a.get("locality") for a in _many(user, "addresses") if a.get("locality")), None)
    if place:
        found["workplace"] = slug(str(place), "place")
    return found


def _many(user: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = user.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _mail(user: Mapping[str, Any]) -> str:
    mails = _many(user, "emails")
    chosen = next((m for m in mails if m.get("primary")), mails[0] if mails else {})
    return str(chosen.get("value") or "")
