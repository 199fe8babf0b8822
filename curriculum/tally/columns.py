"""Evidence in columns: blocks of the file through Polars into arrays; rows out of the ordinary one by one."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from curriculum.model import EVIDENCE
from curriculum.tally.evidence import (
    BEGUN,
    COLUMNS,
    ENDED,
    EXPIRING,
    MODULE_BITS,
    STATE_BITS,
    VALID,
    EvidenceRules,
    EvidenceTable,
)
from curriculum.tally.roster import day_of
from curriculum.tally.tables import NotPlain, Source

_BLOCK: Final = 1 << 26
_ROWS: Final = 1 << 20
_EMPTY: Final = ("unit", "competency", "version", "valid_until", "minutes", "id", "voids")


class Rows(NamedTuple):
    """Ordinary rows as arrays of one length."""

    person: Any  # position in the roster
    module: Any
    day: Any  # ordinal
    state: Any


class ColumnTable(EvidenceTable):
    """The evidence read in blocks; `parts` are its ordinary rows."""

    def __init__(
        self,
        root: Path,
        rules: EvidenceRules,
        people: Collection[str],
        merged: Mapping[str, str],
        parquet: Path | None = None,
    ) -> None:
        self.parts: list[Rows] = []
        self._ordered = 0
        self._people = people
        self._parquet = parquet
        super().__init__(root, rules, (), merged)

    def _open(self, root: Path) -> Source | None:
        return Parquet(root, self._parquet) if self._parquet is not None else super()._open(root)

    def _read(self, source: Source) -> None:
        import numpy as np
        import polars as pl

        if not source.is_plain:
            raise NotPlain
        self._pl, self._np = pl, np
        self._enums = [
            pl.Enum(self._people),
            pl.Enum(list(self._rules.known)),
            pl.Enum([o for o in self._rules.outcomes if o]),
        ]
        known = [*self._rules.known.values()]
        self._known = (
            np.array([k.is_ordinary for k in known] or [False]),
            np.array([k.counts_from for k in known] or [0], dtype=np.int32),
            np.array([k.lasts_from for k in known] or [0], dtype=np.int32),
        )
        self._states = np.array([s for o, s in self._rules.outcomes.items() if o], dtype=np.int8)
        self._pick = itemgetter(*(source.index(name) for name in COLUMNS))
        line = source.head_line + 1
        for frame in frames(source):
            self._frame(source, frame, line)
            line += len(frame)
        self._ordered = sum(len(part.person) for part in self.parts)
        position = {id: n for n, id in enumerate(self._people)} if self.codes else {}
        codes = [(position[p], code) for p, mine in self.codes.items() for code in mine]
        if codes:
            person, code = np.array([c[0] for c in codes]), np.array([c[1] for c in codes], dtype=np.int64)
            number = code >> STATE_BITS & (1 << MODULE_BITS) - 1
            self.parts.append(Rows(person, number, code >> STATE_BITS + MODULE_BITS, code & (1 << STATE_BITS) - 1))

    def take(self) -> tuple[Rows, int]:
        """All rows at once, and how many of them stand in the order of the file; they are no longer kept here."""
        import numpy as np

        parts, self.parts = self.parts, []
        rows = Rows(*(np.concatenate([np.asarray(p[n]) for p in parts] or [np.zeros(0, np.int32)]) for n in range(4)))
        return rows, self._ordered

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
            person=pl.col(of["person"]).cast(self._enums[0], strict=False).to_physical().cast(pl.Int32).fill_null(-1),
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
        person, number, out = (table[name].to_numpy() for name in ("person", "module", "outcome"))
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
        self.parts.append(Rows(person.astype(np.int32), number.astype(np.int16), day.astype(np.int32), states))

    def _one(self, line: int, cells: list[str]) -> None:
        cells.append("")
        on = self._pick(cells)[1]
        if on not in self._days:
            self._days[on] = found.toordinal() if (found := day_of(on)) and on == on.strip() else 0
        person = self._pick(cells)[0]
        self.codes.setdefault(person, [])
        self._unusual(line, cells, self._pick)
        if person not in self._on_roster() or not self.codes[person]:
            del self.codes[person]

    def _on_roster(self) -> Collection[str]:
        if not hasattr(self, "_ids_on_roster"):
            self._ids_on_roster = frozenset(self._people)
        return self._ids_on_roster

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


def settled(rows: Rows, ordered: int) -> tuple[Rows, list[int]]:
    """Rows of which at most one says `begun` of a person's module, and only if it stands; people who stay doubtful.

    The last row about a module decides, by day, then by line. Of the first `ordered` rows the order is that of the
    file; others have lost their line, and if one of two of a day is such, the reference is asked.
    """
    import numpy as np

    begun = np.flatnonzero(rows.state == BEGUN)
    if not len(begun):
        return rows, []
    theirs = np.zeros(int(rows.person.max()) + 1, dtype=bool)
    theirs[rows.person[begun]] = True
    near = np.flatnonzero(theirs[rows.person])
    key = rows.person[near].astype(np.int64) << MODULE_BITS | rows.module[near]
    is_near = np.isin(key, np.unique(key[rows.state[near] == BEGUN]))
    near, key = near[is_near], key[is_near]
    order = np.lexsort((rows.day[near], key))
    near, mine = near[order], key[order]
    day, state = rows.day[near], rows.state[near]
    same = mine[1:] == mine[:-1]
    ties = np.flatnonzero(same & (day[1:] == day[:-1]) & (np.maximum(near[1:], near[:-1]) >= ordered))
    doubtful = np.unique(rows.person[near[ties]]).tolist()
    is_last = np.append(~same, True)
    valid = np.unique(mine[(state > ENDED) & (state < BEGUN)])
    stands = (state == BEGUN) & is_last & ~np.isin(mine, valid)
    drop = near[(state == BEGUN) & ~stands]
    keep = np.ones(len(rows.person), dtype=bool)
    keep[drop] = False
    return Rows(*(column[keep] for column in rows)), doubtful


class Parquet(Source):
    """A Parquet file with the columns of evidence.csv; row n counts as line n + 1."""

    def __init__(self, root: Path, path: Path) -> None:
        import polars as pl

        self.root, self.file, self.path = root, EVIDENCE, path
        try:
            self.columns = tuple(pl.read_parquet_schema(path))
        except (OSError, pl.exceptions.PolarsError):
            self.columns = ()
        self.head, self.head_line, self.separator, self.said = list(self.columns), 1, ",", ()
        self.is_there = self.is_plain = True

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of each row."""
        line = self.head_line + 1
        for frame in self.frames():
            for cells in frame.iter_rows():
                yield line, ["" if cell is None else cell for cell in cells]
                line += 1

    def frames(self) -> Iterator[Any]:
        """Some rows at a time, as text cells."""
        import polars as pl

        names = [f"{n}:{name}" for n, name in enumerate(self.columns)]
        scan = pl.scan_parquet(self.path).select(
            pl.when(pl.col(old).cast(pl.String) != "").then(pl.col(old).cast(pl.String)).alias(new)
            for old, new in zip(self.columns, names, strict=True)
        )
        start = 0
        while len(frame := scan.slice(start, _ROWS).collect()):
            yield frame
            start += len(frame)


def frames(source: Source) -> Iterator[Any]:
    """The rows after the head as text cells, some at a time."""
    if isinstance(source, Parquet):
        yield from source.frames()
        return
    import polars as pl

    names = [f"{n}:{name}" for n, name in enumerate(source.columns)]
    for block in _blocks(source):
        try:
            frame = pl.read_csv(
                io.BytesIO(block), has_header=False, schema=dict.fromkeys(names, pl.String),
                separator=source.separator, quote_char=None,
            )  # fmt: skip
        except pl.exceptions.PolarsError:
            raise NotPlain from None
        if len(frame) != block.count(b"\n") + (not block.endswith(b"\n")):
            raise NotPlain
        yield frame


def _blocks(source: Source) -> Iterator[bytes]:
    """The lines after the head, whole, in blocks."""
    with (source.root / source.file).open("rb") as stream:
        for _ in range(source.head_line):
            stream.readline()
        while block := stream.read(_BLOCK):
            block += stream.readline()
            if b'"' in block or b"\r" in block:
                raise NotPlain
            yield block
