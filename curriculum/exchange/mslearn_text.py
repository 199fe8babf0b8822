"""The text of a Microsoft Learn unit: its includes put in, its links and pictures made ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.foreign import entry, read_text
from curriculum.exchange.imported import Imported
from curriculum.exchange.lesson_text import Adapter
from curriculum.exchange.mslearn_tree import Entry, LearnTree
from curriculum.exchange.pictures import Pictures
from curriculum.load.yaml_tree import ScalarNode

_INCLUDE: Final = re.compile(r"\[!include\s*\[[^\]]*\]\(\s*<?([^)>\s]+)>?[^)]*\)\s*\]", re.IGNORECASE)
_DEEPEST: Final = 10  # includes in includes
_MOST_INCLUDES: Final = 50_000  # of one language
_TEXT_LIMIT: Final = 900_000


class UnitTexts:
    """Reads the units of one language."""

    def __init__(self, tree: LearnTree, ids: Mapping[str, str], into: Imported) -> None:
        self._tree, self._ids, self._into = tree, ids, into
        self._folders = {e.path.parent.resolve(): self._ids[uid] for uid, e in tree.modules.items()}
        self._includes_left = _MOST_INCLUDES

    def text(self, unit: Entry, pictures: Pictures) -> str:
        """Plain Markdown. What was changed, and what leads nowhere, is noted at the unit's content."""
        node = entry(unit.tree, "content")
        raw = node.text if isinstance(node, ScalarNode) else ""
        text = self._included(raw, unit.path, 0, pictures)
        adapter = Adapter(self._link(unit), pictures.take, self._tree.pivots)
        adapted = adapter.adapt(text) if text.strip() else ""
        at = unit.at("content")
        if adapter.changes:
            self._into.note(codes.TEXT_ADAPTED, at, f"put into plain Markdown: {', '.join(sorted(adapter.changes))}")
        if adapter.lost_links:
            self._into.left_out(
                at, f"links that lead nowhere here, their words stay: {', '.join(adapter.lost_links[:3])}"
            )
        if adapter.lost_pictures:
            shown = ", ".join(adapter.lost_pictures[:3])
            self._into.left_out(at, f"{len(adapter.lost_pictures)} pictures are not in the source: {shown}")
        return adapted

    def _included(self, text: str, path: Path, depth: int, pictures: Pictures) -> str:
        """The text with its includes, each relative to the file that includes it. What is read stays in the source."""

        def replaced(found: re.Match[str]) -> str:
            at = Position(str(path), text.count("\n", 0, found.start()) + 1)
            target = _inside(self._tree.root, path.parent, found[1])
            self._includes_left -= 1
            if depth >= _DEEPEST or self._includes_left < 0:
                self._into.note(codes.INCLUDE_MISSING, at, f"includes in includes, more than {_DEEPEST} deep")
                return ""
            content = read_text(target, self._into) if target is not None else None
            if target is None or content is None:
                self._into.note(codes.INCLUDE_MISSING, at, f"'{found[1]}' is not in the source")
                return ""
            pictures.look_in(target.parent)
            inner = self._included(content.strip("\n"), target, depth + 1, pictures)
            column = found.start() - text.rfind("\n", 0, found.start()) - 1
            indent = text[found.start() - column : found.start()]
            return inner.replace("\n", f"\n{indent}") if indent.strip() == "" else inner

        found = _INCLUDE.sub(replaced, text)
        if len(found) > _TEXT_LIMIT:
            said = f"includes make a lesson of more than {_TEXT_LIMIT:,} characters"
            self._into.note(codes.INCLUDE_MISSING, Position(str(path)), said)
            return ""
        return found

    def _link(self, unit: Entry) -> Any:
        """Links inside the source → ours; links of the site → the site."""
        site = "https://learn.microsoft.com"

        def resolve(target: str) -> str | None:
            path, _, _ = target.partition("#")
            if target.startswith("/") and not target.startswith("//"):
                parts = [p for p in path.split("/") if p]
                ours = next(
                    (id for id in self._ids.values() if len(parts) > 1 and id in parts and "modules" in parts), None
                )
                return ours or f"{site}{target}"
            if target.startswith("xref:"):
                return self._ids.get(target[5:].partition("?")[0])
            other = _inside(self._tree.root, unit.path.parent, path)
            return self._folders.get(other) or self._folders.get(other.parent) if other is not None else None

        return resolve


def _inside(root: Path, folder: Path, target: str) -> Path | None:
    """The path of a relative target, if it stays in the source, links followed; `~/` is the root of the source."""
    path = root / target[2:] if target.startswith("~/") else folder / target
    try:
        resolved, top = path.resolve(), root.resolve()
        if not resolved.is_relative_to(top):
            return None
        return resolved if resolved.exists() else _in_any_case(top, resolved.relative_to(top).parts)
    except (OSError, RuntimeError, ValueError):
        return None


def _in_any_case(folder: Path, parts: tuple[str, ...]) -> Path | None:
    """Such trees are written on systems where `includes` and `Includes` are the same folder."""
    for part in parts:
        if not folder.is_dir():
            return None
        known = {p.name.casefold(): p for p in folder.iterdir() if not p.is_symlink()}
        if part.casefold() not in known:
            return None
        folder = known[part.casefold()]
    return folder
