"""Values → YAML as an author would write it; entries added to a list of a file whose comments must stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from curriculum.load.mistakes import Mistakes
from curriculum.load.yaml_tree import ListNode, MapNode, ScalarNode, read_tree


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
    tree = read_tree(text, "", Mistakes())
    if not isinstance(tree, MapNode):
        return None
    block = as_yaml({key: list(entries)})
    keys = [k for k, _ in tree.entries]
    here = next((i for i, k in enumerate(keys) if k.text == key), None)
    if here is None:
        return f"{text.rstrip()}\n\n{block}"
    value = tree.entries[here][1]
    lines = text.split("\n")
    start = keys[here].at.line - 1
    end = keys[here + 1].at.line - 1 if here + 1 < len(keys) else len(lines)
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    if isinstance(value, ListNode) and not lines[start].partition(":")[2].partition("#")[0].strip():
        indent = re.match(r" *", lines[value.items[0].at.line - 1])
        return _joined(lines[:end], _indented(block, indent[0] if indent else ""), lines[end:])
    if isinstance(value, ListNode) and all(isinstance(item, ScalarNode) for item in value.items):
        there = [item.text for item in value.items if isinstance(item, ScalarNode)]  # [a, b] on one line
        return _joined(lines[:start], as_yaml({key: [*there, *entries]}).rstrip().split("\n"), lines[end:])
    if isinstance(value, ScalarNode) and not value.text:
        return _joined(lines[:start], block.rstrip().split("\n"), lines[end:])
    return None


def with_keys(text: str, key: str, entries: Mapping[str, Any]) -> str | None:
    """The text with entries added to the end of its mapping `key`; None: there is no such mapping to add lines to."""
    tree = read_tree(text, "", Mistakes())
    if not isinstance(tree, MapNode):
        return None
    block = as_yaml({key: dict(entries)})
    keys = [k for k, _ in tree.entries]
    here = next((i for i, k in enumerate(keys) if k.text == key), None)
    if here is None:
        return f"{text.rstrip()}\n\n{block}"
    value = tree.entries[here][1]
    lines = text.split("\n")
    start = keys[here].at.line - 1
    end = keys[here + 1].at.line - 1 if here + 1 < len(keys) else len(lines)
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    is_block = not lines[start].partition(":")[2].partition("#")[0].strip()
    if isinstance(value, MapNode) and value.entries and is_block:
        indent = " " * (value.entries[0][0].at.column - 1)
        return _joined(lines[:end], _indented(block, indent), lines[end:])
    if isinstance(value, ScalarNode) and not value.text:
        return _joined(lines[:start], block.rstrip().split("\n"), lines[end:])
    return None


def _indented(block: str, indent: str) -> list[str]:
    """The lines of the entries alone, moved to the indentation of the list."""
    return [indent + line[2:] if line else line for line in block.rstrip().split("\n")[1:]]


def _joined(before: list[str], added: list[str], after: list[str]) -> str:
    return "\n".join([*before, *added, *after]).rstrip() + "\n"
