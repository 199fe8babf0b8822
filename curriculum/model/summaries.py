"""Results of many people: totals, and two answers side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from curriculum.diagnostics import Position
from curriculum.model.results import Need, Standing
from curriculum.model.words import Minutes, Text, record


@record
class Group:
    """One row of totals. `standings` counts each person once and adds up to `people`."""

    key: str | None  # None: people without one
    people: int
    standings: Mapping[Standing, int]
    to_train: int  # people with an open required need, `unknown` ones included
    learners: tuple[int, ...]  # people with training at each level, lowest level first
    minutes_by_level: tuple[int, ...]  # likely minutes still to take at each level
    minutes: Minutes | None  # all levels: low, likely, high; None in a tally, which gives no ranges

    @property
    def likely(self) -> int:
        """Likely minutes of all levels."""
        return sum(self.minutes_by_level)


@record
class Totals:
    """Everybody, and the same people cut by role, department, wave, access, workplace; by roles, rows overlap."""

    all: Group
    by: Mapping[str, tuple[Group, ...]]


class Cause(NamedTuple):
    """Why a need differs: in words, with the line that says so; `gone`: only the earlier side says so."""

    because: str
    at: Position
    gone: bool = False


@record
class NeedChange:
    """One need of one person on both sides; None where there was or is none. `causes` is never empty."""

    of: str
    before: Need | None
    after: Need | None
    causes: tuple[Cause, ...]


@record
class PersonChange:
    """A person whose training differs. `kind`: gained (needs training now), lost (no more), changed."""

    person: str
    kind: str
    minutes_before: int
    minutes_after: int
    needs: tuple[NeedChange, ...]


@record
class Comparison:
    """Everything that differs between two answers, people in roster order."""

    before_on: dt.date
    after_on: dt.date
    levels: tuple[str, ...]
    people: tuple[PersonChange, ...]
    minutes_before: tuple[int, ...]  # likely minutes of everybody, by level
    minutes_after: tuple[int, ...]
    impossible: tuple[str, ...]  # findings CUR401 that are new

    def of_kind(self, kind: str) -> tuple[PersonChange, ...]:
        """The people gained, lost or changed."""
        return tuple(change for change in self.people if change.kind == kind)


@record
class CoverageRow:
    """A cause of failure or a goal: its modules, the roles it is about, and what each role takes of them."""

    of: str
    title: Text
    modules: tuple[str, ...]  # active ones that answer or serve it, in order of the catalog
    expected: tuple[str, ...]  # roles
    cells: Mapping[str, tuple[str, ...]]  # every role → modules of its learning path, in learning order

    @property
    def empty(self) -> tuple[str, ...]:
        """Roles it is about that take none of its modules."""
        return tuple(role for role in self.expected if not self.cells.get(role))


@record
class Coverage:
    """Cause × role × module, and goal × role × module."""

    roles: tuple[str, ...]
    causes: tuple[CoverageRow, ...]
    goals: tuple[CoverageRow, ...]
