"""Planning again in the middle of a wave: groups that met already go on, and all of it keeps the rules."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from bench.generator import programme
from curriculum import scheduling
from curriculum.model import Away, Scheduling, Session, Workspace
from curriculum.schedule import Asked, Breach, Facts, make_schedule, verify
from curriculum.schedule.verify import prerequisites_first
from curriculum.scheduling import Scheduled, checked
from tests import builders as b
from tests.conftest import Run
from tests.schedule.small import Planned, changed, learner, live, planned, room, small, trainer
from tests.schedule.test_files import DAY, SCHEDULE, sample  # noqa: F401  (a fixture)

HALVES = (b.unit("one", 90), b.unit("two", 90))


def in_halves(ws: Workspace) -> Workspace:
    """Every second module in two sittings."""
    modules = {
        name: dataclasses.replace(m, units=HALVES, sitting_minutes=90) if n % 2 else m
        for n, (name, m) in enumerate(ws.modules.items())
    }
    return dataclasses.replace(ws, modules=modules)


def begun(midway: Planned) -> tuple[Planned, dt.date]:
    """A schedule and the day on which its first group met."""
    return midway, dt.date.fromisoformat(midway.schedule.sessions[0].starts_at[:10])


@pytest.mark.parametrize("afresh", [False, True])
def test_a_plan_made_on_any_day_of_a_wave_keeps_every_rule(afresh: bool) -> None:
    """Teams are shared between groups that met and new ones: coverage must count both."""
    p = programme(300)
    ws = in_halves(p.ws)
    first, _ = make_schedule(ws, p.people, p.plan, Asked(as_of=p.as_of, effort=1))
    assert first is not None
    days = sorted({s.starts_at[:10] for s in first.sessions if s.parts == 2})
    for day in map(dt.date.fromisoformat, days[3 :: len(days) // 4]):
        asked = Asked(as_of=day, previous=first, afresh=afresh, effort=1)
        second, _ = make_schedule(ws, p.people, p.plan, asked)
        assert second is not None
        met = {s.group for s in first.sessions if s.starts_at[:10] <= str(day)}
        assert any(s.group in met and s.starts_at[:10] > str(day) for s in second.sessions), "nothing is running"
        assert verify(Facts(ws, p.people, p.plan, second)) == ()


def test_running_sittings_count_towards_the_week() -> None:
    """90 of 120 minutes are taken: what is new and takes 60 waits for another week."""
    first, day = begun(planned(small([learner("p1")], [live("safety", units=HALVES, sitting_minutes=90)])))
    rest = first.schedule.sessions[1]
    ws = small(
        [learner("p1")],
        [live("safety", units=HALVES, sitting_minutes=90), live("machines")],
        scheduling=Scheduling(minutes_per_week=120),
    )
    second = planned(ws, day, previous=first.schedule)
    assert rest in second.schedule.sessions and second.breaches() == ()
    new = next(s for s in second.schedule.sessions if s.module == "machines")
    assert week(new) != week(rest)


def week(session: Session) -> int:
    """The number of the working week (from Sunday) of a session."""
    return dt.date.fromisoformat(session.starts_at[:10]).toordinal() // 7


def test_what_waits_for_a_running_module_waits_for_its_last_sitting() -> None:
    halves = live("safety", units=HALVES, sitting_minutes=90)
    first, day = begun(planned(small([learner("p1")], [halves])))
    ws = small([learner("p1")], [halves, live("machines", needs=["safety"])])
    second = planned(ws, day, previous=first.schedule)
    last = first.schedule.sessions[1]
    new = next(s for s in second.schedule.sessions if s.module == "machines")
    assert new.starts_at > last.starts_at and second.breaches() == ()
    early = changed(second.schedule, second.schedule.sessions.index(new), starts_at=f"{last.starts_at[:10]} 07:00")
    answer = second.answer
    facts = Facts(answer.workspace, answer.people, answer.plan, early)
    assert [breach.rule for breach in prerequisites_first(facts)] == ["order"]


def test_a_running_sitting_whose_trainer_falls_ill_stays_and_that_is_said() -> None:
    first, day = begun(planned(small([learner("p1")], [live("safety", units=HALVES, sitting_minutes=90)])))
    rest = first.schedule.sessions[1]
    on = dt.date.fromisoformat(rest.starts_at[:10])
    ws = first.answer.workspace
    ws = dataclasses.replace(ws, trainers=(trainer(leave=(Away(from_on=on, until_on=on),)),))
    second = planned(ws, day, previous=first.schedule)
    done = Scheduled(answer=second.answer, previous=first.schedule, made=second.made, findings=second.said)
    after = checked(done, second.schedule)
    assert after.made == second.made
    assert [d.code.number for d in after.findings] == ["CUR531"]
    assert "trainer t1 is away" in after.findings[0].message


# ── nothing that breaks a rule is written ──


def test_a_schedule_that_breaks_a_rule_is_withheld_as_our_mistake() -> None:
    """A solver that puts two groups into one room at once."""
    people = [learner(f"p{n:02d}") for n in range(20)]
    good = planned(small(people, trainers=(trainer("t1"), trainer("t2")), rooms={"a": room(), "b": room()}))
    one = good.schedule.sessions[0]
    bad = changed(good.schedule, 1, starts_at=one.starts_at, room=one.room)
    done = Scheduled(answer=good.answer, previous=None, made=bad, findings=())
    after = checked(done, bad)
    assert after.made is None
    assert any(d.code.number == "CUR541" and d.message.startswith("room twice") for d in after.findings)
    assert checked(done, good.schedule).made == good.schedule


def test_the_verb_writes_nothing_where_the_check_objects(
    run: Run,
    sample: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("schedule", "-w", str(sample), "--as-of", DAY).code == 0
    before = (sample / SCHEDULE).read_bytes()
    objection = (Breach("room twice", (), "made up by this test"),)
    monkeypatch.setattr(scheduling, "verify", lambda _: objection)
    found = run("schedule", "-w", str(sample), "--as-of", DAY, "--afresh")
    assert found.code == 1 and "CUR541" in found.err and "nothing was written" in found.err
    assert (sample / SCHEDULE).read_bytes() == before
