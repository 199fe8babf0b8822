"""Titles of other systems → ids of ours: short, Latin, and the same every time."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container

# Scholarly enough to be read aloud; an id is a handle, the title stays as it is.
_ARABIC_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئپچژگکی"
_ARABIC_LATIN = "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y a a a a i a u i p ch zh g k y"
_HEBREW_LETTERS = "אבגדהוזחטיכךלמםנןסעפףצץקרשת"
_HEBREW_LATIN = "a b g d h v z ch t y k k l m m n n s a p f ts ts q r sh t"
_ARABIC = dict(zip(_ARABIC_LETTERS, _ARABIC_LATIN.split(), strict=True))
_HEBREW = dict(zip(_HEBREW_LETTERS, _HEBREW_LATIN.split(), strict=True))
_OTHER = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d"}
_LETTERS = str.maketrans({**_ARABIC, **_HEBREW, **_OTHER})


def slug(text: str, otherwise: str = "item") -> str:
    """An id for a text: at most 48 characters; where no letter can be written in Latin, a hash of the text."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    latin = folded.encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
    if not re.search("[a-z0-9]", found):
        return f"{otherwise}-{hashlib.sha256(text.encode()).hexdigest()[:8]}" if text.strip() else otherwise
    return found if len(found) <= 48 else f"{found[:39].rstrip('-')}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def unique(id: str, taken: Container[str]) -> str:
    """The id, with a number if it is taken."""
    number, found = 2, id
    while found in taken:
        found = f"{id[:58]}-{number}"
        number += 1
    return found
