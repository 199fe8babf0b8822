"""Where a need stands, and what decided it (rules 12, 14–18, 21, 23)."""

from __future__ import annotations

import datetime as dt

from curriculum.days import add_days
from curriculum.graph import ranks
from curriculum.model import Due, Exemption, Person, Reason, Status, Workspace
from curriculum.needs.completions import Proof
from curriculum.needs.credit import Credit
from curriculum.needs.demands import Demand
from curriculum.needs.validity import FOREVER


class StatusFinder:
    """Decides the status of one demand of one person. Evidence first, then exemption, revocation, leave, dates."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self._ws = ws
        self._as_of = as_of
        self._rank = ranks([str(level.id) for level in ws.program.levels])
        self._exemptions: dict[str, list[Exemption]] = {}
        for exemption in ws.exemptions:
            person = ws.kept_id(exemption.person)
            self._exemptions.setdefault(person, []).append(exemption)

    def proofs(self, demand: Demand, credit: Credit) -> list[Proof]:
        if demand.competency is not None:
            return credit.valid(demand.competency, self._as_of)
        return [p._replace(rank=1) for p in self._of_module(demand, credit) if p.is_valid(self._as_of)]

    def _of_module(self, demand: Demand, credit: Credit) -> list[Proof]:
        """Proofs of the module that is asked for by name, or of one that took its place (rule 20)."""
        return [
            p for name in self._ws.succession(demand.module or "", self._as_of) for p in credit.modules.get(name, ())
        ]

    def ended(self, demand: Demand, credit: Credit) -> list[Proof]:
        """Proofs that would have been enough, had they not ended."""
        if demand.competency is not None:
            enough = [p for p in credit.proofs.get(demand.competency, ()) if p.rank >= demand.required]
        else:
            enough = self._of_module(demand, credit)
        return [p for p in enough if p.valid_until < self._as_of]

    def decide(
        self, person: Person, demand: Demand, credit: Credit, proofs: list[Proof], due: Due | None
    ) -> tuple[Status, tuple[Reason, ...]]:
        enough = [p for p in proofs if p.rank >= demand.required]
        if enough:
            return self._met(enough)
        held = tuple(p.reason for p in proofs if p.rank)
        exemption = self._exemption(person, demand)
        if exemption is not None:
            said = f"exempt until {exemption.until_on}, decided by {exemption.by}: {exemption.why}"
            return Status.EXEMPT, (Reason("exemption", said, exemption.at), *held)
        revoked = self._revoked(demand, credit)
        if revoked is not None:
            return Status.REVOKED, (revoked, *held)
        status, reasons = self._open_status(person, demand, credit, due)
        return status, (*reasons, *held)

    def _met(self, enough: list[Proof]) -> tuple[Status, tuple[Reason, ...]]:
        """The proof that lasts longest decides; our own completions before equivalents before test-outs."""
        order = (Status.MET, Status.MET_BY_EQUIVALENT, Status.MET_BY_TEST_OUT)
        best = max(enough, key=lambda p: (p.valid_until, -order.index(p.how), p.on, p.at))
        soon = add_days(self._as_of, self._ws.program.policy.expiring_days)
        ends = best.valid_until != FOREVER and best.valid_until <= soon
        return (Status.EXPIRING if ends else best.how), (best.reason,)

    def _revoked(self, demand: Demand, credit: Credit) -> Reason | None:
        """The newest row that withdraws what would be enough."""
        proofs = credit.proofs.get(demand.competency or "", ())
        would = [p for p in proofs if p.is_valid(self._as_of) and p.rank >= demand.required]
        hitting = [
            revocation
            for revocation in credit.revoked.get(demand.competency or "", ())
            if revocation.below < demand.required and any(revocation.hits(p) for p in would)
        ]
        if not hitting:
            return None
        last = max(hitting, key=lambda revocation: (revocation.on, revocation.at))
        until = f" until {last.until_on}" if last.until_on else ""
        return Reason("evidence", f"{demand.competency} withdrawn on {last.on}{until}", last.at)

    def _open_status(
        self, person: Person, demand: Demand, credit: Credit, due: Due | None
    ) -> tuple[Status, tuple[Reason, ...]]:
        away = next((span for span in person.leave if span.covers(self._as_of)), None)
        if away is not None:
            until = f" until {away.until_on}" if away.until_on else ""
            return Status.PAUSED, (Reason("roster", f"on leave{until}", person.at("leave")),)
        ended = self.ended(demand, credit)
        if ended:
            last = max(ended, key=lambda p: (p.valid_until, p.at))
            return Status.EXPIRED, (Reason("evidence", f"{last.because}, ended on {last.valid_until}", last.at),)
        if due is not None and due.on < self._as_of:
            return Status.OVERDUE, ()
        begun = self.begun(demand, credit)
        return (Status.IN_PROGRESS, begun) if begun else (Status.DUE, ())

    def begun(self, demand: Demand, credit: Credit) -> tuple[Reason, ...]:
        """What was begun of the modules that lead to the demand and are not done yet."""
        found = []
        for module_id, reason in credit.begun.items():
            module = self._ws.modules.get(module_id)
            leads = (demand.module and module_id in self._ws.succession(demand.module, self._as_of)) or (
                module is not None and any(t.competency == demand.competency for t in module.teaches)
            )
            if leads and not credit.is_done(module_id, self._as_of):
                found.append(reason)
        return tuple(found)

    def _exemption(self, person: Person, demand: Demand) -> Exemption | None:
        for exemption in self._exemptions.get(self._ws.kept_id(person.id), ()):
            in_force = (exemption.from_on or dt.date.min) <= self._as_of <= exemption.until_on
            if in_force and self._releases(exemption, demand):
                return exemption
        return None

    def _releases(self, exemption: Exemption, demand: Demand) -> bool:
        if demand.competency is None:
            return exemption.module == demand.module
        up_to = self._rank.get(exemption.level, 0) if exemption.level else len(self._rank)
        return exemption.competency == demand.competency and up_to >= demand.required
