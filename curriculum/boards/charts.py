"""The burn-up as SVG: what is done, what the due dates ask for, and the days of going live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from typing import Final

from curriculum.boards.burn import Burn, Point
from curriculum.boards.words import BoardWords

_WIDTH, _HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 24, 28, 34
_BACK_DAYS: Final = 120  # as far back as it looks, from the day of the report


def burn_up(burn: Burn, as_of: dt.date, words: BoardWords) -> str:
    """The picture; time runs as the language reads. Its text says the same numbers (`burn_text`)."""
    days = [point.on for point in (*burn.done, *burn.asked)] + [on for _, on in burn.go_live] + [as_of]
    first, last = max(min(days), as_of - dt.timedelta(days=_BACK_DAYS)), max(days)
    span = max((last - first).days, 1)
    top = max(burn.scope, 1)
    is_rtl = words.direction == "rtl"

    def x(on: dt.date) -> float:
        share = min(max((on - first).days / span, 0), 1)
        return _LEFT + (1 - share if is_rtl else share) * (_WIDTH - _LEFT - _RIGHT)

    def y(minutes: int) -> float:
        return _HEIGHT - _BOTTOM - minutes / top * (_HEIGHT - _TOP - _BOTTOM)

    def path(points: Sequence[Point], start: Point) -> str:
        steps, height = [f"M{x(start.on):.1f} {y(start.minutes):.1f}"], start.minutes
        for on, minutes in points:
            steps.append(f"L{x(on):.1f} {y(height):.1f}L{x(on):.1f} {y(minutes):.1f}")
            height = minutes
        return "".join(steps)

    before = [point for point in burn.done if point.on <= first]
    done = path([p for p in burn.done if p.on > first], Point(first, before[-1].minutes if before else 0))
    asked = path(burn.asked, burn.done[-1] if burn.done else Point(as_of, 0))
    marks = "".join(
        f'<line class="live" x1="{x(on):.1f}" x2="{x(on):.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"/>'
        f'<text class="tick" x="{x(on):.1f}" y="{_TOP - 10}" text-anchor="{_anchor(x(on))}">'
        f"{escape(words.get('go-live'))}</text>"
        for _, on in burn.go_live
    )
    ticks = "".join(
        f'<text class="tick" x="{x(on):.1f}" y="{_HEIGHT - 10}" text-anchor="{_anchor(x(on))}">'
        f"{escape(words.short_date(on))}</text>"
        for on in dict.fromkeys((first, as_of, last))
    )
    scale = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(m):.1f}" y2="{y(m):.1f}"/>'
        f'<text class="tick" x="{_LEFT - 6}" y="{y(m) + 4:.1f}" text-anchor="end">'
        f"{escape(words.number(round(m / 60)))}</text>"
        for m in (0, top // 2, top)
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="burn-text" direction="ltr">'
        f'{scale}{marks}<path class="asked" d="{asked}"/><path class="done" d="{done}"/>'
        f'<circle class="today" cx="{x(as_of):.1f}" cy="{y(burn.done[-1].minutes if burn.done else 0):.1f}" r="4"/>'
        f"{ticks}</svg>"
    )


def _anchor(x: float) -> str:
    """So that no label leaves the picture."""
    return "start" if x < _LEFT + 40 else "end" if x > _WIDTH - _RIGHT - 40 else "middle"


def burn_text(burn: Burn, words: BoardWords) -> str:
    """What the picture shows, in a sentence."""
    done = burn.done[-1].minutes if burn.done else 0
    return words.say(
        "{done} of {scope} are done. The solid line is what is done, the dashed line what the due dates ask for.",
        done=words.hours(done),
        scope=words.hours(burn.scope),
    )
