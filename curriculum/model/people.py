"""People, evidence and accounts: rows of CSV files; and the workspace that holds everything."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import field
from typing import Final, NamedTuple

from curriculum.diagnostics import Position
from curriculum.model.catalogue import Catalog, Exemption, Glossary, Lesson, Module, Role
from curriculum.model.checks import KnowledgeCheck
from curriculum.model.programme import Program
from curriculum.model.pulse import PulseCount
from curriculum.model.sessions import Trainer
from curriculum.model.shifts import Shift, Turn
from curriculum.model.translations import Translated
from curriculum.model.words import Access, Ref, Span, record

ROSTER: Final = "people/roster.csv"
EVIDENCE: Final = "people/evidence.csv"
LEDGER: Final = "people/ledger.csv"  # who wrote down which row when, chained; see curriculum/ledger


class RoleHeld(NamedTuple):
    """A role the roster gives a person, with its days."""

    role: Ref
    span: Span = Span()


class Person(NamedTuple):
    """A row of `people/roster.csv`. `fields` are the raw cells that rules may ask for, by column."""

    id: str
    name: str = ""
    manager: str | None = None
    access: Access | None = None
    workplace: str | None = None
    department: str | None = None
    language: str | None = None
    roles: tuple[RoleHeld, ...] = ()
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    leave: tuple[Span, ...] = ()
    share: int = 100  # per cent of full time
    wave: str | None = None
    fields: Mapping[str, str] = {}
    unreadable: tuple[str, ...] = ()  # columns that are missing or cannot be read: the person is `unknown`
    line: int = 0
    columns: Mapping[str, int] = {}

    def at(self, column: str | None = None) -> Position:
        """Where the row stands, or one of its cells."""
        return Position(ROSTER, self.line, self.columns.get(column, 1) if column else 1)


class EvidenceKind(enum.StrEnum):
    """What a row of evidence is."""

    COMPLETION = "completion"
    TEST_OUT = "test-out"
    ASSESSMENT = "assessment"
    ATTESTED = "attested"
    SELF_ASSESSMENT = "self-assessment"
    REVOCATION = "revocation"


class Outcome(enum.StrEnum):
    """How it ended. Which outcomes count is the programme's policy (default: passed, completed)."""

    PASSED = "passed"
    COMPLETED = "completed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    ATTEMPTED = "attempted"
    VOIDED = "voided"


class Evidence(NamedTuple):
    """A row of `people/evidence.csv`: what proves a level or a module, or takes it back. Append-only."""

    person: str
    on: dt.date
    kind: EvidenceKind = EvidenceKind.COMPLETION
    module: str | None = None
    unit: str | None = None  # a completion of one unit only
    competency: str | None = None
    level: str | None = None
    outcome: Outcome = Outcome.COMPLETED
    version: int | None = None  # of the module; None: the one in force on that day
    valid_until: dt.date | None = None  # last day it counts; None: what the module says
    minutes: int | None = None  # actually spent
    id: str | None = None
    voids: str | None = None  # id of an earlier row that no longer counts
    line: int = 0

    @property
    def at(self) -> Position:
        """Where the row stands."""
        return Position(EVIDENCE, self.line, 1)


class Account(NamedTuple):
    """A row of `people/accounts.csv`: a login of the system and what it may do."""

    id: str
    person: str | None
    access: Access | None
    line: int = 0


@record
class Workspace:
    """Everything a programme's files say. Mappings are keyed by id and in file order."""

    program: Program
    roles: Mapping[str, Role]
    catalog: Catalog
    modules: Mapping[str, Module]  # in catalog order
    glossary: Glossary = field(default_factory=Glossary)
    lessons: Mapping[tuple[str, str, str], Lesson] = field(default_factory=dict)  # (module, unit, language)
    checks: Mapping[tuple[str, str], KnowledgeCheck] = field(default_factory=dict)  # (module, language)
    people: tuple[Person, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    trainers: tuple[Trainer, ...] = ()
    shifts: tuple[Shift, ...] = ()
    accounts: tuple[Account, ...] | None = None  # None: no file
    merged: Mapping[str, str] = field(default_factory=dict)  # other id → id that is kept
    roster_columns: tuple[str, ...] = ()  # as in the file's head
    translations: Mapping[tuple[str, str], Translated] = field(default_factory=dict)  # (module/unit, language)
    pulse: tuple[PulseCount, ...] = ()
    unreadable: frozenset[str] = frozenset()  # files that exist but could not be read; their ids are still defined

    @property
    def default_language(self) -> str:
        """The first of the programme's languages."""
        return self.program.languages[0]

    def kept_id(self, person: str) -> str:
        """The id under which a person goes on: merges are followed to the end, a circle once."""
        seen = {person}
        while (kept := self.merged.get(person)) is not None and kept not in seen:
            person = kept
            seen.add(person)
        return person

    def turns(self) -> dict[str, tuple[Turn, ...]]:
        """Person → when they work, of those who have shifts of their own."""
        return {self.kept_id(person): shift.turns for shift in self.shifts for person in shift.people}

    def succession(self, module: str, on: dt.date) -> tuple[str, ...]:
        """The module and, once it is retired, the one that took its place, and so on; a circle is walked once."""
        found = [module]
        while (known := self.modules.get(found[-1])) and known.retired_on is not None and known.retired_on <= on:
            if known.successor is None or known.successor in found:
                break
            found.append(str(known.successor))
        return tuple(found)
