"""What everybody with the same cells has in common: roles, demands, due dates, the path problem. By the reference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from curriculum.days import add_days
from curriculum.load.cells import FIRST_YEAR, FOR_EVER, Unreadable, read_date, read_spans
from curriculum.model import OPEN_FIRST, WORST_FIRST, Person, PersonTally, Standing, Status, Workspace
from curriculum.needs.demands import Demand, DemandFinder
from curriculum.needs.due import DueDates
from curriculum.needs.roles import Held, RoleFinder
from curriculum.plan import PathFinder
from curriculum.tally.answer import Keys, Sums
from curriculum.tally.ladders import Ladders
from curriculum.tally.minutes import Costs, Structure

ENDED, EXPIRING, VALID = 1, 2, 3  # how good the best evidence for an item is
_SLOT: Final = 16  # bits for the number of needs with one status and date
_NO_DAY: Final = 0
# Cells for somebody who has left, and who is not there yet, whatever day is asked about.
_FIRST_DAY, _LAST_DAY = f"{FIRST_YEAR}-01-01", FOR_EVER.isoformat()
_NOBODY: Final = Held((), (), (), (), None)

Slot = tuple[Status, int]  # status, due day as ordinal (0: none)
Outcome = tuple[Standing, Status | None, dt.date | None, tuple[int, ...], bool]  # …, open counts, whether to train


class Profiles:
    """Finds and remembers profiles."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self.ws = ws
        self.as_of = as_of
        self.today = as_of.toordinal()
        self.finder = PathFinder(ws, as_of)
        self.ladders = Ladders(ws, self.finder)
        self.levels = len(ws.program.levels)
        self.costs = Costs(self.ladders, self.levels)
        self._roles = RoleFinder(ws, as_of)
        self._demands = DemandFinder(ws, as_of)
        # Before the first go-live it makes no difference since when somebody is there: the wave gives the due date.
        self.is_dated = any(r.from_on for r in self.ladders.requirements)
        self._first_go_live = None if self.is_dated else min((w.go_live_on for w in ws.program.waves), default=None)
        self._structures: dict[frozenset[tuple[int, int]], Structure] = {}

    def of(self, person: Person, *also: Person) -> Profile:
        """The profile of a person; further rows under other ids add roles."""
        return Profile(self, person, [row for row in also if self.away(row) is None])

    def away(self, person: Person) -> Standing | None:
        """Whether somebody has left or joins later."""
        if person.ends_on is not None and person.ends_on < self.as_of:
            return Standing.LEFT
        if person.starts_on is not None and person.starts_on > self.as_of:
            return Standing.JOINS_LATER
        return None

    def told_apart(self, column: str, cell: str) -> str:
        """A cell with days, the same for all days that make no difference to the profile; empty for a leave."""
        if column == "leave":
            return cell if cell and isinstance(read_spans(cell.strip()), Unreadable) else ""
        day = read_date(cell.strip()) if cell else None
        if day is None or isinstance(day, Unreadable):
            return cell
        if column == "ends_on":
            return _FIRST_DAY if day < self.as_of else ""
        if day > self.as_of:
            return _LAST_DAY
        return "" if self._first_go_live is not None and day < self._first_go_live else day.isoformat()

    def structure(self, required: Mapping[int, int]) -> Structure:
        """Equal requirements have one path problem."""
        key = frozenset(required.items())
        if key not in self._structures:
            self._structures[key] = Structure(self.costs, required)
        return self._structures[key]

    def find(self, person: Person, also: Sequence[Person]) -> tuple[Held, dict[int, int], tuple[int, ...]]:
        """Held roles, required levels by item, and the items of further required ones that cannot be decided."""
        held = self._roles.find(person, *also)
        required = self._demands.required(held.role_ids, person.access)
        of = self.ladders.item
        undecided = tuple(self._undecided(held, person)) if held.maybe else ()
        return held, {of[name]: rank for name, rank in required.items()}, undecided

    def demands(self, held: Held, person: Person) -> dict[bool, dict[int, Demand]]:
        """Item → demand, of what is required (False) and of what is only recommended (True)."""
        found: dict[bool, dict[int, Demand]] = {False: {}, True: {}}
        for demand in self._demands.demands(held.role_ids, person.access):
            found[demand.optional][self.ladders.item[demand.competency, demand.module]] = demand
        return found

    def _undecided(self, held: Held, person: Person) -> Iterator[int]:
        """As NeedsFinder does: what the roles that cannot be decided would add."""
        sure = {(d.competency, d.module): d.required for d in self._demands.demands(held.role_ids, person.access)}
        for demand in self._demands.demands(held.maybe, None):
            known = sure.get((demand.competency, demand.module), 0)
            from_roles = any(a.role and a.rank > known for a in demand.asked)
            if from_roles and known < demand.required and not demand.optional:
                yield self.ladders.item[demand.competency, demand.module]


