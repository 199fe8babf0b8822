"""people/schedule.yaml, calendars, sheets, pictures: the same bytes, real dates, no formulas, private."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from icalendar import Calendar

from curriculum.load import load_schedule
from curriculum.model import SCHEDULE, Ref, Weekday
from curriculum.schedule import schedule_text
from curriculum.schedule.calendars import calendar_files
from curriculum.schedule.listing import Table, all_tables, week_table
from curriculum.schedule.picture import week_pictures
from curriculum.schedule.said import summary
from curriculum.schedule.sheets import workbook
from curriculum.schedule.use import use_table
from tests import builders as b
from tests.conftest import ROOT, Run
from tests.schedule.small import changed, learner, live, planned, small

DAY = "2026-11-22"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample, without what is slow and not needed."""
    root = tmp_path / "ws"
    for part in ("roles", "content", "people"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("schedule.yaml"))
    shutil.copy(ROOT / "program.yaml", root)
    return root


# ── the file ──


def test_what_is_written_is_read_back_equal(tmp_path: Path) -> None:
    made = planned(small([learner(f"p{n}") for n in range(14)], [live("safety"), live("yes", 200)])).schedule
    made = changed(made, group=Ref("no"))  # words that YAML could take for something else
    (tmp_path / "people").mkdir()
    (tmp_path / SCHEDULE).write_text(schedule_text(made), encoding="utf-8")
    back, said = load_schedule(tmp_path)
    assert said == () and back == made


def test_the_verb_writes_once_and_changes_nothing_the_second_time(run: Run, sample: Path) -> None:
    first = run("schedule", "-w", str(sample), "--as-of", DAY)
    assert first.code == 0, first.err
    written = (sample / SCHEDULE).read_bytes()
    assert (sample / SCHEDULE).stat().st_mode & 0o777 == 0o600
    assert "none late" in first.out and "gap 0.0 %" in first.out
    second = run("schedule", "-w", str(sample), "--as-of", DAY)
    assert "nothing changed since the last schedule" in second.out
    assert (sample / SCHEDULE).read_bytes() == written
    assert "keeps every hard rule" in run("schedule", "-w", str(sample), "--as-of", DAY, "--verify").out


def test_verify_names_the_line_of_what_was_broken_by_hand(run: Run, sample: Path) -> None:
    run("schedule", "-w", str(sample), "--as-of", DAY)
    text = (sample / SCHEDULE).read_text("utf-8")
    lines = text.split("\n")
    number = next(n for n, line in enumerate(lines) if "starts_at" in line)
    lines[number] = lines[number][:-5] + "23:00"
    (sample / SCHEDULE).write_text("\n".join(lines), "utf-8")
    found = run("schedule", "-w", str(sample), "--as-of", DAY, "--verify")
    assert found.code == 1 and "CUR540" in found.err and "working time" in found.err
    assert f"{SCHEDULE}:" in found.err


def test_what_if_writes_nothing(run: Run, sample: Path) -> None:
    question = sample.parent / "more.yaml"
    question.write_text("waves:\n  - {id: wave-2, go_live_on: 2027-05-03}\naway_percent: 50\n", "utf-8")
    found = run("schedule", "-w", str(sample), "--as-of", DAY, "--what-if", str(question))
    assert found.code == 0 and "wave-2" in found.out
    assert not (sample / SCHEDULE).exists()


def test_files_with_people_are_private_and_never_below_the_site(run: Run, sample: Path) -> None:
    refused = run("schedule", "-w", str(sample), "--as-of", DAY, "--out", str(sample / "site" / "x"))
    assert refused.code == 2 and "site/" in refused.err
    out = sample.parent / "out"
    assert run("schedule", "-w", str(sample), "--as-of", DAY, "--out", str(out)).code == 0
    files = [p for p in out.rglob("*") if p.is_file()]
    assert len(files) > 20
    assert {p.stat().st_mode & 0o777 for p in files} == {0o600}


def test_bytes_are_the_same_under_any_hash_seed(sample: Path) -> None:
    """Schedule, calendars, workbook: one worker, no clock, no order of sets."""
    found = []
    for seed in ("1", "2"):
        out = sample.parent / f"out{seed}"
        command = [sys.executable, "-m", "curriculum", "schedule", "-w", str(sample), "--as-of", DAY, "--out", str(out)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed})
        files = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
        found.append({**files, SCHEDULE: (sample / SCHEDULE).read_bytes()})
        (sample / SCHEDULE).unlink()
    assert found[0].keys() == found[1].keys()
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []


