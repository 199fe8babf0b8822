"""The words of a handbook and the other forms that a reader may type for them: the table its search works with.

The index itself stays as its engine made it. The script of the page turns what is typed into words of the handbook
(`assets/search.js`): by this table, and by cutting the ends of words as `inflection.py` says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, Final

from curriculum.render.folding import fold_all
from curriculum.render.inflection import LANGUAGES, Cut, cuts, plurals
from curriculum.render.lexicon import lexicon
from curriculum.render.readings import choose, has_article, is_named, is_own, is_verb, readings
from curriculum.render.rivals import begun, inner_plurals, lookalikes, rivals

_TAG: Final = re.compile(r"<[^>]*>")
_LATIN: Final = re.compile(r"[\x00-\u024f]*\Z")
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
    texts = []
    for entry in index["docs"] if "docs" in index else index["items"]:
        texts += [entry["title"], _TAG.sub(" ", entry["text"]), *entry.get("path", ())]
    words = {word for word in re.split(index["config"]["separator"], " ".join(texts)) if not _LATIN.match(word)}
    return sorted({word for word in fold_all(words, language) if not _LATIN.match(word)})


def word_table(words: Collection[str], language: str) -> dict[str, Any]:
    """What a search needs to know of the words, which are in one spelling.

    families: each the forms of one lemma; after "-" those that only particles may be joined to, not endings.
    unknown: each a word that the dictionary does not know, and what it may be without its ends.
    owned, others: words that would be taken for forms of these and are not; owned are also what is never cut further.
    """
    words = set(words)
    families, unknown = _families(words, language)
    further = {lemma: _further(lemma, base, families, language) - words for lemma, base in families.items()}
    stems = _stems(unknown, language)
    keys = {
        *stems,
        *(stem for each in stems.values() for stem in each),
        *(w for base in families.values() for w in base),
    }
    known, forms = lexicon(language), keys.union(*further.values())
    others: set[str] = set()
    for key in sorted(keys):
        others.update(lookalikes(key, language))
        for rival, is_other in rivals(key, language):
            if is_other:
                others.add(rival)
            elif key in families and rival not in words:
                further[key].add(rival)
    others.update(w for each in further.values() for form in each for w in begun(form, language))
    others = {w for w in others if w not in forms and not any(lemma in families for lemma in known.lemmas(w))}
    if language == "ar":  # other verbs' forms are too many, and are not what one searches for
        others = {w for w in others if is_named(w, language) or has_article(w, language)}
    owned = {w for w in others if is_own(w, language)}
    return {
        "families": sorted(
            " ".join([*sorted(base), *("-" + form for form in sorted(further[lemma]))])
            for lemma, base in families.items()
        ),
        "unknown": sorted(" ".join([word, *each]) for word, each in stems.items()),
        "owned": " ".join(sorted(owned)),
        "others": " ".join(sorted(others - owned)),
    }


def _families(words: Collection[str], language: str) -> tuple[dict[str, set[str]], list[str]]:
    """By lemma the words that have it and the forms that endings may be joined to; and the words that may have none."""
    families: dict[str, set[str]] = {}
    unknown, known = [], lexicon(language)
    for word, lemmas in choose(words, language).items():
        for lemma in lemmas:
            base = families.setdefault(lemma, {lemma, *(w for w in _nouns(lemma, language) if w not in words)})
            base.add(word)
            base.update(w for w in _without_beginning(word, lemma, language) if w not in words)
        if not lemmas or (word not in known and not any(lemma in words for lemma in lemmas)):
            unknown.append(word)
    return families, unknown


@lru_cache(maxsize=100_000)
def _without_beginning(word: str, lemma: str, language: str) -> tuple[str, ...]:
    ways = readings(word, language)
    return tuple(way.word for way in ways if way.lemma == lemma and not way.weak and word.endswith(way.word))


@lru_cache(maxsize=100_000)
def _nouns(lemma: str, language: str) -> tuple[str, ...]:
    """The forms of a lemma to which nouns' endings may be joined: plurals that change inside, participles (Arabic)."""
    if language != "ar":
        return ()
    forms = lexicon(language).forms(lemma)
    family, made = set(forms), set(plurals(lemma, language))
    found = (w for w in forms if w in made or "ال" + w in family or _PARTICIPLE.fullmatch(w))
    bare = {lemma, *made}
    needed = (w for w in found if not any(cut.word in bare and not cut.weak for cut in cuts(w, language)))
    return (*needed, *inner_plurals(lemma, language))


def _further(lemma: str, base: Collection[str], families: Collection[str], language: str) -> set[str]:
    """The other forms that a search must be told, but for lemmas of others."""
    return {
        form
        for form in _needed(lemma, language)
        if form not in base and (form in families or not is_named(form, language))
    }


@lru_cache(maxsize=100_000)
def _needed(lemma: str, language: str) -> tuple[str, ...]:
    """The forms of a lemma that a search would not come to by cutting."""
    forms = lexicon(language).forms(lemma)
    family, base = set(forms), {lemma, *_nouns(lemma, language)}
    return tuple(
        form
        for form in forms
        if not (language == "ar" and is_verb(lemma, language) and _RARE.fullmatch(form))
        and not any(
            cut.word in base or (cut.word in family and form.endswith(cut.word))
            for cut in cuts(form, language)
            if not cut.weak and len(cut.word) < len(form)
        )
    )


def _stems(unknown: Collection[str], language: str) -> dict[str, list[str]]:
    """What unknown words may be without their ends: words that the dictionary does not know either.

    What several of them share may be shorter, and may come from a weak cut.
    """
    shared = Counter([*unknown, *(cut.word for word in unknown for cut in cuts(word, language))])
    known = lexicon(language)

    def may_be(cut: Cut) -> bool:
        return len(cut.word) > 2 if shared[cut.word] > 1 else len(cut.word) > 3 and not cut.weak

    return {
        word: [cut.word for cut in cuts(word, language) if cut.word not in known and may_be(cut)] for word in unknown
    }
