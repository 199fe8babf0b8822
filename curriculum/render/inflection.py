"""How words of Arabic, Persian and Hebrew are inflected at their ends: what may be cut off, and what stood there.

In the spelling of `folding.py`. A short ending or beginning is also often a part of the word itself; it is called
weak, and whoever cuts it needs other evidence that this is right. The page's script cuts by the same tables.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from curriculum.render.folding import DOUBLED, DROPPED, SAME
from curriculum.render.kept import kept

LANGUAGES: Final = frozenset({"ar", "fa", "he"})


class Cut(NamedTuple):
    """A word without a beginning and an ending, and whether only letters that prove little were cut."""

    word: str
    letters: int
    weak: bool


def _ends(*groups: str) -> tuple[tuple[str, str], ...]:
    """Endings with what stood in their place: "a b>c" is a in place of nothing, b in place of c."""
    pairs = (part.partition(">") for group in groups for part in group.split())
    return tuple((ending, before) for ending, _, before in pairs)


def _joined(plurals: str, owners: str) -> tuple[str, ...]:
    """Each plural alone and with each owner after it: "ות>ה" and "ינו" make "ותינו>ה"."""
    return tuple(
        f"{ending}{owner}>{before}"
        for ending, _, before in (plural.partition(">") for plural in plurals.split())
        for owner in ("", *owners.split())
    )


_HE_BEFORE: Final = ("", "ו", "ש", "וש", "כש", "וכש", "מש", "לכש")
ARTICLES: Final[Mapping[str, tuple[str, ...]]] = {"ar": ("ال", "لل"), "he": ("ה",)}  # as they end a beginning
# What may stand before a word and after it.
BEGINS: Final[Mapping[str, tuple[str, ...]]] = {
    "ar": (
        "و",
        *(f"{conjunction}{article}" for conjunction in ("", "و", "ف") for article in ("ال", "بال", "کال", "لل")),
        *(f"{conjunction}{particle}" for conjunction in ("و", "ف") for particle in ("ب", "ل", "ک", "س")),
    ),
    "fa": ("می", "نمی"),
    "he": tuple(c + p for c in _HE_BEFORE for p in ("", "ה", "ב", "ל", "מה") if c + p),
}
WEAK_BEGINS: Final[Mapping[str, tuple[str, ...]]] = {
    "ar": ("ف", "ب", "ل", "ک", "س"), "fa": ("ن", "ب"), "he": tuple(c + p for c in _HE_BEFORE for p in "מכ"),
}  # fmt: skip
_AR_OWNERS: Final = "ها هم هن هما کم کما نا ه ک ی"
ENDS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "ar": _ends(
        "ها هم هن هما کم کما نا ون ین ان تان>ه تین>ه",
        *_joined("ات>ه ات وات>اه", _AR_OWNERS),
        *(f"ت{owner}>ه" for owner in _AR_OWNERS.split()),
        *(f"{ending}{owner}" for ending in "وی" for owner in _AR_OWNERS.split()),
    ),
    "fa": _ends(
        *_joined("ها", "ی یی یم یت یش یمان یتان یشان م ت ش مان تان شان"),
        *_joined("گان>ه", "ی م ت ش مان تان شان"),
        *(f"{plural}{owner}" for plural in ("ان", "یان", "ات") for owner in ("مان", "تان", "شان")),
        "مان تان شان یمان یتان یشان",
    ),
    "he": _ends(
        *_joined("ות>ה ות ות>ת יות>ית ויות>ות אות>ה", "י יו יה יכ ינו יכמ יכנ יהמ יהנ"),
        "ימ ימ>ה ימ>י יות>י ינו יכמ יכנ יהמ יהנ יו ינו>ה יכמ>ה יהמ>ה יו>ה נו כמ המ",
        *(f"ת{owner}>{before}" for owner in "ו נו כמ מ נ י ה".split() for before in "הת"),
    ),
}  # fmt: skip
WEAK_ENDS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "ar": _ends("ه ی ک ت وا یه", *(f"{letter}ا>{letter}" for letter in "بتثجحخدذرزسشصضطظعغفقکلمنوی")),
    "fa": _ends("ی ن ای یی ان یان ام ات اش م ت ش یم ید ند اند ات>ه گی>ه تر ترین ترها ترینها"),
    "he": _ends("ה ת>ה ת י י>ה ית>י ו"),
}
# Plurals that change inside the word (Arabic): patterns of the whole singular, and what its plural may be.
PLURALS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "ar": (
        (r"(.)([^اوی])([^ه])", "{0}{1}و{2}", "ا{0}{1}ا{2}", "{0}{1}ا{2}"), (r"(.)ا(.)", "ا{0}وا{1}"),
        (r"(.)(.)", "{0}{1}و{1}", "ا{0}{1}ا{1}"), (r"(.)(.)ه", "{0}{1}{1}"), (r"(.)(.)(.)ه", "{0}{1}{2}"),
        (r"(.)ا(.)(.)ه?", "{0}وا{1}{2}"), (r"(.)ا(.)[ویا](.)ه?", "{0}وا{1}ی{2}"),
        (r"(.)(.)[یاو](.)ه", "{0}{1}ای{2}"), (r"(.)(.)[اوی](.)", "ا{0}{1}{2}ه", "{0}{1}{2}"),
        (r"(.)(.)ی(.)", "{0}{1}{2}ا", "ا{0}{1}{2}ا", "{0}{1}ا{2}"),
        (r"(.)ا(.)(.)", "{0}{1}ا{2}"), (r"ت(.)(.)([^اویه])ه", "ت{0}ا{1}ی{2}"),
        (r"(.)([^اوی])([^اوی])([^اویه])ه?", "{0}{1}ا{2}{3}"), (r"(.)([^اوی])([^اوی])[اوی](.)ه?", "{0}{1}ا{2}ی{3}"),
        (r"م(.)(.)[یاه]", "م{0}ا{1}", "م{0}ا{1}ی"),
    ),
}  # fmt: skip

SURE: Final = 4  # letters that must remain before a weak cut proves something
TYPED: Final = 4  # letters from which on what is typed may be a word that still grows
BOTH: Final = 1  # and one more if both ends were cut

_KNOWN_BY: Final = 2  # letters by which few beginnings and endings remain
_LETTERS: Final = attrgetter("letters")


def cuts(word: str, language: str) -> tuple[Cut, ...]:
    """Every way to cut the word, fewest letters first; not the word itself, and never two weak cuts at once."""
    found: dict[str, Cut] = {}
    for cut in map(Cut._make, each_cut(word, language)):
        before = found.get(cut.word)
        if before is None or (cut.weak, cut.letters) < (before.weak, before.letters):
            found[cut.word] = cut
    return tuple(sorted(found.values(), key=_LETTERS))


def each_cut(word: str, language: str) -> Iterator[tuple[str, int, bool]]:
    """The same in no order, and as plain tuples, which are made sooner; several ways may lead to one word."""
    ends = _ends_like(language)
    for begin, weak_begin in _begins_like(language)[word[:_KNOWN_BY]]:
        if not word.startswith(begin):
            continue
        rest = word[len(begin) :]
        for ending, before, weak_end in ends[rest[-_KNOWN_BY:]]:
            if not rest.endswith(ending) or ending == rest:
                continue
            length = len(ending)
            remainder = rest[: len(rest) - length] + before
            left = len(remainder) - BOTH if begin and length else len(remainder)
            weak = (weak_begin and left < SURE) + (weak_end and len(remainder) <= SURE)
            if remainder != word and weak < 2 and left >= 2 + weak:
                yield remainder, len(begin) + length, weak > 0


@kept
def _begins_like(start: str, language: str) -> tuple[tuple[str, bool], ...]:
    """The beginnings that words may have whose first letters these are, none among them; whether they are weak."""
    begins, _ = _tables(language)
    may_be = (begin for begin in begins if begin.startswith(start) or start.startswith(begin))
    return (("", False), *((begin, begins[begin]) for begin in may_be))


@kept
def _ends_like(end: str, language: str) -> tuple[tuple[str, str, bool], ...]:
    """The endings that words may have whose last letters these are, shortest first: what stood there, whether weak."""
    _, ends = _tables(language)
    may_be = sorted((ending for ending in ends if ending.endswith(end) or end.endswith(ending)), key=len)
    return tuple((ending, before, weak) for ending in may_be for before, weak in ends[ending])


@lru_cache(maxsize=100_000)
def plurals(word: str, language: str) -> tuple[str, ...]:
    """What the plural of the word may be if it changes inside."""
    return tuple(
        into.format(*found.groups())
        for pattern, forms in _patterns(language)
        if (found := pattern.fullmatch(word))
        for into in forms
    )


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(pattern), tuple(forms)) for pattern, *forms in PLURALS.get(language, ()))


def begins(language: str) -> Iterable[str]:
    """What may stand before a word."""
    return _tables(language)[0]


@cache
def particles(language: str) -> tuple[str, ...]:
    """Single letters before a word that are surely no part of it if the rest is known."""
    return tuple(begin for begin in BEGINS[language] if len(begin) == 1)


@cache
def _tables(language: str) -> tuple[Mapping[str, bool], Mapping[str, tuple[tuple[str, bool], ...]]]:
    """Beginnings and whether they are weak; by ending what stood there and whether it is weak."""
    begins = dict.fromkeys(BEGINS[language], False) | dict.fromkeys(WEAK_BEGINS[language], True)
    ends: dict[str, tuple[tuple[str, bool], ...]] = {"": (("", False),)}
    for table, weak in ((ENDS, False), (WEAK_ENDS, True)):
        for ending, before in table[language]:
            ends[ending] = (*ends.get(ending, ()), (before, weak))
    return begins, ends


def before_endings(word: str, language: str) -> Iterator[tuple[str, frozenset[str]]]:
    """What `each_cut` would cut to this word with one ending: what stands before the ending, and the endings."""
    for before, endings in _ends_after(language)[word[-1:]]:
        if word.endswith(before):
            yield word[: len(word) - len(before)], endings


@kept
def _ends_after(letter: str, language: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """What may stand in the place of endings and has this last letter, or nothing; and those endings."""
    _, ends = _tables(language)
    after: dict[str, list[str]] = {}
    for ending, places in ends.items():
        for before, _ in places:
            if ending + before and (not before or before[-1:] == letter):
                after.setdefault(before, []).append(ending)
    return tuple((before, frozenset(endings)) for before, endings in after.items())


def tables(language: str) -> str:
    """What the script in the page needs, as JSON; null for languages without a table."""
    if language not in LANGUAGES:
        return "null"
    begins, ends = _tables(language)
    return json.dumps(
        {
            "same": SAME,
            "dropped": DROPPED,
            "doubled": DOUBLED.get(language, ()),
            "vowels": language == "he",
            "begins": begins,
            "ends": ends,
            "sure": SURE,
            "both": BOTH,
            "typed": TYPED,
        },
        ensure_ascii=True,
        sort_keys=True,
    )
