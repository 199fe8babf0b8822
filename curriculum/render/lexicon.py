"""What a dictionary knows of a language's words: which of them are forms of one, in the spelling that search compares.

The dictionaries are those of the package simplemma (from Wiktionary, UniMorph and Universal Dependencies): for each
form its lemma. Read once per process, and only when a handbook in the language is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from curriculum.render.folding import fold_all

_INFINITIVES: Final[Mapping[str, tuple[str, ...]]] = {"fa": ("تن", "دن")}
_ARTICLES: Final[Mapping[str, str]] = {"ar": "ال"}


class Lexicon:
    """Folded form → its lemmas, and folded lemma → all forms of it, itself included.

    Each several words with blanks between: a dictionary of plain strings is no work for the garbage collector.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._lemmas: dict[str, str] = {}
        self._forms: dict[str, str] = {}
        for form, lemma in pairs:
            before = self._lemmas.get(form)
            self._lemmas[form] = f"{before} {lemma}" if before else lemma
            before = self._forms.get(lemma)
            self._forms[lemma] = f"{before} {form}" if before else form

    def __contains__(self, word: str) -> bool:
        return word in self._lemmas

    def __iter__(self) -> Iterator[str]:
        """The lemmas."""
        return iter(self._forms)

    def lemmas(self, word: str) -> tuple[str, ...]:
        """The lemmas that the word is a form of; none for a word that is not known."""
        return tuple(self._lemmas.get(word, "").split())

    def forms(self, lemma: str) -> tuple[str, ...]:
        """All forms of the lemma; none if it is no lemma."""
        return tuple(self._forms.get(lemma, "").split())


@cache
def lexicon(language: str) -> Lexicon:
    """The dictionary of a language."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    entries = DefaultDictionaryFactory(cache_max_size=0).get_dictionary(language)
    forms = list(entries)
    return Lexicon(_pairs(fold_all([*forms, *(entries[form] for form in forms)], language), language))


def _pairs(folded: Sequence[str], language: str) -> Iterable[tuple[str, str]]:
    """Each form with its lemma, once; `folded` has all forms and then their lemmas."""
    half = len(folded) // 2
    named = set(folded[half:])
    article, infinitives = _ARTICLES.get(language, "\n"), _INFINITIVES.get(language, "\n")
    pairs = dict.fromkeys((lemma, lemma) for lemma in named)
    for form, name in zip(folded[:half], folded[half:], strict=True):
        # A verb's lemma is its infinitive or its past stem, as it comes: here always the stem.
        lemma = name[:-1] if name.endswith(infinitives) and name[:-1] in named else name
        pairs[form, lemma] = None
        # With its article a form often has the noun's lemma, where the bare one has that of a verb.
        if form.startswith(article):
            pairs[form[len(article) :], lemma] = None
    return pairs
