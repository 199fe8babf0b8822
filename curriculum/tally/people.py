"""The roster in columns: who has the same cells as whom, for the fast engine."""

from __future__ import annotations

from typing import Any, Final

from curriculum.load.cells import Unreadable, read_share
from curriculum.model import PERSON_ID
from curriculum.tally.frames import frames
from curriculum.tally.roster import Roster

_SPANS: Final = ("starts_on", "ends_on", "leave")


class ColumnRoster(Roster):
    """The same as `Roster`, read through Polars; a file with an id that is none, or twice, is read the plain way."""

    def read(self) -> None:
        """Every row, sorted into kinds."""
        import polars as pl

        source = self.source
        if "id" not in source.columns or not source.is_plain:
            super().read()
            return
        wanted = [f"{source.index(name)}:{name}" for name in dict.fromkeys(("id", *self.asked_for(), *_SPANS, "share"))]
        wanted = [name for name in wanted if not name.startswith("-1:")]
        nobody = pl.DataFrame(schema=dict.fromkeys(wanted, pl.String))
        frame = pl.concat([nobody, *(part.select(wanted) for part in frames(source))])
        ids = frame[wanted[0]]
        if not ids.fill_null("").str.contains(f"^(?:{PERSON_ID.expression})$").all() or ids.n_unique() != len(ids):
            super().read()
            return
        names = {name.partition(":")[2]: name for name in wanted}
        keys = [names[name] for name in self.asked_for()]
        told = frame.select(*dict.fromkeys(keys), *self._told(frame, names))
        firsts, of = _alike(told)
        self.ids = ids.to_list()
        self.kind_of = of.tolist()
        self._first = _rows(frame, firsts.tolist(), source.head_line + 1)
        if "leave" in names:
            away = frame[names["leave"]].is_not_null().arg_true().to_list()
            rows = _rows(frame, away, source.head_line + 1)
            self._own = {self.ids[n]: row for n, row in zip(away, rows, strict=True)}

    def _told(self, frame: Any, names: dict[str, str]) -> list[Any]:
        """Cells with days and shares, as far as they make a difference; each different cell is looked at once."""
        import polars as pl

        found = []
        for name in (*_SPANS, "share"):
            if name in names:
                cells = frame[names[name]].unique().to_list()
                told = {cell: self._tell(name, cell or "") for cell in cells}
                column = pl.col(names[name]).replace_strict(told, return_dtype=pl.String)
                found.append(column.alias(f"told {name}"))
        return found

    def _tell(self, name: str, cell: str) -> str:
        if name != "share":
            return self._profiles.told_apart(name, cell)
        return cell if cell and isinstance(read_share(cell.strip()), Unreadable) else ""


def _alike(frame: Any) -> tuple[Any, Any]:
    """The first row of each kind of equal rows, in rising order; and the number of each row's kind."""
    import numpy as np
    import polars as pl

    key, size = np.zeros(len(frame), dtype=np.int64), 1
    for column in frame.iter_columns():
        codes = column.fill_null("").cast(pl.Categorical).to_physical().to_numpy().astype(np.int64)
        most = int(codes.max(initial=0)) + 1
        if size * most >= 1 << 62:
            _, key = np.unique(key, return_inverse=True)
            size = len(key)
        key, size = key * most + codes, size * most
    _, firsts, of = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return firsts[order], rank[of]


def _rows(frame: Any, places: list[int], first: int) -> list[tuple[int, list[str]]]:
    """Line and cells of some rows; cells that make no difference stay empty."""
    at = [int(name.partition(":")[0]) for name in frame.columns]
    found = []
    for n, cells in zip(places, frame[places].rows() if places else (), strict=True):
        row = [""] * (max(at) + 1)
        for index, cell in zip(at, cells, strict=True):
            row[index] = cell or ""
        found.append((first + n, row))
    return found
