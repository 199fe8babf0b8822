"""What is said to give a seat gives it: the sentence is read, its change made to the input, and planned again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.generator import programme
from curriculum.load import load_schedule
from curriculum.model import (
    CanTeach,
    Cover,
    Hours,
    NoSeat,
    Ref,
    Room,
    ScheduleFile,
    Scheduling,
    SeatHelp,
    Span,
    Text,
    Trainer,
    Unscheduled,
    WhatIf,
    Workspace,
)
from curriculum.pipeline import answer_needs
from curriculum.schedule import Asked, Changes, Facts, make_schedule, tried, verify, with_changes
from curriculum.schedule import helps as helps_file
from curriculum.scheduling import schedule_workspace
from tests import builders as b
from tests.conftest import Run
from tests.schedule.small import AS_OF, learner, live, small, trainer
from tests.schedule.test_files import DAY, sample  # noqa: F401  (a fixture)

TRAINER = re.compile(r"one more trainer in (\w+) for '([\w-]+)'(?: at '([\w-]+)')?(?:, on ([-\d: and]+))?")
ROOM = re.compile(r"one more room for (\d+)(?: with ([\w, -]+))? at '([\w-]+)'")
HOURS = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d-\d\d:\d\d)")
RULE = re.compile(r"`(\w+): (\d+)`")
WAVE = re.compile(r"(go-live|training) of the wave '([\w-]+)' (?:on|from) (\d{4}-\d\d-\d\d)")
NO_SEAT = ("tried in vain: ", "not tried")


def as_said(ws: Workspace, said: str) -> Workspace:
    """The workspace with the change that a sentence names; read by this test, with nothing of the product."""
    program = ws.program
    if found := TRAINER.search(said):
        language, module, place, times = found.groups()
        hours = [
            Hours(times=(t,), from_on=(on := dt.date.fromisoformat(d)), until_on=on)
            for d, t in HOURS.findall(times or "")
        ]
        new = Trainer(
            person=Ref("new"),
            teaches=(CanTeach(module=Ref(module)),),
            languages=(language,),
            workplaces=(Ref(place),) if place else (),
            hours=tuple(hours),
        )
        ws = dataclasses.replace(ws, trainers=(*ws.trainers, new))
    if found := ROOM.search(said):
        seats, features, place = found.groups()
        has = tuple(Ref(f) for f in features.split(", ")) if features else ()
        new_room = Room(title=Text({"en": "new"}), workplace=Ref(place), seats=int(seats), features=has)
        program = dataclasses.replace(program, rooms={**program.rooms, "new": new_room})
    for key, number in RULE.findall(said):
        if key == "min_group":
            module = re.search(r"for '([\w-]+)'", said)[1]  # type: ignore[index]
            changed = dataclasses.replace(ws.modules[module], min_group=int(number))
            ws = dataclasses.replace(ws, modules={**ws.modules, module: changed})
        elif key == "stay":
            cover = tuple(dataclasses.replace(c, stay=int(number)) for c in program.scheduling.cover)
            program = dataclasses.replace(program, scheduling=dataclasses.replace(program.scheduling, cover=cover))
        elif key == "training_minutes_per_day":
            policy = dataclasses.replace(program.policy, training_minutes_per_day=int(number))
            program = dataclasses.replace(program, policy=policy)
        else:
            rules = dataclasses.replace(program.scheduling, **{key: int(number)})
            program = dataclasses.replace(program, scheduling=rules)
    if found := WAVE.search(said):
        what, id, day = found[1], found[2], dt.date.fromisoformat(found[3])
        waves = []
        for wave in program.waves:
            if wave.id == id and what == "go-live":
                wave = dataclasses.replace(wave, go_live_on=day)  # noqa: PLW2901
            elif wave.id == id:
                wave = dataclasses.replace(wave, earliest_days_before=(wave.go_live_on - day).days)  # noqa: PLW2901
            waves.append(wave)
        program = dataclasses.replace(program, waves=tuple(waves))
    return dataclasses.replace(ws, program=program)


def has_seat_in_time(made: ScheduleFile, row: Unscheduled) -> bool:
    waits = any((r.person, r.module) == (row.person, row.module) for r in made.unscheduled)
    return not waits and any(s.module == row.module and row.person in s.people for s in made.sessions)


# ── one obstacle after the other ──


def helped(ws: Workspace, as_of: dt.date = AS_OF) -> tuple[ScheduleFile, ScheduleFile]:
    """The schedule as `curriculum schedule` makes it in an empty folder, and that of the input with the first sentence."""
    made = schedule_workspace(Path("/nowhere"), ws, Asked(as_of=as_of, effort=2)).made
    assert made is not None and made.unscheduled
    row = made.unscheduled[0]
    assert row.tried, row.change
    parts_agree(row)
    other = as_said(ws, row.change)
    assert other != ws, row.change
    answer = answer_needs(other, as_of)
    asked = Asked(as_of=as_of, previous=made, afresh="--afresh" in row.change, effort=2)
    after, _ = make_schedule(other, answer.people, answer.plan, asked)
    assert after is not None and has_seat_in_time(after, row), row.change
    assert verify(Facts(other, answer.people, answer.plan, after)) == ()
    return made, after


def parts_agree(row: Unscheduled) -> None:
    """What reports say in other languages is what the sentence says."""
    assert row.help is not None and row.help_anew is ("--afresh" in row.change)
    assert row.help_module is None or row.help is SeatHelp.ROOM or f"'{row.help_module}'" in row.change
    assert row.help_number is None or f": {row.help_number}`" in row.change
    assert row.help_on is None or str(row.help_on) in row.change
    numbered = {SeatHelp.TEAM, SeatHelp.COVER, SeatHelp.WEEK, SeatHelp.DAY, SeatHelp.GROUP}
    assert (row.help in numbered) is (row.help_number is not None)
    if row.help in (SeatHelp.TRAINER, SeatHelp.BOTH):
        assert (row.help_on is not None) is (len({day for day, _ in HOURS.findall(row.change)}) == 1)


def only(made: ScheduleFile) -> tuple[NoSeat | None, str]:
    return made.unscheduled[0].reason, made.unscheduled[0].change


def test_nobody_speaks_the_language() -> None:
    made, _ = helped(small([learner("p1", language="fa")], program=None, languages=("en", "fa")))
    assert only(made) == (
        NoSeat.LANGUAGE,
        "one more trainer in fa for 'safety' at 'office', on 2027-01-29 16:00-17:00",
    )


def test_two_sittings_ask_for_a_trainer_on_two_days() -> None:
    units = (b.unit("one", 90), b.unit("two", 90))
    made, _ = helped(small([learner("p1")], [live("safety", units=units)], trainers=(trainer(teaches=["other"]),)))
    assert only(made)[1].endswith(", on 2027-01-28 15:30-17:00 and 2027-01-29 15:30-17:00")


def test_no_room_has_what_the_module_asks_for() -> None:
    made, _ = helped(small([learner("p1")], [live("safety", features=(Ref("forklift"),), max_group=8)]))
    assert only(made) == (NoSeat.ROOM, "one more room for 8 with forklift at 'office'")


def test_neither_room_nor_trainer() -> None:
    made, _ = helped(small([learner("p1")], rooms={}, trainers=()))
    assert only(made)[1] == (
        "one more trainer in en for 'safety' at 'office', and one more room for 12 at 'office', on 2027-01-29 16:00-17:00"
    )


def test_a_group_is_too_small() -> None:
    made, _ = helped(small([learner("p1"), learner("p2")], [live("safety", min_group=4)]))
    assert only(made) == (NoSeat.TOO_FEW, "`min_group: 2` instead of 4 for 'safety'")


def test_the_week_is_too_short_for_a_share_of_full_time() -> None:
    made, _ = helped(small([learner("p1", share=20)], [live("safety", 120)]))
    assert only(made) == (NoSeat.OWN_TIME, "`minutes_per_week: 600` instead of 480"), "a fifth of it is two hours"


def test_the_day_is_too_short() -> None:
    made, _ = helped(small([learner("p1")], [live("safety", 130)]))
    assert only(made) == (NoSeat.TOO_LONG, "`training_minutes_per_day: 135` instead of 120")


def test_too_many_of_a_team_are_away() -> None:
    """Six of one team, one away at a time, one hour on the only day: all of them need 34 % or so."""
    office = b.workplace("Asia/Riyadh", hours=(Hours(times=("09:00-10:00",)),))
    waves = (b.wave("w1", "2027-01-05", earliest_days_before=1),)
    people = [learner(f"p{n}", manager="boss") for n in range(6)]
    ws = small(people, workplaces={"office": office}, waves=waves, scheduling=Scheduling(away_percent=17))
    made, after = helped(ws)
    assert only(made)[0] is NoSeat.COVER
    assert only(made)[1].startswith("`away_percent: 34` instead of 17: one more of a team of 6")
    assert len(after.unscheduled) < len(made.unscheduled)


def test_a_covered_role_has_too_few_to_spare() -> None:
    office = b.workplace("Asia/Riyadh", hours=(Hours(times=("09:00-10:00",)),))
    waves = (b.wave("w1", "2027-01-05", earliest_days_before=1),)
    rules = Scheduling(away_percent=100, cover=(Cover(role=Ref("worker"), stay=2),))
    made, _ = helped(
        small([learner(f"p{n}") for n in range(3)], workplaces={"office": office}, waves=waves, scheduling=rules)
    )
    assert only(made) == (NoSeat.COVER, "`stay: 1` instead of 2 for the role 'worker'")


def test_in_the_middle_of_a_chain_others_must_move() -> None:
    """Three hours that wait for each other, two of them allowed on the one day; the first two stand late on it."""
    modules = [live("a"), live("b", needs=["a"]), live("c", needs=["b"])]
    waves = (b.wave("w1", "2027-01-12", earliest_days_before=1),)
    made, _ = helped(small([learner("p1")], modules, waves=waves))
    assert made.unscheduled[0].change == ("`training_minutes_per_day: 180` instead of 120, and `--afresh`"), (
        "without planning anew the others would stay where they are"
    )


def test_what_waits_for_another_module_is_helped_by_what_helps_that() -> None:
    modules = [live("first", features=(Ref("forklift"),)), live("second", needs=["first"])]
    made, after = helped(small([learner("p1")], modules))
    changes = {str(row.module): (row.reason, row.change) for row in made.unscheduled}
    assert changes["second"] == (NoSeat.FIRST, "one more room for 12 with forklift at 'office'")
    assert not after.unscheduled


def test_what_nothing_small_helps_is_said_plainly() -> None:
    """Nobody can be trained while away; the due date waits for the return, and then the engagement ends."""
    gone = learner("p1", leave=(Span(dt.date(2027, 1, 1), dt.date(2027, 3, 1)),), ends_on=dt.date(2027, 3, 1))
    made = schedule_workspace(Path("/nowhere"), small([gone]), Asked(as_of=AS_OF)).made
    assert made is not None
    (row,) = made.unscheduled
    assert not row.tried and row.change.startswith("tried in vain: ")


# ── by chance, and on the sample ──


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), tight=st.booleans(), few=st.sampled_from([0.2, 0.4]))
def test_every_change_that_is_said_to_give_a_seat_gives_it(seed: int, tight: bool, few: float) -> None:
    p = programme(50, seed, tight=tight, trainers=few)
    asked = Asked(as_of=p.as_of, effort=1)
    made, _ = make_schedule(p.ws, p.people, p.plan, asked)
    assert made is not None
    again = dataclasses.replace(asked, previous=made)

    def trial(different: WhatIf, afresh: bool) -> ScheduleFile | None:
        return make_schedule(
            with_changes(p.ws, different), p.people, p.plan, dataclasses.replace(again, afresh=afresh)
        )[0]

    found = tried(Changes(p.ws, p.people, p.plan, p.as_of), made, trial, lambda: False)
    for said, number in Counter(row.change for row in found.unscheduled if row.tried).items():
        anew = dataclasses.replace(again, afresh="--afresh" in said)
        after, _ = make_schedule(as_said(p.ws, said), p.people, p.plan, anew)
        seats = [
            after and has_seat_in_time(after, row) for row in found.unscheduled if row.tried and row.change == said
        ]
        assert seats == [True] * number, said
    assert all(row.change.startswith(NO_SEAT) for row in found.unscheduled if not row.tried)


@pytest.mark.parametrize(
    ("file", "was", "instead"),
    [
        ("people/trainers.yaml", "languages: [he, ar, en]", "languages: [ar, en]"),
        ("program.yaml", "minutes_per_week: 480", "minutes_per_week: 75"),
    ],
)
def test_on_the_sample(run: Run, sample: Path, file: str, was: str, instead: str) -> None:  # noqa: F811
    """Each sentence of the schedule file is followed, one at a time."""
    text = (sample / file).read_text("utf-8")
    assert was in text
    (sample / file).write_text(text.replace(was, instead), "utf-8")
    assert run("schedule", "-w", str(sample), "--as-of", DAY).code == 0
    made, _ = load_schedule(sample)
    assert made is not None
    from curriculum.pipeline import open_workspace

    ws, as_of = open_workspace(sample).ready, dt.date.fromisoformat(DAY)
    for said in sorted({row.change for row in made.unscheduled if row.tried}):
        other = as_said(ws, said)
        answer = answer_needs(other, as_of)
        after, _ = make_schedule(
            other, answer.people, answer.plan, Asked(as_of=as_of, previous=made, afresh="--afresh" in said)
        )
        assert after is not None
        assert all(has_seat_in_time(after, row) for row in made.unscheduled if row.tried and row.change == said), said
    assert all(row.tried or row.change.startswith(NO_SEAT) for row in made.unscheduled)
    assert "languages" not in was or (made.unscheduled and all(row.tried for row in made.unscheduled))


def test_where_trying_would_take_too_long_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    ws = small([learner("p1", language="fa"), learner("p2")], program=None, languages=("en", "fa"))
    monkeypatch.setattr(helps_file, "_SEATS_TRIED", 0)
    made = schedule_workspace(Path("/nowhere"), ws, Asked(as_of=AS_OF)).made
    assert made is not None
    (row,) = made.unscheduled
    assert (row.tried, row.change) == (False, "not tried, but perhaps: one more trainer in fa for 'safety' at 'office'")


def test_when_the_time_is_over_nothing_more_is_tried() -> None:
    ws = small([learner("p1", language="fa")], program=None, languages=("en", "fa"))
    made = schedule_workspace(Path("/nowhere"), ws, Asked(as_of=AS_OF, stop=lambda: True)).made
    assert made is not None and made.unscheduled[0].change.startswith("not tried")
