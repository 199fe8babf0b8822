"""A cmi5 course structure (cmi5.xml, or a zip with one) → modules and units by title, in all of its languages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.cmi5_valid import SPACE, find_wrong
from curriculum.exchange.course import Course, CourseModule, CourseRole, CourseUnit, CourseWriter
from curriculum.exchange.foreign import opened_folder
from curriculum.exchange.foreign_xml import read_xml
from curriculum.exchange.imported import Imported
from curriculum.exchange.names import slug, unique
from curriculum.exchange.origin import find_origin, modules_by_uid
from curriculum.exchange.workspace_files import languages_of
from curriculum.model.mapping import CatalogMap

_MOST_FILES: Final = 100_000
_SHOWN: Final = 50  # mistakes of one file


def import_cmi5(sources: Sequence[Path], root: Path, said: CatalogMap) -> Imported:
    """Each block becomes a module, and the units outside of blocks another. The training itself stays in the LMS."""
    into = Imported(sources[0])
    default = (languages_of(root) or ("en",))[0]
    courses: list[Course] = []
    for source in sources:
        with _opened(source, into) as found:
            file = source if source.suffix.lower() == ".xml" else source / "cmi5.xml"
            if found is not None and _is_sound(*found, file, into):
                courses += _Structure(found[0], source, said, modules_by_uid(root), into).courses(default)
    if courses and not into.mistakes.errors:
        origin = find_origin(sources, said, into)
        CourseWriter(root, said, origin, into).write(courses)
    return into


@contextmanager
def _opened(source: Path, into: Imported) -> Iterator[tuple[Any, set[str]] | None]:
    """The root, and the files that lie beside it; None with a note."""
    if source.suffix.lower() != ".zip" and not source.is_dir():
        root = read_xml(source, into)
        yield None if root is None else (root, _files_in(source.parent) if source.name == "cmi5.xml" else set())
        return
    with opened_folder(source, into) as folder:
        if folder is None or not (folder / "cmi5.xml").is_file():
            if folder is not None:
                into.note(codes.SOURCE_UNREADABLE, Position(str(source)), "holds no cmi5.xml at its top")
            yield None
            return
        root = read_xml(folder / "cmi5.xml", into, shown=source / "cmi5.xml")
        yield None if root is None else (root, _files_in(folder))


def _files_in(folder: Path) -> set[str]:
    paths = itertools.islice(folder.rglob("*"), _MOST_FILES)
    return {path.relative_to(folder).as_posix() for path in paths if path.is_file()}


def _is_sound(xml: Any, files: set[str], file: Path, into: Imported) -> bool:
    """Whether it is valid; everything that is not is noted with its line."""
    if xml.tag != f"{SPACE}courseStructure":
        into.note(
            codes.SOURCE_UNREADABLE,
            Position(str(file), xml.line),
            "its root is no courseStructure of cmi5 1.0",
            f"namespace: {SPACE[1:-1]}",
        )
        return False
    wrong = list(find_wrong(xml, files))
    for message, line in wrong[:_SHOWN]:
        hint = "name the zip, or the folder that holds the files" if "came without" in message else None
        into.note(codes.SOURCE_UNREADABLE, Position(str(file), line), f"is no valid course structure: {message}", hint)
    if len(wrong) > _SHOWN:
        more = f"no valid course structure: {len(wrong) - _SHOWN} more mistakes of these kinds"
        into.note(codes.SOURCE_UNREADABLE, Position(str(file)), more)
    return not wrong


def _words(node: Any, name: str) -> dict[str, str]:
    """Words by language (`en-US` is `en`); the first of a language counts."""
    found: dict[str, str] = {}
    for part in node.findall(f"{SPACE}{name}/{SPACE}langstring"):
        language = (part.get("lang") or "und").partition("-")[0].lower()
        text = " ".join((part.text or "").split())
        if text:
            found.setdefault(language, text)
    return found


class _Structure:
    """One course structure."""

    def __init__(self, xml: Any, source: Path, said: CatalogMap, known: dict[str, str], into: Imported) -> None:
        self._xml, self._source, self._said, self._into = xml, source, said, into
        self._known = known  # ids of modules by the ids of their blocks: another course of the same title is another

    def courses(self, default: str) -> Iterator[Course]:
        """The course once for each of its languages."""
        course = self._xml.find(f"{SPACE}course")
        titles = _words(course, "title")
        languages = sorted(titles, key=lambda tongue: (tongue != default, list(titles).index(tongue)))
        groups = list(self._groups())
        ids: list[str] = []
        for node, _ in groups:
            own = self._known.get(node.get("id"))
            taken = {*ids, *self._known.values()} - {own}
            ids.append(unique(own or slug(_any(_words(node, "title")), "module"), taken))
        for tongue in languages:
            modules = tuple(self._module(id, *group, tongue) for id, group in zip(ids, groups, strict=True))
            title = titles[tongue]
            number = ids[0].removeprefix(slug(_any(_words(groups[0][0], "title")), "module"))  # of a shared title
            role = CourseRole(id=f"{slug(_any(titles), 'course')}{number}", title=title, modules=tuple(ids))
            yield Course(language=tongue, title=title, modules=modules, roles=(role,))
        score = len(list(self._xml.iter(f"{SPACE}objective")))
        if score:
            self._into.left_out(Position(str(self._source)), f"{score} objectives: units have objectives of their own")

    def _groups(self) -> Iterator[tuple[Any, list[Any]]]:
        """Each block with its units, also those of inner blocks; then the units that stand in no block."""
        course = self._xml.find(f"{SPACE}course")
        loose = self._xml.findall(f"{SPACE}au")
        if loose:
            yield course, loose
        for block in self._xml.findall(f"{SPACE}block"):
            units = list(block.iter(f"{SPACE}au"))
            if units:
                yield block, units

    def _module(self, id: str, node: Any, units: list[Any], tongue: str) -> CourseModule:
        taken: set[str] = {"check", "trainer", "module"}
        found = []
        for unit in units:
            title = _words(unit, "title")
            unit_id = unique(slug(_any(title), "unit"), taken)
            taken.add(unit_id)
            words = _words(unit, "description")
            address = " ".join((unit.findtext(f"{SPACE}url") or "").split())
            found.append(
                CourseUnit(
                    id=unit_id,
                    title=title.get(tongue) or _any(title),
                    minutes=self._said.minutes or 15,
                    is_estimated=True,
                    text=_text(words.get(tongue) or _any(words), address),
                )
            )
        at = Position(str(self._source), node.line)
        self._into.mapped(
            at, f"module '{id}': minutes are not in a course structure; 15 a unit", "`minutes:` in the map"
        )
        title, summary = _words(node, "title"), _words(node, "description")
        return CourseModule(
            id=id,
            title=title.get(tongue) or _any(title),
            summary=summary.get(tongue) or "",
            units=tuple(found),
            facts=(("uid", node.get("id", "")), ("Course", self._xml.find(f"{SPACE}course").get("id", ""))),
            files=(self._source.name,),
            at=at,
        )


def _any(words: dict[str, str]) -> str:
    return next(iter(words.values()), "")


def _text(words: str, address: str) -> str:
    """The description, and where the unit starts; relative addresses are inside the package."""
    link = f"[{address}]({address})" if address.startswith(("http://", "https://")) else f"`{address}`"
    return f"{words}\n\n{link}\n" if words else f"{link}\n"
