"""Messages that lead a non-programmer to the very place, and say what to do there."""

from __future__ import annotations

from pathlib import Path

import pytest

from curriculum.diagnostics import Diagnostic
from tests.load.folder import PATHS, ROLE, load

# Name → what is written, the code, its line, and words that the hint must hold.
ROLES: dict[str, tuple[str, str, int, str]] = {
    "no blank after the colon": (ROLE.replace("access: write", "access:write"), "CUR105", 2, "blank after the colon"),
    "a byte-order mark": ("\ufeff" + ROLE, "CUR107", 1, "without BOM"),
    "a repeated key": (ROLE + "access: read\n", "CUR110", 7, "remove one"),
    "a second document": (ROLE + "---\na: 1\n", "CUR118", 7, "remove"),
}


def only(tmp_path: Path, **files: bytes) -> Diagnostic:
    (found,) = load(tmp_path, **files)[1]
    return found


@pytest.mark.parametrize("name", ROLES)
def test_role(name: str, tmp_path: Path) -> None:
    text, code, line, words = ROLES[name]
    found = only(tmp_path, role=text.encode())
    assert (found.code.number, found.at.line) == (code, line)
    assert words in (found.hint or "")


def test_a_number_in_words_asks_for_digits(tmp_path: Path) -> None:
    module = "title: A\nteaches:\n  - {competency: reports, level: beginner}\nunits:\n  - {id: find, title: A, minutes: ten}\n"
    assert "digits" in (only(tmp_path, module=module.encode()).hint or "")


def test_an_item_of_a_list_is_named_without_quotes_in_quotes(tmp_path: Path) -> None:
    role = ROLE + "tasks:\n  - {id: a, title: A, lessons: [../secret/x]}\n"
    found = only(tmp_path, role=role.encode())
    assert found.message == "'../secret/x' is not spelt as an item of 'lessons' must be"


def test_an_empty_table_and_one_from_excel_say_what_to_save(tmp_path: Path) -> None:
    assert "names of the columns" in (only(tmp_path, roster=b"").hint or "")
    found = only(tmp_path, roster=b"id,name,department,access\ne1,Ren\xe9,Sales,write\n")
    assert found.at.file == PATHS["roster"] and "CSV UTF-8" in (found.hint or "")
