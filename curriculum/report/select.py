"""Which people and needs are shown: filters over a whole answer, names checked, totals of what is left."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Collection, Mapping, Sequence

from curriculum.model import Access, Person, PersonNeeds, Standing, Status, Workspace, record
from curriculum.report.rows import Row


@record
class Filters:
    """Each a list of wanted values (any of them); empty means all. People and needs must pass every one."""

    person: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    manager: tuple[str, ...] = ()  # everybody below them, directly or not
    access: tuple[str, ...] = ()
    level: tuple[str, ...] = ()  # needs with training still to take at the level
    status: tuple[str, ...] = ()  # of needs; `unknown` also shows people whose fields are missing

    def kept(self, ws: Workspace) -> Filters:
        """The same, with the ids under which merged people go on."""
        person = tuple(ws.kept_id(value) for value in self.person)
        manager = tuple(ws.kept_id(value) for value in self.manager)
        return dataclasses.replace(self, person=person, manager=manager)

    @property
    def about_needs(self) -> bool:
        """Whether single needs are left out, not only people."""
        return bool(self.level or self.status)


def wrong_names(ws: Workspace, filters: Filters) -> list[str]:
    """A sentence for each filter value that nothing in the workspace has, with the nearest one."""
    known: Mapping[str, Collection[str]] = {
        "person": {person.id for person in ws.people} | set(ws.merged),
        "role": ws.roles,
        "department": {person.department for person in ws.people if person.department},
        "manager": {person.id for person in ws.people} | set(ws.merged),
        "access": [str(access) for access in Access],
        "level": [str(level.id) for level in ws.program.levels],
        "status": [str(status) for status in Status],
    }
    return [
        f"--{name}: there is no {name} '{value}'{_nearest(value, names)}"
        for name, names in known.items()
        for value in getattr(filters, name)
        if value not in names
    ]


def _nearest(value: str, names: Collection[str]) -> str:
    close = difflib.get_close_matches(value, list(names), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""


def select(rows: Sequence[Row], filters: Filters, below: Mapping[str, Collection[str]]) -> tuple[Row, ...]:
    """The rows that pass. `below`: manager id → ids of everybody below."""
    return tuple(row for row in rows if _person_passes(row.found, filters, below) and _need_passes(row, filters))


def _person_passes(found: PersonNeeds, filters: Filters, below: Mapping[str, Collection[str]]) -> bool:
    person: Person = found.person
    return (
        (not filters.person or person.id in filters.person)
        and (not filters.role or any(held.role in filters.role for held in found.roles))
        and (not filters.department or person.department in filters.department)
        and (not filters.manager or any(person.id in below[manager] for manager in filters.manager))
        and (not filters.access or person.access in filters.access)
    )


def _need_passes(row: Row, filters: Filters) -> bool:
    if filters.level and not set(filters.level) & set(row.train):
        return False
    if not filters.status:
        return True
    unknown = "unknown" in filters.status and row.found.standing is Standing.UNKNOWN
    return unknown or (row.need is not None and row.need.status in filters.status)