@pytest.mark.parametrize(
    ("by", "word"),
    [
        ("person", "alone, in the week from this day"),
        ("trainer", "E1212"),
        ("room", "tehran-training"),
        ("week", "hours"),
    ],
)
def test_tables_are_printed(run: Run, sample: Path, by: str, word: str) -> None:
    assert word in run("schedule", "-w", str(sample), "--as-of", DAY, "--by", by).out


# ── calendars ──


def calendars(previous: object = None, made: object = None) -> dict[str, Calendar]:
    plan = planned(small([learner("p1"), learner("p2", language="en")]))
    files = dict(calendar_files(plan.answer.workspace, made or plan.schedule, previous))  # type: ignore[arg-type]
    return {name: Calendar.from_ical(content) for name, content in files.items()}


def test_each_person_trainer_room_and_group_has_a_calendar() -> None:
    found = calendars()
    assert sorted(found) == ["groups/g1.ics", "people/p1.ics", "people/p2.ics", "rooms/room.ics", "trainers/t1.ics"]
    event = found["people/p1.ics"].walk("VEVENT")[0]
    assert event["DTSTART"].params["TZID"] == "Asia/Riyadh"
    assert event["DTSTAMP"].dt == dt.datetime(2027, 1, 3, tzinfo=dt.UTC)
    assert len(found["people/p1.ics"].walk("VTIMEZONE")) == 1
    assert {c["METHOD"] for c in found.values()} == {"PUBLISH"}


def test_a_change_keeps_the_uid_and_raises_the_sequence_and_what_went_is_cancelled() -> None:
    plan = planned(small([learner("p1"), learner("p2")]))
    ws, before = plan.answer.workspace, plan.schedule
    after = changed(before, people=before.sessions[0].people[:1], left=before.sessions[0].people[1:], sequence=1)
    old = {n: Calendar.from_ical(c) for n, c in calendar_files(ws, before, None)}
    new = {n: Calendar.from_ical(c) for n, c in calendar_files(ws, after, before)}
    one, other = (c["people/p1.ics"].walk("VEVENT")[0] for c in (old, new))
    assert one["UID"] == other["UID"] and int(one["SEQUENCE"]) < int(other["SEQUENCE"])
    assert "people/p2.ics" not in new
    gone = new["people/p2.cancelled.ics"]
    event = gone.walk("VEVENT")[0]
    assert gone["METHOD"] == "CANCEL" and event["STATUS"] == "CANCELLED" and event["UID"] == one["UID"]
    assert int(event["SEQUENCE"]) > int(one["SEQUENCE"]) and gone.walk("VTIMEZONE")


def test_calendars_of_rooms_and_groups_hold_no_names() -> None:
    people = [learner("p1")._replace(name="Nour Haddad")]
    plan = planned(small(people))
    files = dict(calendar_files(plan.answer.workspace, plan.schedule, None))
    assert b"Haddad" in files["trainers/t1.ics"]
    assert not any(b"Haddad" in content for name, content in files.items() if name.startswith(("rooms", "groups")))


# ── workbook, pictures ──


def test_the_workbook_has_real_dates_no_formulas_and_runs_from_right_to_left(tmp_path: Path) -> None:
    table = Table("t", ("when", "what"), ((dt.datetime(2027, 1, 20, 9, 30), "=1+1"), (dt.date(2027, 1, 21), "x")))
    content = workbook([table], "ar", dt.date(2027, 1, 3))
    assert content == workbook([table], "ar", dt.date(2027, 1, 3))
    (tmp_path / "t.xlsx").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'rightToLeft="1"' in sheet and "<f>" not in sheet
    assert "<v>46407.3958" in sheet
    assert 'rightToLeft="1"' not in zipped(workbook([table], "en", dt.date(2027, 1, 3)), tmp_path)


def zipped(content: bytes, tmp_path: Path) -> str:
    (tmp_path / "u.xlsx").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "u.xlsx") as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_pictures_are_well_formed_and_say_every_session() -> None:
    plan = planned(small([learner(f"p{n}") for n in range(25)]))
    ws, made = plan.answer.workspace, plan.schedule
    said = []
    for _, text in week_pictures(ws, made, "en"):
        said += [t.text or "" for t in ET.fromstring(text).iter("{http://www.w3.org/2000/svg}title")]
    for session in made.sessions:
        assert any(words.startswith(f"{session.id}:") for words in said)


