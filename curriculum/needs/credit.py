"""What a person's evidence is worth on a day: levels held, modules done, units begun (rules 14–21, 24)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from curriculum.days import add_months, end_of_cycle
from curriculum.diagnostics import Position
from curriculum.graph import ranks
from curriculum.model import (
    Equivalence,
    Evidence,
    EvidenceKind,
    Module,
    Outcome,
    Reason,
    Retraining,
    Status,
    Workspace,
)

_LEVEL_KINDS = frozenset(
    {EvidenceKind.TEST_OUT, EvidenceKind.ASSESSMENT, EvidenceKind.ATTESTED, EvidenceKind.SELF_ASSESSMENT}
)
_FOREVER = dt.date.max


class Proof(NamedTuple):
    """One thing that proves a level of a competency (or, with rank 0, only that a module is done)."""

    rank: int
    valid_until: dt.date  # last day; date.max: for ever
    how: Status  # met, met-by-equivalent or met-by-test-out
    on: dt.date
    because: str
    at: Position

    def is_valid(self, as_of: dt.date) -> bool:
        """Whether it counts on the day."""
        return self.on <= as_of <= self.valid_until

    @property
    def reason(self) -> Reason:
        """As a reason, with the last day it counts."""
        until = "" if self.valid_until == _FOREVER else f", valid until {self.valid_until}"
        return Reason("evidence", f"{self.because}{until}", self.at)


class Revocation(NamedTuple):
    """A level withdrawn for a period: neither failed nor missing (rule 21)."""

    below: int  # what is left of the held rank
    on: dt.date
    until_on: dt.date | None  # None: until newer evidence
    at: Position


@dataclass(slots=True)
class Credit:
    """All that one person's evidence gives on one day."""

    proofs: dict[str, list[Proof]] = field(default_factory=dict)  # competency → valid and ended ones
    modules: dict[str, list[Proof]] = field(default_factory=dict)  # module → valid and ended ones
    revoked: dict[str, Revocation] = field(default_factory=dict)  # competency → in force on the day
    units: dict[str, set[str]] = field(default_factory=dict)  # module → units done, of modules not done
    begun: dict[str, Reason] = field(default_factory=dict)  # module → what shows that it was begun
    deltas: dict[str, str] = field(default_factory=dict)  # shorter module → module it brings up to date

    def valid(self, competency: str, as_of: dt.date) -> list[Proof]:
        """Proofs that count on the day, revocations taken into account."""
        revocation = self.revoked.get(competency)
        return [
            proof if revocation is None or _survives(proof, revocation) else proof._replace(rank=revocation.below)
            for proof in self.proofs.get(competency, ())
            if proof.is_valid(as_of)
        ]

    def is_done(self, module: str, as_of: dt.date) -> bool:
        """Whether the module is held by evidence that counts on the day."""
        return any(proof.is_valid(as_of) for proof in self.modules.get(module, ()))


def _survives(proof: Proof, revocation: Revocation) -> bool:
    if proof.rank <= revocation.below:
        return True
    return revocation.until_on is None and proof.on > revocation.on


def oldest_evidence(ws: Workspace, as_of: dt.date) -> dt.date:
    """The first day of the look-back window (rule 18)."""
    days = ws.program.policy.look_back_days
    return as_of - dt.timedelta(days=days) if days is not None else dt.date.min


