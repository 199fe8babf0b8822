"""Every noun of the domain, frozen. What stands in a YAML file says so field by field; results come last.

The fields of the records below, with their `Annotated` sentences, are the file formats: `load/` decodes YAML
with them, `curriculum schema` and docs/reference are generated from them.
Dates are local dates, lengths carry their unit, minutes are whole minutes, levels are ranks from 1 (lowest).
"""

from __future__ import annotations

import datetime as dt
import enum
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, NamedTuple, TypeVar, dataclass_transform

from curriculum.diagnostics import NOWHERE, Position

# ── what stands in files ────────────────────────────────────────────────────────────────────────────────────


class Ref(str):
    """An id as written in a file: equal to its text, and knows where it stands."""

    __slots__ = ("at",)
    at: Position

    def __new__(cls, text: str, at: Position = NOWHERE) -> Ref:
        self = super().__new__(cls, text)
        self.at = at
        return self

    def __getnewargs__(self) -> tuple[str, Position]:  # type: ignore[override]  # copies, pickles keep the place
        return str(self), self.at


@dataclass(frozen=True, slots=True)
class Text:
    """Words in several languages, and where each stands. A plain string in YAML is the default language."""

    words: Mapping[str, str]
    at: Position = field(default=NOWHERE, compare=False, repr=False)
    places: Mapping[str, Position] = field(default_factory=dict, compare=False, repr=False)

    def in_(self, language: str, default: str) -> str:
        """The words in the language, else in the default language, else in any (never empty-handed)."""
        return self.words.get(language) or self.words.get(default) or next(iter(self.words.values()), "")


class Minutes(NamedTuple):
    """An estimate of whole minutes: low, likely, high. `20` in YAML means all three are 20."""

    low: int
    likely: int
    high: int


def combined(estimates: Iterable[Minutes]) -> Minutes:
    """The estimate of a sum: likely ones add up, deviations add in quadrature (independent estimates, GUM 2008 5.1).

    So the range of a long path is narrower than the sums of all lows and of all highs.
    """
    rows = tuple(estimates)
    likely = sum(m.likely for m in rows)
    below = math.sqrt(sum((m.likely - m.low) ** 2 for m in rows))
    above = math.sqrt(sum((m.high - m.likely) ** 2 for m in rows))
    return Minutes(likely - round(below), likely, likely + round(above))


class Span(NamedTuple):
    """Days from the first to the last, both included; None is open."""

    from_on: dt.date | None = None
    until_on: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        """Whether the day lies in the span."""
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day <= self.until_on)


class Access(enum.StrEnum):
    """How a person meets the system, from least to most. `none` is still affected: lists, letters, meetings."""

    NONE = "none"
    READ = "read"
    WRITE = "write"
    APPROVE = "approve"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """0 for none to 4 for admin."""
        return tuple(Access).index(self)


class Weekday(enum.StrEnum):
    """Days of the week; `rank` is Python's `date.weekday()`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class UnitKind(enum.StrEnum):
    """What a unit of a module is."""

    LESSON = "lesson"
    EXERCISE = "exercise"
    CHECK = "check"


class Delivery(enum.StrEnum):
    """How a module is taught."""

    SELF_PACED = "self-paced"
    CLASSROOM = "classroom"
    ONLINE = "online"
    ON_THE_JOB = "on-the-job"


class Retraining(enum.StrEnum):
    """What a new version of a module asks of people who completed an older one."""

    NONE = "none"
    DELTA = "delta"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds of a number in a file, both included; of a list: of the number of its items."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a word in a file is spelt: a regular expression for the whole of it, and the same in words."""

    expression: str
    words: str


ID: Final = Pattern("[a-z0-9][a-z0-9-]{0,63}", "small Latin letters, digits and hyphens, at most 64")
PERSON_ID: Final = Pattern(
    "[A-Za-z0-9][A-Za-z0-9._@-]{0,63}", "Latin letters, digits, hyphens, dots, underscores and @, at most 64"
)
LESSON_ID: Final = Pattern("[a-z0-9][a-z0-9-]{0,63}/[a-z0-9][a-z0-9-]{0,63}", "module/unit")
LANGUAGE: Final = Pattern("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as en, ar or pt-BR")


