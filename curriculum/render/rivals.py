"""What a handbook's words may be taken for, and are not: words of the dictionary that look like forms of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Final

from curriculum.render.inflection import TYPED, before_endings, begins, each_cut, particles, plurals
from curriculum.render.kept import kept
from curriculum.render.lexicon import lexicon
from curriculum.render.readings import has_article, is_named, is_own, is_verb

_VOWELS: Final = {"he": "וי"}  # letters that may be left out
_RELATIVE: Final = {"ar": "ی", "fa": "ی", "he": "י"}  # makes an adjective of a noun


@kept
def rivals(word: str, language: str) -> tuple[str, ...]:
    """Words of the dictionary that can be cut to this one, or are a beginning of it, and are of another lemma."""
    found = (*_lookalikes(word, language), *(rival for rival, is_other in _cut_to(word, language) if is_other))
    # Other verbs' forms are too many in Arabic, and are not what one searches for.
    return tuple(w for w in found if language != "ar" or is_named(w, language) or has_article(w, language))


@kept
def kin(word: str, language: str) -> tuple[str, ...]:
    """Words of the dictionary that can be cut to this one, and count as forms of it."""
    return tuple(rival for rival, is_other in _cut_to(word, language) if not is_other)


@lru_cache(maxsize=100_000)
def _cut_to(word: str, language: str) -> tuple[tuple[str, bool], ...]:
    """Words of the dictionary that can be cut to this one, and whether each is surely of another lemma.

    Left out are those that a search may cut: of which the dictionary has nothing but the word, if a sure ending leads
    here; adjectives made of this word; Arabic feminine plurals.
    """
    known, relative = lexicon(language), word + _RELATIVE[language]
    remains, found = _remains(language), []
    grown = [*known.among([begin + word for begin in _begins_before(language)[word[:2]]])]
    for start, endings in before_endings(word, language):
        grown += known.extended(start, endings)
    for rival in grown:
        if rival == word:
            continue
        sure, weak = remains[rival]
        is_weak, is_begun = word not in sure, rival.endswith(word)
        if is_named(rival, language):
            if (rival != relative or language == "he") and (is_own(rival, language) or is_weak or is_begun):
                found.append((rival, True))
        elif any(lemma in sure or lemma in weak for lemma in known.lemmas[rival]):
            is_related = all(lemma == relative for lemma in known.lemmas[rival])
            if is_weak or (not is_related and (language != "ar" or is_verb(word, language))):
                found.append((rival, True))
        else:
            found.append((rival, is_begun or has_article(rival, language)))
    return tuple(found)


@kept
def _begins_before(letters: str, language: str) -> tuple[str, ...]:
    """The beginnings with which the dictionary has any word that goes on with these letters."""
    return tuple(begin for begin in begins(language) if lexicon(language).has_start(begin + letters))


@kept
def _remains(word: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What remains of the word after a sure cut, and after a weak one."""
    found: tuple[list[str], list[str]] = ([], [])
    for remainder, _, is_weak in each_cut(word, language):
        found[is_weak].append(remainder)
    return tuple(found[0]), tuple(found[1])


@kept
def begun(word: str, language: str) -> tuple[str, ...]:
    """Words of their own in the dictionary that are this one after a letter that may be a particle."""
    after = (letter + word for letter in particles(language))
    return tuple(other for other in lexicon(language).among(after) if is_own(other, language))


def _lookalikes(word: str, language: str) -> Iterator[str]:
    """Words of the dictionary that are a beginning of this one, or this one without one or two vowel letters."""
    at = [number for number, c in enumerate(word) if c in _VOWELS.get(language, "")]
    less = [word[:one] + word[one + 1 :] for one in at]
    fewer = [word[:one] + word[one + 1 : other] + word[other + 1 :] for one, other in combinations(at, 2)]
    return lexicon(language).among([*(word[:n] for n in range(TYPED, len(word))), *less, *fewer])


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
            and not any(is_own(other, language) and not is_verb(other, language) for other in known.lemmas[plural])
        )
    ]
    return tuple(plural for plural in free if family.isdisjoint(made) or plural in known)
