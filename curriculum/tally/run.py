"""A folder and a day → the figures, by one of two engines; both ask the reference wherever a rule decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from curriculum.diagnostics import in_order
from curriculum.load.workspace import without_garbage_collection
from curriculum.model import EVIDENCE, PersonTally, Tally, Workspace
from curriculum.tally.answer import make_needs, make_totals
from curriculum.tally.plain import Plain
from curriculum.tally.profiles import Profiles
from curriculum.tally.tables import NotPlain, forget_plain

_LARGE: Final = 30_000_000  # bytes of evidence: below, the libraries take longer to start than they save

Engine = Literal["plain", "fast"]


def tally_tables(
    ws: Workspace, root: Path, as_of: dt.date, engine: Engine | None = None, evidence: Path | None = None
) -> Tally:
    """Totals, people by status of each need, and a compact row for each person of the tables in `root`.

    `engine` None: the fast one for large files if its libraries are installed. `evidence`: a Parquet file in place of
    evidence.csv, for the fast one. Diagnostics are those of reading the tables; findings about people are not listed.
    """
    with without_garbage_collection():
        run, people = _run(root, ws, as_of, engine, evidence)
        return Tally(
            as_of=as_of,
            engine=run.engine,
            levels=tuple(str(level.id) for level in ws.program.levels),
            totals=make_totals(ws, run.parts()),
            needs=make_needs(ws, run.needs()),
            people=people,
            special=run.special,
            diagnostics=in_order(run.said),
        )


def _run(
    root: Path, ws: Workspace, as_of: dt.date, engine: Engine | None, evidence: Path | None
) -> tuple[Plain, Sequence[PersonTally]]:
    """The run; a file that is no plain text is read by the plain engine whatever is asked for."""
    if engine == "fast" or evidence or (engine is None and is_large(root) and is_installed()):
        from curriculum.tally.fast import Fast

        try:
            fast = Fast(root, Profiles(ws, as_of), evidence)
            return fast, fast.run()
        except NotPlain:
            if evidence is not None:
                raise
    for _ in range(2):  # a table that turns out to be broken is read again, with care
        plain = Plain(root, Profiles(ws, as_of))
        try:
            return plain, plain.run()
        except NotPlain:
            forget_plain(root)
    raise AssertionError("a table that is read with care is not read as plain text")


def is_large(root: Path) -> bool:
    """Whether the evidence is worth starting the fast engine for."""
    try:
        return (root / EVIDENCE).stat().st_size > _LARGE
    except OSError:
        return False


def is_installed() -> bool:
    """Whether the libraries of the fast engine are there (`pip install curriculum[fast]`)."""
    return all(find_spec(name) is not None for name in ("numpy", "polars"))
