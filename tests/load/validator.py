"""As much of JSON Schema 2020-12 as our schemas use, so that the tests need no library for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, type | tuple[type, ...]] = {
    "number": (int, float),
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
_KNOWN = {
    "$schema", "$ref", "$defs", "title", "description", "default", "type", "enum", "pattern", "format", "minimum", "maximum",
    "minItems", "maxItems", "minProperties", "items", "properties", "required", "additionalProperties", "propertyNames", "anyOf",
}  # fmt: skip


def problems(schema: dict[str, Any], value: Any) -> list[str]:
    """What is wrong with plain data, path first."""
    return list(_check(schema, value, "", schema))


def _check(schema: dict[str, Any], value: Any, path: str, root: dict[str, Any]) -> Iterator[str]:
    assert schema.keys() <= _KNOWN, schema.keys() - _KNOWN
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        yield from _check(root["$defs"][name], value, path, root)
    if "anyOf" in schema and all(list(_check(option, value, path, root)) for option in schema["anyOf"]):
        yield f"{path}: none of the forms"
    wanted = schema.get("type")
    if wanted and (not isinstance(value, _TYPES[wanted]) or (wanted == "integer" and isinstance(value, bool))):
        yield f"{path}: no {wanted}"
    elif isinstance(value, str):
        yield from _check_word(schema, value, path)
    elif isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{path}: out of bounds"
    elif isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{path}: number of items"
        for index, item in enumerate(value):
            yield from _check(schema.get("items", {}), item, f"{path}[{index}]", root)
    elif isinstance(value, dict):
        yield from _check_object(schema, value, path, root)


def _check_word(schema: dict[str, Any], value: str, path: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: not allowed"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{path}: not spelt so"
    if schema.get("format") == "date":
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            yield f"{path}: no date"


def _check_object(schema: dict[str, Any], value: dict[str, Any], path: str, root: dict[str, Any]) -> Iterator[str]:
    yield from (f"{path}: {name} is missing" for name in schema.get("required", ()) if name not in value)
    if len(value) < schema.get("minProperties", 0):
        yield f"{path}: is empty"
    for key, item in value.items():
        if "propertyNames" in schema:
            yield from _check(schema["propertyNames"], key, f"{path}.{key}", root)
        more = schema.get("additionalProperties", {})
        inner = schema.get("properties", {}).get(key, more)
        if inner is False:
            yield f"{path}: unknown key {key}"
        else:
            yield from _check(inner, item, f"{path}.{key}", root)
