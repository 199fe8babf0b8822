"""The files of a Microsoft Learn tree, by language and uid. A file says its type in its first line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.foreign import entry, items_of, read_text, read_yaml, text_of
from curriculum.exchange.imported import Imported
from curriculum.exchange.languages import inner_language, language_in, language_of
from curriculum.load.yaml_tree import MapNode, Node
from curriculum.model import record

MOST_FILES: Final = 100_000
_MIME: Final = re.compile(r"\s*#+\s*YamlMime:\s*(\w+)")


class Entry(NamedTuple):
    """A YAML file of the tree."""

    path: Path
    tree: Node

    def at(self, key: str = "") -> Position:
        """Where the file, or a key of it, stands."""
        node = entry(self.tree, key) if key else None
        return Position(str(self.path), node.at.line if node else 1, node.at.column if node else 1)


@record
class LearnTree:
    """One language. Mappings are keyed by uid, in the order of their paths."""

    language: str
    root: Path
    modules: dict[str, Entry]
    units: dict[str, Entry]
    paths: dict[str, Entry]
    pivots: dict[str, str]
    achievements: int


def read_trees(sources: Sequence[Path], language: str | None, default: str, into: Imported) -> list[LearnTree]:
    """The trees, one a language, in the order in which the languages come; the default language first."""
    found: dict[str, LearnTree] = {}
    for source in sources:
        if not source.is_dir():
            into.note(codes.SOURCE_UNREADABLE, Position(str(source)), "is no folder")
            continue
        paths = list(_yaml_files(source, into))
        own = language or language_in(source.resolve()) or language_of(_heads(paths)) or default
        for path in paths:
            tongue = inner_language(path.relative_to(source).parent) or own
            tree = found.get(tongue)
            if tree is None:
                tree = found[tongue] = LearnTree(
                    language=tongue, root=source, modules={}, units={}, paths={}, pivots={}, achievements=0
                )
                into.mapped(
                    Position(str(path.parent)), f"the language is read as '{tongue}'", "`--language` says another"
                )
            found[tongue] = _with_file(tree, path, into)
    return sorted(found.values(), key=lambda tree: tree.language != default)


def _yaml_files(source: Path, into: Imported) -> Iterator[Path]:
    count = 0
    for folder, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            count += 1
            if count > MOST_FILES:
                into.note(codes.SOURCE_TOO_LARGE, Position(str(source)), f"holds more than {MOST_FILES:,} files")
                return
            if name.endswith((".yml", ".yaml")) and not (Path(folder) / name).is_symlink():
                yield Path(folder) / name


def _heads(paths: list[Path]) -> Iterator[str]:
    """The beginnings of modules, which say in which language they are."""
    for path in paths:
        if path.name == "index.yml":
            with path.open("rb") as stream:
                yield stream.read(4000).decode("utf-8", errors="ignore")


def _with_file(tree: LearnTree, path: Path, into: Imported) -> LearnTree:
    text = read_text(path, into)
    kind = _MIME.match(text) if text else None
    if text is None or kind is None:
        return tree
    node = read_yaml(path, into, text)
    if not isinstance(node, MapNode):
        into.left_out(Position(str(path)), "cannot be read")
        return tree
    found = Entry(path, node)
    tables = {"Module": tree.modules, "ModuleUnit": tree.units, "LearningPath": tree.paths}
    if kind[1] in tables:
        _keep(tables[kind[1]], found, kind[1], into)
    elif kind[1] == "ZonePivotGroups":
        for group in items_of(node, "groups"):
            tree.pivots.update({text_of(p, "id"): text_of(p, "title") for p in items_of(group, "pivots")})
    elif kind[1] == "Achievements":
        count = len(items_of(node, "achievements"))
        into.left_out(found.at(), f"{count} achievements: badges are made from our own completions (`export badges`)")
    else:
        into.left_out(found.at(), f"files of the type {kind[1]} have no place here")
    return tree


def _keep(table: dict[str, Entry], found: Entry, kind: str, into: Imported) -> None:
    uid = text_of(found.tree, "uid")
    if not uid:
        into.left_out(found.at(), f"a {kind} without a uid")
    elif uid in table:
        into.left_out(found.at("uid"), f"the uid '{uid}' again; the first is {table[uid].path}")
    else:
        table[uid] = found
