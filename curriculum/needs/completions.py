"""Rows of evidence → completions of modules: of the whole, unit by unit, by equivalents, by shorter modules.

Rules 14, 16, 18, 19 and 22. One more row never takes a completion away, nor makes one end earlier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from curriculum.diagnostics import Position
from curriculum.model import Equivalence, Evidence, EvidenceKind, Module, Reason, Span, Status, VersionChange, Workspace
from curriculum.needs.validity import FOREVER, brings_up_to_date, lasts_until, needs_all_again, outdated, version_on


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
        until = "" if self.valid_until == FOREVER else f", valid until {self.valid_until}"
        return Reason("evidence", f"{self.because}{until}", self.at)


class Completion(NamedTuple):
    """A module completed once."""

    proof: Proof  # ended by newer versions where they ask for something
    version: int
    lasts_until: dt.date  # without regard to newer versions
    delta: str | None = None  # the shorter module that brings it up to date

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it another completion."""
        return self.proof._replace(because=""), self.version, self.lasts_until


Known = dict[str, list[Completion]]  # by module


class CompletionRules:
    """The rules of the workspace that say which modules somebody has completed, and until when."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self._ws = ws
        self._as_of = as_of
        self._deltas = [(m, change) for m in ws.modules.values() for change in m.changes if change.delta]

    def from_rows(self, whole: Iterable[Evidence], units: Mapping[str, Sequence[Evidence]]) -> Known:
        """From accepted rows about whole modules, and about units (by module), each in order of their days."""
        known: Known = {}
        for row in whole:
            self._by_row(known, row)
        for module_id, rows in units.items():
            for row in _completing(self._ws.modules[module_id], rows):
                self._by_row(known, row)
        if known:
            self._grow(known)
        return known

    def _grow(self, known: Known) -> None:
        """Equivalents and shorter modules, until nothing new follows. Circles end: the words do not count as new."""
        seen = {(module, c.key) for module, completions in known.items() for c in completions}
        grew = True
        while grew:
            grew = False
            for module, found in [*self._by_equivalents(known), *self._by_deltas(known)]:
                if (module, found.key) not in seen:
                    seen.add((module, found.key))
                    known.setdefault(module, []).append(found)
                    grew = True

    def _by_row(self, known: Known, row: Evidence) -> None:
        module = self._ws.modules[row.module or ""]
        how = Status.MET if row.kind is EvidenceKind.COMPLETION else Status.MET_BY_TEST_OUT
        said = f"{row.kind} of '{module.id}' on {row.on} ({row.outcome})"
        proof = Proof(0, row.valid_until or lasts_until(module, row.on), how, row.on, said, row.at)
        known.setdefault(str(module.id), []).append(self._completion(module, proof, _version(module, row)))

    def _completion(self, module: Module, proof: Proof, version: int) -> Completion:
        ended = outdated(module, version, self._as_of)
        if ended is None:
            return Completion(proof, version, proof.valid_until)
        said = f"{proof.because}, ended by {ended.because}"
        current = proof._replace(valid_until=min(proof.valid_until, ended.until_on), because=said)
        return Completion(current, version, proof.valid_until, ended.delta)

    # ── equivalents ──

    def _by_equivalents(self, known: Known) -> Iterator[tuple[str, Completion]]:
        """Rule 16. The date of the completion governs: it must lie within the days of the equivalence."""
        for rule in self._ws.catalog.equivalents:
            for proof in _together(rule, known):
                for target in rule.counts_as:
                    module = self._ws.modules.get(target)
                    if module is not None:
                        until = min(proof.valid_until, lasts_until(module, proof.on))
                        given = proof._replace(valid_until=until)
                        yield str(target), self._completion(module, given, version_on(module, proof.on))

    # ── shorter modules for those who completed an older version ──

    def _by_deltas(self, known: Known) -> Iterator[tuple[str, Completion]]:
        """Rule 19. The shorter module does not make the completion last longer."""
        for module, change in self._deltas:
            for short in known.get(str(change.delta), ()):
                for old in known.get(str(module.id), ()):
                    if brings_up_to_date(module, change, old.version):
                        yield str(module.id), self._up_to_date(module, change, old, short.proof)

    def _up_to_date(self, module: Module, change: VersionChange, old: Completion, short: Proof) -> Completion:
        until = min(old.lasts_until, short.valid_until)
        said = f"{short.because}, which brings '{module.id}' of {old.proof.on} up to date"
        proof = Proof(0, until, old.proof.how, max(short.on, old.proof.on), said, short.at)
        return self._completion(module, proof, change.version)


def _version(module: Module, row: Evidence) -> int:
    return row.version or version_on(module, row.on)


def _together(rule: Equivalence, known: Known) -> Iterator[Proof]:
    """For each last day that all the completed modules reach together: the newest completions that reach it."""
    days = Span(rule.from_on, rule.until_on)
    proofs = [[c.proof for c in known.get(str(name), ()) if days.covers(c.proof.on)] for name in rule.completed]
    said = " and ".join(f"'{name}'" for name in rule.completed)
    for until in sorted({p.valid_until for each in proofs for p in each}) if all(proofs) else ():
        reaching = [[p for p in each if p.valid_until >= until] for each in proofs]
        if all(reaching):
            last = max((max(each, key=lambda p: (p.on, p.at)) for each in reaching), key=lambda p: p.on)
            because = f"{said} completed on {last.on}, which counts as equivalent ({rule.at.file}:{rule.at.line})"
            yield Proof(0, until, Status.MET_BY_EQUIVALENT, last.on, because, last.at)


# ── unit by unit ──


def _completing(module: Module, rows: Sequence[Evidence]) -> Iterator[Evidence]:
    """The rows with which all units were done, none of them too old by then."""
    done: list[Evidence] = []
    for row in rows:
        done.append(row)
        if len(units_done(module, done, row.on)) == len(module.units):
            yield row


def units_done(module: Module, rows: Iterable[Evidence], as_of: dt.date) -> frozenset[str]:
    """The units that need not be taken again; an old one counts as long as the whole module would."""
    ids = {str(unit.id) for unit in module.units}
    return frozenset(row.unit for row in rows if row.unit in ids and _lasts(module, row, as_of))


def _lasts(module: Module, row: Evidence, day: dt.date) -> bool:
    until = row.valid_until or lasts_until(module, row.on)
    return day <= until and not needs_all_again(module, _version(module, row), day)
