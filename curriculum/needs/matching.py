"""Rules over roster columns, in three values: yes, no, and "cannot tell: this field is missing" (rules 3 and 5)."""

from __future__ import annotations

import fnmatch
import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from curriculum.model import Rule, Values

# One letter in two code points, as keyboards give them: Arabic and Persian yeh and kaf.
_ONE_LETTER = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\u200c": " ", "ـ": None})


class Answer(NamedTuple):
    """Whether a rule fits: True, False, or None with the fields that would have to be filled in."""

    fits: bool | None
    missing: frozenset[str] = frozenset()


_YES, _NO = Answer(True), Answer(False)


@functools.lru_cache(maxsize=50_000)  # few cells are different, and each is asked of every rule
def fold(cell: str) -> str:
    """How cells are compared: case, blanks and keyboard variants of a letter make no difference."""
    return " ".join(unicodedata.normalize("NFC", cell).translate(_ONE_LETTER).casefold().split())


@functools.lru_cache(maxsize=5_000)
def _wanted(values: Values) -> tuple[frozenset[str], tuple[Callable[[str], object], ...]]:
    """The values as they are compared: words, and what tells whether a glob fits."""
    words = [fold(value) for value in values]
    globs = [re.compile(fnmatch.translate(word)).match for word in words if any(c in word for c in "*?[")]
    return frozenset(words), tuple(globs)


class Candidates:
    """Which of many rules may fit somebody: one look at each cell rules most of them out."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._all = 0
        self._columns: dict[str, _Column] = {}
        for n, rule in enumerate(rules):
            self._all |= 1 << n
            for column, values in rule.when.items():
                self._columns.setdefault(column, _Column()).ask(1 << n, values)

    def of(self, fields: Mapping[str, str]) -> int:
        """Bit n: rule n may fit."""
        found = self._all
        for name, column in self._columns.items():
            found &= ~column.excluded(fields.get(name, ""))
        return found


class _Column:
    """What rules ask of one column."""

    def __init__(self) -> None:
        self._asked = 0
        self._words: dict[str, int] = {}
        self._globs: list[tuple[Callable[[str], object], int]] = []
        self._excluded: dict[str, int] = {}

    def ask(self, rule: int, values: Values) -> None:
        """One more rule, as a bit."""
        words, globs = _wanted(values)
        self._asked |= rule
        self._globs += [(fits, rule) for fits in globs]
        for word in words:
            self._words[word] = self._words.get(word, 0) | rule

    def excluded(self, cell: str) -> int:
        """The rules that a cell does not fit, whatever else there is; an empty one may be filled in."""
        if cell not in self._excluded:
            folded = fold(cell)
            fitting = self._words.get(folded, 0) if folded else self._asked
            for fits, rule in self._globs:
                if not fitting & rule and fits(folded):
                    fitting |= rule
            self._excluded[cell] = self._asked & ~fitting
        return self._excluded[cell]


@functools.lru_cache(maxsize=50_000)
def _cell_fits(cell: str, values: Values) -> bool | None:
    folded = fold(cell)
    words, globs = _wanted(values)
    if not folded:
        return True if "" in words else None
    return folded in words or any(fits(folded) for fits in globs)


def rule_fits(rule: Rule, fields: Mapping[str, str]) -> Answer:
    """All of `when` and none of `unless` (Kleene: one certain No decides, whatever is missing)."""
    missing = []
    for conditions, decides in ((rule.when, False), (rule.unless, True)):
        for column, values in conditions.items():
            fits = _cell_fits(fields.get(column, ""), values)
            if fits is decides:
                return _NO
            if fits is None:
                missing.append(column)
    return Answer(None, frozenset(missing)) if missing else _YES


def any_fits(rules: Iterable[Rule], fields: Mapping[str, str]) -> tuple[Answer, tuple[Rule, ...]]:
    """Any rule is enough: the answer and the rules that fit."""
    fitting, missing = [], []
    for rule in rules:
        answer = rule_fits(rule, fields)
        if answer.fits:
            fitting.append(rule)
        elif answer.fits is None:
            missing.append(answer.missing)
    if fitting:
        return _YES, tuple(fitting)
    return (Answer(None, frozenset().union(*missing)) if missing else _NO), ()
