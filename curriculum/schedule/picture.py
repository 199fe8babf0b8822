"""A schedule as pictures (SVG): one a week, days from left to right, hours from top to bottom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from curriculum.model import ScheduleFile, Session, Workspace
from curriculum.schedule.listing import module_title, times_of, weeks_of

_COLUMN: Final = 210
_HOUR: Final = 56
_LEFT, _TOP = 56, 56
_COLOURS: Final = ("#dbeafe", "#dcfce7", "#fef3c7", "#fae8ff", "#ffe4e6", "#e0e7ff", "#ccfbf1", "#ffedd5")
_EDGES: Final = ("#1d4ed8", "#15803d", "#b45309", "#a21caf", "#be123c", "#4338ca", "#0f766e", "#c2410c")


def week_pictures(ws: Workspace, made: ScheduleFile, language: str) -> Iterator[tuple[str, str]]:
    """File name and SVG of each week with a session. People are numbers, trainers ids."""
    colour = {str(module): n % len(_COLOURS) for n, module in enumerate(sorted({s.module for s in made.sessions}))}
    for week, sessions in weeks_of(ws, made).items():
        yield f"week-{week}.svg", _week(ws, week, sessions, colour, language)


def _week(ws: Workspace, week: dt.date, sessions: Sequence[Session], colour: dict[str, int], language: str) -> str:
    times = {s.id: times_of(ws, s) for s in sessions}
    first = min(t.starts.hour for t in times.values())
    last = max(t.ends.hour + (t.ends.minute > 0) for t in times.values())
    lanes = _lanes(sessions, {id: (t.starts, t.ends) for id, t in times.items()})
    width, height = _LEFT + 7 * _COLUMN + 8, _TOP + (last - first) * _HOUR + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="Noto Sans, Noto Sans Arabic, Noto Sans Hebrew, sans-serif" font-size="12">',
        f"<title>{week}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for hour in range(first, last + 1):
        y = _TOP + (hour - first) * _HOUR
        parts.append(f'<path d="M{_LEFT} {y}H{width}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end" fill="#4b5563">{hour:02d}:00</text>')
    for n in range(7):
        day = week + dt.timedelta(days=n)
        x = _LEFT + n * _COLUMN
        parts.append(f'<path d="M{x} {_TOP - 24}V{height}" stroke="#d1d5db"/>')
        parts.append(f'<text x="{x + 6}" y="{_TOP - 10}" font-weight="600" fill="#111827">{day:%a} {day}</text>')
    for session in sessions:
        parts += _box(ws, session, week, (first, lanes[session.id], colour[session.module]), language)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _lanes(
    sessions: Sequence[Session], times: dict[str, tuple[dt.datetime, dt.datetime]]
) -> dict[str, tuple[int, int]]:
    """Each session's lane in its day, and how many lanes the day has: what is at once stands side by side."""
    days: dict[dt.date, list[Session]] = defaultdict(list)
    for session in sessions:
        days[times[session.id][0].date()].append(session)
    found: dict[str, tuple[int, int]] = {}
    for of_day in days.values():
        ends: list[dt.datetime] = []
        lane_of = {}
        for session in sorted(of_day, key=lambda s: (times[s.id], s.id)):
            starts, stops = times[session.id]
            lane = next((n for n, end in enumerate(ends) if end <= starts), len(ends))
            ends[lane:] = [stops, *ends[lane + 1 :]]
            lane_of[session.id] = lane
        found |= {id: (lane, len(ends)) for id, lane in lane_of.items()}
    return found


def _box(
    ws: Workspace, session: Session, week: dt.date, at: tuple[int, tuple[int, int], int], language: str
) -> list[str]:
    first, (lane, lanes), colour = at
    times = times_of(ws, session)
    width = (_COLUMN - 8) / lanes
    x = _LEFT + (times.starts.date() - week).days * _COLUMN + 4 + lane * width
    y = _TOP + (times.starts.hour - first + times.starts.minute / 60) * _HOUR
    height = session.minutes / 60 * _HOUR
    title = module_title(ws, session.module, language)
    where = session.room or session.delivery.value
    lines = [f"{times.starts:%H:%M} {title}", f"{where} · {session.trainer} · {len(session.people)}"]
    said = f"{session.id}: {title}, {times.starts:%H:%M}–{times.ends:%H:%M} {times.zone}, {where}, {session.trainer}"
    room = max(3, int((width - 10) / 6.4))
    shown = [line if len(line) <= room else line[: room - 1] + "…" for line in lines[: max(1, int(height // 16))]]
    texts = [
        f'<text x="{x + 6:.1f}" y="{y + 15 + 15 * n:.1f}" fill="#111827">{escape(line)}</text>'
        for n, line in enumerate(shown)
    ]
    rect = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width - 3:.1f}" height="{max(height - 2, 4):.1f}" rx="3" '
        f'fill="{_COLOURS[colour]}" stroke="{_EDGES[colour]}"/>'
    )
    return [f"<g><title>{escape(said)}</title>", rect, *texts, "</g>"]
