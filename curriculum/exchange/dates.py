"""Dates as other systems write them → days. What can be read in two ways is not read."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from curriculum.model.mapping import DateOrder

FOR_EVER: Final = dt.date(2999, 12, 31)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero ledna leden يناير كانون_الثاني ינואר ژانویه",
            "feb february februar février febrero února únor فبراير شباط פברואר فوریه",
            "mar march märz mär mars marzo března březen مارس آذار מרץ مارس",
            "apr april avril abril dubna duben أبريل ابريل نيسان אפריל آوریل",
            "may mai mayo května květen مايو أيار מאי مه",
            "jun june juni juin junio června červen يونيو حزيران יוני ژوئن",
            "jul july juli juillet julio července červenec يوليو تموز יולי ژوئیه",
            "aug august août agosto srpna srpen أغسطس اغسطس آب אוגוסט اوت",
            "sep sept september septembre septiembre září سبتمبر أيلول ספטמבר سپتامبر",
            "oct october okt oktober octobre octubre října říjen أكتوبر اكتوبر تشرين_الأول אוקטובר اکتبر",
            "nov november novembre noviembre listopadu listopad نوفمبر تشرين_الثاني נובמבר نوامبر",
            "dec december dez dezember décembre diciembre prosince prosinec ديسمبر كانون_الأول דצמבר دسامبر",
        ),
        1,
    )
    for name in names.replace("_", " ").split()
}
_HIJRI_MONTHS: Final = (
    "محرم,المحرم", "صفر", "ربيع الأول,ربيع الاول", "ربيع الآخر,ربيع الثاني,ربيع الاخر",
    "جمادى الأولى,جمادى الاولى,جمادى الأول", "جمادى الآخرة,جمادى الثانية,جمادى الاخرة", "رجب", "شعبان", "رمضان",
    "شوال", "ذو القعدة,ذي القعدة", "ذو الحجة,ذي الحجة",
)  # fmt: skip
# What a date says of its calendar: Hijri (هـ, AH), solar Hijri (هـ.ش), Gregorian (م).
_ERA: Final = re.compile(r"(.*\d)\s*(ه\u0640?(?:\s*\.?\s*ش)?\.?|AH|م)", re.IGNORECASE)
_CLOCK: Final = re.compile(r"[T ,]+\d{1,2}:\d{2}.*$")
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT: Final = re.compile(r"(19|20)\d{6}")
_PARTS: Final = re.compile(r"(\d{1,2})([-/. ]+)(\d{1,2})[-/. ]+(\d{4})")
_NAMED: Final = re.compile(r"(\d{1,2})[-. /]+(?:de )?([^\W\d_]+)[-. ,/]+(?:de )?(\d{4}|\d{2})")
_NAMED_FIRST: Final = re.compile(r"([^\W\d_]+)[-. ]+(\d{1,2})(?:st|nd|rd|th)?[-, ]+(\d{4})")


_LONGEST: Final = 80  # characters of a date, with its clock and its zone


class Unclear(Exception):
    """The text is no date, or could be two."""


def digits(text: str) -> str:
    """The text with all decimal digits as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


@functools.lru_cache(maxsize=100_000)
def read_day(text: str, order: DateOrder | None) -> dt.date:
    """The day of a date or a timestamp (as written, no zone is applied); raises Unclear."""
    if len(text) > _LONGEST:
        raise Unclear(f"'{text[:20]}…' is not a date")
    plain = "".join(c for c in digits(text) if unicodedata.category(c) != "Cf").strip()
    if order is DateOrder.EXCEL and re.fullmatch(r"\d{1,6}(\.\d+)?", plain):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(float(plain)))
    short = _CLOCK.sub("", plain).strip()
    short = short.removesuffix("Z")
    try:
        day = _read(short, order)
    except (ValueError, OverflowError):
        raise Unclear(f"there is no day '{text}'") from None
    if day.year < 1900:
        calendar = " `dates: hijri` or `dates: jalali` in the map says which" if 1300 <= day.year <= 1500 else ""
        raise Unclear(f"'{text}' is too long ago; is it a year of another calendar?{calendar}")
    return min(day, FOR_EVER)


