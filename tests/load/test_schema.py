"""The schemas for editors and the rows of the reference say the same as the decoder."""

from __future__ import annotations

import json
from typing import Any

import pytest

from curriculum.load import SCHEMA_KINDS, field_docs, json_schema
from tests.load.folder import CATALOG, MODULE, PROGRAM, ROLE
from tests.load.validator import problems

SOUND: dict[str, Any] = {
    "program": {
        "title": {"en": "CRM"},
        "languages": ["en", "pt-BR"],
        "levels": [{"id": "beginner", "title": "B"}],
        "access": {"none": {"requires": [{"module": "a"}]}},
        "workplaces": {"riyadh": {"title": "Riyadh", "weekend": ["friday"], "holidays": ["2027-01-01"]}},
        "waves": [{"id": "one", "title": "One", "go_live_on": "2027-02-01", "who": [{"when": {"a": ["b", ""]}}]}],
        "policy": {"accepted_outcomes": ["passed"], "keep_in_progress": False},
        "contacts": [{"title": "Help", "link": "mailto:a@b.c"}],
    },
    "exemptions": {"exemptions": [{"person": "E.1", "why": "a", "by": "b", "until_on": "2027-01-01"}]},
    "glossary": {"terms": [{"id": "lead", "title": {"he": "ליד"}, "meaning": "m"}]},
}
BROKEN: list[tuple[str, Any]] = [
    ("program", SOUND["program"] | {"levles": []}),
    ("program", SOUND["program"] | {"languages": []}),
    ("program", SOUND["program"] | {"languages": ["english"]}),
    ("program", SOUND["program"] | {"access": {"wirte": {}}}),
    ("program", SOUND["program"] | {"policy": {"within_days": -1}}),
    ("program", SOUND["program"] | {"contacts": [{"title": "Help", "link": "javascript:x"}]}),
    ("program", {key: SOUND["program"][key] for key in ("title", "languages")}),
    ("exemptions", {"exemptions": [{"person": "a/b", "why": "a", "by": "b", "until_on": "2027-01-01"}]}),
    ("exemptions", {"exemptions": [{"person": "a", "why": "a", "by": "b", "until_on": "2027-13-01"}]}),
    ("glossary", {"terms": [{"id": "lead", "title": {}, "meaning": "m"}]}),
    ("glossary", {"terms": [{"id": "lead", "title": {"x_y": "m"}, "meaning": "m"}]}),
    ("module", {"title": "M", "units": [{"id": "a", "title": "A", "minutes": {"low": 1}}]}),
    ("module", {"title": "M", "units": [{"id": "a", "title": "A", "minutes": True}]}),
    ("role", {"title": "M", "access": "write", "id": "not-a-key"}),
    ("role", {"title": "M", "access": "write", "tasks": [{"id": "a", "title": "A", "lessons": ["a"]}]}),
]


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_is_a_schema(kind: str) -> None:
    schema = json_schema(kind)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(schema)) == schema
    references = {part.split('"')[0] for part in json.dumps(schema).split("#/$defs/")[1:]}
    assert references == set(schema["$defs"]), "nothing is missing, nothing is left over"


@pytest.mark.parametrize("kind", SOUND)
def test_takes_what_is_sound(kind: str) -> None:
    assert problems(json_schema(kind), SOUND[kind]) == []


@pytest.mark.parametrize(("kind", "value"), BROKEN)
def test_refuses_what_is_not(kind: str, value: Any) -> None:
    assert problems(json_schema(kind), value)


def test_takes_the_files_of_these_tests() -> None:
    import yaml

    for kind, text in (("program", PROGRAM), ("role", ROLE), ("catalog", CATALOG), ("module", MODULE)):
        assert problems(json_schema(kind), yaml.safe_load(text)) == []


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_reference_has_every_key_once(kind: str) -> None:
    schema, rows = json_schema(kind), field_docs(kind)
    assert len({(row.record, row.field) for row in rows}) == len(rows)
    root = rows[0].record
    assert [row.field for row in rows if row.record == root] == list(schema["properties"])
    for name, definition in schema["$defs"].items():
        if name not in ("Text", "Minutes"):
            assert [row.field for row in rows if row.record == name] == list(definition["properties"])
            assert [row.field for row in rows if row.record == name and row.required] == definition["required"]
    assert all(row.sentence and row.type for row in rows)


def test_reference_in_words() -> None:
    rows = {(row.record, row.field): row for row in field_docs("program") + field_docs("role")}
    assert rows["Policy", "within_days"][2:5] == ("number, 0 to 3660", False, "30")
    assert rows["Policy", "accepted_outcomes"].default == "[passed, completed]"
    assert rows["Rule", "when"].type == "mapping column: word or list"
    assert rows["Role", "access"].type == "one of none, read, write, approve, admin"
    assert rows["Program", "levels"].type == "list of Level, not empty"
