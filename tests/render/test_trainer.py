"""The trainer's edition: guides, solutions, answers, slides; and nothing of it between employees' pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from curriculum.diagnostics import Position
from curriculum.model import GUIDE, Lesson
from curriculum.render.engine import Engine, build_site
from curriculum.render.handbook import Handbooks, SiteTree
from curriculum.render.publish import Built, Edition, Making, publish
from curriculum.render.site import render_trees
from curriculum.render.start import start_pages
from curriculum.render.trainer import render_trainer_trees
from tests.render.builders import handbooks

NOTES = "## Prepare {#prepare}\n\nBring chairs for [the lesson](find-the-number).\n"
EXERCISE = (
    "## Your task {#task}\n\nCount.\n\n## Solution {#solution}\n\nThere are seven.\n\n## After it {#after}\n\nRest.\n"
)


def programme(*languages: str) -> Handbooks:
    small = handbooks(languages)
    texts = {("reading-dashboards", GUIDE): NOTES, ("reading-dashboards", "exercise"): EXERCISE}
    lessons = {
        (module, unit, "en"): Lesson(module=module, unit=unit, language="en", text=text, at=Position("x.md"))
        for (module, unit), text in texts.items()
    }
    return replace(small, lessons={**small.lessons, **lessons})


def page(tree: SiteTree, path: str) -> str:
    return str(tree.files[f"docs/{path}"])


def test_a_guide_has_times_notes_solutions_and_answers() -> None:
    guide = page(render_trainer_trees(programme("en"))[0][0], "lessons/reading-dashboards/guide.md")
    assert "10 to 15 min" in guide or "15 min" in guide
    assert "Bring chairs for [the lesson](find-the-number.md)" in guide
    assert "There are seven." in guide and "Rest." not in guide
    assert "✓ **Right**" in guide


def test_answers_have_the_numbers_of_the_questions_and_steps_their_order() -> None:
    guide = page(render_trainer_trees(programme("en"))[0][0], "lessons/reading-dashboards/guide.md")
    assert "3\\. What comes first?\n{ .question }" in guide
    steps = [line for line in guide.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert steps == ["1. Write the question down", "2. Set the period", "3. Open the tile"]


def test_the_slide_of_a_lesson_says_how_long_and_what_for() -> None:
    slides = page(render_trainer_trees(programme("en"))[0][0], "lessons/reading-dashboards/slides.md")
    begins = slides.index("## Find the number")
    assert "lesson · 15 to 30 min" in slides[begins:] and "- open the dashboard of your team" in slides[begins:]


def test_notes_in_another_language_say_so() -> None:
    guide = page(render_trainer_trees(programme("en", "fa"))[0][2], "lessons/reading-dashboards/guide.md")
    assert "!!! lang-en" in guide


def test_every_module_has_a_guide_and_slides_and_the_sheet_names_nobody() -> None:
    for tree in render_trainer_trees(programme("en", "ar"))[0]:
        modules = {
            path.split("/")[2] for path in tree.files if path.startswith("docs/lessons/") and path.endswith(".md")
        }
        assert modules
        for module in modules:
            assert {f"docs/lessons/{module}/guide.md", f"docs/lessons/{module}/slides.md"} <= set(tree.files)
        assert page(tree, "attendance.md").count("| | |\n") == 20


def test_employees_trees_hold_no_guide() -> None:
    for tree in render_trees(programme("en"))[0]:
        words = "".join(text for text in tree.files.values() if isinstance(text, str))
        assert "Bring chairs" not in words and "slides.js" not in words


@pytest.mark.build
def test_editions_never_share_a_folder(tmp_path: Path) -> None:
    small = programme("en")
    trainers, employees = render_trainer_trees(small)[0], render_trees(small)[0]
    trainer = Making(edition=Edition.TRAINER, workers=1)
    assert publish(trainers, start_pages(small), tmp_path / "t", trainer)[0] == Built(built=2)
    assert [d.code.number for d in publish(employees, start_pages(small), tmp_path / "t", Making())[1]] == ["CUR627"]
    assert publish(trainers, start_pages(small), tmp_path / "t", trainer)[0] == Built(unchanged=2)
    publish(employees, start_pages(small), tmp_path / "e", Making(workers=1))
    assert [d.code.number for d in publish(trainers, start_pages(small), tmp_path / "e", trainer)[1]] == ["CUR627"]


@pytest.mark.build
@pytest.mark.parametrize("engine", list(Engine))
def test_it_builds_without_warnings(tmp_path: Path, engine: Engine) -> None:
    assert build_site(render_trainer_trees(programme("en"))[0][0], tmp_path / "site", engine) == ()
