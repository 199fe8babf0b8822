"""YAML text → a tree of nodes that know their places. Scalars stay text; the model says what they mean.

Reads the events of libyaml (or of PyYAML's own parser where libyaml is missing), because composing a document
first would crash the process on deep nesting and would follow aliases.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from curriculum import codes
from curriculum.diagnostics import Position
from curriculum.load.mistakes import Mistakes
from curriculum.load.spelling import UNWANTED, quoted
from curriculum.load.yaml_errors import report_bad_yaml

DEEPEST: Final = 40
MOST_NODES: Final = 200_000

_PARSER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # PyYAML may be built without libyaml


class ScalarNode(NamedTuple):
    """A word, a number, a text: as written, without its quotes. `plain`: it had none."""

    text: str
    at: Position
    plain: bool = True


class ListNode(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    at: Position


class MapNode(NamedTuple):
    """A mapping; each key once, in the order of the file."""

    entries: tuple[tuple[ScalarNode, Node], ...]
    at: Position


class RefusedNode(NamedTuple):
    """Something that is not used here and was reported: an alias."""

    at: Position


Node = ScalarNode | ListNode | MapNode | RefusedNode


class _TooLarge(Exception):
    """Ends the reading of one file; what is wrong was noted."""


def read_tree(
    text: str, file: str, mistakes: Mistakes, parser: Any = _PARSER, *, most_nodes: int = MOST_NODES
) -> Node | None:
    """The tree of one document; an empty file is an empty mapping. None: no tree could be read.

    Expects lines that end in a line feed and no unwanted characters (`sources.text_of`). May report
    BYTE_ORDER_MARK, BAD_YAML, TAB, TOO_LARGE (40 levels, `most_nodes`), TAG, ANCHOR, SECOND_DOCUMENT, REPEATED_KEY,
    CONTROL_CHARACTER and DIRECTION_OVERRIDE (the latter two: written as escapes in double quotes).
    """
    if text.startswith("\ufeff"):
        hint = "save it as UTF-8 without BOM"
        mistakes.add(codes.BYTE_ORDER_MARK, Position(file), "the file starts with a byte-order mark", hint)
        text = text[1:]
    events = parser(text)
    try:
        return _Builder(events, file, mistakes, most_nodes).document()
    except _TooLarge:
        return None
    except yaml.YAMLError as error:
        report_bad_yaml(error, text, file, mistakes)
        return None
    finally:
        events.dispose()


class _Builder:
    """Builds the tree from the parser's events, one node after the other."""

    def __init__(self, events: Any, file: str, mistakes: Mistakes, most_nodes: int) -> None:
        self._most_nodes = most_nodes
        self._next: Any = events.get_event
        self._file = file
        self._mistakes = mistakes
        self._nodes = 0

    def document(self) -> Node:
        self._next()  # the start of the stream
        if isinstance(self._next(), StreamEndEvent):
            return MapNode((), Position(self._file))
        root = self._node(self._next(), 0)
        self._next()  # the end of the document
        after = self._next()
        if isinstance(after, DocumentStartEvent):
            hint = "remove the line `---` and what follows it"
            self._mistakes.add(codes.SECOND_DOCUMENT, self._at(after), "a second document starts here", hint)
        return root

    def _at(self, event: Event) -> Position:
        mark: Any = event.start_mark
        return Position(self._file, mark.line + 1, mark.column + 1)

    def _node(self, event: Any, depth: int) -> Node:
        mark = event.start_mark
        at = Position(self._file, mark.line + 1, mark.column + 1)
        self._nodes += 1
        if depth > DEEPEST or self._nodes > self._most_nodes:
            self._refuse_more(at, depth)
        if isinstance(event, AliasEvent):
            hint = f'if it is text, put it in quotes: "*{event.anchor}"'
            self._mistakes.add(codes.ANCHOR, at, f"the alias {quoted('*' + str(event.anchor))}", hint)
            return RefusedNode(at)
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event, at)
        if isinstance(event, ScalarEvent):
            return self._scalar(event, at)
        if isinstance(event, MappingStartEvent):
            return self._mapping(at, depth)
        items = []
        while not isinstance(after := self._next(), SequenceEndEvent):
            items.append(self._node(after, depth + 1))
        return ListNode(tuple(items), at)

    def _refuse_more(self, at: Position, depth: int) -> NoReturn:
        what = f"nested deeper than {DEEPEST} levels" if depth > DEEPEST else f"more than {self._most_nodes:,} values"
        self._mistakes.add(codes.TOO_LARGE, at, what)
        raise _TooLarge

    def _refuse_properties(self, event: Any, at: Position) -> None:
        if event.tag is not None:
            self._mistakes.add(codes.TAG, at, f"the tag {quoted(event.tag)}", "if it is text, put it in quotes")
        if event.anchor is not None:
            self._mistakes.add(codes.ANCHOR, at, f"the anchor {quoted('&' + event.anchor)}", "put text in quotes")

    def _scalar(self, event: Any, at: Position) -> ScalarNode:
        text: str = event.value
        if event.style == '"' and (found := UNWANTED.search(text)):
            code = codes.CONTROL_CHARACTER if found[0] < "\u2000" else codes.DIRECTION_OVERRIDE
            self._mistakes.add(code, at, f"the text holds the invisible character U+{ord(found[0]):04X}", "delete it")
            text = UNWANTED.sub(" ", text)
        return ScalarNode(text, at, not event.style)

    def _mapping(self, at: Position, depth: int) -> MapNode:
        entries: dict[str, tuple[ScalarNode, Node]] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(key, ScalarNode):
                if not isinstance(key, RefusedNode):
                    self._mistakes.add(
                        codes.BAD_YAML, key.at, "a key must be a word", "quote text that starts with { or ["
                    )
            elif key.text == "<<" and key.plain:
                self._mistakes.add(codes.ANCHOR, key.at, "the merge key '<<'", "write the keys out")
            elif key.text in entries:
                first = entries[key.text][0].at
                related = [(first, "it stands here for the first time")]
                said = f"the key {quoted(key.text)} again"
                self._mistakes.add(codes.REPEATED_KEY, key.at, said, "remove one of the two", related)
            else:
                entries[key.text] = (key, value)
        return MapNode(tuple(entries.values()), at)
