"""A page for each daily task: "How do I …", with the steps of the lessons that teach it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curriculum.model import Lesson, Task
from curriculum.render.book import Book
from curriculum.render.lesson_text import section
from curriculum.render.lessons import Setting, indented, lesson_text, link_in_lesson, shown_lesson
from curriculum.render.markdown import Markdown
from curriculum.render.pages import render

STEPS = "steps"  # the id of the heading above a lesson's steps


def task_pages(book: Book) -> Iterator[tuple[str, Markdown]]:
    """Path and page of each task."""
    for task in book.tasks():
        yield f"tasks/{task.id}.md", _page(book, task)


def _page(book: Book, task: Task) -> Markdown:
    parts = (lesson.partition("/") for lesson in task.lessons)
    lessons = [_lesson(book, module, unit) for module, _, unit in parts if book.has_lesson(module, unit)]
    return render(book, "task.md.j2", task=task, lessons=lessons)


def _lesson(book: Book, module: str, unit: str) -> dict[str, Any]:
    """A lesson's title and its steps; without such a section only the title."""
    found, lesson = book.unit(module, unit), shown_lesson(book, module, unit)
    steps = None if lesson is None else _steps(book, lesson, f"{module}-{unit}")
    is_foreign = lesson is not None and lesson.language != book.reader.language
    return {
        "title": book.title(found.title),
        "anchor": Markdown(f"{module}-{unit}"),
        "path": Markdown(f"../lessons/{module}/{unit}.md"),
        "minutes": found.minutes,
        "steps": indented(steps) if steps and is_foreign else steps,
        "fallback": Markdown(lesson.language) if steps and is_foreign and lesson else None,
    }


def _steps(book: Book, lesson: Lesson, prefix: str) -> Markdown | None:
    """The section of the lesson; links to other sections lead to the lesson's page."""
    text = section(lesson.text, STEPS)
    if text is None:
        return None
    folder = f"../lessons/{lesson.module}/"

    def page_of(target: str) -> str | None:
        if target.startswith("#"):
            return f"{folder}{lesson.unit}.md{target}"
        found = link_in_lesson(book, lesson.module, target)
        return f"{folder}{found}" if found and ".md" in found and ":" not in found else found

    return lesson_text(book, lesson, text, Setting(page_of=page_of, folder=folder, first=3, prefix=f"{prefix}-"))
