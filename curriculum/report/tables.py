"""Needs for the terminal: who needs which level of what, hours at each level, due dates; totals below.

Ids and dates stand first and names last: terminals turn right-to-left names around, and nothing after them moves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from rich import box
from rich.console import Group as Lines
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from curriculum.model import WORST_FIRST, Group, Need, PersonNeeds, Standing, Status
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
NOBODY: Final = "nobody is shown: the filters fit nobody, or people/roster.csv names nobody"


def hours(minutes: int) -> str:
    """Minutes for a table: `2 h 05`, `45 min`, `–` for none."""
    if not minutes:
        return "–"
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes >= 60 else f"{minutes} min"


def counted(number: int, one: str, many: str) -> str:
    """`1 person`, `2 people`."""
    return f"{number} {one if number == 1 else many}"


def safe(text: str | None) -> Text:
    """Somebody's words as plain text: no markup is read in them, control characters are left out."""
    return Text("".join(c for c in text or "" if c.isprintable() or c == "\u200c"))


def worst(needs: Sequence[Need]) -> Status | None:
    """The status that asks for action first; required needs before recommended ones."""
    firm = [need for need in needs if not need.optional] or list(needs)
    return min((need.status for need in firm), key=WORST_FIRST.index, default=None)


def plain_table(title: str | None, *columns: str, right: Sequence[str] = ()) -> Table:
    """A table without lines between the rows; columns in `right` are numbers."""
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )
    for column in columns:
        table.add_column(
            column, justify="right" if column in right else "left", no_wrap=column in right, overflow="fold"
        )
    return table


def people_list(listing: Listing) -> RenderableType:
    """A few lines a person, most urgent first: status, due date, hours, then what to train at each level."""
    blocks = [
        _person_block(listing, found, rows)
        for found, rows in sorted(_by_person(listing.rows), key=lambda entry: _urgency(*entry))
    ]
    title = Text(f"Who needs training of what, as of {listing.as_of}\n", style="bold")
    return Lines(title, *blocks, Text())


def _by_person(rows: Sequence[Row]) -> Iterator[tuple[PersonNeeds, list[Row]]]:
    people: dict[str, list[Row]] = {}
    for row in rows:
        people.setdefault(row.found.person.id, []).append(row)
    for of_person in people.values():
        yield of_person[0].found, of_person


def _urgency(found: PersonNeeds, rows: list[Row]) -> tuple[int, dt.date, str]:
    needs = [row.need for row in rows if row.need is not None]
    status = worst(needs)
    return (WORST_FIRST.index(status) if status else len(WORST_FIRST)), first_due(needs) or dt.date.max, found.person.id


def first_due(needs: Sequence[Need]) -> dt.date | None:
    """The earliest due date of the required needs."""
    return min((need.due.on for need in needs if need.due and not need.optional), default=None)


def _person_block(listing: Listing, found: PersonNeeds, rows: list[Row]) -> RenderableType:
    needs = [row.need for row in rows if row.need is not None]
    due = first_due(needs)
    total = sum(sum(row.minutes) for row in rows)
    head = Text.assemble(
        (f"{found.person.id:<8}", "bold"),
        _status(found, needs),
        f"  due {due}" if due else "",
        f"  {hours(total)}" if total else "",
        "  ",
        (f"{', '.join(held.role for held in found.roles) or 'no role'} [{found.person.access or 'access?'}]", "dim"),
        "  ",
        safe(found.person.name),
    )
    lines = Table.grid(padding=(0, 2))
    lines.add_column(width=6)
    lines.add_column(width=max(len(level) for level in listing.levels), style="dim")
    lines.add_column(width=8, justify="right")
    lines.add_column()
    for n, level in enumerate(listing.levels):
        names = [row.need.of for row in rows if row.need and level in row.train and not row.need.optional]
        minutes = sum(row.minutes[n] for row in rows)
        if names or minutes:
            lines.add_row("", level, hours(minutes), ", ".join(names))
    return Lines(head, lines) if lines.row_count else head


def _status(found: PersonNeeds, needs: Sequence[Need]) -> Text:
    if found.standing is Standing.UNKNOWN:
        return Text(f"unknown ({', '.join(found.missing)} missing)", style="yellow")
    status = worst(needs)
    if status is None:
        return Text(str(found.standing), style="dim")
    return Text(str(status), style=_STYLE.get(status, "green"))


def needs_table(listing: Listing) -> RenderableType:
    """One line a need, under each person: for one person, or when asked for in full."""
    blocks: list[RenderableType] = [Text(f"Needs as of {listing.as_of}\n", style="bold")]
    for found, rows in _by_person(listing.rows):
        needs = [row.need for row in rows if row.need is not None]
        blocks.append(
            Text.assemble((f"{found.person.id}  ", "bold"), _status(found, needs), "  ", safe(found.person.name))
        )
        if needs:
            blocks.append(_needs_of(listing, rows))
    return Lines(*blocks)


def _needs_of(listing: Listing, rows: Sequence[Row]) -> Table:
    table = plain_table(None, "needs", "held → required", "hours", "due", "status", right=["hours"])
    ranks = ["–", *listing.levels]
    for row in rows:
        need = row.need
        if need is None:
            continue
        levels = f"{ranks[need.held]} → {ranks[need.required]}" if need.competency else "this module"
        status = Text(str(need.status), style=_STYLE.get(need.status, "green"))
        if need.optional:
            status.append(", optional", style="dim")
        due = need.due.on.isoformat() if need.due else ""
        cells = [need.of, levels, hours(sum(row.minutes)), due]
        table.add_row(*(Text(cell) for cell in cells), status)
    for column in table.columns[:-1]:
        column.no_wrap = True  # only the status may take a second line
    return table


