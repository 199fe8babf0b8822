"""One spelling for words that people write differently: in searches and in typed answers, in every language.

Letters that are written in several ways are made the same, marks and joiners dropped, digits made ASCII. The scripts
of the page (`assets/search.js`, `assets/checks.js`) do the same with the tables of this file.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

# Letters written in several ways, and signs between or on letters (joiners, geresh, quotation marks, hamza, tatweel).
SAME: Final = {c: one for one, several in {
    "ی": "يىئې", "ک": "كڪ", "ه": "ةۀۂە", "ا": "أإآٱ", "و": "ؤ", "כ": "ך", "מ": "ם", "נ": "ן", "פ": "ף", "צ": "ץ",
}.items() for c in several}  # fmt: skip
DROPPED: Final = "ءـ\u066c\u061c\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff׳״'\"’"

# Written in full or not (Hebrew without vowel points doubles a consonant's letter): for search alone.
DOUBLED: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {"he": (("יי", "י"), ("וו", "ו"))}


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """The word in one spelling: letters, marks and digits that readers take for the same made the same."""
    return _letters(word).lower()


def _letters(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKC", text) if c not in DROPPED)
    letters = (c for c in unicodedata.normalize("NFD", bare) if unicodedata.category(c) != "Mn")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else SAME.get(c, c) for c in letters)


def fold_all(words: Iterable[str], language: str) -> list[str]:
    """Each word as `fold` and the habits of the language have it; quick for a whole dictionary."""
    text = "\n".join(words).translate(_BY_CODE).lower()
    for twice, once in DOUBLED.get(language, ()):
        text = text.replace(twice, once)
    return text.split("\n")


class _ByCode(dict[int, str]):
    """What each character becomes, by its number; a language has few, and each is looked at once."""

    def __missing__(self, code: int) -> str:
        letters = self[code] = _letters(chr(code))
        return letters


_BY_CODE: Final = _ByCode()


def spelling() -> str:
    """Letters that are the same and signs that do not count, as JSON: for typed answers, in every language."""
    return json.dumps({"same": SAME, "dropped": DROPPED}, ensure_ascii=True, sort_keys=True)
