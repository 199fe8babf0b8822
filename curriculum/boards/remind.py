"""Who is reminded of what: drafts for people and their managers, only where something changed since the last run."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from curriculum import codes_report as codes
from curriculum.boards.board import Board, make_board
from curriculum.boards.folder import private_folder, write_private
from curriculum.boards.mail import Deadline, Item, Letter, as_calendar, as_draft, is_address, isolated, one_line, uid_of
from curriculum.boards.said import Said
from curriculum.boards.seats import mail_addresses
from curriculum.boards.seen import Seen
from curriculum.boards.words import BoardWords
from curriculum.boards.write import managers_of
from curriculum.diagnostics import Diagnostic
from curriculum.model import Person, Step, Workspace, record

_MOST: Final = 50  # lines of a manager's draft: a mail is no report
STATE: Final = ".state.json"  # what each recipient was told last; hashes and dates, no names


@record
class Reminders:
    """What came of it. `unchanged` recipients were told the same before."""

    people: tuple[str, ...]
    managers: tuple[str, ...]
    unchanged: int


def write_reminders(
    seen: Seen, root: Path, folder: Path, calendars: Mapping[str, bytes], *, only: Collection[str] = ()
) -> tuple[Reminders, tuple[Diagnostic, ...]]:
    """Drafts into the folder. `calendars`: person → their sessions as iCalendar; `only`: these recipients.

    May report CUR731 and CUR733.
    """
    refused = private_folder(root, folder)
    if refused:
        return Reminders(people=(), managers=(), unchanged=0), (refused,)
    addresses = mail_addresses(root)
    said: dict[str, Diagnostic] = {}
    state = _state(folder)
    told: dict[str, list[str]] = {"person": [], "manager": []}
    unchanged = 0
    for kind, person, said_so in _letters(seen, only):
        letter, words, dates = said_so
        letter = letter._replace(to=addresses.get(person.id, ""))
        if not is_address(letter.to):
            hint = "fill in the column 'email' of people/roster.csv"
            message = f"no mail address for '{person.id}'"
            said[person.id] = Diagnostic.of(codes.NO_ADDRESS, person.at(), message, hint)
            continue
        key = f"{kind} {person.id}"
        before = state.get(key, {})
        events = _events(dates, words, before.get("events", {}))
        attached = {"training.ics": as_calendar(events, seen.answer.as_of)} if events else {}
        if kind == "person" and person.id in calendars:
            attached["sessions.ics"] = calendars[person.id]
        summed = _sum(letter, calendars.get(person.id, b"") if kind == "person" else b"")
        if summed == before.get("sum"):
            unchanged += 1
            continue
        write_private(folder / f"{kind}-{person.id}.eml", as_draft(letter, words, attached))
        kept = {event.uid: [event.on.isoformat(), event.sequence] for event in events if not event.cancelled}
        state[key] = {"sum": summed, "events": kept}
        told[kind].append(person.id)
    write_private(folder / STATE, json.dumps(state, indent=1, sort_keys=True).encode())
    return Reminders(people=tuple(told["person"]), managers=tuple(told["manager"]), unchanged=unchanged), tuple(
        said.values()
    )


def _state(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / STATE).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _sum(letter: Letter, calendar: bytes) -> str:
    return hashlib.sha256(repr(letter).encode() + calendar).hexdigest()


_Dates = Sequence[tuple[str, str, dt.date]]  # uid, title, day
_Made = tuple[Letter, BoardWords, _Dates]


def _letters(seen: Seen, only: Collection[str]) -> Iterator[tuple[str, Person, _Made]]:
    """Everybody who has something to take, then everybody whose people need action; each in their language."""
    answer, ws = seen.answer, seen.answer.workspace
    for found in answer.people:
        steps = [step for step in answer.plan.of(found.person.id).steps if not step.optional]
        if steps and (not only or found.person.id in only):
            words = BoardWords(seen.language_of(found.person.id))
            dates = [
                (uid_of(found.person.id, step.module), _due_title(ws, step, words), step.due.on)
                for step in steps
                if step.due
            ]
            yield "person", found.person, (_to_person(ws, found.person, steps, words), words, dates)
    for manager in managers_of(ws, seen.direct):
        board = make_board(seen, manager, seen.language_of(manager))
        if board.actions and (not only or manager in only):
            said = Said(board)
            dates = [
                (uid_of(f"{manager} {line.id}", action.kind), f"{said.who(line)}: {said.matter(action)}", action.on)
                for line, action in board.actions[:_MOST]
                if action.on
            ]
            yield "manager", seen.roster[manager], (_to_manager(board, said, seen.roster[manager]), said.words, dates)


def _to_person(ws: Workspace, person: Person, steps: Sequence[Step], words: BoardWords) -> Letter:
    items = [Item("", _step(ws, step, words)) for step in steps]
    count = words.count("{n} module", "{n} modules", len(steps))
    programme = isolated(words.title(ws, ws.program.title))
    closing = [words.get("The attached calendar file holds the dates.")] if any(step.due for step in steps) else []
    return Letter(
        name=person.name,
        subject=words.say("Your training: {count}", count=count),
        hello=words.say("Hello {name},", name=isolated(person.name or person.id)),
        intro=words.say("this is what you still have to train for “{programme}”:", programme=programme),
        items=tuple(items),
        closing=(*closing, *_contacts(ws, words)),
    )


def _step(ws: Workspace, step: Step, words: BoardWords) -> str:
    module = ws.modules[step.module]
    values = {"module": isolated(words.title(ws, module.title)), "hours": words.hours(step.minutes.likely)}
    if step.due is None:
        return words.say("{module}: {hours}", **values)
    return words.say("{module}: {hours}, by {date}", **values, date=words.date(step.due.on))


def _to_manager(board: Board, said: Said, manager: Person) -> Letter:
    words = said.words
    items = [
        Item(one_line(said.who(line)), f"{said.matter(a)}: {isolated(said.what(a))}. {said.to_do(a)}")
        for line, a in board.actions[:_MOST]
    ]
    left = len(board.actions) - len(items)
    rest = [words.say("{n} more stand in your report.", n=words.number(left))] if left else []
    acting = words.count("{n} needs action now", "{n} need action now", board.acting)
    return Letter(
        name=manager.name,
        subject=words.say("Training of your people: {acting}", acting=acting),
        hello=words.say("Hello {name},", name=isolated(manager.name or manager.id)),
        intro=words.get("these people need you now:"),
        items=tuple(items),
        closing=(*rest, *_contacts(board.ws, words)),
    )


def _contacts(ws: Workspace, words: BoardWords) -> Iterator[str]:
    """Functions and shared mailboxes of the programme; never a person."""
    named = [
        f"{isolated(words.title(ws, contact.title))} ({isolated(contact.link.removeprefix('mailto:'))})"
        for contact in ws.program.contacts
        if contact.link
    ]
    if named:
        yield words.say("Questions? {contacts}", contacts=words.join(named))


def _due_title(ws: Workspace, step: Step, words: BoardWords) -> str:
    return words.say("Training due: {module}", module=words.title(ws, ws.modules[step.module].title))


def _events(dates: _Dates, words: BoardWords, before: Mapping[str, list[Any]]) -> list[Deadline]:
    """Dates that moved count up, those that went are cancelled once."""
    events = []
    for uid, title, on in dates:
        was, sequence = before.get(uid, [on.isoformat(), 0])
        events.append(Deadline(uid, title, on, sequence + (was != on.isoformat())))
    there = {event.uid for event in events}
    for uid, (was, sequence) in before.items():
        if uid not in there:
            title = words.say("Training due: {module}", module="–")
            events.append(Deadline(uid, title, dt.date.fromisoformat(was), sequence + 1, cancelled=True))
    return events
