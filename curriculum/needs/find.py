"""The definition of docs/rules.md, person by person: required − held = gap, with status, due date and every reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from curriculum.diagnostics import Diagnostic, in_order
from curriculum.model import (
    Evidence,
    HeldRole,
    Need,
    Person,
    PersonNeeds,
    Reason,
    Standing,
    Status,
    Workspace,
)
from curriculum.needs.completions import Proof
from curriculum.needs.credit import Credit, CreditRules
from curriculum.needs.demands import Demand, DemandFinder
from curriculum.needs.due import DueDates
from curriculum.needs.findings import find_findings
from curriculum.needs.roles import Held, RoleFinder
from curriculum.needs.status import StatusFinder


def find_needs(ws: Workspace, as_of: dt.date) -> tuple[tuple[PersonNeeds, ...], tuple[Diagnostic, ...]]:
    """Everybody on the roster, in its order, merged ids joined; leavers and later joiners too, without needs.

    Same inputs and date give the same answer. Reports CUR301–CUR312.
    """
    finder = NeedsFinder(ws, as_of)
    people = tuple(finder.of(*rows) for rows in _rows_of_people(ws))
    return people, in_order(find_findings(ws, as_of, people))


class NeedsFinder:
    """Answers for one person after the other; what does not depend on the person is worked out once."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self.ws = ws
        self.as_of = as_of
        self._status = StatusFinder(ws, as_of)
        self._roles = RoleFinder(ws, as_of)
        self._demands = DemandFinder(ws, as_of)
        self._credit = CreditRules(ws, as_of)
        self._evidence = _by_person(ws)

    def of(self, person: Person, *also: Person) -> PersonNeeds:
        """All needs of one person. Further rows of the same person, under other ids, add roles while they run."""
        if (away := self._away(person)) is not None:
            return PersonNeeds(person=person, standing=away)
        held = self._roles.find(person, *(row for row in also if self._away(row) is None))
        credit = self._credit.credit(self._evidence.get(self.ws.kept_id(person.id), ()))
        needs = tuple(self._needs(person, held, credit))
        return PersonNeeds(
            person=person,
            standing=_standing(needs, held),
            roles=held.roles,
            maybe_roles=held.maybe,
            missing=held.missing,
            wave=str(held.wave.id) if held.wave else None,
            needs=needs,
            held=self._held(credit),
            done=frozenset(m for m in credit.modules if credit.is_done(m, self.as_of)),
            units_done={module: frozenset(units) for module, units in credit.units.items()},
            deltas=credit.deltas,
        )

    def _away(self, person: Person) -> Standing | None:
        if person.ends_on is not None and person.ends_on < self.as_of:
            return Standing.LEFT
        if person.starts_on is not None and person.starts_on > self.as_of:
            return Standing.JOINS_LATER
        return None

    def _held(self, credit: Credit) -> dict[str, int]:
        best = {c: max((p.rank for p in credit.valid(c, self.as_of)), default=0) for c in credit.proofs}
        return {competency: rank for competency, rank in best.items() if rank}

    def _needs(self, person: Person, held: Held, credit: Credit) -> Iterator[Need]:
        names = tuple(h.role for h in held.roles)
        demands = self._demands.demands(names, person.access)
        reasons = {h.role: h.reasons for h in held.roles}
        dates = DueDates(self.ws, person, held.wave, held.roles)
        for demand in demands:
            yield self._need(person, demand, credit, dates, reasons)
        if held.maybe:
            yield from self._undecided(person, held, demands, credit)
        if self.ws.program.policy.keep_in_progress:
            yield from self._kept(person, held.ended, demands, credit)

    def _need(
        self,
        person: Person,
        demand: Demand,
        credit: Credit,
        dates: DueDates,
        role_reasons: Mapping[str, tuple[Reason, ...]],
    ) -> Need:
        required = demand.required
        proofs = self._status.proofs(demand, credit)
        rank = max((p.rank for p in proofs), default=0)
        because = tuple(dict.fromkeys(r for a in demand.asked for r in (a.reason, *role_reasons.get(a.role or "", ()))))
        enough = [p for p in proofs if p.rank >= required]
        due = None if enough else dates.due(demand.asked, rank)
        status, evidence = self._status.decide(person, demand, credit, proofs, due)
        if status is Status.EXPIRING:
            due = dates.due(demand.asked, 0)
        ending = enough or self._status.ended(demand, credit)
        if ending:
            last = max(ending, key=lambda p: (p.valid_until, p.at))
            due = dates.not_before_expiry(due, last, demand.optional)
        return Need(
            person=person.id,
            competency=demand.competency,
            module=demand.module,
            required=required,
            held=min(rank, required) if demand.module else rank,
            status=status,
            optional=demand.optional,
            due=due if status.is_open or status is Status.EXPIRING else None,
            earliest_on=dates.earliest_on() if status.is_open else None,
            valid_until=_last_day(proofs, min(rank, required)),
            reasons=because,
            evidence=evidence,
        )

    def _undecided(self, person: Person, held: Held, demands: tuple[Demand, ...], credit: Credit) -> Iterator[Need]:
        """What the roles that cannot be decided would add: status unknown, no date, no hours."""
        sure = {(d.competency, d.module): d.required for d in demands}
        missing = ", ".join(held.missing)
        for demand in self._demands.demands(held.maybe, None):
            from_roles = tuple(a for a in demand.asked if a.role)
            if not from_roles or sure.get((demand.competency, demand.module), 0) >= demand.required:
                continue
            if not any(a.rank > sure.get((demand.competency, demand.module), 0) for a in from_roles):
                continue
            said = f"cannot be decided without: {missing}"
            yield Need(
                person=person.id,
                competency=demand.competency,
                module=demand.module,
                required=demand.required,
                held=max((p.rank for p in self._status.proofs(demand, credit)), default=0),
                status=Status.UNKNOWN,
                optional=demand.optional,
                reasons=(Reason("roster", said, person.at()), *(a.reason for a in from_roles)),
            )

    def _kept(
        self, person: Person, ended: tuple[HeldRole, ...], demands: tuple[Demand, ...], credit: Credit
    ) -> Iterator[Need]:
        """Rule 33: what was begun for a role that has ended stays, without a due date."""
        asked = {(d.competency, d.module) for d in demands}
        for demand in self._demands.demands(tuple(h.role for h in ended), None) if ended else ():
            from_roles = tuple(a for a in demand.asked if a.role)
            begun = self._status.begun(demand, credit)
            if not begun or not from_roles or (demand.competency, demand.module) in asked:
                continue
            rank = max((p.rank for p in self._status.proofs(demand, credit)), default=0)
            if rank < demand.required:
                yield Need(
                    person=person.id,
                    competency=demand.competency,
                    module=demand.module,
                    required=demand.required,
                    held=rank,
                    status=Status.IN_PROGRESS,
                    optional=True,
                    reasons=tuple(r for h in ended for r in h.reasons) + tuple(a.reason for a in from_roles),
                    evidence=begun,
                )


def _by_person(ws: Workspace) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for row in ws.evidence:
        found.setdefault(ws.kept_id(row.person), []).append(row)
    return found


def _rows_of_people(ws: Workspace) -> list[list[Person]]:
    """The rows of the roster, those of one person together (rule 9); the row with the id that is kept comes first."""
    found: dict[str, list[Person]] = {}
    for person in ws.people:
        found.setdefault(ws.kept_id(person.id), []).append(person)
    return [sorted(rows, key=lambda row: row.id != kept) for kept, rows in found.items()]


def _last_day(proofs: list[Proof], rank: int) -> dt.date | None:
    last = max((p.valid_until for p in proofs if rank and p.rank >= rank), default=None)
    return None if last == dt.date.max else last


def _standing(needs: tuple[Need, ...], held: Held) -> Standing:
    if held.missing:
        return Standing.UNKNOWN
    firm = [need for need in needs if not need.optional]
    if any(need.status.is_open for need in firm):
        return Standing.TO_TRAIN
    if not firm:
        return Standing.NOTHING_REQUIRED
    return Standing.EXEMPT if all(need.status is Status.EXEMPT for need in firm) else Standing.TRAINED
