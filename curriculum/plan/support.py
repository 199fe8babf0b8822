"""Help after go-live: whom it is for, and on which day it falls for each person (rule 32)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from curriculum.days import WorkingDays, add_days
from curriculum.model import FollowUp, PersonNeeds, Standing, SupportDay, Workspace


def support_days(ws: Workspace, people: Iterable[PersonNeeds]) -> Mapping[str, tuple[SupportDay, ...]]:
    """Person id → their follow-up in order of days; people without any are left out."""
    if not ws.program.follow_up:
        return {}
    found = {one.person.id: tuple(sorted(_once(_of(ws, one)), key=lambda s: (s.on, s.follow_up))) for one in people}
    return {person: days for person, days in found.items() if days}


def _once(days: Iterable[SupportDay]) -> Iterable[SupportDay]:
    """Of days that a weekend or a leave moved onto one another, the first."""
    found: dict[tuple[str, dt.date], SupportDay] = {}
    for day in days:
        found.setdefault((day.follow_up, day.on), day)
    return found.values()


def is_for(part: FollowUp, found: PersonNeeds) -> bool:
    """Whether a follow-up is for a person: by role or by access; without either, for everybody in a wave."""
    if not part.roles and not part.access:
        return True
    return any(held.role in part.roles for held in found.roles) or found.person.access in part.access


def _of(ws: Workspace, found: PersonNeeds) -> Iterator[SupportDay]:
    """Days are counted from the wave's go-live; for those who start later, from their first day at work."""
    wave = next((w for w in ws.program.waves if w.id == found.wave), None)
    person = found.person
    if wave is None or found.standing is Standing.LEFT:
        return
    begins_on = max(wave.go_live_on, person.starts_on or wave.go_live_on)
    days = WorkingDays(ws.program.workplaces.get(person.workplace or ""), person.leave)
    for part in ws.program.follow_up:
        for after in part.days_after if is_for(part, found) else ():
            named_on = add_days(begins_on, after)
            on = days.nth(named_on, 1)
            if on is not None and (person.ends_on is None or on <= person.ends_on):
                yield SupportDay(str(part.id), on, named_on, after, part.required)
