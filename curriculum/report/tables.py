"""Needs for the terminal: who needs which level of what, hours at each level, due dates; totals below.

Ids and dates stand first and names last: terminals turn right-to-left names around, and nothing after them moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group as Lines
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from curriculum.model import Group, Need, PersonNeeds, Standing, Status
from curriculum.report.rows import Listing, Row

_STYLE = {
    Status.OVERDUE: "bold red",
    Status.EXPIRED: "bold red",
    Status.REVOKED: "red",
    Status.EXPIRING: "yellow",
    Status.UNKNOWN: "yellow",
    Status.PAUSED: "dim",
    Status.IN_PROGRESS: "cyan",
    Status.DUE: "blue",
}
_WORST = (
    Status.OVERDUE,
    Status.EXPIRED,
    Status.REVOKED,
    Status.DUE,
    Status.IN_PROGRESS,
    Status.PAUSED,
    Status.EXPIRING,
    Status.UNKNOWN,
    Status.EXEMPT,
    Status.MET_BY_TEST_OUT,
    Status.MET_BY_EQUIVALENT,
    Status.MET,
)


def hours(minutes: int) -> str:
    """Minutes for a table: `2 h 05`, `45 min`, `–` for none."""
    if not minutes:
        return "–"
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes >= 60 else f"{minutes} min"


def safe(text: str | None) -> Text:
    """Somebody's words as plain text: no markup is read in them, control characters are left out."""
    return Text("".join(c for c in text or "" if c.isprintable() or c == "\u200c"))


def worst(needs: Sequence[Need]) -> Status | None:
    """The status that asks for action first; required needs before recommended ones."""
    firm = [need for need in needs if not need.optional] or list(needs)
    return min((need.status for need in firm), key=_WORST.index, default=None)


def _table(title: str, *columns: str, right: Sequence[str] = ()) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return table


def people_table(listing: Listing) -> RenderableType:
    """One line a person: what to train at each level, hours, first due date, status."""
    table = _table(
        f"Who needs training of what, as of {listing.as_of}",
        "id",
        *listing.levels,
        "hours",
        "due",
        "status",
        "name",
        right=["hours"],
    )
    for found, rows in _by_person(listing.rows):
        table.add_row(*_person_cells(listing, found, rows))
    return table


def _by_person(rows: Sequence[Row]) -> Iterator[tuple[PersonNeeds, list[Row]]]:
    people: dict[str, list[Row]] = {}
    for row in rows:
        people.setdefault(row.found.person.id, []).append(row)
    for of_person in people.values():
        yield of_person[0].found, of_person


def _person_cells(listing: Listing, found: PersonNeeds, rows: list[Row]) -> list[RenderableType]:
    cells: list[RenderableType] = [safe(found.person.id)]
    for n, level in enumerate(listing.levels):
        names = [row.need.of for row in rows if row.need and level in row.train and not row.need.optional]
        minutes = sum(row.minutes[n] for row in rows)
        cells.append(Text(f"{', '.join(names)} ({hours(minutes)})" if minutes else ", ".join(names)))
    needs = [row.need for row in rows if row.need is not None]
    due = min((need.due.on for need in needs if need.due and not need.optional), default=None)
    total = sum(sum(row.minutes) for row in rows)
    return [*cells, hours(total), due.isoformat() if due else "", _status(found, needs), safe(found.person.name)]


def _status(found: PersonNeeds, needs: Sequence[Need]) -> Text:
    status = worst(needs)
    said = Text(str(status), style=_STYLE.get(status, "green")) if status else Text(str(found.standing), style="dim")
    if found.standing is Standing.UNKNOWN:
        said = Text(f"unknown: {', '.join(found.missing)}", style="yellow")
    return said


def needs_table(listing: Listing) -> RenderableType:
    """One line a need: for one person, or when asked for in full."""
    table = _table(
        f"Needs as of {listing.as_of}",
        "id",
        "competency or module",
        "held",
        "required",
        "train",
        "hours",
        "due",
        "status",
        right=["hours"],
    )
    ranks = ["–", *listing.levels]
    for row in listing.rows:
        need = row.need
        if need is None:
            table.add_row(safe(row.found.person.id), "", "", "", "", "", "", Text(str(row.found.standing), style="dim"))
            continue
        held, required = (ranks[need.held], ranks[need.required]) if need.competency else ("", "module")
        status = Text(str(need.status), style=_STYLE.get(need.status, "green"))
        if need.optional:
            status.append(" (recommended)", style="dim")
        due = need.due.on.isoformat() if need.due else ""
        cells = [need.of, held, required, ", ".join(row.train), hours(sum(row.minutes)), due]
        table.add_row(safe(need.person), *(Text(cell) for cell in cells), status)
    return table


def totals_tables(listing: Listing) -> RenderableType:
    """Everybody, then by role, department, wave, access and workplace."""
    tables: list[RenderableType] = []
    for name, groups in listing.totals.by.items():
        title = f"By {name}" + (" (people with several roles count in each)" if name == "role" else "")
        levels = [f"{level}: people, hours" for level in listing.levels]
        table = _table(
            title, name, "people", "to train", *levels, "hours", right=["people", "to train", *levels, "hours"]
        )
        for group in groups:
            table.add_row(*_group_cells(group, group.key or f"(no {name})"))
        table.add_section()
        table.add_row(*_group_cells(listing.totals.all, "all people"), style="bold")
        tables.append(table)
    return Lines(*tables)


def _group_cells(group: Group, title: str) -> list[RenderableType]:
    by_level = [
        f"{people}, {hours(minutes)}" if people else "–"
        for people, minutes in zip(group.learners, group.minutes_by_level, strict=True)
    ]
    return [safe(title), str(group.people), str(group.to_train), *by_level, hours(group.minutes.likely)]


def summary(listing: Listing) -> Text:
    """One sentence that adds up to everybody on the roster."""
    everybody = listing.totals.all
    parts = ", ".join(f"{count} {standing}" for standing, count in everybody.standings.items())
    return Text(
        f"{everybody.people} people: {parts or 'nobody'}. {hours(everybody.minutes.likely)} of training to take."
    )
