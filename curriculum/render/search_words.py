"""The words of a handbook and the other forms that a reader may type for them: the table its search works with.

The index itself stays as its engine made it. The script of the page turns what is typed into words of the handbook
(`assets/search.js`): by this table, and by cutting the ends of words as `inflection.py` says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Set
from functools import lru_cache
from itertools import chain, compress, filterfalse
from typing import Any, Final

from curriculum.render.folding import fold_all
from curriculum.render.inflection import LANGUAGES, cuts, each_cut, plurals
from curriculum.render.kept import kept
from curriculum.render.lexicon import lexicon
from curriculum.render.readings import choose, is_named, is_own, is_verb, readings
from curriculum.render.rivals import begun, inner_plurals, kin, rivals

_TAG: Final = re.compile(r"<[^>]*>")
_LATIN: Final = re.compile(r"[\x00-\u024f]*\Z")
_all: Final = chain.from_iterable
# Arabic participles, which take nouns' endings.
_PARTICIPLE: Final = re.compile("م.{3,}|.ا..")
# Arabic verbs of two people, of women, and of you all: nobody searches for them, and they are half of all forms.
_RARE: Final = re.compile(".*(?:ا|ان|تما|تم|[^و]ن)|ت.*ی")


def add_words(index: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The search index with the table of its words; as it is for languages without one."""
    if language not in LANGUAGES:
        return index
    return {**index, "config": {**index["config"], "words": word_table(words_of(index, language), language)}}


