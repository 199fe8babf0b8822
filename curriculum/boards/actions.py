"""Who needs action now, and what their manager has to see to."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Final

from curriculum.boards.seats import Lacking
from curriculum.boards.seen import Seen
from curriculum.cost import Part
from curriculum.model import WORST_FIRST, LearningPath, Need, PersonNeeds, Standing, Status, record

SOON_DAYS: Final = 90  # what runs out within so many days is shown as expiring


class Kind(enum.StrEnum):
    """Why somebody needs action now, the most urgent first."""

    OVERDUE = "overdue"
    IMPOSSIBLE = "impossible"
    EXPIRING = "expiring"
    UNSCHEDULED = "unscheduled"
    UNKNOWN = "unknown"


@record
class Action:
    """What somebody's manager has to see to, and by when."""

    kind: Kind
    of: tuple[str, ...]  # competencies and modules it is about; for UNKNOWN the missing columns
    modules: tuple[str, ...]  # what to take
    minutes: int
    on: dt.date | None = None
    status: Status | None = None  # of OVERDUE: what it is exactly
    minutes_left: int | None = None  # working time for training before that day
    feasible_on: dt.date | None = None
    lacking: tuple[Lacking, ...] = ()  # of UNSCHEDULED: why, as far as the schedule says


_TOO_LATE: Final = frozenset({Status.OVERDUE, Status.EXPIRED, Status.REVOKED})


def find_actions(seen: Seen, found: PersonNeeds, path: LearningPath, parts: Sequence[Part]) -> list[Action]:
    """At most one of a kind; who is away or not there yet needs none."""
    as_of, said = seen.answer.as_of, []
    firm = [need for need in found.needs if not need.optional]
    too_late = [need for need in firm if need.status in _TOO_LATE]
    if too_late:
        said.append(_training(Kind.OVERDUE, too_late, path, parts))
    if path.late is not None and not path.late.has_passed:
        open_ = [need for need in firm if need.status.is_open and need.due and need.due.on <= path.late.due_on]
        said.append(_training(Kind.IMPOSSIBLE, open_, path, parts))
    soon = [
        n for n in firm if not n.status.is_open and n.valid_until and 0 <= (n.valid_until - as_of).days <= SOON_DAYS
    ]
    if soon:
        on = min(need.valid_until for need in soon if need.valid_until)
        said.append(Action(kind=Kind.EXPIRING, of=tuple(n.of for n in soon), modules=(), minutes=0, on=on))
    loose = _unscheduled(seen, found, parts)
    if loose:
        said.append(_without_seat(seen, found, loose))
    if found.standing is Standing.UNKNOWN:
        said.append(Action(kind=Kind.UNKNOWN, of=found.missing, modules=(), minutes=0))
    return said


def _training(kind: Kind, needs: Sequence[Need], path: LearningPath, parts: Sequence[Part]) -> Action:
    about = {need.of for need in needs}
    mine = [part for part in parts if part.of in about]
    return Action(
        kind=kind,
        of=tuple(need.of for need in needs),
        modules=tuple(part.module for part in mine),
        minutes=sum(part.calibrated.likely for part in mine),
        on=min((need.due.on for need in needs if need.due), default=None) if kind is Kind.OVERDUE else _late_on(path),
        status=min((need.status for need in needs), key=WORST_FIRST.index) if kind is Kind.OVERDUE else None,
        minutes_left=path.late.minutes_left if path.late else None,
        feasible_on=path.late.feasible_on if path.late else path.feasible_on,
    )


def _late_on(path: LearningPath) -> dt.date | None:
    return path.late.due_on if path.late else None


def _unscheduled(seen: Seen, found: PersonNeeds, parts: Sequence[Part]) -> list[Part]:
    """Modules taught in sessions without a seat in time; nothing where nobody has made a schedule."""
    if seen.seats is None or found.standing is not Standing.TO_TRAIN:
        return []
    booked, lacking = (of.get(found.person.id, ()) for of in (seen.seats.booked, seen.seats.lacking))
    taught = [part for part in parts if part.delivery in ("classroom", "online")]
    return [part for part in taught if part.module not in booked or part.module in lacking]


def _without_seat(seen: Seen, found: PersonNeeds, loose: Sequence[Part]) -> Action:
    known = seen.seats.lacking.get(found.person.id, {}) if seen.seats else {}
    lacking = tuple(known[part.module] for part in loose if part.module in known)
    about = {part.of for part in loose}
    dues = [need.due for need in found.needs if need.of in about]
    return Action(
        kind=Kind.UNSCHEDULED,
        of=(),
        modules=tuple(part.module for part in loose),
        minutes=sum(part.calibrated.likely for part in loose),
        on=min((due.on for due in dues if due), default=None),
        lacking=lacking,
    )
