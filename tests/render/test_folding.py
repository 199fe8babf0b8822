"""One spelling for words that people write differently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.render.folding import DROPPED, SAME, fold, fold_all

ALIKE = (
    "علي=علی كريم=کریم می‌خواهم=میخواهم مُحَمَّد=محمد أحمد=احمد إبراهيم=ابراهيم آموزش=اموزش مدرسة=مدرسه هدى=هدي "
    "الــــتدريب=التدريب ﻣﺤﻤﺪ=محمد ﷲ=الله مسؤول=مسوول ۱۲۳=١٢٣=123 יִצְחָק=יצחק שלום=שלומ צ׳ק=צק CRM=crm"
)


@pytest.mark.parametrize("words", ALIKE.split())
def test_spellings_that_are_one_word(words: str) -> None:
    assert len({fold(word) for word in words.split("=")}) == 1


@pytest.mark.parametrize("words", ["کار≠کر", "علی≠علا", "בית≠ביתן"])
def test_words_that_are_not(words: str) -> None:
    assert len({fold(word) for word in words.split("≠")}) == 2


@given(st.lists(st.text(st.sampled_from([*"ابجדwكرמם", *SAME, *DROPPED, *"ְَُّ֑۴٤4éÉ"]), max_size=6), min_size=1))
def test_many_words_are_folded_as_each_alone(words: list[str]) -> None:
    assert fold_all(words, "ar") == [fold(word) for word in words]


def test_hebrew_doubled_letters_are_one() -> None:
    assert fold_all(["קנייה", "קניה", "זווית"], "he") == ["קניה", "קניה", "זוית"]