class CreditRules:
    """The rules of the workspace that turn rows of evidence into credit."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self._ws = ws
        self._as_of = as_of
        self._rank = ranks([str(level.id) for level in ws.program.levels])
        policy = ws.program.policy
        self._accepted = frozenset(policy.accepted_outcomes)
        self._self_assessment = policy.accept_self_assessment
        self._oldest = oldest_evidence(ws, as_of)

    def credit(self, rows: Iterable[Evidence]) -> Credit:
        """What the rows of one person give; the order of the rows makes no difference."""
        credit = Credit()
        rows = self._usable(list(rows))
        completed = self._completions(rows, credit)
        for module_id, proofs in completed.items():
            self._add_module(credit, module_id, proofs)
        for equivalent, proof in self._equivalents(completed):
            self._add_module(credit, equivalent, [proof])
        for row in rows:
            self._add_level(credit, row)
        return credit

    def _usable(self, rows: list[Evidence]) -> list[Evidence]:
        """Rows of the days that count, without those taken back."""
        voided = {row.voids for row in rows if row.voids and row.on <= self._as_of}
        return [
            row
            for row in rows
            if self._oldest <= row.on <= self._as_of
            and row.outcome is not Outcome.VOIDED
            and not (row.id and row.id in voided)
        ]

    def _counts(self, row: Evidence) -> bool:
        if str(row.outcome) not in self._accepted:
            return False
        return row.kind is not EvidenceKind.SELF_ASSESSMENT or self._self_assessment

    # ── completions of modules ──

    def _completions(self, rows: Sequence[Evidence], credit: Credit) -> dict[str, list[Proof]]:
        """Module → proofs from rows about the whole module, and from units that add up to it."""
        found: dict[str, list[Proof]] = {}
        units: dict[str, dict[str, Evidence]] = {}
        for row in rows:
            module = self._ws.modules.get(row.module or "")
            if module is None or row.kind is EvidenceKind.REVOCATION:
                continue
            if not self._counts(row):
                self._note_attempt(row, credit)
            elif row.unit:
                units.setdefault(str(module.id), {})[row.unit] = row
            else:
                found.setdefault(str(module.id), []).append(self._module_proof(module, row, credit))
        for module_id, done in units.items():
            self._add_units(self._ws.modules[module_id], done, found, credit)
        return found

    def _note_attempt(self, row: Evidence, credit: Credit) -> None:
        if row.outcome is Outcome.ATTEMPTED and row.module:
            credit.begun[row.module] = Reason("evidence", f"'{row.module}' begun on {row.on}", row.at, row.module)

    def _add_units(
        self, module: Module, done: Mapping[str, Evidence], found: dict[str, list[Proof]], credit: Credit
    ) -> None:
        last = max(done.values(), key=lambda row: row.on)
        if all(str(unit.id) in done for unit in module.units):
            found.setdefault(str(module.id), []).append(self._module_proof(module, last, credit))
            return
        credit.units[str(module.id)] = set(done)
        said = f"{len(done)} of {len(module.units)} units of '{module.id}' done, the last on {last.on}"
        credit.begun[str(module.id)] = Reason("evidence", said, last.at, str(module.id))

    def _module_proof(self, module: Module, row: Evidence, credit: Credit) -> Proof:
        by_test = row.kind in _LEVEL_KINDS
        how = Status.MET_BY_TEST_OUT if by_test else Status.MET
        said = f"{row.kind} of '{module.id}' on {row.on} ({row.outcome})"
        until = row.valid_until or _validity(module, row.on)
        ended = self._ended_by_version(module, row, credit)
        if ended:
            until, said = min(until, ended[0]), f"{said}, ended by {ended[1]}"
        return Proof(0, until, how, row.on, said, row.at)

    def _ended_by_version(self, module: Module, row: Evidence, credit: Credit) -> tuple[dt.date, str] | None:
        """Rule 19: the last day a completion of an older version counts, and which newer version ended it."""
        version = row.version or _version_on(module, row.on)
        for change in sorted(module.changes, key=lambda c: c.version):
            if change.version <= version or change.from_on > self._as_of or change.retraining is Retraining.NONE:
                continue
            if change.retraining is Retraining.DELTA and change.delta:
                credit.deltas[str(change.delta)] = str(module.id)
            return change.from_on - dt.timedelta(days=1), f"version {change.version} ({change.retraining} retraining)"
        return None

    def _add_module(self, credit: Credit, module_id: str, proofs: Sequence[Proof]) -> None:
        module = self._ws.modules[module_id]
        credit.modules.setdefault(module_id, []).extend(proofs)
        for teaching in module.teaches:
            rank = self._rank.get(teaching.level, 0)
            credit.proofs.setdefault(str(teaching.competency), []).extend(p._replace(rank=rank) for p in proofs)
        updated = credit.deltas.get(module_id)
        if updated:  # the shorter module brings the older completion up to date
            said = [p._replace(because=f"{p.because}, which brings '{updated}' up to date") for p in proofs]
            self._add_module(credit, updated, said)

    # ── equivalents ──

    def _equivalents(self, completed: Mapping[str, Sequence[Proof]]) -> Iterator[tuple[str, Proof]]:
        """Rule 16. The date of the completion governs: it must lie within the days of the equivalence."""
        known = {module: list(proofs) for module, proofs in completed.items()}
        grew = True
        while grew:
            grew = False
            for rule in self._ws.catalog.equivalents:
                proof = self._equivalent_proof(rule, known)
                for target in rule.counts_as if proof else ():
                    module = self._ws.modules.get(target)
                    if module is None or proof is None:
                        continue
                    until = min(proof.valid_until, _validity(module, proof.on))
                    given = proof._replace(valid_until=until)
                    if given not in known.setdefault(str(target), []):
                        known[str(target)].append(given)
                        yield str(target), given
                        grew = True

    def _equivalent_proof(self, rule: Equivalence, known: Mapping[str, Sequence[Proof]]) -> Proof | None:
        best: list[Proof] = []
        for module in rule.completed:
            covered = [p for p in known.get(str(module), ()) if _covers(rule, p.on)]
            if not covered:
                return None
            best.append(max(covered, key=lambda p: (p.valid_until, p.on)))
        last = max(best, key=lambda p: p.on)
        said = " and ".join(f"'{module}'" for module in rule.completed)
        until = min(p.valid_until for p in best)
        because = f"{said} completed on {last.on}, which counts as equivalent ({rule.at.file}:{rule.at.line})"
        return Proof(0, until, Status.MET_BY_EQUIVALENT, last.on, because, last.at)

    # ── levels given directly ──

    def _add_level(self, credit: Credit, row: Evidence) -> None:
        if not row.competency:
            return
        rank = self._rank.get(row.level or "", 0)
        if row.kind is EvidenceKind.REVOCATION:
            until = row.valid_until
            if until is None or self._as_of <= until:
                below = rank - 1 if rank else 0
                old = credit.revoked.get(row.competency)
                if old is None or below < old.below:
                    credit.revoked[row.competency] = Revocation(below, row.on, until, row.at)
        elif row.kind in _LEVEL_KINDS and rank and self._counts(row):
            because = f"{row.kind} of {row.competency} at {row.level} on {row.on} ({row.outcome})"
            until = row.valid_until or _FOREVER
            proof = Proof(rank, until, Status.MET_BY_TEST_OUT, row.on, because, row.at)
            credit.proofs.setdefault(row.competency, []).append(proof)


def _covers(rule: Equivalence, day: dt.date) -> bool:
    return (rule.from_on is None or rule.from_on <= day) and (rule.until_on is None or day <= rule.until_on)


def _validity(module: Module, on: dt.date) -> dt.date:
    """Rule 18: the last day a completion counts."""
    if module.valid_months is not None:
        return add_months(on, module.valid_months)
    if module.valid_until_cycle is not None:
        return end_of_cycle(on, module.valid_until_cycle)
    return _FOREVER


def _version_on(module: Module, day: dt.date) -> int:
    """The version in force on the day, for evidence that does not name one."""
    changes = sorted(module.changes, key=lambda c: c.version)
    if not changes:
        return module.version
    begun = [change.version for change in changes if change.from_on <= day]
    return max(begun, default=changes[0].version - 1)
