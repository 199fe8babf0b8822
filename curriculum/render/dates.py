"""The page of a handbook with the dates of sessions: of the role's modules, by workplace. It holds no people."""

from __future__ import annotations

from typing import Any

from curriculum.render.book import Book
from curriculum.render.handbook import SessionDate
from curriculum.render.markdown import Markdown, escape
from curriculum.render.pages import render

PAGE = "dates.md"


def dates_of(book: Book) -> list[SessionDate]:
    """The sessions of the modules in this handbook."""
    return [found for found in book.handbooks.dates if found.module in book.modules]


def dates_page(book: Book) -> Markdown:
    """Sessions by workplace, in order of time."""
    places: dict[str, list[SessionDate]] = {}
    for found in dates_of(book):
        places.setdefault(found.workplace, []).append(found)
    known = book.handbooks.program.workplaces
    listed = [
        {
            "id": id,
            "title": known[id].title if id in known else None,
            "rows": [_row(book, found) for found in places[id]],
        }
        for id in sorted(places)
    ]
    return render(book, "dates.md.j2", places=listed)


def _row(book: Book, found: SessionDate) -> dict[str, Any]:
    wording, room = book.reader.wording, book.handbooks.program.rooms.get(found.room)
    hours = f"{found.starts_at:%H:%M}–{found.ends_at:%H:%M}"
    parts = book.reader.say(
        "part {part} of {parts}", part=escape(wording.number(found.part)), parts=escape(wording.number(found.parts))
    )
    return {
        "day": book.reader.day(found.starts_at.date()),
        "hours": Markdown(wording.digits(hours)),
        "module": book.modules[found.module],
        "path": f"lessons/{found.module}/index.md",
        "parts": parts if found.parts > 1 else None,
        "room": room.title if room else None,
        "language": Markdown(found.language) if found.language != wording.language else None,
    }
