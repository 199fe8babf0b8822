"""A question as another system has it."""

from __future__ import annotations

from typing import NamedTuple

from curriculum.diagnostics import Position


class Asked(NamedTuple):
    """A question as a source has it; `options`: text, whether it is right, feedback."""

    text: str
    options: tuple[tuple[str, bool, str], ...]
    at: Position
    answers: tuple[str, ...] = ()
    feedback: str = ""
    is_multiple: bool = False
    name: str = ""
