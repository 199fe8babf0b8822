"""A Microsoft Learn tree (index.yml of modules and paths, units, quizzes, includes) → modules, roles, checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.course import Course, CourseModule, CourseRole, CourseUnit, CourseWriter
from curriculum.exchange.foreign import entry, text_of, words_of
from curriculum.exchange.imported import Imported
from curriculum.exchange.levels import in_rank
from curriculum.exchange.mslearn_text import UnitTexts
from curriculum.exchange.mslearn_tree import Entry, LearnTree, read_trees
from curriculum.exchange.names import slug, unique
from curriculum.exchange.origin import find_origin, modules_by_uid, shown_title
from curriculum.exchange.pictures import Pictures
from curriculum.exchange.quiz import read_quiz
from curriculum.exchange.workspace_files import languages_of
from curriculum.load.spelling import column_name
from curriculum.load.yaml_tree import Node
from curriculum.model.mapping import CatalogMap

_NOTHING: Final = frozenset(
    "none;-;n/a;keine;žádné;žádný;nejsou;aucun;aucune;ninguno;nenhum;なし;없음;无;無;بلا;لا يوجد;ללא;אין".split(";")
)
_EXERCISE: Final = re.compile(r"\b(exercise|lab|übung|cvičení|exercice|ejercicio)\b|تمرين|تمرین|תרגיל", re.IGNORECASE)


def import_mslearn(sources: Sequence[Path], root: Path, said: CatalogMap, language: str | None) -> Imported:
    """Trees in several languages are joined by uid: name them all, or a folder that holds them."""
    into = Imported(sources[0])
    default = (languages_of(root) or ("en",))[0]
    trees = [t for t in read_trees(sources, language or said.language, default, into) if t.modules]
    if not trees:
        if not any(d.code is codes.SOURCE_UNREADABLE for d in into.diagnostics):
            message = "holds no file that starts with `### YamlMime:Module`"
            into.note(codes.SOURCE_UNREADABLE, Position(str(sources[0])), message)
        return into
    origin = find_origin(sources, said, into)
    ids = _Ids(_module_ids(trees, modules_by_uid(root)), {})
    courses = [_TreeReader(tree, ids, said, into).course() for tree in trees]
    _report_twins(trees, into)
    into.mapped(
        Position(str(sources[0])), f"access of imported roles is '{said.access or 'read'}'", "`access:` in the map"
    )
    CourseWriter(root, said, origin, into).write(_in_order(courses))
    return into


class _Ids(NamedTuple):
    """Ids of modules by uid, and of units by the uids of module and unit: the same in all languages."""

    modules: dict[str, str]
    units: dict[tuple[str, str], str]


def _module_ids(trees: Sequence[LearnTree], known: Mapping[str, str]) -> dict[str, str]:
    """uid → id: the one that an earlier import gave, else the name of the folder in the first language that has it."""
    ids: dict[str, str] = {}
    for tree in trees:
        for uid, found in tree.modules.items():
            if uid not in ids:
                name = known.get(uid) or slug(found.path.parent.name, "module")
                ids[uid] = unique(name, {*ids.values(), *known.values()} - {known.get(uid)})
    return ids


def _in_order(courses: list[Course]) -> list[Course]:
    """Every language lists the modules in the order of the first."""
    order = {module.id: i for i, module in enumerate(courses[0].modules)}
    return [
        Course(
            language=c.language,
            title=c.title,
            modules=tuple(sorted(c.modules, key=lambda m: order.get(m.id, len(order)))),
            roles=c.roles,
            level_words=c.level_words,
        )
        for c in courses
    ]


def _report_twins(trees: Sequence[LearnTree], into: Imported) -> None:
    first = trees[0]
    for tree in trees[1:]:
        for uid in first.modules.keys() - tree.modules.keys():
            at = first.modules[uid].at()
            into.note(codes.TWINS_DIFFER, at, f"module '{uid}' is not there in '{tree.language}'")
        for uid in tree.modules.keys() - first.modules.keys():
            at = tree.modules[uid].at()
            into.note(codes.TWINS_DIFFER, at, f"module '{uid}' is there in '{tree.language}' only")


class _TreeReader:
    """Reads the modules of one language."""

    def __init__(self, tree: LearnTree, ids: _Ids, said: CatalogMap, into: Imported) -> None:
        self._tree, self._ids, self._said, self._into = tree, ids.modules, said, into
        self._unit_ids = ids.units
        self._levels: dict[str, Position] = {}
        self._texts = UnitTexts(tree, ids.modules, into)
        self._titles = {text_of(e.tree, "title").casefold(): uid for uid, e in tree.modules.items()}

    def course(self) -> Course:
        """The modules in the order of the learning paths, then the others."""
        order = [u for p in self._tree.paths.values() for u in words_of(p.tree, "modules") if u in self._tree.modules]
        uids = list(dict.fromkeys([*order, *self._tree.modules]))
        modules = {uid: found for uid in uids if (found := self._module(uid, self._tree.modules[uid]))}
        return Course(
            language=self._tree.language,
            title=shown_title(self._tree.root),
            modules=tuple(modules.values()),
            roles=(*self._paths(modules), *self._roles(modules)),
            level_words=self._levels,
        )

    # ── modules ──

    def _module(self, uid: str, found: Entry) -> CourseModule | None:
        node = found.tree
        units: list[CourseUnit] = []
        questions: list[dict[str, Any]] = []
        pictures = Pictures(found.path.parent, self._tree.root, self._into)
        names: set[str] = set()
        for unit_uid in words_of(node, "units"):
            unit = self._tree.units.get(unit_uid)
            if unit is None:
                self._into.left_out(found.at("units"), f"unit '{unit_uid}' is not in the source")
                continue
            taken = {*names, "check", "trainer", "module"}
            id = self._unit_ids.setdefault((uid, unit_uid), unique(slug(unit.path.stem, "unit"), taken))
            read = self._unit(id, unit, pictures)
            names.add(read.id)
            units.append(read)
            questions += read_quiz(entry(unit.tree, "quiz"), str(unit.path), len(questions), self._into)
        if not units:
            self._into.left_out(found.at(), f"module '{uid}' has no units")
            return None
        objectives = _bullets(text_of(node, "abstract"))
        units[0] = _with_objectives(units[0], objectives)
        return CourseModule(
            id=self._ids[uid],
            title=text_of(node, "title") or uid,
            summary=" ".join(text_of(node, "summary").split()),
            level=self._level(node, found, uid),
            units=tuple(units),
            prerequisites=self._prerequisites(uid, found),
            questions=tuple(questions),
            pictures=pictures.found,
            facts=(
                ("uid", uid),
                ("Products", ", ".join(words_of(node, "products"))),
                ("Roles in the source", ", ".join(words_of(node, "roles"))),
                ("Prerequisites as the source says", text_of(node, "prerequisites")),
            ),
            files=(str(found.path.relative_to(self._tree.root)),),
            at=found.at(),
        )

    def _level(self, node: Node, found: Entry, uid: str) -> str:
        """One level: the highest, since that is what a learner reaches."""
        levels = in_rank(words_of(node, "levels"))
        for level in levels:
            self._levels.setdefault(level, found.at("levels"))
        if len(levels) > 1:
            said = f"module '{uid}' has the levels {', '.join(levels)}; it teaches up to '{levels[-1]}'"
            self._into.mapped(found.at("levels"), said)
        if not levels:
            self._into.mapped(found.at(), f"module '{uid}' has no level; it gets the lowest")
        return levels[-1] if levels else ""

    def _prerequisites(self, uid: str, found: Entry) -> tuple[str, ...]:
        """Prose. A line that is another module's title becomes a prerequisite; other words go to SOURCE.md."""
        text = text_of(found.tree, "prerequisites")
        ids, left = [], []
        for line in text.splitlines():
            words = re.sub(r"[\[\]*`]|\(.*?\)", "", line.strip(" -*\t")).strip().rstrip(".")
            if not words or words.casefold() in _NOTHING:
                continue
            other = self._titles.get(words.casefold())
            if other and other != uid:
                ids.append(self._ids[other])
            else:
                left.append(words)
        if left:
            said = f"prerequisites in words ({'; '.join(left)[:100]}) stand in SOURCE.md"
            self._into.left_out(found.at("prerequisites"), said, "write `prerequisites:` into module.yaml")
        return tuple(dict.fromkeys(ids))

    # ── units ──

    def _unit(self, id: str, unit: Entry, pictures: Pictures) -> CourseUnit:
        title = text_of(unit.tree, "title") or text_of(entry(unit.tree, "metadata"), "title")
        text = self._texts.text(unit, pictures)
        has_quiz = entry(unit.tree, "quiz") is not None
        minutes = text_of(unit.tree, "durationInMinutes")
        if not minutes.isdigit():
            self._into.mapped(unit.at(), "no durationInMinutes; counted as 5 minutes")
        kind = (
            "check"
            if has_quiz and not text.strip()
            else "exercise"
            if _EXERCISE.search(f"{title} {unit.path.stem}")
            else "lesson"
        )
        if not text.strip() and not has_quiz:
            self._into.left_out(unit.at(), "the unit has no text in the source")
        known = min(int(minutes), 6000) if minutes.isdigit() else 5
        return CourseUnit(id=id, title=title, minutes=known, is_estimated=not minutes.isdigit(), kind=kind, text=text)

    # ── who takes them ──

    def _paths(self, modules: dict[str, CourseModule]) -> Iterator[CourseRole]:
        for uid, path in self._tree.paths.items():
            wanted = words_of(path.tree, "modules")
            missing = [u for u in wanted if u not in modules]
            if missing:
                self._into.left_out(
                    path.at("modules"), f"path '{uid}' names modules that are not here: {', '.join(missing[:4])}"
                )
            inside = {level for u in wanted if u in modules for level in words_of(self._tree.modules[u].tree, "levels")}
            own = set(words_of(path.tree, "levels"))
            if own and inside - own:
                further = ", ".join(sorted(inside - own))
                said = f"path '{uid}' says {', '.join(sorted(own))}, but its modules are also {further}"
                self._into.note(codes.SOURCE_DIFFERS, path.at("levels"), said, "the levels of the modules were taken")
            ids = tuple(modules[u].id for u in wanted if u in modules)
            if ids:
                title, summary = text_of(path.tree, "title") or uid, " ".join(text_of(path.tree, "summary").split())
                yield CourseRole(
                    id=f"path-{slug(path.path.parent.name)}"[:64],
                    title=title,
                    modules=ids,
                    summary=summary,
                    at=path.at("modules"),
                )
                self._into.mapped(path.at(), f"the learning path '{uid}' becomes a role, so that it has a handbook")

    def _roles(self, modules: dict[str, CourseModule]) -> Iterator[CourseRole]:
        said = {column_name(key): str(values[0]) for key, values in self._said.roles.items()}
        found: dict[str, list[str]] = {}
        for uid, module in modules.items():
            for word in words_of(self._tree.modules[uid].tree, "roles"):
                role = said.get(column_name(word), slug(word, "role"))
                if role != "-":
                    found.setdefault(role, []).append(module.id)
        for role, ids in found.items():
            yield CourseRole(id=role, title=role.replace("-", " ").capitalize(), modules=tuple(dict.fromkeys(ids)))


def _bullets(text: str) -> tuple[str, ...]:
    return tuple(m[1].strip() for m in re.finditer(r"^\s*[-*+]\s+(.+)$", text, re.MULTILINE))[:12]


def _with_objectives(unit: CourseUnit, objectives: tuple[str, ...]) -> CourseUnit:
    return CourseUnit(
        id=unit.id, title=unit.title, minutes=unit.minutes, kind=unit.kind, text=unit.text, objectives=objectives
    )
