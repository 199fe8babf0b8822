"""Whatever the bytes: every reader answers with values and diagnostics."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.diagnostics import Position, as_json, as_text
from curriculum.load import json_schema, load_workspace, source_line
from curriculum.load.cells import read_access, read_date, read_roles, read_share, read_spans, read_whole
from curriculum.load.mistakes import Mistakes
from curriculum.load.sources import text_of
from curriculum.load.spelling import column_name, nearest, quoted
from curriculum.load.yaml_tree import read_tree
from tests.load.folder import PATHS, write

# Bytes that mean something to YAML or CSV, so that more than the first check is reached.
_PARTS = [
    b"\n", b" ", b"  ", b"\t", b":", b": ", b"- ", b"- id: a\n", b"[", b"]", b"{", b"}", b",", b";", b'"', b"'", b"|\n", b">\n",
    b"#", b"&a ", b"*a", b"!", b"!!str ", b"<<: ", b"---\n", b"...\n", b"%", b"? ", b"\\", b"\x00", b"\xff", b"\r", b"\r\n",
    b"\xef\xbb\xbf", "\u202e".encode(), "נ".encode(), "مندوب".encode(), b"title: ", b"access: ", b"write", b"requires:\n",
    b"levels:\n", b"languages: ", b"en", b"units:\n", b"minutes: ", b"20", b"id,access\n", b"person,on\n", b"e1,write\n",
    b"2027-02-01", b"..", b"2027-13-01", b"when: ", b"account,person,access\n", b"id,same_as\n", b"null", b"~",
]  # fmt: skip
SOUP = st.lists(st.one_of(st.sampled_from(_PARTS), st.binary(max_size=4)), max_size=60).map(b"".join)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(PATHS)), SOUP)
def test_any_file_of_a_workspace(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), {PATHS[name]: content})
        _, found = load_workspace(root)
        assert found == load_workspace(root)[1]
        as_text(found, lambda position: source_line(root, position)).encode()
        as_json(found).encode()
        lines = content.count(b"\n") + content.count(b"\r") + 1
        for d in found:
            assert d.at.line >= 1 and d.at.column >= 1
            assert d.at.file != PATHS[name] or d.at.line <= lines


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_yaml(content: bytes) -> None:
    mistakes = Mistakes()
    text = text_of(content, "a.yaml", 4_000_000, mistakes)
    if text is not None:
        tree = read_tree(text, "a.yaml", mistakes)
        assert tree is not None or mistakes.errors


@given(st.text(max_size=40))
def test_cells_and_words(text: str) -> None:
    read_date(text), read_whole(text), read_share(text), read_spans(text), read_access(text)
    read_roles(text, Position("a", 1, 1))
    nearest(text, ("level", "competency")), column_name(text)
    quoted(text).encode()


@given(st.dictionaries(st.sampled_from(sorted(PATHS)), st.none(), max_size=6))
@settings(max_examples=40, deadline=None)
def test_any_file_may_be_missing(missing: dict[str, None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), {PATHS[name]: None for name in missing})
        workspace, found = load_workspace(root)
        assert (workspace is None) == ("program" in missing)
        needed = {PATHS[name] for name in missing if name in ("program", "catalog")}
        if "program" in missing:
            needed = {PATHS["program"]}
        elif "module" in missing and "lesson" not in missing:
            needed.add(PATHS["module"])
        assert {d.at.file for d in found} == needed


def test_an_empty_folder_and_no_folder(tmp_path: Path) -> None:
    for root in (tmp_path, tmp_path / "nowhere"):
        workspace, found = load_workspace(root)
        assert workspace is None
        assert [d.code.number for d in found] == ["CUR101"]


def test_source_line_of_anything() -> None:
    for position in (
        Position("", 0, 0),
        Position("../../etc/passwd", 1, 1),
        Position("nowhere", 1, 1),
        Position("a\0b", 1, 1),
    ):
        assert source_line(Path(__file__).parent, position) is None
    assert source_line(Path(__file__).parent, Position(Path(__file__).name, 1, 1)) == '"""' + (__doc__ or "") + '"""'
    assert source_line(Path(__file__).parent, Position(Path(__file__).name, 10**9, 1)) is None
    assert json_schema("role")["title"] == "role"
