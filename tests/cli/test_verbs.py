"""The verbs as people call them: output, exit codes, and what is left on the disk."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from curriculum.codes import CODES
from tests.conftest import ROOT, SAMPLE_DAY, Run


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# ── check, explain, schema, new ──


def test_a_new_workspace_checks_clean_strictly(run: Run, starter: Path) -> None:
    ran = run("check", "-w", starter, "--strict")
    assert (ran.code, ran.out.strip()) == (0, "nothing to mend")


def test_new_never_overwrites(run: Run, starter: Path) -> None:
    before = (starter / "program.yaml").read_bytes()
    ran = run("new", starter)
    assert ran.code == 1 and "CUR" in ran.err
    assert (starter / "program.yaml").read_bytes() == before


def test_a_mistake_is_shown_with_place_code_caret_and_hint(run: Run, starter: Path) -> None:
    role = next((starter / "roles").glob("*.yaml"))
    role.write_text(role.read_text().replace("access:", "acess:", 1))
    ran = run("check", "-w", starter)
    line = next(n for n, text in enumerate(role.read_text().splitlines(), 1) if text.startswith("acess:"))
    assert ran.code == 1
    assert f"roles/{role.name}:{line}:1: error[CUR111]" in ran.err
    assert "did you mean 'access'?" in ran.err and "^" in ran.err
    assert "1 error" in ran.err


def test_check_as_json_and_for_github(run: Run, starter: Path) -> None:
    (starter / "roles" / "extra.yaml").write_text("title: Extra\naccess: wirte\n")
    document = json.loads(run("check", "-w", starter, "--format", "json").out)
    assert document["errors"] >= 1
    assert {"code", "name", "severity", "message", "hint", "file", "line", "column", "related"} <= set(
        document["diagnostics"][0]
    )
    assert "::error file=roles/extra.yaml,line=2," in run("check", "-w", starter, "--format", "github").out


def test_warnings_are_errors_when_strict(run: Run, starter: Path) -> None:
    roster = starter / "people" / "roster.csv"
    head, first, *rest = roster.read_text().splitlines()
    cells = dict(zip(head.split(","), first.split(","), strict=False))
    roster.write_text("\n".join([head, first.replace(f",{cells['access']},", ",,", 1), *rest]) + "\n")
    assert run("check", "-w", starter).code == 0
    assert run("check", "-w", starter, "--strict").code == 1
    assert run("needs", "-w", starter, "--strict").code == 1
    shown = rows_of(run("needs", "-w", starter, "--format", "csv").out)
    assert {r["standing"] for r in shown if r["person"] == cells["id"]} == {"unknown"}
    assert {r["missing"] for r in shown if r["person"] == cells["id"]} == {"access"}


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_explains_itself(run: Run, code: str) -> None:
    ran = run("explain", code.lower())
    assert ran.code == 0 and CODES[code].name in ran.out and len(CODES[code].explanation.split()) > 5


def test_explain_of_nothing_is_a_usage_error(run: Run) -> None:
    assert run("explain", "CUR000").code == 2


def test_schemas_are_json_schema(run: Run) -> None:
    for kind in ("program", "role", "module", "check", "catalog", "glossary", "exemptions"):
        schema = json.loads(run("schema", kind).out)
        assert schema["$schema"].startswith("https://json-schema.org/draft/2020-12") and schema["properties"]
    assert run("schema", "rolle").code == 2


# ── needs, why ──


def test_everybody_on_the_roster_is_in_the_needs_and_in_the_totals(run: Run, sample: Path) -> None:
    roster = rows_of((sample / "people/roster.csv").read_text())
    merged = {r["id"] for r in rows_of((sample / "people/merges.csv").read_text())}
    everybody = {r["id"] for r in roster} - merged
    document = json.loads(run("needs", "-w", sample, "--as-of", SAMPLE_DAY, "--format", "json").out)
    assert {row["person"] for row in document["needs"]} == everybody
    totals = document["totals"]
    assert totals["all"]["people"] == len(everybody) == sum(totals["all"]["standings"].values())
    for cut in ("department", "wave", "access", "workplace"):
        assert sum(group["people"] for group in totals[cut]) == len(everybody), cut
        assert sum(group["minutes"]["likely"] for group in totals[cut]) == totals["all"]["minutes"]["likely"]


def test_read_only_people_and_people_without_a_login_are_learners(run: Run) -> None:
    rows = rows_of(run("needs", "-w", ROOT, "--as-of", SAMPLE_DAY, "--format", "csv").out)
    for access in ("read", "none"):
        of_access = [r for r in rows if r["access"] == access and r["standing"] not in ("left", "joins later")]
        assert len({r["person"] for r in of_access}) >= 8
        assert all(r["competency"] or r["module"] for r in of_access)


def test_csv_and_json_have_the_same_rows_and_hours_add_up_to_the_path(run: Run) -> None:
    arguments = ("needs", "-w", ROOT, "--as-of", SAMPLE_DAY, "--format")
    from_csv = rows_of(run(*arguments, "csv").out)
    document = json.loads(run(*arguments, "json").out)
    assert [(r["person"], r["status"]) for r in from_csv] == [
        (r["person"], r["status"] or "") for r in document["needs"]
    ]
    for person, path in document["paths"].items():
        shares = sum(int(r[f"minutes_{le}"]) for r in from_csv if r["person"] == person for le in document["levels"])
        steps = sum(s["minutes"]["likely"] for s in path["steps"] if not s["optional"])
        assert shares == steps == path["minutes"]["likely"], person


@pytest.mark.parametrize(
    ("option", "value", "column"),
    [("--department", "Finance", "department"), ("--access", "none", "access"), ("--status", "expired", "status")],
)
def test_filters_keep_only_what_was_asked_for(run: Run, option: str, value: str, column: str) -> None:
    rows = rows_of(run("needs", "-w", ROOT, "--as-of", SAMPLE_DAY, "--format", "csv", option, value).out)
    assert rows and {r[column] for r in rows} == {value}


def test_a_manager_sees_the_whole_tree_below_and_nobody_else(run: Run) -> None:
    roster = {r["id"]: r for r in rows_of((ROOT / "people/roster.csv").read_text())}
    manager = next(r["manager"] for r in roster.values() if roster.get(r["manager"], {}).get("manager"))
    rows = rows_of(run("needs", "-w", ROOT, "--as-of", SAMPLE_DAY, "--format", "csv", "--manager", manager).out)

    def is_below(person: str) -> bool:
        above = roster[person]["manager"]
        return bool(above) and (above == manager or is_below(above))

    assert {r["person"] for r in rows} == {p for p in roster if is_below(p)}


def test_a_level_filter_shows_who_still_takes_training_at_that_level(run: Run) -> None:
    rows = rows_of(run("needs", "-w", ROOT, "--as-of", SAMPLE_DAY, "--format", "csv", "--level", "advanced").out)
    assert rows and all("advanced" in r["train"].split() for r in rows)


def test_an_unknown_name_in_a_filter_is_a_usage_error_with_the_nearest(run: Run) -> None:
    ran = run("needs", "-w", ROOT, "--role", "sales-reprsentative")
    assert ran.code == 2 and "did you mean 'sales-representative'?" in ran.err


def test_an_impossible_date_is_a_usage_error(run: Run) -> None:
    assert run("needs", "-w", ROOT, "--as-of", "2026-13-01").code == 2


def test_the_table_fits_eighty_columns_and_ends_with_everybody(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = run("needs", "-w", ROOT, "--as-of", SAMPLE_DAY)
    assert ran.code == 0
    assert max(len(line) for line in ran.out.splitlines()) <= 80
    assert " people: " in ran.out.strip().splitlines()[-1] + ran.out.strip().splitlines()[-2]


def test_why_names_file_and_line_of_every_cause(run: Run) -> None:
    rows = rows_of(run("needs", "-w", ROOT, "--as-of", SAMPLE_DAY, "--format", "csv", "--status", "due").out)
    person = rows[0]["person"]
    ran = run("why", person, "-w", ROOT, "--as-of", SAMPLE_DAY)
    assert ran.code == 0 and "due" in ran.out
    causes = [line for line in ran.out.splitlines() if line.strip().startswith("- ")]
    assert causes
    for line in causes:
        file, number, _ = line.rsplit("(", 1)[1].rstrip(")").split(":")
        assert int(number) <= len((ROOT / file).read_text().splitlines())


def test_why_not_says_whom_it_is_asked_of(run: Run) -> None:
    rows = rows_of(run("needs", "-w", ROOT, "--as-of", SAMPLE_DAY, "--format", "csv", "--access", "none").out)
    ran = run("why", rows[0]["person"], "system-administration", "-w", ROOT, "--as-of", SAMPLE_DAY)
    assert ran.code == 0 and "not needed" in ran.out and "roles/crm-administrator.yaml" in ran.out


def test_why_of_an_unknown_person_or_competency_is_a_usage_error(run: Run) -> None:
    assert run("why", "nobody", "-w", ROOT).code == 2
    assert run("why", rows_of((ROOT / "people/roster.csv").read_text())[0]["id"], "flying", "-w", ROOT).code == 2


def test_findings_and_diagnostics_name_people_by_id_only(run: Run) -> None:
    names = {r["name"] for r in rows_of((ROOT / "people/roster.csv").read_text())}
    ran = run("needs", "-w", ROOT, "--as-of", SAMPLE_DAY, "--totals")
    assert "CUR3" in ran.err
    assert not [name for name in names if name in ran.err or name in ran.out]


def test_the_same_answer_under_any_hash_seed() -> None:
    outputs = set()
    for seed in ("1", "2"):
        command = [
            sys.executable,
            "-m",
            "curriculum",
            "needs",
            "-w",
            str(ROOT),
            "--as-of",
            SAMPLE_DAY,
            "--format",
            "json",
        ]
        done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        outputs.add(done.stdout)
    assert len(outputs) == 1


# ── the boundary ──


def test_our_own_mistake_is_exit_code_3_with_a_log(tmp_path: Path) -> None:
    code = "import curriculum.pipeline as p; p.open_workspace = None; import curriculum.__main__ as m; m.main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "-w", str(ROOT)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert done.returncode == 3 and "our mistake" in done.stderr and "Traceback" not in done.stderr
    (log,) = tmp_path.rglob("error.txt")
    assert "TypeError" in log.read_text()


def test_a_folder_without_a_programme_says_what_to_do(run: Run, tmp_path: Path) -> None:
    ran = run("needs", "-w", tmp_path)
    assert ran.code == 1 and "CUR101" in ran.err and "curriculum new" in ran.err


def test_messages_to_translate_and_to_change(run: Run) -> None:
    empty, persian = run("messages").out, run("messages", "fa").out
    assert empty.count("\nmsgid ") == persian.count("\nmsgid ") > 150
    assert 'msgid "Glossary"\nmsgstr ""\n' in empty and "Plural-Forms: nplurals=2" in empty
    assert 'msgid "Glossary"\nmsgstr "واژه‌نامه"\n' in persian
    assert run("messages", "xx").code == 2


@pytest.mark.build
def test_a_translation_begun_is_built_and_what_is_missing_is_counted(run: Run, starter: Path, tmp_path: Path) -> None:
    (starter / "locales").mkdir()
    begun = run("messages").out.replace('msgid "Glossary"\nmsgstr ""', 'msgid "Glossary"\nmsgstr "Sözlük"')
    (starter / "locales" / "tr.po").write_text(begun, "utf-8")
    program = starter / "program.yaml"
    program.write_text(program.read_text("utf-8").replace("languages: [en, ar]", "languages: [en, tr]"), "utf-8")
    for path in [*(starter / "content").rglob("*.ar.*")]:
        path.unlink()
    ran = run("build", "-w", starter, "--out", tmp_path / "site")
    assert "CUR604" not in ran.err and "messages are not translated" in ran.err, ran.err
    pages = list((tmp_path / "site" / "tr").glob("*/glossary.html"))
    assert pages and all("Sözlük" in page.read_text("utf-8") for page in pages)
