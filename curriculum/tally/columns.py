"""Evidence in columns: blocks of the file through Polars into arrays; rows out of the ordinary one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from curriculum.tally.arrays import ColumnLanes
from curriculum.tally.crowd import Crowd
from curriculum.tally.evidence import (
    BEGUN,
    COLUMNS,
    ENDED,
    EXPIRING,
    NOT_DONE,
    VALID,
    EvidenceRules,
    EvidenceTable,
)
from curriculum.tally.frames import Parquet, frames
from curriculum.tally.roster import day_of
from curriculum.tally.statuses import STATE_BITS
from curriculum.tally.tables import NotPlain, Source

_KINDS: Final = ("int32", "int16", "int32", "int8")  # of the columns of Rows
_STATE: Final = (1 << STATE_BITS) - 1
_EMPTY: Final = ("unit", "competency", "version", "valid_until", "minutes", "id", "voids")


class Rows(NamedTuple):
    """Ordinary rows as arrays of one length."""

    place: Any  # in the crowd
    module: Any
    day: Any  # ordinal
    state: Any


class ColumnTable(EvidenceTable):
    """The evidence read in blocks."""

    def __init__(
        self, root: Path, rules: EvidenceRules, ids: Sequence[str], crowd: Crowd, parquet: Path | None = None
    ) -> None:
        import numpy as np

        self._np = np
        self._parts: list[Rows] = []
        self._single: list[tuple[int, int, int, int]] = []  # ordinary rows out of the order of the file
        self._parquet = parquet
        self._teaches = [rules.teaches[name] for name in rules.known]
        self._known_days: dict[int, Any] = {}
        self.doubtful: list[int] = []  # places of people of whom the order of two rows is not known
        super().__init__(root, rules, ids, crowd)

    def _open(self, root: Path) -> Source | None:
        return Parquet(root, self._parquet) if self._parquet is not None else super()._open(root)

    def _read(self, source: Source) -> None:
        import numpy as np
        import polars as pl

        if not source.is_plain:
            raise NotPlain
        self._pl = pl
        self._enums = [
            self._ids_kind(),
            pl.Enum(list(self._rules.known)),
            pl.Enum([o for o in self._rules.outcomes if o]),
        ]
        places = np.asarray(self._crowd.places(), dtype=np.int32)
        # Kept: the table of a column's words lives as long as any column that was made with it.
        self._ids_column = pl.Series(self._ids, dtype=pl.String).cast(self._enums[0])
        codes = self._ids_column.to_physical().to_numpy()
        self._place_of = np.full(len(places) + 1, -1, dtype=np.int32)  # the last one: nobody
        self._place_of[codes] = places
        known = [*self._rules.known.values()]
        self._known = (
            np.array([k.is_ordinary for k in known] or [False]),
            np.array([k.counts_from for k in known] or [0], dtype=np.int32),
            np.array([k.lasts_from for k in known] or [0], dtype=np.int32),
        )
        self._states = np.array([s for o, s in self._rules.outcomes.items() if o], dtype=np.int8)
        self._pick = itemgetter(*(source.index(name) for name in COLUMNS))
        line = source.head_line + 1
        for frame in frames(source, ("person", "on", "module", "outcome")):
            self._frame(source, frame, line)
            line += len(frame)

    def _ids_kind(self) -> Any:
        """A kind of column that knows everybody's id: one table for all blocks, where Polars has such a thing."""
        pl = self._pl
        return pl.Categorical(pl.Categories.random()) if hasattr(pl, "Categories") else pl.Enum(self._ids)

    def _keep(self, person: str, day: int, number: int, state: int) -> None:
        """One more ordinary row."""
        if not self._places:
            self._places = dict(zip(self._ids, map(int, self._crowd.places()), strict=True))
        if person in self._places:
            self._single.append((self._places[person], number, day, state))

    def seen(self) -> dict[int, int]:
        """Number of a module and state → the people with such a row; of what was begun, where that still stands."""
        import numpy as np

        single = zip(*self._single, strict=True) if self._single else ((),) * 4
        last = Rows(*(np.array(column, dtype=kind) for column, kind in zip(single, _KINDS, strict=True)))
        parts, ordered = [*self._parts, last], sum(len(part.place) for part in self._parts)
        self._parts = []
        rows = Rows(*(np.concatenate([part[n] for part in parts]) for n in range(4)))
        ended = np.flatnonzero(rows.state == ENDED)
        ended = ended[np.argsort(rows.module[ended], kind="stable")]
        self._ended = Rows(*(column[ended] for column in rows))
        self._ended_at = np.searchsorted(self._ended.module, np.arange(len(self._teaches) + 1)).tolist()
        found = self._sets(rows)
        self._settle(found, rows, ordered)
        return found

    def _sets(self, rows: Rows) -> dict[int, int]:
        """Number of a module and state → the people with such a row."""
        np = self._np
        key = rows.module.astype(np.int64) << STATE_BITS | rows.state
        keys = np.sort(key << 32 | rows.place)
        starts = [0, *(np.flatnonzero(np.diff(keys >> 32)) + 1).tolist(), len(keys)] if len(keys) else []
        lanes = ColumnLanes(self._crowd.size)
        return {int(keys[start] >> 32): lanes.people(keys[start:end] & 0xFFFFFFFF) for start, end in pairwise(starts)}

    def _settle(self, found: dict[int, int], rows: Rows, ordered: int) -> None:
        """Of what was begun, leaves what still stands: the last row about a module decides, by day, then by line.

        Of the first `ordered` rows the order is that of the file; others have lost their line, and if one of two of a
        day is such, the reference is asked.
        """
        np, lanes = self._np, ColumnLanes(self._crowd.size)
        told = np.flatnonzero((rows.state < EXPIRING) | (rows.state > VALID))  # of who has done it, no others matter
        told = told[np.argsort(rows.module[told], kind="stable")]
        starts = np.searchsorted(rows.module[told], np.arange(len(self._teaches) + 1)).tolist()
        doubtful = []
        for key in [key for key in found if key & _STATE == BEGUN]:
            of = {state: found.get(key - BEGUN + state, 0) for state in (ENDED, EXPIRING, VALID, NOT_DONE)}
            begun = found[key] & ~(of[EXPIRING] | of[VALID])
            disputed = begun & (of[ENDED] | of[NOT_DONE])
            found[key] = begun & ~disputed
            if disputed:
                mine = told[starts[key >> STATE_BITS] : starts[(key >> STATE_BITS) + 1]]
                mine = mine[lanes.flags(disputed)[rows.place[mine]] > 0]
                mine = mine[np.lexsort((rows.day[mine], rows.place[mine]))]
                place, day = rows.place[mine], rows.day[mine]
                same = place[1:] == place[:-1]
                stands = (rows.state[mine] == BEGUN) & np.append(~same, True)
                found[key] |= lanes.people(place[stands])
                is_tie = same & (day[1:] == day[:-1]) & (np.maximum(mine[1:], mine[:-1]) >= ordered)
                doubtful += place[1:][is_tie].tolist()
        self.doubtful = sorted(set(doubtful))

    def ended_days(self, item: int, required: Any, kinds: Any, expired: Any) -> tuple[Any, Any]:
        """Place and last day of each row that was good enough for an item; `expired`: 1 for those whose need it is.

        `required`: the rank that each kind needs; `kinds`: the kind at each place.
        """
        import numpy as np

        places, days = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
        for number, taught in enumerate(self._teaches):
            rank = dict(taught).get(item, 0)
            start, end = self._ended_at[number : number + 2]
            if rank and start < end:
                at = self._ended.place[start:end]
                is_so = (expired[at] > 0) & (required[kinds[at]] <= rank)
                places.append(at[is_so])
                days.append(self._last_days(number)[is_so])
        return np.concatenate(places), np.concatenate(days)

    def _last_days(self, number: int) -> Any:
        """The last days of the rows of a module that ended, each different day looked up once."""
        if number not in self._known_days:
            start, end = self._ended_at[number : number + 2]
            days, which = self._np.unique(self._ended.day[start:end], return_inverse=True)
            ends = [self._rules.ends(number, day) for day in days.tolist()]
            self._known_days[number] = self._np.array(ends, dtype=self._np.int32)[which.reshape(-1)]
        return self._known_days[number]

    def _picked(self, wanted: Collection[str], kept: Mapping[str, str]) -> Iterator[tuple[int, list[str]]]:
        """As the plain engine does, block by block."""
        assert self.source is not None
        pl, line = self._pl, self.source.head_line + 1
        ids = [*wanted, *(id for id, kept_id in kept.items() if kept_id in wanted)]
        for frame in frames(self.source) if ids or self._odd else ():
            person = pl.col(frame.columns[self.source.index("person")]).fill_null("").str.strip_chars()
            lines = pl.int_range(line, line + pl.len())
            picked = frame.with_columns(line=lines).filter(person.is_in(ids) | pl.col("line").is_in(list(self._odd)))
            for *cells, at in picked.rows():
                yield at, ["" if cell is None else cell for cell in cells]
            line += len(frame)

    def _frame(self, source: Source, frame: Any, line: int) -> None:
        pl, np, rules = self._pl, self._np, self._rules
        names = frame.columns
        of = {name: names[source.index(name)] for name in reversed(source.columns)}
        odd = pl.lit(False)
        for name in _EMPTY:
            odd = odd | pl.col(of[name]).is_not_null() if name in of else odd
        if "kind" in of:
            odd = odd | (pl.col(of["kind"]).is_not_null() & (pl.col(of["kind"]) != "completion"))
        outcome = pl.col(of["outcome"]) if "outcome" in of else pl.lit(None, pl.String)
        module = pl.col(of["module"]) if "module" in of else pl.lit(None, pl.String)
        table = frame.select(
            person=pl.col(of["person"]).cast(self._enums[0], strict=False).to_physical().cast(pl.Int64).fill_null(-1),
            module=module.cast(self._enums[1], strict=False).to_physical().cast(pl.Int32).fill_null(-1),
            outcome=outcome.fill_null("completed")
            .cast(self._enums[2], strict=False)
            .to_physical()
            .cast(pl.Int32)
            .fill_null(-1),
            on=pl.col(of["on"]).fill_null("").cast(pl.Categorical),
            odd=odd,
        )
        day = self._days_of(table["on"])
        code, number, out = (table[name].to_numpy() for name in ("person", "module", "outcome"))
        person = self._place_of[np.minimum(code, len(self._ids))]  # who is not on the roster got a further code
        states = self._states[out]
        is_ordinary, counts_from, lasts_from = (column[number] for column in self._known)
        strange = table["odd"].to_numpy() | (number < 0) | (out < 0) | (day == 0) | (states == 0) | ~is_ordinary
        strangers = np.flatnonzero(person < 0)
        if len(strangers):
            names_ = frame[of["person"]][strangers]
            strange[strangers] |= (names_.is_null() | (names_.str.strip_chars() != names_)).fill_null(True).to_numpy()
        for n in np.flatnonzero(strange).tolist():
            self._one(line + n, ["" if cell is None else cell for cell in frame.row(n)])
        good = ~strange & (person >= 0) & (day >= rules.oldest) & (day <= rules.today)
        accepted = states == VALID
        states[accepted & (day < lasts_from)] = EXPIRING
        states[accepted & (day < counts_from)] = ENDED
        if not good.all():
            person, number, day, states = person[good], number[good], day[good], states[good]
        columns = (person, number, day, states)
        self._parts.append(Rows(*(c.astype(kind, copy=False) for c, kind in zip(columns, _KINDS, strict=True))))

    def _one(self, line: int, cells: list[str]) -> None:
        cells.append("")
        on = self._pick(cells)[1]
        if on not in self._days:
            self._days[on] = found.toordinal() if (found := day_of(on)) and on == on.strip() else 0
        self._unusual(line, cells, self._pick)

    def _days_of(self, column: Any) -> Any:
        """Ordinals of days, 0 for what is none: every different cell is read once, by load's own reader."""
        np = self._np
        codes = column.to_physical().to_numpy()
        used = np.flatnonzero(np.bincount(codes))
        table = np.zeros(int(used.max()) + 1 if len(used) else 1, dtype=np.int32)
        firsts = np.zeros(len(table), dtype=np.int64)
        firsts[codes] = np.arange(len(codes))
        for code in used.tolist():
            cell = column[int(firsts[code])]
            day = self._days.get(cell)
            if day is None:
                day = self._days[cell] = found.toordinal() if (found := day_of(cell)) and cell == cell.strip() else 0
            table[code] = day
        return table[codes]
