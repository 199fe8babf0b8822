"""Which language a source is in: by the names of its folders, by what it says itself, by its letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_LOCALES: Final = (re.compile(r"(?:^|[._-])([A-Za-z]{2})[-_][A-Za-z]{2}$"), re.compile(r"(?:^|[._-])([a-z]{2})$"))
_LANGUAGES: Final = frozenset(
    "ar az bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ka kk ko lt lv mk ms nb nl no "
    "pl pt ro ru sk sl sq sr sv sw ta th tl tr uk ur vi zh".split()
)
_INNER: Final = re.compile(
    r"[.][a-z]{2}(?:[-_][A-Za-z]{2})?$|^(?:ms)?(?:learn|docs|course|lessons)\b.*[-_.][a-z]{2}$", re.I
)
_SAID: Final = re.compile(r"^\s*(?:ms\.contentlocale|lang|language|locale):\s*[\"']?([a-z]{2})\b", re.MULTILINE)
_ARABIC: Final = re.compile(r"[\u0621-\u064a\u066e-\u06d3]")
_HEBREW: Final = re.compile(r"[\u05d0-\u05ea]")
_PERSIAN: Final = re.compile(r"[\u067e\u0686\u0698\u06a9\u06af\u06cc]")  # letters that Arabic does not write
_LATIN: Final = re.compile(r"[^\W\d_\u0590-\u06ff]")
_FRONT: Final = 3000  # characters in which a file says its language
_READ: Final = 40_000  # characters of a text that are looked at
_LOOKED_AT: Final = 40  # files of a source that are looked at


def language_in(path: Path) -> str | None:
    """The language that the name of a source says, the innermost first: `learn-pr.de-de`, `learn-pr-en`, `ar`."""
    return next((found for name in reversed(path.parts) if (found := _tagged(name))), None)


def inner_language(path: Path) -> str | None:
    """The language that folders inside a source say: `ar`, `de-DE`, `x.cs-cz`, `learn-pr-en`; not `entra-id`."""
    for name in reversed(path.parts):
        is_whole = re.fullmatch(r"[a-z]{2}(?:[-_][A-Za-z]{2})?", name)
        if (is_whole or _INNER.search(name)) and (found := _tagged(name)):
            return found
    return None


def is_language(name: str) -> bool:
    """Whether a name is the tag of a language and nothing else: `ar`, `de-DE`."""
    return len(name) <= 5 and _tagged(name) is not None


def without_language(name: str) -> str:
    """`learn-pr.de-DE` and `learn-pr-de` → `learn-pr`."""
    found = _tag_at(name)
    return name[: found.start()] if found and found.start() else name


def _tagged(name: str) -> str | None:
    """The language at the end of a name. `HR` and `IT` are departments."""
    found = _tag_at(name)
    return found[1].lower() if found else None


def _tag_at(name: str) -> re.Match[str] | None:
    stem = name.removesuffix(".zip")
    found = [place for locale in _LOCALES if (place := locale.search(stem))]
    return next((place for place in found if place[1].lower() in _LANGUAGES), None)


def language_of(texts: Iterable[str]) -> str | None:
    """The language that the letters of a source tell (ar, fa, he), else the one that most of its texts say."""
    said: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    for number, text in enumerate(texts):
        if number == _LOOKED_AT:
            break
        if (found := _SAID.search(text[:_FRONT])) and found[1] in _LANGUAGES:
            said[found[1]] += 1
        part = text[:_READ]
        arabic, persian = len(_ARABIC.findall(part)), len(_PERSIAN.findall(part))
        letters["latin"] += len(_LATIN.findall(part))
        letters["he"] += len(_HEBREW.findall(part))
        letters["fa" if persian * 25 > arabic else "ar"] += arabic
    if letters["ar"] and letters["fa"]:  # a text with few letters may have none of the other's
        letters["fa" if letters["fa"] > letters["ar"] else "ar"] += min(letters["fa"], letters["ar"])
    most, count = letters.most_common(1)[0] if letters else ("latin", 0)
    is_clear = most != "latin" and count * 2 > letters["latin"]
    if is_clear:
        return most
    return said.most_common(1)[0][0] if said else None
