"""The smallest change of the input that would turn an answer (rule 35), found by trying: each one is recomputed.

The question is always "does this person have training to take in this competency (or module)?". Changes are tried
from one edit upwards, so none that is smaller would do among the kinds of edits below.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

from curriculum.model import PersonNeeds, Status, Workspace
from curriculum.needs.find import NeedsFinder
from curriculum.turn.edits import Edit, Edits

MOST_EDITS = 3


class Turn(NamedTuple):
    """What would turn the answer, and the answer then. No edits: nothing was found (see `MOST_EDITS`)."""

    now: str  # needed, not needed or unknown
    then: str
    edits: tuple[Edit, ...]


def answer_of(found: PersonNeeds, of: str) -> str:
    """`needed` while training is to be taken, `unknown` where it cannot be decided, else `not needed`."""
    statuses = [need.status for need in found.needs if need.of == of]
    if any(status.is_open for status in statuses):
        return "needed"
    return "unknown" if Status.UNKNOWN in statuses else "not needed"


_SAID = {
    "needed": "training to take in",
    "not needed": "no training to take in",
    "unknown": "it cannot be decided whether there is training to take in",
}


def turn_lines(turn: Turn, of: str) -> Iterator[str]:
    """For the terminal: what to change, and what the answer is then."""
    if not turn.edits:
        yield f"no change of up to {MOST_EDITS} edits turns this answer"
        return
    number = "one edit" if len(turn.edits) == 1 else f"{len(turn.edits)} edits"
    yield f"{_SAID[turn.now]} {of}. With {number} the answer becomes '{_SAID[turn.then]} {of}':"
    for edit in turn.edits:
        yield f"  - {edit.what}: {edit.text}  ({edit.at})"


def turn_as_json(turn: Turn) -> dict[str, Any]:
    """`{now, then, edits: [{what, text, file, line, column}]}`."""
    edits = [{"what": e.what, "text": e.text, **e.at._asdict()} for e in turn.edits]
    return {"now": turn.now, "then": turn.then, "edits": edits}


def find_turn(ws: Workspace, person_id: str, of: str, as_of: dt.date) -> Turn:
    """The smallest change for one person and one competency or module. Works on a copy; nothing is written."""
    small = _only(ws, person_id)
    found = NeedsFinder(small, as_of).of(*small.people)
    now = answer_of(found, of)
    new_row = max((row.line for row in ws.evidence), default=1) + 1
    edits = tuple(Edits(small, found, of, as_of, new_row).all(now))
    for size in range(1, MOST_EDITS + 1):
        for chosen in itertools.combinations(edits, size):
            changed = small
            for edit in chosen:
                changed = edit.apply(changed)
            then = answer_of(NeedsFinder(changed, as_of).of(*changed.people), of)
            if then != now:
                return Turn(now, then, chosen)
    return Turn(now, now, ())


def _only(ws: Workspace, person_id: str) -> Workspace:
    """The workspace with the rows of this one person: nobody else's rows bear on the answer."""
    kept = ws.kept_id(person_id)
    mine = [person for person in ws.people if ws.kept_id(person.id) == kept]
    return dataclasses.replace(
        ws,
        people=tuple(sorted(mine, key=lambda person: person.id != kept)),
        evidence=tuple(row for row in ws.evidence if ws.kept_id(row.person) == kept),
        exemptions=tuple(e for e in ws.exemptions if ws.kept_id(e.person) == kept),
    )
