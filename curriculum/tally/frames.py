"""Tables as Polars frames of text cells, some rows at a time: blocks of a CSV file, or a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from curriculum.model import EVIDENCE
from curriculum.tally.tables import NotPlain, Source

_BLOCK: Final = 1 << 26
_ROWS: Final = 1 << 20


class Parquet(Source):
    """A Parquet file with the columns of evidence.csv; row n counts as line n + 1."""

    def __init__(self, root: Path, path: Path) -> None:
        import polars as pl

        self.root, self.file, self.path, self.shown = root, EVIDENCE, path, path.as_posix()
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


def frames(source: Source, telling: Sequence[str] = ()) -> Iterator[Any]:
    """The rows after the head as text cells, some at a time.

    `telling`: columns that are enough to read as long as all others are empty, which most optional ones are.
    """
    if isinstance(source, Parquet):
        yield from source.frames()
        return
    names = [f"{n}:{name}" for n, name in enumerate(source.columns)]
    few = sorted(source.index(name) for name in telling if name in source.columns)
    for block in _blocks(source):
        rows = block.count(b"\n")
        frame = _few(source, block, names, few, rows) if few else None
        if frame is None:
            few, frame = [], _frame(source, block, names)
        if len(frame) != rows:
            raise NotPlain
        yield frame


def _frame(source: Source, block: bytes, names: Sequence[str], columns: Sequence[int] | None = None) -> Any:
    import polars as pl

    schema = dict.fromkeys(names, pl.String)
    try:
        return pl.read_csv(
            block, has_header=False, schema=schema, separator=source.separator, quote_char=None, columns=columns
        )
    except pl.exceptions.PolarsError:
        raise NotPlain from None


def _few(source: Source, block: bytes, names: Sequence[str], few: Sequence[int], rows: int) -> Any:
    """The frame of a block where all but a few columns are empty; None: it says more, as its length tells.

    No row ends in more separators than there are columns after the last that tells: so none is too long, and as there
    are as many separators as there should be, none is too short.
    """
    import polars as pl

    separator = source.separator.encode()
    at_end = separator * (len(names) - few[-1])
    separators = block.count(separator)
    if separators != rows * (len(names) - 1) or at_end + b"\n" in block:
        return None
    frame = _frame(source, block, names, few)
    text = frame.select(pl.sum_horizontal(pl.all().str.len_bytes().sum())).item()
    if text + separators + rows != len(block):
        return None
    empty = [pl.lit(None, pl.String).alias(name) for name in names if name not in frame.columns]
    return frame.with_columns(empty).select(names)


def _blocks(source: Source) -> Iterator[bytes]:
    """The lines after the head, whole, in blocks."""
    with (source.root / source.file).open("rb") as stream:
        for _ in range(source.head_line):
            stream.readline()
        while block := stream.read(_BLOCK):
            block += stream.readline()
            if b'"' in block or b"\r" in block:
                raise NotPlain
            yield block if block.endswith(b"\n") else block + b"\n"  # Polars is less strict with a last line without
