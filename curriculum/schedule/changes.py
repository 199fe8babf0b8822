"""Small changes that might give somebody a seat, the likeliest and smallest first. Nothing here tries them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from curriculum.days import add_days
from curriculum.model import (
    CanTeach,
    Cover,
    Delivery,
    NoSeat,
    OtherModule,
    OtherWave,
    PersonNeeds,
    Plan,
    Ref,
    Room,
    SeatHelp,
    Standing,
    Step,
    Text,
    Trainer,
    Unscheduled,
    WhatIf,
    Workspace,
    record,
)
from curriculum.schedule.courses import sittings
from curriculum.schedule.order import required_steps
from curriculum.schedule.ways import LIVE

ONE_MORE: Final = "one-more"  # id of a trainer or a room that is not there
_WEEKS: Final = (1, 2, 4)
TIMES: Final = ("more minutes a week", "more minutes a day", "an earlier start")  # kinds of changes


@record
class Change:
    """What would be different, and the same in words. `kind`: in few words, without numbers."""

    kind: str
    said: str
    different: WhatIf
    help: SeatHelp
    module: str = ""  # that it is for
    number: int | None = None  # how many minutes, people or per cent there would be
    on: dt.date | None = None  # the day of the change
    afresh: bool = False  # and all seats are planned anew


@record
class _Case:
    """A seat that somebody lacks."""

    found: PersonNeeds
    step: Step
    language: str
    place: str


Maker = Callable[[_Case], Iterator[Change]]


class Changes:
    """Knows what might help, seat by seat."""

    def __init__(self, ws: Workspace, people: Sequence[PersonNeeds], plan: Plan, as_of: dt.date) -> None:
        self._ws = ws
        self._plan = plan
        self._as_of = as_of
        self._people = {found.person.id: found for found in people}
        there = [f for f in people if f.standing not in (Standing.LEFT, Standing.JOINS_LATER)]
        self._teams = Counter(f.person.manager for f in there if f.person.manager)
        self._holders = Counter(
            (str(held.role), f.person.workplace) for f in there for held in {h.role: h for h in f.roles}.values()
        )

    def of(self, row: Unscheduled, rows: Mapping[tuple[str, str], Unscheduled]) -> list[Change]:
        """For one seat; where it waits for another one, what might give that. `rows`: all seats that are lacking."""
        row = self._root(row, rows)
        found = self._people[row.person]
        step = next(step for step in required_steps(self._plan, row.person) if step.module == row.module)
        person = found.person
        place = person.workplace if person.workplace in self._ws.program.workplaces else ""
        case = _Case(found=found, step=step, language=person.language or self._ws.default_language, place=place or "")
        made: dict[str, Change] = {}
        for maker in (*self._makers(row.reason), self._start, self._trainer, self._room, self._both, self._later):
            for change in maker(case):
                made.setdefault(change.said, change)
        return list(made.values())

    def _root(self, row: Unscheduled, rows: Mapping[tuple[str, str], Unscheduled]) -> Unscheduled:
        """The seat that comes first of all those that wait for each other."""
        while row.first and (row.person, row.first) in rows:
            row = rows[row.person, row.first]
        return row

    def _makers(self, reason: NoSeat | None) -> tuple[Maker, ...]:
        """What to try first."""
        first: dict[NoSeat | None, tuple[Maker, ...]] = {
            NoSeat.ROOM: (self._room,),
            NoSeat.ROOM_TIME: (self._room,),
            NoSeat.COVER: (self._team, self._cover),
            NoSeat.OWN_TIME: (self._week, self._day),
            NoSeat.TOO_LONG: (self._day,),
            NoSeat.TOO_FEW: (self._group,),
            NoSeat.TOO_EARLY: (self._later,),
            NoSeat.ABSENT: (self._later,),
            NoSeat.HOURS: (self._start,),
            NoSeat.SITTINGS: (self._start,),
        }
        return first.get(reason, (self._trainer,))

    # ── changes ─────────────────────────────────────────────────────────────────────────────────────────────

    def _trainer(self, case: _Case) -> Iterator[Change]:
        module = case.step.module
        where = f" at '{case.place}'" if self._in_a_room(module) and case.place else ""
        said = f"one more trainer in {case.language} for '{module}'{where}"
        different = WhatIf(trainers=(self._one_more(case),))
        yield Change(kind="one more trainer", said=said, different=different, help=SeatHelp.TRAINER, module=module)

    def _one_more(self, case: _Case) -> Trainer:
        return Trainer(
            person=Ref(ONE_MORE),
            teaches=(CanTeach(module=Ref(case.step.module)),),
            languages=(case.language,),
            workplaces=(Ref(case.place),) if case.place else (),
        )

    def _room(self, case: _Case) -> Iterator[Change]:
        module = self._ws.modules[case.step.module]
        if not self._in_a_room(case.step.module) or not case.place:
            return
        asked = f" with {', '.join(module.features)}" if module.features else ""
        said = f"one more room for {module.max_group}{asked} at '{case.place}'"
        different = WhatIf(rooms={ONE_MORE: self._hall(case)})
        yield Change(kind="one more room", said=said, different=different, help=SeatHelp.ROOM, module=module.id)

    def _hall(self, case: _Case) -> Room:
        module = self._ws.modules[case.step.module]
        title = Text({self._ws.default_language: ONE_MORE})
        return Room(title=title, workplace=Ref(case.place), seats=module.max_group, features=module.features)

    def _both(self, case: _Case) -> Iterator[Change]:
        for room in self._room(case):
            for trainer in self._trainer(case):
                different = WhatIf(trainers=trainer.different.trainers, rooms=room.different.rooms)
                said = f"{trainer.said}, and {room.said}"
                yield Change(kind="both", said=said, different=different, help=SeatHelp.BOTH, module=room.module)

    def _team(self, case: _Case) -> Iterator[Change]:
        percent = self._ws.program.scheduling.away_percent
        size = self._teams[case.found.person.manager or ""]
        more = max(1, size * percent // 100) + 1
        if more <= size:
            other = -(-100 * more // size)
            said = f"`away_percent: {other}` instead of {percent}: one more of a team of {size} away at once"
            kind, different = "more of a team away at once", WhatIf(away_percent=other)
            yield Change(kind=kind, said=said, different=different, help=SeatHelp.TEAM, number=other)

    def _cover(self, case: _Case) -> Iterator[Change]:
        held = {str(h.role) for h in case.found.roles}
        for cover in self._ws.program.scheduling.cover:
            if cover.role in held and cover.stay > 1:
                other = Cover(role=cover.role, stay=cover.stay - 1)
                said = f"`stay: {other.stay}` instead of {cover.stay} for the role '{cover.role}'"
                different = WhatIf(cover=(other,))
                yield Change(
                    kind="fewer who stay", said=said, different=different, help=SeatHelp.COVER, number=other.stay
                )

    def _week(self, case: _Case) -> Iterator[Change]:
        """As much as the longest sitting, so much more, as much as all their sittings: scaled by their share."""
        rules, share = self._ws.program, max(1, case.found.person.share)
        usual, per_day = rules.scheduling.minutes_per_week, rules.policy.training_minutes_per_day
        longest = max(sittings(self._ws.modules[case.step.module], per_day))
        live = [s.module for s in required_steps(self._plan, case.found.person.id) if self._is_live(s.module)]
        whole = sum(sum(sittings(self._ws.modules[module], per_day)) for module in live)
        scaled = {_quarters(minutes, share) for minutes in (longest, whole)}
        for other in sorted({*scaled, usual + _quarters(longest, share)}):
            if usual < other <= 6000:
                said = f"`minutes_per_week: {other}` instead of {usual}"
                different = WhatIf(minutes_per_week=other)
                yield Change(
                    kind="more minutes a week", said=said, different=different, help=SeatHelp.WEEK, number=other
                )

    def _day(self, case: _Case) -> Iterator[Change]:
        usual = self._ws.program.policy.training_minutes_per_day
        parts = sittings(self._ws.modules[case.step.module], usual)
        for other in sorted({_quarters(max(parts)), usual + _quarters(max(parts))}):
            if usual < other <= 1440:
                said = f"`training_minutes_per_day: {other}` instead of {usual}"
                different = WhatIf(minutes_per_day=other)
                yield Change(kind="more minutes a day", said=said, different=different, help=SeatHelp.DAY, number=other)

    def _group(self, case: _Case) -> Iterator[Change]:
        module = self._ws.modules[case.step.module]
        for least in range(module.min_group - 1, 0, -1):
            said = f"`min_group: {least}` instead of {module.min_group} for '{module.id}'"
            other = OtherModule(id=Ref(module.id), min_group=least)
            yield Change(
                kind="smaller groups",
                said=said,
                different=WhatIf(modules=(other,)),
                help=SeatHelp.GROUP,
                module=module.id,
                number=least,
            )

    def _start(self, case: _Case) -> Iterator[Change]:
        """An earlier start of the wave, by weeks; not before tomorrow."""
        for wave in (w for w in self._ws.program.waves if w.id == case.found.wave):
            usual = add_days(wave.go_live_on, -wave.earliest_days_before)
            for weeks in _WEEKS:
                first = max(add_days(usual, -7 * weeks), add_days(self._as_of, 1))
                if first < usual:
                    other = OtherWave(id=Ref(wave.id), earliest_days_before=(wave.go_live_on - first).days)
                    said = f"training of the wave '{wave.id}' from {first} on instead of {usual}"
                    different = WhatIf(waves=(other,))
                    yield Change(kind="an earlier start", said=said, different=different, help=SeatHelp.START, on=first)

    def _later(self, case: _Case) -> Iterator[Change]:
        for wave in (w for w in self._ws.program.waves if w.id == case.found.wave):
            for weeks in _WEEKS:
                other = OtherWave(id=Ref(wave.id), go_live_on=add_days(wave.go_live_on, 7 * weeks))
                said = f"go-live of the wave '{wave.id}' on {other.go_live_on} instead of {wave.go_live_on}"
                different = WhatIf(waves=(other,))
                yield Change(
                    kind="a later go-live", said=said, different=different, help=SeatHelp.LATER, on=other.go_live_on
                )

    def _in_a_room(self, module: str) -> bool:
        return Delivery.CLASSROOM in self._ws.modules[module].delivery

    def _is_live(self, module: str) -> bool:
        return self._ws.modules[module].delivery[0] in LIVE


def _quarters(minutes: int, share: int = 100) -> int:
    """The fewest minutes of which so many per cent hold the quarter hours that are begun."""
    return -(-100 * 15 * -(-minutes // 15) // share)
