"""The fast engine: Polars reads, NumPy counts; the rules and the special people as in the plain engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from curriculum.model import WORST_FIRST, PersonTally, Standing
from curriculum.tally.arrays import ColumnCrowd, ColumnLanes
from curriculum.tally.columns import ColumnTable
from curriculum.tally.crowd import Crowd, Lanes
from curriculum.tally.evidence import EvidenceTable
from curriculum.tally.figures import Figures
from curriculum.tally.people import ColumnRoster
from curriculum.tally.plain import Plain
from curriculum.tally.profiles import Profile
from curriculum.tally.roster import Roster

_NEVER: Final = 1 << 30
_WORST: Final = (None, *WORST_FIRST)


class Fast(Plain):
    """One run."""

    engine = "fast"

    def _read_roster(self) -> Roster:
        return ColumnRoster(self._root, self.profiles)

    def _gather(self, roster: Roster) -> tuple[Crowd, Lanes]:
        import numpy as np

        crowd = ColumnCrowd(np.array(roster.kind_of, dtype=np.int32), len(roster.persons))
        return crowd, ColumnLanes(crowd.size)

    def _read_evidence(self, roster: Roster, crowd: Crowd) -> EvidenceTable:
        return ColumnTable(self._root, self.rules, roster.ids, crowd, self._evidence)

    def _unclear(self, roster: Roster, crowd: Crowd, table: EvidenceTable) -> set[str]:
        """Besides, those of whom the order of two rows is not known."""
        assert isinstance(table, ColumnTable)
        assert isinstance(crowd, ColumnCrowd)
        doubtful = {roster.ids[n] for n in crowd.positions(table.doubtful).tolist()}
        return doubtful | super()._unclear(roster, crowd, table)

    def _people(
        self,
        roster: Roster,
        crowd: Crowd,
        figures: Figures,
        table: EvidenceTable,
        special: Mapping[int, list[PersonTally]],
    ) -> Sequence[PersonTally]:
        """Everybody; special people's rows are given by position in the roster."""
        assert isinstance(table, ColumnTable)
        assert isinstance(crowd, ColumnCrowd)
        first = _FirstDays(self._profile_of, crowd, figures, table).find()
        standings = [profile.standing for profile in self._profile_of]
        fixed = [standings[kind] for kind in roster.kind_of] if any(standings) else None
        return _People(roster.ids, _Columns(crowd.places(), figures, first, fixed), special)


class _FirstDays:
    """When the first of everybody's open needs is due, as an ordinal."""

    def __init__(self, of: Sequence[Profile], crowd: ColumnCrowd, figures: Figures, table: ColumnTable) -> None:
        import numpy as np

        self._np, self._of, self._figures, self._table = np, of, figures, table
        self._kinds = crowd.kinds()
        self._required = np.zeros((len(figures.known.held), len(of)), dtype=np.int16)
        for kind, profile in enumerate(of):
            for item, rank in profile.required.items():
                self._required[item, kind] = rank

    def find(self) -> Any:
        """The days, by place."""
        np, known = self._np, self._figures.dues.days
        days = np.full((len(known) or 1, max(map(len, known), default=0) + 1), _NEVER, dtype=np.int32)
        for kind, mine in enumerate(known):
            days[kind, 1 : len(mine) + 1] = mine
        found = days[self._kinds, self._figures.first]
        for item, people in self._figures.expired.items():
            if people:
                last = self._last_days(item, people)
                places = np.flatnonzero(last)
                found[places] = np.minimum(found[places], last[places])
        return found

    def _last_days(self, item: int, people: int) -> Any:
        """Evidence that ended is due again on its last day, but not before it is due at all; 0 for everybody else."""
        np, figures = self._np, self._figures
        places, days = self._table.ended_days(item, self._required[item], self._kinds, figures.lanes.flags(people))
        held = np.zeros(len(places), dtype=np.int64)
        if figures.dues.depends_on_rank:
            for ranks in figures.known.held[item]:
                held += figures.lanes.flags(ranks)[places]
        kinds = self._kinds[places]
        due = np.zeros((len(self._of), int(held.max(initial=0)) + 1), dtype=np.int32)
        used = np.zeros(due.shape, dtype=np.bool_)
        used[kinds, held] = True
        for kind, rank in np.argwhere(used).tolist():
            due[kind, rank] = self._of[kind].due(item, rank)
        last = np.zeros(len(self._kinds), dtype=np.int32)
        np.maximum.at(last, places, np.maximum(days, due[kinds, held]))
        return last


class _Columns(NamedTuple):
    """What is known of everybody."""

    places: Any  # in the crowd, by position in the roster; the others stand by place
    figures: Figures
    first: Any
    fixed: Sequence[Standing | None] | None  # standings that depend on no evidence, by position


class _People(Sequence[PersonTally]):
    """Rows made when they are looked at."""

    def __init__(self, ids: Sequence[str], columns: _Columns, special: Mapping[int, list[PersonTally]]) -> None:
        self._ids, self._columns, self._special = ids, columns, special
        self._at = [n for n in range(len(ids)) if special.get(n, True)] if special else range(len(ids))

    def __len__(self) -> int:
        return len(self._at)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        n = self._at[index]
        if n in self._special:
            return self._special[n][0]
        places, figures, firsts, fixed = self._columns
        place, first = int(places[n]), int(firsts[places[n]])
        trains = Standing.TO_TRAIN if figures.to_train[place] else Standing.TRAINED
        return PersonTally(
            self._ids[n],
            (fixed and fixed[n]) or trains,
            _WORST[int(figures.worst[place])],
            dt.date.fromordinal(first) if first != _NEVER else None,
            tuple(int(column[place]) for column in figures.minutes),
            tuple(int(column[place]) for column in figures.open),
        )
