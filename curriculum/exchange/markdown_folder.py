"""A folder of Markdown lessons, with or without front matter, in one or several languages → modules."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.course import Course, CourseModule, CourseRole, CourseUnit, CourseWriter
from curriculum.exchange.dates import digits
from curriculum.exchange.imported import Imported
from curriculum.exchange.languages import is_language
from curriculum.exchange.markdown_files import MarkdownFile, file_of, files_of, report_twins
from curriculum.exchange.markdown_lesson import LEVEL_KEYS, Lesson, front_word, parts, read_lesson
from curriculum.exchange.names import slug, unique
from curriculum.exchange.origin import find_origin, shown_title
from curriculum.exchange.workspace_files import languages_of
from curriculum.model.mapping import CatalogMap

_PLAIN_FOLDERS: Final = frozenset(
    "labs lab instructions exercises lessons lesson docs content src source pages".split()
)
_NUMBERED: Final = re.compile(r"^(\d+)[._-](\d+)\b")


def import_markdown(sources: Sequence[Path], root: Path, said: CatalogMap, language: str | None) -> Imported:
    """Languages: sub-folders named by their tags, names that end in `.<tag>.md`, or several sources named by a tag."""
    into = Imported(sources[0])
    default = (languages_of(root) or ("en",))[0]
    files = [file for source in sources for file in files_of(source, language or said.language, default, into)]
    tongues = sorted(dict.fromkeys(f.language for f in files), key=lambda tongue: tongue != default)
    if not files:
        into.note(codes.SOURCE_UNREADABLE, Position(str(sources[0])), "holds no lesson (a Markdown file)")
        return into
    for tongue in tongues:
        first = next(f for f in files if f.language == tongue)
        count = sum(f.language == tongue for f in files)
        into.mapped(Position(str(first.path)), f"{count} files are read as '{tongue}'", "`--language` says another")
    origin = find_origin(sources, said, into)
    places = _places([f for f in files if f.language == tongues[0]], into)
    courses = [_course(t, [f for f in files if f.language == t], places, said, into) for t in tongues]
    report_twins(files, tongues, into)
    into.mapped(Position(str(sources[0])), f"access of the role is '{said.access or 'read'}'", "`access:` in the map")
    CourseWriter(root, said, origin, into).write(courses)
    return into


# ── which file is in which module ──


class _Place(NamedTuple):
    """Module and unit of a file."""

    module: str
    unit: str
    title: str  # of a group of files, or its number; "" where the first lesson's title is the module's


def _places(files: list[MarkdownFile], into: Imported) -> dict[str, _Place]:
    """By key. Groups are: a file with a level of its own, files that name one module, numbered files, a folder."""
    found: dict[str, _Place] = {}
    groups: dict[_Group, list[MarkdownFile]] = {}
    for file in files:
        groups.setdefault(_group(file), []).append(file)
    for group, members in groups.items():
        module = unique(slug(group.name, "module"), {p.module for p in found.values()})
        units: set[str] = {"check", "trainer", "module"}
        for file in members:
            stem = file.path.stem
            unit = unique(slug(stem.rpartition(".")[0] if _is_tagged(file) else stem, "lesson"), units)
            units.add(unit)
            found[file.key] = _Place(module, unit, group.title)
        at = Position(str(members[0].path))
        count = f"{len(members)} lessons become" if len(members) > 1 else "1 lesson becomes"
        into.mapped(at, f"{count} module '{module}', by {group.by}")
    return found


class _Group(NamedTuple):
    """What several lessons have in common. `title`: of the module, where there is more than one lesson."""

    by: str
    name: str
    title: str
    folder: str


def _group(file: MarkdownFile) -> _Group:
    front, _ = parts(file, Imported(file.path))
    folder = file.key.rpartition("/")[0]
    if front_word(front, LEVEL_KEYS):
        return _Group("its level", file.path.stem, "", file.key)
    if module := front_word(front, ("module", "unit", "الوحدة")):
        return _Group("the module that they name", module, module, "")
    base = folder.rpartition("/")[2] or file.root.resolve().name
    if is_language(base):
        base = file.root.resolve().parent.name
    if numbered := _NUMBERED.match(digits(file.path.stem)):
        return _Group("its number", f"{base}-{int(numbered[1])}", f"{int(numbered[1])}.", folder)
    words = re.sub(r"^\d+[ ._-]+", "", base).replace("-", " ").replace("_", " ").strip()
    title = "" if words.casefold() in _PLAIN_FOLDERS else words[:1].upper() + words[1:]
    return _Group("its folder", base, title, folder)


def _is_tagged(file: MarkdownFile) -> bool:
    return file.path.stem.endswith(f".{file.language}")


def _link(file: MarkdownFile, places: dict[str, _Place], target: str) -> str | None:
    from urllib.parse import unquote

    path, _, _ = target.partition("#")
    try:
        other = (file.path.parent / unquote(path)).resolve()
        inside = other.relative_to(file.root.resolve())
    except (ValueError, OSError, RuntimeError):
        return None
    if other.suffix.lower() not in (".md", ".markdown"):
        return None
    place = places.get(file_of(file.root / inside, file.root, file.language).key)
    return f"{place.module}/{place.unit}" if place else None


# ── modules ──


def _course(
    language: str, files: list[MarkdownFile], places: dict[str, _Place], said: CatalogMap, into: Imported
) -> Course:
    grouped: dict[str, list[tuple[_Place, Lesson]]] = {}
    levels: dict[str, Position] = {}
    for file in files:
        place = places.get(file.key)
        if place is not None:
            lesson = read_lesson(file, functools.partial(_link, file, places), said, into)
            grouped.setdefault(place.module, []).append((place, lesson))
            if lesson.level:
                levels.setdefault(lesson.level, lesson.level_at)
    modules = tuple(_module(id, members) for id, members in grouped.items())
    name = files[0].root.resolve().name
    name = files[0].root.resolve().parent.name if is_language(name) else name
    inside = files[0].path.relative_to(files[0].root).parts
    title = shown_title(files[0].root / inside[0] if len(inside) > 1 and is_language(inside[0]) else files[0].root)
    role = CourseRole(id=slug(name, "course"), title=title, modules=tuple(m.id for m in modules))
    return Course(language=language, title=title, modules=modules, roles=(role,), level_words=levels)


def _module(id: str, members: list[tuple[_Place, Lesson]]) -> CourseModule:
    place, first = members[0]
    is_number = place.title.rstrip(".").isdigit()
    title = first.title if len(members) == 1 or not place.title else place.title
    title = f"{place.title} {_without_number(first.title)}" if is_number and len(members) > 1 else title
    pictures: dict[str, bytes] = {}
    for _, lesson in members:
        pictures |= lesson.pictures.found
    return CourseModule(
        id=id,
        title=title,
        summary=first.summary if len(members) == 1 else "",
        level=next((lesson.level for _, lesson in members if lesson.level), ""),
        units=tuple(
            CourseUnit(
                id=p.unit,
                title=lesson.title,
                minutes=lesson.minutes,
                is_estimated=lesson.is_estimated,
                kind=lesson.kind,
                text=lesson.text,
            )
            for p, lesson in members
        ),
        pictures=pictures,
        files=tuple(str(lesson.file.path.relative_to(lesson.file.root)) for _, lesson in members),
        at=Position(str(first.file.path)),
    )


def _without_number(title: str) -> str:
    return re.sub(r"^\d+(?:[._-]\d+)*[.:)]?\s+", "", title)
