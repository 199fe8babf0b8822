"""`curriculum new`: a workspace that is right, and nothing of anybody's is overwritten."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from curriculum.check import check_workspace
from curriculum.diagnostics import Diagnostic
from curriculum.load import load_workspace
from curriculum.pipeline import answer_needs
from curriculum.starter import write_starter
from curriculum.starter.starter import starter_files

SCHEMAS = {kind: "{}\n" for kind in ("program", "role", "module", "check", "catalog", "glossary", "exemptions")}


def test_the_starter_checks_clean(tmp_path: Path) -> None:
    root = tmp_path / "new" / "folder"
    written = write_starter(root, SCHEMAS)
    assert isinstance(written, list)
    assert written == sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    workspace, said = load_workspace(root)
    assert workspace is not None
    assert (said, check_workspace(workspace)) == ((), ())
    assert (len(workspace.roles), len(workspace.modules), len(workspace.people)) == (2, 3, 6)
    assert workspace.program.languages == ("en", "ar")


def test_the_starter_gives_an_answer_without_findings(tmp_path: Path) -> None:
    write_starter(tmp_path / "ws", SCHEMAS)
    workspace, _ = load_workspace(tmp_path / "ws")
    assert workspace is not None
    answer = answer_needs(workspace, dt.date(2027, 4, 20))
    assert answer.findings == ()
    assert {str(need.status) for p in answer.people for need in p.needs} == {"due", "met", "met-by-test-out", "exempt"}


def test_every_file_names_a_schema_that_is_there(tmp_path: Path) -> None:
    root = tmp_path / "ws"
    write_starter(root, SCHEMAS)
    files = [p for p in root.rglob("*.yaml")]
    assert len(files) > 5
    for path in files:
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
        assert named, path
        assert (path.parent / named[1]).is_file(), path


@pytest.mark.parametrize("there", ["notes.txt", ".hidden", "roles"])
def test_a_folder_that_holds_something_is_left_alone(there: str, tmp_path: Path) -> None:
    (tmp_path / there).write_text("mine")
    found = write_starter(tmp_path, SCHEMAS)
    assert isinstance(found, Diagnostic) and found.code.name == "folder-not-empty"
    assert [p.name for p in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text() == "mine"


def test_an_empty_folder_and_a_new_git_repository_are_welcome(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert isinstance(write_starter(tmp_path, SCHEMAS), list)
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".new-")]


def test_a_place_that_cannot_be_written_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = write_starter(tmp_path / "file" / "ws", SCHEMAS)
    assert isinstance(found, Diagnostic) and found.code.name == "cannot-write"
    assert isinstance(write_starter(tmp_path / "file", SCHEMAS), Diagnostic)


def test_notes_explain_the_files() -> None:
    """Of all lines of YAML files, every sixth at least is, or has, a note; each file has one."""
    notes = total = 0
    for name, content in starter_files():
        lines = content.decode().split("\n")
        if name.endswith(".yaml"):
            here = sum("#" in line for line in lines)
            assert here >= 2, name
            notes, total = notes + here, total + len(lines)
        assert "\r" not in content.decode() and len(content) < 6000
    assert notes * 6 >= total
