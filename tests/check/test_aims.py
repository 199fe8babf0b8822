"""Causes, goals, follow-up; minutes that fit their text; translations that follow their source."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from curriculum.check import check_workspace
from curriculum.check.minutes import estimated_minutes
from curriculum.diagnostics import Position
from curriculum.load import load_workspace
from curriculum.model import TRANSLATIONS, CauseOfFailure, Ref, Workspace
from curriculum.translating import record_translations, unknown_texts
from tests.builders import floors, lesson, module, role, text, unit, workspace
from tests.load.folder import SOUND

CAUSES = tuple(
    CauseOfFailure(id=Ref(id, Position("program.yaml", line, 3)), title=text(id)) for line, id in ((60, "a"), (61, "b"))
)


def said(ws: Workspace) -> list[str]:
    return [f"{d.at} {d.code.number}" for d in check_workspace(ws)]


def test_a_cause_without_an_active_module_is_reported_where_it_stands() -> None:
    answering = module("m", "x beginner", answers=(Ref("a"),))
    retired = module("old", "y beginner", answers=(Ref("b"),), retired_on="2026-01-01")
    ws = workspace(modules=[answering, retired], causes=CAUSES, everybody=["x beginner"])
    assert [s for s in said(ws) if "CUR250" in s] == ["program.yaml:61:3 CUR250"]


def test_unknown_causes_and_goals_are_named_with_the_nearest() -> None:
    at = Position("content/m/module.yaml", 8, 12)
    ws = workspace(
        modules=[module("m", "x beginner", answers=(Ref("aa", at),))], causes=CAUSES, everybody=["x beginner"]
    )
    (found,) = [d for d in check_workspace(ws) if d.code.number == "CUR201"]
    assert (found.at, "cause 'aa'" in found.message) == (at, True)


def words(number: int, steps: int = 0) -> str:
    return "word " * number + "\n\n" + "".join(f"{n}. do it\n" for n in range(1, steps + 1))


@pytest.mark.parametrize(
    ("minutes", "body", "wrong"),
    [
        (10, words(1190), False),  # 1190 words at 119 a minute
        (4, words(1190), True),
        (6, words(1190), False),
        (16, words(1190), True),
        (25, words(1190, steps=10), False),
        (1, words(155), False),  # two minutes more or less are nothing
        (20, words(149), False),  # an outline is not judged
    ],
)
def test_minutes_that_differ_by_more_than_half_are_reported(minutes: int, body: str, wrong: bool) -> None:
    ws = workspace(
        modules=[module("m", "x beginner", units=[unit("u", minutes)])],
        lessons=[lesson("m", "u", body=body)],
        everybody=["x beginner"],
    )
    assert any("CUR251" in s for s in said(ws)) is wrong


def test_code_links_and_ids_are_not_read_word_by_word() -> None:
    plain = estimated_minutes(lesson("m", "u", body="one two three"))
    assert (
        estimated_minutes(lesson("m", "u", body="[one](a/very/long/path) two three {#id}\n\n```\na b c\n```")) == plain
    )


# ── translations ──

TWO = {
    **SOUND,
    "content/reading/find.en.md": "## Why {#why}\n\nBecause.\n\n## Steps {#steps}\n\n1. Look at [it](find).\n",
    "content/reading/find.he.md": "## למה {#why}\n\nכי.\n\n## צעדים {#steps}\n\n1. הביטו [בזה](find).\n",
}


def write(root: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")


def found(root: Path, *numbers: str) -> list[str]:
    ws, said_by_load = load_workspace(root)
    assert ws is not None and not any(d.severity == "error" for d in said_by_load), said_by_load
    return [f"{d.code.number} {d.at} {d.message}" for d in check_workspace(ws) if d.code.number in numbers]


def record(root: Path, *texts: str) -> tuple[int, int]:
    ws, _ = load_workspace(root)
    assert ws is not None and [*unknown_texts(ws, texts)] == []
    return record_translations(ws, root, texts)


def test_a_section_that_changed_since_it_was_translated_is_named(tmp_path: Path) -> None:
    write(tmp_path, TWO)
    assert found(tmp_path, "CUR253", "CUR254") == []  # nothing was ever recorded: nobody is nagged
    assert record(tmp_path) == (1, 1)
    assert record(tmp_path) == (0, 1)
    assert found(tmp_path, "CUR253", "CUR254") == []
    english = tmp_path / "content/reading/find.en.md"
    english.write_text(english.read_text().replace("Because.", "Because  \n it is new."), encoding="utf-8")
    (one,) = found(tmp_path, "CUR253")
    assert one.startswith("CUR253 content/reading/find.he.md:1:1") and one.endswith("has changed: 'why'")
    record(tmp_path, "reading/find")
    assert found(tmp_path, "CUR253") == []


def test_blanks_and_line_breaks_change_nothing(tmp_path: Path) -> None:
    write(tmp_path, TWO)
    record(tmp_path)
    english = tmp_path / "content/reading/find.en.md"
    english.write_text(english.read_text().replace("Because.", "Because.  \n"), encoding="utf-8")
    assert found(tmp_path, "CUR253") == []


def test_a_changed_question_makes_the_translated_check_outdated(tmp_path: Path) -> None:
    check = "questions:\n  - id: q\n    kind: short\n    text: {}\n    answers: [a]\n"
    write(
        tmp_path,
        {
            **TWO,
            "content/reading/check.en.yaml": check.format("Why"),
            "content/reading/check.he.yaml": check.format("למה"),
        },
    )
    assert record(tmp_path) == (2, 2)
    write(tmp_path, {"content/reading/check.en.yaml": check.format("Why not")})
    assert [f.split()[:2] for f in found(tmp_path, "CUR253")] == [["CUR253", "content/reading/check.he.yaml:1:1"]]


def test_what_is_not_recorded_is_said_once_a_language(tmp_path: Path) -> None:
    write(tmp_path, TWO)
    record(tmp_path)
    write(
        tmp_path,
        {
            "content/reading/module.yaml": SOUND["content/reading/module.yaml"] + "  - {id: b, title: B, minutes: 1}\n",
            "content/reading/b.en.md": "New\n",
            "content/reading/b.he.md": "חדש\n",
        },
    )
    (one,) = found(tmp_path, "CUR254")
    assert one.startswith(f"CUR254 {TRANSLATIONS}") and "reading/b" in one


def test_a_damaged_record_is_reported_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, {**TWO, TRANSLATIONS: "text,language,made_from\nreading/find,he,why\n"})
    ws, diagnostics = load_workspace(tmp_path)
    assert ws is not None and TRANSLATIONS in ws.unreadable
    assert [f"{d.code.number} {d.at}" for d in diagnostics if d.severity == "error"] == [f"CUR114 {TRANSLATIONS}:2:1"]


def test_the_record_is_a_table_that_reads_back(tmp_path: Path) -> None:
    write(tmp_path, TWO)
    record(tmp_path)
    with (tmp_path / TRANSLATIONS).open(newline="", encoding="utf-8") as stream:
        (row,) = csv.DictReader(stream)
    assert row["text"] == "reading/find" and [s.partition(":")[0] for s in row["made_from"].split()] == ["why", "steps"]


def test_a_link_that_a_translation_lacks_is_reported(tmp_path: Path) -> None:
    write(
        tmp_path, {**TWO, "content/reading/find.he.md": TWO["content/reading/find.he.md"].replace("[בזה](find)", "בזה")}
    )
    assert [f.split()[1] for f in found(tmp_path, "CUR252")] == ["content/reading/find.he.md:1:1"]


def test_the_read_only_are_learners_of_causes_too() -> None:
    ws = workspace(
        modules=[module("m", "x beginner", answers=(Ref("a"), Ref("b")))],
        causes=CAUSES,
        roles=[role("reader", access="read")],
        access=floors(read=["x beginner"], none=[]),
    )
    assert [s for s in said(ws) if "CUR25" in s] == []
