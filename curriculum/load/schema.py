"""The forms of the records → JSON Schema (2020-12) for editors, and rows for the reference of the file formats."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from curriculum.load.forms import (
    MINUTES,
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
from curriculum.model import (
    ID,
    LANGUAGE,
    Catalog,
    Exemptions,
    Glossary,
    KnowledgeCheck,
    Minutes,
    Module,
    Program,
    Role,
    ScheduleFile,
    Shifts,
    Trainers,
    WhatIf,
)
from curriculum.model.aims import NUMBER
from curriculum.model.mapping import CatalogMap, EvidenceMap, PulseMap, RosterMap

_RECORDS: Final[Mapping[str, type[Any]]] = {
    "program": Program,
    "role": Role,
    "module": Module,
    "check": KnowledgeCheck,
    "catalog": Catalog,
    "glossary": Glossary,
    "exemptions": Exemptions,
    "roster-map": RosterMap,
    "catalog-map": CatalogMap,
    "evidence-map": EvidenceMap,
    "pulse-map": PulseMap,
    "trainers": Trainers,
    "shifts": Shifts,
    "schedule": ScheduleFile,
    "what-if": WhatIf,
}
SCHEMA_KINDS: Final = tuple(_RECORDS)

_Json = dict[str, Any]


def json_schema(kind: str) -> _Json:
    """The schema of one kind of file (`SCHEMA_KINDS`); its definitions are named as the records are."""
    cls = _RECORDS[kind]
    used: dict[str, _Json] = {}
    root = _record(cls, used)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind,
        **root,
        "$defs": dict(sorted(used.items())),
    }


def _record(cls: type[Any], used: dict[str, _Json]) -> _Json:
    fields = fields_of(cls)
    schema: _Json = {
        "type": "object",
        "description": _sentence(cls),
        "properties": {field.name: {**_form(field.form, used), "description": field.sentence} for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }
    for field in fields:
        default = _as_json(field.default)
        if not field.required and default is not None:
            schema["properties"][field.name]["default"] = default
    return schema


def _sentence(cls: type[Any]) -> str:
    return (cls.__doc__ or "").strip().partition("\n")[0]


def _as_json(value: Any) -> Any:
    """A default as it would stand in a file; None for nothing, and for records."""
    if isinstance(value, tuple):
        return [_as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _as_json(item) for key, item in value.items()}
    return str(value) if isinstance(value, enum.StrEnum) else value if isinstance(value, bool | int | str) else None


def _form(form: Form, used: dict[str, _Json]) -> _Json:
    match form:
        case RecordOf(cls):
            return _reference(cls.__name__, lambda: _record(cls, used), used)
        case Words():
            return _reference("Text", _text, used)
        case Estimate():
            return _reference("Minutes", _minutes, used)
        case ListOf(item, size):
            bounds = {"minItems": size.low, "maxItems": size.high} if size else {}
            return {"type": "array", "items": _form(item, used), **bounds}
        case MapOf(key, value):
            return {"type": "object", "propertyNames": _form(key, used), "additionalProperties": _form(value, used)}
        case OneOrMany():
            return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
        case _:
            return _simple(form)


def _simple(form: Form) -> _Json:
    match form:
        case Choice(of):
            return {"type": "string", "enum": [str(word) for word in of]}
        case Whole(bounds):
            return {"type": "integer", "minimum": bounds.low, "maximum": bounds.high}
        case Flag():
            return {"type": "boolean"}
        case Day():
            return {"type": "string", "format": "date"}
        case Word(pattern) if pattern:
            # Whoever writes 40 means the text "40": all scalars are text here, but editors know numbers.
            word: _Json = {"type": "string", "pattern": f"^(?:{pattern.expression})$"}
            return {"anyOf": [word, {"type": "number"}]} if pattern == NUMBER else word
        case _:
            return {"type": "string"}


def _reference(name: str, make: Callable[[], _Json], used: dict[str, _Json]) -> _Json:
    if name not in used:
        used[name] = {}  # a record may hold itself
        used[name] = make()
    return {"$ref": f"#/$defs/{name}"}


def _text() -> _Json:
    languages = {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{LANGUAGE.expression})$"},
        "additionalProperties": {"type": "string"},
        "minProperties": 1,
    }
    return {
        "description": "Words: a text in the default language, or a mapping language: text.",
        "anyOf": [{"type": "string"}, languages],
    }


def _minutes() -> _Json:
    number = {"type": "integer", "minimum": MINUTES.low, "maximum": MINUTES.high}
    three = {
        "type": "object",
        "properties": {name: number for name in Minutes._fields},
        "required": list(Minutes._fields),
        "additionalProperties": False,
    }
    return {"description": "Whole minutes: a number, or low, likely and high.", "anyOf": [number, three]}


# ── rows for the reference ──────────────────────────────────────────────────────────────────────────────────


class FieldDoc(NamedTuple):
    """One key of one record, in words."""

    record: str  # name of the record, e.g. Requirement
    field: str
    type: str  # in words, e.g. "list of Requirement"
    required: bool
    default: str  # as in a file; "" for nothing
    sentence: str


def field_docs(kind: str) -> tuple[FieldDoc, ...]:
    """The keys of a kind of file: its own record first, then each record it holds, in the order they appear."""
    return tuple(_doc(cls, field) for cls in _records(_RECORDS[kind]) for field in fields_of(cls))


def _records(root: type[Any]) -> list[type[Any]]:
    found = [root]
    for cls in found:
        held = [inner for field in fields_of(cls) for inner in _held(field.form)]
        found += [inner for inner in dict.fromkeys(held) if inner not in found]
    return found


def _held(form: Form) -> Iterator[type[Any]]:
    match form:
        case RecordOf(cls):
            yield cls
        case ListOf(inner) | MapOf(_, inner):
            yield from _held(inner)


def _doc(cls: type[Any], field: Field) -> FieldDoc:
    default = "" if field.required else _in_words(_as_json(field.default))
    return FieldDoc(cls.__name__, field.name, _type_in_words(field.form), field.required, default, field.sentence)


def _in_words(default: Any) -> str:
    if default is None or default in ([], {}):
        return ""
    if isinstance(default, list):
        return f"[{', '.join(map(str, default))}]"
    return str(default).lower() if isinstance(default, bool) else str(default)


def _type_in_words(form: Form) -> str:
    match form:
        case RecordOf(cls):
            return str(cls.__name__)
        case ListOf(item, size):
            return f"list of {_type_in_words(item)}" + (", not empty" if size and size.low else "")
        case MapOf(key, value):
            return (
                f"mapping {'column' if isinstance(value, OneOrMany) else _type_in_words(key)}: {_type_in_words(value)}"
            )
        case Choice(of):
            return f"one of {', '.join(of)}"
        case Whole(bounds):
            return f"number, {bounds.low} to {bounds.high}"
        case Word(pattern, is_ref):
            return "id" if is_ref or pattern == ID else "word"
        case _:
            return {Words: "text", Estimate: "minutes", Day: "date", Flag: "true or false"}.get(
                type(form), "word or list"
            )
