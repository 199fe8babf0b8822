"""The level ladder of a competency: stairs as SVG, made when the page is written, the same for every reader.

Each level is a step; a higher one begins further on in the direction of reading. Steps that the role's path reaches
are filled, the goal of the role has a flag. What the picture shows is also said in words.
"""

from __future__ import annotations

from typing import Any, Final

from curriculum.model import record
from curriculum.render.markdown import Markdown
from curriculum.render.page_block import page_block

_WIDTH: Final = 360
_ROW: Final = 46
_GAP: Final = 4
_FLAG: Final = 12  # width of the flag at the end of the goal's step
_LATIN_PER_LINE: Final = 30  # letters that fit beside the flag on the narrowest step


@record
class Rung:
    """One level: its title, a short note, whether the path reaches it, whether the role's goal is this level."""

    title: str
    note: str
    mine: bool
    goal: bool


def ladder(rungs: tuple[Rung, ...], words: str, language: str, *, mirrored: bool) -> Markdown:
    """The block of the picture; the rungs lowest first, `words` is what the picture shows."""
    count = len(rungs)
    rows = [_row(rung, place, count, mirrored) for place, rung in enumerate(rungs)]
    height = count * _ROW + (count - 1) * _GAP + 2  # with room for the strokes at both ends
    return page_block("ladder", language, height=height, words=words, rows=rows[::-1])


def _row(rung: Rung, place: int, count: int, mirrored: bool) -> dict[str, Any]:
    """Where a step stands; `place` counts from 0, the lowest."""
    inset = place * min(40, 120 // max(count - 1, 1))
    y = (count - 1 - place) * (_ROW + _GAP)
    begin = _WIDTH - inset - 12 if mirrored else inset + 12
    end = 16 if mirrored else _WIDTH - 16
    turn = 1 if mirrored else -1
    return {
        "x": 0 if mirrored else inset,
        "y": y,
        "width": _WIDTH - inset,
        "height": _ROW,
        "text_x": begin,
        "text_y": y + (19 if rung.note else 28),
        "note_y": y + 36,
        "title": shortened(rung.title),
        "note": shortened(rung.note),
        "mine": rung.mine,
        "goal": rung.goal,
        "flag": f"M{end} {y + 10}v26M{end} {y + 10}l{turn * _FLAG} 6l{-turn * _FLAG} 6z",
    }


def shortened(words: str) -> str:
    """Words that fit on a step."""
    return words if len(words) <= _LATIN_PER_LINE else f"{words[: _LATIN_PER_LINE - 1].rstrip()}…"
