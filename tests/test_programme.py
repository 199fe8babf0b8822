"""What the sample's programme promises as a whole: whole modules, short roles for readers, no cause without an answer."""

from __future__ import annotations

import datetime as dt

import pytest

from curriculum.coverage import coverage_findings, make_coverage
from curriculum.load import load_workspace
from curriculum.model import Access, FollowUpKind, QuestionKind, UnitKind, Workspace
from curriculum.newcomers import newcomers_paths
from tests.conftest import ROOT, SAMPLE_DAY

DAY = dt.date.fromisoformat(SAMPLE_DAY)


@pytest.fixture(scope="module")
def sample_workspace() -> Workspace:
    ws, _ = load_workspace(ROOT)
    assert ws is not None
    return ws


def test_at_least_24_modules_are_whole_in_every_language(sample_workspace: Workspace) -> None:
    """Lessons of 400 to 900 words, a check of 4 to 6 questions, a guide; polls and what is retired left out."""
    ws, whole = sample_workspace, 0
    for module in ws.modules.values():
        if module.retired_on is not None or ws.checks[module.id, "en"].questions[0].kind is QuestionKind.OPINION:
            continue
        whole += 1
        for language in ws.program.languages:
            assert 4 <= len(ws.checks[module.id, language].questions) <= 6, (module.id, language)
            assert (ROOT / f"content/{module.id}/trainer.{language}.md").is_file()
            for unit in (u for u in module.units if u.kind is UnitKind.LESSON):
                words = len(ws.lessons[module.id, unit.id, language].text.split())
                assert 400 <= words <= 900, (module.id, unit.id, language, words)
    assert whole >= 24


def test_executives_and_readers_are_done_in_90_minutes_at_the_first_level(sample_workspace: Workspace) -> None:
    ws = sample_workspace
    short = [r for r, role in ws.roles.items() if role.access in (Access.NONE, Access.READ)]
    paths = newcomers_paths(ws, DAY)
    assert {"executive-sponsor", "finance-controller", "order-list-reader"} <= set(short)
    for role in short:
        steps = [step for step in paths[role] if step.level == 1 and not step.optional]
        assert steps and sum(ws.modules[step.module].minutes.likely for step in steps) <= 90, role


def test_twenty_causes_and_all_goals_are_answered_for_the_roles_they_are_about(sample_workspace: Workspace) -> None:
    ws = sample_workspace
    coverage = make_coverage(ws, DAY)
    assert len(coverage.causes) == 20 and all(cause.sources for cause in ws.program.causes)
    assert len(coverage.goals) >= 5 and not list(coverage_findings(ws, coverage))
    assert all(row.modules and any(row.cells.values()) for row in (*coverage.causes, *coverage.goals))


def test_rule_32_help_goes_on_at_7_30_and_90_days_with_three_pulse_questions(sample_workspace: Workspace) -> None:
    ws = sample_workspace
    refreshers = {d for part in ws.program.follow_up if part.kind is FollowUpKind.REFRESHER for d in part.days_after}
    assert refreshers >= {7, 30, 90} and {part.kind for part in ws.program.follow_up} == set(FollowUpKind)
    (pulse,) = [part.module for part in ws.program.follow_up if part.kind is FollowUpKind.PULSE]
    assert pulse is not None
    for language in ws.program.languages:
        assert [q.kind for q in ws.checks[str(pulse), language].questions] == [QuestionKind.OPINION] * 3