def test_rows_of_all_tables_fit_their_heads() -> None:
    plan = planned(small([learner(f"p{n}", manager="b") for n in range(9)]))
    for table in all_tables(plan.answer.workspace, plan.schedule):
        assert all(len(row) == len(table.head) for row in table.rows), table.name


# ── words of a first run ──


def test_a_first_run_without_sessions_says_what_is_taken_alone(run: Run, tmp_path: Path) -> None:
    """On the workspace that `curriculum new` writes; its people learn everything alone."""
    root = tmp_path / "ws"
    assert run("new", str(root)).code == 0
    first = run("schedule", "-w", str(root), "--as-of", DAY)
    assert first.code == 0
    assert first.out.rstrip().endswith(
        "schedule.yaml: no sessions; 7 modules are taken alone, in the weeks named under `alone`"
    )
    assert "since the last schedule" not in first.out
    head = (root / SCHEDULE).read_text("utf-8").split("\n")
    assert head[1] == "# No sessions; 7 modules are taken alone, in the weeks named under `alone`."
    assert "nothing changed since the last schedule" in run("schedule", "-w", str(root), "--as-of", DAY).out


def test_the_schema_for_editors_is_the_one_that_is_there(run: Run, sample: Path, tmp_path: Path) -> None:
    """A new workspace keeps schemas in `.schemas/`, this project in `docs/schemas/`, others nowhere."""
    run("new", str(tmp_path / "new"))
    project = tmp_path / "project"
    shutil.copytree(sample, project)
    shutil.copytree(ROOT / "docs" / "schemas", project / "docs" / "schemas")
    named = []
    for root in (tmp_path / "new", project, sample):
        assert run("schedule", "-w", str(root), "--as-of", DAY).code == 0
        first = (root / SCHEDULE).read_text("utf-8").partition("\n")[0]
        named.append(first.rpartition("$schema=")[2] if "$schema" in first else None)
        assert named[-1] is None or (root / "people" / named[-1]).is_file()
    assert named == ["../.schemas/schedule.json", "../docs/schemas/schedule.json", None]


def test_nobody_to_train_is_said_and_an_empty_table_says_why(run: Run, sample: Path) -> None:
    plan = planned(small([]))
    assert summary(plan.schedule) == "no sessions: nobody needs training"
    said = {
        ("waiting", ""): "nobody waits for a seat",
        ("waiting", "E1008"): "E1008 waits for no seat",
        ("trainer", "E9"): "nothing in the schedule for 'E9'",
    }
    for (by, only), words in said.items():
        more = ["--only", only] if only else []
        assert words in run("schedule", "-w", str(sample), "--as-of", DAY, "--by", by, *more).out


def test_a_week_begins_after_the_weekend_of_the_workplace_with_most_sessions() -> None:
    """The office rests on Friday and Saturday: Sunday 31 January begins a week, it does not end one."""
    office = b.workplace("Asia/Riyadh", weekend=(Weekday.FRIDAY, Weekday.SATURDAY))
    plan = planned(small([learner(f"p{n}") for n in range(25)], workplaces={"office": office}))
    ws, made = plan.answer.workspace, plan.schedule
    assert [str(row[0]) for row in week_table(ws, made).rows] == ["2027-01-31"]
    assert [name for name, _ in week_pictures(ws, made, "en")] == ["week-2027-01-31.svg"]


def test_use_says_hours_and_seats_used_of_those_there_are() -> None:
    """Two groups of an hour on one day of seven hours; the trainer may teach six."""
    plan = planned(small([learner(f"p{n:02d}") for n in range(14)], [live("safety", 60, max_group=8)]))
    made = plan.schedule
    assert len({s.starts_at[:10] for s in made.sessions}) == 1 and len(made.sessions) == 2
    rows = {row[1]: row[2:] for row in use_table(plan.answer.workspace, made).rows}
    assert rows["room"] == (2, 2, 7, 29, 14, 16)
    assert rows["t1"] == (2, 2, 6, 33, 14, 16)
    assert rows["w1"] == (2, 2, "", "", 14, 16)