_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[_T]) -> type[_T]:
    """A frozen, slotted, keyword-only dataclass."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


def _at() -> Any:
    return field(default=NOWHERE, compare=False, repr=False)


# A rule over roster columns: column → the values it takes (any of them; globs allowed; "" is an empty cell).
Values = tuple[Ref, ...]


@record
class Rule:
    """Conditions over roster columns. All must hold. Upper and lower case are the same."""

    when: Annotated[Mapping[str, Values], "column: value, glob (`*rep*`) or a list of them; all columns must match"]
    unless: Annotated[Mapping[str, Values], "the same form; the rule does not hold where any of these matches"] = field(
        default_factory=dict
    )
    from_on: Annotated[dt.date | None, "the rule counts from this date on"] = None
    at: Position = _at()


@record
class Requirement:
    """Something a role, an access level or everybody needs: a competency at a level, or one named module."""

    competency: Annotated[Ref | None, "what must be mastered (an id of content/catalog.yaml)"] = None
    level: Annotated[Ref | None, "how well (an id of the programme's levels)"] = None
    module: Annotated[Ref | None, "instead of a competency: this very module"] = None
    why: Annotated[Text | None, "a reason its manager would accept"] = None
    within_days: Annotated[
        int | None, Range(0, 3660), "for later joiners: days from the start in the role to the due date"
    ] = None
    optional: Annotated[bool, "recommended, not required"] = False
    from_on: Annotated[dt.date | None, "the requirement counts from this date on"] = None
    at: Position = _at()


@record
class Level:
    """One step of the programme's proficiency scale."""

    id: Annotated[Ref, "short name used in all files"]
    title: Annotated[Text, "what people read"]
    at: Position = _at()


@record
class Floor:
    """What an access level asks of everybody who has it, whatever their role."""

    title: Annotated[Text | None, "what people read for this access"] = None
    requires: Annotated[tuple[Requirement, ...], "the floor: needed by everybody with this access"] = ()
    at: Position = _at()


@record
class Workplace:
    """A place where people work: its zone and its working week."""

    title: Annotated[Text, "what people read"]
    country: Annotated[str | None, Pattern("[A-Z]{2}", "two capital letters"), "ISO 3166 two letters"] = None
    timezone: Annotated[str | None, "IANA name, e.g. Asia/Riyadh"] = None
    weekend: Annotated[tuple[Weekday, ...], "days without work"] = (Weekday.SATURDAY, Weekday.SUNDAY)
    holidays: Annotated[tuple[dt.date, ...], "further days without work"] = ()
    at: Position = _at()


@record
class Wave:
    """A phase of the roll-out: who goes live on which day."""

    id: Annotated[Ref, "short name"]
    title: Annotated[Text, "what people read"]
    go_live_on: Annotated[dt.date, "first day of work with the new system; training ends the day before"]
    earliest_days_before: Annotated[
        int, Range(1, 730), "training may not start earlier than this many days before go-live"
    ] = 60
    who: Annotated[tuple[Rule, ...], "rules over roster columns; without any, everybody left over"] = ()
    at: Position = _at()


@record
class Policy:
    """Decisions of the programme that change who needs what, or when."""

    accepted_outcomes: Annotated[
        tuple[str, ...],
        Pattern("passed|completed|failed|withdrawn|attempted|voided", "passed, completed, failed or attempted"),
        "outcomes of evidence that count",
    ] = ("passed", "completed")
    accept_self_assessment: Annotated[bool, "whether a self-assessment alone gives a level"] = False
    within_days: Annotated[int, Range(0, 3660), "later joiners: days from the start in the role to the due date"] = 30
    lead_days: Annotated[int, Range(0, 730), "a future role gives needs this many days before it starts"] = 60
    expiring_days: Annotated[int, Range(0, 730), "evidence that ends within so many days is shown as expiring"] = 90
    look_back_days: Annotated[int | None, Range(1, 36600), "older evidence does not count and is listed"] = None
    training_minutes_per_day: Annotated[int, Range(15, 600), "most training a full-time person can do in a day"] = 120
    keep_in_progress: Annotated[
        bool, "after a job change, what was begun for the old role stays, without a due date"
    ] = True
    at: Position = _at()


