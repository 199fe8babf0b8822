"""The table of a handbook's words: which forms of them a reader may type, and which words only look so."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from curriculum.render.config import SEPARATOR
from curriculum.render.folding import fold_all
from curriculum.render.search_words import add_words, word_table, words_of


def table_of(text: str, language: str) -> dict[str, list[str]]:
    table = word_table(fold_all(text.split(), language), language)
    return {name: lines.split() if isinstance(lines, str) else lines for name, lines in table.items()}


def family(form: str, text: str, language: str) -> set[str]:
    """What of the text the families of a form hold."""
    (folded,) = fold_all([form], language)
    lines = [line.replace("-", "").split() for line in table_of(text, language)["families"]]
    return {word for line in lines if folded in line for word in line} & set(fold_all(text.split(), language))


@pytest.mark.parametrize(
    ("language", "form", "text", "found"),
    [
        ("ar", "فواتير", "الفاتورة وبالفاتورة حقل", "الفاتورة وبالفاتورة"),
        ("ar", "صدف", "صدفة", "صدفة"),
        ("ar", "تكاليف", "التكلفة تكاليف", "تكاليف"),
        ("fa", "منابع", "منبع‌های منبعی", "منبع‌های منبعی"),
        ("fa", "شناخت", "بشناسید", "بشناسید"),
        ("he", "שדה", "השדות בשדה", "השדות בשדה"),
        ("he", "שירות", "השירות שירותים", "השירות"),
    ],
)
def test_forms_lead_to_the_words_of_the_handbook(language: str, form: str, text: str, found: str) -> None:
    assert set(fold_all(found.split(), language)) <= family(form, text, language)


@pytest.mark.parametrize(
    ("language", "word", "text"),
    [
        ("he", "שירה", "שירות השירות שירותים"),
        ("fa", "فیل", "فیلد فیلدها فیلتر"),
        ("fa", "باران", "بار"),
        ("ar", "رسام", "رسم الرسم"),
    ],
)
def test_words_of_their_own_are_no_forms(language: str, word: str, text: str) -> None:
    assert family(word, text, language) == set()


@pytest.mark.parametrize(
    ("language", "word", "text"),
    [
        ("fa", "باران", "بار"),  # a cut leads to it
        ("fa", "فرمان", "فرمانده"),  # a beginning of it
        ("he", "מטוס", "טוס"),
        ("ar", "رسمة", "رسم"),
    ],
)
def test_words_that_a_search_would_take_for_forms_are_barred(language: str, word: str, text: str) -> None:
    table = table_of(text, language)
    assert fold_all([word], language)[0] in table["owned"] + table["others"]


@pytest.mark.parametrize("language", ["ar", "fa", "he"])
def test_every_word_is_there_and_none_is_barred(language: str) -> None:
    text = {"ar": "العقود عقد زخرفيل وتقاريرهم", "fa": "فیلدها گزارش زخرفیل", "he": "החשבוניות טבלה זגזגון"}[language]
    words = set(fold_all(text.split(), language))
    table = table_of(text, language)
    lines = [*table["families"], *table["unknown"]]
    assert words <= {word for line in lines for word in line.split()}
    assert words.isdisjoint(table["owned"] + table["others"])
    assert table == table_of(" ".join(reversed(text.split())), language)


TEXTS = {
    "ar": ("الفاتورة وبالفاتورة حقل", "العقود عقد زخرفيل وتقاريرهم", "رسم الرسم زخرفيلات"),
    "fa": ("منبع‌های منبعی بشناسید", "فیلدها گزارش زخرفیل", "فرمانده بار زخرفیل‌ها"),
    "he": ("השדות בשדה טוס", "החשבוניות טבלה זגזגון", "שירות השירות זגזגונים"),
}
_ALONE = """
import json, sys
from curriculum.render.folding import fold_all
from curriculum.render.search_words import word_table
text, language = sys.argv[1:]
print(json.dumps(word_table(fold_all(text.split(), language), language)))
"""


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_table_does_not_depend_on_the_tables_before_it(language: str) -> None:
    texts = TEXTS[language]
    several = {text: word_table(fold_all(text.split(), language), language) for text in texts}
    assert several == {text: word_table(fold_all(text.split(), language), language) for text in reversed(texts)}
    alone = subprocess.run(
        [sys.executable, "-c", _ALONE, texts[-1], language], stdout=subprocess.PIPE, check=True, timeout=60
    )
    assert json.loads(alone.stdout) == several[texts[-1]]


def test_an_unknown_word_stands_with_what_it_may_be() -> None:
    (line,) = [line for line in table_of("זגזגונים", "he")["unknown"] if line.startswith("זגזגונימ")]
    assert "זגזגונ" in line.split()


def test_only_languages_with_a_table_get_one() -> None:
    index = {"config": {"separator": SEPARATOR}, "docs": [{"title": "الموظفين", "text": "<b>أحمد</b>, CRM"}]}
    assert words_of(index, "ar") == ["احمد", "الموظفین"]
    assert "words" not in add_words({"config": {}, "docs": []}, "en")["config"]
    assert add_words(index, "ar")["config"]["words"]["families"]
