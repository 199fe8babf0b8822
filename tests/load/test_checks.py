"""Knowledge checks as they are read: values, places, stray files, and what has an error."""

from __future__ import annotations

from pathlib import Path

from curriculum.load import load_workspace
from curriculum.model import QuestionKind
from tests.load.folder import write

FILE = "content/reading/check.en.yaml"
SOUND = """\
pass_mark: 60
attempts: 2
questions:
  - id: when
    kind: single
    text: From when is the figure?
    feedback: Look at the tile.
    options:
      - {id: tile, text: It says so, right: true, feedback: Yes.}
      - {id: guess, text: One guesses}
  - id: word
    kind: short
    text: What is a tile?
    answers: [a box, box]
"""


def test_a_check_is_read_with_its_places(tmp_path: Path) -> None:
    workspace, found = load_workspace(write(tmp_path, {FILE: SOUND}))
    assert workspace is not None and found == ()
    check = workspace.checks["reading", "en"]
    assert (check.pass_mark, check.attempts, len(check.questions)) == (60, 2, 2)
    when, word = check.questions
    assert (when.kind, when.right, when.options[0].feedback) == (QuestionKind.SINGLE, ("tile",), "Yes.")
    assert (word.answers, word.right, word.feedback) == (("a box", "box"), (), None)
    assert (when.id.at.file, when.id.at.line, when.id.at.column) == (FILE, 4, 9)
    assert (when.options[1].id.at.line, when.options[1].id.at.column) == (10, 14)


def test_steps_are_right_in_the_order_of_the_file(tmp_path: Path) -> None:
    steps = "questions:\n  - {id: a, kind: order, text: T, options: [{id: x, text: X}, {id: y, text: Y}]}\n"
    workspace, found = load_workspace(write(tmp_path, {FILE: steps}))
    assert workspace is not None and found == ()
    check = workspace.checks["reading", "en"]
    assert (check.pass_mark, check.attempts, check.questions[0].right) == (80, None, ("x", "y"))


def test_a_check_with_an_error_is_unreadable_and_a_foreign_language_is_reported(tmp_path: Path) -> None:
    files = {FILE: SOUND.replace("kind: short", "kind: shrot"), "content/reading/check.fr.yaml": SOUND}
    workspace, found = load_workspace(write(tmp_path, files))
    assert workspace is not None
    assert workspace.unreadable == {FILE}
    assert [(d.at.file, d.at.line, d.code.number) for d in found] == [
        (FILE, 12, "CUR114"),
        ("content/reading/check.fr.yaml", 1, "CUR130"),
    ]


def test_a_file_that_is_empty_says_what_is_missing(tmp_path: Path) -> None:
    _, found = load_workspace(write(tmp_path, {FILE: "- a list\n"}))
    assert ["knowledge check must be a mapping" in d.message for d in found] == [True]
    _, found = load_workspace(write(tmp_path, {FILE: ""}))
    assert [(d.code.number, d.message) for d in found] == [("CUR112", "the key 'questions' is missing")]
