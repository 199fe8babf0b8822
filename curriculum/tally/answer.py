"""The answer at any size: totals, and a compact row for each person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from curriculum.diagnostics import Diagnostic
from curriculum.model import Group, Minutes, Standing, Status, Totals, Workspace

# The status that asks for action first; as in report/tables.
WORST_FIRST: Final = (
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
OPEN: Final = tuple(status for status in WORST_FIRST if status.is_open)


class PersonTally(NamedTuple):
    """One person in figures, all about required needs."""

    id: str
    standing: Standing
    worst: Status | None  # of all required needs; None: nothing is required
    first_due: dt.date | None  # of the open needs
    minutes: tuple[int, ...]  # likely minutes still to take at each level, lowest first
    open: tuple[int, ...]  # open needs by status, in the order of OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Who needs how much training, in figures. `special` people went through the reference engine."""

    as_of: dt.date
    engine: str
    levels: tuple[str, ...]
    totals: Totals
    people: Sequence[PersonTally]  # in roster order
    special: int
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True)
class Sums:
    """What adds up over people."""

    levels: int
    people: int = 0
    standings: dict[Standing, int] = field(default_factory=dict)
    to_train: int = 0
    learners: list[int] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)
    below: int = 0  # squares of each person's rounded deviation, as model.combined adds them up
    above: int = 0

    def __post_init__(self) -> None:
        self.learners = self.learners or [0] * self.levels
        self.minutes = self.minutes or [0] * self.levels

    def stand(self, standing: Standing, people: int = 1) -> None:
        """So many people of a standing."""
        self.people += people
        self.standings[standing] = self.standings.get(standing, 0) + people

    def add(self, other: Sums) -> None:
        """The people of another sum too."""
        for standing, count in other.standings.items():
            self.stand(standing, count)
        self.to_train += other.to_train
        self.learners = [a + b for a, b in zip(self.learners, other.learners, strict=True)]
        self.minutes = [a + b for a, b in zip(self.minutes, other.minutes, strict=True)]
        self.below += other.below
        self.above += other.above

    def group(self, key: str | None) -> Group:
        """As one row of totals."""
        likely = sum(self.minutes)
        low, high = likely - round(self.below**0.5), likely + round(self.above**0.5)
        return Group(
            key=key,
            people=self.people,
            standings={s: self.standings[s] for s in Standing if self.standings.get(s)},
            to_train=self.to_train,
            learners=tuple(self.learners),
            minutes_by_level=tuple(self.minutes),
            minutes=Minutes(low, likely, high),
        )


Keys = Mapping[str, Sequence[str | None]]  # grouping → the keys somebody counts under


def make_totals(ws: Workspace, parts: Iterable[tuple[Keys, Sums]]) -> Totals:
    """The same rows, in the same order, as plan.make_totals gives."""
    from curriculum.plan.totals import GROUPINGS, order_of_keys

    levels = len(ws.program.levels)
    everybody = Sums(levels)
    by: dict[str, dict[str | None, Sums]] = {name: {} for name in GROUPINGS}
    for keys, sums in parts:
        if not sums.people:
            continue
        everybody.add(sums)
        for name, groups in by.items():
            for key in keys[name]:
                groups.setdefault(key, Sums(levels)).add(sums)
    rank = order_of_keys(ws)
    rows = {
        name: tuple(groups[key].group(key) for _, key in sorted((rank(name, key), key) for key in groups))
        for name, groups in by.items()
    }
    return Totals(all=everybody.group(None), by=rows)
