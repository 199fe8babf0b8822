"""The whole handbook on one page, to print or to save as PDF: modules, lessons, questions, tasks, contacts, words."""

from __future__ import annotations

import posixpath
from typing import Any, Final

from curriculum.model import Lesson, Module, Question, QuestionKind, Unit
from curriculum.render.book import Book
from curriculum.render.check_block import mixed
from curriculum.render.lessons import Setting, indented, lesson_text, link_in_lesson, shown_lesson
from curriculum.render.markdown import Markdown, escape, in_language
from curriculum.render.pages import ask_values, credit, glossary_terms, module_line, render
from curriculum.render.wording import direction

PATH: Final = "print.md"
# What to do with the boxes of a question.
HOW: Final = {
    QuestionKind.SINGLE: "Choose one answer",
    QuestionKind.OPINION: "Choose one answer",
    QuestionKind.MULTIPLE: "Choose all that are right",
    QuestionKind.ORDER: "Give each step its place",
    QuestionKind.SHORT: "Write your answer",
}
# Neither in search (everything would be found twice) nor with sidebars.
_HEAD: Final = "---\nsearch:\n  exclude: true\nhide:\n  - navigation\n  - toc\n---\n\n"


def print_page(book: Book) -> Markdown:
    """The page; its anchors are `module-<id>`, `<module>-<unit>`, `term-<id>`."""
    modules = [_module(book, number, module) for number, module in enumerate(book.modules.values(), 1)]
    page = render(
        book,
        "print.md.j2",
        role=book.role,
        program=book.handbooks.program,
        modules=modules,
        tasks=book.tasks(),
        terms=glossary_terms(book),
        **ask_values(book),
    )
    return Markdown(_HEAD + page)


def _module(book: Book, number: int, module: Module) -> dict[str, Any]:
    step = next(s for s in book.steps if s.module == module.id)
    return {
        "id": Markdown(module.id),
        "number": escape(book.reader.wording.number(number)),
        "module": module,
        "line": module_line(book, step, module),
        "credit": credit(book, module),
        "units": [_unit(book, module, unit) for unit in module.units],
        "questions": _questions(book, module),
        "opinions": book.asks_opinions(module.id),
    }


def _unit(book: Book, module: Module, unit: Unit) -> dict[str, Any]:
    lesson = shown_lesson(book, module.id, unit.id)
    text = _text(book, lesson) if lesson is not None and lesson.text.strip() else None
    is_foreign = lesson is not None and lesson.language != book.reader.language
    return {
        "anchor": Markdown(f"{module.id}-{unit.id}"),
        "unit": unit,
        "text": indented(text) if text and is_foreign else text,
        "fallback": Markdown(lesson.language) if text and is_foreign and lesson else None,
    }


def _text(book: Book, lesson: Lesson) -> Markdown:
    prefix = f"{lesson.module}-{lesson.unit}-"
    folder = f"lessons/{lesson.module}/"

    def page_of(target: str) -> str | None:
        if target.startswith("#"):
            return f"#{prefix}{target[1:]}"
        found = link_in_lesson(book, lesson.module, target)
        return _inside(posixpath.normpath(folder + found)) if found and ".md" in found and ":" not in found else found

    setting = Setting(page_of=page_of, folder=folder, first=4, prefix=prefix)
    return lesson_text(book, lesson, lesson.text, setting)


def _inside(path: str) -> str:
    """A page of the handbook → its place on this page."""
    page, _, anchor = path.partition("#")
    if page == "glossary.md":
        return f"#term-{anchor}" if anchor else "#glossary"
    module, name = page.removesuffix(".md").split("/")[-2:]
    if name == "index":
        return f"#module-{module}"
    return f"#{module}-{name}-{anchor}" if anchor else f"#{module}-{name}"


def _questions(book: Book, module: Module) -> list[dict[str, Any]]:
    """The questions with boxes to tick, without the answers."""
    found = book.check(module.id)
    if found is None:
        return []
    shown, check = found

    def said(words: str) -> Markdown:
        text = escape(words)
        return text if shown == book.reader.language else in_language(_isolated(text, shown), shown)

    return [
        {
            "number": escape(book.reader.wording.number(number)),
            "text": said(q.text),
            "how": book.reader.say(HOW[q.kind]),
            "options": [said(o) for o in _options(q)],
        }
        for number, q in enumerate(check.questions, 1)
    ]


def _isolated(text: Markdown, language: str) -> Markdown:
    return Markdown(f"\u2068{text}\u2069") if direction(language) == "rtl" else text


def _options(question: Question) -> list[str]:
    options = mixed(question) if question.kind is QuestionKind.ORDER else question.options
    return [option.text for option in options]
