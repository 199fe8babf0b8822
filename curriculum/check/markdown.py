"""Headings and links of a lesson, with their places. Code, fenced or in the line, is left out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_FENCE: Final = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_ATX: Final = re.compile(r"(#{1,6})[ \t]*(.*?)[ \t]*#*[ \t]*$")
_SETEXT: Final = re.compile(r"(=+|-+)[ \t]*$")
_ID: Final = re.compile(r"\{:?[^}\n]*?#([A-Za-z][A-Za-z0-9_-]*)[^}\n]*\}[ \t]*$")
_CODE: Final = re.compile(r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_LINK: Final = re.compile(
    r"(?P<image>!)?\[(?:[^\[\]\\]|\\.)*\]\(\s*<?(?P<target>(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+\"[^\"\n]*\")?\s*\)"
)
_REFERENCE: Final = re.compile(r"^ {0,3}\[[^\]^]+\]:[ \t]*<?(?P<target>[^\s>]+)>?", re.MULTILINE)


class Heading(NamedTuple):
    """A heading: its line from 1, its level, its words and its own `{#id}`, if it has one."""

    line: int
    level: int
    words: str
    id: str | None


class Link(NamedTuple):
    """A link or a picture: where its target stands (line and column from 1) and the target as written."""

    line: int
    column: int
    target: str
    is_picture: bool


@functools.lru_cache(maxsize=1_000)  # several rules look at each lesson
def without_code(text: str) -> str:
    """The text with blanks instead of code, so that every place stays."""
    closing = ""
    lines = []
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if closing:
            lines.append("")
            if fence and fence[1].startswith(closing) and not line.strip(" \t>`~"):
                closing = ""
        elif fence:
            closing = fence[1]
            lines.append("")
        else:
            lines.append(line)
    return _CODE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), "\n".join(lines))


def headings(text: str) -> list[Heading]:
    """The headings in order: `## Words {#id}`, or words underlined with = or -."""
    lines = without_code(text).split("\n")
    return [_heading(number, level, words) for number, (level, words) in _found(lines)]


def _heading(number: int, level: int, words: str) -> Heading:
    id = _ID.search(words)
    return Heading(number, level, words[: id.start()].rstrip() if id else words, id[1] if id else None)


def _found(lines: list[str]) -> Iterator[tuple[int, tuple[int, str]]]:
    for number, line in enumerate(lines):
        atx = _ATX.match(line)
        if atx and atx[2]:
            yield number + 1, (len(atx[1]), atx[2])
            continue
        under = _SETEXT.match(lines[number + 1]) if number + 1 < len(lines) and line.strip() else None
        starts = number == 0 or not lines[number - 1].strip()
        if under and starts and not line.startswith((" ", "#", "|", "-", "*", "+", ">")):
            yield number + 1, (1 if under[1][0] == "=" else 2, line.strip())


def links(text: str) -> list[Link]:
    """The links and pictures in order, also those of `[name]: target` lines."""
    outside = without_code(text)
    found = [(m.start("target"), m["target"], bool(m["image"])) for m in _LINK.finditer(outside)]
    found += [(m.start("target"), m["target"], False) for m in _REFERENCE.finditer(outside)]
    return [
        Link(outside.count("\n", 0, start) + 1, start - outside.rfind("\n", 0, start), target, is_picture)
        for start, target, is_picture in sorted(found)
    ]
