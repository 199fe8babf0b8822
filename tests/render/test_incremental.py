"""The law of building again: whatever file was edited, the folder holds the bytes of a build from nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from curriculum.render import lesson_text, material, pieces
from curriculum.render.manifest import files_below
from tests.conftest import SAMPLE_DAY, Run

pytestmark = pytest.mark.build

LESSON = "content/working-tickets/open-a-ticket.en.md"
TWO_LONG_SECTIONS = "".join(f"\n## Part {n} {{#part-{n}}}\n\n{'Words and words. ' * 300}\n" for n in (1, 2))


def swapped(file: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(workspace: Path) -> None:
        text = (workspace / file).read_text(encoding="utf-8")
        assert old in text, (file, old)
        (workspace / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def added(file: str, words: str) -> Callable[[Path], None]:
    def edit(workspace: Path) -> None:
        (workspace / file).parent.mkdir(exist_ok=True)
        with (workspace / file).open("a", encoding="utf-8") as stream:
            stream.write(words)

    return edit


def removed(file: str) -> Callable[[Path], None]:
    return lambda workspace: (workspace / file).unlink()


def in_both(how: Callable[[str, str], Callable[[Path], None]], lesson: str, words: str) -> Callable[[Path], None]:
    edits = [how(f"content/{lesson}.{language}.md", words) for language in ("en", "ar")]
    return lambda workspace: [edit(workspace) for edit in edits] and None


def without_the_reader(workspace: Path) -> None:
    swapped("roles/service-agent.yaml", "ask: [report-reader]", "")(workspace)
    removed("roles/report-reader.yaml")(workspace)


# What is edited, one after the other in the same workspace → how many of the four handbooks are built again, where that is certain.
EDITS: tuple[tuple[str, Callable[[Path], None], int | None], ...] = (
    ("words of a lesson", swapped(LESSON, "perhaps somebody", "maybe *somebody*"), 1),
    ("a long lesson, so that its pages are cut", added(LESSON, TWO_LONG_SECTIONS), None),
    ("words in the second half of it", added(LESSON, "\nA [link](close-a-ticket) and a ticket.\n"), 1),
    ("a heading of it", swapped(LESSON, "## Part 1", "## Part one"), 1),
    ("what reaches out of a section", added(LESSON, "\nA note[^1], [told][there].\n\n[^1]: Here.\n\n[there]: #steps\n"), None),
    ("a block for a role", in_both(added, "working-tickets/open-a-ticket", "\n::: for service-agent\nFor agents.\n:::\n"), None),
    ("a lesson in the other language", added("content/what-changes/the-new-desk.ar.md", "\nجملة أخرى.\n"), None),
    ("a feedback of a check", swapped("content/reading-reports/check.en.yaml", "It counts everything", "It counts all"), None),
    ("the title of a lesson", swapped("content/working-tickets/module.yaml", "en: Close a ticket", "en: End a ticket"), None),
    ("the title of a role", swapped("roles/report-reader.yaml", "en: Report reader", "en: Reader"), None),
    ("a task", swapped("roles/report-reader.yaml", "lessons: [reading-reports/find-the-number]", "lessons: []"), None),
    ("a person", swapped("people/roster.csv", "Salma Haddad", "Salma Haddadi"), 0),
    ("a contact", swapped("program.yaml", "en: Ask anything.", "en: Ask all."), 2),
    ("a decision that no page tells", swapped("program.yaml", "training_minutes_per_day: 90", "training_minutes_per_day: 80"), 0),
    ("a competency", swapped("content/catalog.yaml", "en: Reading reports", "en: Reports"), None),
    ("a word of the glossary", swapped("content/glossary.yaml", "en: One request", "en: A request"), None),
    ("a text that was not translated", removed("content/working-tickets/close-a-ticket.ar.md"), None),
    ("a role that is no more", without_the_reader, None),
)  # fmt: skip


def everything(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_below(folder)}


def built_afresh(run: Run, monkeypatch: pytest.MonkeyPatch, workspace: Path, out: Path) -> dict[str, bytes]:
    """With nothing in mind of earlier builds."""
    shutil.rmtree(out, ignore_errors=True)
    monkeypatch.setattr(pieces, "_PIECES", pieces.Kept(100))
    monkeypatch.setattr(material, "ENTRIES", pieces.Kept(100))
    for keeper in (lesson_text._fitted, lesson_text._targets, lesson_text.links):
        keeper.cache_clear()
    assert run("build", "-w", workspace, "--out", out, "--workers", "1", "--as-of", SAMPLE_DAY).code == 0
    return everything(out)


def test_whatever_was_edited_the_bytes_are_those_of_a_build_from_nothing(
    run: Run, starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = starter / "site"
    run("build", "-w", starter, "--as-of", SAMPLE_DAY)
    for what, edit, count in EDITS:
        edit(starter)
        ran = run("build", "-w", starter, "--as-of", SAMPLE_DAY)
        assert ran.code == 0 and f"handbooks: {'' if count is None else f'{count} built'}" in ran.out, (what, ran)
        made, afresh = everything(site), built_afresh(run, monkeypatch, starter, tmp_path / "afresh")
        assert made.keys() == afresh.keys(), what
        assert [name for name, content in made.items() if afresh[name] != content] == [], what


def test_a_zip_is_made_anew_with_the_words_of_an_edit(run: Run, starter: Path) -> None:
    build = ("build", "-w", starter, "--as-of", SAMPLE_DAY, "--zip")
    run(*build)
    made = starter / "site/en/service-agent/service-agent.en.zip"
    before = made.read_bytes()
    swapped(LESSON, "perhaps somebody", "maybe somebody")(starter)
    run(*build)
    assert made.read_bytes() != before
