"""The page of dates: in every language, without anybody's name or id; absent where nothing is scheduled."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from curriculum.load import load_schedule
from curriculum.pipeline import open_workspace
from curriculum.publishing import make_handbooks
from curriculum.render.markdown import escape
from curriculum.render.site import render_trees
from curriculum.render.trainer import render_trainer_trees
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


def test_commas_are_those_of_the_language(trees: dict[str, dict[str, str | bytes]]) -> None:
    """Day, hours: module, part. Titles may have commas of their own."""
    for language, comma, other in (("en", ", ", "،"), ("ar", "، ", ", "), ("fa", "، ", ", "), ("he", ", ", "،")):
        page = str(trees[f"{language}/crm-administrator"]["docs/dates.md"])
        rows = [line for line in page.splitlines() if line.startswith("- ")]
        assert rows
        for row in rows:
            before, after = row.split("[")[0], row.rsplit(")", 1)[1]
            assert comma in before and other not in before + after, row


def test_no_page_of_dates_names_anybody(trees: dict[str, dict[str, str | bytes]], sample: Path) -> None:
    ws = open_workspace(sample).ready
    words = {p.id for p in ws.people} | {p.name for p in ws.people} | {str(t.person) for t in ws.trainers}
    pages = [str(files["docs/dates.md"]) for files in trees.values() if "docs/dates.md" in files]
    assert len(pages) > 8
    assert not [word for word in words for page in pages if word in page]


def test_without_a_schedule_there_is_no_page(sample: Path) -> None:
    handbooks, _ = make_handbooks(sample, open_workspace(sample).ready, DAY)
    assert not any("docs/dates.md" in tree.files for tree in render_trees(handbooks)[0])


# ── the trainer's edition ──


def test_trainers_read_who_leads_each_session_and_who_comes(sample: Path, run: Run) -> None:
    """Each seat ahead of the role's modules, by name, in each language; the sheet is ready to be signed."""
    assert run("schedule", "-w", sample, "--as-of", SAMPLE_DAY, "--effort", 0).code == 0
    ws = open_workspace(sample).ready
    names = {p.id: p.name for p in ws.people}
    made, _ = load_schedule(sample)
    assert made is not None
    handbooks, _ = make_handbooks(sample, ws, DAY, for_trainers=True)
    trees = {tree.place: dict(tree.files) for tree in render_trainer_trees(handbooks)[0]}
    for language in ws.program.languages:
        files = trees[f"{language}/crm-administrator"]
        page = str(files["docs/sessions.md"])
        mine = [s for s in made.sessions if f"docs/lessons/{s.module}/guide.md" in files]
        assert len(mine) > 3
        for session in mine:
            assert all(escape(names[person]) in page for person in session.people)
            assert escape(names.get(session.trainer, session.trainer)) in page
        assert page.count("\n### ") == len(mine)
        assert ": sessions.md" in str(files["mkdocs.yml"])
        everybody = {p.name for p in ws.people} - {names[p] for s in mine for p in (*s.people, s.trainer) if p in names}
        assert not [name for name in everybody if name in page], "only who sits in a session of the role's modules"
        assert not any(names[s.people[0]] in str(files["docs/dates.md"]) for s in mine)


def test_names_are_given_to_the_trainers_edition_alone(sample: Path, run: Run) -> None:
    assert run("schedule", "-w", sample, "--as-of", SAMPLE_DAY, "--effort", 0).code == 0
    ws = open_workspace(sample).ready
    plain, _ = make_handbooks(sample, ws, DAY)
    assert plain.dates and all(date.led_by == "" and date.comes == () for date in plain.dates)


def test_without_a_schedule_trainers_have_no_page_of_sessions(sample: Path) -> None:
    handbooks, _ = make_handbooks(sample, open_workspace(sample).ready, DAY, for_trainers=True)
    for tree in render_trainer_trees(handbooks)[0]:
        assert "docs/sessions.md" not in tree.files and ": sessions.md" not in str(tree.files["mkdocs.yml"])
