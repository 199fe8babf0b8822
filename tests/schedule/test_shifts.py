"""People who do not keep the hours of their workplace: `people/shifts.yaml`, a hard rule."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.generator import AS_OF as BENCH_DAY
from bench.generator import programme
from curriculum.model import Hours, Policy, Ref, Shift, Turn, Weekday
from curriculum.schedule import Asked, Facts, make_schedule, verify
from tests import builders as b
from tests.conftest import Run
from tests.schedule.small import Planned, changed, learner, live, planned, small
from tests.schedule.test_files import DAY, sample  # noqa: F401  (a fixture)

FRI, SAT, SUN = Weekday.FRIDAY, Weekday.SATURDAY, Weekday.SUNDAY
ALWAYS = (Hours(times=("00:00-12:00", "12:00-24:00"), days=tuple(Weekday)),)
OFFICE = {"office": b.workplace("Asia/Riyadh", weekend=(FRI, SAT))}  # go-live is on Monday, 1 February


def on_shift(*turns: Turn, modules: Any = None, people: tuple[str, ...] = ("p1",), **parts: Any) -> Planned:
    """People on shifts; trainer and room are there day and night, also at the weekend."""
    ws = small([learner(p) for p in people], modules or [live("safety")], workplaces=OFFICE, **parts)
    night = dataclasses.replace(ws.trainers[0], workplaces=(Ref("other"), Ref("office")), hours=ALWAYS)
    places = {**OFFICE, "other": b.workplace("Asia/Riyadh", weekend=())}
    program = dataclasses.replace(ws.program, workplaces=places)
    shifts = (Shift(people=tuple(map(Ref, people)), turns=turns),)
    return planned(dataclasses.replace(ws, program=program, trainers=(night,), shifts=shifts))


def starts(plan: Planned) -> list[str]:
    assert plan.breaches() == ()
    return [s.starts_at for s in plan.schedule.sessions]


def test_a_shift_takes_the_place_of_the_hours_of_the_workplace() -> None:
    assert starts(on_shift(Turn(times=("06:00-08:00",)))) == ["2027-01-31 07:00"]


def test_a_day_of_the_weekend_counts_where_it_is_named_and_the_last_turn_that_fits_wins() -> None:
    usual = Turn(times=("06:00-14:00",))
    saturday = Turn(times=("18:00-20:00",), days=(SAT,), until_on=dt.date(2027, 1, 30))
    off = Turn(times=(), from_on=dt.date(2027, 1, 31))
    assert starts(on_shift(usual, off)) == ["2027-01-28 13:00"], "Thursday"
    assert starts(on_shift(usual, saturday, off)) == ["2027-01-30 19:00"]


def test_early_and_late_weeks_take_turns() -> None:
    early = Turn(times=("06:00-14:00",), from_on=dt.date(2027, 1, 3), every_weeks=2)
    late = Turn(times=("14:00-22:00",), from_on=dt.date(2027, 1, 10), every_weeks=2)
    assert starts(on_shift(early, late)) == ["2027-01-31 13:00"], "four weeks after the first early week"
    assert starts(on_shift(late)) == ["2027-01-28 21:00"], "in an early week nobody said when"


def test_a_night_goes_on_after_midnight() -> None:
    """An hour and a half in a shift from 23:00 to 00:30: it begins on Wednesday and ends on Thursday."""
    turns = Turn(times=("00:00-00:30", "23:00-24:00"), days=(Weekday.WEDNESDAY, Weekday.THURSDAY))
    plan = on_shift(turns, modules=[live("safety", 90)])
    assert starts(plan) == ["2027-01-27 23:00"]
    later = changed(plan.schedule, starts_at="2027-01-27 23:15")
    assert {breach.rule for breach in plan.breaches(later)} == {"working time"}


def test_public_holidays_and_leave_stay_free() -> None:
    closed = {"office": b.workplace("Asia/Riyadh", weekend=(FRI, SAT), holidays=(dt.date(2027, 1, 31),))}
    ws = small([learner("p1")], workplaces=closed)
    shift = Shift(people=(Ref("p1"),), turns=(Turn(times=("09:00-12:00",), days=tuple(Weekday)),))
    plan = planned(dataclasses.replace(ws, shifts=(shift,)))
    assert starts(plan) == ["2027-01-28 11:00"], "a Thursday: the trainer rests on Friday and Saturday"


def test_people_on_different_shifts_meet_where_both_work() -> None:
    ws = small([learner("p1"), learner("p2")], workplaces=OFFICE)
    shifts = (
        Shift(people=(Ref("p1"),), turns=(Turn(times=("06:00-11:00",)),)),
        Shift(people=(Ref("p2"),), turns=(Turn(times=("10:00-18:00",)),)),
    )
    plan = planned(dataclasses.replace(ws, shifts=shifts))
    assert starts(plan) == ["2027-01-31 10:00"] and len(plan.schedule.sessions[0].people) == 2


def test_a_trainer_with_shifts_and_no_hours_teaches_on_shift() -> None:
    ws = small([learner("p1")], workplaces=OFFICE)
    shift = Shift(people=(Ref("t1"),), turns=(Turn(times=("09:00-11:00",), days=(SUN,)),))
    plan = planned(dataclasses.replace(ws, shifts=(shift,)))
    assert starts(plan) == ["2027-01-31 10:00"]
    late = changed(plan.schedule, starts_at="2027-01-31 13:00")
    assert {breach.rule for breach in plan.breaches(late)} == {"working time"}


def test_a_session_outside_a_shift_is_found() -> None:
    plan = on_shift(Turn(times=("06:00-08:00",)))
    later = changed(plan.schedule, starts_at="2027-01-31 10:00")
    assert [(breach.rule, breach.said) for breach in plan.breaches(later)] == [
        ("working time", "s1: p1 does not work then")
    ]


def test_a_session_over_two_stretches_without_a_break_is_no_breach() -> None:
    """`09:00-12:00` and `12:00-17:00`: noon is no break."""
    hours = (Hours(times=("09:00-12:00", "12:00-12:30")),)
    plan = planned(
        small(
            [learner("p1")],
            [live("safety", 210)],
            workplaces={"office": b.workplace(hours=hours)},
            policy=Policy(training_minutes_per_day=240),
        )
    )
    assert starts(plan) == ["2027-01-29 09:00"]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), data=st.data())
def test_every_schedule_of_people_on_shifts_passes(seed: int, data: st.DataObject) -> None:
    """Three kinds of shifts among a third of the people."""
    p = programme(90, seed)
    turns = st.builds(
        Turn,
        times=st.sampled_from([(), ("06:00-10:00",), ("08:00-12:00", "12:00-16:00"), ("00:00-02:00", "20:00-24:00")]),
        days=st.sampled_from([(), (SUN, SAT), (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY)]),
        from_on=st.dates(BENCH_DAY, BENCH_DAY + dt.timedelta(days=60)),
        every_weeks=st.integers(1, 3),
    )
    kinds = [tuple(data.draw(st.lists(turns, min_size=1, max_size=4))) for _ in range(3)]
    ids = [f.person.id for f in p.people]
    shifts = tuple(Shift(people=tuple(map(Ref, ids[n::9])), turns=kind) for n, kind in enumerate(kinds))
    ws = dataclasses.replace(p.ws, shifts=shifts)
    made, _ = make_schedule(ws, p.people, p.plan, Asked(as_of=p.as_of, effort=2))
    assert made is not None
    assert verify(Facts(ws, p.people, p.plan, made)) == ()
    assert all(q.lead_days_at_least <= q.lead_days or q.without or q.late for q in made.quality)


def test_the_file_is_read_and_followed(run: Run, sample: Path) -> None:  # noqa: F811
    """E1017 works evenings only; nobody teaches then, and `unscheduled` says that it is the shift."""
    (sample / "people" / "shifts.yaml").write_text(
        'shifts:\n  - people: [E1017]\n    turns:\n      - times: ["18:00-23:00"]\n', "utf-8"
    )
    assert run("check", "-w", str(sample)).code == 0
    found = run("schedule", "-w", str(sample), "--as-of", DAY, "--by", "waiting")
    assert found.code == 0 and "E1017" in found.out
    assert "keeps every hard rule" in run("schedule", "-w", str(sample), "--as-of", DAY, "--verify").out
