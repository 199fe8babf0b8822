"""The fast engine: the same figures in columns (Polars reads, NumPy counts); special people as in the plain engine.

Arrays stand item by item: what one person holds of one item is one cell. Nothing is formed of person × module but bits
of a chunk of people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from curriculum.model import OPEN_FIRST, WORST_FIRST, PersonTally, Standing, Status
from curriculum.tally.columns import ColumnTable, Rows, settled
from curriculum.tally.evidence import BEGUN, ENDED, EXPIRING, VALID, EvidenceTable
from curriculum.tally.ladders import Item
from curriculum.tally.people import ColumnRoster
from curriculum.tally.plain import Plain
from curriculum.tally.profiles import Profile
from curriculum.tally.roster import Roster
from curriculum.tally.together import Paths

_CHUNK: Final = 1 << 15
_NEVER: Final = 1 << 30
_COUNTED: Final = (
    Status.OVERDUE, Status.IN_PROGRESS, Status.DUE, Status.EXPIRED, Status.EXPIRING, Status.MET,
)  # fmt: skip
_BEGUN: Final = 4  # a bit beside the state of a cell


class Fast(Plain):
    """One run."""

    engine = "fast"

    def _read_roster(self) -> Roster:
        return ColumnRoster(self._root, self.profiles)

    def _read_evidence(self, roster: Roster) -> EvidenceTable:
        return ColumnTable(self._root, self.rules, roster.ids, self.profiles.ws.merged, self._evidence)

    def _find_unclear(self, roster: Roster, table: EvidenceTable) -> None:
        """Rows as arrays; where a module was begun, all rows about it become one that says how it stands."""
        import numpy as np

        assert isinstance(table, ColumnTable)
        self._kinds = np.array(roster.kind_of, dtype=np.int32)
        self._rows, doubtful = settled(*table.take())
        stuck = np.array([bool(p.structure.doubtful) for p in self._profile_of] or [False])
        asked = [n for n in doubtful if self._profile_of[roster.kind_of[n]].away is None]
        asked += np.flatnonzero(stuck[self._kinds]).tolist() if len(self._kinds) else []
        table.special |= {roster.ids[n] for n in asked}

    def _people(
        self, roster: Roster, table: EvidenceTable, special: dict[int, list[PersonTally]]
    ) -> Sequence[PersonTally]:
        """Everybody; special people's rows are given by position."""
        answers = _Answers(self, self._profile_of, self._kinds, self._rows, self._teaches)
        is_special = answers.np.zeros(len(roster.ids), dtype=bool)
        is_special[list(special)] = True
        answers.run(is_special)
        self._answers = answers
        return _People(roster.ids, answers, special)

    def needs(self) -> dict[Item, dict[Status, int]]:
        """People by item and status: those of the arrays, and those who were looked at singly."""
        found: dict[Item, dict[Status, int]] = {}
        for profile in (*self._profile_of, *self._extra):
            singly = profile.single
            for item, status, number in profile.needs(singly):
                self._count(found, item, status, number)
            for item in profile.undecided:
                self._count(found, item, Status.UNKNOWN, profile.sums.people - singly)
        for (item, status), number in self._answers.needs.items():
            self._count(found, item, status, number)
        return found


