"""How words are spelt: ids, column names, the nearest known word, and words of a user inside a message."""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from curriculum.diagnostics import Position
from curriculum.model import Pattern

# Invisible characters that no file of a workspace may hold, TAB and line breaks excepted. U+2028 and U+2029 are
# line breaks to some programs and not to others, so that line numbers would lie.
UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_direction(character: str) -> bool:
    """Whether it overrides, embeds or isolates the direction of writing."""
    return character in _DIRECTIONS


@functools.cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def is_spelt(text: str, pattern: Pattern) -> bool:
    """Whether the whole text fits the pattern."""
    return _compiled(pattern.expression).fullmatch(text) is not None


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known word that somebody probably meant (difflib's ratio, upper and lower case the same), if any."""
    folded = {_folded(k): k for k in known}
    match = difflib.get_close_matches(_folded(word[:100]), folded, 1, likeness)
    return folded[match[0]] if match else None


def _folded(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")


def meant(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The hint `did you mean 'level'?`, if there is a nearest word."""
    near = nearest(word, known, likeness)
    return f"did you mean '{near}'?" if near is not None else None


def meant_or_all(word: str, known: Iterable[str]) -> str:
    """The hint with the nearest word; without one, all of them."""
    known = tuple(known)
    return meant(word, known) or f"one of: {', '.join(known)}"


def column_name(text: str) -> str:
    """`Job Title` and `job-title` are the column `job_title`."""
    return re.sub(r"[\s-]+", "_", clean(text).lower())


def clean(text: str) -> str:
    """Without blanks around it, and with one code point for what looks like one (Unicode NFC)."""
    text = text.strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def quoted(text: str) -> str:
    """A user's words in a message: on one line, at most 60 characters, nothing invisible."""
    shown = UNWANTED.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    shown = shown.encode("utf-8", "replace").decode()  # names of files may hold halves of surrogate pairs
    return f"'{shown if len(shown) <= 60 else shown[:59] + '…'}'"


def latin_digits(text: str) -> str | None:
    """The text with its other digits (۰ to ۹, ٠ to ٩, …) as 0 to 9; None when there are none."""
    if text.isascii() or not any(c.isdigit() for c in text):
        return None
    return "".join(str(unicodedata.digit(c, c)) for c in text)


def place_in(text: str, index: int, file: str) -> Position:
    """Where the character of that index stands, in a text whose lines end in a line feed."""
    return Position(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
