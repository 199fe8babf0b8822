"""What a person's evidence is worth on a day: levels held, modules done, units begun (rules 14–21, 24)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from curriculum.days import add_days
from curriculum.diagnostics import Position
from curriculum.graph import ranks
from curriculum.model import Evidence, EvidenceKind, Outcome, Reason, Status, Workspace
from curriculum.needs.completions import Completion, CompletionRules, Proof, units_done
from curriculum.needs.validity import FOREVER


class Revocation(NamedTuple):
    """A level withdrawn for a period: neither failed nor missing (rule 21)."""

    below: int  # what is left of the held rank
    on: dt.date
    until_on: dt.date | None  # None: until newer evidence
    at: Position

    def hits(self, proof: Proof) -> bool:
        """Whether it takes something of the proof away."""
        return proof.rank > self.below and (self.until_on is not None or proof.on <= self.on)


@dataclass(slots=True)
class Credit:
    """All that one person's evidence gives on one day."""

    proofs: dict[str, list[Proof]] = field(default_factory=dict)  # competency → valid and ended ones
    modules: dict[str, list[Proof]] = field(default_factory=dict)  # module → valid and ended ones
    revoked: dict[str, list[Revocation]] = field(default_factory=dict)  # competency → in force on the day
    units: dict[str, frozenset[str]] = field(default_factory=dict)  # module → units done, of modules not done
    begun: dict[str, Reason] = field(default_factory=dict)  # module → what shows that it was begun
    deltas: dict[str, str] = field(default_factory=dict)  # outdated module → shorter one that brings it up to date

    def valid(self, competency: str, as_of: dt.date) -> list[Proof]:
        """Proofs that count on the day, revocations taken into account."""
        return [self._left(competency, p) for p in self.proofs.get(competency, ()) if p.is_valid(as_of)]

    def _left(self, competency: str, proof: Proof) -> Proof:
        left = [r.below for r in self.revoked.get(competency, ()) if r.hits(proof)]
        return proof._replace(rank=min(left)) if left else proof

    def is_done(self, module: str, as_of: dt.date) -> bool:
        """Whether the module is held by evidence that counts on the day."""
        return any(proof.is_valid(as_of) for proof in self.modules.get(module, ()))


def oldest_evidence(ws: Workspace, as_of: dt.date) -> dt.date:
    """The first day of the look-back window (rule 18)."""
    days = ws.program.policy.look_back_days
    return add_days(as_of, -days) if days is not None else dt.date.min


class CreditRules:
    """The rules of the workspace that turn rows of evidence into credit."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self._ws = ws
        self._as_of = as_of
        self._rank = ranks([str(level.id) for level in ws.program.levels])
        self._completions = CompletionRules(ws, as_of)
        self._accepted = frozenset(ws.program.policy.accepted_outcomes)
        self._self_assessment = ws.program.policy.accept_self_assessment
        self._oldest = oldest_evidence(ws, as_of)

    def credit(self, rows: Iterable[Evidence]) -> Credit:
        """What the rows of one person give; the order of the rows makes no difference."""
        credit = Credit()
        usable = self._usable(list(rows))
        self._add_completions(credit, [r for r in usable if r.module in self._ws.modules])
        for row in usable:
            if row.competency:
                self._add_level(credit, row, row.competency)
        return credit

    def _usable(self, rows: list[Evidence]) -> list[Evidence]:
        """Rows of the days that count, without those taken back, by day. A row taken back stays taken back."""
        voided = {row.voids for row in rows if row.voids and row.on <= self._as_of}
        found = [
            row
            for row in rows
            if (self._oldest <= row.on or row.kind is EvidenceKind.REVOCATION)  # what is withdrawn stays so
            and row.on <= self._as_of
            and row.outcome is not Outcome.VOIDED
            and not (row.id and row.id in voided)
        ]
        return sorted(found, key=lambda row: (row.on, row.line))

    def _counts(self, row: Evidence) -> bool:
        if str(row.outcome) not in self._accepted:
            return False
        return row.kind is not EvidenceKind.SELF_ASSESSMENT or self._self_assessment

    # ── modules ──

    def _add_completions(self, credit: Credit, rows: Sequence[Evidence]) -> None:
        whole: list[Evidence] = []
        units: dict[str, list[Evidence]] = {}
        for row in rows:
            if row.kind is EvidenceKind.REVOCATION:
                continue
            if not self._counts(row):
                self._note_attempt(row, credit)
            elif row.unit:
                units.setdefault(row.module or "", []).append(row)
            else:
                whole.append(row)
                credit.begun.pop(row.module or "", None)
        for module_id, completions in self._completions.from_rows(whole, units).items():
            self._add_module(credit, module_id, completions)
        for module_id, done in units.items():
            self._add_units(credit, module_id, done)

    def _note_attempt(self, row: Evidence, credit: Credit) -> None:
        """An attempt was begun; a later failure or withdrawal ends it."""
        module = row.module or ""
        if row.outcome is Outcome.ATTEMPTED:
            credit.begun[module] = Reason("evidence", f"'{module}' begun on {row.on}", row.at, module)
        elif not row.unit:
            credit.begun.pop(module, None)

    def _add_module(self, credit: Credit, module_id: str, completions: Sequence[Completion]) -> None:
        proofs = [c.proof for c in completions]
        credit.modules[module_id] = proofs
        for teaching in self._ws.modules[module_id].teaches:
            rank = self._rank.get(teaching.level, 0)
            credit.proofs.setdefault(str(teaching.competency), []).extend(p._replace(rank=rank) for p in proofs)
        if not credit.is_done(module_id, self._as_of):
            shorter = [c.delta for c in completions if c.delta and c.lasts_until >= self._as_of]
            if shorter:
                credit.deltas[module_id] = shorter[0]  # they are all the same: that of the newest version

    def _add_units(self, credit: Credit, module_id: str, rows: Sequence[Evidence]) -> None:
        """Rule 22: what is done of a module that is not done as a whole."""
        module = self._ws.modules[module_id]
        done = units_done(module, rows, self._as_of)
        if done and len(done) < len(module.units):
            credit.units[module_id] = done
            last = next(row for row in reversed(rows) if row.unit in done)
            said = f"{len(done)} of {len(module.units)} units of '{module_id}' done, the last on {last.on}"
            credit.begun[module_id] = Reason("evidence", said, last.at, module_id)

    # ── levels given directly ──

    def _add_level(self, credit: Credit, row: Evidence, competency: str) -> None:
        rank = self._rank.get(row.level or "", 0)
        if row.kind is EvidenceKind.REVOCATION:
            if row.valid_until is None or self._as_of <= row.valid_until:
                withdrawn = Revocation(rank - 1 if rank else 0, row.on, row.valid_until, row.at)
                credit.revoked.setdefault(competency, []).append(withdrawn)
            return
        completion = row.kind is EvidenceKind.COMPLETION
        if rank and self._counts(row) and not (completion and row.module):  # a module says itself what it teaches
            because = f"{row.kind} of {competency} at {row.level} on {row.on} ({row.outcome})"
            how = Status.MET if completion else Status.MET_BY_TEST_OUT
            proof = Proof(rank, row.valid_until or FOREVER, how, row.on, because, row.at)
            credit.proofs.setdefault(competency, []).append(proof)
