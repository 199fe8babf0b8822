"""Questions as Markdown checkboxes: words, then `- [x] right` and `- [ ] wrong`; with or without `<quiz>` around."""

from __future__ import annotations

import re
from typing import Final

from curriculum.diagnostics import Position
from curriculum.exchange.asked import Asked
from curriculum.exchange.imported import Imported

_ITEM: Final = re.compile(r"\s*[-*+]\s+\[([ xX])\]\s+(.*)")
_FENCE: Final = re.compile(r"\s*(`{3,}|~{3,})")
_TAG: Final = re.compile(r"\s*</?\??quiz\??[^>]*>\s*", re.IGNORECASE)


class _Block:
    """One question while it is read."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.options: list[list[str | bool]] = []
        self.after: list[str] = []
        self.line = 0
        self.is_paused = False


def read_checkboxes(text: str, file: str, into: Imported) -> list[Asked]:
    """The question is the paragraph or heading before the boxes; words indented below a box are its feedback.

    Inside `<quiz>` words behind the boxes explain the answer; outside only quoted ones (`>`) do.
    """
    found: list[Asked] = []
    block = _Block()
    is_tagged, fence = False, ""
    for number, line in enumerate(text.split("\n"), 1):
        if (mark := _FENCE.match(line)) and not block.options:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        if not fence and _TAG.fullmatch(line):
            _close(block, file, found)
            block, is_tagged = _Block(), not line.strip().startswith("</")
            continue
        item = None if fence else _ITEM.fullmatch(line)
        if item and block.after and not is_tagged:
            _close(block, file, found)
            block = _next(block)
        if item:
            block.options.append([item[2].strip(), item[1] in "xX", ""])
        elif block.options:
            block = _behind(line, block, file, (found, is_tagged))
        elif not line.strip():
            block.is_paused = True
        else:
            if block.is_paused and not is_tagged:  # the paragraph before asked nothing
                block.words, block.line = [], 0
            block.is_paused, block.line = False, block.line or number
            block.words.append(line.rstrip())
    _close(block, file, found)
    return found


def _behind(line: str, block: _Block, file: str, rest: tuple[list[Asked], bool]) -> _Block:
    """A line behind the boxes: feedback of the last one, the explanation, or the next question."""
    found, is_tagged = rest
    if line.startswith((" ", "\t")) and line.strip() and not block.after:
        block.options[-1][2] = f"{block.options[-1][2]} {line.strip()}".strip()
        return block
    if is_tagged or line.lstrip().startswith(">"):
        block.after.append(line.strip().lstrip("> "))
        return block
    if not line.strip():
        return block
    _close(block, file, found)
    fresh = _Block()
    fresh.words.append(line.rstrip())
    fresh.line = found[-1].at.line + 1 if found else 1
    return fresh


def _next(block: _Block) -> _Block:
    fresh = _Block()
    fresh.line = block.line
    return fresh


def _close(block: _Block, file: str, found: list[Asked]) -> None:
    if not block.options:
        return
    words = re.sub(r"^#{1,6}\s+|^\d+[.)]\s+", "", "\n".join(block.words).strip())
    words = re.sub(r"(?m)^[\w-]+:\s*(?:true|false|\d+)\s*$", "", words).strip()
    options = tuple((str(text), bool(is_right), str(feedback)) for text, is_right, feedback in block.options)
    found.append(Asked(words, options, Position(file, block.line or 1), feedback=" ".join(block.after).strip()))
