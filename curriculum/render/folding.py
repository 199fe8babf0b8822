"""One spelling for words that people write differently: in searches and in typed answers, in every language.

Letters that are written in several ways are made the same, marks and joiners dropped, digits made ASCII. The scripts
of the page (`assets/search.js`, `assets/checks.js`) do the same with the tables of this file.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
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
    bare = "".join(c for c in unicodedata.normalize("NFKC", word) if c not in DROPPED)
    letters = "".join(c for c in unicodedata.normalize("NFD", bare) if unicodedata.category(c) != "Mn")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else SAME.get(c, c) for c in letters).lower()


def fold_all(words: Iterable[str], language: str) -> list[str]:
    """Each word as `fold` and the habits of the language have it; quick for a whole dictionary."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", "\n".join(words)).translate(_dropped()))
    text = text.translate(_letters()).lower()
    for twice, once in DOUBLED.get(language, ()):
        text = text.replace(twice, once)
    return text.split("\n")


@cache
def _dropped() -> Mapping[int, None]:
    return dict.fromkeys(map(ord, DROPPED))


@cache
def _letters() -> Mapping[int, str | None]:
    """Marks go, digits become ASCII, letters the same."""
    table: dict[int, str | None] = {ord(c): one for c, one in SAME.items()}
    for number in range(0x300, sys.maxunicode + 1):
        c = chr(number)
        if unicodedata.category(c) == "Mn":
            table[number] = None
        elif c.isdecimal():
            table[number] = str(unicodedata.decimal(c))
    return table


def spelling() -> str:
    """Letters that are the same and signs that do not count, as JSON: for typed answers, in every language."""
    return json.dumps({"same": SAME, "dropped": DROPPED}, ensure_ascii=True, sort_keys=True)
