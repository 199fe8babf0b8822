"""OneRoster 1.2 CSV (1EdTech, 2022): a folder or zip with users.csv, orgs.csv and roles.csv → people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.foreign import opened_folder
from curriculum.exchange.imported import Imported
from curriculum.exchange.roster import Arrival, take_people
from curriculum.exchange.rows import Row, opened_table
from curriculum.load.spelling import column_name
from curriculum.model.mapping import RosterMap

# Columns are `column_name`s: sourcedId is written sourcedid.


def import_oneroster(source: Path, root: Path, said: RosterMap, as_of: dt.date) -> Imported:
    """People are users.csv; departments are orgs of that type, else their first org; roles.csv says what they are."""
    into = Imported(source)
    with opened_folder(source, into) as folder:
        if folder is None:
            return into
        users = _table(folder, "users.csv", into)
        if users is None:
            message = "there is no users.csv, so it is no OneRoster export"
            into.note(codes.SOURCE_UNREADABLE, Position(str(source)), message)
            return into
        orgs = {row.cells.get("sourcedid", ""): row for row in _table(folder, "orgs.csv", into) or ()}
        roles = _table(folder, "roles.csv", into) or []
        take_people(root, _people(users, orgs, roles, said), said, as_of, into)
        for name in sorted(p.name for p in folder.iterdir()):
            if name not in ("users.csv", "orgs.csv", "roles.csv", "manifest.csv"):
                into.left_out(Position(name), f"{name} has no place in a roster")
    return into


def _table(folder: Path, name: str, into: Imported) -> list[Row] | None:
    if not (folder / name).is_file():
        return None
    with opened_table(folder / name, None, into) as table:
        if table is None:
            return None
        into.took[name] = 0
        rows = [Row(row.cells, Position(name, row.at.line)) for row in table.rows]
        into.took[name] = len(rows)
        return rows


def _people(users: list[Row], orgs: dict[str, Row], roles: list[Row], said: RosterMap) -> Iterator[Arrival]:
    main: dict[str, Row] = {}
    for row in roles:
        user = row.cells.get("usersourcedid", "")
        if user and (user not in main or row.cells.get("roletype") == "primary"):
            main[user] = row
    words = {c: {column_name(k): str(v[0]) for k, v in w.items()} for c, w in said.values.items()}
    for row in users:
        cells = row.cells
        id = cells.get("sourcedid", "")
        role = main.get(id)
        named = " ".join(filter(None, (cells.get("givenname"), cells.get("familyname"))))
        places = [o.strip() for o in cells.get("orgsourcedids", "").split(",") if o.strip()]
        places += [role.cells.get("orgsourcedid", "")] if role else []
        found = {
            "id": id,
            "name": named,
            "email": cells.get("email", ""),
            "department": _department(places, orgs),
            "job_title": (role.cells.get("role", "") if role else "") or cells.get("role", ""),
            "starts_on": (role.cells.get("begindate", "") if role else "")[:10],
            "ends_on": (role.cells.get("enddate", "") if role else "")[:10],
        }
        found = {c: words.get(c, {}).get(column_name(v), v) for c, v in found.items()}
        gone = cells.get("status", "").lower() == "tobedeleted" or cells.get("enableduser", "").lower() == "false"
        yield Arrival(found, row.at, has_left=gone)


def _department(places: list[str], orgs: dict[str, Row]) -> str:
    known = [orgs[place].cells for place in places if place in orgs]
    chosen = next((org for org in known if org.get("type") == "department"), known[0] if known else {})
    return chosen.get("name", "")
