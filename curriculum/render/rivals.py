"""What a handbook's words may be taken for, and are not: words of the dictionary that look like forms of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from curriculum.render.inflection import TYPED, cuts, grown, particles, plurals
from curriculum.render.lexicon import lexicon
from curriculum.render.readings import has_article, is_named, is_own, is_verb

_VOWELS: Final = {"he": "וי"}  # letters that may be left out
_RELATIVE: Final = {"ar": "ی", "fa": "ی", "he": "י"}  # makes an adjective of a noun


@lru_cache(maxsize=100_000)
def rivals(word: str, language: str) -> tuple[tuple[str, bool], ...]:
    """Words of the dictionary that can be cut to this one, and whether each is surely of another lemma.

    If not, it counts as a form of this one. Left out are those that a search may cut: of which the dictionary has
    nothing but the word, if a sure ending leads here; adjectives made of this word; Arabic feminine plurals.
    """
    known, relative = lexicon(language), word + _RELATIVE[language]
    found = []
    for rival in grown(word, language):
        if rival == word or rival not in known:
            continue
        ways = {cut.word: cut.weak for cut in cuts(rival, language)}
        weak, is_begun = ways.get(word, True), rival.endswith(word)
        if is_named(rival, language):
            if (rival != relative or language == "he") and (is_own(rival, language) or weak or is_begun):
                found.append((rival, True))
        elif any(lemma in ways for lemma in known.lemmas(rival)):
            is_related = all(lemma == relative for lemma in known.lemmas(rival))
            if weak or (not is_related and (language != "ar" or is_verb(word, language))):
                found.append((rival, True))
        else:
            found.append((rival, is_begun or has_article(rival, language)))
    return tuple(found)


@lru_cache(maxsize=100_000)
def begun(word: str, language: str) -> tuple[str, ...]:
    """Words of their own in the dictionary that are this one after a letter that may be a particle."""
    return tuple(letter + word for letter in particles(language) if is_own(letter + word, language))


@lru_cache(maxsize=100_000)
def lookalikes(word: str, language: str) -> tuple[str, ...]:
    """Words of the dictionary that are a beginning of this one, or this one without one or two vowel letters."""
    at = [number for number, c in enumerate(word) if c in _VOWELS.get(language, "")]
    fewer = {word[:one] + word[one + 1 : other] + word[other + 1 :] for one in at for other in at if one < other}
    less = [word[:one] + word[one + 1 :] for one in at]
    known = lexicon(language)
    return tuple(w for w in (*(word[:n] for n in range(TYPED, len(word))), *less, *sorted(fewer)) if w in known)


@lru_cache(maxsize=100_000)
def inner_plurals(lemma: str, language: str) -> tuple[str, ...]:
    """Plurals that change inside: those that the dictionary has, else all that it does not have as other words."""
    made = plurals(lemma, language)
    if not made:
        return ()
    known = lexicon(language)
    family = set(known.forms(lemma))
    free = [
        plural
        for plural in made
        if plural in family
        or (
            not is_named(plural, language)
            and not any(is_own(other, language) and not is_verb(other, language) for other in known.lemmas(plural))
        )
    ]
    return tuple(plural for plural in free if family.isdisjoint(made) or plural in known)