@record
class Contact:
    """Whom to ask, shown in every handbook. Functions and shared mailboxes, never a person's own name."""

    title: Annotated[Text, "e.g. CRM help desk"]
    text: Annotated[Text | None, "what to ask them, and when"] = None
    link: Annotated[
        str | None, Pattern(r"(mailto:|https?://)\S+", "a mailto: or https: address"), "mailto: or https: address"
    ] = None
    at: Position = _at()


@record
class Program:
    """`program.yaml`: the programme as a whole."""

    title: Annotated[Text, "name of the programme"]
    summary: Annotated[Text | None, "one or two sentences for the start page"] = None
    system: Annotated[Text | None, "name of the system that is rolled out"] = None
    languages: Annotated[
        tuple[str, ...], LANGUAGE, Range(1, 40), "languages of the handbooks; the first is the default"
    ]
    levels: Annotated[tuple[Level, ...], Range(1, 20), "the proficiency scale, lowest first"]
    everybody: Annotated[tuple[Requirement, ...], "baseline: needed by everybody on the roster"] = ()
    access: Annotated[Mapping[Access, Floor], "floors: what each kind of access asks for, also read and none"] = field(
        default_factory=dict
    )
    workplaces: Annotated[Mapping[str, Workplace], "places of work, by id"] = field(default_factory=dict)
    waves: Annotated[tuple[Wave, ...], "phases of the roll-out, in order; the first that fits a person is theirs"] = ()
    policy: Annotated[Policy, "decisions that change who needs what, or when"] = field(default_factory=Policy)
    contacts: Annotated[tuple[Contact, ...], "who to ask, on every handbook"] = ()
    at: Position = _at()


@record
class Task:
    """Something a role does with the system, in the words of its daily work."""

    id: Annotated[Ref, "short name, unique in the role"]
    title: Annotated[Text, "the task, as the person would say it"]
    how_often: Annotated[Text | None, "e.g. every morning"] = None
    lessons: Annotated[tuple[Ref, ...], LESSON_ID, "`module/unit` that teaches it"] = ()
    at: Position = _at()


@record
class Role:
    """`roles/<role>.yaml`: what a person does with the system, not the job title. The file name is the id."""

    id: Ref
    title: Annotated[Text, "what people read"]
    summary: Annotated[Text | None, "what the role does with the system"] = None
    access: Annotated[Access, "the access this role needs"]
    extends: Annotated[tuple[Ref, ...], "roles whose requirements and tasks this role also has"] = ()
    benefits: Annotated[tuple[Text, ...], "what this training does for you"] = ()
    career: Annotated[Text | None, "where the role can lead"] = None
    tasks: Annotated[tuple[Task, ...], "the daily work"] = ()
    requires: Annotated[tuple[Requirement, ...], "what the role must be able to do"] = ()
    held_by: Annotated[tuple[Rule, ...], "who holds it: any rule over roster columns (or the roster's own column)"] = ()
    ask: Annotated[tuple[Ref, ...], "roles to turn to with questions"] = ()
    at: Position = _at()


@record
class Competency:
    """Something a role must be able to do; trained at levels."""

    id: Annotated[Ref, "short name"]
    title: Annotated[Text, "what people read"]
    summary: Annotated[Text | None, "one sentence"] = None
    at: Position = _at()


@record
class Equivalence:
    """Other modules that count as ours. Directional: `completed` counts as `counts_as`, never the reverse."""

    completed: Annotated[tuple[Ref, ...], Range(1, 100), "all of these modules together …"]
    counts_as: Annotated[tuple[Ref, ...], Range(1, 100), "… count as each of these"]
    from_on: Annotated[dt.date | None, "first completion date it covers"] = None
    until_on: Annotated[dt.date | None, "last completion date it covers; end a rule here, never delete it"] = None
    at: Position = _at()


@record
class Catalog:
    """`content/catalog.yaml`: the competencies and the order of the modules."""

    competencies: Annotated[tuple[Competency, ...], "what can be learned"]
    modules: Annotated[tuple[Ref, ...], "modules in the order of the catalog; it breaks ties"]
    equivalents: Annotated[tuple[Equivalence, ...], "modules that count as others"] = ()
    at: Position = _at()


