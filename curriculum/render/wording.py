"""Sentences, numbers, durations, dates, lists and sorting in one language, all from its .po file.

What grammar needs and English lacks stands there as messages with a context: direction, digits, alphabet,
calendar, how a list ends. So a new language is one file, and a translator can mend everything.
"""

from __future__ import annotations

import datetime as dt
import gettext
import string
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from curriculum.model import Calendar, Minutes
from curriculum.render.calendars import (
    HIJRI_MONTHS,
    HIJRI_UNCERTAIN_FROM,
    JALALI_MONTHS,
    MONTHS,
    has_jalali,
    hebrew_letters,
    to_hebrew,
    to_hijri,
    to_jalali,
)
from curriculum.render.languages import catalogs
from curriculum.render.messages import FALLBACK

# Languages written from right to left, for those that have no .po file of ours (ISO 639).
_RIGHT_TO_LEFT: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Escape = Callable[[object], str]


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    catalog = catalogs().get(language)
    if catalog is not None:
        return catalog.pgettext("direction", "ltr")
    return "rtl" if language.split("-", maxsplit=1)[0] in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=20_000)
def isolated(text: str, way: str) -> str:
    """A text that runs `way`; between isolates (U+2066, U+2067 … U+2069) if letters of the other way are at an edge.

    Without them, what stands beside it could be drawn into the run of these letters: "… CRM · ۲۵" would show the ۲۵
    before CRM.
    """
    strong = [kind for c in text if (kind := unicodedata.bidirectional(c)) in ("L", "R", "AL")]
    turns = any((kind == "L") != (way == "ltr") for kind in (strong[:1] + strong[-1:]))
    opening = "\u2066" if way == "ltr" else "\u2067"
    return f"{opening}{text}\u2069" if turns else text


def fill(pattern: str, values: dict[str, object], escape: Escape = str) -> str:
    """The pattern with its `{names}` replaced; words of the pattern and values both pass through `escape`."""
    parts = []
    for words, name in _parsed(pattern):
        parts.append(escape(words) if words else "")
        if name is not None:
            parts.append(escape(values[name]))
    return "".join(parts)


