"""What other files say about people: seats and calendars from the schedule, mail addresses from the roster."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from curriculum.load import load_schedule, read_rows
from curriculum.model import ROSTER, NoSeat, SeatHelp, Unscheduled, Workspace, record


class Lacking(NamedTuple):
    """A seat that is missing or too late, and why. The sentences of the schedule name groups and people of other teams;
    this names nobody."""

    module: str
    reason: NoSeat | None
    by_on: dt.date | None
    first: str | None  # the module that comes before it
    late_on: dt.date | None  # the day of the seat that comes too late
    help: SeatHelp | None = None  # what the schedule tried, and what gave the seat
    help_module: str | None = None  # the module that it is for
    help_number: int | None = None  # minutes, people or per cent that there would be
    help_on: dt.date | None = None  # the day of it
    help_anew: bool = False  # and all seats are planned anew


@record
class Seats:
    """What people/schedule.yaml says. `lacking` holds seats that come too late, too."""

    booked: Mapping[str, Collection[str]]  # person → modules with a seat
    lacking: Mapping[str, Mapping[str, Lacking]]  # person → module → why there is none


def booked_seats(root: Path) -> Seats | None:
    """The seats of the last schedule; None where there is none."""
    made, _ = load_schedule(root)
    if made is None:
        return None
    booked: dict[str, set[str]] = defaultdict(set)
    lacking: dict[str, dict[str, Lacking]] = defaultdict(dict)
    for session in made.sessions:
        for person in session.people:
            booked[str(person)].add(str(session.module))
    for row in made.unscheduled:
        lacking[str(row.person)][str(row.module)] = _lacking(row)
    return Seats(booked=booked, lacking=lacking)


def _lacking(row: Unscheduled) -> Lacking:
    """What a row of the schedule says without names. A change that was not tried, or tried in vain, is left out."""
    why = Lacking(str(row.module), row.reason, row.by_on, str(row.first) if row.first else None, row.late_on)
    if not row.tried:
        return why
    module = str(row.help_module) if row.help_module else None
    return why._replace(
        help=row.help,
        help_module=module,
        help_number=row.help_number,
        help_on=row.help_on,
        help_anew=row.help_anew,
    )


def session_calendars(root: Path, ws: Workspace) -> Mapping[str, bytes]:
    """Person → their sessions as iCalendar; nothing where there is no schedule."""
    made, _ = load_schedule(root)
    if made is None:
        return {}
    from curriculum.schedule.calendars import calendar_files

    files = calendar_files(ws, made, None)
    mine = ((Path(name), content) for name, content in files)
    return {
        path.stem: content for path, content in mine if path.parent.name == "people" and ".cancelled" not in path.name
    }


def mail_addresses(root: Path) -> Mapping[str, str]:
    """Person → the cell `email` of the roster. Read only for reminders; nothing else of the program sees addresses."""
    _, rows, _ = read_rows(root, ROSTER)
    return {cells["id"]: cells["email"] for _, cells in rows if cells.get("id") and cells.get("email")}
