"""The answer for any number of people: totals, people by status of each need, a compact row for each person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from curriculum.diagnostics import Diagnostic
from curriculum.model.results import Standing, Status
from curriculum.model.summaries import Totals
from curriculum.model.words import record

WORST_FIRST: Final = (  # what asks for action first
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
OPEN_FIRST: Final = tuple(status for status in WORST_FIRST if status.is_open)


class PersonTally(NamedTuple):
    """One person in figures, all about required needs."""

    id: str
    standing: Standing
    worst: Status | None  # of all required needs; None: nothing is required
    first_due: dt.date | None  # of the open needs
    minutes: tuple[int, ...]  # likely minutes still to take at each level, lowest first
    open: tuple[int, ...]  # open needs by status, in the order of OPEN_FIRST


class NeedTally(NamedTuple):
    """One competency (or module that is asked for by name): how many people have which status of it."""

    competency: str | None
    module: str | None
    people: Mapping[Status, int]  # in the order of WORST_FIRST, none of them 0


@record
class Tally:
    """Who needs how much training, in figures. `special` people went through the reference engine."""

    as_of: dt.date
    engine: str
    levels: tuple[str, ...]
    totals: Totals
    needs: Sequence[NeedTally]  # of required needs, in order of the catalog
    people: Sequence[PersonTally]  # in roster order
    special: int
    diagnostics: tuple[Diagnostic, ...]
