"""What the stages find out: needs with reasons, learning paths with steps."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import field
from typing import Final, NamedTuple

from curriculum.diagnostics import Position
from curriculum.model.people import Person
from curriculum.model.words import Minutes, Span, combined, record


class Status(enum.StrEnum):
    """Where a need stands."""

    MET = "met"
    MET_BY_EQUIVALENT = "met-by-equivalent"
    MET_BY_TEST_OUT = "met-by-test-out"
    EXEMPT = "exempt"
    DUE = "due"
    IN_PROGRESS = "in-progress"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    EXPIRING = "expiring"
    PAUSED = "paused"
    REVOKED = "revoked"
    UNKNOWN = "unknown"

    @property
    def is_open(self) -> bool:
        """Whether training is still to be taken for it."""
        return self in _OPEN


_OPEN: Final = frozenset(
    {Status.DUE, Status.IN_PROGRESS, Status.OVERDUE, Status.EXPIRED, Status.PAUSED, Status.REVOKED}
)


class Standing(enum.StrEnum):
    """What a person as a whole is to the programme; exactly one for each person of the roster."""

    TO_TRAIN = "to train"
    TRAINED = "trained"
    EXEMPT = "exempt"
    NOTHING_REQUIRED = "nothing required"
    UNKNOWN = "unknown"
    JOINS_LATER = "joins later"
    LEFT = "left"


class Reason(NamedTuple):
    """Why: what kind of cause, in words, the line that says so, and the id it is about."""

    kind: str  # role, inherited, access, everybody, rule, roster, prerequisite, evidence, exemption, date, …
    because: str
    at: Position
    of: str = ""  # the role, module or competency it is about


class Due(NamedTuple):
    """A due date and where it comes from."""

    on: dt.date
    because: str
    at: Position
    optional: bool = False


@record
class HeldRole:
    """A role a person has on the day, or will have soon enough to train for it."""

    role: str
    span: Span
    reasons: tuple[Reason, ...]


@record
class Need:
    """Person × competency (or named module): required and held level, status, due date, every reason."""

    person: str
    competency: str | None  # exactly one of competency and module is set
    module: str | None
    required: int  # rank of the level; 1 for a named module
    held: int  # 0: nothing
    status: Status
    optional: bool = False
    due: Due | None = None
    earliest_on: dt.date | None = None  # training may not start before
    valid_until: dt.date | None = None  # of what is held
    reasons: tuple[Reason, ...]  # never empty: role rows, rules, requirements, floors
    evidence: tuple[Reason, ...] = ()  # what decided the held level and the status

    @property
    def of(self) -> str:
        """The competency or the module it is about."""
        return self.competency or self.module or ""


@record
class PersonNeeds:
    """All needs of one person on one day."""

    person: Person
    standing: Standing
    roles: tuple[HeldRole, ...] = ()
    maybe_roles: tuple[str, ...] = ()  # cannot be decided: a field that their rules ask for is missing
    missing: tuple[str, ...] = ()  # the fields that make the person unknown
    wave: str | None = None
    needs: tuple[Need, ...] = ()  # in order of the catalog; met ones included
    held: Mapping[str, int] = field(default_factory=dict)  # competency → rank
    done: frozenset[str] = frozenset()  # modules held by valid evidence (or an equivalent)
    units_done: Mapping[str, frozenset[str]] = field(default_factory=dict)  # module → units (in progress)
    deltas: Mapping[str, str] = field(default_factory=dict)  # outdated module → shorter one that brings it up to date


@record
class Step:
    """A module of a learning path."""

    module: str
    level: int  # highest level the module teaches: where its minutes are counted
    minutes: Minutes  # what remains: finished units are left out
    because: tuple[Reason, ...]
    teaches: tuple[tuple[str, int], ...] = ()  # competency, rank
    due: Due | None = None
    optional: bool = False  # serves recommended needs only


class Late(NamedTuple):
    """A due date that cannot be met: it stays, and the first feasible day is named (rule 30)."""

    due_on: dt.date
    minutes: int  # to train by then
    minutes_left: int  # of working time for training before the due date
    feasible_on: dt.date | None  # None: not within ten years
    person: str = ""
    ends_on: dt.date | None = None  # last day at work, where it is what leaves too little time
    has_passed: bool = False  # the due date lies before the day that is asked about

    @property
    def because(self) -> str:
        """The finding in words; people are named by id."""
        if self.has_passed:
            return f"person '{self.person}' has {self.minutes} minutes to train that were due on {self.due_on}"
        return (
            f"person '{self.person}' has {self.minutes} minutes to train by {self.due_on}, "
            f"but only {self.minutes_left} minutes of working time for it"
        )

    @property
    def hint(self) -> str:
        """What can be said about another date."""
        if self.feasible_on:
            return f"first feasible date: {self.feasible_on}"
        return f"no feasible date: they leave after {self.ends_on}" if self.ends_on else "no feasible date in ten years"


@record
class LearningPath:
    """The modules of least total minutes that close a person's gaps, in an order one can take them."""

    person: str
    steps: tuple[Step, ...] = ()
    least: bool = True  # proven least minutes; else at most `bound` minutes could be saved
    bound: int = 0
    unreachable: tuple[tuple[str, int], ...] = ()  # competency and rank that no active module reaches
    feasible_on: dt.date | None = None  # the first day by which everything can be done
    late: Late | None = None  # a due date that leaves too little working time

    @property
    def minutes(self) -> Minutes:
        """What remains in all, the required steps only: low, likely, high."""
        return combined(step.minutes for step in self.steps if not step.optional)


class SupportDay(NamedTuple):
    """Help after go-live for one person: what, on which working day, and on which day the programme names it."""

    follow_up: str
    on: dt.date
    named_on: dt.date
    days_after: int
    required: bool


@record
class Plan:
    """Learning paths of everybody who has something to learn, and help after go-live; by person id, in roster order."""

    paths: Mapping[str, LearningPath]
    support: Mapping[str, tuple[SupportDay, ...]] = field(default_factory=dict)

    def of(self, person: str) -> LearningPath:
        """A person's path; an empty one for those with nothing to learn."""
        return self.paths.get(person) or LearningPath(person=person)
