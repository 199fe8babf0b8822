"""Which words a word of a handbook may be a form of, by the dictionary, by its ends and by the words around it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from curriculum.render.inflection import ARTICLES, PLURALS, SURE, WEAK_BEGINS, cuts, each_cut, plurals
from curriculum.render.kept import kept
from curriculum.render.lexicon import lexicon


class Reading(NamedTuple):
    """One way to read a word: what the dictionary knows of it after so many letters were cut, and that one's lemma."""

    word: str
    lemma: str
    letters: int
    weak: bool

    @property
    def is_named(self) -> bool:
        """Whether what remains is itself the lemma."""
        return self.word == self.lemma


@lru_cache(maxsize=100_000)
def readings(word: str, language: str) -> tuple[Reading, ...]:
    """All readings that the dictionary allows, the word as it stands first, then fewest letters first."""
    known = lexicon(language)
    return (
        *(Reading(word, lemma, 0, False) for lemma in known.lemmas[word]),
        *(
            Reading(cut.word, lemma, cut.letters, cut.weak)
            for cut in cuts(word, language)
            for lemma in known.lemmas[cut.word]
        ),
    )


def choose(words: Collection[str], language: str) -> dict[str, tuple[str, ...]]:
    """For each word of the handbook the lemmas that it most likely has, seen beside the handbook's other words."""
    found: dict[str, tuple[str, ...]] = {}
    standing = {*words, *chain.from_iterable(_bare(language).of(words))}
    names, alone = _names(language), _chosen_alone(language)
    for word in sorted(sorted(words), key=len):  # what remains after a cut comes before it
        if len(word) < 2:
            found[word] = ()
            continue
        present = tuple(filter(standing.__contains__, names[word]))
        settled = tuple([(name, found[name]) for name in present if name in found])
        found[word] = _chosen(word, present, settled, language) if present else alone[word]
    return found


@kept
def _chosen_alone(word: str, language: str) -> tuple[str, ...]:
    return _chosen(word, (), (), language)


@kept
def _bare(word: str, language: str) -> tuple[str, ...]:
    """Lemmas that stand in the handbook with their article."""
    articles, said = ARTICLES.get(language, ()), lexicon(language).lemmas[word]
    return tuple(
        way.word
        for way in readings(word, language)
        if way.is_named
        and not way.weak
        and (not said or way.lemma in said)
        and word.endswith(way.word)
        and word[: -len(way.word)].endswith(articles)
    )


@kept
def _names(word: str, language: str) -> tuple[str, ...]:
    """What else in a handbook can matter for a word: its possible lemmas, what remains of it, nouns it is made of."""
    found = {name for way in readings(word, language) for name in (way.lemma, way.word)}
    return tuple(sorted({*found, *_singulars(word, language), *_nouns_within(word, language)} - {word}))


@lru_cache(maxsize=100_000)
def _chosen(
    word: str, present: Collection[str], settled: Sequence[tuple[str, Sequence[str]]], language: str
) -> tuple[str, ...]:
    """The lemmas of one word.

    `present`: those of its `_names` that stand in the handbook. `settled`: the lemmas of those chosen before.

    A lemma that stands in the handbook is always among them if a cut leads there: whoever searches for it finds it
    anyway. Of the others: a word that is itself a lemma is that; else what the dictionary says of it, unless only a
    beginning must be cut off a word of the handbook; else the least that must be cut off a lemma.
    """
    before = dict(settled)
    ways = [way for way in readings(word, language) if _counts(way, word, present, before, language)]
    direct = [way for way in ways if way.word == word]
    other = [way for way in ways if way.word != word]
    shown = [way.lemma for way in ways if way.lemma in present or way.word in present]
    shown += [noun for noun in (*_singulars(word, language), *_nouns_within(word, language)) if noun in present]
    if any(way.is_named for way in direct):
        return _each([word, *(lemma for lemma in shown if lemma in present)])
    if direct:
        said = [way.lemma for way in direct if way.lemma in present]
        begun = [way for way in other if word.endswith(way.word)]
        if (
            not said
            and not (language == "fa" and shown)
            and not any(way.word in present or way.lemma in present for way in begun)
        ):
            said = _without_support(word, direct, begun, language)
        return _each([*said, *shown, *(() if _is_explained(word, language) else _singulars(word, language))])
    return _each(shown or _least(word, other, language) or _singulars(word, language))


def _counts(
    way: Reading, word: str, present: Collection[str], before: Mapping[str, Sequence[str]], language: str
) -> bool:
    """Whether to look at a reading: what remains may be a word of the handbook whose lemmas are known by now; and of
    a lemma that is also a form of another, the other counts only if it stands in the handbook too."""
    if way.lemma in present or (way.lemma == word and way.is_named):
        return True
    if way.word in before:
        return way.lemma in before[way.word]
    return way.is_named or way.word not in lexicon(language).lemmas[way.word]


