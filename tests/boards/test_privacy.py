"""What each reader may not see is not in the bytes; what somebody writes into a name stays text."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import stat
import zipfile
from pathlib import Path

import openpyxl
import pytest

from curriculum.boards.board import make_board
from curriculum.boards.data import needs_csv
from curriculum.boards.page import as_page
from curriculum.boards.seats import mail_addresses
from curriculum.boards.seen import Seen, look
from curriculum.boards.sheets import as_workbook
from curriculum.boards.write import Wanted, managers_of, write_reports
from curriculum.model import Person
from curriculum.plan import reports_of
from tests.conftest import ROOT, Run


def contents(path: Path) -> bytes:
    """All bytes, those within a workbook unpacked."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return b"\n".join(book.read(name) for name in book.namelist())


def marks(person: Person) -> list[bytes]:
    """What would betray somebody: id, name, mail."""
    return [mark.encode() for mark in (person.id, person.name, MAILS.get(person.id, "")) if mark]


MAILS = mail_addresses(ROOT)


def test_the_sample_has_mail_addresses_to_look_for() -> None:
    assert len(MAILS) > 80 and all("@" in mail for mail in MAILS.values())


def test_a_managers_files_hold_nobody_but_their_own_people(reports: Path, seen: Seen) -> None:
    ws = seen.answer.workspace
    managers = managers_of(ws)
    assert len(managers) > 15
    for manager in managers:
        below = reports_of(ws, manager)
        others = [p for p in ws.people if ws.kept_id(p.id) not in below and p.id != manager]
        own_names = {p.name for p in ws.people if ws.kept_id(p.id) in below or p.id == manager}
        files = list(reports.glob(f"manager-{manager}[.-]*"))
        assert len(files) == 5
        for file in files:
            there = contents(file)
            for person in others:
                for mark in marks(person):
                    if mark.decode() not in own_names:
                        assert mark not in there, (file.name, mark.decode())
            assert any(mark in there for p in ws.people if p.id in below for mark in marks(p)) or "numbers" in file.name


def test_the_committee_sees_nobody_unless_asked(seen: Seen, tmp_path: Path) -> None:
    write_reports(seen, ROOT, tmp_path / "r", Wanted())
    for file in (tmp_path / "r").glob("committee*"):
        there = contents(file)
        for person in seen.answer.workspace.people:
            assert not any(mark in there for mark in marks(person)), (file.name, person.id)


def test_without_names_no_row_is_about_fewer_than_five(seen: Seen) -> None:
    board = make_board(seen, None, "en", has_lines=False)
    for rows in (rows for by, rows in board.cuts.by.items() if by != "level"):
        assert all(row.people >= 5 for row in rows), rows
    assert sum(row.people for row in board.cuts.by["wave"]) == board.people
    assert board.covered and all(row.people is None or row.people >= 5 for row in board.covered)
    assert any(row.people is None for row in board.covered) and any(row.trained for row in board.covered)


def test_pseudonymous_reports_name_nobody_and_keep_their_pseudonyms(seen: Seen, tmp_path: Path) -> None:
    folder = tmp_path / "r"
    files, _ = write_reports(seen, ROOT, folder, Wanted(pseudonymous=True))
    first = {name: (folder / name).read_bytes() for name in files}
    for name in files:
        there = contents(folder / name)
        for person in seen.answer.workspace.people:
            for mark in marks(person):
                assert mark not in there and mark not in name.encode(), (name, person.id)
    again, _ = write_reports(seen, ROOT, folder, Wanted(pseudonymous=True))
    assert {name: (folder / name).read_bytes() for name in again} == first
    other, _ = write_reports(seen, ROOT, tmp_path / "other", Wanted(pseudonymous=True))
    assert set(other) != set(files), "another key, other pseudonyms"


def test_only_the_owner_can_read(reports: Path) -> None:
    assert stat.S_IMODE(reports.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(file.stat().st_mode) for file in reports.iterdir()}
    assert modes == {0o600}


def test_a_file_is_never_readable_by_others_not_even_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    from curriculum.boards import folder

    seen_modes = []
    real = os.fdopen

    def looking(handle: int, *args: object) -> object:
        seen_modes.append(stat.S_IMODE(os.fstat(handle).st_mode))
        return real(handle, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "fdopen", looking)
    old = os.umask(0)
    try:
        folder.write_private(tmp_path / "one", b"x")
    finally:
        os.umask(old)
    assert seen_modes == [0o600]


