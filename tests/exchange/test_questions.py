"""Questions of other systems become a knowledge check; what cannot be asked is named with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Run

GIFT = """\
// a comment
$CATEGORY: top/x

::one:: What \\{is\\} 2 \\= 2? {
  =Yes #right
  ~No #wrong
  ####Because.
}

Which are fruit? {~%50%Apple ~%50%Pear ~%-100%Stone}

The capital is {=Paris =paris} indeed.

The moon is cheese. {F}

How many? {#5}

How far? {#5:2}

Match {=a -> b =c -> d}

Write. {}
"""
AIKEN = "Which is right?\nA. One\nB) Two\nANSWER: B\n\nNo answer here\nA. x\nB. y\n"
BOXES = """\
# Quiz

Not a question.

### Which one?

- [x] Right
      Because.
- [ ] Wrong

> It is right.

<quiz>
Which ones?
- [x] A
- [x] B
- [ ] C

Both.
</quiz>
"""


def imported(run: Run, root: Path, source: Path, text: str, *arguments: object) -> tuple[list[Any], str]:
    source.write_text(text, "utf-8")
    ran = run("import", "questions", source, "--module", "working-tickets", "-w", root, "--all", *arguments)
    assert ran.code == 0, ran.err
    return yaml.safe_load((root / "content/working-tickets/check.en.yaml").read_text("utf-8"))["questions"], ran.err


def test_gift(starter: Path, tmp_path: Path, run: Run) -> None:
    found, said = imported(run, starter, tmp_path / "q.gift", GIFT)
    assert found[0] == {
        "id": "q1", "kind": "single", "text": "What {is} 2 = 2?", "feedback": "Because.",
        "options": [
            {"id": "a", "text": "Yes", "right": True, "feedback": "right"}, {"id": "b", "text": "No", "feedback": "wrong"},
        ],
    }  # fmt: skip
    assert [q["kind"] for q in found] == ["single", "multiple", "short", "single", "short"]
    assert [o.get("right", False) for o in found[1]["options"]] == [True, True, False]
    assert found[2]["text"] == "The capital is _____ indeed." and found[2]["answers"] == ["Paris", "paris"]
    assert [o.get("right", False) for o in found[3]["options"]] == [False, True]
    for line in (18, 20, 22):
        assert f"q.gift:{line}:1: warning[CUR818]" in said
    assert run("check", "-w", starter).code == 0


def test_aiken(starter: Path, tmp_path: Path, run: Run) -> None:
    found, said = imported(run, starter, tmp_path / "q.txt", AIKEN)
    assert [(o["text"], o.get("right", False)) for o in found[0]["options"]] == [("One", False), ("Two", True)]
    assert len(found) == 1 and "q.txt:6:1: warning[CUR818]" in said


def test_checkboxes(starter: Path, tmp_path: Path, run: Run) -> None:
    found, _ = imported(run, starter, tmp_path / "q.md", BOXES)
    assert [(q["kind"], q["text"], q.get("feedback")) for q in found] == [
        ("single", "Which one?", "It is right."), ("multiple", "Which ones?", "Both."),
    ]  # fmt: skip
    assert found[0]["options"][0]["feedback"] == "Because."


def test_a_second_language_gets_the_ids_of_the_first(starter: Path, tmp_path: Path, run: Run) -> None:
    imported(run, starter, tmp_path / "q.txt", "Which?\nA. One\nB. Two\nC. Three\nANSWER: B\n")
    (tmp_path / "ar.txt").write_text("أيها؟\nA. اثنان\nB. واحد\nC. ثلاثة\nANSWER: A\n", "utf-8")
    ran = run(
        "import", "questions", tmp_path / "ar.txt", "--module", "working-tickets", "--language", "ar", "-w", starter
    )
    assert ran.code == 0 and "CUR816" in ran.err
    arabic = yaml.safe_load((starter / "content/working-tickets/check.ar.yaml").read_text("utf-8"))["questions"]
    assert [(o["id"], o["text"]) for o in arabic[0]["options"]] == [("a", "واحد"), ("b", "اثنان"), ("c", "ثلاثة")]
    assert "error" not in run("check", "-w", starter).err


@pytest.mark.parametrize("module", [None, "nothing"])
def test_the_module_must_be_there(starter: Path, tmp_path: Path, run: Run, module: str | None) -> None:
    (tmp_path / "q.txt").write_text(AIKEN, "utf-8")
    ran = run("import", "questions", tmp_path / "q.txt", "-w", starter, *(("--module", module) if module else ()))
    assert ran.code == 1 and "working-tickets" in ran.err
