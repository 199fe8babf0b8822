"""A folder and a day → the figures, by one of two engines; both ask the reference wherever a rule decides."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from curriculum.diagnostics import Diagnostic, in_order
from curriculum.load.workspace import load_rules
from curriculum.model import Workspace
from curriculum.tally.answer import Tally, make_totals
from curriculum.tally.plain import Plain
from curriculum.tally.profiles import Profiles

Engine = Literal["plain", "fast"]


def tally(root: Path, as_of: dt.date, engine: Engine | None = None) -> Tally | None:
    """Totals and a compact row for each person. None: the rules of the workspace cannot be read.

    `engine` None: the fast one for large files if its libraries are installed. Diagnostics are those of reading files;
    findings about people are not listed.
    """
    ws, said = load_rules(root)
    return None if ws is None else tally_tables(ws, root, as_of, engine, said)


def tally_tables(
    ws: Workspace, root: Path, as_of: dt.date, engine: Engine | None = None, said: tuple[Diagnostic, ...] = ()
) -> Tally:
    """The same for rules at hand and the tables in `root`."""
    run = Plain(root, Profiles(ws, as_of))
    people = run.run()
    return Tally(
        as_of=as_of,
        engine=engine or "plain",
        levels=tuple(str(level.id) for level in ws.program.levels),
        totals=make_totals(ws, run.parts()),
        people=people,
        special=run.special,
        diagnostics=in_order((*said, *run.said)),
    )
