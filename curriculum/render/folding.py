"""Search in Arabic, Persian and Hebrew: other spellings and forms of a word, for the index and for what is typed.

The theme's search knows beginnings of words as they are written. So each entry of the index gets a field of further
forms: letters that people write differently made equal, marks dropped, frequent endings and beginnings cut off, and
the singular of plurals that change inside (Arabic). `assets/search.js` does the same to what a reader types, with the
tables of this file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import unescape
from typing import Any, Final

# Letters written in several ways, and signs between or on letters (joiners, geresh, quotation marks, hamza, tatweel).
SAME: Final = {c: one for one, several in {
    "ی": "يىئې", "ک": "كڪ", "ه": "ةۀۂە", "ا": "أإآٱ", "و": "ؤ", "כ": "ך", "מ": "ם", "נ": "ן", "פ": "ף", "צ": "ץ",
}.items() for c in several}  # fmt: skip
DROPPED: Final = "ءـ\u066c\u061c\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff׳״'\"’"

# Per language, after the letters were made equal: `spells` rewrites all of the word; `begins` are cut off; `ends` are
# replaced; `plurals` are whole patterns of words whose plural changes inside, with the singulars they may come from.
# Regular expressions that Python and JavaScript read alike; a lookahead or `.{3,}` says how much must remain: short
# remainders only after what is rarely a part of the word itself (Hebrew מ and כ begin too many nouns to be cut).
RULES: Final[Mapping[str, Mapping[str, Any]]] = {
    "ar": {
        "spells": [],
        "begins": ["^[وف]?(?:ال|بال|کال|لل)(?=.{2})", "^[وف](?=.{3})", "^[وف]?[بلک](?=.{4})"],
        "ends": [
            [r"^(.{3,}?)(?:و?کما|و?هما|[وی]ن|و?ها|و?هم|و?کم|و?نا|یه|ی|ک|ا)$", r"\1"],
            [r"^(.[^ا].*|.ا..+)ات$", r"\1"], [r"^(.[^ا].+|.ا..+)ه$", r"\1"], [r"^(.{3,})ان$", r"\1"],
            [r"^(.{2,})ات(?:ها|هم|کم|نا|ه|ی|ک)?$", r"\1ه"], [r"^(.+)وات(?:ها|هم|کم|نا|ه|ی|ک)?$", r"\1اه"],
            [r"^(.{2,})ت(?:ها|هم|کم|نا|ه|ی|ک)$", r"\1ه"], [r"^(.*ا)ت$", r"\1ه"],
            [r"^(.{3,})ا[وی](?:ها|هم|کم|نا|ه|ی|ک)$", r"\1", r"\1ا"],
            [r"^(.{3,})ات(?:ها|هم|کم|نا|ه|ی|ک)$", r"\1"],
        ],
        "plurals": [
            [r"^(.)وا(.)ی(.)$", r"\1ا\2و\3", r"\1ا\2و\3ه", r"\1ا\2ی\3"],
            [r"^(.)وا([^ی])([^هیا])$", r"\1ا\2\3", r"\1ا\2\3ه"],
            [r"^(.)([^و])ا([^ی])ی(.)$", r"\1\2\3و\4", r"\1\2\3ا\4", r"\1\2\3ی\4", r"\1\2\3\4ه"],
            [r"^(.)([^و])ا([^ی])([^هیا])$", r"\1\2\3\4", r"\1\2\3\4ه"],
            [r"^(.)(.)ای(.)$", r"\1\2ی\3ه", r"\1\2ا\3ه", r"\1\2ی\3"],
            [r"^م(.)ا(.)ی?$", r"م\1\2ی", r"م\1\2ه"],
            [r"^ا(.)(.)ا(.)$", r"\1\2\3"], [r"^ا(.)وا(.)$", r"\1ا\2"], [r"^ا(.)(.)ا\2$", r"\1\2"],
            [r"^(.)(.)ا(.)$", r"\1\2\3ه"],
            [r"^ا(.)(.)(.)ه$", r"\1\2ا\3", r"\1\2و\3", r"\1\2ی\3"],
            [r"^(.)(.)و(.)$", r"\1\2\3"], [r"^(.)(.)و\2$", r"\1\2"], [r"^(.)(.)(.)ا$", r"\1\2ی\3"],
        ],
    },
    "fa": {
        "spells": [],
        "begins": ["^ن?می(?=.{3})"],
        "ends": [
            [r"^(.{2,})ها(?:یتان|یمان|یشان|یی|یم|یت|یش|ی)?$", r"\1"], [r"^(.{3,})تر(?:ین)?$", r"\1"],
            [r"^(.{3,}?)(?:مان|تان|شان|یم|ید|ند|ام|اش|ات|ای|ی|م|ش)$", r"\1"],
            [r"^(.{4,})ان$", r"\1"],
            [r"^(.{2,})گ(?:ان|ی)$", r"\1ه"],
        ],
        "plurals": [],
    },
    "he": {
        "spells": [["יי", "י"], ["וו", "ו"]],
        "begins": [
            "^ו?(?:כש|ש)[הבלמכ](?=.{3})", "^ו?כש(?=.{3})", "^ו?ש(?=.{5})", "^ו?מה(?=.{4})", "^ו?ה(?=.{3})",
            "^ו?[בל](?=[^ו].{2})", "^ו(?=.{4})",
        ],
        "ends": [
            [r"^(.{3,})ות(?:ינו|יכמ|יכנ|יהמ|יהנ|יו|יה|יכ|י)?$", r"\1"],
            [r"^(.{2,})ות(?:ינו|יכמ|יכנ|יהמ|יהנ|יו|יה|יכ|י)?$", r"\1ה"],
            [r"^(.{2,})ויות(?:ינו|יכמ|יכנ|יהמ|יהנ|יו|יה|יכ|י)?$", r"\1ות"], [r"^(.{2,})יות$", r"\1ית"],
            [r"^(.{3,})אות$", r"\1ה"], [r"^(.{2,}א)ימ$", r"\1י"], [r"^(.{2,})ימ$", r"\1"],
            [r"^(.ו.|מ..)(?:ימ|י|ינו|יכמ|יהמ)$", r"\1ה"],
            [r"^(.{3,})(?:ינו|יכמ|יהמ)$", r"\1"], [r"^(.{4,})(?:ית|נו|כמ|המ|ה|ת)$", r"\1"], [r"^(.{3,})י$", r"\1"],
            [r"^(.{3,})ת(?:ו|נו|כמ|מ|י)?$", r"\1ה"],
        ],
        "plurals": [[r"^(.)י(.ו.)$", r"\1\2"]],  # as written with vowel points
    },
}  # fmt: skip

FIELD: Final = "forms"
CUT: Final = "x"  # no word mixes the two scripts so
_TAG: Final = re.compile(r"<[^>]*>")
_WORD: Final = re.compile(
    r"[\w\u0300-\u036f\u0591-\u05c7\u05f3\u05f4\u0610-\u061a\u064b-\u065f\u066b\u066c\u0670\u200c\u200d'\"’]+"
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
    """The folded word, then what it may be without beginnings and endings, and its singulars; each once."""
    folded = fold(word)
    rules = RULES.get(language)
    if rules is None or _LATIN.match(folded):
        return (folded,)
    for pattern, into in rules["spells"]:
        folded = re.sub(pattern, into, folded)
    bases = [folded, *(re.sub(b, "", folded) for b in rules["begins"])]
    stems = [*bases, *(form for base in bases for form in _rewritten(base, rules["ends"]))]
    singulars = [form for stem in stems for form in _rewritten(stem, rules["plurals"])]
    return tuple(dict.fromkeys([*stems, *singulars]))


def _rewritten(word: str, rules: Sequence[Sequence[str]]) -> list[str]:
    return [found.expand(into) for pattern, *more in rules if (found := re.match(pattern, word)) for into in more]


@lru_cache(maxsize=20_000)  # most lessons stand in several handbooks
def further_forms(text: str, language: str) -> str:
    """All further forms of the words of a text (HTML), sorted, each once.

    What was cut carries CUT before it: a search for beginnings of words must not take a stem for a word.
    """
    words = {w for w in _WORD.findall(unescape(_TAG.sub(" ", text))) if not w.isascii()}
    folded = {forms(word, language)[0] for word in words} - {""} - words
    return " ".join(sorted(folded | {CUT + form for word in words for form in forms(word, language)[1:] if form}))


def widen(index: dict[str, Any], language: str) -> dict[str, Any]:
    """The search index with the field of further forms; as it is for languages without a table.

    Material looks into every field its configuration names. Zensical knows only its own, so there the script of
    the page gives it the text and this field as one.
    """
    if language not in RULES:
        return index
    for entry in index["docs"] if "docs" in index else index["items"]:
        entry.pop(FIELD, None)
        entry[FIELD] = further_forms(f"{entry['title']} {entry['text']}", language)
    if "docs" in index:
        index["config"]["fields"][FIELD] = {"boost": 0.5}
    return index


def tables(language: str) -> str:
    """What the script in the page needs, as JSON; null for languages without a table."""
    if language not in RULES:
        return "null"
    return json.dumps(
        {"same": SAME, "dropped": DROPPED, "cut": CUT, **RULES[language]}, ensure_ascii=True, sort_keys=True
    )


def spelling() -> str:
    """Letters that are the same and signs that do not count, as JSON: for typed answers, in every language."""
    return json.dumps({"same": SAME, "dropped": DROPPED}, ensure_ascii=True, sort_keys=True)
