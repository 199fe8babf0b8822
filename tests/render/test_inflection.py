"""What may be cut off a word, what stood there, and how sure that is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.render.folding import fold_all
from curriculum.render.inflection import BEGINS, ENDS, LANGUAGES, before_endings, begins, cuts, plurals, tables


@pytest.mark.parametrize(
    ("language", "word", "remains"),
    [
        ("ar", "والطابعات", "طابعة"), ("ar", "زيارتهم", "زيارة"), ("ar", "مشرفوها", "مشرف"), ("ar", "قنواتنا", "قناة"),
        ("ar", "بالعقود", "عقود"), ("fa", "شعبه‌هایشان", "شعبه"), ("fa", "گیرندگان", "گیرنده"), ("fa", "ارزان‌ترین", "ارزان"),
        ("he", "שבטבלאות", "טבלה"), ("he", "החשבוניות", "חשבונית"), ("he", "כשהביקור", "ביקור"), ("he", "עלויות", "עלות"),
    ],
)  # fmt: skip
def test_what_remains_of_a_form(language: str, word: str, remains: str) -> None:
    form, base = fold_all([word, remains], language)
    assert base in [cut.word for cut in cuts(form, language)]


@pytest.mark.parametrize(
    ("language", "word", "remains", "weak"),
    [
        ("he", "המדפסת", "מדפסת", False),
        ("he", "מספר", "ספר", True),  # the letter is a part of the word more often than not
        ("fa", "باران", "بار", True),
        ("fa", "فیلدها", "فیلد", False),
        ("ar", "کلب", "لب", None),  # too little would remain
    ],
)
def test_short_ends_prove_little(language: str, word: str, remains: str, weak: bool | None) -> None:
    assert {cut.word: cut.weak for cut in cuts(word, language)}.get(remains) is weak


@pytest.mark.parametrize(
    "pair", ["فاتوره فواتیر", "حقل حقول", "عقد عقود", "جهاز اجهزه", "حد حدود", "تصمیم تصامیم", "صدفه صدف"]
)
def test_plurals_that_change_inside(pair: str) -> None:
    singular, plural = pair.split()
    assert plural in plurals(singular, "ar")
    assert plurals(singular, "fa") == ()


@given(st.sampled_from(sorted(LANGUAGES)), st.text("ابتدرسعلمنهویشگהוימתרלכשבאנ", min_size=5, max_size=9))
def test_what_grows_from_a_word_can_be_cut_to_it(language: str, word: str) -> None:
    forms = [begin + word for begin in begins(language)]
    forms += [start + ending for start, endings in before_endings(word, language) for ending in endings]
    assert len(forms) > 50
    for form in forms:
        assert form == word or word in [cut.word for cut in cuts(form, language)]


def test_the_script_gets_the_same_tables() -> None:
    table = json.loads(tables("he"))
    assert set(BEGINS["he"]) <= table["begins"].keys()
    assert {ending for ending, _ in ENDS["he"]} <= table["ends"].keys()
    assert tables("en") == "null"
