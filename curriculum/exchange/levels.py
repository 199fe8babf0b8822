"""Level scales of other systems → the programme's: as the map says, by the same word, else by place on the scale."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.dates import digits
from curriculum.exchange.imported import Imported
from curriculum.exchange.names import slug
from curriculum.load.spelling import column_name
from curriculum.model import Values

# Where words of well-known scales stand between lowest (0) and highest (1).
_PLACES: Final = {
    0.0: """beginner novice awareness aware basic foundation foundational fundamental fundamentals entry introductory
        elementary
        learner einsteiger anfänger anfaenger grundlagen začátečník základní débutant principiante مبتدئ أساسي مقدماتی
        מתחיל מתחילים בסיסי a1""",
    0.25: "advanced_beginner",
    0.34: "working developing junior understanding emerging a2 b1",
    0.5: """intermediate competent medium mittel fortgeschritten mittelstufe středně_pokročilý mírně_pokročilý
        intermédiaire
        intermedio متوسط ביניים בינוני confident""",
    0.67: "practitioner proficient skilled senior applying b2 متمرس ممارس",
    0.85: "advanced leading pokročilý avancé avanzado متقدم پیشرفته מתקדם מתקדמים c1",
    1.0: """expert master mastery lead strategic authority experte profi expertní خبير متخصص מומחה c2""",
}  # fmt: skip
_PLACE_OF: Final = {w.replace("_", " "): place for place, words in _PLACES.items() for w in words.split()}
_LEVEL: Final = r"(?:proficiency[\s_-]+)?(?:level|lvl|l|e|stufe|niveau|úroveň|مستوى|المستوى|سطح|רמה)"
_NUMBER: Final = re.compile(rf"{_LEVEL}?[\s_-]*(\d{{1,4}})(?:\.0)?")
_ROMAN: Final = re.compile(rf"{_LEVEL}[\s_-]*(i{{1,3}}|iv|vi{{0,3}}|ix|x)")
_ORDINAL: Final = re.compile(rf"(?:{_LEVEL}\s+)(\S+)|(\S+)\s+{_LEVEL}")
_ROMANS: Final = "i ii iii iv v vi vii viii ix x".split()
_ORDINALS: Final = {
    word: number
    for number, words in enumerate(
        (
            "الأول الاول first erste první اول ראשונה",
            "الثاني second zweite druhá دوم שנייה",
            "الثالث third dritte třetí سوم שלישית",
            "الرابع fourth vierte čtvrtá چهارم רביעית",
            "الخامس fifth fünfte pátá پنجم חמישית",
            "السادس sixth sechste šestá ششم שישית",
            "السابع seventh siebte sedmá هفتم שביעית",
        ),
        1,
    )
    for word in words.split()
}
# `Level 1 – Awareness`, `1. Follow`, `Awareness (1)`: the number ranks, the words are kept.
_NUMBERED: Final = re.compile(
    rf"{_LEVEL}?[\s_-]*(\d{{1,2}})[\s_]*[-–—:.)(]+\s*\D+|{_LEVEL}[\s_-]*(\d{{1,2}})\s\D+"
    rf"|\D+[(\[](?:{_LEVEL}\s*)?(\d{{1,2}})[)\]]"
)
COURSE_NUMBERS: Final = {100: 0.0, 200: 0.5, 300: 1.0, 400: 1.0}


def number_of(word: str) -> int | None:
    """The number of `3`, `L3`, `Level 3`, `Level III`, `e-3`, `المستوى ٣`, `المستوى الثالث`."""
    folded = digits(word).strip().casefold()
    if found := _NUMBER.fullmatch(folded):
        return int(found[1])
    if found := _ROMAN.fullmatch(folded):
        return _ROMANS.index(found[1]) + 1
    if found := _ORDINAL.fullmatch(folded):
        return _ORDINALS.get(found[1] or found[2])
    return None


def _rank_number(word: str) -> int | None:
    """The number of a word alone, or of one that has a name beside its number."""
    number = number_of(word)
    found = _NUMBERED.fullmatch(digits(word).strip().casefold()) if number is None else None
    return int(found[1] or found[2] or found[3]) if found else number


def is_numbered(word: str) -> bool:
    """Whether it is a number above 0 with a name beside it, such as `level 1 – awareness`."""
    return bool(_rank_number(word))


def _place(word: str, scale: Sequence[str]) -> float | None:
    """Where a word stands between 0 and 1 on the scale of its own system."""
    number = _rank_number(word)
    if number is None:
        return rank_of(word)
    if number >= 100:
        return COURSE_NUMBERS.get(number - number % 100)
    numbers = sorted({n for w in scale if (n := _rank_number(w)) is not None and n < 100})
    return 1.0 if len(numbers) == 1 else numbers.index(number) / (len(numbers) - 1)


def is_ranked(scale: Iterable[str]) -> bool:
    """Whether the words of a scale say in which order they stand."""
    words = [w for w in scale if w]
    return len(words) < 2 or all(_place(word, words) is not None for word in words)


def rank_of(word: str) -> float | None:
    """Where a word of a well-known scale stands between 0 and 1; None for any other word."""
    return _PLACE_OF.get(" ".join(word.casefold().split()))


def in_rank(scale: Iterable[str]) -> list[str]:
    """The words of a scale, lowest first: by number, by their usual place, else in the order they came."""
    words = list(dict.fromkeys(w for w in scale if w))
    places = [_place(word, words) for word in words]
    if any(place is None for place in places):
        return words
    keys = {word: (place or 0.0, i) for i, (word, place) in enumerate(zip(words, places, strict=True))}
    return sorted(words, key=lambda word: keys[word])


def map_levels(
    scale: Mapping[str, Position], ours: Sequence[str], asked: Mapping[str, Values], into: Imported
) -> dict[str, str] | None:
    """Their word → our level. `scale`: each word with the place where it first stands.

    Every choice that the map does not make is noted. LEVEL_UNKNOWN, and None, where a word says nothing about its rank.
    """
    said = {column_name(key): str(values[0]) for key, values in asked.items()}
    found: dict[str, str] = {}
    unknown = []
    for word, at in scale.items():
        known = said.get(column_name(word))
        same = slug(word) if slug(word) in ours else None
        place = _place(word, list(scale))
        if known is not None and known not in ours:
            into.note(codes.LEVEL_UNKNOWN, asked[next(iter(asked))][0].at, f"the programme has no level '{known}'")
            return None
        if known or same:
            found[word] = known or same or ""
        elif place is not None:
            found[word] = ours[round(place * (len(ours) - 1))]
            into.mapped(
                at, f"level '{word}' is read as '{found[word]}'", f"another one: `levels: {{{word}: …}}` in the map"
            )
        else:
            unknown.append(word)
    if unknown:
        words = ", ".join(f"{word}: …" for word in unknown)
        hint = f"write `levels: {{{words}}}` into the map; levels here are {', '.join(ours)}"
        into.note(codes.LEVEL_UNKNOWN, scale[unknown[0]], f"level '{unknown[0]}' has no counterpart", hint)
        return None
    return found
