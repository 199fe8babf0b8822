"""The author's Markdown made fit for its page: headings below the page's own, equal anchors, links to our pages.

Links between lessons are written `[words](module/unit)`, or `unit` inside one module; `.md` and `../` may stand
there as well, so that editors can follow them. `glossary#term` leads to the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

_FENCE: Final = re.compile(r"^[ \t>]*(`{3,}|~{3,})")
_ATX: Final = re.compile(r"^(#{1,6})[ \t]*(.*?)[ \t]*#*[ \t]*$")
_SETEXT: Final = re.compile(r"^(=+|-+)[ \t]*$")
_ATTRIBUTES: Final = re.compile(r"[ \t]*\{:?[ \t]*([^}\n]*)\}[ \t]*$")
_ID: Final = re.compile(r"(?:^|\s)#([A-Za-z][A-Za-z0-9_-]*)")
# Code spans come first, so that links inside them stay as they are.
_LINK: Final = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<image>!)?\[(?P<words>(?:[^\[\]\\]|\\.)*)\]\(\s*<?(?P<target>[^\s()<>]+)>?(?P<title>\s+\"[^\"\n]*\")?\s*\)",
    re.DOTALL,
)
_FOOTNOTE: Final = re.compile(r"\[\^(?=[^\]\s]+\])")
_REFERENCE: Final = re.compile(r"^[ ]{0,3}\[[^\]^]+\]:[ \t]*<?(?P<target>\S+?)>?(?P<title>[ \t].*)?$", re.MULTILINE)
PICTURE: Final = re.compile(r"(?:\./)?([A-Za-z0-9][A-Za-z0-9._-]*\.(?:png|jpe?g|gif|webp|svg))$", re.IGNORECASE)

Resolve = Callable[[str], str | None]  # a link's target as written → an address for the page, or None: no link


def fit(text: str, page_of: Resolve, picture_of: Resolve, *, first: int = 2, prefix: str = "") -> str:
    """The lesson's text for its page: title dropped, headings from level `first`, an id each, links resolved.

    `prefix` stands before all ids and labels of footnotes, where one page holds several lessons. Where the links lead
    the same way, as in most handbooks, the same text is made fit once.
    """
    return _fitted(text, tuple((page_of(target), picture_of(target)) for target in _targets(text)), first, prefix)


@lru_cache(maxsize=5_000)
def _targets(text: str) -> tuple[str, ...]:
    """All that `_fit` asks for, each once."""
    asked: dict[str, None] = {}
    _fit(text, asked.setdefault, asked.setdefault, 2, "")
    return tuple(asked)


@lru_cache(maxsize=5_000)
def _fitted(text: str, addresses: tuple[tuple[str | None, str | None], ...], first: int, prefix: str) -> str:
    known = dict(zip(_targets(text), addresses, strict=True))
    return _fit(text, lambda target: known[target][0], lambda target: known[target][1], first, prefix)


def _fit(text: str, page_of: Resolve, picture_of: Resolve, first: int, prefix: str) -> str:
    runs = list(parts(text.replace("\r\n", "\n").replace("\t", "    ")))
    shape = _Headings([h for is_code, run in runs if not is_code for h in _headings(run)], first, prefix)
    made = []
    for is_code, part in runs:
        plain = part if is_code else _linked(shape.rewrite(part), page_of, picture_of)
        made.append(plain if is_code or not prefix else _FOOTNOTE.sub(f"[^{prefix}", plain))
    return "\n".join(made).strip("\n") + "\n"


def section(text: str, id: str) -> str | None:
    """What stands below the heading with this id, up to the next heading of its level; None if there is none."""
    lines = text.replace("\r\n", "\n").split("\n")
    found = list(_found(without_code(lines)))
    for place, (number, level, words, height) in enumerate(found):
        attributes = _ATTRIBUTES.search(words)
        own = _ID.search(attributes[1]) if attributes else None
        if own and own[1] == id:
            ends = next((n for n, other, _, _ in found[place + 1 :] if other <= level), len(lines))
            return "\n".join(lines[number + height : ends]).strip("\n") or None
    return None


def without_code(lines: list[str]) -> list[str]:
    """The lines with empty ones in the place of fenced code."""
    made: list[str] = []
    closing = ""
    for line in lines:
        fence = _FENCE.match(line)
        is_code = bool(closing or fence)
        if closing and fence and fence[1].startswith(closing) and not line.strip(" \t>`~"):
            closing = ""
        elif not closing and fence:
            closing = fence[1]
        made.append("" if is_code else line)
    return made


def headings(text: str) -> list[tuple[int, str]]:
    """Level and words of each heading outside code, in order."""
    return [h for is_code, part in parts(text) if not is_code for h in _headings(part)]


@lru_cache(maxsize=10_000)
def links(text: str) -> tuple[str, ...]:
    """Targets of the links and pictures outside code, in order."""
    outside = "\n".join(part for is_code, part in parts(text) if not is_code)
    inline = [m["target"] for m in _LINK.finditer(outside) if not m["code"]]
    return (*inline, *(m["target"] for m in _REFERENCE.finditer(outside)))


def parts(text: str) -> Iterator[tuple[bool, str]]:
    """Runs of lines: whether they are fenced code, and their text."""
    lines: list[str] = []
    closing = ""
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if not closing and fence:
            yield False, "\n".join(lines)
            lines, closing = [line], fence[1]
        elif closing and fence and fence[1].startswith(closing) and not line.strip(" \t>`~"):
            yield True, "\n".join([*lines, line])
            lines, closing = [], ""
        else:
            lines.append(line)
    yield bool(closing), "\n".join(lines)


def _headings(part: str) -> list[tuple[int, str]]:
    lines = part.split("\n")
    return [(level, words) for _, level, words, _ in _found(lines)]


def _found(lines: list[str]) -> Iterator[tuple[int, int, str, int]]:
    """Line number, level, words and how many lines the heading takes."""
    for number, line in enumerate(lines):
        atx = _ATX.match(line)
        if atx and atx[2]:
            yield number, len(atx[1]), atx[2], 1
            continue
        under = _SETEXT.match(lines[number + 1]) if number + 1 < len(lines) and line.strip() else None
        if under and not line.startswith((" ", "#", "|", "-", "*", "+", ">")) and _starts_block(lines, number):
            yield number, 1 if under[1][0] == "=" else 2, line.strip(), 2


def _starts_block(lines: list[str], number: int) -> bool:
    return number == 0 or not lines[number - 1].strip()


class _Headings:
    """Gives each heading of a lesson its new level and its id, in the order of the text."""

    def __init__(self, found: list[tuple[int, str]], first: int, prefix: str) -> None:
        self._drops_title = bool(found) and found[0][0] == 1
        rest = found[1:] if self._drops_title else found
        self._lowest = min((level for level, _ in rest), default=2)
        self._first = first
        self._prefix = prefix
        self._last = first - 1
        self._number = 0
        self._seen: set[str] = set()

    def rewrite(self, part: str) -> str:
        lines = part.split("\n")
        made: list[str] = []
        done = 0
        for number, level, words, height in _found(lines):
            made += lines[done:number]
            if self._drops_title:
                self._drops_title = False
            else:
                made.append(self._line(level, words))
            done = number + height
        return "\n".join(made + lines[done:])

    def _line(self, level: int, words: str) -> str:
        self._number += 1
        level = min(level - self._lowest + self._first, self._last + 1, 6)
        self._last = level
        attributes = _ATTRIBUTES.search(words)
        own = _ID.search(attributes[1]) if attributes else None
        anchor = own[1] if own and own[1] not in self._seen else f"s-{self._number}"
        self._seen.add(anchor)
        bare = words[: attributes.start()] if attributes else words
        others = [p for p in attributes[1].split() if not p.startswith("#")] if attributes else []
        return f"{'#' * level} {bare} {{#{' '.join([self._prefix + anchor, *others])}}}"


def _linked(part: str, page_of: Resolve, picture_of: Resolve) -> str:
    def inline(m: re.Match[str]) -> str:
        if m["code"]:
            return m[0]
        address = (picture_of if m["image"] else page_of)(m["target"])
        if address is None:
            return m["words"]
        return f"{m['image'] or ''}[{m['words']}]({address}{m['title'] or ''})"

    return _LINK.sub(inline, part)
