"""People whom the short way cannot tell exactly: the reference rules are asked about all their evidence.

Units, test-outs, revocations, voided rows, newer versions, equivalents, exemptions, leave, merged ids.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from curriculum.model import Evidence, Person, PersonTally, Status
from curriculum.needs.credit import Credit, CreditRules
from curriculum.needs.demands import Demand
from curriculum.needs.due import DueDates
from curriculum.needs.find import NeedsFinder
from curriculum.needs.status import StatusFinder
from curriculum.tally.ladders import NOTHING, Item
from curriculum.tally.profiles import Profile, Profiles


class Special:
    """Answers for special people, one after the other."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles
        ws, as_of = profiles.ws, profiles.as_of
        self._status = StatusFinder(ws, as_of)
        self._credit = CreditRules(ws, as_of)
        self._exempt = {ws.kept_id(exemption.person) for exemption in ws.exemptions}

    def tally(self, profile: Profile, person: Person, also: Sequence[Person], rows: Sequence[Evidence]) -> PersonTally:
        """One person's row, counted in the sums of the profile. `rows`: all evidence under any of their ids."""
        if profile.away is not None:
            return profile.tally(person.id, 0, 0)
        credit = self._credit.credit(rows)
        packed, exempt = profile.base, {}
        for item, status, due in self._changed(profile, person, credit):
            packed += profile.shift_to(item, status, due)
            profile.others[item, status] = profile.others.get((item, status), 0) + 1
            if status is Status.EXEMPT:
                exempt[item] = profile.required[item]
        if self._profiles.ws.kept_id(person.id) in self._exempt:
            exempt |= self._recommended(profile, person, credit)
        held = {item: max(rank, exempt.get(item, 0)) for item, rank in self._held(credit).items()}
        held = {**exempt, **held}
        cost = None if credit.deltas else self._cost(profile, credit, held)
        if cost is None:
            cost = self._searched(person, also, rows)
        return profile.tally(person.id, packed, cost)

    # ── statuses ──

    def _changed(self, profile: Profile, person: Person, credit: Credit) -> Iterator[tuple[int, Status, int]]:
        """Item, status and due day of each required need that may differ from that of somebody who holds nothing."""
        dates = profile.dates
        if person.leave:
            dates = DueDates(self._profiles.ws, person, profile.held.wave, profile.held.roles)
        everything = bool(person.leave) or self._profiles.ws.kept_id(person.id) in self._exempt
        touched = profile.demands if everything else self._touched(credit)
        for item in touched:
            demand = profile.demands.get(item)
            if demand is not None:
                yield item, *self._decide(person, demand, credit, dates)

    def _recommended(self, profile: Profile, person: Person, credit: Credit) -> dict[int, int]:
        """Exemptions from what is only recommended: a path takes it as held too."""
        return {
            item: demand.required
            for item, demand in profile.recommended.items()
            if self._decide(person, demand, credit, profile.dates)[0] is Status.EXEMPT
        }

    def _decide(self, person: Person, demand: Demand, credit: Credit, dates: DueDates) -> tuple[Status, int]:
        """As NeedsFinder does, without the words."""
        proofs = self._status.proofs(demand, credit)
        enough = any(p.rank >= demand.required for p in proofs)
        due = None if enough else dates.due(demand.asked, max((p.rank for p in proofs), default=0))
        status, _ = self._status.decide(person, demand, credit, proofs, due)
        if not enough and (ended := self._status.ended(demand, credit)):
            due = dates.not_before_expiry(due, max(ended, key=lambda p: (p.valid_until, p.at)), demand.optional)
        return status, due.on.toordinal() if due else 0

    def _touched(self, credit: Credit) -> set[int]:
        """Items that the evidence says something about."""
        ladders = self._profiles.ladders
        modules = {*credit.modules, *credit.begun, *credit.units, *credit.deltas}
        found = {item for name in modules for item, _ in ladders.teaches.get(name, ())}
        known = (ladders.item.get(Item(c, None)) for c in (*credit.proofs, *credit.revoked))
        return found | {n for n in known if n is not None}

    # ── minutes ──

    def _held(self, credit: Credit) -> dict[int, int]:
        as_of, ladders = self._profiles.as_of, self._profiles.ladders
        held = {
            ladders.item[Item(c, None)]: max((p.rank for p in credit.valid(c, as_of)), default=0)
            for c in credit.proofs
            if Item(c, None) in ladders.item
        }
        for name in credit.modules:
            if credit.is_done(name, as_of):
                held |= {n: 1 for n, _ in ladders.teaches[name] if ladders.items[n].module}
        return {item: rank for item, rank in held.items() if rank}

    def _cost(self, profile: Profile, credit: Credit, held: dict[int, int]) -> int | None:
        """By ladders; None where a half-finished module is part of something hard."""
        ladders, costs, structure = self._profiles.ladders, self._profiles.costs, profile.structure
        path = structure.path(held)
        cost = structure.cost(held, path)
        if not credit.units:
            return cost
        asked = NOTHING._replace(units_done=credit.units)
        is_searched = bool(structure.goals(held, path))
        for name in credit.units:
            if name not in ladders.bit:
                continue
            if is_searched and name in ladders.near_hard:
                return None
            if path >> ladders.bit[name] & 1:
                level = max(ladders.finder.gives(name, NOTHING).values(), default=1)
                cost += costs.cost(ladders.finder.minutes_left(name, asked).likely, level)
                cost -= costs.of[ladders.bit[name]]
        return cost

    def _searched(self, person: Person, also: Sequence[Person], rows: Sequence[Evidence]) -> int:
        """By the reference from beginning to end."""
        ws = dataclasses.replace(self._profiles.ws, evidence=tuple(rows))
        found = NeedsFinder(ws, self._profiles.as_of).of(person, *also)
        return self._profiles.costs.of_path(self._profiles.finder.path(found))
