"""Durations as people write them, in several languages → minutes."""

from __future__ import annotations

import functools
import math
import re
from typing import Final

from curriculum.exchange.dates import digits

_HOURS: Final = (
    r"hours?|hrs?|h|stunden?|std\.?|hodin[ay]?|hod\.?|heures?|horas?|ساعات|ساعتان|ساعتين|ساعة|ساعت|שעתיים|שעות|שעה"
)
_MINUTES: Final = r"minutes?|mins?|min\.|m|minuten?|minut[ay]?|minutos?|دقائق|دقيقة|دقیقه|דקות|דקה"
_DAYS: Final = r"days?|tage?|d[ne][ynůi]?|jours?|أيام|يوم|روز|ימים|יום"
_SECONDS: Final = r"seconds?|secs?|s|sekunden?|sekund[ay]?|secondes?|ثوان|ثانية|ثانیه|שניות|שנייה"
_NUMBER: Final = r"(\d+(?:[.,٫]\d+)?)"
_PART: Final = re.compile(
    rf"{_NUMBER}\s*(?:(?P<d>{_DAYS})|(?P<h>{_HOURS})|(?P<m>{_MINUTES})|(?P<s>{_SECONDS}))(?![^\W\d_])", re.IGNORECASE
)
_ISO: Final = re.compile(
    r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"(\d{1,4}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
_PHRASES: Final = {
    "ساعة ونصف": 90, "ساعة و نصف": 90, "نصف ساعة": 30, "ربع ساعة": 15, "ساعة وربع": 75, "ساعتان": 120, "ساعتين": 120,
    "ساعة": 60, "نیم ساعت": 30, "یک ساعت": 60, "یک ساعت و نیم": 90, "דו שעתיים": 120, "שעתיים": 120, "שעה וחצי": 90,
    "חצי שעה": 30, "רבע שעה": 15, "שעה": 60, "an hour": 60, "half an hour": 30, "one hour": 60, "eine stunde": 60,
    "eine halbe stunde": 30, "hodina": 60, "půl hodiny": 30, "ساعة واحدة": 60, "يوم واحد": 480, "one day": 480,
}  # fmt: skip
_UNITS: Final = {"d": 480.0, "h": 60.0, "m": 1.0, "s": 1 / 60}  # a day of training has eight hours


_WORK: Final = r"(?:lab|labs|exercise|module|unit|tutorial|lesson|demo|course)"
_ABOUT: Final = r"[^\d\n]{0,60}?"
_IN_TEXT: Final = re.compile(
    rf"""(?: \b{_WORK}\b[^\d\n]{{0,60}}?\b(?:takes?|require[sd]?)\b | \btakes?\ (?:about|approximately|around|roughly)
    | \bestimated\ (?:lab\ |completion\ )?(?:time|duration) | \b(?:time|duration|dauer|doba\ trvání)[*_ ]*:
    | \b(?:übung|modul|einheit|lab)[^\d\n]{{0,60}}?\bdauert | \bdauert\ (?:ca|etwa|ungefähr)
    | \b(?:geschätzte|voraussichtliche)\ (?:zeit|dauer)
    | \b(?:cvičení|modul|lekce)[^\d\n]{{0,60}}?\b(?:trvá|zabere) | \btrvá\ (?:přibližně|asi)
    | \bodhadovan[áý]\ (?:doba|čas) | (?:الزمن|الوقت|المدة|وقت|مدة)[^\d\n]{{0,12}}?(?:المقدر|التقديري|المتوقع)
    | (?:المدة|الزمن|الوقت|مدت|زمان|משך|זמן)[^\d\n:]{{0,12}}:
    | (?<!قد\ )\bس?[يت]ستغرق[^\d\n]{{0,40}}?(?:التمرين|المعمل|المختبر|النشاط|الوحدة|الدرس)
    | (?:زمان|مدت)\ (?:تقریبی|تخمینی) | (?:זמן|משך)\ (?:משוער|מוערך) )
    {_ABOUT}(\d+(?:[.,٫]\d+)?[*_]*\s*[*_]*[^\W\d_]+(?:\s+(?:and|und|a|و)\s+\d+\s*[^\W\d_]+)?)""",
    re.IGNORECASE | re.VERBOSE,
)
_BEGINNING: Final = 4000  # characters of a lesson: further down, minutes are part of a task


def minutes_in(text: str) -> int | None:
    """How long a lesson takes that says so in a sentence near its beginning; None if none does.

    `takes approximately **30** minutes`, `Geschätzte Dauer: 20 Minuten`, `الزمن المقدر: 10 دقائق`.
    """
    for found in _IN_TEXT.finditer(digits(text[:_BEGINNING])):
        if (minutes := read_minutes(re.sub(r"[*_]", "", found[1]))) is not None:
            return minutes
    return None


@functools.lru_cache(maxsize=50_000)  # millions of rows hold a few thousand durations
def read_minutes(text: str) -> int | None:
    """Whole minutes, rounded up; None if the text is no duration. `45`, `1 hour 23 minutes`, `PT1H30M`, `10 دقائق`."""
    plain = " ".join(digits(text).replace("٫", ".").casefold().split())
    if plain in _PHRASES:
        return _PHRASES[plain]
    if re.fullmatch(r"\d{1,4}(?:[.,]\d+)?", plain):
        return math.ceil(float(plain.replace(",", ".")))
    if seconds := iso_seconds(plain):
        return math.ceil(seconds / 60)
    if clock := _CLOCK.fullmatch(plain):
        return int(clock[1]) * 60 + int(clock[2]) + (1 if clock[3] and int(clock[3]) else 0)
    minutes = 0.0
    is_found = False
    for part in _PART.finditer(plain):
        unit = next(name for name in _UNITS if part[name])
        minutes += float(part[1].replace(",", ".")) * _UNITS[unit]
        is_found = True
    return max(1, math.ceil(minutes - 1e-9)) if is_found and minutes <= 100_000 else None


def iso_seconds(text: str) -> float | None:
    """The seconds of an ISO 8601 duration (a month has 30 days, a year 365); None if it is none."""
    found = _ISO.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    weights = (365 * 86400, 30 * 86400, 7 * 86400, 86400, 3600, 60, 1)
    return sum(float(value) * weight for value, weight in zip(found.groups(), weights, strict=True) if value)


_STUDIED: Final = {"en": 119, "ar": 69, "fa": 69, "he": 93}  # words a minute; others 95; those of check/minutes.py


def study_minutes(text: str, language: str) -> int:
    """How long a lesson takes that does not say: slow reading. Whether lists are steps is left to the check."""
    reading = len(text.split()) / _STUDIED.get(language.partition("-")[0], 95)
    return min(max(1, round(reading)), 6000)
