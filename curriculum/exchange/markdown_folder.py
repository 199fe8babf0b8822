"""A folder of Markdown lessons, with or without front matter, in one or several languages → modules."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.course import Course, CourseModule, CourseRole, CourseUnit, CourseWriter
from curriculum.exchange.dates import digits
from curriculum.exchange.durations import read_minutes, study_minutes
from curriculum.exchange.foreign import entry, read_text, read_yaml, text_of, words_of
from curriculum.exchange.imported import Imported
from curriculum.exchange.lesson_text import Adapter
from curriculum.exchange.mslearn_tree import language_in
from curriculum.exchange.names import slug, unique
from curriculum.exchange.origin import find_origin
from curriculum.exchange.pictures import Pictures
from curriculum.exchange.workspace_files import languages_of
from curriculum.load.yaml_tree import MapNode, Node
from curriculum.model.mapping import CatalogMap

MOST_FILES: Final = 20_000
_FRONT: Final = re.compile(r"\A\ufeff?(?:<!--.*?-->\s*)?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE: Final = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_NUMBERED: Final = re.compile(r"^(\d+)[._-](\d+)\b")
_NO_LESSON: Final = re.compile(
    r"(readme|index|summary|_?sidebar|license|licence|contributing|security|support|code[-_]of[-_]conduct|changelog|"
    r"_index|toc|translations?|for[-_]teachers)$", re.IGNORECASE
)  # fmt: skip
_DURATION_KEYS: Final = (
    "duration",
    "durationInMinutes",
    "minutes",
    "time",
    "estimated_time",
    "estimatedTime",
    "المدة",
    "מדת זמן",
    "מדה",
)
_LEVEL_KEYS: Final = ("level", "levels", "difficulty", "المستوى", "سطح", "רמה")
_IN_TEXT: Final = re.compile(
    r"(?:takes? approximately|estimated (?:time|duration)|duration|dauer|doba trvání|المدة|مدت|משך)\D{0,25}?"
    r"(\d+(?:[.,]\d+)?\**\s*[^\W\d_]+)", re.IGNORECASE
)  # fmt: skip


class _File(NamedTuple):
    """A lesson of the source: its key is the same in all languages."""

    key: str
    path: Path
    root: Path
    language: str


class _Lesson(NamedTuple):
    """What a file says about itself."""

    file: _File
    title: str
    minutes: int
    is_estimated: bool
    level: str
    level_at: Position
    summary: str
    text: str
    pictures: Pictures
    kind: str


def import_markdown(sources: Sequence[Path], root: Path, said: CatalogMap, language: str | None) -> Imported:
    """Languages: sub-folders named by their tags, names that end in `.<tag>.md`, or several sources named by a tag."""
    into = Imported(sources[0])
    default = (languages_of(root) or ("en",))[0]
    files = [file for source in sources for file in _files(source, language or said.language, default, into)]
    tongues = sorted(dict.fromkeys(f.language for f in files), key=lambda tongue: tongue != default)
    if not files:
        into.note(codes.SOURCE_UNREADABLE, Position(str(sources[0])), "holds no lesson (a Markdown file)")
        return into
    for tongue in tongues:
        first = next(f for f in files if f.language == tongue)
        count = sum(f.language == tongue for f in files)
        into.mapped(Position(str(first.path)), f"{count} files are read as '{tongue}'", "`--language` says another")
    origin = find_origin(sources, said, into)
    places = _places([f for f in files if f.language == tongues[0]], said, into)
    courses = [_course(t, [f for f in files if f.language == t], places, said, into) for t in tongues]
    _report_twins(files, tongues, into)
    into.mapped(Position(str(sources[0])), f"access of the role is '{said.access or 'read'}'", "`access:` in the map")
    CourseWriter(root, said, origin, into).write(courses)
    return into


def _files(source: Path, language: str | None, default: str, into: Imported) -> Iterator[_File]:
    if source.is_file() and source.suffix.lower() in (".md", ".markdown"):
        yield _File(source.stem, source, source.parent, language or default)
        return
    if not source.is_dir():
        into.note(codes.SOURCE_UNREADABLE, Position(str(source)), "is no folder of Markdown files")
        return
    count = 0
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "node_modules")))
        for name in sorted(names):
            path = Path(folder) / name
            count += 1
            if count > MOST_FILES:
                into.note(codes.SOURCE_TOO_LARGE, Position(str(source)), f"holds more than {MOST_FILES:,} files")
                return
            if path.suffix.lower() not in (".md", ".markdown") or path.is_symlink():
                continue
            if _NO_LESSON.match(path.stem):
                into.left_out(Position(str(path)), f"'{name}' is no lesson by its name")
                continue
            yield _file(path, source, language, default)


def _file(path: Path, source: Path, language: str | None, default: str) -> _File:
    """The key leaves the language out of the path: `ar/1.md` and `1.ar.md` are both `1`."""
    inside = path.relative_to(source)
    stem, _, tag = path.stem.rpartition(".")
    own = tag if stem and re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", tag) and language_in(Path(tag)) else None
    folders = [p for p in inside.parent.parts if not (language_in(Path(p)) == p[:2] and len(p) <= 5)]
    folders = [p for p in folders if p not in ("translations", "translated")]
    found = (own or "")[:2] or language_in(inside.parent) or language or language_in(source.resolve()) or default
    key = "/".join([*folders, stem if own else path.stem])
    return _File(key, path, source, found)


# ── which file is in which module ──


class _Place(NamedTuple):
    """Module and unit of a file."""

    module: str
    unit: str
    title: str  # of a group of files; "" where the file is the module


def _places(files: list[_File], said: CatalogMap, into: Imported) -> dict[str, _Place]:
    """By key. A file with a level of its own is a module; numbered files (1.1, 1.2, 2.1) and folders are groups."""
    found: dict[str, _Place] = {}
    groups: dict[str, list[_File]] = {}
    for file in files:
        numbered = _NUMBERED.match(digits(file.path.stem))
        folder = file.key.rpartition("/")[0]
        if _has_level(file, into):
            groups.setdefault(f"={file.key}", []).append(file)
        elif numbered:
            groups.setdefault(f"{folder}#{int(numbered[1])}", []).append(file)
        else:
            groups.setdefault(folder, []).append(file)
    for group, members in groups.items():
        name, title = _group_name(group, members)
        module = unique(name, {p.module for p in found.values()})
        units: set[str] = {"check", "trainer", "module"}
        for file in members:
            unit = unique(
                slug(file.path.stem.rpartition(".")[0] if _is_tagged(file) else file.path.stem, "lesson"), units
            )
            units.add(unit)
            found[file.key] = _Place(module, unit, title)
        said_how = "by its number" if "#" in group else "by its level" if group[0:1] == "=" else "by its folder"
        into.mapped(Position(str(members[0].path)), f"{len(members)} lessons become module '{module}', {said_how}")
    return found


def _is_tagged(file: _File) -> bool:
    return file.path.stem.endswith(f".{file.language}")


def _has_level(file: _File, into: Imported) -> bool:
    front, _ = _parts(file, Imported(file.path))
    return bool(_front_word(front, _LEVEL_KEYS))


def _group_name(group: str, members: list[_File]) -> tuple[str, str]:
    if group.startswith("="):
        return slug(members[0].path.stem, "lesson"), ""
    folder, sign, number = group.partition("#")
    base = folder.rpartition("/")[2] or members[0].root.resolve().name
    if language_in(Path(base)) and len(base) <= 5:
        base = members[0].root.resolve().parent.name
    return slug(f"{base}-{number}" if sign else base, "module"), f"{base} {number}".strip() if sign else base


# ── lessons ──


def _parts(file: _File, into: Imported) -> tuple[Node | None, str]:
    """Front matter and body. Blank lines keep the places of the front matter."""
    text = read_text(file.path, into) or ""
    found = _FRONT.match(text)
    if not found:
        return None, text
    padded = "\n" * text.count("\n", 0, found.start(1)) + found[1]
    front = read_yaml(file.path, into, padded)
    return (front, text[found.end() :]) if isinstance(front, MapNode) else (None, text[found.end() :])


def _front_word(front: Node | None, keys: Sequence[str]) -> str:
    """The first of the keys that says something, at the top or under `lab:` and the like."""
    nodes = [
        front,
        *(value for _, value in (front.entries if isinstance(front, MapNode) else ()) if isinstance(value, MapNode)),
    ]
    for node in nodes:
        for key in keys:
            if words := words_of(node, key):
                return words[-1]
    return ""


def _front_place(front: Node | None, file: _File) -> Position:
    for node in (front, *(v for _, v in (front.entries if isinstance(front, MapNode) else ()))):
        for key in _LEVEL_KEYS:
            if found := entry(node, key):
                return Position(str(file.path), found.at.line, found.at.column)
    return Position(str(file.path))


def _lesson(file: _File, places: dict[str, _Place], said: CatalogMap, into: Imported) -> _Lesson:
    front, body = _parts(file, into)
    pictures = Pictures(file.path.parent, file.root, into)
    adapter = Adapter(lambda target: _link(file, target, places), pictures.take)
    text = adapter.adapt(body)
    heading = _TITLE.search(text)
    title = _front_word(front, ("title", "العنوان", "عنوان", "כותרת")) or (heading[1] if heading else "")
    title = re.sub(r"[*`]|\{#[^}]*\}", "", title).strip() or file.path.stem
    _report(file, adapter, into)
    summary = _front_word(front, ("description", "summary"))
    minutes = _minutes(front, text, file, into)
    return _Lesson(
        file=file,
        title=title,
        minutes=minutes or _estimate(text, file, said, into),
        is_estimated=minutes is None,
        level=_front_word(front, _LEVEL_KEYS),
        level_at=_front_place(front, file),
        summary=" ".join(summary.split()),
        text=text,
        pictures=pictures,
        kind="exercise"
        if text_of(entry(front, "lab"), "title") or _front_word(front, ("islab",)) == "true"
        else "lesson",
    )


def _minutes(front: Node | None, text: str, file: _File, into: Imported) -> int | None:
    """As the front matter says, else a sentence of the text."""
    at = Position(str(file.path))
    words = _front_word(front, _DURATION_KEYS)
    if words and (minutes := read_minutes(words)) is not None:
        return min(minutes, 6000)
    if words:
        into.left_out(at, f"the duration '{words}' cannot be read")
    if (found := _IN_TEXT.search(text)) and (minutes := read_minutes(found[1].replace("*", ""))):
        into.mapped(at, f"the text says that it takes {minutes} minutes")
        return min(minutes, 6000)
    return None


def _estimate(text: str, file: _File, said: CatalogMap, into: Imported) -> int:
    """As the map says, else by the number of words."""
    if said.minutes:
        return said.minutes
    words = len(text.split())
    estimate = study_minutes(text, file.language)
    message = f"no duration; estimated as {estimate} minutes from {words} words"
    into.mapped(Position(str(file.path)), message, "`minutes:` in the map")
    return estimate


def _link(file: _File, target: str, places: dict[str, _Place]) -> str | None:
    from urllib.parse import unquote

    path, _, _ = target.partition("#")
    try:
        other = (file.path.parent / unquote(path)).resolve()
        inside = other.relative_to(file.root.resolve())
    except (ValueError, OSError, RuntimeError):
        return None
    if other.suffix.lower() not in (".md", ".markdown"):
        return None
    place = places.get(_file(file.root / inside, file.root, None, file.language).key)
    return f"{place.module}/{place.unit}" if place else None


def _report(file: _File, adapter: Adapter, into: Imported) -> None:
    at = Position(str(file.path))
    if adapter.changes:
        into.note(codes.TEXT_ADAPTED, at, f"put into plain Markdown: {', '.join(sorted(adapter.changes))}")
    if adapter.lost_links:
        into.left_out(at, f"links that lead nowhere here, their words stay: {', '.join(adapter.lost_links[:3])}")
    if adapter.lost_pictures:
        shown = ", ".join(adapter.lost_pictures[:3])
        into.left_out(at, f"{len(adapter.lost_pictures)} pictures are not in the source: {shown}")


# ── modules ──


def _course(language: str, files: list[_File], places: dict[str, _Place], said: CatalogMap, into: Imported) -> Course:
    grouped: dict[str, list[tuple[_Place, _Lesson]]] = {}
    levels: dict[str, Position] = {}
    for file in files:
        place = places.get(file.key)
        if place is not None:
            lesson = _lesson(file, places, said, into)
            grouped.setdefault(place.module, []).append((place, lesson))
            if lesson.level:
                levels.setdefault(lesson.level, lesson.level_at)
    modules = tuple(_module(id, members) for id, members in grouped.items())
    name = files[0].root.resolve().name
    name = files[0].root.resolve().parent.name if language_in(Path(name)) and len(name) <= 5 else name
    title = name.replace("-", " ").replace("_", " ")
    role = CourseRole(id=slug(name, "course"), title=title, modules=tuple(m.id for m in modules))
    return Course(language=language, title=title, modules=modules, roles=(role,), level_words=levels)


def _module(id: str, members: list[tuple[_Place, _Lesson]]) -> CourseModule:
    place, first = members[0]
    title = f"{place.title}: {first.title}" if place.title and len(members) > 1 else first.title
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


def _report_twins(files: list[_File], tongues: list[str], into: Imported) -> None:
    keys = {tongue: {f.key: f for f in files if f.language == tongue} for tongue in tongues}
    first = keys[tongues[0]]
    for tongue in tongues[1:]:
        for key in first.keys() - keys[tongue].keys():
            into.note(codes.TWINS_DIFFER, Position(str(first[key].path)), f"this lesson is not there in '{tongue}'")
        for key in keys[tongue].keys() - first.keys():
            at = Position(str(keys[tongue][key].path))
            into.note(codes.TWINS_DIFFER, at, f"this lesson is there in '{tongue}' only, and was left out")
