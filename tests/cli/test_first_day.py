"""What somebody stumbles over on the first day: odd questions, odd places, empty rosters; every answer is of use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE_DAY, Run

AS_OF = ("--as-of", SAMPLE_DAY)


def test_a_module_on_the_path_is_never_said_to_be_of_no_need(run: Run) -> None:
    """Nobody asks E1062 for `forecasting` by name; it closes their gap in `pipeline`."""
    ran = run("why", "E1062", "forecasting", "-w", ROOT, *AS_OF)
    assert "on the learning path of E1062" in ran.out and "closes the gap in pipeline" in ran.out
    assert "not needed" not in ran.out and "no training to take" not in ran.out
    assert "curriculum why E1062 pipeline" in ran.out


def test_a_module_that_is_done_says_what_it_teaches(run: Run) -> None:
    ran = run("why", "E1062", "contacts-and-accounts-basics", "-w", ROOT, *AS_OF)
    assert "it teaches contacts-and-accounts at beginner" in ran.out


def test_who_is_not_there_is_said_with_the_day(run: Run, starter: Path) -> None:
    assert "starts on 2027-04-01" in run("why", "p-04", "-w", starter, *AS_OF).out
    assert "left after 2026-08-31" in run("why", "E1090", "-w", ROOT, *AS_OF).out


def test_a_misspelt_competency_names_the_nearest(run: Run) -> None:
    ran = run("why", "E1062", "forcasting", "-w", ROOT)
    assert ran.code == 2 and "did you mean 'forecasting'?" in ran.err and "known are" not in ran.err


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--status", "late", "one of: met, "),
        ("--level", "master", "one of: beginner, intermediate, advanced"),
        ("--department", "legal", "did you mean 'Legal'?"),
    ],
)
def test_a_wrong_filter_says_what_there_is(run: Run, option: str, value: str, said: str) -> None:
    ran = run("needs", "-w", ROOT, option, value)
    assert ran.code == 2 and said in ran.err


def test_nobody_is_one_sentence_and_no_empty_table(run: Run, starter: Path) -> None:
    ran = run("needs", "-w", starter, "--level", "confident", *AS_OF)
    assert ran.code == 0 and "By role" not in ran.out and "0 people" not in ran.out
    assert "nobody" in ran.out
    (starter / "people/roster.csv").unlink()
    (starter / "people/exemptions.yaml").unlink()
    for verb in ("needs", "status"):
        ran = run(verb, "-w", starter, *AS_OF)
        assert ran.code == 0 and "nobody" in ran.out and "people/roster.csv" in ran.out
        assert "By role" not in ran.out and "Needs by status" not in ran.out


def test_one_person_needs_no_totals(run: Run) -> None:
    ran = run("needs", "-w", ROOT, "--person", "E1062", *AS_OF)
    assert "By role" not in ran.out and ran.out.strip().endswith("of training to take.")


def test_with_a_filter_the_findings_about_others_are_only_counted(run: Run) -> None:
    ran = run("needs", "-w", ROOT, "--department", "Legal", *AS_OF)
    assert "CUR" not in ran.err and "`curriculum findings`" in ran.err
    assert "CUR" in run("needs", "-w", ROOT, *AS_OF).err


def test_a_revision_that_does_not_exist_is_said_in_plain_words(run: Run) -> None:
    ran = run("diff", "nosuch", "-w", ROOT)
    assert ran.code == 2 and "'nosuch'" in ran.err and "^{commit}" not in ran.err


def test_a_due_date_that_has_passed_is_not_said_to_become_impossible(run: Run) -> None:
    late = ("--as-of", "2027-04-06")
    said = run("status", "-w", ROOT, *late).out
    assert "cannot be trained by their due date" not in said
    lines = [line for line in run("findings", "-w", ROOT, *late).out.splitlines() if "CUR401" in line]
    assert lines and all("were due on" in line and "0 minutes of working time" not in line for line in lines)


def test_the_date_beside_a_status_says_that_it_is_the_due_date(run: Run) -> None:
    lines = [line for line in run("status", "-w", ROOT, *AS_OF).out.splitlines() if "  expired  " in line]
    assert lines and all("due 20" in line for line in lines if "20" in line)


@pytest.mark.build
def test_what_to_type_next_can_be_typed(run: Run, starter: Path) -> None:
    """A folder with blanks stands in quotes; the manager that is named is on the roster."""
    folder = starter.rename(starter.parent / "our new workspace")
    roster = folder / "people/roster.csv"
    roster.write_text(roster.read_text(encoding="utf-8").replace("Tariq Nasser,p-01,", "Tariq Nasser,p-1,"), "utf-8")
    out = run("build", "-w", folder).out
    assert f"-w '{folder}' --manager p-01`" in out


@pytest.mark.build
def test_without_roles_there_is_nothing_to_open(run: Run, starter: Path) -> None:
    for role in (starter / "roles").iterdir():
        role.unlink()
    out = run("build", "-w", starter).out
    assert "no role" in out and "choose their role" not in out


def test_an_output_that_is_a_file_is_called_a_file(run: Run, starter: Path) -> None:
    ran = run("build", "-w", starter, "--out", starter / "people/roster.csv")
    assert ran.code == 1 and "is a file" in ran.err and ":0:0" not in ran.err
    assert (starter / "people/roster.csv").read_text(encoding="utf-8").startswith("id,")


def test_a_folder_that_is_no_workspace_is_named(run: Run, starter: Path) -> None:
    assert "'/nonexistent'" in run("check", "-w", "/nonexistent").err
    assert "which is a file: name its folder" in run("check", "-w", starter / "program.yaml").err
    ran = run("new", starter / "program.yaml")
    assert ran.code == 1 and "name a new folder" in ran.err


def test_without_git_the_past_is_said_to_be_unknown(run: Run, starter: Path) -> None:
    ran = run("status", "-w", starter, "--at", "HEAD~1")
    assert ran.code == 2 and "in no git repository" in ran.err and "fatal" not in ran.err


def test_totals_as_csv_are_refused_not_silently_something_else(run: Run, starter: Path) -> None:
    ran = run("needs", "-w", starter, "--totals", "--format", "csv", *AS_OF)
    assert ran.code == 2 and not ran.out and "--format json" in ran.err


def test_hours_of_the_sentence_are_those_of_the_tables(run: Run, starter: Path) -> None:
    out = run("needs", "-w", starter, "--manager", "p-01", *AS_OF).out
    assert "1.4h" in out and "1.4 hours of training" in out
    assert "10 minutes of training" in run("needs", "-w", starter, "--person", "p-03", *AS_OF).out


def test_a_code_is_explained_by_its_number_alone(run: Run) -> None:
    assert run("explain", "111").out == run("explain", "CUR111").out


def of_one(starter: Path, roles: str = "", ends_on: str = "") -> Path:
    """The starter with one person more, who reads figures in Finance."""
    roster = starter / "people/roster.csv"
    head, *rows = roster.read_text(encoding="utf-8").splitlines()
    more = f"p-09,New,p-05,Finance,Accountant,head-office,read,en,2020-01-01,100,{roles},{ends_on}"
    lines = [f"{head},roles,ends_on", *(f"{row},," for row in rows), more]
    roster.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return starter


def test_a_suggested_cell_keeps_the_days_of_other_roles_and_repeats_none(run: Run, starter: Path) -> None:
    folder = of_one(starter, roles="service-agent 2027-09-01..; report-reader 2026-01-01..2028-12-31")
    out = run("why", "p-09", "tickets", "-w", folder, *AS_OF).out
    assert "roles=report-reader 2026-01-01..2028-12-31; service-agent  (" in out


def test_who_leaves_before_the_training_begins_is_said_to_leave(run: Run, starter: Path) -> None:
    out = run("findings", "-w", of_one(starter, ends_on="2027-03-01"), *AS_OF).out
    assert "CUR401" in out and "2027-03-01" in out and "ten years" not in out


def test_the_sentence_says_why_the_tables_count_more_people_to_train(run: Run, starter: Path) -> None:
    roster = starter / "people/roster.csv"
    roster.write_text(roster.read_text(encoding="utf-8").replace("2021-03-01", "01.03.2021"), encoding="utf-8")
    out = run("needs", "-w", starter, *AS_OF).out
    assert "4 to train, 1 unknown" in out and "1 of the unknown has training to take, too" in " ".join(out.split())


def test_no_name_of_a_role_is_cut_in_a_terminal_of_80_characters(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("needs", "-w", ROOT, *AS_OF).out.splitlines()
    table = lines[next(n for n, line in enumerate(lines) if line.startswith("By role")) :]
    named = {
        line.split()[0] for line in table[4 : table.index(next(x for x in table if "all people" in x))] if line.split()
    }
    assert {path.stem for path in (ROOT / "roles").glob("*.yaml")} <= named
    assert max(map(len, table)) <= 80
