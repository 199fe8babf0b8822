"""Other calendars beside the Gregorian one. Gregorian dates are the only stored form.

Solar Hijri (Jalali): the 33-year rule, valid for the years 1304 to 1479; equal to the computed equinoxes (noon rule,
52.5° E) there. Hijri: Umm al-Qura, from hijridate. Hebrew: from pyluach.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
JALALI_MONTHS: Final = (
    "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
    "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
)  # fmt: skip
HIJRI_MONTHS: Final = (
    "Muharram", "Safar", "Rabi I", "Rabi II", "Jumada I", "Jumada II",
    "Rajab", "Shaaban", "Ramadan", "Shawwal", "Dhu al-Qadah", "Dhu al-Hijjah",
)  # fmt: skip
HEBREW_MONTHS: Final = (
    "Nisan", "Iyar", "Sivan", "Tammuz", "Av", "Elul", "Tishri",
    "Cheshvan", "Kislev", "Tevet", "Shevat", "Adar", "Adar II",
)  # fmt: skip
ADAR_I: Final = "Adar I"  # in a leap year, the month before Adar II

# Umm al-Qura as hijridate has it; from this year on official sources differ from each other by a day.
HIJRI_UNCERTAIN_FROM: Final = 1451
_HIJRI_RANGE: Final = (dt.date(1924, 8, 1), dt.date(2077, 11, 16))

_ANCHOR: Final = dt.date(2026, 3, 21).toordinal()  # 1 Farvardin 1405
FIRST_YEAR: Final = 1304
LAST_YEAR: Final = 1479


def is_leap(year: int) -> bool:
    """Whether the Jalali year has 366 days."""
    return (25 * year + 11) % 33 < 8


def _new_year(year: int) -> int:
    """The ordinal of 1 Farvardin."""
    first, last = sorted((year, 1405))
    days = 365 * (last - first) + sum(map(is_leap, range(first, last)))
    return _ANCHOR + days if year >= 1405 else _ANCHOR - days


def to_jalali(day: dt.date) -> tuple[int, int, int]:
    """Year, month and day (from 1)."""
    ordinal = day.toordinal()
    year = day.year - 621
    if ordinal < _new_year(year):
        year -= 1
    passed = ordinal - _new_year(year)
    if passed < 186:
        return year, passed // 31 + 1, passed % 31 + 1
    return year, (passed - 186) // 30 + 7, (passed - 186) % 30 + 1


def has_jalali(day: dt.date) -> bool:
    """Whether the day lies in the years for which the rule is proven."""
    return FIRST_YEAR < day.year - 621 <= LAST_YEAR


def to_hijri(day: dt.date) -> tuple[int, int, int] | None:
    """Year, month and day (from 1) of Umm al-Qura; None outside 1343 to 1500."""
    if not _HIJRI_RANGE[0] <= day <= _HIJRI_RANGE[1]:
        return None
    from hijridate import Gregorian

    year, month, of_month = Gregorian.fromdate(day).to_hijri().datetuple()
    return year, month, of_month


def to_hebrew(day: dt.date) -> tuple[int, str, int]:
    """Year, name of the month (of HEBREW_MONTHS, or ADAR_I) and day (from 1)."""
    from pyluach.dates import HebrewDate
    from pyluach.hebrewcal import Year

    found = HebrewDate.from_pydate(day)
    name = ADAR_I if found.month == 12 and Year(found.year).leap else HEBREW_MONTHS[found.month - 1]
    return found.year, name, found.day


def hebrew_letters(day: dt.date) -> tuple[str, str]:
    """Day and year as Hebrew numerals: ט״ו, תשפ״ז."""
    from pyluach.dates import HebrewDate

    found = HebrewDate.from_pydate(day)
    return str(found.hebrew_day()), str(found.hebrew_year())
