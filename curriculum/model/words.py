"""What the nouns are made of: ids that know their place, texts, minutes, spans of days, closed lists of words."""

from __future__ import annotations

import datetime as dt
import enum
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeVar, dataclass_transform

from curriculum.diagnostics import NOWHERE, Position


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


def combined_by_module(parts: Iterable[tuple[str, Minutes]]) -> Minutes:
    """The estimate of what many people take. A module that takes longer takes longer for everybody, so its deviations
    add up; those of different modules are independent and add in quadrature (GUM 2008, 5.2.2 and 5.1.2)."""
    likely: dict[str, int] = defaultdict(int)
    below: dict[str, int] = defaultdict(int)
    above: dict[str, int] = defaultdict(int)
    for module, minutes in parts:
        likely[module] += minutes.likely
        below[module] += minutes.likely - minutes.low
        above[module] += minutes.high - minutes.likely
    middle = sum(likely.values())
    return Minutes(middle - round(math.hypot(*below.values())), middle, middle + round(math.hypot(*above.values())))


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


class Calendar(enum.StrEnum):
    """Calendars that handbooks can show dates in, besides the Gregorian one. Files hold Gregorian dates only."""

    GREGORIAN = "gregorian"
    JALALI = "jalali"
    HIJRI = "hijri"
    HEBREW = "hebrew"


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


def at_field() -> Any:
    return field(default=NOWHERE, compare=False, repr=False)
