"""The pages of units: the lesson in the reader's language, else in the default one and marked so, else a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from curriculum.codes import UNSAFE_PICTURE
from curriculum.diagnostics import Diagnostic
from curriculum.model import Lesson, Module, Unit, record, text_for
from curriculum.render.book import Book
from curriculum.render.checks import questions_of
from curriculum.render.lesson_text import PICTURE, Resolve, fit, links
from curriculum.render.markdown import Markdown, is_safe_address
from curriculum.render.pages import render
from curriculum.render.progress_blocks import lesson_block
from curriculum.render.references import by_itself
from curriculum.render.terms import terms_block
from curriculum.render.wording import Wording

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ACTIVE_SVG = re.compile(rb"<script|\son\w+\s*=|javascript:|<foreignObject|<!ENTITY", re.IGNORECASE)


def lesson_pages(book: Book) -> Iterator[tuple[str, Markdown]]:
    """Path and page of each unit of the handbook's modules."""
    for module in book.modules.values():
        for unit in module.units:
            yield f"lessons/{module.id}/{unit.id}.md", _unit_page(book, module, unit)


def shown_lesson(book: Book, module: str, unit: str) -> Lesson | None:
    """The lesson this reader sees: own language, default language, then any; with the blocks for the role only."""
    lessons = book.handbooks.lessons
    wanted = dict.fromkeys([book.reader.language, book.reader.default, *book.handbooks.program.languages])
    found = next((lessons[module, unit, la] for la in wanted if (module, unit, la) in lessons), None)
    text = text_for(found.text, book.is_for) if found else ""
    return found if found is None or text == found.text else replace(found, text=text)


def _unit_page(book: Book, module: Module, unit: Unit) -> Markdown:
    lesson = shown_lesson(book, module.id, unit.id)
    text = None if lesson is None else _text(book, lesson)
    fallback = lesson.language if lesson and lesson.language != book.reader.language else None
    return render(
        book,
        "unit.md.j2",
        module=module,
        unit=unit,
        before=book.before(module, "../../"),
        questions=questions_of(book, module) if book.check_page(module) == unit.id else None,
        text=text if text is None or fallback is None else indented(text),
        done=lesson_block(book, module, unit.id),
        changed=lesson and book.handbooks.changed_on(lesson.module, lesson.unit, lesson.language),
        terms=terms_block(book, lesson.text, lesson.language, "../../") if lesson and text else None,
        fallback=Markdown(fallback or ""),
        fallback_name=Wording(fallback).name if fallback else "",
    )


def indented(text: str) -> Markdown:
    """The text as the inside of a block."""
    return Markdown("".join(f"    {line}" if line.strip() else line for line in text.splitlines(keepends=True)))


def _text(book: Book, lesson: Lesson) -> Markdown | None:
    if not lesson.text.strip():
        return None
    setting = Setting(page_of=lambda target: link_in_lesson(book, lesson.module, target))
    return lesson_text(book, lesson, lesson.text, setting)


@record
class Setting:
    """The page on which text of a lesson stands: by itself on its own page, or beside others."""

    page_of: Resolve
    folder: str = ""  # leads to the folder of the lesson, where its pictures are
    first: int = 2  # level of the highest heading
    prefix: str = ""  # makes ids and footnotes unique


def lesson_text(book: Book, lesson: Lesson, text: str, setting: Setting) -> Markdown:
    """The lesson's text, or a part of it, for a page."""

    def picture_of(target: str) -> str | None:
        found = _picture_of(book, lesson.module, target)
        return found and f"{setting.folder}{found}"

    whole = by_itself(text, lesson.text)
    return Markdown(fit(whole, setting.page_of, picture_of, first=setting.first, prefix=setting.prefix))


def link_in_lesson(book: Book, module: str, target: str) -> str | None:
    """The address of a link in a lesson, relative to the lesson's page; None when it leads nowhere."""
    if target.startswith("#"):
        return target
    if _SCHEME.match(target) or target.startswith("//"):
        return target if is_safe_address(target) and not target.startswith("//") else None
    path, _, anchor = target.partition("#")
    parts = [p for p in path.removesuffix(".md").split("/") if p not in ("", ".", "..")]
    place = _place(book, module, parts)
    return None if place is None else f"{place}.md{'#' + anchor if anchor else ''}"


def _place(book: Book, module: str, parts: list[str]) -> str | None:
    if parts == ["glossary"]:
        return "../../glossary"
    if len(parts) == 1 and book.has_lesson(module, parts[0]):
        return parts[0]
    if len(parts) == 1 and parts[0] in book.modules:
        return f"../{parts[0]}/index"
    if len(parts) == 2 and book.has_lesson(*parts):
        return f"../{parts[0]}/{parts[1]}"
    return None


def _picture_of(book: Book, module: str, target: str) -> str | None:
    name = PICTURE.match(target)
    if name is None or picture(book, module, name[1]) is None:
        return None
    return name[1]


def picture(book: Book, module: str, name: str) -> bytes | None:
    """The bytes of a picture; None when there is none or it could run code in a browser."""
    found = book.handbooks.picture(module, name)
    if found is not None and name.lower().endswith(".svg") and _ACTIVE_SVG.search(found):
        return None
    return found


def pictures(book: Book) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of the pictures that the shown lessons use."""
    for lesson, name in _used_pictures(book):
        found = picture(book, lesson.module, name)
        if found is not None:
            yield f"lessons/{lesson.module}/{name}", found


def picture_findings(book: Book) -> Iterator[Diagnostic]:
    """Pictures that are missing or unsafe: UNSAFE_PICTURE."""
    for lesson, name in _used_pictures(book):
        if picture(book, lesson.module, name) is None:
            there = book.handbooks.picture(lesson.module, name) is not None
            problem = "holds a script" if there else "is not there"
            yield Diagnostic.of(
                UNSAFE_PICTURE,
                lesson.at,
                f"the picture '{name}' {problem}",
                f"put a png, jpg, gif, webp or svg file into content/{lesson.module}/",
            )


def _used_pictures(book: Book) -> Iterator[tuple[Lesson, str]]:
    for module in book.modules.values():
        for unit in module.units:
            lesson = shown_lesson(book, module.id, unit.id)
            for target in dict.fromkeys(links(lesson.text)) if lesson else ():
                name = PICTURE.match(target)
                if lesson and name:
                    yield lesson, name[1]
