"""Role ladders and capability frameworks (CSV, YAML, Markdown with front matter; any scale) → roles, competencies.

A framework says what people must be able to do and brings no training. Each competency and level becomes a module
whose lesson is the framework's own description, so that the workspace checks, and training can be put in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.course import Course, CourseModule, CourseRole, CourseUnit, CourseWriter
from curriculum.exchange.durations import study_minutes
from curriculum.exchange.foreign import entry, items_of, read_text, read_yaml, text_of, words_of
from curriculum.exchange.framework_csv import Asked, Statement, read_framework_csv
from curriculum.exchange.imported import Imported
from curriculum.exchange.languages import language_in, language_of, without_language
from curriculum.exchange.levels import in_rank, is_ranked, map_levels, number_of
from curriculum.exchange.names import slug, unique
from curriculum.exchange.origin import find_origin
from curriculum.exchange.workspace_files import PROGRAM, languages_of, levels_of
from curriculum.load.yaml_tree import ListNode, MapNode, Node, ScalarNode
from curriculum.model.mapping import CatalogMap

_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)


def import_framework(sources: Sequence[Path], root: Path, said: CatalogMap, language: str | None) -> Imported:
    """Reads every source, maps its scale, and writes roles, competencies and describing modules."""
    into = Imported(sources[0])
    statements = [s for source in sources for s in _read(source, said, into)]
    if not statements:
        if not into.mistakes.errors:
            message = "holds no competency with a level"
            into.note(codes.SOURCE_UNREADABLE, Position(str(sources[0])), message)
        return into
    scale: dict[str, Position] = {}
    for statement in statements:
        scale.setdefault(statement.level, statement.at)
    is_new = not (root / PROGRAM).exists() and not said.levels
    if is_new and not is_ranked(scale) and not all(s.is_in_order for s in statements):
        words = ", ".join(f"{word}: …" for word in scale)
        hint = f"write `levels: {{{words}}}` into the map; levels of a new workspace are {', '.join(levels_of(root))}"
        into.note(
            codes.LEVEL_UNKNOWN, next(iter(scale.values())), "the words of the scale do not say their order", hint
        )
        return into
    if is_new:
        into.levels = [_level_id(word) for word in in_rank(scale)]
        into.level_titles = {_level_id(word): _titled(word) for word in reversed(scale)}
        into.mapped(Position(str(sources[0])), f"the scale of the new programme is {', '.join(into.levels)}")
        levels: dict[str, str] | None = {word: _level_id(word) for word in scale}
    else:
        levels = map_levels(scale, levels_of(root), said.levels, into)
    if levels is None:
        return into
    texts = (" ".join((s.role, s.competency, *s.criteria)) for s in statements)
    default = (languages_of(root) or ("en",))[0]
    tongue = language or said.language or language_in(sources[0].resolve()) or language_of(texts) or default
    into.mapped(Position(str(sources[0])), f"the language is read as '{tongue}'", "`--language` says another")
    origin = find_origin(sources, said, into)
    CourseWriter(root, said, origin, into).write([_course(statements, levels, tongue, said, into)])
    into.took["statements"] += len(statements)
    return into


def _level_id(word: str) -> str:
    number = number_of(word)
    return f"level-{number}" if number is not None else slug(word, "level")


def _titled(word: str) -> str:
    """`3` → `Level 3`; words as they are, with a capital letter."""
    return f"Level {word}" if word.isdigit() else word[:1].upper() + word[1:]


def _read(source: Path, said: CatalogMap, into: Imported) -> Iterator[Statement]:
    files = sorted(p for p in source.rglob("*") if p.is_file() and not p.is_symlink()) if source.is_dir() else [source]
    for path in files:
        suffix = path.suffix.lower()
        if suffix in (".csv", ".tsv"):
            yield from read_framework_csv(path, Asked(said.columns, said.levels, said.encoding), into)
        elif suffix in (".yaml", ".yml", ".md", ".markdown"):
            yield from _read_yaml(path, into)
        elif not source.is_dir():
            into.note(codes.SOURCE_UNREADABLE, Position(str(path)), "is neither CSV, YAML nor Markdown")


# ── YAML ────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_yaml(path: Path, into: Imported) -> Iterator[Statement]:
    text = read_text(path, into)
    if text is None:
        return
    is_markdown = path.suffix.lower() in (".md", ".markdown")
    if is_markdown:
        found = _FRONT.match(text)
        if not found:
            if path.stem.lower() != "readme":
                into.left_out(Position(str(path)), "has no front matter with topics and levels")
            return
        text = "\n" + found[1]
    tree = read_yaml(path, into, text)
    before = len(into.diagnostics)
    statements = list(_statements(tree, path))
    if not statements and len(into.diagnostics) == before:
        into.left_out(Position(str(path)), "says no level of any topic: all of it is prose")
    yield from statements


def _statements(tree: Node | None, path: Path) -> Iterator[Statement]:
    """`topics` with levels and criteria; `competencies` with levels; `roles` with competency: level."""
    ladder = text_of(tree, "title") or path.stem
    for key in ("topics", "competencies", "skills", "capabilities"):
        for topic in items_of(tree, key):
            title = text_of(topic, "title") or text_of(topic, "name") or text_of(topic, "id")
            own = ladder if key == "topics" else ""
            yield from _levels_of(topic, title.strip() or "?", own, path)
    roles = entry(tree, "roles")
    if isinstance(roles, MapNode):
        for name, wanted in roles.entries:
            yield from _wanted(name.text, wanted, path)
    elif isinstance(roles, ListNode):
        for role in roles.items:
            title = text_of(role, "title") or text_of(role, "name") or text_of(role, "id")
            for key in ("requires", "skills", "competencies", "capabilities", "levels"):
                yield from _wanted(title, entry(role, key), path)


def _levels_of(topic: Node, title: str, ladder: str, path: Path) -> Iterator[Statement]:
    for item in items_of(topic, "content"):
        level = text_of(item, "level")
        if level:
            at = Position(str(path), item.at.line, item.at.column)
            yield Statement(ladder, title, level, tuple(_criteria(item)), at, is_ladder=bool(ladder))
    levels = entry(topic, "levels")
    for name, value in levels.entries if isinstance(levels, MapNode) else ():
        words = tuple(w for w in _texts(value) if w)
        yield Statement("", title, name.text, words, Position(str(path), name.at.line, name.at.column))


def _criteria(item: Node) -> Iterator[str]:
    yield from words_of(item, "criteria")
    for example in items_of(item, "exampleCriteria"):
        said = text_of(example, "criteria")
        if said:
            yield f"**{said}**"
        yield from words_of(example, "examples")


def _texts(node: Node) -> list[str]:
    if isinstance(node, ListNode):
        return [item.text.strip() for item in node.items if isinstance(item, ScalarNode)]
    return [node.text.strip()] if isinstance(node, ScalarNode) else []


def _wanted(role: str, wanted: Node | None, path: Path) -> Iterator[Statement]:
    """`competency: level`, or a list of records with a name and a level."""
    if isinstance(wanted, MapNode):
        for key, value in wanted.entries:
            if isinstance(value, ScalarNode) and value.text.strip():
                yield Statement(role, key.text, value.text.strip(), (), Position(str(path), key.at.line, key.at.column))
    elif isinstance(wanted, ListNode):
        for item in wanted.items:
            name = next((n for k in ("competency", "skill", "name", "title", "id") if (n := text_of(item, k))), "")
            level = text_of(item, "level")
            if name and level:
                yield Statement(role, name, level, (), Position(str(path), item.at.line, item.at.column))


# ── what becomes of it ──────────────────────────────────────────────────────────────────────────────────────


class _Cell(NamedTuple):
    """A competency at a level of ours."""

    competency: str
    level: str


def _course(
    statements: list[Statement], levels: dict[str, str], language: str, said: CatalogMap, into: Imported
) -> Course:
    ids: dict[tuple[str, str], str] = {}
    texts: dict[_Cell, list[str]] = {}
    titles: dict[str, str] = {}
    places: dict[_Cell, Position] = {}
    words: dict[str, str] = {}
    for s in statements:
        key = (s.role if s.is_ladder else "", s.competency)
        if key not in ids:
            name = f"{s.role} {s.competency}" if s.is_ladder else s.competency
            ids[key] = unique(slug(name, "competency"), ids.values())
            titles[ids[key]] = s.competency
        cell = _Cell(ids[key], levels[s.level])
        places.setdefault(cell, s.at)
        words.setdefault(levels[s.level], s.level)
        texts.setdefault(cell, []).extend(t for t in s.criteria if t not in texts.get(cell, ()))
    modules = tuple(
        _module(cell, lines, titles, words, (places[cell], said, language)) for cell, lines in texts.items()
    )
    silent = sum(not lines for lines in texts.values())
    if silent:
        into.mapped(statements[0].at, f"{silent} levels have no description; their lessons say the name only")
    name = without_language(into.source.stem).replace("-", " ").replace("_", " ")
    title = name[:1].upper() + name[1:]
    roles = tuple(_roles(statements, ids, levels, {m.id: m for m in modules}, title))
    places_of = {level: next(p for c, p in places.items() if c.level == level) for level in words}
    return Course(language=language, title=title, modules=modules, roles=roles, level_words=places_of)


def _module(
    cell: _Cell, lines: list[str], titles: dict[str, str], words: dict[str, str], rest: tuple[Position, CatalogMap, str]
) -> CourseModule:
    at, said, language = rest
    title = f"{titles[cell.competency]} ({_shown(words[cell.level])})"
    text = "\n".join(line if line.startswith("**") else f"- {' '.join(line.split())}" for line in lines)
    text = re.sub(r"(?m)^(\*\*.*)$", r"\n\1\n", text).strip()
    unit = CourseUnit(
        id="what-is-expected",
        title=title,
        minutes=said.minutes or study_minutes(text, language),
        text=f"{text or title}\n",
    )
    return CourseModule(
        id=f"{cell.competency}-{cell.level}"[:64],
        title=title,
        units=(unit,),
        level=cell.level,
        competency=cell.competency,
        competency_title=titles[cell.competency],
        at=at,
        files=(at.file,),
    )


def _shown(word: str) -> str:
    return f"level {word}" if word.isdigit() else word


def _roles(
    statements: list[Statement],
    ids: dict[tuple[str, str], str],
    levels: dict[str, str],
    modules: dict[str, CourseModule],
    title: str,
) -> Iterator[CourseRole]:
    """Roles as the source names them; of a ladder, and where it names none, one role a level with all topics so far."""
    taken: set[str] = set()
    named = {s.role: None for s in statements if s.role and not s.is_ladder}
    for role in named:
        wanted = [_id(ids[("", s.competency)], levels[s.level]) for s in statements if s.role == role]
        id = unique(slug(role, "role"), taken)
        taken.add(id)
        yield CourseRole(id=id, title=role, modules=tuple(dict.fromkeys(w for w in wanted if w in modules)))
    ladders = {(s.role, s.is_ladder): None for s in statements if s.is_ladder or (not named and not s.role)}
    for ladder, is_ladder in ladders:
        own = [s for s in statements if s.role == ladder and s.is_ladder == is_ladder]
        order = in_rank(dict.fromkeys(s.level for s in own))
        for number, level in enumerate(order):
            best: dict[str, str] = {}
            for reached in order[: number + 1]:
                best |= {s.competency: s.level for s in own if s.level == reached}
            wanted = [_id(ids[ladder if is_ladder else "", c], levels[word]) for c, word in best.items()]
            id = unique(slug(f"{ladder or 'framework'} {_level_id(level)}", "role"), taken)
            taken.add(id)
            yield CourseRole(id=id, title=f"{ladder or title}: {_shown(level)}", modules=tuple(dict.fromkeys(wanted)))


def _id(competency: str, level: str) -> str:
    return f"{competency}-{level}"[:64]
