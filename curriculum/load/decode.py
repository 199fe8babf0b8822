"""Node tree → records of the model, driven by the model's own annotations (`forms`).

Written here and not with a validation library: importing one costs more than a whole run of `needs`, and none
reports every mistake with its line, its column and one code. All mistakes are reported, each once: a misspelt key is
read as the key that was meant, and a record that others refer to by its id is completed with stand-ins.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Final

from curriculum import codes
from curriculum.load.forms import (
    Choice,
    Day,
    Estimate,
    Field,
    Flag,
    Form,
    ListOf,
    MapOf,
    OneOrMany,
    RecordOf,
    Whole,
    Word,
    Words,
    fields_of,
)
from curriculum.load.mistakes import Mistakes
from curriculum.load.spelling import column_name, meant, nearest, quoted
from curriculum.load.values import BAD, ValueReader, is_empty
from curriculum.load.yaml_tree import ListNode, MapNode, Node, ScalarNode
from curriculum.model import Minutes, Program, Ref, Text

_SOME_DAY: Final = dt.date(2999, 12, 31)


def decode(cls: type[Any], tree: Node, languages: Sequence[str], mistakes: Mistakes, id: Ref | None = None) -> Any:
    """The record of a whole file, or None if nothing is usable; `id` for records whose id is the file's name.

    `languages` are the programme's, the default first; with none, any language is taken. May report MISSING_KEY,
    UNKNOWN_KEY, UNKNOWN_LANGUAGE, WRONG_TYPE, WRONG_VALUE, BAD_DATE and BAD_ID.
    """
    if is_empty(tree):
        tree = MapNode((), tree.at)
    name = re.sub("(?<=[a-z])(?=[A-Z])", " ", cls.__name__).lower()  # KnowledgeCheck → knowledge check
    found = _Decoder(languages, mistakes).record(cls, tree, name, id)
    return None if found is BAD else found


def decode_languages(tree: Node | None) -> tuple[str, ...]:
    """The languages of a programme's tree, before anything else is read; () if they cannot be."""
    entries = tree.entries if isinstance(tree, MapNode) else ()
    node = next((value for key, value in entries if key.text == "languages"), None)
    form = next(field.form for field in fields_of(Program) if field.name == "languages")
    found = _Decoder((), Mistakes()).value(form, node, "languages") if node is not None else BAD
    return () if found is BAD else found


