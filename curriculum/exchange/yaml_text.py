"""Values → YAML as an author would write it; entries added to a list of a file whose comments must stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from curriculum.load.mistakes import Mistakes
from curriculum.load.yaml_tree import ListNode, MapNode, Node, ScalarNode, read_tree


class _Dumper(yaml.SafeDumper):
    """Indents lists, writes long texts as blocks, quotes what could be read as something else; no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_block = "\n" in text.strip() and not re.search(r"[ \t]\n|\A\s|\t", text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if is_block else None)


_Dumper.add_representer(str, _text)


def as_yaml(value: Any) -> str:
    """A document: keys in the order given, letters of every script as they are."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def with_entries(text: str, key: str, entries: Sequence[str | Mapping[str, Any]]) -> str | None:
    """The text of a YAML file with entries added to the end of its list `key`; everything else stays as it is.

    None: the file has no such list that lines can be added to (it is broken, or the value is no list).
    """
    if not entries:
        return text
    place = _find(text, key)
    if place is None:
        return None
    value = place.value
    if isinstance(value, ListNode) and place.is_block:
        indent = re.match(r" *", place.lines[value.items[0].at.line - 1])
        return place.extended({key: list(entries)}, indent[0] if indent else "")
    if isinstance(value, ListNode) and all(isinstance(item, ScalarNode) for item in value.items):
        there = [item.text for item in value.items if isinstance(item, ScalarNode)]  # [a, b] on one line
        return place.replaced({key: [*there, *entries]})
    return place.begun({key: list(entries)})


def with_keys(text: str, key: str, entries: Mapping[str, Any]) -> str | None:
    """The text with entries added to the end of its mapping `key`; None: there is no such mapping to add lines to."""
    place = _find(text, key)
    if place is None:
        return None
    if isinstance(place.value, MapNode) and place.value.entries and place.is_block:
        return place.extended({key: dict(entries)}, " " * (place.value.entries[0][0].at.column - 1))
    return place.begun({key: dict(entries)})


class _Place(NamedTuple):
    """Where a key of a file stands: its value (none: it is not there), and its lines from `start` up to `end`."""

    lines: list[str]
    value: Node | None
    start: int
    end: int

    @property
    def is_block(self) -> bool:
        """Whether the value stands on lines of its own."""
        return not self.lines[self.start].partition(":")[2].partition("#")[0].strip()

    def extended(self, block: Mapping[str, Any], indent: str) -> str:
        """With the entries behind those that are there."""
        return _joined(self.lines[: self.end], _indented(as_yaml(block), indent), self.lines[self.end :])

    def replaced(self, block: Mapping[str, Any]) -> str:
        """With this in the place of the key and its value."""
        return _joined(self.lines[: self.start], as_yaml(block).rstrip().split("\n"), self.lines[self.end :])

    def begun(self, block: Mapping[str, Any]) -> str | None:
        """With a key that is empty or absent so far; None if it has a value of another kind."""
        if self.value is None:
            return "\n".join(self.lines).rstrip() + f"\n\n{as_yaml(block)}"
        return self.replaced(block) if isinstance(self.value, ScalarNode) and not self.value.text else None


def _find(text: str, key: str) -> _Place | None:
    """None if the file is no mapping. Comments and empty lines behind the value belong to what follows."""
    tree = read_tree(text, "", Mistakes())
    if not isinstance(tree, MapNode):
        return None
    lines, keys = text.split("\n"), [k for k, _ in tree.entries]
    here = next((i for i, k in enumerate(keys) if k.text == key), None)
    if here is None:
        return _Place(lines, None, len(lines), len(lines))
    start = keys[here].at.line - 1
    end = keys[here + 1].at.line - 1 if here + 1 < len(keys) else len(lines)
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return _Place(lines, tree.entries[here][1], start, end)


def _indented(block: str, indent: str) -> list[str]:
    """The lines of the entries alone, moved to the indentation of the list."""
    return [indent + line[2:] if line else line for line in block.rstrip().split("\n")[1:]]


def _joined(before: list[str], added: list[str], after: list[str]) -> str:
    return "\n".join([*before, *added, *after]).rstrip() + "\n"