def add_words_again(index: Mapping[str, Any], before: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The same for an index that has the table of an earlier one: it is made again only if there are other words."""
    if language not in LANGUAGES or words_of(index, language) == words_of(before, language):
        return index
    return add_words(index, language)


def words_of(index: Mapping[str, Any], language: str) -> list[str]:
    """The words of the index in one spelling, each once, sorted, as the engines separate them."""
    texts: set[str] = set()
    for entry in index["docs"] if "docs" in index else index["items"]:
        texts.update((entry["title"], _TAG.sub(" ", entry["text"]), *entry.get("path", ())))
    separator = index["config"]["separator"]
    return sorted({*_all(_words_in(text, separator, language) for text in texts)})


@lru_cache(maxsize=5_000)  # handbooks have many pages in common
def _words_in(text: str, separator: str, language: str) -> tuple[str, ...]:
    words = {*filterfalse(_LATIN.match, re.split(separator, text))}
    return tuple({*filterfalse(_LATIN.match, fold_all(words, language))})


def word_table(words: Collection[str], language: str) -> dict[str, Any]:
    """What a search needs to know of the words, which are in one spelling.

    families: each the forms of one lemma; after "-" those that only particles may be joined to, not endings.
    unknown: each a word that the dictionary does not know, and what it may be without its ends.
    owned, others: words that would be taken for forms of these and are not; owned are also what is never cut further.
    """
    words = set(words)
    families, unknown = _families(words, language)
    further = _further(families, words, language)
    stems = _stems(unknown, language)
    keys = {*stems, *_all(stems.values()), *_all(families.values())}
    forms = keys.union(*further.values())
    for lemma, those in further.items():
        those.update(form for form in kin(language)[lemma] if form not in words)
    others = {*_all(rivals(language).of(keys)), *_all(begun(language).of(_all(further.values())))}
    left = tuple(others - forms)
    others = {*compress(left, map(families.keys().isdisjoint, lexicon(language).lemmas.of(left)))}
    owned = {w for w in others if is_own(w, language)}
    return {
        "families": sorted(_line(base, further[lemma]) for lemma, base in families.items()),
        "unknown": sorted(" ".join([word, *each]) for word, each in stems.items()),
        "owned": " ".join(sorted(owned)),
        "others": " ".join(sorted(others - owned)),
    }


def _line(base: Collection[str], further: Collection[str]) -> str:
    return " ".join(sorted(base)) + (" -" + " -".join(sorted(further)) if further else "")


def _families(words: Set[str], language: str) -> tuple[dict[str, set[str]], list[str]]:
    """By lemma the words that have it and the forms that endings may be joined to; and the words that may have none."""
    families: dict[str, set[str]] = {}
    unknown, strange = [], words - {*lexicon(language).among(words)}
    remain, nouns = _without_beginning(language), _nouns(language)
    for word, lemmas in choose(words, language).items():
        for lemma in lemmas:
            if lemma in families:
                families[lemma].add(word)
            else:
                families[lemma] = {lemma, word, *filterfalse(words.__contains__, nouns[lemma])}
        for form, lemma in remain[word]:
            if lemma in lemmas and form not in words:
                families[lemma].add(form)
        if not lemmas or (word in strange and words.isdisjoint(lemmas)):
            unknown.append(word)
    return families, unknown


@kept
def _without_beginning(word: str, language: str) -> tuple[tuple[str, str], ...]:
    """What the dictionary knows of the word after a sure beginning, and its lemmas."""
    found = (way for way in readings(word, language) if way.letters and not way.weak)
    return tuple((way.word, way.lemma) for way in found if word.endswith(way.word))


@kept
def _nouns(lemma: str, language: str) -> tuple[str, ...]:
    """The forms of a lemma to which nouns' endings may be joined: plurals that change inside, participles (Arabic)."""
    if language != "ar":
        return ()
    forms = lexicon(language).forms(lemma)
    family, made = set(forms), set(plurals(lemma, language))
    found = (w for w in forms if w in made or "ال" + w in family or _PARTICIPLE.fullmatch(w))
    bare = {lemma, *made}
    needed = (w for w in found if not any(to in bare and not is_weak for to, _, is_weak in each_cut(w, language)))
    return (*needed, *inner_plurals(lemma, language))


def _further(families: Mapping[str, Set[str]], words: Set[str], language: str) -> dict[str, set[str]]:
    """By lemma the other forms that a search must be told, but for lemmas of others."""
    further, needed = {}, _needed(language)
    for lemma, base in families.items():
        forms, named = needed[lemma]
        those = further[lemma] = {form for form in forms if form not in base and form not in words}
        if named:
            those.update(form for form in named if form in families and form not in base and form not in words)
    return further


@kept
def _needed(lemma: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The forms of a lemma that a search would not come to by cutting; and apart those that are lemmas too."""
    forms = lexicon(language).forms(lemma)
    family, base, rare = set(forms), {lemma, *_nouns(language)[lemma]}, language == "ar" and is_verb(lemma, language)
    found: tuple[list[str], list[str]] = ([], [])
    for form in forms:
        if rare and _RARE.fullmatch(form):
            continue
        for to, _, is_weak in each_cut(form, language):
            if not is_weak and len(to) < len(form) and (to in base or (to in family and form.endswith(to))):
                break
        else:
            found[is_named(form, language)].append(form)
    return tuple(found[0]), tuple(found[1])


def _stems(unknown: Collection[str], language: str) -> dict[str, list[str]]:
    """What unknown words may be without their ends: words that the dictionary does not know either.

    What several of them share may be shorter, and may come from a weak cut.
    """
    remains = _unknown_remains(language)
    shared = Counter([*unknown, *(remainder for word in unknown for remainder, _ in remains[word])])

    def may_be(remainder: str, weak: bool) -> bool:
        return len(remainder) > 2 if shared[remainder] > 1 else len(remainder) > 3 and not weak

    return {word: [remainder for remainder, weak in remains[word] if may_be(remainder, weak)] for word in unknown}


@kept
def _unknown_remains(word: str, language: str) -> tuple[tuple[str, bool], ...]:
    """What remains after each cut and is not known, and whether the cut is weak."""
    known = lexicon(language)
    return tuple((cut.word, cut.weak) for cut in cuts(word, language) if cut.word not in known)
