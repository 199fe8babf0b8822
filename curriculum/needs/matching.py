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
