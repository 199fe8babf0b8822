"""What a text refers to by a label (`[words][label]`, `[^note]`) and defines elsewhere in its lesson.

A part of a lesson can stand on a page of its own, and several lessons on one page. So links get their target where
they stand, and a part brings the footnotes that it mentions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from curriculum.render.lesson_text import parts

_CODE: Final = r"(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
_DEFINITION: Final = re.compile(
    r"^ {0,3}\[(?P<label>[^\[\]^][^\[\]]*)\]:[ \t]*<?(?P<target>\S+?)>?"
    r"(?P<title>[ \t]+(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?[ \t]*$\n?",
    re.MULTILINE,
)
# The words may hold a picture whose target stands with it: `[![alt](x.png)][label]`.
_USE: Final = re.compile(
    _CODE + r"|(?<![\\\]])(?P<image>!)?\[(?!\^)(?P<words>(?:[^\[\]\\]|\\.|!\[[^\[\]]*\]\([^()]*\))+)\]"
    r"(?:[ ]?\[(?P<label>[^\[\]^]*)\]|(?!\[(?!\^)|\())",
    re.DOTALL,
)
_NOTE: Final = re.compile(r"^\[\^(?P<label>[^\]\s]+)\]:.*(?:\n(?:(?:[ \t]*\n)*(?: {4}|\t)).*)*", re.MULTILINE)
_NOTED: Final = re.compile(_CODE + r"|\[\^(?P<label>[^\]\s]+)\](?!:)", re.DOTALL)


@lru_cache(maxsize=5_000)
def by_itself(text: str, lesson: str) -> str:
    """The text, which is the lesson or a part of it, with all that it refers to; code stays as it is."""
    whole = lesson.replace("\r\n", "\n")
    if "]:" not in whole:
        return text
    targets = _targets(whole)
    made = text.replace("\r\n", "\n")
    return _outside_code(made + _missing_notes(made, whole), lambda part: _with_targets(part, targets))


def _plain(text: str) -> str:
    return "\n".join(part for is_code, part in parts(text) if not is_code)


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    return "\n".join(part if is_code else change(part) for is_code, part in parts(text))


def _folded(label: str) -> str:
    return " ".join(label.split()).lower()


def _targets(whole: str) -> Mapping[str, str]:
    """Folded label → what stands in the brackets of a link: the target, and its title."""
    found: dict[str, str] = {}
    for m in _DEFINITION.finditer(_plain(whole)):
        target = m["target"].replace("(", "%28").replace(")", "%29")
        title = (m["title"] or "").strip()[1:-1].replace('"', "″")
        found.setdefault(_folded(m["label"]), f'{target} "{title}"' if title else target)
    return found


def _with_targets(part: str, targets: Mapping[str, str]) -> str:
    def use(m: re.Match[str]) -> str:
        target = None if m["code"] else targets.get(_folded(m["label"] or m["words"]))
        return m[0] if target is None else f"{m['image'] or ''}[{m['words']}]({target})"

    without = _DEFINITION.sub("", part)
    return _USE.sub(use, _USE.sub(use, without))  # twice: a picture may stand inside a link


def _missing_notes(text: str, whole: str) -> str:
    """The footnotes that the text mentions and does not hold."""
    plain = _plain(text)
    here = {m["label"] for m in _NOTE.finditer(plain)}
    asked = {m["label"] for m in _NOTED.finditer(plain) if m["label"]} - here
    notes = [m[0] for m in _NOTE.finditer(_plain(whole)) if m["label"] in asked]
    return "".join(f"\n\n{note}" for note in notes)