def _read(text: str, order: DateOrder | None) -> dt.date:
    if marked := _ERA.fullmatch(text):
        text, mark = marked[1].strip(), marked[2].replace("\u0640", "").replace(".", "").replace(" ", "")
        order = DateOrder.JALALI if "ش" in mark else order if mark == "م" else DateOrder.HIJRI
    if order is DateOrder.JALALI and (parts := _other_calendar(text, ())):
        return from_jalali(*parts)
    if order is DateOrder.HIJRI and (parts := _other_calendar(text, _HIJRI_MONTHS)):
        return from_hijri(*parts)
    if found := _ISO.fullmatch(text):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    if _COMPACT.fullmatch(text):
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if found := _PARTS.fullmatch(text):
        return _day_of_parts(found, order)
    if (found := _NAMED.fullmatch(text)) and (month := _MONTHS.get(found[2].casefold())):
        year = int(found[3])
        return dt.date(year if year > 99 else 2000 + year if year < 70 else 1900 + year, month, int(found[1]))
    if (found := _NAMED_FIRST.fullmatch(text)) and (month := _MONTHS.get(found[1].casefold())):
        return dt.date(int(found[3]), month, int(found[2]))
    raise Unclear(f"'{text}' is not a date")


def _other_calendar(text: str, months: Sequence[str]) -> tuple[int, int, int] | None:
    """Year, month and day of a date of another calendar: year first or day first, the month a number or a name."""
    if found := re.fullmatch(r"(\d{4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,2})", text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})", text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := re.fullmatch(r"(\d{1,2})\s+(\D+?)\s+(\d{4})", text):
        name = " ".join(found[2].split())
        number = next((n for n, names in enumerate(months, 1) if name in names.split(",")), None)
        return (int(found[3]), number, int(found[1])) if number else None
    return None


def _day_of_parts(found: re.Match[str], order: DateOrder | None) -> dt.date:
    """Points mean day first everywhere; with strokes it depends on the country, unless one number is above 12."""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if order is DateOrder.MONTH_DAY_YEAR:
        return dt.date(year, first, second)
    if order is DateOrder.DAY_MONTH_YEAR or "." in found[2] or first > 12 or first == second:
        return dt.date(year, second, first)
    if second > 12:
        return dt.date(year, first, second)
    raise Unclear(f"'{found[0]}' is either the {first}. of month {second} or the {second}. of month {first}")


def order_in(cells: Iterable[str]) -> DateOrder | None:
    """What a whole column says: a number above 12 in one place, and never in the other, tells the order."""
    is_day_first = is_month_first = False
    for cell in cells:
        found = _PARTS.fullmatch(_CLOCK.sub("", digits(cell[:_LONGEST]).strip()).strip())
        if found and "." not in found[2]:
            is_day_first |= int(found[1]) > 12
            is_month_first |= int(found[3]) > 12
    if is_day_first == is_month_first:
        return None
    return DateOrder.DAY_MONTH_YEAR if is_day_first else DateOrder.MONTH_DAY_YEAR


def from_hijri(year: int, month: int, day: int) -> dt.date:
    """The Gregorian day of a date of the Umm al-Qura calendar of the years 1343 to 1500; raises Unclear."""
    from hijridate import Hijri

    try:
        return dt.date(*Hijri(year, month, day).to_gregorian().datetuple())
    except (ValueError, OverflowError):
        raise Unclear(f"there is no day {year}-{month}-{day} in the Hijri years 1343 to 1500") from None


_ANCHOR: Final = dt.date(2026, 3, 21).toordinal()  # 1 Farvardin 1405; the 33-year rule holds from 1304 to 1479


def from_jalali(year: int, month: int, day: int) -> dt.date:
    """The Gregorian day of a Solar Hijri date of the years 1304 to 1479; raises Unclear."""
    longest = 31 if month <= 6 else 30 if month <= 11 or _is_leap(year) else 29
    if not (1304 <= year <= 1479 and 1 <= month <= 12 and 1 <= day <= longest):
        raise Unclear(f"there is no day {year}-{month}-{day} in the Jalali years 1304 to 1479")
    first, last = sorted((year, 1405))
    days = 365 * (last - first) + sum(map(_is_leap, range(first, last)))
    passed = (month - 1) * 31 - max(0, month - 7) + day - 1
    return dt.date.fromordinal((_ANCHOR + days if year >= 1405 else _ANCHOR - days) + passed)


def _is_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8
