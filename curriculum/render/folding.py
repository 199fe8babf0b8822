"""Search in Arabic, Persian and Hebrew: other spellings and forms of a word, for the index and for what is typed.

The theme's search knows beginnings of words as they are written. So each entry of the index gets a field of further
forms: letters that people write differently made equal, marks dropped, frequent endings and beginnings cut off.
`assets/search.js` does the same to what a reader types, with the tables of this file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from typing import Any, Final

# Letters written in several ways, and signs between or on letters (joiners, geresh, quotation marks, hamza, tatweel).
SAME: Final = {c: one for one, several in {
    "ی": "يىئې", "ک": "كڪ", "ه": "ةۀۂە", "ا": "أإآٱ", "و": "ؤ", "כ": "ך", "מ": "ם", "נ": "ן", "פ": "ף", "צ": "ץ",
}.items() for c in several}  # fmt: skip
DROPPED: Final = "ءـ\u061c\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff׳״'\"’"

# Beginnings and endings, after the letters were made equal; cut only if `keeps` letters remain.
AFFIXES: Final[Mapping[str, Mapping[str, Any]]] = {
    "ar": {
        "begins": ["وال", "بال", "کال", "فال", "ولل", "لل", "ال", "و"],
        "ends": ["کما", "هما", "ات", "ان", "ون", "ین", "ها", "هم", "کم", "نا", "یه", "ه", "ی", "ک", "ا"],
        "keeps": 3,
    },
    "fa": {
        "begins": ["نمی", "می"],
        "ends": [
            "هایتان", "هایمان", "هایشان", "هایی", "هایم", "هایت", "هایش", "های", "ها", "ترین", "تر", "مان", "تان",
            "شان", "یم", "ید", "ند", "ام", "اش", "ان", "ات", "ی", "م", "ش",
        ],
        "keeps": 3,
    },
    "he": {
        "begins": ["וה", "שה", "מה", "כש", "וב", "ול", "ומ", "וש", "ה", "ו", "ב", "ל", "מ", "ש", "כ"],
        "ends": ["יות", "ותיכמ", "ות", "ימ", "ית", "יי", "נו", "כמ", "המ", "ה", "ת", "י"],
        "keeps": 4,
    },
}  # fmt: skip

FIELD: Final = "forms"
_TAG: Final = re.compile(r"<[^>]*>")
_WORD: Final = re.compile(
    r"[\w\u0300-\u036f\u0591-\u05c7\u05f3\u05f4\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d'\"’]+"
)
_LATIN: Final = re.compile(r"[\x00-\u024f]*\Z")


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """The word in one spelling: letters, marks and digits that readers take for the same made the same."""
    bare = "".join(c for c in unicodedata.normalize("NFKC", word) if c not in DROPPED)
    letters = "".join(c for c in unicodedata.normalize("NFD", bare) if unicodedata.category(c) != "Mn")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else SAME.get(c, c) for c in letters).lower()


@lru_cache(maxsize=50_000)
def forms(word: str, language: str) -> tuple[str, ...]:
    """The folded word, without a beginning, without an ending, without both; each once."""
    folded = fold(word)
    table = AFFIXES.get(language)
    if table is None or _LATIN.match(folded):
        return (folded,)
    short = _without_beginning(folded, table)
    return tuple(dict.fromkeys([folded, short, _without_ending(folded, table), _without_ending(short, table)]))


def _without_beginning(word: str, table: Mapping[str, Any]) -> str:
    cut = next((b for b in table["begins"] if word.startswith(b) and len(word) - len(b) >= table["keeps"]), "")
    return word[len(cut) :]


def _without_ending(word: str, table: Mapping[str, Any]) -> str:
    cut = next((e for e in table["ends"] if word.endswith(e) and len(word) - len(e) >= table["keeps"]), "")
    return word[: len(word) - len(cut)]


def further_forms(text: str, language: str) -> str:
    """All further forms of the words of a text (HTML), sorted, each once."""
    words = {w for w in _WORD.findall(unescape(_TAG.sub(" ", text))) if not w.isascii()}
    return " ".join(sorted({form for word in words for form in forms(word, language) if form} - words))


def widen(index: dict[str, Any], language: str) -> dict[str, Any]:
    """The search index with the field of further forms; as it is for languages without a table.

    Material looks into every field its configuration names. Zensical knows only its own, so there the script of
    the page gives it the text and this field as one.
    """
    if language not in AFFIXES:
        return index
    for entry in index["docs"] if "docs" in index else index["items"]:
        entry.pop(FIELD, None)
        entry[FIELD] = further_forms(f"{entry['title']} {entry['text']}", language)
    if "docs" in index:
        index["config"]["fields"][FIELD] = {"boost": 0.5}
    return index


def tables(language: str) -> str:
    """What the script in the page needs, as JSON; null for languages without a table."""
    if language not in AFFIXES:
        return "null"
    return json.dumps({"same": SAME, "dropped": DROPPED, **AFFIXES[language]}, ensure_ascii=True, sort_keys=True)


def spelling() -> str:
    """Letters that are the same and signs that do not count, as JSON: for typed answers, in every language."""
    return json.dumps({"same": SAME, "dropped": DROPPED}, ensure_ascii=True, sort_keys=True)
