"""Search in Arabic, Persian and Hebrew: which spellings and forms count as one word."""

from __future__ import annotations

import pytest

from curriculum.render.folding import CUT, fold, forms, further_forms, widen

SAME = (
    "علي=علی كريم=کریم می‌خواهم=میخواهم مُحَمَّد=محمد أحمد=احمد إبراهيم=ابراهيم آموزش=اموزش مدرسة=مدرسه هدى=هدي "
    "الــــتدريب=التدريب ﻣﺤﻤﺪ=محمد ﷲ=الله مسؤول=مسوول ۱۲۳=١٢٣=123 יִצְחָק=יצחק שלום=שלומ צ׳ק=צק CRM=crm"
)


@pytest.mark.parametrize("words", SAME.split())
def test_spellings_that_are_one_word(words: str) -> None:
    assert len({fold(word) for word in words.split("=")}) == 1


@pytest.mark.parametrize("words", ["کار≠کر", "علی≠علا", "בית≠ביתן"])
def test_words_that_are_not(words: str) -> None:
    assert len({fold(word) for word in words.split("≠")}) == 2


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ar", "الموظفين", "موظف"), ("ar", "التقارير", "تقارير"), ("ar", "والتدريبات", "تدريب"), ("ar", "أحمد", "احمد"),
        ("fa", "گزارش‌هایتان", "گزارش"), ("fa", "برنامه‌ها", "برنامه"), ("fa", "می‌شود", "میشود"),
        ("ar", "عقود", "عقد"), ("ar", "فواتير", "الفاتورة"), ("ar", "تقارير", "تقرير"), ("ar", "زيارتهم", "زيارة"),
        ("ar", "حدود", "الحد"), ("ar", "قنواتنا", "قناة"), ("ar", "أجهزة", "جهاز"),
        ("fa", "گیرندگان", "گیرنده"), ("fa", "سرپرستان", "سرپرست"), ("fa", "شعبه‌هایشان", "شعبه‌ای"),
        ("he", "עלויות", "עלות"), ("he", "הנחת", "הנחה"), ("he", "נהגים", "הנהג"), ("he", "קנייה", "קניות"), ("he", "דֵּרוּג", "דירוג"),
        ("he", "ההדרכות", "הדרכה"), ("he", "נתונים", "נתוני"), ("he", "לדוחות", "הדוחות"),
    ],
)  # fmt: skip
def test_forms_meet(language: str, one: str, other: str) -> None:
    assert set(forms(one, language)) & set(forms(other, language))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ar", "تدريب", "تقرير"),
        ("fa", "کار", "کارت"),
        ("fa", "مدیر", "مدرس"),
        ("he", "דוח", "דואר"),
        ("ar", "طلب", "طبل"),
        ("fa", "باران", "بار"),
        ("he", "ספר", "מספר"),
        ("he", "מטריה", "טרייה"),
    ],
)
def test_other_words_do_not(language: str, one: str, other: str) -> None:
    assert not set(forms(one, language)) & set(forms(other, language))


def test_latin_words_stay() -> None:
    assert forms("Reports", "ar") == ("reports",)
    assert further_forms("<p>CRM &amp; Excel</p>", "ar") == ""


def test_only_languages_with_a_table_get_the_field() -> None:
    index = {"config": {"fields": {}}, "docs": [{"title": "الموظفين", "text": "<b>أحمد</b>", "location": ""}]}
    assert widen({"config": {"fields": {}}, "docs": []}, "en") == {"config": {"fields": {}}, "docs": []}
    assert widen(index, "ar")["docs"][0]["forms"].split() == sorted(
        ["الموظفین", "احمد", *(CUT + form for form in ("موظفین", "الموظف", "موظف"))]
    )  # nothing that was cut begins a word
    assert widen(index, "ar")["docs"][0]["forms"] == widen(index, "ar")["docs"][0]["forms"]
