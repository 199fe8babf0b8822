"""dump → load is the identity, and the order of keys and files changes nothing."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.load import json_schema, load_workspace
from curriculum.load.forms import (
    Choice,
    Day,
    Estimate,
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
from curriculum.model import Minutes, Module, Role, Text
from tests.load.folder import write
from tests.load.validator import problems

LANGUAGES = ("en", "he")
# Blanks at the ends go, as does what YAML itself makes of line breaks and of invisible characters.
TEXTS = (
    st.text("abcדהوم:#-'\"{}[]!&*|>%@`,? \n", min_size=1, max_size=20)
    .map(str.strip)
    .filter(lambda s: s not in ("", "~", "null"))
)


def _texts() -> st.SearchStrategy[Any]:
    return st.one_of(TEXTS, st.dictionaries(st.sampled_from(LANGUAGES), TEXTS, min_size=1))


def _plain(form: Form) -> st.SearchStrategy[Any]:
    """Plain data as it stands in a file of that form."""
    match form:
        case Words():
            return _texts()
        case Estimate():
            ordered = st.lists(st.integers(0, 90), min_size=3, max_size=3).map(sorted)
            return st.one_of(st.integers(0, 90), ordered.map(lambda m: dict(zip(Minutes._fields, m, strict=True))))
        case Flag():
            return st.booleans()
        case Day():
            return st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)).map(str)
        case Whole(bounds):
            return st.integers(bounds.low, bounds.high)
        case Choice(of):
            return st.sampled_from([str(word) for word in of])
        case Word(pattern):
            return st.from_regex(pattern.expression, fullmatch=True).filter(str.isprintable) if pattern else TEXTS
        case OneOrMany():
            return st.one_of(TEXTS, st.lists(TEXTS, max_size=2))
        case ListOf(item, size):
            return st.lists(_plain(item), min_size=size.low if size else 0, max_size=2)
        case MapOf(key, value):
            keys = _plain(key) if isinstance(key, Choice) else st.sampled_from(["department", "job_title"])
            return st.dictionaries(keys, _plain(value), max_size=2)
        case RecordOf(cls):
            return _record(cls)


def _record(cls: type[Any]) -> st.SearchStrategy[Any]:
    fields = fields_of(cls)
    return st.fixed_dictionaries(
        {f.name: _plain(f.form) for f in fields if f.required},
        optional={f.name: _plain(f.form) for f in fields if not f.required},
    )


def _expected(form: Form, value: Any) -> Any:
    """What plain data is as a value of the model, written without the decoder."""
    match form:
        case Words():
            return Text({"en": value} if isinstance(value, str) else value)
        case Estimate():
            return Minutes(**value) if isinstance(value, dict) else Minutes(value, value, value)
        case Day():
            return dt.date.fromisoformat(value)
        case Choice(of):
            return of(value)
        case OneOrMany():
            return (value,) if isinstance(value, str) else tuple(value)
        case ListOf(item):
            return tuple(_expected(item, v) for v in value)
        case MapOf(_, inner):
            return {key: _expected(inner, v) for key, v in value.items()}
        case RecordOf(cls):
            return _expected_record(cls, value)
        case _:
            return value


def _expected_record(cls: type[Any], value: dict[str, Any], **more: str) -> Any:
    forms = {f.name: f.form for f in fields_of(cls)}
    return cls(**{key: _expected(forms[key], v) for key, v in value.items()}, **more)


def _dumped(value: dict[str, Any], seed: int) -> str:
    """As YAML, with keys, styles and widths by chance."""
    chance = random.Random(seed)
    flow = chance.choice([None, True, False])
    return yaml.safe_dump(_shuffled(value, chance), allow_unicode=True, sort_keys=False, default_flow_style=flow)


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, list):
        return [_shuffled(v, chance) for v in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    chance.shuffle(keys)
    return {key: _shuffled(value[key], chance) for key in keys}


@settings(max_examples=80, deadline=None)
@given(_record(Role), _record(Module), st.integers())
def test_dump_load_is_the_identity(role: dict[str, Any], module: dict[str, Any], seed: int) -> None:
    assert problems(json_schema("role"), role) == [], "the schema for editors agrees"
    assert problems(json_schema("module"), module) == []
    with tempfile.TemporaryDirectory() as folder:
        files = {"roles/r.yaml": _dumped(role, seed), "content/m/module.yaml": _dumped(module, seed)}
        workspace, found = load_workspace(write(Path(folder), files))
    assert [d for d in found if d.at.file in files] == []
    assert workspace is not None
    assert workspace.roles["r"] == _expected_record(Role, role, id="r")
    assert workspace.modules["m"] == _expected_record(Module, module, id="m")


FILES = {
    "roles/a.yaml": "title: A\naccess: read\n",
    "roles/b.yaml": "titel: B\naccess: red\n",
    "content/m1/module.yaml": "title: M\nunits: []\n",
    "content/m2/module.yaml": "title: M\nunits: [{id: a, title: A, minutes: 1}]\n",
    "content/m2/a.he.md": "# א\n",
    "people/evidence.csv": "person,on,module\ne1,2026-01-01,m1\n",
    "people/accounts.csv": "account,person,access\na,e1,red\n",
}


@given(st.permutations(sorted(FILES)))
@settings(max_examples=10, deadline=None)
def test_the_order_in_which_files_were_written_changes_nothing(names: list[str]) -> None:
    def loaded(order: list[str]) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            for name in order:
                write(Path(folder), {name: FILES[name]}, {})
            workspace, found = load_workspace(write(Path(folder), {}))
            assert workspace is not None
            return workspace, found, list(workspace.roles), list(workspace.modules), list(workspace.lessons)

    assert loaded(names) == loaded(sorted(FILES))