class _Answers:
    """Figures of everybody as arrays."""

    def __init__(self, run: Plain, of: list[Profile], kinds: Any, rows: Rows, teaches: Sequence[Any]) -> None:
        import numpy as np

        self.np = np
        profiles = self._profiles = run.profiles
        self._of, self._kinds, self._rules = of, kinds, run.rules
        n, items = len(kinds), len(profiles.ladders.items)
        self._required = np.zeros((max(len(of), 1), items), dtype=np.int8)
        for k, profile in enumerate(of):
            for item, rank in profile.required.items():
                self._required[k, item] = min(rank, 127)
        self._held = np.zeros((items, n), dtype=np.int8)
        self._state = np.zeros((items, n), dtype=np.int8)
        self.needs: dict[tuple[int, Status], int] = {}
        self._one_due: Any = None  # by kind, where the wave alone decides
        self._ended: list[tuple[Any, Any, Any]] = []
        self._scatter(rows, teaches)
        self.open = np.zeros((len(OPEN_FIRST), n), dtype=np.uint16)
        self.first = np.full(n, _NEVER, dtype=np.int32)
        self.worst = np.full(n, 99, dtype=np.int8)
        self.minutes = np.zeros((profiles.levels, n), dtype=np.int32)
        self.standing = np.zeros(n, dtype=np.int8)

    def _scatter(self, rows: Rows, teaches: Sequence[Sequence[tuple[int, int]]]) -> None:
        """Rows into cells; of several rows for one cell, the best counts."""
        np = self.np
        most = max((len(t) for t in teaches), default=0)
        item_of = np.full((max(len(teaches), 1), most), -1, dtype=np.int16)
        rank_of = np.zeros((max(len(teaches), 1), most), dtype=np.int8)
        for m, taught in enumerate(teaches):
            for i, (item, rank) in enumerate(taught):
                item_of[m, i], rank_of[m, i] = item, rank
        begun: list[tuple[Any, Any]] = []
        for i in range(most):
            item, rank = item_of[rows.module, i], rank_of[rows.module, i]
            for value in range(1, int(rank.max(initial=0)) + 1):
                at = (item >= 0) & (rank == value) & (rows.state > ENDED) & (rows.state < BEGUN)
                cells = item[at], rows.person[at]
                self._held[cells] = np.maximum(self._held[cells], value)
            enough = (item >= 0) & (rows.state < BEGUN)
            wanted = self._required[self._kinds[rows.person], np.maximum(item, 0)]
            enough &= (wanted > 0) & (rank >= wanted)
            for state in (ENDED, EXPIRING, VALID):
                at = enough & (rows.state == state)
                cells = item[at], rows.person[at]
                self._state[cells] = np.maximum(self._state[cells], state)
            at = (item >= 0) & (rows.state == BEGUN)
            begun.append((item[at], rows.person[at]))
            at = np.flatnonzero(enough & (rows.state == ENDED))
            self._ended.append((item[at], rows.person[at], at))
        for cells in begun:
            self._state[cells] |= _BEGUN
        self._rows = rows

    def run(self, is_special: Any) -> None:
        """All figures, chunk by chunk; sums of profiles without special people."""
        paths = Paths(self._profiles, self._required)
        self._counted = ~is_special
        self._dues()
        self._end_days()
        for start in range(0, len(self._kinds), _CHUNK):
            at = slice(start, start + _CHUNK)
            self._statuses(at)
            self.minutes[:, at] = paths.costs(self._kinds[at], self._held[:, at])
        self._stand()
        self._sum(~is_special)

    def _dues(self) -> None:
        """Due days for those who hold nothing; for those who hold something lower, where there are any."""
        np = self.np
        if all(profile.one_due is not None or not profile.required for profile in self._of):
            self._one_due = np.array([profile.one_due or 0 for profile in self._of] or [0], dtype=np.int32)
            return
        self._due = np.zeros((self._profiles.levels + 1, *self._required.shape), dtype=np.int32)
        for k, profile in enumerate(self._of):
            for item in profile.required:
                self._due[0, k, item] = profile.due(item, 0)
        for item in range(self._required.shape[1]):
            held = self._held[item]
            lower = np.flatnonzero((held > 0) & (held < self._required[self._kinds, item]))
            for key in np.unique(self._kinds[lower].astype(np.int64) << 8 | held[lower]).tolist():
                self._due[key & 255, key >> 8, item] = self._of[key >> 8].due(item, key & 255)

    def _end_days(self) -> None:
        """(item, person) of needs whose evidence ended, with the later of its last day and their due day."""
        np, today = self.np, self._profiles.today
        cells: dict[int, Any] = {}
        for items, persons, places in self._ended:
            if self._one_due is not None:
                dues = self._one_due[self._kinds[persons]]
            else:
                dues = self._due[self._held[items, persons], self._kinds[persons], items]
            keep = (self._state[items, persons] & ~_BEGUN == ENDED) & (dues < today)
            at = places[keep]
            key = self._rows.module[at].astype(np.int64) << 32 | self._rows.day[at]
            pairs, inverse = np.unique(key, return_inverse=True)
            ends = np.array([self._rules.ends(p >> 32, p & 0xFFFFFFFF) for p in pairs.tolist()] or [0], dtype=np.int32)
            last_days = np.maximum(ends[inverse] if len(at) else ends[:0], dues[keep])
            cells[len(cells)] = (items[keep], persons[keep], last_days)
        item, person, day = (np.concatenate([c[n] for c in cells.values()] or [np.zeros(0, int)]) for n in range(3))
        order = np.lexsort((day, person, item))
        item, person, day = item[order], person[order], day[order]
        last = np.ones(len(item), dtype=bool)
        last[:-1] = (item[1:] != item[:-1]) | (person[1:] != person[:-1])
        self._last = np.full(len(self._kinds), _NEVER, dtype=np.int32)
        np.minimum.at(self._last, person[last], day[last])

    def _statuses(self, at: slice) -> None:
        """Needs by status, worst status and first due day of a chunk of people."""
        np, today = self.np, self._profiles.today
        kinds, counted = self._kinds[at], self._counted[at]
        by_status = {status: np.zeros(len(kinds), dtype=np.uint16) for status in _COUNTED}
        first = np.minimum(self.first[at], self._last[at])
        required = self._required[kinds].T
        due: Any = self._one_due[kinds] if self._one_due is not None else None
        for item in np.flatnonzero(self._required.any(axis=0)).tolist():
            asks = (required[item] > 0) & counted
            cell = self._state[item, at]
            state = cell & ~_BEGUN
            if self._one_due is None:
                due = self._due[np.minimum(self._held[item, at], self._profiles.levels), kinds, item]
            free, expired = asks & (state == 0), asks & (state == ENDED)
            overdue = free & (due > 0) & (due < today)
            begun, met = free & ~overdue & (cell >= _BEGUN), asks & (state == VALID)
            for status, is_so in zip(
                _COUNTED,
                (
                    overdue,
                    begun,
                    free & ~overdue & ~begun,
                    expired,
                    asks & (state == EXPIRING),
                    met,
                ),
                strict=True,
            ):
                by_status[status] += is_so
                self.needs[item, status] = self.needs.get((item, status), 0) + int(np.count_nonzero(is_so))
            dated = (free & (due > 0)) | (expired & (due >= today))
            np.minimum(first, due, out=first, where=dated)
        self.first[at] = first
        self._worst_of(at, by_status)

    def _worst_of(self, at: slice, by_status: dict[Status, Any]) -> None:
        np, worst = self.np, self.worst[at]
        undecided = np.array([bool(profile.undecided) for profile in self._of] or [False])[self._kinds[at]]
        for place, status in reversed(list(enumerate(WORST_FIRST))):
            if status is Status.UNKNOWN:
                worst[undecided] = place
            elif status in by_status:
                worst[by_status[status] > 0] = place
                if status.is_open:
                    self.open[OPEN_FIRST.index(status), at] = by_status[status]

    def _stand(self) -> None:
        np = self.np
        order = list(Standing)
        fixed = np.array([_fixed(p, order) for p in self._of] or [-1], dtype=np.int8)[self._kinds]
        self.to_train = self.open.any(axis=0)
        trained = np.where(self.to_train, order.index(Standing.TO_TRAIN), order.index(Standing.TRAINED))
        self.standing = np.where(fixed >= 0, fixed, trained).astype(np.int8)

    def _sum(self, counted: Any) -> None:
        """Into the sums of each profile."""
        np = self.np
        kinds, size = self._kinds[counted], len(self._of)
        for n, standing in enumerate(Standing):
            for k, count in enumerate(np.bincount(kinds[self.standing[counted] == n], minlength=size).tolist()):
                if count:
                    self._of[k].sums.stand(standing, count)
        columns: list[Any] = [self.to_train]
        for level in self.minutes:
            columns += [level > 0, level]
        totals = [np.bincount(kinds, weights=c[counted], minlength=size) for c in columns]
        for k, profile in enumerate(self._of):
            sums = profile.sums
            sums.to_train += int(totals[0][k])
            for n in range(len(self.minutes)):
                sums.learners[n] += int(totals[1 + 2 * n][k])
                sums.minutes[n] += int(totals[2 + 2 * n][k])


def _fixed(profile: Profile, order: Sequence[Standing]) -> int:
    """The number of a standing that evidence does not change; -1 for others."""
    if profile.away is not None:
        return order.index(profile.away)
    if profile.held.missing:
        return order.index(Standing.UNKNOWN)
    return -1 if profile.required else order.index(Standing.NOTHING_REQUIRED)


class _People(Sequence[PersonTally]):
    """Rows made when they are looked at."""

    def __init__(self, ids: Sequence[str], answers: _Answers, special: dict[int, list[PersonTally]]) -> None:
        self._ids, self._answers, self._special = ids, answers, special
        self._at = [n for n in range(len(ids)) if special.get(n, True)] if special else range(len(ids))

    def __len__(self) -> int:
        return len(self._at)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        n, a = self._at[index], self._answers
        if n in self._special:
            return self._special[n][0]
        first, worst = int(a.first[n]), int(a.worst[n])
        return PersonTally(
            self._ids[n],
            list(Standing)[int(a.standing[n])],
            WORST_FIRST[worst] if worst < 99 else None,
            dt.date.fromordinal(first) if first != _NEVER else None,
            tuple(int(m) for m in a.minutes[:, n]),
            tuple(int(c) for c in a.open[:, n]),
        )
