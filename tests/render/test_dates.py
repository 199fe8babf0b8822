"""The page of dates: in every language, without anybody's name or id; absent where nothing is scheduled."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from curriculum.pipeline import open_workspace
from curriculum.publishing import make_handbooks
from curriculum.render.site import render_trees
from tests.conftest import SAMPLE_DAY, Run

DAY = dt.date.fromisoformat(SAMPLE_DAY)


@pytest.fixture
def trees(sample: Path, run: Run) -> dict[str, dict[str, str | bytes]]:
    assert run("schedule", "-w", sample, "--as-of", SAMPLE_DAY, "--effort", 0).code == 0
    handbooks, _ = make_handbooks(sample, open_workspace(sample).ready, DAY)
    return {tree.place: dict(tree.files) for tree in render_trees(handbooks)[0]}


def test_a_role_reads_when_its_modules_are_taught_in_its_language(trees: dict[str, dict[str, str | bytes]]) -> None:
    words = {"en": "Dates of sessions", "ar": "مواعيد الجلسات", "fa": "زمان جلسه‌ها", "he": "מועדי המפגשים"}
    for language, heading in words.items():
        page = str(trees[f"{language}/crm-administrator"]["docs/dates.md"])
        assert heading in page and "lessons/administering-the-crm/index.md" in page
        assert "dates.md" in str(trees[f"{language}/crm-administrator"]["mkdocs.yml"])
    assert "۱" in str(trees["fa/crm-administrator"]["docs/dates.md"])


def test_no_page_of_dates_names_anybody(trees: dict[str, dict[str, str | bytes]], sample: Path) -> None:
    ws = open_workspace(sample).ready
    words = {p.id for p in ws.people} | {p.name for p in ws.people} | {str(t.person) for t in ws.trainers}
    pages = [str(files["docs/dates.md"]) for files in trees.values() if "docs/dates.md" in files]
    assert len(pages) > 8
    assert not [word for word in words for page in pages if word in page]


def test_without_a_schedule_there_is_no_page(sample: Path) -> None:
    handbooks, _ = make_handbooks(sample, open_workspace(sample).ready, DAY)
    assert not any("docs/dates.md" in tree.files for tree in render_trees(handbooks)[0])
