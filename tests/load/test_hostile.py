"""Damaged and hostile files: each is refused with its code, at its place, quickly, and the process lives on."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import yaml

from curriculum.diagnostics import as_json, as_text
from curriculum.load import load_workspace, source_line
from curriculum.load.mistakes import MOST_OF_A_KIND, Mistakes
from curriculum.load.sources import is_inside
from curriculum.load.yaml_tree import read_tree
from tests.load.folder import PATHS, load, write

BOMB = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))

YAML: dict[str, tuple[bytes, str, int, int]] = {
    "aliases in aliases": (BOMB.encode(), "CUR117", 1, 4),
    "100,000 brackets": (b"[" * 100_000, "CUR104", 1, 42),
    "100,000 braces": (b"{" * 100_000, "CUR104", 1, 42),
    "deep lists in lines": (b"".join(b" " * 2 * i + b"-\n" for i in range(200)), "CUR104", 42, 83),
    "deep lists in one line": (b"- " * 100_000, "CUR104", 1, 83),
    "deep mappings": (b"".join(b" " * i + b"a:\n" for i in range(200)), "CUR104", 41, 41),
    "question marks": (b"? " * 100_000 + b"a", "CUR104", 1, 83),
    "300,000 values": (b"[" + b"a," * 300_000 + b"]", "CUR104", 1, 400_000),
    "5 MB": (b"# " + b"x" * 5_000_000, "CUR104", 1, 1),
    "a number of 5,000 digits": (b"title: A\naccess: " + b"9" * 5000, "CUR114", 2, 9),
    "a tag of Python": (b"title: !!python/object/apply:os.system [id]\naccess: write", "CUR116", 1, 8),
    "a byte-order mark": (b"\xef\xbb\xbftitle: A\naccess: write", "CUR107", 1, 1),
    "UTF-16": ("title: A".encode("utf-16"), "CUR103", 1, 1),
    "Latin-1": (b"access: write\ntitle: Caf\xe9", "CUR103", 2, 11),
    "half a letter": ("access: write\ntitle: נצ".encode()[:-1], "CUR103", 2, 9),
    "NUL": (b"access: write\ntitle: A\x00B", "CUR108", 2, 9),
    "escape sequence": (b"access: write\ntitle: \x1b]0;owned\x07", "CUR108", 2, 8),
    "line separator": ("access: write\ntitle: A\u2028B".encode(), "CUR108", 2, 9),
    "direction override": ("access: write\ntitle: A\u202eB".encode(), "CUR109", 2, 9),
    "direction isolate": ("access: write\ntitle: נציג \u2067x".encode(), "CUR109", 2, 13),
    "escaped direction override": (b'access: write\ntitle: "A\\u202eB"', "CUR109", 2, 8),
    "escaped NUL": (b'access: write\ntitle: "A\\0B"', "CUR108", 2, 8),
    "TAB": (b"access: write\ntitle:\n  en: A\n\the: B", "CUR106", 4, 1),
    "a key that is a list": (b"access: write\ntitle: A\n? [a]\n: b", "CUR105", 3, 3),
    "cut off in a quote": (b'access: write\ntitle: "Sa', "CUR105", 2, 8),
    "cut off in a mapping": (b"access: write\ntitle: {en: Sa", "CUR105", 2, 8),
    "only a directive": (b"%YAML 1.1", "CUR105", 1, 10),
    "a percent sign": (b"%foo: bar", "CUR105", 1, 5),
    "a text": (b"hello", "CUR113", 1, 1),
    "a list": (b"- hello", "CUR113", 1, 1),
    "an alias": (b"*a", "CUR117", 1, 1),
    "old line ends": (b"title: A\raccess: all\r", "CUR114", 2, 9),
    "Windows line ends": (b"title: A\r\naccess: all\r\n", "CUR114", 2, 9),
}


@pytest.mark.parametrize("name", YAML)
def test_yaml(name: str, tmp_path: Path) -> None:
    content, code, line, column = YAML[name]
    started = time.process_time()
    workspace, found = load(tmp_path, role=content)
    assert time.process_time() - started < 5
    assert workspace is not None and "roles/sales" in workspace.unreadable
    said = [(d.code.number, d.at.line, d.at.column) for d in found if d.at.file == PATHS["role"]]
    assert (code, line, column) in said, found[:5]
    assert {d.at.file for d in found} == {PATHS["role"]}, "the other files are sound"
    as_text(found, lambda position: source_line(tmp_path, position)).encode()
    as_json(found).encode()


@pytest.mark.parametrize("name", [name for name, case in YAML.items() if len(case[0]) < 300_000])
def test_python_s_own_parser_says_nearly_the_same(name: str) -> None:
    """PyYAML may be built without libyaml: then only the places of syntax errors may differ."""
    content, code, line, _ = YAML[name]
    try:
        text = content.decode().replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return
    if code in ("CUR108", "CUR109") and "\\" not in text:
        return  # found before the parser sees the text
    mistakes = Mistakes()
    read_tree(text, "a.yaml", mistakes, yaml.BaseLoader)
    said = {(d.code.number, d.at.line) for d in mistakes.in_order()}
    if code not in ("CUR113", "CUR114"):
        assert code in {number for number, _ in said}
    if code not in ("CUR113", "CUR114", "CUR105"):
        assert (code, line) in said


TABLES: dict[str, tuple[bytes, str, int, int]] = {
    "NUL": (b"id,access\ne1,wri\x00te\n", "CUR108", 2, 7),
    "escape sequence": (b"id,name,access\ne1,\x1b[31m,write\n", "CUR108", 2, 4),
    "direction override": ("id,name,access\ne1,A\u202eB,write\n".encode(), "CUR109", 2, 5),
    "Latin-1": (b"id,name,access\ne1,Ruth,write\ne2,Ren\xe9,write\n", "CUR103", 3, 7),
    "Windows-1256": ("id,name,access\ne1,مريم,write\n".encode("cp1256"), "CUR103", 2, 4),
    "UTF-16": ("id,name,access\ne1,Ruth,write\n".encode("utf-16"), "CUR103", 1, 1),
    "empty": (b"", "CUR122", 1, 1),
    "blank": (b"\n\n\n", "CUR122", 1, 1),
    "only a byte-order mark": (b"\xef\xbb\xbf", "CUR122", 1, 1),
    "one endless line": (b"id,access\n" + b"x" * 3_000_000, "CUR104", 2, 1),
    "one endless cell": (b"id,access\n" + b"x" * 200_000 + b",write\n", "CUR104", 2, 1),
    "a quote over everything": (b'id,access\ne1,write\n"e2,write\n' + b"e,write\n" * 50_000, "CUR128", 3, 1),
    "a quote at the end": (b'id,access\ne1,write\ne2,"', "CUR128", 3, 4),
    "a quote in the head": (b'id,"access\ne1,write\n', "CUR128", 1, 4),
    "an id with a path": (b"id,access\n../../x,write\n", "CUR119", 2, 1),
    "an id that looks like another": ("id,access\nＥ１,write\n".encode(), "CUR119", 2, 1),
}


@pytest.mark.parametrize("name", TABLES)
def test_roster(name: str, tmp_path: Path) -> None:
    content, code, line, column = TABLES[name]
    started = time.process_time()
    workspace, found = load(tmp_path, roster=content)
    assert time.process_time() - started < 5
    assert workspace is not None
    assert (code, line, column) in [(d.code.number, d.at.line, d.at.column) for d in found], found[:5]
    assert {d.at.file for d in found} == {PATHS["roster"]}
    assert len(found) <= 2


def test_a_table_that_is_cut_off_is_empty_not_half(tmp_path: Path) -> None:
    workspace, _ = load(tmp_path, roster=b"id,access\ne1,write\n\xff\xff,write\n")
    assert workspace is not None
    assert (workspace.people, workspace.roster_columns) == ((), ())
    assert PATHS["roster"] in workspace.unreadable


def test_a_million_mistakes_are_a_thousand_and_a_number(tmp_path: Path) -> None:
    rows = "".join(f"p{n},\n" for n in range(MOST_OF_A_KIND + 500))
    _, found = load(tmp_path, roster="id,access\n" + rows)
    assert len(found) == MOST_OF_A_KIND + 1
    assert any(d.message == "and 500 more of these" for d in found)


def _lesson(tmp_path: Path, content: bytes) -> list[tuple[str, int, int]]:
    _, found = load(tmp_path, lesson=content)
    return [(d.code.number, d.at.line, d.at.column) for d in found]


def test_lessons(tmp_path: Path) -> None:
    assert _lesson(tmp_path, b"# A\n\x1b[31m") == [("CUR108", 2, 1)]
    assert _lesson(tmp_path, "# A\nbc\u2066".encode()) == [("CUR109", 2, 3)]
    assert _lesson(tmp_path, b"# A\n\ncaf\xe9") == [("CUR103", 3, 4)]
    assert _lesson(tmp_path, b"x" * 1_000_001) == [("CUR104", 1, 1)]
    assert _lesson(tmp_path, "a\u200c\u200fb\tc ️".encode()) == []  # joiners and marks belong into texts


# ── links, pipes, folders in the place of files ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", [*PATHS.values(), "roles", "content", "people", "content/reading"])
def test_links_that_leave_the_workspace_are_refused(path: str, tmp_path: Path) -> None:
    root, outside = tmp_path / "inside", tmp_path / "outside"
    write(root, {})
    write(outside, {PATHS["evidence"]: "person,on\nsecret,secret\n"})
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        target.rename(tmp_path / "moved")
    else:
        target.unlink(missing_ok=True)
    (outside / path).parent.mkdir(parents=True, exist_ok=True)
    target.symlink_to(outside / path)
    _, found = load_workspace(root)
    linked = [d for d in found if d.code.number == "CUR121"]
    assert linked
    shown = as_text(found, lambda position: source_line(root, position))
    assert "secret" not in shown
    assert all(source_line(root, d.at) is None for d in linked)


def test_a_link_inside_the_workspace_is_a_file(tmp_path: Path) -> None:
    write(tmp_path, {})
    (tmp_path / "roles/other.yaml").symlink_to("sales.yaml")
    workspace, found = load_workspace(tmp_path)
    assert found == () and workspace is not None and set(workspace.roles) == {"sales", "other"}


def test_inside_is_where_all_links_lead(tmp_path: Path) -> None:
    root = tmp_path / "company"
    (root / "roles/deep").mkdir(parents=True)
    (tmp_path / "beside").mkdir()
    for name, target in (("in", "roles"), ("out", "../beside"), ("round", "round"), ("roles/deep/up", "../../..")):
        (root / name).symlink_to(target)
    (tmp_path / "other name").symlink_to("company")
    paths = ["roles/a.yaml", "in/deep/a", "out/a", "round/a", "roles/deep/up/beside", "roles/deep/up/company/roles"]
    paths += ["roles/../roles", "../beside", "in/../../beside", "out/../company/roles", "new/a", "a\0b", "."]
    for above in (root, tmp_path / "other name"):
        for path in paths:
            assert is_inside(above, above / path) is _leads_inside(above, above / path), path


def _leads_inside(root: Path, path: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def test_circles_of_links_pipes_and_folders(tmp_path: Path) -> None:
    write(tmp_path, {})
    (tmp_path / "roles/a.yaml").symlink_to("b.yaml")
    (tmp_path / "roles/b.yaml").symlink_to("a.yaml")
    os.mkfifo(tmp_path / "roles/pipe.yaml")
    os.mkfifo(tmp_path / "people/evidence.csv")
    (tmp_path / "content/glossary.yaml").mkdir()
    (tmp_path / "content/reading/module.yaml").unlink()
    (tmp_path / "content/reading/module.yaml").mkdir()
    workspace, found = load_workspace(tmp_path)
    assert workspace is not None
    said = {(d.at.file, d.code.number) for d in found}
    assert ("roles/pipe.yaml", "CUR102") in said
    assert ("people/evidence.csv", "CUR102") in said
    assert ("content/reading/module.yaml", "CUR102") in said
    assert {number for file, number in said if file in ("roles/a.yaml", "roles/b.yaml")} <= {"CUR102", "CUR121"}
    assert {"roles/a", "roles/b", "roles/pipe", "content/reading"} <= workspace.unreadable


def test_names_that_are_not_unicode(tmp_path: Path) -> None:
    write(tmp_path, {})
    (tmp_path / "roles" / os.fsdecode(b"caf\xe9.yaml")).write_text("title: A\naccess: write\n")
    (tmp_path / "people" / os.fsdecode(b"\xff\x1b[31m\n")).write_text("")
    _, found = load_workspace(tmp_path)
    assert "\x1b" not in as_text(found, lambda position: None)
    assert {d.code.number for d in found} >= {"CUR119", "CUR120"}
    as_json(found).encode()
    as_text(found, lambda position: source_line(tmp_path, position)).encode()


def test_caret_lines_show_nothing_of_people(tmp_path: Path) -> None:
    _, found = load(tmp_path, roster="id,name,access\ne1,Canary Bird,wirte\n")
    assert "Canary" not in as_text(found, lambda position: source_line(tmp_path, position))


def test_a_tab_is_shown_as_an_arrow(tmp_path: Path) -> None:
    _, found = load(tmp_path, role=YAML["TAB"][0])
    assert "4 | →he: B\n" in as_text(found, lambda position: source_line(tmp_path, position))
