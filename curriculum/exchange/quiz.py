"""A quiz of a Microsoft Learn unit → questions of a knowledge check, as plain values."""

from __future__ import annotations

from typing import Any

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.foreign import items_of, text_of
from curriculum.exchange.imported import Imported
from curriculum.load.yaml_tree import Node


def read_quiz(node: Node | None, file: str, number: int, into: Imported) -> list[dict[str, Any]]:
    """The questions; ids go on from `number`. One that nobody can answer is noted with its line and left out."""
    found: list[dict[str, Any]] = []
    for question in items_of(node, "questions"):
        at = Position(file, question.at.line, question.at.column)
        text = " ".join(text_of(question, "content").split())
        options = [_option(choice, i) for i, choice in enumerate(items_of(question, "choices"))]
        options = [option for option in options if option["text"]]
        right = sum(bool(option.get("right")) for option in options)
        if not text or len(options) < 2 or not right:
            why = "no text" if not text else "no right answer" if not right else "fewer than two answers"
            into.note(codes.QUESTION_LEFT_OUT, at, f"a question with {why} was left out")
            continue
        kind = "multiple" if right > 1 or text_of(question, "multiSelect").lower() == "true" else "single"
        found.append({"id": f"q{number + len(found) + 1}", "kind": kind, "text": text, "options": options})
    return found


def _option(choice: Node, index: int) -> dict[str, Any]:
    is_right = text_of(choice, "isCorrect").lower() == "true"
    words = [text_of(choice, key) for key in ("explanation", "correctExplanation", "incorrectExplanation")]
    option: dict[str, Any] = {"id": option_id(index), "text": " ".join(text_of(choice, "content").split())}
    if is_right:
        option["right"] = True
    if feedback := next((" ".join(word.split()) for word in words if word), ""):
        option["feedback"] = feedback
    return option


def option_id(index: int) -> str:
    """a, b, c … z, o27 …"""
    return chr(ord("a") + index) if index < 26 else f"o{index + 1}"
