"""Planning again in the middle of a wave: groups that met already go on, and all of it keeps the rules."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from bench.generator import programme
from curriculum import scheduling
from curriculum.model import Away, Ref, Scheduling, Session, SessionStatus, Trainer, Workspace
from curriculum.schedule import Asked, Breach, Facts, make_schedule, verify
from curriculum.schedule.said import difference_lines
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


def in_the_last_week(first_on: str, second_on: str, as_of: str, weekly: int) -> Planned:
    """A group whose sittings of 90 minutes are on these days, and a new module of an hour, due on Sunday, 31 January.

    The week is from Monday, 25 January, on.
    """
    halves = live("safety", units=HALVES, sitting_minutes=90)
    first = planned(small([learner("p1")], [halves])).schedule
    first = changed(changed(first, 0, starts_at=f"{first_on} 09:00"), 1, starts_at=f"{second_on} 09:00")
    rules = Scheduling(minutes_per_week=weekly)
    ws = small([learner("p1")], [halves, live("machines")], scheduling=rules)
    second = planned(ws, dt.date.fromisoformat(as_of), previous=first)
    assert set(first.sessions) <= set(second.schedule.sessions) and second.breaches() == ()
    return second


@pytest.mark.parametrize(
    ("first_on", "second_on", "as_of"),
    [
        pytest.param("2027-01-21", "2027-01-28", "2027-01-25", id="ahead"),
        pytest.param("2027-01-26", "2027-02-03", "2027-01-27", id="over"),
        pytest.param("2027-01-27", "2027-02-03", "2027-01-27", id="today"),
    ],
)
def test_sittings_of_a_group_that_met_count_towards_the_week(first_on: str, second_on: str, as_of: str) -> None:
    """90 minutes of this week are taken: an hour more fits into 150, and not into 120; then it comes too late."""
    enough = in_the_last_week(first_on, second_on, as_of, 150)
    new = next(s for s in enough.schedule.sessions if s.module == "machines")
    assert "2027-01-25" < new.starts_at < "2027-01-30" and not enough.schedule.unscheduled
    scarce = in_the_last_week(first_on, second_on, as_of, 120)
    new = next(s for s in scarce.schedule.sessions if s.module == "machines")
    assert new.starts_at > "2027-02-01" and scarce.schedule.unscheduled
    crowded = changed(scarce.schedule, scarce.schedule.sessions.index(new), starts_at="2027-01-29 09:00")
    assert [breach.rule for breach in scarce.breaches(crowded)] == ["minutes per week"]


def test_sittings_that_are_over_count_towards_the_week_of_the_trainer() -> None:
    """The trainer taught 90 minutes on Tuesday, to somebody else, and may teach 120 in a week."""
    halves = live("safety", units=HALVES, sitting_minutes=90)
    first = planned(small([learner("p1")], [halves])).schedule
    first = changed(changed(first, 0, starts_at="2027-01-26 09:00"), 1, starts_at="2027-02-03 09:00")
    for weekly, late in ((150, False), (120, True)):
        who = (trainer(teaches=["safety", "machines"], minutes_per_week=weekly),)
        people = [learner("p1"), learner("p2", roles="other")]
        roles = [b.role("worker", requires=["safety beginner"]), b.role("other", requires=["machines beginner"])]
        ws = small(people, [halves, live("machines")], trainers=who, roles=roles)
        second = planned(ws, dt.date(2027, 1, 27), previous=first)
        new = next(s for s in second.schedule.sessions if s.module == "machines")
        assert (new.starts_at > "2027-02-01") is late and second.breaches() == ()


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


def ill_on_the_second_day(*others: Trainer, **parts: object) -> tuple[Planned, Session, Planned]:
    """t1 led the first sitting and is ill on the day of the second: before, that sitting, after."""
    first, day = begun(planned(small([learner("p1")], [live("safety", units=HALVES, sitting_minutes=90)])))
    rest = first.schedule.sessions[1]
    on = dt.date.fromisoformat(rest.starts_at[:10])
    before = changed(first.schedule, 1, **parts)
    ws = first.answer.workspace
    ws = dataclasses.replace(ws, trainers=(trainer(leave=(Away(from_on=on, until_on=on),)), *others))
    return dataclasses.replace(first, made=before), rest, planned(ws, day, previous=before)


def as_the_verb_says_it(before: Planned, after: Planned) -> Scheduled:
    done = Scheduled(answer=after.answer, previous=before.schedule, made=after.made, findings=after.said)
    return checked(done, after.schedule)


def test_rule_34_a_running_sitting_whose_trainer_falls_ill_gets_another_one_who_is_free_and_able() -> None:
    """t2 may not teach it, t3 does not speak the language, p1 learns it in this group; t5 can."""
    others = (trainer("t2", ["machines"]), trainer("t3", languages=("fa",)), trainer("p1"), trainer("t5"))
    before, rest, after = ill_on_the_second_day(*others)
    now = after.schedule.sessions[1]
    assert (
        now == dataclasses.replace(rest, trainer="t5", sequence=1, led_before=(Ref("t1"),)) and after.breaches() == ()
    )
    assert not as_the_verb_says_it(before, after).findings
    assert "  s2 safety: trainer t5 instead of t1" in list(difference_lines(before.schedule, after.schedule))


def test_rule_34_a_running_sitting_whose_room_is_gone_gets_another_one() -> None:
    first, day = begun(planned(small([learner("p1")], [live("safety", units=HALVES, sitting_minutes=90)])))
    ws = first.answer.workspace
    ws = dataclasses.replace(ws, program=dataclasses.replace(ws.program, rooms={"other": room()}))
    after = planned(ws, day, previous=first.schedule)
    assert [s.room for s in after.schedule.sessions] == ["room", "other"] and after.breaches() == ()


def test_a_running_sitting_that_nobody_else_can_lead_stays_and_that_is_said() -> None:
    before, rest, after = ill_on_the_second_day(trainer("t2", ["machines"]))
    assert rest in after.schedule.sessions
    done = as_the_verb_says_it(before, after)
    assert done.made == after.made
    (said,) = done.findings
    assert said.code.number == "CUR531" and "trainer t1 is away" in said.message
    assert said.hint == "no other trainer is free then who may lead it: give s2 another time in people/schedule.yaml"


def test_a_confirmed_sitting_stays_and_who_could_lead_it_is_said() -> None:
    """A promise was made to people: the coordinator decides."""
    before, rest, after = ill_on_the_second_day(trainer("t2"), trainer("t3"), status=SessionStatus.CONFIRMED)
    assert after.schedule.sessions[1].trainer == rest.trainer
    (said,) = as_the_verb_says_it(before, after).findings
    assert said.code.number == "CUR531" and "trainer t1 is away" in said.message
    assert said.hint == "free then and able: t2, t3; write one of them into `trainer:` of s2"
    mended = changed(after.schedule, 1, trainer=Ref("t2"))
    again = planned(after.answer.workspace, after.schedule.as_of, previous=mended)
    assert again.schedule.sessions == mended.sessions and again.breaches() == ()


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
