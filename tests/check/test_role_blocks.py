"""Blocks of a lesson for certain roles: what each reader gets, and that all languages have the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.check import check_workspace
from curriculum.load import load_workspace
from curriculum.model import Access, role_blocks, text_for
from tests.check.announced import BASE

TEXT = """Before.
::: for sales-manager, access read
Managers and readers.
:::
  ::: NOT for sales-manager
Others.
  :::
After.
"""


@pytest.mark.parametrize(
    ("roles", "access", "seen"),
    [
        ({"sales-manager", "sales-representative"}, Access.APPROVE, "Before.\nManagers and readers.\nAfter.\n"),
        ({"finance-controller"}, Access.READ, "Before.\nManagers and readers.\nOthers.\nAfter.\n"),
        ({"trainer"}, Access.WRITE, "Before.\nOthers.\nAfter.\n"),
    ],
)
def test_each_reader_gets_their_own(roles: set[str], access: Access, seen: str) -> None:
    assert text_for(TEXT, lambda block: block.is_for(frozenset(roles), access)) == seen
    windows = TEXT.replace("\n", "\r\n")
    assert text_for(windows, lambda block: block.is_for(frozenset(roles), access)) == seen.replace("\n", "\r\n")


def test_places_of_the_names() -> None:
    (first, second), problems = role_blocks(TEXT)
    assert problems == ()
    assert [(n.word, n.is_access, n.line, n.column) for n in first.names] == [
        ("sales-manager", False, 2, 9),
        ("read", True, 2, 31),
    ]
    assert [(n.word, n.column) for n in second.names] == [("sales-manager", 15)]
    assert (first.opens, first.closes, second.turned) == (2, 4, True)


def test_code_is_text() -> None:
    text = "```\n::: for nobody\n```\n"
    assert role_blocks(text) == ((), ())
    assert text_for(text, lambda _: False) == text


@given(st.text(alphabet="a:\n `,x", max_size=60))
def test_no_text_breaks_it_and_nothing_is_made_up(text: str) -> None:
    """Whoever gets all blocks loses only lines that begin with the mark; whoever gets none, no line outside."""
    blocks, _ = role_blocks(text)
    everything, nothing = text_for(text, lambda _: True).split("\n"), text_for(text, lambda _: False).split("\n")
    lines = text.split("\n")
    unmarked = [line for line in lines if not line.strip().startswith(":::")]
    assert [line for line in everything if not line.strip().startswith(":::")] in (unmarked, unmarked or [""])
    inside = {n for b in blocks for n in range(b.opens, b.closes + 1)}
    kept = [line for n, line in enumerate(lines, 1) if n not in inside]
    assert nothing == kept or (not kept and nothing == [""])


def codes_of(tmp_path: Path, arabic: str) -> list[tuple[str, int, int]]:
    """CUR244: line here and in the original, after a translation of the lesson `what-changes/lesson`."""
    root = tmp_path / "workspace"
    shutil.copytree(BASE, root)
    program = root / "program.yaml"
    program.write_text(program.read_text("utf-8").replace("languages: [en]", "languages: [en, ar]"), "utf-8")
    lesson = root / "content" / "what-changes" / "lesson.en.md"
    lesson.write_text("Words.\n\n::: for agent\nA.\n:::\n\n::: for lead, access read\nB.\n:::\n", "utf-8")
    lesson.with_name("lesson.ar.md").write_text(arabic, "utf-8")
    ws, _ = load_workspace(root)
    assert ws is not None
    found = [d for d in check_workspace(ws) if d.code.number in ("CUR242", "CUR243", "CUR244")]
    return [(d.code.number, d.at.line, d.related[0][0].line) for d in found]


@pytest.mark.parametrize(
    ("arabic", "expected"),
    [
        ("كلام.\n::: for agent\nأ\n:::\n::: for access read، lead\nب\n:::\n", []),
        ("كلام.\n::: for agent\nأ\n:::\n", [("CUR244", 4, 7)]),
        ("كلام.\n::: for lead, access read\nب\n:::\n::: for agent\nأ\n:::\n", [("CUR244", 2, 3)]),
        ("::: for agent\n:::\n::: for lead, access read\n:::\n::: not for lead\n:::\n", [("CUR244", 5, 9)]),
        ("::: not for agent\n:::\n::: for lead, access read\n:::\n", [("CUR244", 1, 3)]),
        ("كلام.\n", [("CUR244", 1, 3)]),
    ],
)
def test_all_languages_have_the_same_blocks(tmp_path: Path, arabic: str, expected: list[tuple[str, int, int]]) -> None:
    assert codes_of(tmp_path, arabic) == expected
