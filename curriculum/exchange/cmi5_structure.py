"""A cmi5 course structure (cmi5.xml, or a zip with one) → modules and units by title, in all of its languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.course import Course, CourseModule, CourseRole, CourseUnit, CourseWriter
from curriculum.exchange.foreign import opened_folder, read_xml
from curriculum.exchange.imported import Imported
from curriculum.exchange.names import slug, unique
from curriculum.exchange.origin import find_origin
from curriculum.exchange.workspace_files import languages_of
from curriculum.model.mapping import CatalogMap

_SPACE: Final = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"
_MOVE_ON: Final = ("Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable")


def import_cmi5(sources: Sequence[Path], root: Path, said: CatalogMap) -> Imported:
    """Each block becomes a module, and the units outside of blocks another. The training itself stays in the LMS."""
    into = Imported(sources[0])
    default = (languages_of(root) or ("en",))[0]
    courses: list[Course] = []
    for source in sources:
        if source.suffix.lower() == ".zip" or source.is_dir():
            with opened_folder(source, into) as folder:
                xml = read_xml(folder / "cmi5.xml", into) if folder is not None else None
        else:
            xml = read_xml(source, into)
        if xml is not None and _is_sound(xml, source, into):
            courses += _Structure(xml, source, said, into).courses(default)
    if courses and not into.mistakes.errors:
        origin = find_origin(sources, said, into)
        CourseWriter(root, said, origin, into).write(courses)
    return into


def _is_sound(xml: Any, source: Path, into: Imported) -> bool:
    """What the standard asks and an import rests on: the root, a course with a title, ids and addresses of units."""
    at = Position(str(source))
    if xml.tag != f"{_SPACE}courseStructure":
        into.note(
            codes.SOURCE_UNREADABLE, at, "its root is no courseStructure of cmi5 1.0", f"namespace: {_SPACE[1:-1]}"
        )
        return False
    wrong = []
    course = xml.find(f"{_SPACE}course")
    if course is None or not course.get("id") or not _words(course, "title"):
        wrong.append("the course has no id or no title")
    ids: set[str] = set()
    for unit in [*xml.iter(f"{_SPACE}au"), *xml.iter(f"{_SPACE}block")]:
        id = unit.get("id", "")
        wrong += ["a unit or block has no id"] if not id else [f"the id '{id}' stands twice"] if id in ids else []
        ids.add(id)
    for unit in xml.iter(f"{_SPACE}au"):
        id = unit.get("id", "")
        if not (unit.findtext(f"{_SPACE}url") or "").strip():
            wrong.append(f"unit '{id}' has no url")
        if unit.get("moveOn", "NotApplicable") not in _MOVE_ON:
            wrong.append(f"unit '{id}': moveOn '{unit.get('moveOn')}' is none of {', '.join(_MOVE_ON)}")
        wrong += _score_wrong(unit.get("masteryScore"), id)
    if not list(xml.iter(f"{_SPACE}au")):
        wrong.append("there is no unit (au)")
    for message in wrong:
        into.note(codes.SOURCE_UNREADABLE, at, f"is no valid course structure: {message}")
    return not wrong


def _score_wrong(text: str | None, id: str) -> list[str]:
    try:
        is_sound = text is None or 0 <= float(text) <= 1
    except ValueError:
        is_sound = False
    return [] if is_sound else [f"unit '{id}': masteryScore '{text}' is not between 0 and 1"]


def _words(node: Any, name: str) -> dict[str, str]:
    """Words by language (`en-US` is `en`); the first of a language counts."""
    found: dict[str, str] = {}
    for part in node.findall(f"{_SPACE}{name}/{_SPACE}langstring"):
        language = (part.get("lang") or "und").partition("-")[0].lower()
        text = " ".join((part.text or "").split())
        if text:
            found.setdefault(language, text)
    return found


class _Structure:
    """One course structure."""

    def __init__(self, xml: Any, source: Path, said: CatalogMap, into: Imported) -> None:
        self._xml, self._source, self._said, self._into = xml, source, said, into
        self._ids: set[str] = set()

    def courses(self, default: str) -> Iterator[Course]:
        """The course once for each of its languages."""
        course = self._xml.find(f"{_SPACE}course")
        titles = _words(course, "title")
        languages = sorted(titles, key=lambda tongue: (tongue != default, list(titles).index(tongue)))
        groups = list(self._groups())
        ids = [unique(slug(_any(_words(node, "title")), "module"), ()) for node, _ in groups]
        ids = [unique(id, ids[:i]) for i, id in enumerate(ids)]
        for tongue in languages:
            modules = tuple(self._module(id, *group, tongue) for id, group in zip(ids, groups, strict=True))
            title = titles[tongue]
            role = CourseRole(id=slug(_any(titles), "course"), title=title, modules=tuple(ids))
            yield Course(language=tongue, title=title, modules=modules, roles=(role,))
        score = len(list(self._xml.iter(f"{_SPACE}objective")))
        if score:
            self._into.left_out(Position(str(self._source)), f"{score} objectives: units have objectives of their own")

    def _groups(self) -> Iterator[tuple[Any, list[Any]]]:
        """Each block with its units, also those of inner blocks; then the units that stand in no block."""
        course = self._xml.find(f"{_SPACE}course")
        loose = self._xml.findall(f"{_SPACE}au")
        if loose:
            yield course, loose
        for block in self._xml.findall(f"{_SPACE}block"):
            units = list(block.iter(f"{_SPACE}au"))
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
            address = " ".join((unit.findtext(f"{_SPACE}url") or "").split())
            found.append(
                CourseUnit(
                    id=unit_id,
                    title=title.get(tongue) or _any(title),
                    minutes=self._said.minutes or 15,
                    is_estimated=True,
                    text=_text(words.get(tongue) or _any(words), address),
                )
            )
        at = Position(str(self._source))
        self._into.mapped(
            at, f"module '{id}': minutes are not in a course structure; 15 a unit", "`minutes:` in the map"
        )
        title, summary = _words(node, "title"), _words(node, "description")
        return CourseModule(
            id=id,
            title=title.get(tongue) or _any(title),
            summary=summary.get(tongue) or "",
            units=tuple(found),
            facts=(("Id of the course", str(self._xml.find(f"{_SPACE}course").get("id"))),),
            files=(self._source.name,),
            at=at,
        )


def _any(words: dict[str, str]) -> str:
    return next(iter(words.values()), "")


def _text(words: str, address: str) -> str:
    """The description, and where the unit starts; relative addresses are inside the package."""
    link = f"[{address}]({address})" if address.startswith(("http://", "https://")) else f"`{address}`"
    return f"{words}\n\n{link}\n" if words else f"{link}\n"