@lru_cache(maxsize=5_000)
def _parsed(pattern: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((words, name) for words, name, _, _ in string.Formatter().parse(pattern))


@dataclass(frozen=True)
class Wording:
    """The interface in one language; in English where there is no catalog.

    `calendar`: the one beside the Gregorian calendar; None: the one that the language usually has.
    """

    language: str
    calendar: Calendar | None = None

    @cached_property
    def _catalog(self) -> gettext.GNUTranslations:
        return catalogs().get(self.language) or catalogs()[FALLBACK]

    @property
    def is_ours(self) -> bool:
        """Whether there is an interface in this language."""
        return self.language in catalogs()

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)

    @property
    def name(self) -> str:
        """The language's own name for itself, or its code."""
        return self.special("language name", "English") if self.is_ours else self.language

    # ── words ──

    def get(self, message: str) -> str:
        """The message in this language, its `{names}` still in it."""
        return self._catalog.gettext(message)

    def special(self, context: str, message: str) -> str:
        """A message that means something only in its context."""
        return self._catalog.pgettext(context, message)

    def say(self, message: str, **values: object) -> str:
        """A whole sentence as plain text."""
        return fill(self.get(message), values)

    def pattern(self, one: str, many: str, n: int) -> str:
        """The form for so many, `{n}` still in it."""
        return self._catalog.ngettext(one, many, n)

    def count(self, one: str, many: str, n: int) -> str:
        """So many things: "3 lessons"."""
        return fill(self.pattern(one, many, n), {"n": self.number(n)})

    def form(self, n: int) -> int:
        """Which form of the plural so many have, from 0."""
        return int(self._catalog.plural(n))  # type: ignore[attr-defined]  # set by gettext while it reads the head

    def forms(self, context: str, message: str) -> list[str]:
        """All forms of a message, in the order of `form`."""
        sample = {self.form(n): n for n in range(1000, -1, -1)}
        counts = [sample.get(form, 0) for form in range(max(sample) + 1)]
        return [self._catalog.npgettext(context, message, message, n) for n in counts]

    @property
    def alphabet(self) -> str:
        """The letters of the language, and their variants."""
        return "".join(self._letters)

    # ── numbers and durations ──

    def digits(self, text: str) -> str:
        """Latin digits of the text as the language writes them."""
        return text.translate(self._digits)

    def number(self, n: int) -> str:
        """A whole number, grouped from 10,000 up."""
        grouped = f"{n:,}" if abs(n) >= 10_000 else str(n)
        return self.digits(grouped.replace(",", self.special("thousands", ",")))

    def duration(self, minutes: int, context: str = "duration") -> str:
        """Minutes as hours and minutes: 210 → "3 h 30 min". Context "until": the case that the word "to" asks for."""
        h, m = divmod(minutes, 60)
        hours, rest = self._time(context, "{n} h", h), self._time(context, "{n} min", m)
        if not h or not m:
            return hours if h else rest
        return self._pair("duration", "{first} {last}", hours, rest)

    def _time(self, context: str, message: str, n: int) -> str:
        return fill(self._catalog.npgettext(context, message, message, n), {"n": self.number(n)})

    def estimate(self, minutes: Minutes) -> str:
        """A range in words, or one duration when low and high are the same; above an hour in steps of 5 min."""
        low, high = (_rounded(m) for m in (minutes.low, minutes.high))
        if low == high:
            return self.duration(high)
        pattern = self._catalog.npgettext("until", "{n} min", "{n} min", high)
        if high < 60 and low > 2:
            numbers = fill(self.get("{low} to {high}"), {"low": self.number(low), "high": self.number(high)})
            return fill(pattern, {"n": numbers})
        return fill(
            self.get("{low} to {high}"), {"low": self.duration(low), "high": self.duration(high, context="until")}
        )

    # ── lists ──

    def join(self, parts: Sequence[str]) -> str:
        """ "a, b and c"."""
        if len(parts) < 2:
            return "".join(parts)
        first = self.special("list", ", ").join(parts[:-1])
        return self._pair("list end", "{first} and {last}", first, parts[-1])

    def _pair(self, context: str, pattern: str, first: str, last: str) -> str:
        """Hebrew sets a hyphen between its "and" and digits or foreign letters, so there are two forms."""
        begin = next((c for c in last if c.isalnum()), " ")
        if begin not in self._letters:
            context += ", before digits and other letters"
        return fill(self.special(context, pattern), {"first": first, "last": last})

    # ── dates ──

    def date(self, day: dt.date) -> str:
        """Day, month, year; and the second calendar. Jalali comes first: that is the custom where it is used."""
        gregorian = self._date("{day} {month} {year}", day.day, MONTHS[day.month - 1], day.year)
        local = self.local_date(day)
        if local is None:
            return gregorian
        both = "{local} ({gregorian})" if self.second_calendar is Calendar.JALALI else "{gregorian} ({local})"
        return fill(self.get(both), {"local": local, "gregorian": gregorian})

    @property
    def second_calendar(self) -> Calendar:
        """The one shown beside the Gregorian calendar; `gregorian` for none."""
        if self.calendar is not None:
            return self.calendar
        usual = self.special("second calendar", "none")
        return Calendar(usual) if usual in set(Calendar) else Calendar.GREGORIAN

    def local_date(self, day: dt.date) -> str | None:
        """The date in the second calendar; None without one, or outside the years it is known for."""
        match self.second_calendar:
            case Calendar.JALALI:
                return self.jalali(day) if has_jalali(day) else None
            case Calendar.HIJRI:
                return self.hijri(day)
            case Calendar.HEBREW:
                return self.hebrew(day)
            case _:
                return None

    def jalali(self, day: dt.date) -> str:
        """Day, month, year of the Solar Hijri calendar."""
        year, month, of_month = to_jalali(day)
        name = self.special("month", JALALI_MONTHS[month - 1])
        return f"{self.digits(str(of_month))} {name} {self.digits(str(year))}"

    def hijri(self, day: dt.date) -> str | None:
        """Day, month, year of the Hijri calendar (Umm al-Qura); ≈ where official sources differ by a day."""
        found = to_hijri(day)
        if found is None:
            return None
        year, month, of_month = found
        names = {"day": self.digits(str(of_month)), "year": self.digits(str(year))}
        pattern = self.special("hijri date", "{day} {month} {year}")
        said = fill(pattern, {**names, "month": self.special("month", HIJRI_MONTHS[month - 1])})
        return f"≈ {said}" if year >= HIJRI_UNCERTAIN_FROM else said

    def hebrew(self, day: dt.date) -> str:
        """Day, month, year of the Hebrew calendar; in Hebrew numerals where the language has them."""
        year, month, of_month = to_hebrew(day)
        if self.special("numbers of the Hebrew calendar", "digits") != "letters":
            return self._date("{day} {month} {year}", of_month, month, year)
        names = dict(zip(("day", "year"), hebrew_letters(day), strict=True))
        return fill(self.get("{day} {month} {year}"), {**names, "month": self.special("month", month)})

    def _date(self, pattern: str, day: int, month: str, year: int) -> str:
        names = {"day": self.digits(str(day)), "year": self.digits(str(year))}
        return fill(self.get(pattern), {**names, "month": self.special("month", month)})

    def day(self, day: dt.date) -> str:
        """The date with its weekday."""
        weekday = self.special("weekday", WEEKDAYS[day.weekday()])
        return fill(self.get("{weekday}, {date}"), {"weekday": weekday, "date": self.date(day)})

    # ── sorting ──

    @cached_property
    def _digits(self) -> dict[int, int]:
        return str.maketrans("0123456789", self.special("digits", "0123456789"))

    @cached_property
    def _letters(self) -> dict[str, str]:
        """Letter of the language → a character that sorts in the alphabet's order."""
        alphabet = self.special("alphabet", "a b c d e f g h i j k l m n o p q r s t u v w x y z").split()
        known = {letter: chr(0xE000 + place) for place, letter in enumerate(alphabet)}
        folded = {c: known[f] for f in known for c in _variants(f) if c not in known}
        return known | folded

    def sort_key(self, text: str) -> tuple[str, str]:
        """Order of the language's dictionaries; the text itself breaks ties."""
        bare = "".join(
            c if c in self._letters else "".join(m for m in unicodedata.normalize("NFD", c) if _is_base(m))
            for c in unicodedata.normalize("NFC", text)
        )
        folded = bare.casefold().translate({0x0640: None, 0x200C: None, 0x200D: None, 0x0621: None})
        return "".join(self._letters.get(c, c) for c in folded), unicodedata.normalize("NFC", text)


def _is_base(c: str) -> bool:
    return unicodedata.category(c) != "Mn"


def _variants(letter: str) -> list[str]:
    """Other letters that sort like this one."""
    one = {"ا": "أإٱآ", "ی": "يىئ", "ي": "یىئ", "ک": "ك", "ك": "ک", "ه": "ةۀ", "و": "ؤ"}
    final = {"כ": "ך", "מ": "ם", "נ": "ן", "פ": "ף", "צ": "ץ"}
    return list((one | final).get(letter, ""))


def _rounded(minutes: int) -> int:
    return minutes if minutes <= 60 else 5 * round(minutes / 5)
