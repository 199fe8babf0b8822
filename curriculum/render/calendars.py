"""The Solar Hijri (Jalali) calendar beside the Gregorian one. Gregorian dates are the only stored form.

The 33-year rule, valid for the years 1304 to 1479; equal to the computed equinoxes (noon rule, 52.5° E) there.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

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
