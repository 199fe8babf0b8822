"""The folder as a whole: what is read, in which order, what has no place, and what a mistake leaves usable."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from curriculum.diagnostics import Position
from curriculum.load import load_workspace, source_line
from curriculum.model import Minutes, Text
from tests.load.folder import CATALOG, SOUND, load, write


def said(root: Path) -> list[tuple[str, str, str | None]]:
    _, found = load_workspace(root)
    return [(d.code.number, d.at.file, d.hint) for d in found]


def test_reads_everything(tmp_path: Path) -> None:
    workspace, found = load(
        tmp_path,
        glossary="terms: [{id: lead, title: Lead, meaning: Somebody who may buy}]\n",
        exemptions="exemptions: [{person: e1, module: reading, why: a, by: b, until_on: 2027-01-01}]\n",
    )
    assert workspace is not None and found == ()
    assert workspace.default_language == "en"
    assert workspace.roles["sales"].title == Text({"en": "Sales representative", "he": "נציג מכירות"})
    assert workspace.roles["sales"].id.at == Position("roles/sales.yaml")
    assert workspace.modules["reading"].minutes == Minutes(20, 20, 20)
    assert workspace.lessons["reading", "find", "en"].text == "# Find the number\n"
    assert workspace.glossary.terms[0].id == "lead"
    assert workspace.exemptions[0].module == "reading"
    assert workspace.people[0].id == "e1" and workspace.roster_columns == (
        "id",
        "name",
        "department",
        "access",
        "roles",
    )


def test_modules_come_in_order_of_the_catalog_then_by_id(tmp_path: Path) -> None:
    more = {f"content/{m}/module.yaml": SOUND["content/reading/module.yaml"] for m in ("b", "a", "z", "c")}
    catalog = CATALOG.replace("[reading]", "[z, reading, nowhere, b, z]")
    workspace, _ = load_workspace(write(tmp_path, {**more, "content/catalog.yaml": catalog}))
    assert workspace is not None and list(workspace.modules) == ["z", "reading", "b", "a", "c"]


def test_lessons_lose_carriage_returns_and_the_byte_order_mark(tmp_path: Path) -> None:
    workspace, found = load(tmp_path, lesson=b"\xef\xbb\xbf# A\r\nb\rc\n")
    assert workspace is not None and found == ()
    assert workspace.lessons["reading", "find", "en"].text == "# A\nb\nc\n"


SILENT = [
    "content/reading/trainer.en.md", "content/reading/picture.PNG", "content/reading/a.svg",
    "roles/.hidden", "content/.git/x", "roles/README.md", "content/readme.md", "people/README.md", "other/file.txt", "LICENSE",
]  # fmt: skip


@pytest.mark.parametrize("path", SILENT)
def test_has_a_place_or_is_nobody_s_business(path: str, tmp_path: Path) -> None:
    assert said(write(tmp_path, {path: "x"})) == []


STRAY = {
    "roles/other.yml": "did you mean 'roles/other.yaml'?",
    "roles/notes.txt": None,
    "roles/old/x.yaml": None,
    "content/catalogue.yaml": "did you mean 'catalog.yaml'?",
    "content/lesson.en.md": "lessons stand in content/<module>/",
    "content/images/a.png": "a module is a folder with a module.yaml",
    "content/reading/find.md": "did you mean 'find.en.md'?",
    "content/reading/fnid.en.md": "did you mean 'find'?",
    "content/reading/other.en.md": "module.yaml has no unit 'other'",
    "content/reading/modules.yaml": "did you mean 'module.yaml'?",
    "content/reading/check.yaml": "did you mean 'check.en.yaml'?",
    "content/reading/find.en.docx": None,
    "content/reading/more/find.en.md": None,
    "people/rooster.csv": "did you mean 'roster.csv'?",
    "people/roster.xlsx": "did you mean 'roster.csv'?",
}


@pytest.mark.parametrize("path", STRAY)
def test_has_no_place(path: str, tmp_path: Path) -> None:
    found = said(write(tmp_path, {path: "x"}))
    assert [(code, hint) for code, _, hint in found] == [("CUR120", STRAY[path])]
    assert path.startswith(found[0][1])


def test_a_lesson_in_another_language(tmp_path: Path) -> None:
    root = write(tmp_path, {"content/reading/find.hr.md": "x"})
    assert said(root) == [("CUR130", "content/reading/find.hr.md", "one of: en, he")]


@pytest.mark.parametrize("path", ["roles/Sales.yaml", "roles/a b.yaml", "roles/נציג.yaml", "content/A_b/module.yaml"])
def test_names_of_files_are_ids(path: str, tmp_path: Path) -> None:
    sound = SOUND["roles/sales.yaml"] if path.startswith("roles") else SOUND["content/reading/module.yaml"]
    assert {code for code, _, _ in said(write(tmp_path, {path: sound}))} == {"CUR119"}


def test_a_module_without_its_file(tmp_path: Path) -> None:
    workspace, found = load_workspace(write(tmp_path, {"content/reading/module.yaml": None}))
    assert workspace is not None and "content/reading" in workspace.unreadable
    assert [(d.code.number, d.at.file) for d in found] == [("CUR102", "content/reading/module.yaml")]


def test_without_a_catalog(tmp_path: Path) -> None:
    workspace, found = load_workspace(write(tmp_path, {"content/catalog.yaml": None}))
    assert workspace is not None and "content/catalog.yaml" in workspace.unreadable
    assert [(d.code.number, d.at.file) for d in found] == [("CUR102", "content/catalog.yaml")]


def test_program_with_another_ending(tmp_path: Path) -> None:
    root = write(tmp_path, {"program.yaml": None, "program.yml": SOUND["program.yaml"]})
    assert said(root) == [("CUR101", "program.yaml", "rename program.yml")]


def test_a_programme_without_languages_is_none_but_everything_is_read(tmp_path: Path) -> None:
    workspace, found = load(
        tmp_path, program="title: A\nlevels: [{id: a, title: A}]\n", role="title: {xx: A}\naccess: all\n"
    )
    assert workspace is None
    assert [(d.code.number, d.at.file) for d in found] == [("CUR112", "program.yaml"), ("CUR114", "roles/sales.yaml")]


def test_what_is_wrong_leaves_the_rest_usable(tmp_path: Path) -> None:
    workspace, found = load(
        tmp_path,
        role="title: [x]\naccess: write\nrequires:\n  - {competency: A B, level: beginner}\n  - {module: reading}\n",
        module="title: A\nunits:\n  - {id: find, minutes: lots}\n  - {id: two, title: T, minutes: 5}\n",
        program=SOUND["program.yaml"] + "waves: [{id: one, title: One, go_live_on: soon}]\n",
    )
    assert workspace is not None and len(found) == 5
    role = workspace.roles["sales"]
    assert role.title.words == {"en": "sales", "he": "sales"}, "a stand-in, so that nothing else misses the title"
    assert [r.module for r in role.requires] == ["reading"]
    assert [u.id for u in workspace.modules["reading"].units] == ["find", "two"]
    assert [w.id for w in workspace.program.waves] == ["one"]
    assert workspace.unreadable == {"roles/sales", "content/reading", "program.yaml"}


def test_files_that_cannot_be_read_still_define_their_ids(tmp_path: Path) -> None:
    workspace, _ = load(
        tmp_path,
        role=b"\xff",
        module=b"[",
        lesson=b"\xff",
        evidence="person,on\ne1,soon\n",
        glossary="terms: x\n",
        merges="id\n",
    )
    assert workspace is not None and not workspace.roles and not workspace.modules
    assert workspace.unreadable == {
        "roles/sales", "content/reading", "content/reading/find.en.md", "content/glossary.yaml",
        "people/evidence.csv", "people/merges.csv",
    }  # fmt: skip


def test_an_id_in_a_file_is_not_a_key(tmp_path: Path) -> None:
    _, found = load(tmp_path, role=SOUND["roles/sales.yaml"] + "id: sales\n")
    assert [(d.code.number, d.hint) for d in found] == [("CUR111", "the name of the file or folder is the id")]


def test_caret_lines_follow_the_file(tmp_path: Path) -> None:
    file = tmp_path / "roles/sales.yaml"
    write(tmp_path, {"roles/sales.yaml": "\ufeffone\r\ntwo"})
    assert [source_line(tmp_path, Position("roles/sales.yaml", line)) for line in (1, 2, 3)] == ["one", "two", None]
    file.write_text("new")
    os.utime(file, ns=(1, 1))
    assert source_line(tmp_path, Position("roles/sales.yaml", 1)) == "new"
