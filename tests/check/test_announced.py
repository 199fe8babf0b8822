"""Every broken workspace has exactly the mistakes that it announces, where it announces them."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from curriculum import codes
from curriculum.diagnostics import Code
from tests.check.announced import BASE, BROKEN, announced, build, counted, diagnose, words_of
from tests.check.announced import Announced as At

PACKAGE = Path(codes.__file__).parent

# Announced by tests below, which make links at run time.
MADE_AT_RUN_TIME = {"CUR121", "CUR252", "CUR253", "CUR254"}  # the last three: tests/check/test_aims.py


def test_the_base_is_right() -> None:
    assert diagnose(BASE) == []


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_mistakes_are_those_announced(folder: Path, tmp_path: Path) -> None:
    found = diagnose(build(folder, tmp_path / "ws"))
    wanted = announced(folder)
    assert wanted, "a broken workspace announces something"
    shown = {(d.at.file, d.at.line, d.code.number): words_of(d) for d in found}
    assert counted([At(d.at.file, d.at.line, d.code.number) for d in found]) == counted(wanted), shown
    for one in wanted:
        assert any(one.words in words_of(d) for d in found if (d.at.file, d.at.line, d.code.number) == one[:3]), (
            f"{one} is not in {shown}"
        )


def test_every_position_is_in_its_file(tmp_path: Path) -> None:
    for folder in BROKEN:
        root = build(folder, tmp_path / folder.name)
        for found in diagnose(root):
            path = root / found.at.file
            assert found.at.line >= 1 and found.at.column >= 1, found
            if path.is_file():
                assert found.at.line <= len(path.read_bytes().splitlines()) + 1, found


def test_every_code_of_reading_and_checking_is_triggered() -> None:
    """Of all codes below 300, each is announced by some workspace."""
    triggered = {a.code for folder in BROKEN for a in announced(folder)} | MADE_AT_RUN_TIME
    registered = {number for number in codes.CODES if int(number[3:]) < 300}
    assert triggered >= registered, f"not triggered: {sorted(registered - triggered)}"


def test_every_code_that_is_announced_or_used_exists() -> None:
    triggered = {a.code for folder in BROKEN for a in announced(folder)}
    assert triggered <= set(codes.CODES)
    registries = [importlib.import_module(f"curriculum.{path.stem}") for path in sorted(PACKAGE.glob("codes*.py"))]
    names = {name for module in registries for name, value in vars(module).items() if isinstance(value, Code)}
    files = [p for p in PACKAGE.rglob("*.py") if p.name != "codes.py"]
    assert files
    for path in files:
        used = set(re.findall(r"\bcodes\.([A-Z][A-Z_0-9]+)\b", path.read_text("utf-8"))) - {"CODES"}
        assert used <= names, f"{path}: {used - names}"


def test_every_code_is_used() -> None:
    source = "\n".join(p.read_text("utf-8") for p in PACKAGE.rglob("*.py") if p.name != "codes.py")
    names = [name for name, value in vars(codes).items() if isinstance(value, Code)]
    below_300 = [name for name in names if int(vars(codes)[name].number[3:]) < 300]
    assert [name for name in below_300 if not re.search(rf"\b{name}\b", source)] == []


def _with_link(tmp_path: Path, place: str, target: Path) -> Path:
    root = build(Path("/nonexistent"), tmp_path / "ws")
    link = root / place
    if link.exists():
        link.unlink()
    link.parent.mkdir(parents=True, exist_ok=True)
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this system makes no symbolic links")
    return root


@pytest.mark.parametrize(
    "place",
    ["content/what-changes/lesson.en.md", "content/secret", "roles/agent.yaml", "people/roster.csv", "program.yaml"],
)
def test_links_out_of_the_workspace_are_refused(place: str, tmp_path: Path) -> None:
    """A lesson (or any file or folder) that is a symbolic link to a place outside is not read."""
    outside = tmp_path / "outside"
    outside.mkdir()
    target = outside if place == "content/secret" else outside / "secret.txt"
    (outside / "secret.txt").write_text("languages: [en] # SECRET-WORDS\n")
    found = diagnose(_with_link(tmp_path, place, target))
    assert [(d.at.file, d.code.number) for d in found if d.code.number == "CUR121"] == [(place, "CUR121")]
    assert not any("SECRET-WORDS" in words_of(d) for d in found)


@pytest.mark.parametrize("name", ["../outside/lesson", "../../outside", "/etc/passwd"])
def test_lesson_paths_that_leave_the_workspace_are_refused(name: str, tmp_path: Path) -> None:
    """A unit's id is its file name, so an id with dots or slashes is no id."""
    root = build(Path("/nonexistent"), tmp_path / "ws")
    module = root / "content/what-changes/module.yaml"
    module.write_text(module.read_text().replace("id: lesson", f"id: {name}"))
    assert ("content/what-changes/module.yaml", 6, "CUR119") in {
        (d.at.file, d.at.line, d.code.number) for d in diagnose(root)
    }