class _Decoder(ValueReader):
    """Reads records, lists and mappings of one file."""

    def record(self, cls: type[Any], node: Node, name: str, id: Ref | None = None) -> Any:
        """The record, with stand-ins for what is wrong; BAD if something is wrong that has no stand-in."""
        if not isinstance(node, MapNode):
            return self.wrong_type(node, name, "a mapping with keys")
        entries = self._entries(cls, node)
        values = {field.name: self._field(field, entries, node) for field in fields_of(cls)}
        if id is not None and "id" in cls.__dataclass_fields__:
            values["id"] = id
        for field in fields_of(cls):
            if values[field.name] is BAD and field.required:
                values[field.name] = _stand_in(field.form, values.get("id", id), self._languages)
                if values[field.name] is BAD:
                    return BAD
        return cls(**{key: value for key, value in values.items() if value is not BAD}, at=node.at)

    def _entries(self, cls: type[Any], node: MapNode) -> dict[str, tuple[ScalarNode, Node]]:
        """The entries under the names of fields. A misspelt key stands under the name it was meant to be."""
        known = {field.name: field.required for field in fields_of(cls)}
        entries = {key.text: (key, value) for key, value in node.entries if key.text in known}
        for key, value in node.entries:
            if key.text in known:
                continue
            absent = [name for name in known if name not in entries]
            near = nearest(key.text, [n for n in absent if known[n]]) or nearest(key.text, absent)
            near = None if key.text == "id" else near
            if near is not None:
                entries[near] = (key, value)
            self.broken += near is None
            hint = f"did you mean '{near}'?" if near else meant(key.text, known) or f"known keys: {', '.join(known)}"
            if key.text == "id" and "id" in cls.__dataclass_fields__:
                hint = "the name of the file or folder is the id"
            self._mistakes.add(codes.UNKNOWN_KEY, key.at, f"unknown key {quoted(key.text)}", hint)
        return entries

    def _field(self, field: Field, entries: dict[str, tuple[ScalarNode, Node]], node: MapNode) -> Any:
        """The value of one field; BAD if it is absent, empty or wrong."""
        if field.name not in entries:
            if field.required:
                self.wrong(codes.MISSING_KEY, node.at, f"the key '{field.name}' is missing", field.sentence)
            return BAD
        key, value = entries[field.name]
        if is_empty(value):
            if field.required:
                self.wrong(codes.MISSING_KEY, key.at, f"'{field.name}' is empty", field.sentence)
            return BAD
        return self.value(field.form, value, field.name)

    def value(self, form: Form, node: Node, name: str) -> Any:
        """A value of any form."""
        match form:
            case Word():
                return self.word(form, node, name)
            case Words():
                return self.words(node, name)
            case RecordOf(cls):
                return self.record(cls, node, name)
            case ListOf():
                return self._list(form, node, name)
            case MapOf():
                return self._map(form, node, name)
            case Choice():
                return self.choice(form, node, name)
            case Whole(bounds):
                return self.whole(bounds, node, name)
            case Day():
                return self.day(node, name)
            case Flag():
                return self.flag(node, name)
            case Estimate():
                return self.estimate(node, name)
            case OneOrMany():
                return self.one_or_many(node, name)

    def _list(self, form: ListOf, node: Node, name: str) -> Any:
        """The items that are right, or that have an id at least."""
        if not isinstance(node, ListNode):
            hint = f"write a list: [{node.text}]" if isinstance(node, ScalarNode) and len(node.text) < 60 else None
            return self.wrong_type(node, name, "a list", hint or "start each item with '- '")
        if form.size and not form.size.low <= len(node.items) <= form.size.high:
            hint = f"from {form.size.low} to {form.size.high} items"
            return self.wrong(codes.WRONG_VALUE, node.at, f"'{name}' has {len(node.items)} items", hint)
        items = [self._item(form.item, item, f"an item of '{name}'") for item in node.items]
        return tuple(item for item in items if item is not BAD)

    def _item(self, form: Form, node: Node, name: str) -> Any:
        """An item; a record without an id, to which nothing can refer, counts only without any mistake."""
        before = self.broken
        item = self.value(form, node, name)
        nameless = isinstance(form, RecordOf) and "id" not in form.cls.__dataclass_fields__
        return BAD if nameless and self.broken > before else item

    def _map(self, form: MapOf, node: Node, name: str) -> Any:
        if not isinstance(node, MapNode):
            return self.wrong_type(node, name, "a mapping with keys")
        found: dict[Any, Any] = {}
        for key, value in node.entries:
            word = self._key(form, key, name)
            item = self._map_value(form.value, value, word)
            if word is not BAD and item is not BAD:
                found[word] = item
        return found

    def _key(self, form: MapOf, key: ScalarNode, name: str) -> Any:
        if isinstance(form.key, Choice):
            return self.choice(form.key, key, name)
        if isinstance(form.value, OneOrMany):
            return column_name(key.text)
        return self.word(form.key, key, name)

    def _map_value(self, form: Form, node: Node, key: Any) -> Any:
        name = "the value" if key is BAD else str(key)
        if not isinstance(form, RecordOf):
            return self.value(form, node, name)
        written = MapNode((), node.at) if is_empty(node) else node  # `none:` is a floor that asks for nothing
        return self.record(form.cls, written, name, None if key is BAD else Ref(key))


def _stand_in(form: Form, id: Any, languages: Sequence[str]) -> Any:
    """A value for a field that is wrong, in a record that others refer to; its title is then its id.

    It only keeps the later stages from reporting the same mistake again: there is an error, nothing gets built.
    """
    match form:
        case Words() if isinstance(id, str):
            return Text({language: str(id) for language in languages or ("en",)})
        case Estimate():
            return Minutes(1, 1, 1)
        case Day():
            return _SOME_DAY
        case ListOf() | MapOf():
            return () if isinstance(form, ListOf) else {}
        case Choice(of):
            return next(iter(of))
    return BAD