@record
class Term:
    """A word of the glossary."""

    id: Annotated[Ref, "short name, also the anchor"]
    title: Annotated[Text, "the word"]
    meaning: Annotated[Text, "what it means, in one or two sentences"]
    at: Position = _at()


@record
class Glossary:
    """`content/glossary.yaml`: the words of the programme."""

    terms: Annotated[tuple[Term, ...], "the words"] = ()
    at: Position = _at()


@record
class Teaching:
    """A competency that a module teaches, and up to which level."""

    competency: Annotated[Ref, "what it teaches"]
    level: Annotated[Ref, "the level a learner reaches"]
    from_level: Annotated[
        Ref | None,
        "the level a learner must hold before; without it, the next lower one that a module teaches",
    ] = None
    at: Position = _at()


@record
class Prerequisite:
    """What must be known before a module: a module, or a competency at a level."""

    module: Annotated[Ref | None, "this module"] = None
    competency: Annotated[Ref | None, "or this competency …"] = None
    level: Annotated[Ref | None, "… at this level"] = None
    at: Position = _at()


@record
class Unit:
    """A part of a module: a lesson, an exercise or a knowledge check. Its text is `<id>.<language>.md`."""

    id: Annotated[Ref, "short name and file name"]
    title: Annotated[Text, "what people read"]
    minutes: Annotated[Minutes, "how long it takes: a number, or low, likely and high"]
    kind: Annotated[UnitKind, "lesson, exercise or check"] = UnitKind.LESSON
    objectives: Annotated[tuple[Text, ...], "what the learner can do afterwards"] = ()
    at: Position = _at()


@record
class Cycle:
    """Recertification on a fixed day of the year, with a minimum validity."""

    day: Annotated[
        str,
        Pattern("(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", "MM-DD"),
        "month and day, MM-DD: the last day of each period",
    ]
    minimum_months: Annotated[int, Range(0, 120), "evidence lasts at least so many months"] = 0
    at: Position = _at()


@record
class VersionChange:
    """What one new version of a module asks of those who completed an older one."""

    version: Annotated[int, Range(2, 9999), "the new version"]
    from_on: Annotated[dt.date, "in force from this date on"]
    retraining: Annotated[Retraining, "none, delta (a shorter module) or full"]
    delta: Annotated[Ref | None, "with `retraining: delta`: the module to take"] = None
    at: Position = _at()


@record
class Module:
    """`content/<module>/module.yaml`: a piece of training. The folder name is the id."""

    id: Ref
    title: Annotated[Text, "what people read"]
    summary: Annotated[Text | None, "one or two sentences"] = None
    version: Annotated[int, Range(1, 9999), "goes up when the content changes in substance"] = 1
    teaches: Annotated[tuple[Teaching, ...], "competencies, and up to which level"] = ()
    prerequisites: Annotated[tuple[Prerequisite, ...], "what must be known before"] = ()
    units: Annotated[tuple[Unit, ...], Range(1, 500), "lessons, exercises, checks, in order"]
    delivery: Annotated[tuple[Delivery, ...], "how it can be taught"] = (Delivery.SELF_PACED,)
    valid_months: Annotated[int | None, Range(1, 600), "a completion lasts so many months"] = None
    valid_until_cycle: Annotated[Cycle | None, "or: until a fixed day of the year"] = None
    changes: Annotated[tuple[VersionChange, ...], "what newer versions ask of earlier completers"] = ()
    retired_on: Annotated[dt.date | None, "never newly planned from this date on; what it taught still counts"] = None
    successor: Annotated[Ref | None, "the module that takes its place"] = None
    at: Position = _at()

    @property
    def minutes(self) -> Minutes:
        """Sum of the units' minutes: low, likely, high."""
        return Minutes(
            sum(u.minutes.low for u in self.units),
            sum(u.minutes.likely for u in self.units),
            sum(u.minutes.high for u in self.units),
        )


@record
class Exemption:
    """A written, dated release from a need. Never a completion."""

    person: Annotated[Ref, PERSON_ID, "id of the roster"]
    competency: Annotated[Ref | None, "released from this competency …"] = None
    level: Annotated[Ref | None, "… up to this level (all levels without it)"] = None
    module: Annotated[Ref | None, "or: released from this module"] = None
    why: Annotated[str, "the reason"]
    by: Annotated[str, "who decided: an id of the roster, or an office"]
    from_on: Annotated[dt.date | None, "first day"] = None
    until_on: Annotated[dt.date, "last day"]
    at: Position = _at()


