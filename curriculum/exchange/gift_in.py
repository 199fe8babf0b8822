"""GIFT, as Moodle writes questions in text → questions. Matching, essays and numbers with a margin have no place."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.asked import Asked
from curriculum.exchange.imported import Imported

_ESCAPED: Final = re.compile(r"\\([~=#{}:\\n])")
_WEIGHT: Final = re.compile(r"%(-?\d+(?:\.\d+)?)%")
_FORMAT: Final = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_HOLD: Final = "\ue000"  # private: stands for an escaped sign while the marks are read
TRUE_FALSE: Final = {
    "en": ("True", "False"), "ar": ("صحيح", "خطأ"), "fa": ("درست", "نادرست"), "he": ("נכון", "לא נכון"),
    "de": ("Richtig", "Falsch"), "cs": ("Pravda", "Nepravda"), "fr": ("Vrai", "Faux"), "es": ("Verdadero", "Falso"),
}  # fmt: skip


def read_gift(text: str, file: str, into: Imported) -> list[Asked]:
    """The questions, in order."""
    found = []
    for line, block in _blocks(text):
        asked = _question(block, Position(file, line), into)
        if asked is not None:
            found.append(asked)
    return found


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Questions are separated by blank lines; comments and categories are left out. Braces keep blank lines."""
    lines: list[str] = []
    start, depth = 1, 0
    for number, written in enumerate([*text.split("\n"), ""], 1):
        is_aside = written.lstrip().startswith("//") or (written.startswith("$") and not depth)
        if is_aside and not lines:
            continue
        line = "" if is_aside else written
        depth += len(re.findall(r"(?<!\\)\{", line)) - len(re.findall(r"(?<!\\)\}", line))
        if line.strip() or (depth > 0 and lines):
            start = start if lines else number
            lines.append(line)
        elif lines:
            yield start, "\n".join(lines)
            lines, depth = [], 0
    if lines:
        yield start, "\n".join(lines)


def _question(block: str, at: Position, into: Imported) -> Asked | None:
    held = re.sub(r"\\([~=#{}:\\n])", lambda m: f"{_HOLD}{ord(m[1]):02x}", block)
    name = ""
    if title := re.match(r"\s*::(.*?)::", held, re.DOTALL):
        name, held = _plain(title[1]), held[title.end() :]
    opening, closing = held.find("{"), held.rfind("}")
    if opening < 0 or closing < opening:
        into.note(codes.QUESTION_LEFT_OUT, at, "a text without answers in braces; left out")
        return None
    before, body, after = held[:opening], held[opening + 1 : closing], held[closing + 1 :]
    words = _plain(before) if not after.strip() else f"{_plain(before)} _____ {_plain(after)}"
    body, _, general = body.partition("####")
    asked = _answers(body.strip(), words, at, into)
    return asked and asked._replace(feedback=_plain(general), name=name)


def _answers(body: str, words: str, at: Position, into: Imported) -> Asked | None:
    flag = re.fullmatch(r"(TRUE|FALSE|T|F)\s*(?:#(.*?))?(?:#(.*))?", body, re.DOTALL)
    if flag:
        is_true = flag[1].startswith("T")
        wrong, right = _plain(flag[2] or ""), _plain(flag[3] or "")
        yes, no = TRUE_FALSE["en"]
        feedback = (right, wrong) if is_true else (wrong, right)
        return Asked(words, ((yes, is_true, feedback[0]), (no, not is_true, feedback[1])), at)
    if body.startswith("#"):
        number = re.fullmatch(r"#\s*=?\s*(-?\d+(?:\.\d+)?)(?::0)?\s*", body)
        if number:
            return Asked(words, (), at, answers=(number[1],))
        into.note(codes.QUESTION_LEFT_OUT, at, "a number with a margin has no place in a check; left out")
        return None
    if not body:
        into.note(codes.QUESTION_LEFT_OUT, at, "an essay has no place in a check; left out")
        return None
    parts = [(m[1], m[2]) for m in re.finditer(r"([=~])(.*?)(?=[=~]|\Z)", body, re.DOTALL)]
    if any("->" in text for mark, text in parts if mark == "="):
        into.note(codes.QUESTION_LEFT_OUT, at, "matching has no place in a check; left out")
        return None
    return _choices(parts, words, at, into)


def _choices(parts: list[tuple[str, str]], words: str, at: Position, into: Imported) -> Asked:
    if parts and all(mark == "=" for mark, _ in parts):
        answers = tuple(_plain(_WEIGHT.sub("", text.partition("#")[0])) for _, text in parts)
        return Asked(words, (), at, answers=tuple(a for a in answers if a))
    options = []
    partly = 0
    for mark, text in parts:
        answer, _, feedback = text.partition("#")
        weight = float(found[1]) if (found := _WEIGHT.search(answer)) else None
        is_right = mark == "=" or (weight is not None and weight > 0)
        partly += mark == "~" and weight is not None and 0 < weight < 100
        options.append((_plain(_WEIGHT.sub("", answer)), is_right, _plain(feedback)))
    rights = sum(is_right for _, is_right, _ in options)
    if partly and any(mark == "=" for mark, _ in parts):
        into.mapped(at, "answers that are worth a part count as right")
    return Asked(words, tuple(options), at, is_multiple=rights > 1)


def _plain(text: str) -> str:
    """Without escapes, format marks and HTML."""
    text = _FORMAT.sub("", text)
    text = re.sub(r"<[A-Za-z/][^>]*>", " ", text)
    text = re.sub(
        f"{_HOLD}([0-9a-f]{{2}})", lambda m: "\n" if m[1] == "6e" else chr(int(m[1], 16)), html.unescape(text)
    )
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
