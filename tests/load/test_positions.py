"""A value stands where it says it stands: in every script, in block and flow, quoted or not, and in tables."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.diagnostics import Position
from curriculum.load import load_workspace
from curriculum.model import Ref, Text, Workspace
from tests.load.folder import load, write

WORDS = st.text("abz نقطةפ׳ךéü12", min_size=1, max_size=12).map(str.strip).filter(lambda s: s and s[0] not in "12 ׳")
IDS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
BLANKS = st.sampled_from(["", "# نقطة\n", "\n\n", "# פ\n\n"])


def _block(title: str, he: str, lesson: str) -> str:
    return f"title:\n  en: {title}\n  he: '{he}'\naccess: write\ntasks:\n  - id: t\n    title: \"{he}\"\n    lessons:\n    - a/{lesson}\n"


def _flow(title: str, he: str, lesson: str) -> str:
    return (
        f"{{title: {{en: {title}, he: '{he}'}}, access: write, "
        f'tasks: [{{id: t, title: "{he}", lessons: [a/x, a/{lesson}]}}]}}\n'
    )


def _at(text: str, position: Position) -> str:
    return text.split("\n")[position.line - 1][position.column - 1 :].lstrip("'\"")


def _placed(value: Any) -> Iterator[tuple[str, Position]]:
    """Every word of a record with its place."""
    if isinstance(value, Ref):
        yield value, value.at
    elif isinstance(value, Text):
        yield from ((words, value.places[language]) for language, words in value.words.items())
    elif isinstance(value, dict):
        for item in value.values():
            yield from _placed(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _placed(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if not (field.name == "id" and type(value).__name__ in ("Role", "Module")):
                yield from _placed(getattr(value, field.name))


@settings(max_examples=60, deadline=None)
@given(BLANKS, st.sampled_from([_block, _flow]), WORDS, WORDS, IDS)
def test_yaml(blanks: str, form: Any, title: str, he: str, lesson: str) -> None:
    text = blanks + form(title, he, lesson)
    with tempfile.TemporaryDirectory() as folder:
        workspace, found = load_workspace(write(Path(folder), {"roles/sales.yaml": text}))
    assert found == () and workspace is not None
    role = workspace.roles["sales"]
    words = list(_placed(role))
    assert len(words) >= 5
    for word, at in words:
        assert _at(text, at).startswith(word), (word, at)
    assert text.split("\n")[role.tasks[0].at.line - 1][role.tasks[0].at.column - 1 :].startswith(("id: t", "{id: t"))


def test_every_word_of_a_sound_workspace(tmp_path: Path) -> None:
    workspace, _ = load_workspace(write(tmp_path, {}))
    assert workspace is not None
    words = list(
        _placed((workspace.program, *workspace.roles.values(), *workspace.modules.values(), workspace.catalog))
    )
    assert len(words) > 15
    for word, at in words:
        assert _at((tmp_path / at.file).read_text("utf-8"), at).startswith(word)


ROSTER = """\
name;id;access;roles;department
Ruth;e1;write; sales ; trainer 2027-01-01..;Sales
"نقطة; ""x""
second line";e2;read;"sales;  auditor 2027-01-01..2027-06-30 ";Sales
"""


def _roster(workspace: Workspace | None) -> dict[str, Any]:
    assert workspace is not None
    return {person.id: person for person in workspace.people}


def test_tables(tmp_path: Path) -> None:
    text = ROSTER.replace(" sales ; trainer 2027-01-01..", '" sales ; trainer 2027-01-01.."')
    workspace, found = load(tmp_path, roster=text)
    assert found == ()
    people = _roster(workspace)
    assert people["e1"].line == 2 and people["e2"].line == 3
    assert _at(text, people["e1"].at("access")).startswith("write")
    roles = {str(held.role): held.role.at for held in (*people["e1"].roles, *people["e2"].roles)}
    assert list(roles) == ["sales", "trainer", "auditor"]
    for role, at in roles.items():
        assert _at(text, at).startswith(role)
    assert roles["auditor"].line == 4


CELLS = st.text('ab נقé",;\n\r\t', max_size=8)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_the_place_of_a_wrong_cell(names: list[str], separator: str) -> None:
    rows = [["id", "name", "access"], *([f"e{n}", _cell(name), "wirte"] for n, name in enumerate(names))]
    text = "".join(separator.join(row) + "\n" for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        _, found = load_workspace(write(Path(folder), {"people/roster.csv": text}))
    assert len(found) == len(names)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for d in found:
        assert lines[d.at.line - 1][d.at.column - 1 :] == "wirte"
