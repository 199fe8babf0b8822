"""A schedule in words: how much it holds, how good it is, what changed since the last one."""

from __future__ import annotations

from collections.abc import Iterator

from curriculum.model import ScheduleFile, Session


def summary(made: ScheduleFile) -> str:
    """`34 sessions with 60 seats; 1 module is taken alone, in the week that is named under 'alone'`."""
    seats = sum(len(session.people) for session in made.sessions)
    sessions = f"{_many(len(made.sessions), 'session')} with {_many(seats, 'seat')}" if made.sessions else "no sessions"
    alone = len(made.alone)
    if alone:
        verb = "is" if alone == 1 else "are"
        sessions += f"; {_many(alone, 'module')} {verb} taken alone, in the weeks named under `alone`"
    elif not made.sessions and not made.unscheduled:
        return "no sessions: nobody needs training"
    return sessions


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or f'{one}s'}"


def quality_lines(made: ScheduleFile) -> Iterator[str]:
    """How good it is, wave by wave: cost, bound and gap."""
    for q in made.quality:
        gap = 100 * (q.sessions - q.sessions_at_least) / q.sessions_at_least if q.sessions_at_least else 0
        least_of_all = f"at least {q.sessions_at_least} " + ("for all seats" if q.without else f"(gap {gap:.1f} %)")
        seats = f"{q.seats} seats" + (f", {q.without} could not be given" if q.without else "")
        late = f", {q.late} late" if q.late else ", none late"
        mean = f"{q.lead_days / q.seats:.1f}" if q.seats else "0"
        least = f"{q.lead_days_at_least / q.seats:.1f}" if q.seats else "0"
        yield (
            f"{q.wave}: {seats}{late}; {q.sessions} sessions, {least_of_all}; "
            f"{mean} days before the due date on average, at least {least}"
        )
    if not made.reproducible:
        yield "the time limit ended the search: another run may find another schedule"


def difference_lines(previous: ScheduleFile | None, made: ScheduleFile) -> Iterator[str]:
    """What changed: sessions moved, new and cancelled, seats moved, people to tell."""
    if previous is None:
        return
    old = {s.id: s for s in previous.sessions}
    now = {s.id: s for s in made.sessions}
    moved = [s for s in made.sessions if s.id in old and s.starts_at != old[s.id].starts_at]
    swapped = [s for s in made.sessions if s.id in old and s not in moved and _swapped(old[s.id], s)]
    new = [s for s in made.sessions if s.id not in old]
    gone = [s for s in previous.sessions if s.id not in now]
    told = _people_to_tell(previous, made)
    weeks = _weeks_moved(previous, made)
    if weeks:
        yield f"{_many(weeks, 'module')} that people take alone: in another week"
    if not (moved or swapped or new or gone or told or weeks):
        yield "nothing changed since the last schedule"
        return
    if not (moved or swapped or new or gone or told):
        return
    changed_seats = _seats_moved(previous, made)
    total = sum(len(s.people) for s in previous.sessions)
    share = f" ({100 * changed_seats / total:.1f} %)" if total else ""
    yield f"changed: {changed_seats} of {total} seats{share}, {_many(len(told), 'person', 'people')} to tell"
    for s in moved:
        yield f"  {s.id} {s.module}: moved from {old[s.id].starts_at} to {s.starts_at}"
    for s in swapped:
        yield f"  {s.id} {s.module}: {', '.join(_swapped(old[s.id], s))}"
    for s in new:
        yield f"  {s.id} {s.module}: new, {s.starts_at}, {_many(len(s.people), 'person', 'people')}"
    for s in gone:
        yield f"  {s.id} {s.module}: cancelled ({s.starts_at})"
    for s in made.sessions:
        if s.id in old and set(s.people) != set(old[s.id].people):
            came = sorted(set(s.people) - set(old[s.id].people))
            left = sorted(set(old[s.id].people) - set(s.people))
            words = [f"in: {', '.join(came)}"] if came else []
            words += [f"out: {', '.join(left)}"] if left else []
            yield f"  {s.id} {s.module}: {'; '.join(words)}"


def _swapped(old: Session, new: Session) -> list[str]:
    pairs = (("trainer", old.trainer, new.trainer), ("room", old.room, new.room))
    return [f"{name} {new_ or 'none'} instead of {old_ or 'none'}" for name, old_, new_ in pairs if old_ != new_]


def _seat_times(made: ScheduleFile) -> dict[tuple[str, str, int], tuple[str, str | None]]:
    return {(p, s.module, s.part): (s.starts_at, s.room) for s in made.sessions for p in s.people}


def _seats_moved(previous: ScheduleFile, made: ScheduleFile) -> int:
    """Seats of the last schedule that are at another time now; those that nobody needs any more are not counted."""
    before, now = _seat_times(previous), _seat_times(made)
    return sum(key in now and now[key][0] != when[0] for key, when in before.items())


def _people_to_tell(previous: ScheduleFile, made: ScheduleFile) -> list[str]:
    """People with a seat that moved, came or went."""
    before, now = _seat_times(previous), _seat_times(made)
    return sorted({key[0] for key in before.keys() | now.keys() if before.get(key) != now.get(key)})


def _weeks_moved(previous: ScheduleFile, made: ScheduleFile) -> int:
    """Modules taken alone that came or are in another week now; those that are done are not counted."""
    before = {(row.person, row.module): row.week_of for row in previous.alone}
    return sum(before.get((row.person, row.module)) != row.week_of for row in made.alone)