@record
class Exemptions:
    """`people/exemptions.yaml`."""

    exemptions: Annotated[tuple[Exemption, ...], "releases, each with who, why and until when"] = ()
    at: Position = _at()


@record
class Lesson:
    """`content/<module>/<unit>.<language>.md`: the text of a unit in one language."""

    module: str
    unit: str
    language: str
    text: str
    at: Position = _at()


# ── people: rows of CSV files ───────────────────────────────────────────────────────────────────────────────

ROSTER: Final = "people/roster.csv"
EVIDENCE: Final = "people/evidence.csv"


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
    version: int | None = None  # of the module; None: the version of that day is not known, taken as current
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
    people: tuple[Person, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    accounts: tuple[Account, ...] | None = None  # None: no file
    merged: Mapping[str, str] = field(default_factory=dict)  # other id → id that is kept
    roster_columns: tuple[str, ...] = ()  # as in the file's head
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

    def succession(self, module: str, on: dt.date) -> tuple[str, ...]:
        """The module and, once it is retired, the one that took its place, and so on; a circle is walked once."""
        found = [module]
        while (known := self.modules.get(found[-1])) and known.retired_on is not None and known.retired_on <= on:
            if known.successor is None or known.successor in found:
                break
            found.append(str(known.successor))
        return tuple(found)


# ── results ─────────────────────────────────────────────────────────────────────────────────────────────────


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

    @property
    def because(self) -> str:
        """The finding in words; people are named by id."""
        return (
            f"person '{self.person}' has {self.minutes} minutes to train by {self.due_on}, "
            f"but only {self.minutes_left} minutes of working time for it"
        )

    @property
    def hint(self) -> str:
        """What can be said about another date."""
        return f"first feasible date: {self.feasible_on}" if self.feasible_on else "no feasible date in ten years"


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


@record
class Plan:
    """Learning paths of everybody who has something to learn, by person id, in roster order."""

    paths: Mapping[str, LearningPath]

    def of(self, person: str) -> LearningPath:
        """A person's path; an empty one for those with nothing to learn."""
        return self.paths.get(person) or LearningPath(person=person)


@record
class Group:
    """One row of totals. `standings` counts each person once and adds up to `people`."""

    key: str | None  # None: people without one
    people: int
    standings: Mapping[Standing, int]
    to_train: int  # people with an open required need, `unknown` ones included
    learners: tuple[int, ...]  # people with training at each level, lowest level first
    minutes_by_level: tuple[int, ...]  # likely minutes still to take at each level
    minutes: Minutes  # all levels: low, likely, high


@record
class Totals:
    """Everybody, and the same people cut by role, department, wave, access, workplace; by roles, rows overlap."""

    all: Group
    by: Mapping[str, tuple[Group, ...]]


class Cause(NamedTuple):
    """Why a need differs: in words, with the line that says so; `gone`: only the earlier side says so."""

    because: str
    at: Position
    gone: bool = False


@record
class NeedChange:
    """One need of one person on both sides; None where there was or is none. `causes` is never empty."""

    of: str
    before: Need | None
    after: Need | None
    causes: tuple[Cause, ...]


@record
class PersonChange:
    """A person whose training differs. `kind`: gained (needs training now), lost (no more), changed."""

    person: str
    kind: str
    minutes_before: int
    minutes_after: int
    needs: tuple[NeedChange, ...]


@record
class Comparison:
    """Everything that differs between two answers, people in roster order."""

    before_on: dt.date
    after_on: dt.date
    levels: tuple[str, ...]
    people: tuple[PersonChange, ...]
    minutes_before: tuple[int, ...]  # likely minutes of everybody, by level
    minutes_after: tuple[int, ...]
    impossible: tuple[str, ...]  # findings CUR401 that are new

    def of_kind(self, kind: str) -> tuple[PersonChange, ...]:
        """The people gained, lost or changed."""
        return tuple(change for change in self.people if change.kind == kind)
