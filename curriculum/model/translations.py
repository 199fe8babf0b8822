"""From which state of its source a translation was made: rows of `content/translations.csv`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final, NamedTuple

from curriculum.diagnostics import Position

TRANSLATIONS: Final = "content/translations.csv"


class Translated(NamedTuple):
    """A row: a text, its language, and the fingerprint of each section of the source it was made from."""

    text: str  # module/unit, or module/check
    language: str
    made_from: Mapping[str, str]  # section (id of its heading, or of the question) → fingerprint
    line: int = 0

    @property
    def at(self) -> Position:
        """Where the row stands."""
        return Position(TRANSLATIONS, self.line, 1)


def fingerprint(section: str) -> str:
    """Eight hexadecimal digits of SHA-256 of the words; blanks and line breaks make no difference."""
    return hashlib.sha256(" ".join(section.split()).encode()).hexdigest()[:8]