@pytest.mark.parametrize("where", ["site", "site/reports", "elsewhere/inner"])
def test_reports_are_not_written_into_a_website(sample: Path, run: Run, where: str) -> None:
    (sample / "elsewhere" / ".curriculum").mkdir(parents=True)
    (sample / "elsewhere" / ".curriculum" / "manifest.json").write_text("{}")
    ran = run("report", "-w", sample, "--out", sample / where, "--as-of", "2026-11-22", "--format", "json")
    assert ran.code == 1 and "CUR731" in ran.err
    assert not list(sample.glob(f"{where}/*.json"))


def test_files_of_managers_without_people_go_and_foreign_files_stay(sample: Path, run: Run) -> None:
    words = ("report", "-w", sample, "--as-of", "2026-11-22", "--format", "json")
    assert run(*words).code == 0
    (sample / "reports" / "notes.txt").write_text("mine")
    gone = sample / "reports" / "manager-E1005.json"
    assert gone.exists()
    roster = sample / "people" / "roster.csv"
    roster.write_text(roster.read_text().replace(",E1005,", ",E1003,"))
    assert run(*words).code == 0
    assert not gone.exists() and (sample / "reports" / "notes.txt").exists()
    made = json.loads((sample / "reports" / ".made.json").read_text())
    assert "manager-E1003.json" in made


HOSTILE = [
    '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%x",
    "\u200f=1+1", "\u061c=1+1", "\u2066=cmd", "＝1+1", "\t=1", "{{ 7*7 }}", "=HYPERLINK(\"http://x\")", "http://x.example",
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(seen: Seen) -> Seen:
    """The same people under names that somebody else would like to run."""
    answer = seen.answer
    people = tuple(
        dataclasses.replace(found, person=found.person._replace(name=HOSTILE[n % len(HOSTILE)], department="=dept"))
        for n, found in enumerate(answer.people)
    )
    return look(dataclasses.replace(answer, people=people))


def test_names_are_text_on_the_page(hostile: Seen) -> None:
    page = as_page(make_board(hostile, None, "en"))
    assert "<script>alert" not in page and "<img" not in page and "49" not in re.findall(r"<bdi>(.*?)</bdi>", page)
    assert page.count("<script>") == 1 and "&lt;script&gt;alert(1)" in page and "{{ 7*7 }}" in page
    assert "script-src 'sha256-" in page and "default-src 'none'" in page


def test_no_name_becomes_a_formula(hostile: Seen) -> None:
    board = make_board(hostile, None, "en")
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(board)))
    cells = [cell for sheet in book.worksheets for row in sheet.rows for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert "=1+1" in {cell.value for cell in cells}, "it is there, as text"
    import csv

    for row in csv.reader(io.StringIO(needs_csv(board).removeprefix("\ufeff"))):
        for cell in row:
            bare = re.sub("[\u200b-\u200f\u061c\ufeff\u2066-\u2069\u202a-\u202e\u00a0 ]", "", cell)
            assert bare[:1] not in tuple("=+-@|%\t\r＝＋－＠") or not bare, cell


def test_dates_are_dates_heads_are_frozen_and_arabic_runs_from_right_to_left(seen: Seen) -> None:
    for language, is_rtl in (("en", False), ("ar", True), ("fa", True), ("he", True)):
        book = openpyxl.load_workbook(io.BytesIO(as_workbook(make_board(seen, "E1005", language))))
        assert len(book.worksheets) == 7
        for sheet in book.worksheets:
            assert bool(sheet.sheet_view.rightToLeft) is is_rtl
            assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref
            assert sheet.print_title_rows == "$1:$1" and sheet.page_setup.orientation == "landscape"
        words = [cell for sheet in book.worksheets for row in sheet.rows for cell in row if cell.data_type == "s"]
        assert {cell.alignment.readingOrder for cell in words} == ({2.0} if is_rtl else {0.0})
        told = book.worksheets[0]
        for row in told.iter_rows(min_row=2):
            texts = [str(cell.value or "") for cell in row]
            assert all(
                len(text) <= told.column_dimensions[cell.column_letter].width or told.row_dimensions[cell.row].height
                for text, cell in zip(texts, row, strict=True)
                if cell.column_letter != "E"
            ), texts
        dates = [row[6] for row in book.worksheets[2].iter_rows(min_row=2) if row[6].value]
        assert dates and all(cell.is_date for cell in dates)


def test_the_same_board_gives_the_same_bytes(seen: Seen) -> None:
    board = make_board(seen, "E1005", "fa")
    assert as_page(board) == as_page(make_board(seen, "E1005", "fa"))
    assert as_workbook(board) == as_workbook(make_board(seen, "E1005", "fa"))
