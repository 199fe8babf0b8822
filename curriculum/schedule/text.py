"""A schedule file → its YAML text: one line per thing, in a fixed order, so that differences can be read."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, Final

from curriculum.model import ScheduleFile
from curriculum.schedule.said import summary

_HEAD: Final = """\
# {summary}.
# Written by `curriculum schedule`, which changes as little as possible the next time. Keep it in git.
# `status: confirmed` keeps a session where it is, once it is near. Personal data: not for publishing.

"""
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@/-]*( [A-Za-z0-9:._@/-]+)*")
_WORDS: Final = ("true", "false", "null", "yes", "no", "on", "off", "~")
_LINES: Final = ("quality", "unscheduled", "alone", "holidays")  # one entry a line


def schedule_text(made: ScheduleFile, schema: str | None = None) -> str:
    """The text of people/schedule.yaml; `schema`: where editors find its schema. The same schedule, the same bytes."""
    modeline = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    head = _HEAD.format(summary=summary(made).capitalize())
    return modeline + head + "\n".join(_file(made)) + "\n"


def _file(made: ScheduleFile) -> Iterator[str]:
    for name in ("as_of", "effort", "reproducible", "last_id"):
        yield f"{name}: {_value(getattr(made, name))}"
    for name in ("quality", "sessions", "unscheduled", "alone", "cancelled", "holidays"):
        entries = getattr(made, name)
        if entries:
            yield ""
            yield f"{name}:"
        for entry in entries:
            yield from _on_one_line(entry) if name in _LINES else _entry(entry)


def _keys(entry: Any) -> list[tuple[str, Any]]:
    """What differs from the default, in the order of the record."""
    found = []
    for field in dataclasses.fields(entry):
        value = getattr(entry, field.name)
        if field.name != "at" and (field.default is dataclasses.MISSING or value != field.default):
            found.append((field.name, value))
    return found


def _on_one_line(entry: Any) -> Iterator[str]:
    yield "  - {" + ", ".join(f"{name}: {_value(value)}" for name, value in _keys(entry)) + "}"


def _entry(entry: Any) -> Iterator[str]:
    sign = "- "
    for name, value in _keys(entry):
        if isinstance(value, tuple):
            yield f"  {sign}{name}:"
            yield from (f"      - {_value(item)}" for item in value)
        else:
            yield f"  {sign}{name}: {_value(value)}"
        sign = "  "


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if ": " not in text and not text.endswith(":") and _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
