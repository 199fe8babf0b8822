"""Pages with the dates of sessions: for everybody without names; for trainers with who leads them and who comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from curriculum.render.book import Book
from curriculum.render.handbook import SessionDate
from curriculum.render.markdown import Markdown, escape
from curriculum.render.pages import render

PAGE = "dates.md"
WITH_NAMES = "sessions.md"  # in the trainer's edition only


def dates_of(book: Book) -> list[SessionDate]:
    """The sessions of the modules in this handbook."""
    return [found for found in book.handbooks.dates if found.module in book.modules]


def dates_page(book: Book) -> Markdown:
    """Sessions by workplace, in order of time. It names nobody."""
    return render(book, "dates.md.j2", places=_places(book, _row))


def names_page(book: Book) -> Markdown:
    """The same with who leads each session, and who comes, to be signed."""
    return render(book, "sessions.md.j2", places=_places(book, _row_with_names))


def _places(book: Book, row: Callable[[Book, SessionDate], dict[str, Any]]) -> list[dict[str, Any]]:
    places: dict[str, list[SessionDate]] = {}
    for found in dates_of(book):
        places.setdefault(found.workplace, []).append(found)
    known = book.handbooks.program.workplaces
    return [
        {
            "id": id,
            "title": known[id].title if id in known else None,
            "rows": [row(book, found) for found in places[id]],
        }
        for id in sorted(places)
    ]


def _row_with_names(book: Book, found: SessionDate) -> dict[str, Any]:
    number = book.reader.wording.number
    comes = [{"number": escape(number(n)), "name": escape(name)} for n, name in enumerate(found.comes, 1)]
    return {**_row(book, found), "led_by": escape(found.led_by), "comes": comes}


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
