"""diff, status and findings: two states side by side, and what was known then."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE_DAY, Run


def git(folder: Path, *arguments: str, on: str = "2026-11-20") -> str:
    who = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.com", "GIT_AUTHOR_DATE": f"{on}T12:00:00"}
    who |= {k.replace("AUTHOR", "COMMITTER"): v for k, v in who.items()}
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-C", str(folder), *arguments],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull},
    )
    return done.stdout


@pytest.fixture
def repository(sample: Path) -> Path:
    """The sample with two commits: as it is (20 November), and with a wider role (22 November)."""
    git(sample, "init", "--quiet")
    git(sample, "add", ".")
    git(sample, "commit", "--quiet", "-m", "as it is")
    role = sample / "roles/finance-controller.yaml"
    role.write_text(
        role.read_text().replace("requires:\n", "requires:\n  - competency: pipeline\n    level: beginner\n", 1)
    )
    git(sample, "commit", "--quiet", "-am", "controllers read the pipeline", on="2026-11-22")
    return sample


def test_rule_36_a_wider_role_is_the_cause_of_every_change(run: Run, repository: Path) -> None:
    ran = run("diff", "HEAD~1", "HEAD", "-w", repository, "--as-of", SAMPLE_DAY, "--format", "json")
    document = json.loads(ran.out)
    controllers = {
        row["person"]
        for row in json.loads(
            run(
                "needs", "-w", repository, "--as-of", SAMPLE_DAY, "--role", "finance-controller", "--format", "json"
            ).out
        )["needs"]
    }
    assert {change["person"] for change in document["people"]} == controllers
    causes = {
        (c["file"], c["gone"])
        for change in document["people"]
        for n in change["needs"]
        for c in n["causes"]
        if "requires pipeline" in c["because"]
    }
    assert causes == {("roles/finance-controller.yaml", False)}
    more = sum(document["minutes_after"].values()) - sum(document["minutes_before"].values())
    assert more == sum(c["minutes_after"] - c["minutes_before"] for c in document["people"]) > 0


def test_nothing_differs_from_itself(run: Run, repository: Path) -> None:
    assert run("diff", "HEAD", "-w", repository, "--as-of", SAMPLE_DAY).out.strip() == "nothing differs"
    assert run("diff", str(repository), str(ROOT), "--as-of", SAMPLE_DAY).code == 0


def test_two_dates_compare_the_same_files_on_two_days(run: Run, repository: Path) -> None:
    document = json.loads(run("diff", "2026-11-22", "2027-02-10", "-w", repository, "--format", "json").out)
    assert (document["before_on"], document["after_on"]) == ("2026-11-22", "2027-02-10")
    causes = [c for change in document["people"] for n in change["needs"] for c in n["causes"]]
    assert any("time passed" in c["because"] for c in causes)
    assert all(c["file"] and c["line"] >= 1 for c in causes), "each change has a cause with a place"


def test_markdown_for_a_pull_request_names_causes_and_no_names(run: Run, repository: Path) -> None:
    text = run("diff", "HEAD~1", "-w", repository, "--as-of", SAMPLE_DAY, "--format", "markdown").out
    assert text.startswith("### ") and "| cause | people | hours |" in text and "<details>" in text
    roster = (repository / "people/roster.csv").read_text().splitlines()[1:]
    assert not [row.split(",")[1] for row in roster if row.split(",")[1] in text]


def test_status_at_a_revision_and_at_a_date_is_what_was_known_then(run: Run, repository: Path) -> None:
    first = run("status", "-w", repository, "--at", "HEAD~1")
    on_the_day = run("status", "-w", repository, "--at", "2026-11-20")
    assert first.code == on_the_day.code == 0
    assert first.out == on_the_day.out and "as of 2026-11-20" in first.out
    assert run("status", "-w", repository, "--at", "HEAD", "--as-of", "2026-11-20").out != first.out


def test_an_old_state_gives_the_same_bytes_after_later_edits(run: Run, repository: Path) -> None:
    before = run("status", "-w", repository, "--at", "HEAD~1").out
    shutil.rmtree(repository / "roles")
    git(repository, "commit", "--quiet", "-am", "a mistake", on="2026-11-23")
    assert run("status", "-w", repository, "--at", "HEAD~2").out == before


def test_an_unknown_revision_is_a_usage_error_that_says_so(run: Run, repository: Path) -> None:
    ran = run("diff", "no-such-branch", "-w", repository)
    assert ran.code == 2 and "no-such-branch" in ran.err
    assert run("status", "-w", repository, "--at", "1999-01-01").code == 2


def test_findings_are_one_list_with_codes(run: Run) -> None:
    ran = run("findings", "-w", ROOT, "--as-of", SAMPLE_DAY)
    assert ran.code == 0 and {"CUR301", "CUR310", "CUR311", "CUR312"} <= set(
        word.split("[")[1].split("]")[0] for line in ran.out.splitlines() for word in line.split() if "[CUR" in word
    )
    assert run("findings", "-w", ROOT, "--as-of", SAMPLE_DAY, "--strict").code == 1
    assert json.loads(run("findings", "-w", ROOT, "--as-of", SAMPLE_DAY, "--format", "json").out)["diagnostics"]


def test_status_fits_one_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("status", "-w", ROOT, "--as-of", "2027-02-10").out.splitlines()
    assert len(lines) <= 40 and max(map(len, lines)) <= 80


def test_what_status_says_to_type_lists_everybody_who_needs_action_now(run: Run) -> None:
    out = run("status", "-w", ROOT, "--as-of", SAMPLE_DAY).out
    number = int(re.findall(r"Overdue or expired: (\d+) people", out)[0])
    (command,) = re.findall(r"^  curriculum (needs .*)$", out, re.MULTILINE)
    rows = csv.DictReader(io.StringIO(run(*command.split(), "-w", ROOT, "--as-of", SAMPLE_DAY, "--format", "csv").out))
    assert len({row["person"] for row in rows}) == number > 10


@pytest.mark.build
def test_an_old_state_builds_to_the_same_bytes(run: Run, starter: Path, tmp_path: Path) -> None:
    git(starter, "init", "--quiet")
    git(starter, "add", ".")
    git(starter, "commit", "--quiet", "-m", "first")
    assert run("build", "-w", starter, "--out", tmp_path / "then", "--as-of", "2026-11-20").code == 0
    lesson = starter / "content/working-tickets/open-a-ticket.en.md"
    lesson.write_text("## Other words {#other}\n", encoding="utf-8")
    git(starter, "commit", "--quiet", "-am", "second", on="2026-11-22")
    assert run("build", "-w", starter, "--out", tmp_path / "again", "--at", "2026-11-20").code == 0

    def made(folder: Path) -> dict[str, bytes]:
        return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}

    assert made(tmp_path / "then") == made(tmp_path / "again")
