"""What a dictionary knows of a language's words: which of them are forms of one, in the spelling that search compares.

The dictionaries are those of the package simplemma (from Wiktionary, UniMorph and Universal Dependencies): for each
form its lemma. Read once per process, and only when a handbook in the language is made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache, cached_property
from typing import Final

from curriculum.render.folding import fold_all
from curriculum.render.kept import ByWord

_INFINITIVES: Final[Mapping[str, tuple[str, ...]]] = {"fa": ("تن", "دن")}
_FEW_BEGIN: Final = 4  # letters with which few words begin
_FEW_ENDINGS: Final = 5  # that are sooner tried than such words looked at
_ARTICLES: Final[Mapping[str, str]] = {"ar": "ال"}


class Lexicon:
    """Folded form → its lemmas, and folded lemma → all forms of it, itself included.

    Each several words with blanks between: a dictionary of plain strings is no work for the garbage collector.
    """

    def __init__(self, names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> None:
        """`names`: the lemmas; `pairs`: forms with their lemmas, the same as often as it comes."""
        lemmas = self._lemmas = {name: name for name in names}
        forms = self._forms = dict(lemmas)
        for form, lemma in pairs:
            before = lemmas.get(form)
            if before is None:
                lemmas[form] = lemma
            elif before == lemma or lemma in before.split():
                continue
            else:
                lemmas[form] = f"{before} {lemma}"
            forms[lemma] = f"{forms[lemma]} {form}"

    def __contains__(self, word: str) -> bool:
        return word in self._lemmas

    def __iter__(self) -> Iterator[str]:
        """The lemmas."""
        return iter(self._forms)

    def has_start(self, letters: str) -> bool:
        """Whether any word of it begins so."""
        number = bisect_left(self._sorted, letters)
        return number < len(self._sorted) and self._sorted[number].startswith(letters)

    def extended(self, word: str, endings: Set[str]) -> list[str]:
        """What it has of the word with one of these endings."""
        if len(word) < _FEW_BEGIN or len(endings) < _FEW_ENDINGS:
            return list(self.among(map(word.__add__, endings)))
        found: list[str] = []
        forms = self._sorted
        for number in range(bisect_left(forms, word), len(forms)):
            form = forms[number]
            if not form.startswith(word):
                break
            if form[len(word) :] in endings:
                found.append(form)
        return found

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._lemmas)

    def among(self, words: Iterable[str]) -> Iterator[str]:
        """Those of the words that it has."""
        return filter(self._lemmas.__contains__, words)

    @cached_property
    def lemmas(self) -> ByWord[tuple[str, ...]]:
        """The lemmas that a word is a form of; none for a word that is not known."""
        return ByWord(lambda word: tuple(self._lemmas.get(word, "").split()))

    def has_lemma(self, word: str) -> bool:
        """Whether the word is a lemma."""
        return word in self._forms

    def forms(self, lemma: str) -> tuple[str, ...]:
        """All forms of the lemma; none if it is no lemma."""
        return tuple(self._forms.get(lemma, "").split())


@cache
def lexicon(language: str) -> Lexicon:
    """The dictionary of a language."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    entries = DefaultDictionaryFactory(cache_max_size=0).get_dictionary(language)
    written = list(entries)
    names = [entries[form] for form in written]
    spelled = dict(zip(distinct := list(set(names)), fold_all(distinct, language), strict=True))
    known, infinitives = set(spelled.values()), _INFINITIVES.get(language, "\n")
    # A verb's lemma is its infinitive or its past stem, as it comes: here always the stem.
    stems = {name: name[:-1] for name in known if name.endswith(infinitives) and name[:-1] in known}
    lemmas = {name: stems.get(folded, folded) for name, folded in spelled.items()}
    folded = zip(fold_all(written, language), [lemmas[name] for name in names], strict=True)
    article = _ARTICLES.get(language)
    return Lexicon(known, folded if article is None else _with_bare(folded, article))


def _with_bare(pairs: Iterable[tuple[str, str]], article: str) -> Iterator[tuple[str, str]]:
    """With its article a form often has the noun's lemma, where the bare one has that of a verb."""
    for form, lemma in pairs:
        yield form, lemma
        if form.startswith(article):
            yield form[len(article) :], lemma