def _without_support(word: str, direct: Sequence[Reading], begun: Sequence[Reading], language: str) -> list[str]:
    """Where the lemmas of a form do not stand in the handbook: those, or that of a word which only follows a particle.

    Hebrew writes particles and the article without a space, so many a rare form looks like a frequent word after one.
    But ל, מ and כ often belong to a verb's form.
    """
    after = [
        way.lemma
        for way in begun
        if language == "he"
        and way.letters == 1
        and not way.weak
        and (way.is_named or (word[0] != "ה" and _is_explained(way.word, language)))
    ]
    if after and word[0] not in "למכ" and not _is_explained(word, language):
        return after
    return [*(way.lemma for way in direct), *(after if word[0] == "ה" else ())]


def _least(word: str, ways: Sequence[Reading], language: str) -> list[str]:
    """Of an unknown word: the lemmas that the fewest cut letters lead to; weak cuts only if there are no others."""
    sure = [way for way in ways if not way.weak]
    doubtful = tuple(begin for begin in WEAK_BEGINS[language] if len(begin) == 1)
    best = [way for way in sure if way.is_named] or [
        way for way in sure if (word.endswith(way.word) or len(way.word) > SURE) and not word.startswith(doubtful)
    ]
    if not sure:
        own = [way for way in ways if way.is_named and is_own(way.lemma, language)]
        best = [way for way in own if len(way.word) >= SURE or (way.letters == 1 and word.endswith(way.word))]
    return [way.lemma for way in best if way.letters == best[0].letters]


def _is_explained(word: str, language: str) -> bool:
    """Whether the word, or what remains of it after a cut, is the lemma that the dictionary says it has."""
    said = lexicon(language).lemmas[word]
    return any(way.is_named for way in readings(word, language) if way.lemma in said)


@lru_cache(maxsize=100_000)
def _singulars(word: str, language: str) -> tuple[str, ...]:
    """Nouns of the dictionary whose plural, changed inside, the word may be."""
    if language not in PLURALS:
        return ()
    nouns = _by_consonants(language)
    stems = [word, *(stem for stem, _, is_weak in each_cut(word, language) if not is_weak)]
    return _each(
        [
            noun
            for stem in stems
            for noun in nouns.get(_consonants(stem), "").split()
            if stem in plurals(noun, language) and not is_verb(noun, language)
        ]
    )


@lru_cache(maxsize=100_000)
def _nouns_within(word: str, language: str) -> tuple[str, ...]:
    """Nouns that an adjective may be made of (Arabic)."""
    if language != "ar":
        return ()
    lemmas = [way.lemma[:-1] for way in readings(word, language) if way.lemma.endswith("ی") and len(way.lemma) > 3]
    return _each([noun for lemma in lemmas for noun in (lemma, lemma + "ه") if is_named(noun, language)])


def _consonants(words: str) -> str:
    return words.replace("ا", "").replace("و", "").replace("ی", "").replace("ه", "")


@cache
def _by_consonants(language: str) -> Mapping[str, str]:
    """Lemmas with blanks between, by their consonants."""
    lemmas = list(lexicon(language))
    found: dict[str, str] = {}
    for lemma, consonants in zip(lemmas, _consonants("\n".join(lemmas)).split("\n"), strict=True):
        before = found.get(consonants)
        found[consonants] = lemma if before is None else f"{before} {lemma}"
    return found


def _each(lemmas: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lemmas))


@lru_cache(maxsize=100_000)
def is_verb(lemma: str, language: str) -> bool:
    """Whether the dictionary has it as a verb (Arabic; such a lemma often looks like a noun's plural)."""
    starts = ("ی" + lemma[:2], "ی" + lemma[1:3])
    return language == "ar" and any(form.startswith(starts) for form in lexicon(language).forms(lemma))


@lru_cache(maxsize=100_000)
def is_named(word: str, language: str) -> bool:
    """Whether the dictionary has it as a lemma, and not only as a verb's."""
    known = lexicon(language)
    return known.has_lemma(word) and (not is_verb(word, language) or word in known.lemmas["ال" + word])


@lru_cache(maxsize=100_000)
def is_own(word: str, language: str) -> bool:
    """Whether the word is surely one of its own: a lemma that has forms, and not only those of a verb."""
    return is_named(word, language) and len(lexicon(language).forms(word)) > 1


def has_article(word: str, language: str) -> bool:
    """Whether the dictionary knows it with the article, so that it is no verb's form (Arabic)."""
    known = lexicon(language)
    return not set(known.lemmas["ال" + word]).isdisjoint(known.lemmas[word])
