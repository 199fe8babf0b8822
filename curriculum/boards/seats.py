"""What other files say about people: seats and calendars from the schedule, mail addresses from the roster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

from curriculum.load import load_schedule, read_rows
from curriculum.model import ROSTER, Workspace


def booked_seats(root: Path) -> Mapping[str, Collection[str]] | None:
    """Person → modules with a seat, from people/schedule.yaml; None where there is no schedule."""
    made, _ = load_schedule(root)
    if made is None:
        return None
    seats: dict[str, set[str]] = defaultdict(set)
    for session in made.sessions:
        for person in session.people:
            seats[str(person)].add(str(session.module))
    return seats


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
