"""What a page says to search engines and catalogs of courses: JSON-LD in the words of schema.org. No people, no dates.

It stands in the front matter of the page; the theme puts it into the head as data, which no browser runs.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from curriculum.model import Module
from curriculum.render.book import Book
from curriculum.render.markdown import Markdown

COURSE: Final = re.compile(r"^course: .*\n", re.MULTILINE)  # the line of the front matter


def course_head(book: Book, module: Module) -> Markdown:
    """The front matter of a module's page."""
    said: dict[str, Any] = {
        "@type": "Course",
        "name": book.reader.plain(module.title),
        "description": book.reader.plain(module.summary or module.title),
        "timeRequired": f"PT{module.minutes.likely}M",
        "teaches": [_competency(book, t.competency) for t in module.teaches],
    }
    if module.source and module.source.licence_link:
        said["license"] = str(module.source.licence_link)
    if module.source and module.source.link:
        said["isBasedOn"] = str(module.source.link)
    return _head(book, said)


def _competency(book: Book, id: str) -> str:
    titles = [known.title for known in book.handbooks.catalog.competencies if known.id == id]
    return book.reader.plain(titles[0]) if titles else id


def role_head(book: Book) -> Markdown:
    """The front matter of the home page: the role, and the courses of its path."""
    said: dict[str, Any] = {
        "@type": "EducationalOccupationalProgram",
        "name": book.reader.plain(book.role.title),
        "description": book.reader.plain(book.role.summary or book.role.title),
        "hasCourse": [
            {"@type": "Course", "name": book.reader.plain(book.modules[step.module].title)} for step in book.steps
        ],
    }
    return _head(book, said)


def _head(book: Book, said: dict[str, Any]) -> Markdown:
    whole = {
        "@context": "https://schema.org",
        **said,
        "inLanguage": book.reader.language,
        "provider": {"@type": "Organization", "name": book.reader.plain(book.handbooks.program.title)},
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":  # nothing that could end the element
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markdown(f"---\ncourse: {json.dumps(text, ensure_ascii=False)}\n---\n\n")
