"""Lessons: every unit has one in every language, with the same headings, and its links lead somewhere."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Final

from curriculum import codes
from curriculum.check import known
from curriculum.check.known import Check, Found, Known
from curriculum.check.markdown import Heading, Link, headings, links
from curriculum.check.translations import lacking, named
from curriculum.diagnostics import Diagnostic
from curriculum.model import GUIDE, Lesson, Module, Unit, UnitKind, Workspace

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SAFE: Final = ("http", "https", "mailto", "tel")
_PICTURE: Final = re.compile(r"(?:\./)?[A-Za-z0-9][A-Za-z0-9._-]*\.(?:png|jpe?g|gif|webp|svg)$", re.IGNORECASE)
_OWN_ANCHOR: Final = re.compile(r"s-([0-9]+)")  # given by number to headings without an id


def _by_unit(ws: Workspace) -> dict[tuple[str, str], dict[str, Lesson]]:
    """Texts by module and unit, and by language; lessons without a word are none."""
    found: dict[tuple[str, str], dict[str, Lesson]] = {}
    for (module, unit, language), lesson in ws.lessons.items():
        if lesson.text.strip():
            found.setdefault((module, unit), {})[language] = lesson
    return found


def missing_lessons(ws: Workspace) -> Found:
    """Every unit has a lesson in the default language, and in the others; nobody takes retired modules any more."""
    lessons = _by_unit(ws)
    for module in ws.modules.values():
        if f"content/{module.id}" in ws.unreadable or module.retired_on is not None:
            continue
        for unit in module.units:
            yield from _missing(ws, module, unit, lessons.get((module.id, unit.id), {}))
        yield from _missing_notes(ws, module, lessons.get((module.id, GUIDE), {}))


def _missing_notes(ws: Workspace, module: Module, notes: dict[str, Lesson]) -> Found:
    """Notes for trainers may be absent; if they are there, they are there in every language."""
    stem = f"content/{module.id}/{GUIDE}"
    absent = [la for la in ws.program.languages if la not in notes and f"{stem}.{la}.md" not in ws.unreadable]
    if notes and absent:
        first = next(iter(notes.values()))
        message, hint = f"the notes for trainers: {lacking(absent)}", f"write it into {stem}.{absent[0]}.md"
        yield Diagnostic.of(codes.MISSING_TRANSLATION, first.at, message, hint)


def _missing(ws: Workspace, module: Module, unit: Unit, lessons: dict[str, Lesson]) -> Found:
    default = ws.default_language
    path = f"content/{module.id}/{unit.id}."
    unread = {f[len(path) : -3] for f in ws.unreadable if f.startswith(path) and f.endswith(".md")}
    absent = [language for language in ws.program.languages if language not in lessons and language not in unread]
    if not lessons:
        if not unread and not _has_questions(ws, module, unit):
            hint = f"write it into {path}{default}.md"
            if unit.kind is UnitKind.CHECK:
                hint += f", or its questions into content/{module.id}/check.{default}.yaml"
            yield Diagnostic.of(codes.NO_LESSON, unit.at, f"unit '{unit.id}' has no text", hint)
        return
    first = lessons.get(default) or next(iter(lessons.values()))
    if absent and absent[0] == default:
        message = f"unit '{unit.id}' has no text in the default language, {named(absent.pop(0))}"
        yield Diagnostic.of(codes.DEFAULT_LANGUAGE, first.at, message, f"write it into {path}{default}.md")
    if absent:
        hint = f"write it into {path}{absent[0]}.md" + (" and so on" if absent[1:] else "")
        yield Diagnostic.of(codes.MISSING_TRANSLATION, first.at, f"unit '{unit.id}': {lacking(absent)}", hint)


def _has_questions(ws: Workspace, module: Module, unit: Unit) -> bool:
    """Whether it is a knowledge check whose questions stand in a file, read or not."""
    files = (f"content/{module.id}/check.{language}.yaml" for language in ws.program.languages)
    is_asked = any(id == module.id for id, _ in ws.checks) or any(file in ws.unreadable for file in files)
    return unit.kind is UnitKind.CHECK and is_asked


def different_headings(ws: Workspace) -> Found:
    """A translated lesson has the headings of the original: as many, of the same levels, with the same ids."""
    for lessons in _by_unit(ws).values():
        original = lessons.get(ws.default_language)
        if original is None:
            continue
        wanted = headings(original.text)
        for language, lesson in lessons.items():
            if lesson is not original:
                yield from _difference(lesson, headings(lesson.text), wanted, original, language)


def _difference(lesson: Lesson, found: list[Heading], wanted: list[Heading], original: Lesson, language: str) -> Found:
    """ANCHORS_DIFFER at the first heading that is different."""
    for has, should in zip_longest(found, wanted):
        if has and should and (has.level, has.id) == (should.level, should.id):
            continue
        if has and should:
            problem = f"the heading '{has.words}' is '{_marks(has)}', not '{_marks(should)}'"
        elif has:
            problem = f"the heading '{has.words}' is one too many"
        else:
            problem = f"{len(found)} headings, not {len(wanted)}"
        line = (has or (found[-1] if found else Heading(1, 1, "", None))).line
        place = lesson.at._replace(line=lesson.at.line + line - 1)
        other = original.at._replace(line=original.at.line + (should or wanted[-1]).line - 1) if wanted else original.at
        message = f"in {named(language)}: {problem} as in {named(original.language)}"
        related = [(other, "the heading in the default language")]
        yield Diagnostic.of(codes.ANCHORS_DIFFER, place, message, "give both the same headings and ids", related)
        return


def _marks(heading: Heading) -> str:
    return "#" * heading.level + (f" … {{#{heading.id}}}" if heading.id else "")


def broken_links(ws: Workspace) -> Found:
    """Links lead to a lesson, a module, a word of the glossary, a heading, or to the web."""
    modules = known.modules(ws)
    terms = Known("term", (t.id for t in ws.glossary.terms), is_open=known.GLOSSARY in ws.unreadable)
    for lesson in ws.lessons.values():
        for link in links(lesson.text):
            problem = _picture(link) if link.is_picture else _Target(ws, modules, terms, lesson).problem(link.target)
            if problem is not None:
                place = lesson.at._replace(line=lesson.at.line + link.line - 1, column=link.column)
                message = f"the link '{link.target}' leads nowhere: {problem[0]}"
                yield Diagnostic.of(codes.BROKEN_LINK, place, message, problem[1])


Problem = tuple[str, str | None]  # what is wrong, and what to do


def _picture(link: Link) -> Problem | None:
    """Pictures lie beside the lesson; whether one is there is found when the site is made."""
    if _PICTURE.match(link.target):
        return None
    return "pictures lie beside the lesson, as png, jpg, gif, webp or svg", "write only the file's name"


class _Target:
    """Where the links of one lesson may lead."""

    def __init__(self, ws: Workspace, modules: Known, terms: Known, lesson: Lesson) -> None:
        self._ws = ws
        self._modules = modules
        self._terms = terms
        self._lesson = lesson

    def problem(self, target: str) -> Problem | None:
        """Why a target leads nowhere; None if it leads somewhere. May end in `.md` and start with `../`."""
        scheme = _SCHEME.match(target)
        if scheme or target.startswith("//"):
            is_safe = scheme is not None and scheme[1].lower() in _SAFE
            return None if is_safe else ("only http, https, mailto and tel are followed", None)
        path, _, anchor = target.partition("#")
        parts = [p for p in path.removesuffix(".md").split("/") if p not in ("", ".", "..")]
        if parts == ["glossary"]:
            return self._term(anchor)
        if len(parts) > 2:
            return "lessons are 'module/unit'", None
        return self._page(parts or [self._lesson.unit], anchor)

    def _term(self, anchor: str) -> Problem | None:
        if not anchor or anchor in self._terms or self._terms.is_open:
            return None
        return f"the glossary has no word '{anchor}'", self._terms.hint(anchor)

    def _page(self, parts: list[str], anchor: str) -> Problem | None:
        module = parts[0] if len(parts) == 2 else self._lesson.module
        units = known.units(self._ws, module)
        if parts[-1] in units:
            return self._heading(module, parts[-1], anchor)
        if len(parts) == 1 and parts[0] in self._modules:
            return None
        if module not in self._modules:
            return f"there is no module '{module}'", self._modules.hint(module)
        if units.is_open:
            return None
        if len(parts) == 1:
            both = Known("page", [*units.ids, *self._modules.ids])
            return f"there is no unit or module '{parts[0]}'", both.hint(parts[0])
        return f"module '{module}' has no unit '{parts[1]}'", units.hint(parts[1])

    def _heading(self, module: str, unit: str, anchor: str) -> Problem | None:
        tongues = (self._lesson.language, self._ws.default_language)
        lesson = next((x for t in tongues if (x := self._ws.lessons.get((module, unit, t)))), None)
        if not anchor or lesson is None:
            return None
        found = headings(lesson.text)
        number = _OWN_ANCHOR.fullmatch(anchor)
        ids = Known("heading", (h.id for h in found if h.id))
        if anchor in ids or (number and 1 <= int(number[1]) <= len(found)):
            return None
        return f"lesson '{module}/{unit}' has no heading '{{#{anchor}}}'", ids.hint(anchor)


RULES: Final[tuple[Check, ...]] = (missing_lessons, different_headings, broken_links)