def totals_tables(listing: Listing) -> RenderableType:
    """Everybody, then by role, department, wave, access and workplace; at each level the people and their hours."""
    tables: list[RenderableType] = []
    for name, groups in listing.totals.by.items():
        title = f"By {name}" + (" (who has several roles counts in each)" if name == "role" else "")
        numbers = ["people", "train", *listing.levels, "hours"]
        table = plain_table(title, name, *numbers, right=numbers)
        table.padding = (0, 0, 0, 0)  # one blank between columns: long ids of roles stay in one line of 80 characters
        for group in groups:
            table.add_row(*_group_cells(group, group.key or f"(no {name})"))
        table.add_section()
        table.add_row(*_group_cells(listing.totals.all, "all people"), style="bold")
        tables.append(table)
    return Lines(*tables)


def _group_cells(group: Group, title: str) -> list[RenderableType]:
    by_level = [
        f"{people} ({round_hours(minutes)})" if people else "–"
        for people, minutes in zip(group.learners, group.minutes_by_level, strict=True)
    ]
    return [safe(title), str(group.people), str(group.to_train), *by_level, round_hours(group.likely)]


def round_hours(minutes: int) -> str:
    """Minutes of many people: whole hours from ten on, else one decimal."""
    return "–" if not minutes else f"{minutes / 60:.0f}h" if minutes >= 600 else f"{minutes / 60:.1f}h"


def summary(listing: Listing) -> Text:
    """One sentence that adds up to everybody who is shown; `NOBODY` where nobody is."""
    everybody = listing.totals.all
    if not everybody.people:
        return Text(NOBODY)
    parts = ", ".join(f"{count} {standing}" for standing, count in everybody.standings.items())
    more = everybody.to_train - everybody.standings.get(Standing.TO_TRAIN, 0)
    also = f" {more} of the unknown {'has' if more == 1 else 'have'} training to take, too." if more > 0 else ""
    return Text(
        f"{counted(everybody.people, 'person', 'people')}: {parts}. "
        f"{_long(everybody.likely)} of training to take.{also}"
    )


def _long(minutes: int) -> str:
    """Minutes in a sentence, as exact as the tables: `45 minutes`, `1.4 hours`, `289 hours`."""
    if minutes < 60:
        return counted(minutes, "minute", "minutes")
    return f"{minutes / 60:.0f} hours" if minutes >= 600 else f"{minutes / 60:.1f} hours"


def status_screen(listing: Listing) -> RenderableType:
    """One screen: who needs action now, then each status with its people, then the waves."""
    people = list(_by_person(listing.rows))
    if not people:
        return summary(listing)
    urgent = [entry for entry in people if worst([r.need for r in entry[1] if r.need]) in _ACT_NOW]
    lines: list[RenderableType] = [Text(f"Training as of {listing.as_of}", style="bold"), summary(listing), Text()]
    lines.append(
        Text(f"Overdue or expired: {counted(len(urgent), 'person', 'people') if urgent else 'nobody'}", style="bold")
    )
    for found, rows in sorted(urgent, key=lambda entry: _urgency(*entry))[:_ON_ONE_SCREEN]:
        lines.append(_action_line(found, rows))
    if len(urgent) > _ON_ONE_SCREEN:
        statuses = {row.need.status for _, rows in urgent for row in rows if row.need}
        asked = "".join(f" --status {status}" for status in _ACT_NOW if status in statuses)
        lines.append(Text(f"  and {len(urgent) - _ON_ONE_SCREEN} more; all of them:\n  curriculum needs{asked}"))
    lines += [Text(), _status_table(listing)]
    lates = [listing.plan.of(found.person.id).late for found, _ in people]
    late = sum(late is not None and not late.has_passed for late in lates)  # the others stand above, as overdue
    if late:
        lines.append(
            Text(
                f"{counted(late, 'person', 'people')} cannot be trained by their due date; "
                "`curriculum findings` names the first day"
            )
        )
    return Lines(*lines)


_ACT_NOW = (Status.OVERDUE, Status.EXPIRED, Status.REVOKED)


_ON_ONE_SCREEN = 10


def _action_line(found: PersonNeeds, rows: list[Row]) -> RenderableType:
    needs = [row.need for row in rows if row.need is not None and row.need.status in _ACT_NOW]
    minutes = sum(sum(row.minutes) for row in rows)
    what = ", ".join(need.of for need in needs[:2]) + (f" and {len(needs) - 2} more" if len(needs) > 2 else "")
    due = first_due(needs)
    by = f"due {due}" if due else " " * len("due 2027-02-01")
    line = Text.assemble(
        "  ", (f"{found.person.id:<8}", "bold"), _status(found, needs), f"  {by}  {hours(minutes)}  {what}  "
    )
    line.append_text(safe(found.person.name))
    line.no_wrap, line.overflow = True, "ellipsis"
    return line


def _status_table(listing: Listing) -> Table:
    table = plain_table("Needs by status", "status", "needs", "people", right=["needs", "people"])
    for status in WORST_FIRST:
        needs = [row.need for row in listing.rows if row.need and row.need.status is status and not row.need.optional]
        if needs:
            style = _STYLE.get(status, "green")
            table.add_row(Text(str(status), style=style), str(len(needs)), str(len({need.person for need in needs})))
    return table
