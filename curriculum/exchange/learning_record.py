"""The record that learners save from their handbook → evidence, marked as their own word."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.evidence import Claim, EvidenceTaker
from curriculum.exchange.imported import Imported

SCHEMA: Final = "curriculum-learning-record"
VERSION: Final = 1


def is_record(data: Any) -> bool:
    """Whether the value is a learner's record, of whatever version."""
    return isinstance(data, dict) and data.get("schema") == SCHEMA


def import_record(source: Path, data: dict[str, Any], taker: EvidenceTaker, into: Imported) -> None:
    """Finished modules, and lessons of modules that are only begun. Everybody can edit the file: it is no proof."""
    at = Position(str(source))
    if data.get("version") != VERSION:
        into.note(codes.SOURCE_UNREADABLE, at, f"is a learning record of version {data.get('version')}, not {VERSION}")
        return
    person = str(data.get("person") or "")
    if not person:
        hint = "the learner writes their number into the record before saving it"
        into.note(codes.NO_ID, at, "the record does not say whose it is; left out", hint)
        return
    into.mapped(at, "a learning record: the learner's own word, so it counts only if the programme accepts that")
    finished = set()
    for row in _rows(data, "modules"):
        finished.add(str(row.get("module")))
        minutes = str(row.get("minutes") or "")
        taker.take(_claim(person, str(row.get("module")), row.get("completed_on"), (at, minutes)))
    for row in _rows(data, "lessons"):
        if str(row.get("module")) not in finished:
            taker.take(_claim(person, str(row.get("lesson")), row.get("done_on"), (at, "")))


def _rows(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = data.get(key)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _claim(person: str, course: str, day: Any, rest: tuple[Position, str]) -> Claim:
    at, minutes = rest
    try:
        on = dt.date.fromisoformat(str(day))
    except ValueError:
        on = None
    return Claim(person, course, on, "completed", at, duration=minutes, is_own_word=True)
