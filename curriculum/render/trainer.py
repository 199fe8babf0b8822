"""The trainer's edition: the handbook of a role, and for each module a facilitator's guide and slides.

Solutions and answers stand in it, so it is built into a folder of its own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from typing import Any, Final

import yaml

from curriculum.diagnostics import Diagnostic
from curriculum.model import GUIDE, Lesson, Module, Question, QuestionKind, UnitKind
from curriculum.render.book import Book
from curriculum.render.dates import WITH_NAMES, dates_of, names_page
from curriculum.render.handbook import Handbooks, SiteTree
from curriculum.render.lessons import Setting, indented, lesson_text, link_in_lesson, shown_lesson
from curriculum.render.markdown import Markdown, escape, in_language
from curriculum.render.page_block import page_block
from curriculum.render.pages import render
from curriculum.render.site import open_books, render_trees

_SOLUTION: Final = re.compile(r"^(#+) [^\n]*\{#solution\}[^\n]*\n(.*?)(?=^#+ |\Z)", re.DOTALL | re.MULTILINE)
_SLIDES_HEAD: Final = "---\nsearch:\n  exclude: true\nhide:\n  - navigation\n  - toc\n---\n\n"
_DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def render_trainer_trees(handbooks: Handbooks) -> tuple[tuple[SiteTree, ...], tuple[Diagnostic, ...]]:
    """The trees of `render_trees`, each with the trainer's pages. Reports the same."""
    trees, found = render_trees(handbooks)
    return tuple(with_pages(tree, book) for tree, book in zip(trees, open_books(handbooks), strict=True)), found


def with_pages(tree: SiteTree, book: Book) -> SiteTree:
    """The tree of a handbook with the trainer's pages."""
    assets = resources.files("curriculum.render") / "assets"
    config = yaml.safe_load(str(tree.files["mkdocs.yml"]))
    config["extra_css"].append("assets/slides.css")
    config["extra_javascript"].append("assets/slides.js")
    config["nav"].insert(1, {html.escape(book.reader.wording.get("For trainers")): _nav(book)})
    files: dict[str, str | bytes] = {
        **tree.files,
        "mkdocs.yml": yaml.dump(config, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10_000),
        **{f"docs/assets/{name}": (assets / name).read_text(encoding="utf-8") for name in ("slides.css", "slides.js")},
        **{f"docs/{path}": str(page) for path, page in _pages(book)},
    }
    return replace(tree, files=dict(sorted(files.items())))


def _nav(book: Book) -> list[dict[str, str]]:
    say = book.reader.wording.get
    guides = [
        {html.escape(book.reader.plain(module.title)): f"lessons/{module.id}/guide.md"}
        for module in book.modules.values()
    ]
    first = [{html.escape(say("Materials and times")): "trainer.md"}]
    first += [{html.escape(say("Sessions and who comes")): WITH_NAMES}] if dates_of(book) else []
    return [*first, {html.escape(say("Attendance sheet")): "attendance.md"}, *guides]


def _pages(book: Book) -> Iterator[tuple[str, Markdown]]:
    modules = list(book.modules.values())
    yield "trainer.md", render(book, "trainer.md.j2", modules=[_materials(book, m) for m in modules])
    if dates_of(book):
        yield WITH_NAMES, names_page(book)
    yield "attendance.md", render(book, "attendance.md.j2", rows=_numbers(book), role=book.role)
    for module in modules:
        yield f"lessons/{module.id}/guide.md", render(book, "guide.md.j2", **_guide(book, module))
        keys = page_block("slides", book.reader.language)
        slides = render(book, "slides.md.j2", module=module, units=list(_slides(book, module)), keys=keys)
        yield f"lessons/{module.id}/slides.md", Markdown(_SLIDES_HEAD + slides)


def _numbers(book: Book) -> list[Markdown]:
    return [escape(book.reader.wording.number(row)) for row in range(1, 21)]


def _materials(book: Book, module: Module) -> dict[str, Any]:
    return {
        "module": module,
        "exercises": [unit for unit in module.units if unit.kind is UnitKind.EXERCISE],
        "has_check": book.check(module.id) is not None and not book.asks_opinions(module.id),
        "id": Markdown(module.id),
    }


def _guide(book: Book, module: Module) -> dict[str, Any]:
    notes = shown_lesson(book, module.id, GUIDE)
    return {
        "module": module,
        "notes": _text(book, notes) if notes and notes.text.strip() else None,
        "solutions": list(_solutions(book, module)),
        "questions": _answers(book, module),
    }


def _text(book: Book, lesson: Lesson, part: str | None = None, first: int = 2, prefix: str = "") -> Markdown:
    """The lesson or a part of it, for a page in the module's folder; in another language, it says so."""
    setting = Setting(page_of=lambda target: link_in_lesson(book, lesson.module, target), first=first, prefix=prefix)
    text = lesson_text(book, lesson, lesson.text if part is None else part, setting)
    if lesson.language == book.reader.language:
        return text
    return Markdown(f'!!! lang-{lesson.language} ""\n\n{indented(text)}')


def _solutions(book: Book, module: Module) -> Iterator[dict[str, Any]]:
    """The section `{#solution}` of each exercise."""
    for unit in module.units:
        lesson = shown_lesson(book, module.id, unit.id) if unit.kind is UnitKind.EXERCISE else None
        found = _SOLUTION.search(lesson.text) if lesson else None
        if lesson and found:
            yield {"unit": unit, "text": _text(book, lesson, found[2], first=4, prefix=f"{unit.id}-")}


def _answers(book: Book, module: Module) -> list[dict[str, Any]]:
    found = book.check(module.id)
    if found is None or found[1].asks_opinions:
        return []
    shown, check = found

    def said(words: str | None) -> Markdown | None:
        if not words:
            return None
        return escape(words) if shown == book.reader.language else in_language(escape(words), shown)

    def options(question: Question) -> list[dict[str, Any]]:
        if question.kind is QuestionKind.SHORT:
            return [{"text": said(answer), "right": True, "feedback": None} for answer in question.answers]
        right = set(question.right)
        return [{"text": said(o.text), "right": o.id in right, "feedback": said(o.feedback)} for o in question.options]

    return [
        {
            "number": escape(book.reader.wording.number(number)),
            "text": said(q.text),
            "feedback": said(q.feedback),
            "options": options(q),
            "is_order": q.kind is QuestionKind.ORDER,
        }
        for number, q in enumerate(check.questions, 1)
    ]


def _slides(book: Book, module: Module) -> Iterator[dict[str, Any]]:
    for unit in module.units:
        lesson = shown_lesson(book, module.id, unit.id)
        if lesson and lesson.text.strip():
            yield {"unit": unit, "text": _text(book, lesson, first=3, prefix=f"{unit.id}-")}
