"""What helps whoever has no seat: small changes are made in memory, and the schedule is made again from the last one.

Only a change that was tried, and gave the seat in time, is said to give it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from curriculum.model import Hours, Ref, ScheduleFile, Session, Unscheduled, WhatIf
from curriculum.schedule.changes import ONE_MORE, TIMES, Change, Changes

Trial = Callable[[WhatIf, bool], ScheduleFile | None]  # the schedule with a change, perhaps afresh; None: cannot be
Rows = Mapping[tuple[str, str], Unscheduled]

_MOST_TRIALS: Final = 24
_SEATS_TRIED: Final = 300_000  # trials times seats: keeps a large programme from waiting for minutes
_MOST_OF_ONE: Final = 8  # changes tried for one seat
_COST_ANEW: Final = 4  # planning anew takes so many times as long
_SMALL: Final = 2000  # seats: larger programmes are not planned anew to try something


def trials_for(made: ScheduleFile) -> int:
    """How many changes are tried: fewer in a large programme, none in a very large one."""
    return min(_MOST_TRIALS, _SEATS_TRIED // max(1, sum(len(s.people) for s in made.sessions)))


def untried(changes: Changes, made: ScheduleFile) -> ScheduleFile:
    """Each missing seat with the likeliest change, and that it was not tried."""
    rows = {(str(row.person), str(row.module)): row for row in made.unscheduled}
    return dataclasses.replace(made, unscheduled=tuple(_not_tried(row, changes.of(row, rows)) for row in rows.values()))


def tried(changes: Changes, made: ScheduleFile, trial: Trial, stop: Callable[[], bool]) -> ScheduleFile:
    """Each missing seat with the smallest change that gave it, or with what was tried in vain, or not tried."""
    helps = _Helps(changes, made, trial, stop)
    return dataclasses.replace(made, unscheduled=tuple(helps.row(row) for row in made.unscheduled))


class _Helps:
    """Tries changes; one that was tried for somebody is known for all."""

    def __init__(self, changes: Changes, made: ScheduleFile, trial: Trial, stop: Callable[[], bool]) -> None:
        self._changes = changes
        self._rows: Rows = {(str(row.person), str(row.module)): row for row in made.unscheduled}
        self._trial = trial
        self._left = trials_for(made)
        self._is_small = sum(len(s.people) for s in made.sessions) <= _SMALL
        self._stop = stop
        self._known: dict[str, ScheduleFile | None] = {}

    def row(self, row: Unscheduled) -> Unscheduled:
        """The row with what was found for it."""
        changes = self._changes.of(row, self._rows)
        vain = []
        for change in (*changes[:_MOST_OF_ONE], *self._anew(changes)):
            if change.said not in self._known and (self._left <= 0 or self._stop()):
                break
            after = self._after(change)
            if after is not None and _has_seat(after, row):
                return _helped(row, self._narrowed(change, after, row))
            vain.append(change.kind)
        if not vain:
            return _not_tried(row, changes)
        return dataclasses.replace(row, change=f"tried in vain: {', '.join(dict.fromkeys(vain))}")

    def _anew(self, changes: Iterable[Change]) -> Iterator[Change]:
        """The widest changes of time, with all seats planned anew: in the middle of a chain others must move."""
        widest = {change.kind: change for change in changes if change.kind in TIMES} if self._is_small else {}
        for change in widest.values():
            kind = f"{change.kind} (also planned anew)"
            yield dataclasses.replace(change, kind=kind, said=f"{change.said}, and `--afresh`", afresh=True)

    def _after(self, change: Change) -> ScheduleFile | None:
        if change.said not in self._known:
            self._left -= _COST_ANEW if change.afresh else 1
            self._known[change.said] = self._trial(change.different, change.afresh)
        return self._known[change.said]

    def _narrowed(self, change: Change, after: ScheduleFile, row: Unscheduled) -> Change:
        """One more trainer: on which days and when, if a trainer who is there only then is enough."""
        sessions = [s for s in after.sessions if ONE_MORE in (s.trainer, s.room)]
        if not change.different.trainers or not sessions:
            return change
        there = sorted((s for s in sessions if s.trainer == ONE_MORE), key=lambda s: s.starts_at)
        mine = [s for s in there if s.module in (row.module, change.different.trainers[0].teaches[0].module)]
        for some in ([s for s in mine if row.person in s.people], there):
            if some:
                trainer = dataclasses.replace(change.different.trainers[0], hours=tuple(map(_exactly, some)))
                said = f"{change.said}, {_times(some)}"
                days = {s.starts_at[:10] for s in some}
                on = dt.date.fromisoformat(min(days)) if len(days) == 1 else None
                different = dataclasses.replace(change.different, trainers=(trainer,))
                other = dataclasses.replace(change, said=said, different=different, on=on)
                narrow = self._after(other)
                if narrow is not None and _has_seat(narrow, row):
                    return other
        return change


def _helped(row: Unscheduled, change: Change) -> Unscheduled:
    """The row with a change that gave the seat: the whole sentence, and its parts that name nobody."""
    return dataclasses.replace(
        row,
        change=change.said,
        tried=True,
        help=change.help,
        help_module=Ref(change.module) if change.module else None,
        help_number=change.number,
        help_on=change.on,
        help_anew=change.afresh,
    )


def _exactly(session: Session) -> Hours:
    """Hours that hold one session."""
    starts = dt.datetime.fromisoformat(session.starts_at)
    return Hours(times=(_span(session),), from_on=starts.date(), until_on=starts.date())


def _span(session: Session) -> str:
    starts = dt.datetime.fromisoformat(session.starts_at)
    quarters = -(-session.minutes // 15) * 15
    ends = starts + dt.timedelta(minutes=quarters)
    return f"{starts:%H:%M}-{'24:00' if ends.date() > starts.date() else format(ends, '%H:%M')}"


def _times(sessions: Iterable[Session]) -> str:
    """`on 2027-01-20 09:00-10:30 and 2027-01-21 09:00-10:30`."""
    return "on " + " and ".join(f"{s.starts_at[:10]} {_span(s)}" for s in sessions)


def _has_seat(made: ScheduleFile, row: Unscheduled) -> bool:
    """Whether the person sits in the module, and in time."""
    missing = any((other.person, other.module) == (row.person, row.module) for other in made.unscheduled)
    return not missing and any(s.module == row.module and row.person in s.people for s in made.sessions)


def _not_tried(row: Unscheduled, changes: list[Change]) -> Unscheduled:
    said = f"not tried, but perhaps: {changes[0].said}" if changes else "not tried"
    return dataclasses.replace(row, change=said)
