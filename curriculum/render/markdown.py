"""Text that goes into Markdown: escaped by default, so that no title can become a link, a tag or an attribute."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# Every character that starts or ends something in Markdown, its extensions or HTML, wherever it stands …
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>&|~^#=$@\"]")
# … and what makes a block only at the beginning: lists, definitions, admonitions, blocks, "1." and "1)".
_FIRST: Final = re.compile(r"^[-+:!?/]|^\d(?=\d*[.)])")
_BLANK: Final = re.compile(r"\s+")


class Markdown(str):
    """Text that is Markdown already."""

    __slots__ = ()


def escape(text: object) -> Markdown:
    """The text as one line of Markdown that shows exactly it. Markdown stays as it is."""
    if isinstance(text, Markdown):
        return text
    return _escaped(str(text))


@lru_cache(maxsize=20_000)  # titles and words of the interface stand on many pages
def _escaped(text: str) -> Markdown:
    line = _SPECIAL.sub(_entity, _BLANK.sub(" ", text))
    return Markdown(_FIRST.sub(_entity, line))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def in_language(text: Markdown, language: str) -> Markdown:
    """A span in another language, as `safe_markdown` reads it."""
    return Markdown(f"[{text}]{{lang={language}}}")


def link(text: Markdown, target: str) -> Markdown:
    """A link; the target is one of our own paths or a checked address."""
    return Markdown(f"[{text}]({target})")


def is_safe_address(address: str) -> bool:
    """Whether it may be a link's target: web, mail, phone, or a path without a scheme."""
    bare = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]", "", address).lower()
    scheme = re.match(r"([^/?#:]*):", bare)
    return scheme is None or scheme[1] in ("http", "https", "mailto", "tel")
