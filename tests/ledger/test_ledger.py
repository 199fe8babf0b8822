"""What is written, what is refused, and what an audit finds afterwards."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.ledger.chain import Stamp, as_bytes, chained, content_of, following, plain, read_ledger
from curriculum.load import read_evidence_file, read_exemptions_file
from curriculum.model import EVIDENCE, LEDGER, Evidence, Outcome
from tests.conftest import Run
from tests.ledger.test_store import AT

EXEMPTIONS = "people/exemptions.yaml"


def first(folder: Path) -> str:
    return (folder / "people/roster.csv").read_text().splitlines()[1].split(",")[0]


def record(run: Run, folder: Path, *words: object, code: int = 0) -> str:
    ran = run("record", *words, "-w", folder, "--as-of", "2027-01-12", "--by", "office")
    assert ran.code == code, ran.err
    return ran.out + ran.err


def test_a_completion_is_one_more_row_and_one_line_of_the_ledger(starter: Path, run: Run) -> None:
    before = (starter / EVIDENCE).read_bytes()
    said = record(run, starter, "completion", first(starter), "reading-reports", "--on", "2027-01-10", "--minutes", 33)
    assert said.startswith("1 written down; head ")
    assert (starter / EVIDENCE).read_bytes().startswith(before), "what stood there stays byte for byte"
    row = read_evidence_file(starter)[0][-1]
    assert (row.person, str(row.on), row.module, row.minutes, row.version) == (
        first(starter), "2027-01-10", "reading-reports", 33, None,
    )  # fmt: skip
    assert row.id == "R-000001"
    lines, wrong = read_ledger(starter)
    assert not wrong and [(line.by, line.what, line.row) for line in lines] == [("office", "recorded", "R-000001")]
    assert run("check", "-w", starter).code == 0, "the ledger is no stray file"


def test_reading_a_list_twice_changes_nothing(starter: Path, run: Run, tmp_path: Path) -> None:
    ids = [line.split(",")[0] for line in (starter / "people/roster.csv").read_text().splitlines()[1:3]]
    sheet = tmp_path / "march.csv"
    sheet.write_text(f"\ufeffperson;minutes;outcome\n{ids[0]};25;\n{ids[1]};;withdrawn\n")
    said = record(run, starter, "attendance", sheet, "reading-reports", "--minutes", 30)
    assert said.startswith("2 written down")
    rows = read_evidence_file(starter)[0][-2:]
    assert [(row.person, row.minutes, row.outcome) for row in rows] == [
        (ids[0], 25, Outcome.COMPLETED),
        (ids[1], 30, Outcome.WITHDRAWN),
    ]
    after = (starter / EVIDENCE).read_bytes()
    assert "2 were there already" in record(run, starter, "attendance", sheet, "reading-reports", "--minutes", 30)
    assert (starter / EVIDENCE).read_bytes() == after
    assert {line.source for line in read_ledger(starter)[0]} == {"march.csv"}


def test_a_list_with_one_wrong_line_writes_nothing(starter: Path, run: Run, tmp_path: Path) -> None:
    before = (starter / EVIDENCE).read_bytes()
    sheet = tmp_path / "march.csv"
    sheet.write_text(f"person\n{first(starter)}\nnobody-here\n")
    said = record(run, starter, "attendance", sheet, "reading-reports", code=1)
    assert "CUR704" in said and "nobody-here" in said and "nothing was written" in said
    assert (starter / EVIDENCE).read_bytes() == before and not (starter / LEDGER).exists()


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (("completion", "{p}", "reading-report"), "CUR704", "did you mean 'reading-reports'?"),
        (("completion", "{p}", "reading-reports", "--on", "2027-02-01"), "CUR705", "has not come yet"),
        (("completion", "{p}", "reading-reports", "--valid-until", "2026-01-01"), "CUR705", "cannot end"),
        (("completion", "{p}", "reading-reports", "--unit", "exercis"), "CUR704", "did you mean 'exercise'?"),
        (("completion", "{p}", "reading-reports", "--version", "9"), "CUR705", "the newest is 1"),
        (("test-out", "{p}", "reports"), "CUR705", "it names no level"),
        (("exemption", "{p}", "reports", "--why", "x"), "CUR705", "--until, --decided-by"),
        (("void", "R-9"), "CUR704", "no row with the id"),
        (("completion", "{p}"), "CUR705", "neither a module nor a competency"),
    ],
)
def test_refused_with_a_hint(starter: Path, run: Run, words: tuple[str, ...], code: str, hint: str) -> None:
    said = record(run, starter, *(word.format(p=first(starter)) for word in words), code=1)
    assert code in said and hint in said


def test_an_exemption_is_appended_and_comments_stay(sample: Path, run: Run) -> None:
    before = (sample / EXEMPTIONS).read_text()
    why = 'Holds "the" certificate: of 2025 # not a comment\nsecond line'
    record(
        run, sample, "exemption", "E1003", "reports", "beginner",
        "--why", why, "--decided-by", "E1005", "--until", "2027-12-31",
    )  # fmt: skip
    assert (sample / EXEMPTIONS).read_text().startswith(before)
    found, wrong = read_exemptions_file(sample, ("en",))
    assert not wrong
    assert (found[-1].person, found[-1].why) == (
        "E1003",
        'Holds "the" certificate: of 2025 # not a comment second line',
    )
    assert "were there already" in record(
        run, sample, "exemption", "E1003", "reports", "beginner",
        "--why", why, "--decided-by", "E1005", "--until", "2027-12-31",
    )  # fmt: skip


def test_a_void_withdraws_a_row_and_leaves_it_there(starter: Path, run: Run) -> None:
    person = first(starter)
    record(run, starter, "completion", person, "reading-reports", "--on", "2027-01-10")
    met = json.loads(run("needs", "-w", starter, "--person", person, "--format", "json", "--as-of", "2027-01-12").out)
    record(run, starter, "void", "R-000001")
    not_met = json.loads(
        run("needs", "-w", starter, "--person", person, "--format", "json", "--as-of", "2027-01-12").out
    )
    rows = read_evidence_file(starter)[0][-2:]
    assert [(row.id, row.voids) for row in rows] == [("R-000001", None), ("R-000002", "R-000001")]
    assert met["paths"] != not_met["paths"]


def test_separator_and_line_ends_of_the_file_are_kept(starter: Path, run: Run) -> None:
    (starter / EVIDENCE).write_bytes("\ufeffmodule;on;id;version;person\r\n".encode())
    said = record(run, starter, "completion", first(starter), "reading-reports", "--minutes", 5, code=1)
    assert "CUR707" in said and "'minutes'" in said
    record(run, starter, "completion", first(starter), "reading-reports", "--on", "2027-01-10")
    expected = f"\ufeffmodule;on;id;version;person\r\nreading-reports;2027-01-10;R-000001;;{first(starter)}\r\n"
    assert (starter / EVIDENCE).read_bytes().decode() == expected


# ── audit ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def recorded(sample: Path, run: Run) -> Path:
    assert run("audit", "-w", sample, "--seal", "--by", "office").code == 0
    record(run, sample, "completion", "E1003", "reading-dashboards", "--on", "2027-01-10", "--minutes", 40)
    return sample


def audited(run: Run, folder: Path, *options: object) -> tuple[int, str]:
    ran = run("audit", "-w", folder, *options)
    return ran.code, ran.out + ran.err


def test_everything_is_proved(recorded: Path, run: Run) -> None:
    code, said = audited(run, recorded)
    assert code == 0 and "220 rows: 220 proved unchanged, 0 not sealed; 0 altered or removed" in said


def test_another_order_of_columns_and_another_separator_prove_the_same(recorded: Path, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO((recorded / EVIDENCE).read_text())))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0])[::-1], delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(reversed(rows))
    (recorded / EVIDENCE).write_text("\ufeff" + out.getvalue())
    assert audited(run, recorded)[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (",privacy-basics,,,,passed,1,,16,LR-25-0002,", ",privacy-basics,,,,passed,1,,99,LR-25-0002,", "CUR712"),
        ("E1070,2025-03-11,completion,privacy-basics,,,,passed,1,,16,LR-25-0002,\n", "", "CUR713"),
    ],
)
def test_a_row_that_was_altered_or_removed_is_found_and_can_be_accepted(
    recorded: Path, run: Run, old: str, new: str, code: str
) -> None:
    text = (recorded / EVIDENCE).read_text()
    assert old in text
    (recorded / EVIDENCE).write_text(text.replace(old, new))
    exit_code, said = audited(run, recorded)
    assert exit_code == 1 and code in said and "'LR-25-0002'" in said and "by training-office" in said
    assert audited(run, recorded, "--accept", "typing mistake", "--by", "auditor")[0] == 0
    assert audited(run, recorded)[0] == 0
    assert "typing mistake" in (recorded / LEDGER).read_text(), "what was accepted stays on record"


def test_a_removed_exemption_is_found(recorded: Path, run: Run) -> None:
    text = (recorded / EXEMPTIONS).read_text()
    (recorded / EXEMPTIONS).write_text(text.replace("until_on: 2027-12-31", "until_on: 2029-12-31"))
    code, said = audited(run, recorded)
    assert code == 1 and "CUR712" in said and "E1088 privacy-and-security" in said


@pytest.mark.parametrize("how", ["change", "remove", "move", "insert"])
def test_a_touched_ledger_is_found(recorded: Path, run: Run, how: str) -> None:
    lines = (recorded / LEDGER).read_text().splitlines(keepends=True)
    if how == "change":
        lines[5] = lines[5].replace("office", "nobody")
    elif how == "remove":
        del lines[5]
    elif how == "move":
        lines[5], lines[6] = lines[6], lines[5]
    else:
        lines.insert(5, lines[5])
    (recorded / LEDGER).write_text("".join(lines))
    code, said = audited(run, recorded)
    assert code == 1 and "CUR711" in said


def test_a_cut_tail_is_found_by_the_head_that_was_noted(recorded: Path, run: Run) -> None:
    head = audited(run, recorded)[1].split("head ")[1].strip()
    ledger, evidence = (recorded / LEDGER).read_text(), (recorded / EVIDENCE).read_text()
    (recorded / LEDGER).write_text("".join(ledger.splitlines(keepends=True)[:-1]))
    (recorded / EVIDENCE).write_text("".join(evidence.splitlines(keepends=True)[:-1]))
    assert audited(run, recorded)[0] == 0, "nothing inside the folder can tell"
    code, said = audited(run, recorded, "--head", head[:16])
    assert code == 1 and "CUR715" in said


def test_the_export_says_what_an_auditor_asks_for(recorded: Path, run: Run) -> None:
    rows = json.loads(run("audit", "-w", recorded, "--format", "json").out)["evidence"]
    assert len(rows) == 216
    last = rows[-1]
    assert (last["person"], last["module"], last["version"], last["on"], last["recorded_by"], last["minutes"]) == (
        "E1003", "reading-dashboards", 2, "2027-01-10", "office", 40,
    )  # fmt: skip
    assert "executive-sponsor" in last["rule"] and "roles/executive-sponsor.yaml:" in last["rule"]
    table = list(csv.DictReader(io.StringIO(run("audit", "-w", recorded, "--format", "csv").out)))
    assert [row["evidence"] for row in table] == [row["evidence"] or "" for row in rows]


@given(who=st.text(), source=st.text())
def test_the_ledger_reads_back_whatever_was_said(
    who: str, source: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "people").mkdir()
    rows = [("people/evidence.csv", "R-1", "c"), ("f", source, "d")]
    lines = list(following(None, "recorded", rows, Stamp(who, AT, source)))
    (folder / LEDGER).write_bytes(as_bytes(lines, head=True))
    found, wrong = read_ledger(folder)
    assert not wrong and [line[:-1] for line in found] == [line[:-1] for line in lines]
    assert plain(who)[:1] not in tuple("=+-@|%")


@pytest.mark.parametrize("word", ["plain", 'é"\\x', "سطر\tثان", "\u2028"])
def test_hashes_are_those_of_plain_json(word: str) -> None:
    """Heads that people noted years ago must still hold."""
    row = Evidence(person=word, on=dt.date(2026, 1, 2), module="m", minutes=5)
    said = {
        "person": word,
        "on": "2026-01-02",
        "module": "m",
        "minutes": "5",
        "kind": "completion",
        "outcome": "completed",
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert content_of(row) == hashlib.sha256(text.encode()).hexdigest()
    text = json.dumps(["before", "1", word], ensure_ascii=False, separators=(",", ":"))
    assert chained("before", (1, word)) == hashlib.sha256(text.encode()).hexdigest()


def test_the_samples_evidence_is_sealed_and_one_altered_cell_shows(sample: Path, run: Run) -> None:
    """After an edit of the sample's evidence or exemptions: `curriculum audit --seal` and, with a reason, `--accept`."""
    clean = run("audit", "-w", sample)
    assert clean.code == 0 and "0 not sealed; 0 altered or removed" in clean.out, clean.out + clean.err
    file = sample / "people" / "evidence.csv"
    text = file.read_text()
    file.write_text(text.replace(",passed,", ",completed,", 1))
    found = run("audit", "-w", sample)
    assert found.code == 1 and "was altered" in found.out + found.err and "1 altered or removed" in found.out
