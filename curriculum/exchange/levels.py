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
    0.34: "working developing junior understanding emerging a2 b1",
    0.5: """intermediate competent medium mittel fortgeschritten mittelstufe středně_pokročilý mírně_pokročilý
        intermédiaire
        intermedio متوسط ביניים בינוני confident""",
    0.67: "practitioner proficient skilled senior applying b2",
    1.0: """advanced expert master mastery leading lead strategic authority experte profi pokročilý expertní avancé
        avanzado
        متقدم خبير پیشرفته متخصص מתקדם מתקדמים מומחה c1 c2""",
}  # fmt: skip
_PLACE_OF: Final = {w.replace("_", " "): place for place, words in _PLACES.items() for w in words.split()}
_NUMBER: Final = re.compile(r"(?:level|lvl|l|stufe|úroveň|niveau|مستوى|المستوى|سطح|רמה)?[\s_-]*(\d{1,4})(?:\.0)?")
COURSE_NUMBERS: Final = {100: 0.0, 200: 0.5, 300: 1.0, 400: 1.0}


def number_of(word: str) -> int | None:
    """The number of `3`, `L3`, `Level 3`, `المستوى ٣`."""
    found = _NUMBER.fullmatch(digits(word).strip().casefold())
    return int(found[1]) if found else None


def _place(word: str, scale: Sequence[str]) -> float | None:
    """Where a word stands between 0 and 1 on the scale of its own system."""
    number = number_of(word)
    if number is None:
        return _PLACE_OF.get(" ".join(word.casefold().split()))
    if number >= 100:
        return COURSE_NUMBERS.get(number - number % 100)
    numbers = sorted({n for w in scale if (n := number_of(w)) is not None and n < 100})
    return 1.0 if len(numbers) == 1 else numbers.index(number) / (len(numbers) - 1)


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
