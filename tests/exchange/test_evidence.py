"""Evidence of other systems: what counts is a rule, nothing that is unclear counts, the ledger gets it once."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from curriculum.exchange import json_stream, xapi
from tests.conftest import Run

DATA = Path(__file__).parent / "data"
DAY = ("--as-of", "2026-11-25", "--by", "tester")


def rows(root: Path) -> list[dict[str, str]]:
    with (root / "people" / "evidence.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row.get("id")]


def taken(run: Run, root: Path, source: Path, text: str, *arguments: object) -> tuple[int, str]:
    source.write_text(text, encoding="utf-8")
    ran = run("import", "evidence", source, "-w", root, "--all", *DAY, *arguments)
    return ran.code, ran.out + ran.err


def test_a_table_of_completions(starter: Path, tmp_path: Path, run: Run) -> None:
    text = (
        "Employee ID;Course;Status;Completion date;Duration\n"
        "p-02;Reading reports;Completed;05.10.2026;1 hour 23 minutes\n"
        "p-03;working-tickets;Failed;2026-10-06;\n"
        "p-99;working-tickets;Completed;2026-10-06;\n"
        "p-04;Unknown thing;Completed;2026-10-06;\n"
        "p-05;reading-reports;In progress;;\n"
        "p-06;reading-reports;Completed;2030-10-06;\n"
    )
    code, said = taken(run, starter, tmp_path / "lms.csv", text)
    assert code == 0, said
    found = rows(starter)
    assert [(r["person"], r["module"], r["on"], r["outcome"], r["minutes"]) for r in found] == [
        ("p-02", "reading-reports", "2026-10-05", "completed", "83"), ("p-03", "working-tickets", "2026-10-06", "failed", ""),
    ]  # fmt: skip
    for place in ("lms.csv:4:1: warning[CUR822]", "lms.csv:5:1: warning[CUR823]", "lms.csv:7:1: warning[CUR807]"):
        assert place in said
    assert run("check", "-w", starter).code == 0 and run("audit", "-w", starter).code == 0
    assert "no change, 2 were there already" in taken(run, starter, tmp_path / "lms.csv", text)[1]


def test_what_counts_as_done_is_a_rule(starter: Path, tmp_path: Path, run: Run) -> None:
    text = (
        "person,module,outcome,on\np-02,reading-reports,Feedback given,2026-10-05\np-03,Item 7,Completed,2026-10-05\n"
    )
    code, said = taken(run, starter, tmp_path / "a.csv", text)
    assert code == 1 and "a.csv:2:1: error[CUR826]" in said and rows(starter) == []
    rule = tmp_path / "map.yaml"
    rule.write_text(
        'outcomes: {"Feedback given": "-", Completed: attempted}\nmodules: {"Item 7": working-tickets}\n', "utf-8"
    )
    code, said = taken(run, starter, tmp_path / "a.csv", text, "--map", rule)
    assert code == 0 and [(r["person"], r["outcome"]) for r in rows(starter)] == [("p-03", "attempted")]


def test_moodle_completion_report(starter: Path, tmp_path: Path, run: Run) -> None:
    text = (
        '"","ID number","Email address","Reading reports","","working-tickets",""\n'
        '"S H","p-01","s@x.example","Completed","Monday, 5 October 2026, 10:12 AM","Not completed",""\n'
        '"T N","p-02","t@x.example","Completed (achieved pass grade)","Tuesday, 6 October 2026, 9:00 AM",'
        '"Completed (did not achieve pass grade)","Tuesday, 6 October 2026, 9:30 AM"\n'
    )
    code, said = taken(run, starter, tmp_path / "progress.csv", text)
    assert code == 0, said
    assert [(r["person"], r["module"], r["outcome"], r["on"]) for r in rows(starter)] == [
        ("p-01", "reading-reports", "completed", "2026-10-05"),
        ("p-02", "reading-reports", "passed", "2026-10-06"),
        ("p-02", "working-tickets", "failed", "2026-10-06"),
    ]


def statement(id: str, verb: str, person: str = "p-02", module: str = "reading-reports", **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": id,
        "actor": {"account": {"homePage": "https://x.example", "name": person}},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": f"https://lms.example/modules/{module}"},
        "timestamp": "2026-10-05T08:00:00Z",
    }
    return found | more


def test_xapi_statements(starter: Path, tmp_path: Path, run: Run) -> None:
    group = {
        "objectType": "Group",
        "name": "Team",
        "member": [{"account": {"name": "p-03"}}, {"account": {"name": "p-04"}}],
    }
    statements = [
        statement("s1", "completed", result={"duration": "PT1H30M", "completion": True}),
        statement("s1", "completed", result={"duration": "PT1H30M", "completion": True}),
        statement("s2", "completed", "p-05", result={"success": False}),
        statement("s3", "attempted", "p-06"),
        statement("s4", "passed", "p-01"),
        statement("v1", "voided", object={"objectType": "StatementRef", "id": "s4"}),
        statement("s5", "completed", actor=group, module="working-tickets"),
        statement("s6", "completed", actor={"objectType": "Group", "name": "Nobody"}),
        {"actor": {}, "object": {}},
    ]
    code, said = taken(run, starter, tmp_path / "x.json", json.dumps({"statements": statements}))
    assert code == 0, said
    assert [(r["id"], r["person"], r["module"], r["outcome"], r["minutes"]) for r in rows(starter)] == [
        ("s1", "p-02", "reading-reports", "completed", "90"),
        ("s2", "p-05", "reading-reports", "failed", ""),
        ("s5", "p-03", "working-tickets", "completed", ""),
        ("s5-1", "p-04", "working-tickets", "completed", ""),
    ]
    for words in ("again; taken once", "statement 's4' was voided", "names no members", "number 9 is no statement"):
        assert words in said, words


def test_a_statement_that_is_voided_later_is_taken_back(starter: Path, tmp_path: Path, run: Run) -> None:
    first = [statement("s1", "completed")]
    taken(run, starter, tmp_path / "x.json", json.dumps(first))
    void = statement(
        "v1", "voided", object={"objectType": "StatementRef", "id": "s1"}, timestamp="2026-10-07T08:00:00Z"
    )
    code, said = taken(run, starter, tmp_path / "x.json", json.dumps([*first, void]))
    assert code == 0, said
    assert [(r["outcome"], r["voids"]) for r in rows(starter)] == [("completed", ""), ("voided", "s1")]
    assert "no change" in taken(run, starter, tmp_path / "x.json", json.dumps([*first, void]))[1]


def test_the_examples_of_the_standard_hold_nothing_that_counts(starter: Path, run: Run) -> None:
    ran = run("import", "evidence", DATA / "xapi" / "statements-from-spec.json", "-w", starter, *DAY)
    assert ran.code == 0 and "no change" in ran.out and rows(starter) == []


def test_self_reported_evidence_is_marked(starter: Path, tmp_path: Path, run: Run) -> None:
    rule = tmp_path / "map.yaml"
    rule.write_text("self_reported: true\n", "utf-8")
    taken(run, starter, tmp_path / "a.csv", "person,module,on\np-02,reading-reports,2026-10-05\n", "--map", rule)
    assert [r["kind"] for r in rows(starter)] == ["self-assessment"]


@pytest.mark.parametrize("text", ["", "person,module,outcome\n", "{", "[1, 2]", "a,b\n1,2\n"])
def test_what_holds_nothing_says_so(starter: Path, tmp_path: Path, run: Run, text: str) -> None:
    name = "x.json" if text.startswith(("{", "[")) else "x.csv"
    code, _ = taken(run, starter, tmp_path / name, text)
    assert code in (0, 1) and rows(starter) == []


def test_university_records_with_grades_and_terms(starter: Path, tmp_path: Path, run: Run) -> None:
    source, said = tmp_path / "transcript.csv", tmp_path / "map.yaml"
    source.write_text(
        "Transcripts, spring;;;;\n\nStudent ID;Course code;Term;Grade;Credits\n"
        "p-01;reading-reports;Fall 2025;A-;3\np-02;reading-reports;Fall 2025;F;3\np-02;reading-reports;Spring 2026;B+;3\n"
        "p-03;working-tickets;Fall 2025;W;3\np-04;working-tickets;Spring 2026;D;3\np-04;CHEM-101;Spring 2026;A;3\n",
        "utf-8",
    )
    ran = run("import", "evidence", source, "-w", starter, "--all", *DAY)
    assert ran.code == 1 and "transcript.csv:8:1: error[CUR826] nothing says what 'D' means" in ran.err
    assert "'Fall 2025' is not a date; read as no day (3 rows)" in ran.err
    said.write_text("days: {Fall 2025: 2026-01-31, Spring 2026: 2026-06-30}\noutcomes: {D: passed}\n", "utf-8")
    ran = run("import", "evidence", source, "--map", said, "-w", starter, "--all", *DAY)
    assert ran.code == 0, ran.err
    assert "'CHEM-101' is no module" in ran.err and "1 row not counted as done: failed" in ran.err
    assert [(r["person"], r["on"], r["module"], r["outcome"]) for r in rows(starter)] == [
        ("p-01", "2026-01-31", "reading-reports", "passed"), ("p-02", "2026-01-31", "reading-reports", "failed"),
        ("p-02", "2026-06-30", "reading-reports", "passed"), ("p-03", "2026-01-31", "working-tickets", "withdrawn"),
        ("p-04", "2026-06-30", "working-tickets", "passed"),
    ]  # fmt: skip
    assert run("check", "-w", starter).code == 0


def test_points_without_words_ask_for_the_mark_of_a_pass(starter: Path, tmp_path: Path, run: Run) -> None:
    source, said = tmp_path / "scores.csv", tmp_path / "map.yaml"
    source.write_text(
        'student number,subject,mark,exam date\np-01,reading-reports,88.5,12/05/2026\np-02,reading-reports,"41,5",13/05/2026\n'
    )
    ran = run("import", "evidence", source, "-w", starter, *DAY)
    assert ran.code == 1 and ran.err.count("CUR826") == 1 and "pass_score: 60" in ran.err
    said.write_text("pass_score: 60\n")
    assert run("import", "evidence", source, "--map", said, "-w", starter, *DAY).code == 0
    assert [r["outcome"] for r in rows(starter)] == ["passed", "failed"]


def test_the_map_gives_terms_days_or_is_refused(starter: Path, tmp_path: Path, run: Run) -> None:
    source, said = tmp_path / "a.csv", tmp_path / "map.yaml"
    source.write_text("person,module,term,grade\np-01,reading-reports,2025/1,A\n")
    said.write_text('days: {"2025/1": next week}\n')
    ran = run("import", "evidence", source, "--map", said, "-w", starter, *DAY)
    assert ran.code == 1 and "map.yaml:1:18: error[CUR806] days: 'next week' is no day" in ran.err


def said_number(number: int, verb: str, **more: object) -> dict[str, object]:
    return {
        "id": f"00000000-0000-4000-8000-{number:012}", "actor": {"account": {"homePage": "https://x.example", "name": "p-01"}},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"}, "timestamp": f"2026-05-{number % 28 + 1:02}T10:00:00Z",
        "object": {"id": "https://x.example/reading-reports"}, **more,
    }  # fmt: skip


@pytest.mark.parametrize("head", ["[", '{"statements": [', '{"more": "/x", "statements":['])
def test_a_large_file_of_statements_is_read_in_pieces(
    head: str, starter: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xapi, "_LARGE", 1000)
    monkeypatch.setattr(json_stream, "_PIECE", 700)
    void = {"object": {"objectType": "StatementRef", "id": said_number(2, "x")["id"]}}
    made = [said_number(i, "completed" if i < 4 else "experienced", note="سطر" * 30) for i in range(1, 40)]
    made += [said_number(99, "voided", **void), made[2]]
    source = tmp_path / "statements.json"
    source.write_text(
        head + ",\n".join(json.dumps(s, ensure_ascii=False) for s in made) + ("]" if head == "[" else "]}")
    )
    ran = run("import", "evidence", source, "-w", starter, "--all", *DAY)
    assert ran.code == 0 and "2 written down" in ran.out, ran.err
    assert (
        "was voided" in ran.err
        and "again" in ran.err
        and "'experienced' does not say that it is done (36 statements)" in ran.err
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [("{}", "neither a list nor an object"), ('[{"a": 1}, {"b": ', "the text ends within item 2"),
     ("[" + "[" * 5000, "is nested too deeply"), ("[1 2 x]", "or it is no JSON"), ('[{"a": "' + "x" * 4000, "the text ends within item 1")],
)  # fmt: skip
def test_a_large_file_that_is_damaged(
    text: str, words: str, starter: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xapi, "_LARGE", 0)
    source = tmp_path / "statements.json"
    source.write_text(text)
    ran = run("import", "evidence", source, "-w", starter, *DAY)
    assert ran.code == 1 and words in ran.err
