"""When training must be done, and why then (rules 12, 29, 31)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from curriculum.days import WorkingDays, add_days
from curriculum.model import Due, HeldRole, Person, Span, Wave, Workspace
from curriculum.needs.completions import Proof
from curriculum.needs.demands import Asked


class DueDates:
    """Due dates of one person: from the wave's go-live, or from the start in the role for later joiners."""

    def __init__(self, ws: Workspace, person: Person, wave: Wave | None, roles: Iterable[HeldRole]) -> None:
        self._policy = ws.program.policy
        self._has_waves = bool(ws.program.waves)
        self._person = person
        self._wave = wave
        self._starts = {held.role: held.span.from_on for held in roles}
        self._workplace = ws.program.workplaces.get(person.workplace or "")
        self._by_wave: dict[bool, Due] = {}  # recommended or not → its due date

    def earliest_on(self) -> dt.date | None:
        """First day on which training for the go-live may take place."""
        wave = self._wave
        return add_days(wave.go_live_on, -wave.earliest_days_before) if wave else None

    def due(self, asked: Iterable[Asked], held: int) -> Due | None:
        """Of all that is asked above the held level: required before optional, then the earliest; leave moves it on."""
        found = [self._after_leave(due) for a in asked if a.rank > held and (due := self._due_of(a)) is not None]
        if len(found) == 1:
            return found[0]
        return min(found, key=lambda due: (due.optional, due.on), default=None)

    def _due_of(self, asked: Asked) -> Due | None:
        requirement = asked.requirement
        start = _later(_later(self._person.starts_on, self._starts.get(asked.role or "")), requirement.from_on)
        wave = self._wave
        if wave is not None and (start is None or start < wave.go_live_on):
            return self._due_of_wave(wave, requirement.optional)
        if start is None or (wave is None and self._has_waves and requirement.from_on is None):
            return None  # nothing to count from; people without a wave are a finding
        days = self._policy.within_days if requirement.within_days is None else requirement.within_days
        because = f"{days} days after the start on {start}"
        return Due(add_days(start, days), because, requirement.at, requirement.optional)

    def _due_of_wave(self, wave: Wave, optional: bool) -> Due:
        if optional not in self._by_wave:
            because = f"the day before wave '{wave.id}' goes live on {wave.go_live_on}"
            self._by_wave[optional] = Due(add_days(wave.go_live_on, -1), because, wave.at, optional)
        return self._by_wave[optional]

    def not_before_expiry(self, due: Due | None, proof: Proof, optional: bool) -> Due | None:
        """What has been proved is due again on the last day it counts, but not before it is due at all."""
        last = proof.valid_until
        if last == dt.date.max or (due is not None and due.on >= last):
            return due
        return self._after_leave(Due(last, f"the evidence counts until {last}", proof.at, optional))

    def _after_leave(self, due: Due) -> Due:
        """A due date inside a leave moves to the return plus the working days that were left when the leave began."""
        if not self._person.leave:
            return due
        leave = next((span for span in self._person.leave if span.covers(due.on)), None)
        if leave is None or leave.until_on in (None, dt.date.max):
            return due  # nobody knows when they return
        left = self._working_days_left(leave, due.on)
        back = add_days(leave.until_on or due.on, 1)
        moved = WorkingDays(self._workplace, self._person.leave).nth(back, max(left, 1)) or due.on
        said = f"{due.because}; on leave until {leave.until_on}, then the {left} working days that were left"
        return due._replace(on=moved, because=said)

    def _working_days_left(self, leave: Span, due_on: dt.date) -> int:
        window = self.earliest_on()
        first = max((day for day in (leave.from_on, window) if day), default=due_on)
        return WorkingDays(self._workplace).count(first, due_on)


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return one if other is None or (one is not None and one > other) else other
