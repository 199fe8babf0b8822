"""One word → one value: dates, numbers, spans, access. What cannot be read gives an `Unreadable`, never an error."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Final, NamedTuple

from curriculum.diagnostics import Position
from curriculum.load.spelling import latin_digits, meant_or_all, quoted
from curriculum.model import Access, Ref, RoleHeld, Span

FIRST_YEAR: Final = 1900
FOR_EVER: Final = dt.date(2999, 12, 31)  # later days, such as 9999-12-31, are read as this one
SPAN_HINT: Final = "write 2027-01-01..2027-06-30, 2027-01-01.. or ..2027-06-30"
DATE_HINT: Final = "dates are written year-month-day, for example 2027-02-01"

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_NOTHING: Final = Span()


class Unreadable(NamedTuple):
    """Why a word cannot be read, and what to do."""

    message: str
    hint: str | None = None


@functools.lru_cache(maxsize=50_000)  # a million rows hold a few thousand days
def read_date(text: str) -> dt.date | Unreadable:
    """`2027-02-01`. Years before 1900 are refused: they are Persian or Islamic years, or mistyped."""
    try:
        day = dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return Unreadable(f"there is no day {quoted(text)}", DATE_HINT)
    if day is None:
        return _no_date(text)
    if day.year < FIRST_YEAR:
        return Unreadable(f"{quoted(text)} is too long ago", "years are Gregorian: 2027, not 1405 or 1448")
    return min(day, FOR_EVER)


def _no_date(text: str) -> Unreadable:
    latin = latin_digits(text)
    return Unreadable(f"{quoted(text)} is not a date", f"write it as {latin}" if latin else DATE_HINT)


def read_whole(text: str) -> int | Unreadable:
    """A whole number of at most 18 digits."""
    if _WHOLE.fullmatch(text):
        return int(text)
    latin = latin_digits(text)
    return Unreadable(f"{quoted(text)} is not a whole number", f"write it as {latin}" if latin else None)


@functools.lru_cache(maxsize=1000)
def read_access(text: str) -> Access | Unreadable:
    """One of the words of Access, in small or capital letters."""
    try:
        return Access(text.lower())
    except ValueError:
        return Unreadable(f"{quoted(text)} is no access", meant_or_all(text, Access))


def read_share(text: str) -> int | Unreadable:
    """`60` or `60%`: per cent of full time, 1 to 100."""
    number = read_whole(text.removesuffix("%").rstrip())
    if isinstance(number, int) and 1 <= number <= 100:
        return number
    return Unreadable(f"{quoted(text)} is not a share of full time", "write per cent, 1 to 100, for example 60 or 60%")


def read_span(text: str) -> Span | Unreadable:
    """`2027-01-01..2027-06-30`; either side may be empty."""
    first, dots, last = text.partition("..")
    if not dots:
        return Unreadable(f"{quoted(text)} is not a span of days", SPAN_HINT)
    days = [read_date(side.strip()) if side.strip() else None for side in (first, last)]
    for day in days:
        if isinstance(day, Unreadable):
            return day
    span = Span(*days)  # type: ignore[arg-type]  # no Unreadable is left
    if span.from_on and span.until_on and span.until_on < span.from_on:
        return Unreadable(f"{quoted(text)} ends before it starts", "the first day stands first")
    return span


def read_spans(text: str) -> tuple[Span, ...] | Unreadable:
    """Spans with `;` between them."""
    spans = []
    for part in text.split(";"):
        if part.strip():
            span = read_span(part.strip())
            if isinstance(span, Unreadable):
                return span
            spans.append(span)
    return tuple(spans)


def read_roles(text: str, at: Position) -> tuple[RoleHeld, ...] | Unreadable:
    """`sales-rep; auditor 2027-01-01..2027-06-30`; `at` is where the text starts, each role knows its own place."""
    if ";" not in text and " " not in text:  # nearly all
        return (RoleHeld(Ref(text, at), _NOTHING),)
    roles: list[RoleHeld] = []
    column = at.column
    for part in text.split(";"):
        word = part.strip()
        if word:
            place = Position(at.file, at.line, column + len(part) - len(part.lstrip()))
            role = _read_role(word, place)
            if isinstance(role, Unreadable):
                return role
            roles.append(role)
        column += len(part) + 1
    return tuple(roles)


def _read_role(text: str, at: Position) -> RoleHeld | Unreadable:
    name, blank, rest = text.partition(" ")
    rest = rest.strip()
    if not blank or not ("." in rest or rest[0].isdigit()):
        return RoleHeld(Ref(text, at), _NOTHING)
    span = read_span(rest)
    return span if isinstance(span, Unreadable) else RoleHeld(Ref(name, at), span)
