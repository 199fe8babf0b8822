"""The roster: who has the same cells as whom. One person of each kind goes through load's parser and the reference."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from operator import itemgetter
from pathlib import Path
from typing import Final

from curriculum.diagnostics import Diagnostic
from curriculum.load.cells import Unreadable, read_date, read_share
from curriculum.load.people import persons_of
from curriculum.load.tables import Table
from curriculum.model import PERSON_ID, ROSTER, Person, Workspace
from curriculum.tally.profiles import Profile, Profiles
from curriculum.tally.tables import Source

Key = tuple[str, ...]

_SHARED: Final = ("access", "workplace", "department", "roles", "wave")
_IS_ID: Final = re.compile(PERSON_ID.expression)
_DAMAGED: Final[Key] = ("damaged",)


class Roster:
    """Everybody: `ids` in roster order, the kind of each, and the persons who must be looked at one by one."""

    def __init__(self, root: Path, profiles: Profiles) -> None:
        self._profiles = profiles
        ws = profiles.ws
        self.source = Source(root, ROSTER)
        self._asked = asked_columns(ws)
        self.ids: list[str] = []
        self.kind_of: list[int] = []
        self.kinds: dict[Key, int] = {}
        self._first: list[tuple[int, list[str]]] = []  # a row of each kind
        self._own: dict[str, tuple[int, list[str]]] = {}  # id → row of somebody special, or with a mistake
        self._odd: list[tuple[int, list[str]]] = []  # rows that are nobody's, or repeated
        self._days: dict[str, str] = {}
        self.read()
        self.said: tuple[Diagnostic, ...] = ()
        self.persons: list[Person] = []  # one of each kind
        self.own: dict[str, Person] = {}
        self._parse()

    def read(self) -> None:
        """Every row, sorted into kinds."""
        source = self.source
        if "id" not in source.columns:
            return
        pick = self._picker()
        width, id_at = len(source.columns), source.index("id")
        leave_at = source.index("leave")
        lines: dict[str, int] = {}
        kinds, ids, kind_of = self.kinds, self.ids, self.kind_of
        is_id = _IS_ID.fullmatch
        for line, cells in source.rows():
            row = [*cells[:width], *[""] * (width - len(cells)), ""] if len(cells) != width else [*cells, ""]
            id = row[id_at]
            if not is_id(id) or id in lines:
                id = self._odd_id(line, cells, id.strip(), lines)
                if not id:
                    continue
            lines[id] = line
            key = pick(row) if len(cells) <= width or not any(cells[width:]) else _DAMAGED
            if row[leave_at]:
                self._own[id] = (line, cells)
            kind = kinds.get(key)
            if kind is None:
                kind = kinds[key] = len(kinds)
                self._first.append((line, cells))
            ids.append(id)
            kind_of.append(kind)

    def _odd_id(self, line: int, cells: list[str], id: str, lines: dict[str, int]) -> str:
        """The id of an odd row, empty for a row that does not count."""
        self._odd.append((line, cells))
        return "" if id in lines or not any(cells) else id

    def asked_for(self) -> tuple[str, ...]:
        """The columns that make the kind of a person, besides those with days."""
        return tuple(n for n in dict.fromkeys((*_SHARED, *self._asked)) if n in self.source.columns)

    def _picker(self) -> _Picker:
        return _Picker(self.source, self.asked_for(), self._profiles)

    def _parse(self) -> None:
        """Kinds and special persons through load's parser; mistakes of a kind are looked up in each of its rows."""
        source = self.source

        def read(table: Table | None) -> dict[int, Person]:
            return {p.line: p for p in persons_of(table, self._asked)[0]}

        rows = [(n + 2, self._plain(cells)) for n, (_, cells) in enumerate(self._first)]
        by_line, said, _ = source.parse(rows, read)
        self.persons = [by_line[line] for line in sorted(by_line)]
        bad = {d.at.line - 2 for d in said}
        heads = source.parse([], read)[1]
        odd = {line for line, _ in self._odd}
        wrong = {i for i, kind in enumerate(self.kind_of) if kind in bad} if bad else set()
        own = dict(self._own.values())
        if wrong or odd:
            ids = {self.ids[i] for i in wrong}
            at = source.index("id")
            repeated = {cells[at].strip() for _, cells in self._odd}
            for line, cells in source.rows():
                id = cells[at].strip() if at < len(cells) else ""
                if line in odd or id in ids or id in repeated:
                    own[line] = cells
        found, said, _ = source.parse(sorted(own.items()), read)
        self.own = {p.id: p for p in found.values() if p.id in self._own}
        self.said = (*heads, *said, *source.said)

    def _plain(self, cells: list[str]) -> list[str]:
        """The row of a kind as anybody of the kind could have it: without leave, days as they are told apart."""
        row = list(cells)
        for column in ("leave", "starts_on", "ends_on"):
            at = self.source.index(column)
            if 0 <= at < len(row):
                row[at] = self._profiles.told_apart(column, row[at])
        return row


class _Picker:
    """The cells that make the kind of a person."""

    def __init__(self, source: Source, names: tuple[str, ...], profiles: Profiles) -> None:
        self._pick = itemgetter(*(source.index(name) for name in names), -1, -1)
        self._days = itemgetter(*(source.index(name) for name in ("starts_on", "ends_on", "leave", "share")))
        self._told: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._profiles = profiles

    def __call__(self, row: list[str]) -> Key:
        days = self._days(row)
        told = self._told.get(days)
        if told is None:
            starts, ends, leave, share = days
            of = self._profiles.told_apart
            is_share = not share or not isinstance(read_share(share.strip()), Unreadable)
            told = self._told[days] = (
                of("starts_on", starts),
                of("ends_on", ends),
                of("leave", leave),
                "" if is_share else share,
            )
        key: Key = self._pick(row) + told
        return key


def asked_columns(ws: Workspace) -> Collection[str]:
    """The columns of the roster that rules ask for."""
    rules = [rule for role in ws.roles.values() for rule in role.held_by]
    rules += [rule for wave in ws.program.waves for rule in wave.who]
    return tuple(dict.fromkeys(column for rule in rules for column in (*rule.when, *rule.unless)))


def day_of(cell: str) -> dt.date | None:
    """A day as load reads it; None where it cannot."""
    day = read_date(cell.strip())
    return None if isinstance(day, Unreadable) else day


__all__ = ["Profile", "Roster", "asked_columns", "day_of"]
