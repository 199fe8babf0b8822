"""What readers of the four languages expect: durations, plurals, digits, lists, dates, sorting."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from curriculum.model import Calendar, Minutes
from curriculum.render.calendars import has_jalali, to_hebrew, to_hijri, to_jalali
from curriculum.render.wording import Wording, direction, isolated

EN, AR, FA, HE = (Wording(la) for la in ("en", "ar", "fa", "he"))


@pytest.mark.parametrize(
    ("wording", "minutes", "expected"),
    [
        (EN, 210, "3 h 30 min"), (EN, 0, "0 min"), (EN, 45, "45 min"), (EN, 60, "1 h"),
        (FA, 210, "۳ ساعت و ۳۰ دقیقه"),
        (AR, 210, "٣ ساعات و٣٠ دقيقة"), (AR, 60, "ساعة"), (AR, 120, "ساعتان"), (AR, 122, "ساعتان ودقيقتان"),
        (AR, 665, "١١ ساعة و٥ دقائق"), (AR, 6000, "١٠٠ ساعة"), (AR, 6180, "١٠٣ ساعات"),
        (HE, 210, "3 שעות ו-30 דקות"), (HE, 61, "שעה ודקה"), (HE, 90, "שעה ו-30 דקות"), (HE, 120, "שעתיים"),
    ],
)  # fmt: skip
def test_durations(wording: Wording, minutes: int, expected: str) -> None:
    assert wording.duration(minutes) == expected


@pytest.mark.parametrize(
    ("wording", "minutes", "expected"),
    [
        (EN, Minutes(15, 20, 30), "15 to 30 min"), (EN, Minutes(20, 20, 20), "20 min"),
        (EN, Minutes(88, 100, 187), "1 h 30 min to 3 h 5 min"),
        (AR, Minutes(60, 90, 120), "ساعة إلى ساعتين"), (AR, Minutes(10, 15, 20), "١٠ إلى ٢٠ دقيقة"),
        (FA, Minutes(15, 20, 30), "۱۵ تا ۳۰ دقیقه"), (HE, Minutes(60, 90, 120), "שעה עד שעתיים"),
    ],
)  # fmt: skip
def test_ranges_are_said_in_words(wording: Wording, minutes: Minutes, expected: str) -> None:
    assert wording.estimate(minutes) == expected


def test_plurals() -> None:
    ar = [
        "لا دروس",
        "درس واحد",
        "درسان",
        "٣ دروس",
        "١٠ دروس",
        "١١ درسًا",
        "٩٩ درسًا",
        "١٠٠ درس",
        "١٠٢ درس",
        "١٠٣ دروس",
        "١١١ درسًا",
    ]
    counts = [0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111]
    assert [AR.count("{n} lesson", "{n} lessons", n) for n in counts] == ar
    assert [HE.count("{n} lesson", "{n} lessons", n) for n in (1, 2, 3, 20)] == [
        "שיעור אחד",
        "שני שיעורים",
        "3 שיעורים",
        "20 שיעורים",
    ]
    assert [FA.count("{n} lesson", "{n} lessons", n) for n in (0, 1, 2)] == ["۰ درس", "۱ درس", "۲ درس"]
    assert [EN.count("{n} lesson", "{n} lessons", n) for n in (0, 1, 2)] == ["0 lessons", "1 lesson", "2 lessons"]


@pytest.mark.parametrize(
    ("text", "way", "expected"),
    [
        ("میز کمک CRM", "rtl", "\u2067میز کمک CRM\u2069"),
        ("CRM شما", "rtl", "\u2067CRM شما\u2069"),
        ("نظام CRM الجديد", "rtl", "نظام CRM الجديد"),
        ("Excel", "rtl", "\u2067Excel\u2069"),
        ("The help desk (CRM)", "ltr", "The help desk (CRM)"),
        ("The word فروش", "ltr", "\u2066The word فروش\u2069"),
        ("2026", "rtl", "2026"),
        ("", "rtl", ""),
    ],
)
def test_words_of_the_other_direction_at_an_edge_are_isolated(text: str, way: str, expected: str) -> None:
    assert isolated(text, way) == expected


def test_numbers() -> None:
    assert [w.number(1234567) for w in (EN, AR, FA, HE)] == ["1,234,567", "١٬٢٣٤٬٥٦٧", "۱٬۲۳۴٬۵۶۷", "1,234,567"]
    assert FA.number(2027) == "۲۰۲۷"


@pytest.mark.parametrize(
    ("wording", "parts", "expected"),
    [
        (FA, ["CRM", "Excel", "SQL"], "CRM، Excel و SQL"),
        (AR, ["CRM", "Excel", "SQL"], "CRM، Excel وSQL"),
        (HE, ["CRM", "Excel", "SQL"], "CRM, Excel ו-SQL"),
        (HE, ["מכירות", "שיווק", "שירות"], "מכירות, שיווק ושירות"),
        (EN, ["CRM", "Excel", "SQL"], "CRM, Excel and SQL"),
        (EN, [], ""), (EN, ["one"], "one"),
    ],
)  # fmt: skip
def test_lists(wording: Wording, parts: list[str], expected: str) -> None:
    assert wording.join(parts) == expected


def test_dates() -> None:
    day = dt.date(2026, 3, 21)
    assert EN.day(day) == "Saturday, 21 March 2026"
    assert FA.jalali(day) == "۱ فروردین ۱۴۰۵"
    assert FA.day(day) == "شنبه ۱ فروردین ۱۴۰۵ (۲۱ مارس ۲۰۲۶)"
    assert HE.day(day) == "יום שבת, 21 במרץ 2026"
    assert AR.day(day) == "السبت، ٢١ مارس ٢٠٢٦"
    sunday = dt.date(2026, 11, 22)
    assert [w.day(sunday).split(",")[0].split("،")[0].split(" ۱")[0] for w in (EN, FA, AR, HE)] == [
        "Sunday",
        "یکشنبه",
        "الأحد",
        "יום ראשון",
    ]


@pytest.mark.parametrize(
    ("gregorian", "jalali"),
    [
        ("2019-07-22", (1398, 4, 31)), ("2024-03-20", (1403, 1, 1)), ("2025-03-21", (1404, 1, 1)),
        ("2026-03-21", (1405, 1, 1)), ("2027-03-21", (1406, 1, 1)), ("2028-03-20", (1407, 1, 1)),
        ("2029-03-20", (1408, 1, 1)), ("2030-03-21", (1409, 1, 1)), ("2025-03-20", (1403, 12, 30)),
        ("2030-03-20", (1408, 12, 30)), ("2026-03-20", (1404, 12, 29)), ("2026-11-22", (1405, 9, 1)),
    ],
)  # fmt: skip
def test_jalali(gregorian: str, jalali: tuple[int, int, int]) -> None:
    assert to_jalali(dt.date.fromisoformat(gregorian)) == jalali


def test_jalali_counts_every_day_once() -> None:
    days = [to_jalali(dt.date(1990, 1, 1) + dt.timedelta(days=n)) for n in range(30_000)]
    assert all(a < b for a, b in itertools.pairwise(days))


def test_outside_the_proven_years_there_is_no_second_date() -> None:
    assert not has_jalali(dt.date(1900, 1, 1))
    assert FA.date(dt.date(2200, 1, 1)) == "۱ ژانویهٔ ۲۲۰۰"


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        (FA, "آرش احمد بهار پروین جواد چنگیز زهرا ژاله علی کاوه کریم گلنار واحد هادی یاسر"),
        (AR, "أحمد بسام تمر جمال زيد علي كريم ليلى هدى ياسر"),
        (HE, "אבי בית דוד חיים כרמל מרים צפורה שלום תמר"),
        (EN, "account Activity pipeline Quote"),
    ],
)
def test_sorting(wording: Wording, words: str) -> None:
    assert sorted(reversed(words.split()), key=wording.sort_key) == words.split()


def test_sorting_takes_variants_as_one_letter() -> None:
    assert [w for w in sorted(["ولي", "کريم", "كاوه", "هدى"], key=FA.sort_key)] == ["كاوه", "کريم", "ولي", "هدى"]
    assert HE.sort_key("שלום")[0] == HE.sort_key("שָׁלוֹם")[0]


def test_unknown_languages_have_english_words_and_their_own_direction() -> None:
    french, urdu = Wording("fr"), Wording("ur")
    assert not french.is_ours
    assert french.get("Home") == "Home"
    assert (french.direction, urdu.direction, direction("ar")) == ("ltr", "rtl", "rtl")


@pytest.mark.parametrize(
    ("gregorian", "hijri"),
    [
        ("2024-03-11", (1445, 9, 1)),  # Ramadan, as announced in Saudi Arabia
        ("2024-06-16", (1445, 12, 10)),  # Eid al-Adha
        ("2025-03-30", (1446, 10, 1)),  # Eid al-Fitr
        ("2026-02-18", (1447, 9, 1)),
    ],
)
def test_hijri(gregorian: str, hijri: tuple[int, int, int]) -> None:
    assert to_hijri(dt.date.fromisoformat(gregorian)) == hijri


def test_hijri_is_silent_where_there_is_no_table() -> None:
    for year in (1900, 2078, 2100):
        assert to_hijri(dt.date(year, 1, 1)) is None
        assert Wording("ar", Calendar.HIJRI).date(dt.date(year, 1, 1)) == Wording("ar").date(dt.date(year, 1, 1))
    assert to_hijri(dt.date(1924, 8, 1)) is not None and to_hijri(dt.date(2077, 11, 16)) is not None


@pytest.mark.parametrize(
    ("gregorian", "hebrew"),
    [
        ("2026-09-12", (5787, "Tishri", 1)),  # Rosh Hashana
        ("2024-03-24", (5784, "Adar II", 14)),  # Purim in a leap year
        ("2024-02-23", (5784, "Adar I", 14)),
        ("2026-03-03", (5786, "Adar", 14)),
        ("2027-04-22", (5787, "Nisan", 15)),  # Passover
    ],
)
def test_hebrew(gregorian: str, hebrew: tuple[int, str, int]) -> None:
    assert to_hebrew(dt.date.fromisoformat(gregorian)) == hebrew


@pytest.mark.parametrize(
    ("language", "calendar", "expected"),
    [
        ("en", None, "1 February 2027"),
        ("ar", None, "١ فبراير ٢٠٢٧"),
        ("fa", None, "۱۲ بهمن ۱۴۰۵ (۱ فوریهٔ ۲۰۲۷)"),
        ("fa", Calendar.GREGORIAN, "۱ فوریهٔ ۲۰۲۷"),
        ("ar", Calendar.HIJRI, "١ فبراير ٢٠٢٧ (٢٤ شعبان ١٤٤٨ هـ)"),
        ("he", Calendar.HEBREW, "1 בפברואר 2027 (כ״ד בשבט תשפ״ז)"),
        ("en", Calendar.HEBREW, "1 February 2027 (24 Shevat 5787)"),
        ("en", Calendar.HIJRI, "1 February 2027 (24 Shaaban 1448 AH)"),
    ],
)
def test_a_second_calendar_beside_the_gregorian(language: str, calendar: Calendar | None, expected: str) -> None:
    assert Wording(language, calendar).date(dt.date(2027, 2, 1)) == expected


def test_uncertain_hijri_dates_are_marked() -> None:
    assert "(≈ ١١ رمضان ١٤٥١ هـ)" in Wording("ar", Calendar.HIJRI).date(dt.date(2030, 1, 15))
