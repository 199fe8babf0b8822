"""Maps: what the words and columns of another system mean here. Written by the user, one YAML file a source."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Final

from curriculum.diagnostics import Position
from curriculum.model.credit import WEB
from curriculum.model.programme import Values
from curriculum.model.words import LANGUAGE, Pattern, Range, at_field, record

_ENCODING: Final = Pattern("[A-Za-z0-9][A-Za-z0-9_-]{1,30}", "the name of an encoding such as utf-8, cp1256 or cp1250")


class DateOrder(enum.StrEnum):
    """How dates of a source are written, where they could be read in two ways."""

    DAY_MONTH_YEAR = "day-month-year"
    MONTH_DAY_YEAR = "month-day-year"
    JALALI = "jalali"
    HIJRI = "hijri"
    EXCEL = "excel"


class Leavers(enum.StrEnum):
    """What happens to people of the roster who are missing in the source."""

    END = "end"
    KEEP = "keep"


@record
class RosterMap:
    """The map of a roster: which column is what, and what its words mean."""

    columns: Annotated[
        Mapping[str, Values],
        "our column: theirs, or several whose words are joined with a blank; ours are those of people/roster.csv, "
        "and `from_on`, `until_on` where rows are periods of one person",
    ] = field(default_factory=dict)
    keep: Annotated[tuple[str, ...], "further columns of theirs that rules ask for; all others are left out"] = ()
    values: Annotated[
        Mapping[str, Mapping[str, Values]], "our column: {their word: ours}; words that are not named stay"
    ] = field(default_factory=dict)
    defaults: Annotated[Mapping[str, Values], "our column: what an empty cell of a new person gets"] = field(
        default_factory=dict
    )
    dates: Annotated[DateOrder | None, "how dates are written, where they could be read in two ways"] = None
    encoding: Annotated[str | None, _ENCODING, "the encoding, where it is not UTF-8 and cannot be told"] = None
    leavers: Annotated[Leavers | None, "people who are missing in the source: `end` their stay, or `keep` them"] = None
    at: Position = at_field()


@record
class EvidenceMap:
    """The map of evidence: columns, courses, and what counts as done."""

    columns: Annotated[
        Mapping[str, Values], "our column of people/evidence.csv: theirs (`score` and `email` may be named too)"
    ] = field(default_factory=dict)
    modules: Annotated[Mapping[str, Values], "their course (name, number or address): our module, or `module/unit`"] = (
        field(default_factory=dict)
    )
    people: Annotated[Mapping[str, Values], "their person (account, address or name): our id"] = field(
        default_factory=dict
    )
    outcomes: Annotated[
        Mapping[str, Values],
        "the rule for done: their word: passed, completed, failed, withdrawn, attempted, voided, or `-` to leave out",
    ] = field(default_factory=dict)
    days: Annotated[
        Mapping[str, Values], "their word for a time, such as a term: the day from which it counts (year-month-day)"
    ] = field(default_factory=dict)
    pass_score: Annotated[int | None, Range(0, 100), "per cent that is a pass, where words say nothing"] = None
    self_reported: Annotated[bool, "rows are the learner's own word"] = False
    dates: Annotated[DateOrder | None, "how dates are written, where they could be read in two ways"] = None
    encoding: Annotated[str | None, _ENCODING, "the encoding, where it is not UTF-8 and cannot be told"] = None
    at: Position = at_field()


@record
class PulseMap:
    """The map of answers to the pulse: columns, and the wave."""

    columns: Annotated[Mapping[str, Values], "our column of people/pulse.csv: theirs"] = field(default_factory=dict)
    wave: Annotated[str | None, "the wave of all rows that name none"] = None
    dates: Annotated[DateOrder | None, "how dates are written, where they could be read in two ways"] = None
    encoding: Annotated[str | None, _ENCODING, "the encoding, where it is not UTF-8 and cannot be told"] = None
    at: Position = at_field()


@record
class CatalogMap:
    """The map of lessons, courses and frameworks."""

    language: Annotated[str | None, LANGUAGE, "the language of the source"] = None
    levels: Annotated[Mapping[str, Values], "their level: ours"] = field(default_factory=dict)
    roles: Annotated[Mapping[str, Values], "their role: ours, or `-` to leave it out"] = field(default_factory=dict)
    columns: Annotated[Mapping[str, Values], "of a framework as CSV: our word: their column"] = field(
        default_factory=dict
    )
    access: Annotated[str | None, Pattern("none|read|write|approve|admin", "an access"), "access of new roles"] = None
    minutes: Annotated[int | None, Range(1, 6000), "minutes of a lesson that does not say how long it takes"] = None
    licence: Annotated[str | None, "the licence of the text, where the source has no file that says it"] = None
    attribution: Annotated[str | None, "whom to name, and where it comes from"] = None
    link: Annotated[str | None, WEB, "address of the source, which readers can follow"] = None
    encoding: Annotated[str | None, _ENCODING, "the encoding, where it is not UTF-8 and cannot be told"] = None
    at: Position = at_field()
