"""A course in one language, as importers of lessons find it; and how it becomes modules, roles and checks of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from curriculum import codes_exchange as codes
from curriculum.diagnostics import NOWHERE, Position
from curriculum.exchange.course_checks import same_ids
from curriculum.exchange.foreign import plain
from curriculum.exchange.imported import Imported
from curriculum.exchange.levels import map_levels
from curriculum.exchange.origin import Origin, source_page, with_source
from curriculum.exchange.united import differences, united
from curriculum.exchange.workspace_files import languages_of, levels_of
from curriculum.exchange.yaml_text import as_yaml
from curriculum.load.mistakes import Mistakes
from curriculum.load.yaml_tree import read_tree
from curriculum.model import record
from curriculum.model.mapping import CatalogMap

_NUMBERS = ("minutes", "low", "likely", "high", "pass_mark", "attempts")


@record
class CourseUnit:
    """A lesson, an exercise or a check. Without text it is a check whose questions stand elsewhere."""

    id: str
    title: str
    minutes: int
    is_estimated: bool = False  # the source does not say the minutes
    kind: str = "lesson"
    text: str = ""
    objectives: tuple[str, ...] = ()


@record
class CourseModule:
    """A module; `level` is a word of the source, "" where it names none."""

    id: str
    title: str
    units: tuple[CourseUnit, ...]
    at: Position = NOWHERE
    summary: str = ""
    level: str = ""
    competency: str = ""  # of its own, where it is empty
    competency_title: str = ""
    prerequisites: tuple[str, ...] = ()
    questions: tuple[Mapping[str, Any], ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    facts: tuple[tuple[str, str], ...] = ()  # for SOURCE.md
    files: tuple[str, ...] = ()


@record
class CourseRole:
    """Who takes which modules: a role, a learning path, or the whole set."""

    id: str
    title: str
    modules: tuple[str, ...]
    summary: str = ""
    at: Position = NOWHERE


@record
class Course:
    """Everything of one source in one language."""

    language: str
    title: str
    modules: tuple[CourseModule, ...]
    roles: tuple[CourseRole, ...]
    level_words: Mapping[str, Position] = field(default_factory=dict)


class CourseWriter:
    """Courses in several languages → files. The first language decides; others add their words."""

    def __init__(self, root: Path, said: CatalogMap, origin: Origin, into: Imported) -> None:
        self._root, self._said, self._origin, self._into = root, said, origin, into
        self._documents: dict[str, Any] = {}
        self._levels: dict[str, str] = {}
        self._there = languages_of(root)

    def write(self, courses: Sequence[Course]) -> None:
        """Fills the import; nothing where a level has no counterpart."""
        words = {word: at for course in courses for word, at in course.level_words.items()}
        levels = map_levels(words, levels_of(self._root, self._into), self._said.levels, self._into)
        if levels is None:
            return
        self._levels = levels
        readable = [self._readable(course, courses[0]) for course in courses]
        if not any(course.modules for course in readable):
            languages = ", ".join(course.language for course in courses)
            message = f"the source is in {languages}, and the workspace's default language is '{self._there[0]}'"
            hint = "import it into a folder of its own; `--language` says it where the language is read wrongly"
            self._into.note(codes.OTHER_LANGUAGE, Position(str(self._into.source)), message, hint)
            return
        for course in readable:
            self._course(course, is_first=course is readable[0])
        self._without_extra_units()
        for path, value in self._documents.items():
            self._into.files[path] = as_yaml(self._with_existing(path, value, [c.language for c in courses])).encode()
        first = readable[0]
        self._into.title = {course.language: course.title for course in courses}
        self._into.languages = list(dict.fromkeys(course.language for course in courses))
        self._into.modules += [module.id for module in first.modules]
        if not self._there and first.modules:
            module = self._for_everybody(first)
            self._into.baseline = [{"competency": module.competency or module.id, "level": self._level(module)}]
            said = f"the new programme asks everybody for one module, '{module.id}'"
            self._into.mapped(module.at, said, "`everybody:` in program.yaml says what everybody needs")

    def _for_everybody(self, course: Course) -> CourseModule:
        """Of the lowest level the module that most roles have; of several the first."""
        scale = levels_of(self._root, self._into)
        roles = Counter(id for role in course.roles for id in role.modules)
        return min(course.modules, key=lambda m: (scale.index(self._level(m)), -roles[m.id]))

    def _readable(self, course: Course, first: Course) -> Course:
        """Without modules that the default language does not have: nobody could read them."""
        default = self._there[0] if self._there else first.language
        base = {module.id for module in first.modules} if first.language == default else set()
        kept = tuple(m for m in course.modules if m.id in base or (self._root / f"content/{m.id}/module.yaml").exists())
        if len(kept) == len(course.modules):
            return course
        for module in course.modules:
            if module not in kept:
                message = f"module '{module.id}' is not there in the default language, '{default}'; left out"
                self._into.note(codes.TWINS_DIFFER, module.at, message)
        ids = {module.id for module in kept}
        roles = [replace(role, modules=tuple(id for id in role.modules if id in ids)) for role in course.roles]
        return replace(course, modules=kept, roles=tuple(role for role in roles if role.modules))

    def _without_extra_units(self) -> None:
        """Texts of units that only another language has go: the first language says which units there are."""
        for path, value in self._documents.items():
            if path.startswith("content/"):
                folder = path.rpartition("/")[0]
                names = {unit["id"] for unit in value["units"]} | {"check", "SOURCE"}
                for file in [f for f in self._into.files if f.startswith(f"{folder}/") and f.count("/") == 2]:
                    name = file.rpartition("/")[2]
                    if name.endswith(".md") and name.partition(".")[0] not in names:
                        del self._into.files[file]

    def _source(self, module: CourseModule, language: str) -> bytes:
        """SOURCE.md with what stands there about other languages."""
        path = f"content/{module.id}/SOURCE.md"
        try:
            old = self._into.files.get(path) or (self._root / path).read_bytes()
        except OSError:
            old = b""
        facts = [("Level in the source", module.level), *module.facts]
        page = source_page(self._origin, module.files, facts)
        return with_source(old.decode("utf-8", errors="replace"), language, page)

    def _course(self, course: Course, *, is_first: bool) -> None:
        lang = course.language
        for module in course.modules:
            self._add(f"content/{module.id}/module.yaml", self._module(module, lang), module.at)
            competency = module.competency or module.id
            titles = self._into.competencies.setdefault(competency, {})
            titles.setdefault(lang, module.competency_title or module.title)
            folder = f"content/{module.id}"
            for unit in module.units:
                if unit.text.strip():
                    self._into.files[f"{folder}/{unit.id}.{lang}.md"] = unit.text.encode()
                    self._into.took[f"lessons ({lang})"] += 1
            self._into.files.update({f"{folder}/{name}": content for name, content in module.pictures.items()})
            if module.questions:
                self._check(module, lang)
            self._into.files[f"{folder}/SOURCE.md"] = self._source(module, lang)
            self._into.took["modules"] += is_first
        for role in course.roles:
            self._add(f"roles/{role.id}.yaml", self._role(role, course), role.at)
            self._into.took["roles"] += is_first

    def _module(self, module: CourseModule, lang: str) -> dict[str, Any]:
        found: dict[str, Any] = {"title": {lang: module.title}}
        if module.summary:
            found["summary"] = {lang: module.summary}
        found["teaches"] = [{"competency": module.competency or module.id, "level": self._level(module)}]
        if module.prerequisites:
            found["prerequisites"] = [{"module": id} for id in module.prerequisites]
        found["source"] = self._origin.credit()
        is_there = f"content/{module.id}/module.yaml" in self._documents
        found["units"] = [_unit(unit, lang, is_there) for unit in module.units]
        return found

    def _level(self, module: CourseModule) -> str:
        return self._levels.get(module.level) or levels_of(self._root, self._into)[0]

    def _role(self, role: CourseRole, course: Course) -> dict[str, Any]:
        found: dict[str, Any] = {"title": {course.language: role.title}}
        if role.summary:
            found["summary"] = {course.language: role.summary}
        found["access"] = self._said.access or "read"
        modules = {module.id: module for module in course.modules}
        wanted: dict[tuple[str, str], None] = {}
        for id in role.modules:
            wanted[modules[id].competency or id, self._level(modules[id])] = None
        found["requires"] = [{"competency": c, "level": level} for c, level in wanted]
        return found

    def _add(self, path: str, value: dict[str, Any], at: Position) -> None:
        """A record in one more language; where languages differ, the first one stays and the place is noted."""

        def differs(key: str, first: Any, other: Any) -> None:
            for message in differences(key, first, other, ("in the first language", "here")):
                self._into.note(codes.TWINS_DIFFER, at, f"{path}: {message}", "the first language was taken")

        old = self._documents.get(path)
        self._documents[path] = value if old is None else united(old, value, new_wins=False, differs=differs)

    def _with_existing(self, path: str, value: dict[str, Any], languages: list[str]) -> dict[str, Any]:
        """With the words that an earlier import brought in other languages."""
        try:
            text = (self._root / path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return value
        old = _typed(plain(read_tree(text, path, Mistakes())))
        if not isinstance(old, dict) or not isinstance(old.get("title"), dict):
            return value
        decides = next(iter(old["title"]), "") in languages  # the language that it came in first

        def differs(key: str, first: Any, other: Any) -> None:
            for message in differences(key, first, other, ("here", "in the source")):
                self._into.note(codes.TWINS_DIFFER, Position(path), message, "what is here was taken")

        found: dict[str, Any] = united(old, value, new_wins=decides, differs=differs)
        return found

    # ── knowledge checks ──

    def _check(self, module: CourseModule, lang: str) -> None:
        """Questions keep the ids of the first language; one that asks something else in another is left out there."""
        path = f"content/{module.id}/check"
        base = next(
            (self._into.files[f] for f in self._into.files if f.startswith(f"{path}.") and f[-5:] == ".yaml"), None
        )
        base = base or next(
            (p.read_bytes() for p in sorted(self._root.glob(f"{path}.*.yaml")) if p.suffixes[0] != f".{lang}"), None
        )
        questions: list[Any] = [dict(question) for question in module.questions]
        if base is not None:
            first = _typed(plain(read_tree(base.decode(), path, Mistakes())))
            questions = same_ids(first["questions"], questions, module.at, self._into)
            if not questions:
                return
        self._into.files[f"{path}.{lang}.yaml"] = as_yaml({"questions": questions}).encode()
        self._into.took[f"questions ({lang})"] += len(questions)


def _unit(unit: CourseUnit, lang: str, is_there: bool) -> dict[str, Any]:
    """`is_there`: another language has said the minutes, so that an estimate has nothing to add."""
    found: dict[str, Any] = {"id": unit.id, "title": {lang: unit.title}}
    if not (is_there and unit.is_estimated):
        found["minutes"] = unit.minutes
    if unit.kind != "lesson":
        found["kind"] = unit.kind
    if unit.objectives:
        found["objectives"] = [{lang: words} for words in unit.objectives]
    return found


def _typed(value: Any, key: str = "") -> Any:
    """Texts of a file as they are written by us: whole numbers of minutes, true and false."""
    if isinstance(value, dict):
        return {k: _typed(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_typed(item, key) for item in value]
    if key in _NUMBERS and isinstance(value, str) and value.isdigit():
        return int(value)
    return value == "true" if key == "right" and value in ("true", "false") else value
