"""What cannot be is said before anything is solved, with its place; never a bare "infeasible"."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from curriculum.model import SCHEDULE, Ref, SessionStatus, Span
from curriculum.scheduling import Scheduled, checked
from tests.conftest import Run
from tests.schedule.small import changed, learner, live, planned, small, trainer
from tests.schedule.test_files import DAY, sample  # noqa: F401  (a fixture)


def edit(path: Path, was: str, instead: str) -> None:
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, instead), "utf-8")


def said(run: Run, root: Path, *more: str) -> str:
    return run("schedule", "-w", str(root), "--as-of", DAY, *more).err


def test_no_room_or_no_trainer_at_all_is_said_with_the_place(run: Run, sample: Path) -> None:  # noqa: F811
    module = sample / "content" / "forecasting" / "module.yaml"
    edit(module, "delivery: [classroom, online]", "delivery: [classroom]\nfeatures: [hovercraft]")
    edit(sample / "people" / "trainers.yaml", "level: advanced}", "level: beginner}")
    found = said(run, sample)
    assert (
        "forecasting/module.yaml:2:1: warning[CUR506] no room with hovercraft could hold module 'forecasting'" in found
    )
    assert "CUR523" in found


def test_no_trainers_at_all_is_said_once(run: Run, sample: Path) -> None:  # noqa: F811
    (sample / "people" / "trainers.yaml").unlink()
    found = said(run, sample)
    assert found.count("CUR514") == 1 and "52 seats are needed in sessions, and nobody may lead one" in found


def test_an_unknown_zone_stands_where_it_is_written(run: Run, sample: Path) -> None:  # noqa: F811
    edit(sample / "program.yaml", "timezone: Asia/Tehran", "timezone: Asia/Tehrann")
    found = said(run, sample)
    assert "timezone: Asia/Tehrann\n      |               ^" in found and "did you mean 'Asia/Tehran'?" in found


def test_a_window_without_a_working_day_stops_before_solving(run: Run, sample: Path) -> None:  # noqa: F811
    edit(sample / "program.yaml", "go_live_on: 2027-02-01", "go_live_on: 2026-11-24")
    edit(sample / "program.yaml", "weekend: [thursday, friday]", "weekend: [monday, friday]")
    found = run("schedule", "-w", str(sample), "--as-of", DAY)
    assert found.code == 1 and "CUR509" in found.err and "nothing was written" in found.err
    assert "wave 'wave-1' has no working time at 'tehran' from 2026-11-23 to 2026-11-23" in found.err


def test_a_day_that_does_not_exist_stands_at_its_session(run: Run, sample: Path) -> None:  # noqa: F811
    assert run("schedule", "-w", str(sample), "--as-of", DAY).code == 0
    lines = (sample / SCHEDULE).read_text("utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if line.startswith("  - id: s1"))
    at = next(n for n in range(number, len(lines)) if "starts_at" in lines[n])
    lines[at] = "    starts_at: 2027-01-35 15:00"
    (sample / SCHEDULE).write_text("\n".join(lines), "utf-8")
    for more in ([], ["--verify"]):
        found = run("schedule", "-w", str(sample), "--as-of", DAY, *more)
        assert found.code == 1
        assert f"{SCHEDULE}:{number + 1}:5: error[CUR115] session 's1': there is no day '2027-01-35'" in found.err


def test_what_a_file_for_what_if_names_must_exist(run: Run, sample: Path) -> None:  # noqa: F811
    """Otherwise its answer would be that nothing changes."""
    question = sample.parent / "more.yaml"
    question.write_text(
        "waves: [{id: wave-9, go_live_on: 2027-01-01}]\n"
        "leave: [{person: E9999, from_on: 2027-01-01}]\n"
        "modules: [{id: forcasting, min_group: 2}]\n"
        "trainers: [{person: x, languages: [he], workplaces: [moon], teaches: [{module: nix}]}]\n"
        "rooms: {tent: {title: Tent, seats: 5}}\n",
        "utf-8",
    )
    found = run("schedule", "-w", str(sample), "--as-of", DAY, "--what-if", str(question))
    assert found.code == 1
    for words in ("wave 'wave-9'", "person 'E9999'", "'forecasting'?", "workplace 'moon'", "module 'nix'", "CUR503"):
        assert words in found.err
    assert "more.yaml:1:" in found.err and "more.yaml:5:" in found.err


# ── freezes ──


def firm_at(starts_at: str, people: int = 2) -> tuple[object, object]:
    """A confirmed session at a time, and the plan of the day before it."""
    first = planned(small([learner(f"p{n}") for n in range(people)]))
    firm = changed(first.schedule, status=SessionStatus.CONFIRMED, starts_at=starts_at)
    day = dt.date.fromisoformat(starts_at[:10])
    return firm, planned(first.answer.workspace, day - dt.timedelta(days=1), previous=firm)


@pytest.mark.parametrize("starts_at", ["2027-01-27 22:00", "2027-01-23 09:00"], ids=["night", "weekend"])
def test_a_confirmed_session_at_which_nobody_works_stays_and_that_is_said(starts_at: str) -> None:
    firm, second = firm_at(starts_at)
    assert second.schedule.sessions == firm.sessions  # type: ignore[attr-defined]
    done = Scheduled(answer=second.answer, previous=firm, made=second.made, findings=())  # type: ignore
    found = checked(done, second.schedule)
    assert found.made is not None and {d.code.number for d in found.findings} == {"CUR531"}
    assert any("p0 does not work then" in d.message for d in found.findings)


def test_who_is_ill_leaves_a_confirmed_session_and_the_others_stay() -> None:
    first = planned(small([learner("p0"), learner("p1")]))
    firm = changed(first.schedule, status=SessionStatus.CONFIRMED)
    day = dt.date.fromisoformat(firm.sessions[0].starts_at[:10])
    ill = small([learner("p0", leave=(Span(day, day),)), learner("p1")])
    second = planned(ill, day - dt.timedelta(days=1), previous=firm)
    now = next(s for s in second.schedule.sessions if s.id == firm.sessions[0].id)
    assert (now.starts_at, now.people, now.status) == (firm.sessions[0].starts_at, ("p1",), SessionStatus.CONFIRMED)


def test_two_confirmed_sessions_of_one_trainer_at_once_contradict_each_other_even_at_night() -> None:
    people = [learner(f"p{n:02d}") for n in range(20)]
    first = planned(small(people, trainers=(trainer("t1"), trainer("t2"))))
    both = first.schedule
    for n in (0, 1):
        both = changed(both, n, status=SessionStatus.CONFIRMED, starts_at="2027-01-27 22:00", trainer=Ref("t1"))
    second = planned(first.answer.workspace, dt.date(2027, 1, 26), previous=both)
    assert second.made is None
    (found,) = (d for d in second.said if d.code.number == "CUR530")
    assert found.related and found.hint and "s1" in found.message and "s2" in found.message


def test_no_message_says_infeasible() -> None:
    everything_lacks = small([learner("p1", language="fa", share=1)], [live("safety", 500)], rooms={}, trainers=())
    plan = planned(dataclasses.replace(everything_lacks, shifts=()))
    words = [d.message for d in plan.said] + [row.because + row.change for row in plan.schedule.unscheduled]
    assert words and not any("infeasible" in w for w in words)
