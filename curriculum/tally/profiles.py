"""What everybody with the same cells has in common: roles, demands, due dates, the path problem. By the reference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from curriculum.days import add_days
from curriculum.load.cells import Unreadable, read_date
from curriculum.model import Person, Standing, Status, Workspace
from curriculum.needs.demands import Demand, DemandFinder
from curriculum.needs.due import DueDates
from curriculum.needs.roles import RoleFinder
from curriculum.plan import PathFinder
from curriculum.tally.answer import OPEN, WORST_FIRST, Keys, PersonTally, Sums
from curriculum.tally.ladders import Item, Ladders
from curriculum.tally.minutes import Costs, Structure

ENDED, EXPIRING, VALID = 1, 2, 3  # how good the best evidence for an item is
_SLOT: Final = 16  # bits for the number of needs with one status and date
_NO_DAY: Final = 0

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
        is_dated = any(r.from_on for r in self.ladders.requirements)
        self._first_go_live = None if is_dated else min((w.go_live_on for w in ws.program.waves), default=None)
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
        """A cell of a day, the same for all days that make no difference to anything."""
        day = read_date(cell.strip()) if cell else None
        if day is None or isinstance(day, Unreadable):
            return cell
        if column == "ends_on":
            return add_days(self.as_of, -1).isoformat() if day < self.as_of else ""
        if day > self.as_of:
            return add_days(self.as_of, 1).isoformat()
        return "" if self._first_go_live is not None and day < self._first_go_live else day.isoformat()

    def structure(self, required: Mapping[int, int]) -> Structure:
        """Equal requirements have one path problem."""
        key = frozenset(required.items())
        if key not in self._structures:
            self._structures[key] = Structure(self.costs, required)
        return self._structures[key]

    def find(self, person: Person, also: Sequence[Person]) -> tuple[object, tuple[Demand, ...], int]:
        """Held roles, required demands, and how many further required ones cannot be decided."""
        held = self._roles.find(person, *also)
        demands = self._demands.demands(tuple(h.role for h in held.roles), person.access)
        firm = tuple(d for d in demands if not d.optional)
        return held, firm, self._undecided(held.maybe, demands) if held.maybe else 0

    def _undecided(self, maybe: tuple[str, ...], demands: Sequence[Demand]) -> int:
        """As NeedsFinder does: what the roles that cannot be decided would add."""
        sure = {(d.competency, d.module): d.required for d in demands}
        count = 0
        for demand in self._demands.demands(maybe, None):
            known = sure.get((demand.competency, demand.module), 0)
            from_roles = any(a.role and a.rank > known for a in demand.asked)
            count += from_roles and known < demand.required and not demand.optional
        return count


class Profile:
    """Everybody with the same cells: what they need when they hold nothing, and how holding something changes it."""

    def __init__(self, all_: Profiles, person: Person, also: Sequence[Person]) -> None:
        self._all = all_
        self.person = person
        self.away = all_.away(person)
        self.sums = Sums(all_.levels)
        self._shifts: dict[int, int] = {}
        self._outcomes: dict[int, Outcome] = {}
        self._slots: dict[Slot, int] = {}
        self._due: dict[tuple[int, int], int] = {}
        held: object = None
        firm: tuple[Demand, ...] = ()
        self.undecided = 0
        if self.away is None:
            held, firm, self.undecided = all_.find(person, also)
        self.held = held
        roles = tuple(h.role for h in held.roles) if held else ()  # type: ignore[attr-defined]
        self.wave = held.wave if held else None  # type: ignore[attr-defined]
        self.missing = bool(held.missing) if held else False  # type: ignore[attr-defined]
        self.keys = _keys(person, roles, str(self.wave.id) if self.wave else None)
        self.demands = {all_.ladders.item[Item(d.competency, d.module)]: d for d in firm}
        self.required = {n: d.required for n, d in self.demands.items()}
        self.dates = DueDates(all_.ws, person, self.wave, held.roles) if held else None  # type: ignore[attr-defined]
        self.structure = all_.structure(self.required)
        self.base = sum(1 << _SLOT * self.slot(*self.open_slot(n, 0)) for n in self.demands)

    def due(self, item: int, rank: int) -> int:
        """The due day of a demand for somebody who holds a rank of it."""
        key = (item, rank)
        if key not in self._due:
            due = self.dates.due(self.demands[item].asked, rank) if self.dates else None
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

    def shift(self, item: int, state: int, rank: int, begun: bool) -> int:
        """The same by what is held; EXPIRED has its day added by the caller."""
        key = (item << 12 | rank << 3 | state << 1) + begun
        found = self._shifts.get(key)
        if found is None:
            if state >= EXPIRING:
                slot = (Status.MET if state == VALID else Status.EXPIRING, _NO_DAY)
            elif state == ENDED:
                slot = (Status.EXPIRED, _NO_DAY)
            else:
                slot = self.open_slot(item, rank, begun)
            found = self._shifts[key] = self.shift_to(item, *slot)
        return found

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
        open_ = tuple(counts.get(status, 0) for status in OPEN)
        if self.undecided:
            counts[Status.UNKNOWN] = self.undecided
        worst = next((status for status in WORST_FIRST if counts.get(status)), None)
        first = dt.date.fromordinal(min(days)) if days else None
        return self._standing(counts, any(open_)), worst, first, open_, any(open_)

    def _standing(self, counts: Mapping[Status, int], is_open: bool) -> Standing:
        if self.away is not None:
            return self.away
        if self.missing:
            return Standing.UNKNOWN
        if is_open:
            return Standing.TO_TRAIN
        if not counts:
            return Standing.NOTHING_REQUIRED
        return Standing.EXEMPT if set(counts) == {Status.EXEMPT} else Standing.TRAINED

    def tally(self, id: str, packed: int, cost: int, last: int = _NO_DAY) -> PersonTally:
        """One person's row, counted in the sums. `last`: first due day of needs whose evidence ended, if any."""
        standing, worst, first, open_, to_train = self.outcome(packed)
        if last and (first is None or last < first.toordinal()):
            first = dt.date.fromordinal(last)
        fields = self._all.costs.fields(cost)
        sums, minutes = self.sums, fields[:-2]
        sums.stand(standing)
        sums.to_train += to_train
        for n, likely in enumerate(minutes):
            if likely:
                sums.learners[n] += 1
                sums.minutes[n] += likely
        sums.below += round(fields[-2] ** 0.5) ** 2
        sums.above += round(fields[-1] ** 0.5) ** 2
        return PersonTally(id, standing, worst, first, minutes, open_)


def _keys(person: Person, roles: Sequence[str], wave: str | None) -> Keys:
    """As plan.totals groups people."""
    return {
        "role": tuple(roles) or (None,),
        "department": (person.department or None,),
        "wave": (wave,),
        "access": (str(person.access) if person.access else None,),
        "workplace": (person.workplace or None,),
    }