class Profile:
    """Everybody with the same cells: what they need when they hold nothing, and how holding something changes it."""

    def __init__(self, all_: Profiles, person: Person, also: Sequence[Person]) -> None:
        self._all = all_
        self.person = person
        self.away = all_.away(person)
        self.sums = Sums(all_.levels)
        self.single = 0  # people who are looked at singly
        self.others: dict[tuple[int, Status], int] = {}  # of those: people by item and status
        self._outcomes: dict[int, Outcome] = {}
        self._slots: dict[Slot, int] = {}
        self._due: dict[tuple[int, int], int] = {}
        self.undecided: tuple[int, ...] = ()
        self.held = _NOBODY
        self.required: Mapping[int, int] = {}  # item → level
        if self.away is None:
            self.held, self.required, self.undecided = all_.find(person, also)
        self.keys = _keys(person, self.held)
        self.dates = DueDates(all_.ws, person, self.held.wave, self.held.roles)
        self.one_due = self._due_of_all(all_) if self.away is None else None
        self.standing = self._fixed_standing()

    def _due_of_all(self, all_: Profiles) -> int | None:
        """The due day of every demand where the wave alone decides; None where something else may."""
        wave = self.held.wave
        if wave is None or all_.is_dated:
            return None
        starts = (self.person.starts_on, *(h.span.from_on for h in self.held.roles))
        if any(start is not None and start >= wave.go_live_on for start in starts):
            return None
        return add_days(wave.go_live_on, -1).toordinal()

    @cached_property
    def _demands(self) -> Mapping[bool, Mapping[int, Demand]]:
        return self._all.demands(self.held, self.person) if self.away is None else {False: {}, True: {}}

    @property
    def demands(self) -> Mapping[int, Demand]:
        """What is required, with all that asks for it: needed only where due days differ, or for a single person."""
        return self._demands[False]

    @property
    def recommended(self) -> Mapping[int, Demand]:
        """What is only recommended."""
        return self._demands[True]

    @cached_property
    def structure(self) -> Structure:
        """The path problem."""
        return self._all.structure(self.required)

    @cached_property
    def is_doubtful(self) -> bool:
        """Whether something is required that nobody reaches who holds nothing, although modules lead there."""
        ladders = self._all.ladders
        return any(
            ladders.reachable[item] < self.required.get(item, 0) <= ladders.highest[item] for item in ladders.blocked
        )

    def _fixed_standing(self) -> Standing | None:
        """The standing of all of them, where it does not depend on evidence."""
        if self.away is not None:
            return self.away
        if self.held.missing:
            return Standing.UNKNOWN
        return None if self.required else Standing.NOTHING_REQUIRED

    @cached_property
    def base(self) -> int:
        """The needs of somebody who holds nothing, counted by status and day."""
        if self.one_due is not None and self.required:
            return len(self.required) << _SLOT * self.slot(*self.open_slot(0, 0))
        return sum(1 << _SLOT * self.slot(*self.open_slot(n, 0)) for n in self.required)

    def due(self, item: int, rank: int) -> int:
        """The due day of a demand for somebody who holds a rank of it."""
        if self.one_due is not None:
            return self.one_due
        key = (item, rank)
        if key not in self._due:
            due = self.dates.due(self.demands[item].asked, rank)
            self._due[key] = due.on.toordinal() if due else _NO_DAY
        return self._due[key]

    def open_slot(self, item: int, rank: int, begun: bool = False) -> Slot:
        """Status and due day of an open need with no ended evidence."""
        due = self.due(item, rank)
        if due and due < self._all.today:
            return Status.OVERDUE, due
        return Status.IN_PROGRESS if begun else Status.DUE, due

    def slot(self, status: Status, due: int) -> int:
        """The number of a pair."""
        return self._slots.setdefault((status, due), len(self._slots))

    def shift_to(self, item: int, status: Status, due: int) -> int:
        """What one need in another state than for somebody who holds nothing changes in the packed counts."""
        old = self.slot(*self.open_slot(item, 0))
        return (1 << _SLOT * self.slot(status, due if status.is_open else _NO_DAY)) - (1 << _SLOT * old)

    def needs(self) -> Iterator[tuple[int, Status, int]]:
        """Item, status and number of the needs of those who are looked at singly; for everybody, what is unknown."""
        if self.single:
            moved = dict.fromkeys(self.required, 0)
            for (item, status), number in self.others.items():
                moved[item] += number
                yield item, status, number
            for item in self.required:
                if self.single > moved[item]:
                    yield item, self.open_slot(item, 0)[0], self.single - moved[item]
        for item in self.undecided:
            yield item, Status.UNKNOWN, self.sums.people

    def outcome(self, packed: int) -> Outcome:
        """Standing, worst status, first due day and open counts of packed counts."""
        found = self._outcomes.get(packed)
        if found is None:
            if len(self._outcomes) > 10_000:
                self._outcomes.clear()
            found = self._outcomes[packed] = self._work_out(packed)
        return found

    def _work_out(self, packed: int) -> Outcome:
        counts: dict[Status, int] = {}
        days = []
        for (status, due), n in self._slots.items():
            number = packed >> _SLOT * n & 0xFFFF
            if number:
                counts[status] = counts.get(status, 0) + number
                days += [due] if due and status.is_open else []
        open_ = tuple(counts.get(status, 0) for status in OPEN_FIRST)
        if self.undecided:
            counts[Status.UNKNOWN] = len(self.undecided)
        worst = next((status for status in WORST_FIRST if counts.get(status)), None)
        first = dt.date.fromordinal(min(days)) if days else None
        return self._standing(counts, any(open_)), worst, first, open_, any(open_)

    def _standing(self, counts: Mapping[Status, int], is_open: bool) -> Standing:
        if self.standing is not None:
            return self.standing
        if is_open:
            return Standing.TO_TRAIN
        return Standing.EXEMPT if set(counts) == {Status.EXEMPT} else Standing.TRAINED

    def tally(self, id: str, packed: int, cost: int, last: int = _NO_DAY) -> PersonTally:
        """One person's row, counted in the sums. `last`: first due day of needs whose evidence ended, if any."""
        self.single += 1
        standing, worst, first, open_, to_train = self.outcome(packed)
        if last and (first is None or last < first.toordinal()):
            first = dt.date.fromordinal(last)
        sums, minutes = self.sums, self._all.costs.fields(cost)
        sums.stand(standing)
        sums.to_train += to_train
        for n, likely in enumerate(minutes):
            if likely:
                sums.learners[n] += 1
                sums.minutes[n] += likely
        return PersonTally(id, standing, worst, first, minutes, open_)


def _keys(person: Person, held: Held) -> Keys:
    """As plan.totals groups people."""
    return {
        "role": tuple(h.role for h in held.roles) or (None,),
        "department": (person.department or None,),
        "wave": (str(held.wave.id) if held.wave else None,),
        "access": (str(person.access) if person.access else None,),
        "workplace": (person.workplace or None,),
    }
