"""Planning again: few people moved, firm sessions kept, the difference listed (rule 34)."""

from __future__ import annotations

import dataclasses
import datetime as dt

from bench.generator import AS_OF as BENCH_DAY
from bench.generator import programme
from curriculum.model import Away, Ref, ScheduleFile, SessionStatus, Span
from curriculum.schedule import Asked, Facts, make_schedule, verify
from curriculum.schedule.said import difference_lines
from curriculum.scheduling import Scheduled, checked
from tests import builders as b
from tests.schedule.small import AS_OF, Planned, changed, learner, live, planned, small, trainer


def again(ws_people: Planned, previous: ScheduleFile, ws=None, as_of: dt.date = AS_OF) -> Planned:  # type: ignore[no-untyped-def]
    return planned(ws or ws_people.answer.workspace, as_of, previous=previous)


def moved(before: ScheduleFile, after: ScheduleFile) -> list[str]:
    old = {s.id: (s.starts_at, s.trainer, s.room, s.people) for s in before.sessions}
    return [s.id for s in after.sessions if old.get(s.id) != (s.starts_at, s.trainer, s.room, s.people)]


def test_rule_34_nothing_changed_gives_the_same_schedule() -> None:
    first = planned(small([learner(f"p{n}") for n in range(8)], [live("safety"), live("machines", needs=["safety"])]))
    second = again(first, first.schedule)
    assert dataclasses.replace(second.schedule, effort=0) == dataclasses.replace(first.schedule, effort=0)
    assert list(difference_lines(first.schedule, second.schedule)) == ["nothing changed since the last schedule"]


def test_rule_34_the_same_at_any_size() -> None:
    p = programme(300)
    first, _ = make_schedule(p.ws, p.people, p.plan, Asked(as_of=p.as_of, effort=3))
    assert first is not None
    second, _ = make_schedule(p.ws, p.people, p.plan, Asked(as_of=p.as_of, previous=first, effort=3))
    assert second is not None and second.sessions == first.sessions


def test_rule_34_who_falls_ill_gets_another_seat_and_nobody_else_moves() -> None:
    people = [learner(f"p{n:02d}") for n in range(20)]
    first = planned(small(people))
    assert len(first.schedule.sessions) == 2
    session = first.schedule.sessions[0]
    day = dt.date.fromisoformat(session.starts_at[:10])
    ill = session.people[0]
    people = [p._replace(leave=(Span(day, day),)) if p.id == ill else p for p in people]
    second = again(first, first.schedule, small(people))
    assert second.breaches() == ()
    assert not any(ill in s.people for s in second.schedule.sessions if s.starts_at[:10] == str(day))
    now = {s.id: s for s in second.schedule.sessions}
    for before in first.schedule.sessions:
        assert set(before.people) - {ill} <= set(now[before.id].people)
        assert now[before.id].starts_at == before.starts_at


def test_rule_34_another_trainer_takes_over_before_a_time_is_moved() -> None:
    ws = small([learner("p1"), learner("p2")], trainers=(trainer("t1"), trainer("t2", minutes_per_week=60)))
    first = planned(ws)
    session = first.schedule.sessions[0]
    day = dt.date.fromisoformat(session.starts_at[:10])
    out = tuple(
        dataclasses.replace(t, leave=(Away(from_on=day, until_on=day),)) if t.person == session.trainer else t
        for t in ws.trainers
    )
    second = again(first, first.schedule, dataclasses.replace(ws, trainers=out))
    now = second.schedule.sessions[0]
    assert (now.id, now.starts_at, now.people) == (session.id, session.starts_at, session.people)
    assert now.trainer != session.trainer and now.sequence == 1
    lines = list(difference_lines(first.schedule, second.schedule))
    assert any(f"trainer {now.trainer} instead of {session.trainer}" in line for line in lines)


def test_rule_34_a_session_whose_only_trainer_is_out_moves_and_keeps_its_id() -> None:
    ws = small([learner("p1"), learner("p2")])
    first = planned(ws)
    session = first.schedule.sessions[0]
    day = dt.date.fromisoformat(session.starts_at[:10])
    out = (dataclasses.replace(ws.trainers[0], leave=(Away(from_on=day, until_on=day),)),)
    second = again(first, first.schedule, dataclasses.replace(ws, trainers=out))
    now = second.schedule.sessions[0]
    assert now.id == session.id and now.starts_at[:10] != str(day) and now.sequence == 1
    assert second.breaches() == ()


def test_rule_34_a_confirmed_session_inside_the_frozen_days_stays_even_so_and_that_is_said() -> None:
    ws = small([learner("p1"), learner("p2")])
    first = planned(ws)
    session = first.schedule.sessions[0]
    day = dt.date.fromisoformat(session.starts_at[:10])
    firm = changed(first.schedule, status=SessionStatus.CONFIRMED)
    out = (dataclasses.replace(ws.trainers[0], leave=(Away(from_on=day, until_on=day),)),)
    second = again(first, firm, dataclasses.replace(ws, trainers=out), as_of=day - dt.timedelta(days=3))
    assert second.schedule.sessions[0].starts_at == session.starts_at
    done = Scheduled(answer=second.answer, previous=firm, made=second.made, findings=second.said)
    after = checked(done, second.schedule)
    (said,) = (d for d in after.findings if d.code.number == "CUR531")
    assert "leave: s1: trainer t1 is away" in said.message and after.made == second.made


def test_contradictory_freezes_are_an_error_with_both_places() -> None:
    first = planned(small([learner(f"p{n:02d}") for n in range(20)]))
    one = first.schedule.sessions[0]
    day = dt.date.fromisoformat(one.starts_at[:10])
    both = changed(first.schedule, 0, status=SessionStatus.CONFIRMED)
    both = changed(both, 1, status=SessionStatus.CONFIRMED, starts_at=one.starts_at, trainer=one.trainer)
    second = again(first, both, as_of=day - dt.timedelta(days=2))
    assert second.made is None
    found = next(d for d in second.said if d.code.number == "CUR530")
    assert found.related and found.hint


def test_a_joiner_takes_a_free_seat_and_a_leaver_frees_one() -> None:
    """Rule 11."""
    people = [learner(f"p{n}") for n in range(4)]
    first = planned(small(people))
    joined = again(first, first.schedule, small([*people, learner("p9")]))
    assert len(joined.schedule.sessions) == 1 and "p9" in joined.schedule.sessions[0].people
    left = again(first, joined.schedule, small([*people[1:], learner("p9")]))
    assert set(left.schedule.sessions[0].people) == {"p1", "p2", "p3", "p9"}


def test_a_session_nobody_needs_is_cancelled_and_its_id_is_never_used_again() -> None:
    people = [learner("p1"), learner("p2")]
    first = planned(small(people))
    empty = again(first, first.schedule, small([]))
    assert [c.id for c in empty.schedule.cancelled] == ["s1"] and not empty.schedule.sessions
    assert empty.schedule.cancelled[0].sequence == 1
    back = again(first, empty.schedule, small(people))
    assert [s.id for s in back.schedule.sessions] == ["s2"]


def test_unknown_words_of_a_schedule_are_said_and_repeated_ids_stop_it() -> None:
    first = planned(small([learner("p1")]))
    wrong = changed(first.schedule, people=(Ref("nobody"),), module=Ref("gone"))
    second = again(first, wrong)
    assert {d.message for d in second.said if d.code.number == "CUR532"} == {
        "session 's1': there is no module 'gone'",
        "session 's1': there is no person 'nobody'",
    }
    double = dataclasses.replace(first.schedule, sessions=first.schedule.sessions * 2)
    assert "CUR533" in {d.code.number for d in again(first, double).said}


def test_rule_34_a_disturbed_programme_moves_few_seats() -> None:
    """2 % ill for five days, 3 % of the trainers out for three: under 3 % of the seats move; afresh nearly all would."""
    p = programme(500)
    first, _ = make_schedule(p.ws, p.people, p.plan, Asked(as_of=p.as_of, effort=2))
    assert first is not None
    day = BENCH_DAY + dt.timedelta(days=20)
    sick = Span(day + dt.timedelta(days=1), day + dt.timedelta(days=5))
    people = tuple(
        dataclasses.replace(f, person=f.person._replace(leave=(*f.person.leave, sick))) if n % 50 == 7 else f
        for n, f in enumerate(p.people)
    )
    away = Away(from_on=day + dt.timedelta(days=1), until_on=day + dt.timedelta(days=3))
    trainers = tuple(
        dataclasses.replace(t, leave=(*t.leave, away)) if n % 33 == 5 else t for n, t in enumerate(p.ws.trainers)
    )
    ws = dataclasses.replace(p.ws, trainers=trainers)
    second, _ = make_schedule(ws, people, p.plan, Asked(as_of=day, previous=first))
    assert second is not None
    assert verify(Facts(ws, people, p.plan, second, first)) == ()
    before = {(x, s.module, s.part): s.starts_at for s in first.sessions for x in s.people}
    now = {(x, s.module, s.part): s.starts_at for s in second.sessions for x in s.people}
    seats = [k for k in before if k in now]
    assert sum(before[k] != now[k] for k in seats) <= 0.03 * len(seats)


def test_what_is_over_counts_as_attended_until_evidence_had_time_to_arrive() -> None:
    ws = small([learner("p1"), learner("p2")], [live("safety"), live("machines", needs=["safety"])])
    first = planned(ws)
    one, other = first.schedule.sessions
    between = dt.date.fromisoformat(one.starts_at[:10])
    if other.starts_at[:10] == one.starts_at[:10]:
        moved_on = changed(first.schedule, 0, starts_at=f"{between - dt.timedelta(days=4)} 09:00")
        first, between = dataclasses.replace(first, made=moved_on), between - dt.timedelta(days=4)
    second = again(first, first.schedule, as_of=between)
    assert second.schedule.sessions == first.schedule.sessions and not second.schedule.cancelled
    assert second.breaches() == ()
    later = again(first, second.schedule, as_of=between + dt.timedelta(days=60))
    assert "s3" in {s.id for s in later.schedule.sessions}, "still no evidence: a new seat"


def test_further_sittings_of_a_group_that_met_stay() -> None:
    units = (b.unit("one", 90), b.unit("two", 90))
    first = planned(small([learner("p1"), learner("p2")], [live("safety", units=units)]))
    assert [s.part for s in first.schedule.sessions] == [1, 2]
    day = dt.date.fromisoformat(first.schedule.sessions[0].starts_at[:10])
    second = again(first, first.schedule, as_of=day)
    assert second.schedule.sessions == first.schedule.sessions and second.breaches() == ()


def test_a_kept_seat_does_not_wait_again_for_what_is_taken_alone_before_it() -> None:
    modules = [live("reading", 120, delivery="self-paced"), live("machines", needs=["reading"])]
    first = planned(small([learner("p1")], modules))
    day = dt.date.fromisoformat(first.schedule.sessions[0].starts_at[:10])
    second = again(first, first.schedule, as_of=day - dt.timedelta(days=1))
    assert second.schedule.sessions == first.schedule.sessions


def test_rule_34_who_has_no_time_before_a_kept_later_seat_leaves_that_one_too_and_is_late_with_both() -> None:
    """Two sittings on two days do not fit before it: late in both is better than no seat in either."""
    sittings = (b.unit("one", 90), b.unit("two", 90))
    modules = [live("safety", units=sittings), live("machines", needs=["safety"])]
    people = [learner(f"p{n}") for n in range(5)]
    first = planned(small(people, modules))
    one, _, kept = sorted(first.schedule.sessions, key=lambda s: s.starts_at)
    from_on, until_on = (dt.date.fromisoformat(s.starts_at[:10]) for s in (one, kept))
    as_of = from_on - dt.timedelta(days=1)
    sick = Span(from_on, until_on - dt.timedelta(days=1))
    people = [p._replace(leave=(sick,)) if p.id in ("p1", "p2") else p for p in people]
    second = again(first, first.schedule, small(people, modules), as_of)
    assert second.breaches() == ()
    taken = {p: [s for s in second.schedule.sessions if p in s.people] for p in ("p1", "p2")}
    for sessions in taken.values():
        found = [(str(s.module), s.part) for s in sorted(sessions, key=lambda s: s.starts_at)]
        assert found == [("safety", 1), ("safety", 2), ("machines", 1)]
    assert taken["p1"] == taken["p2"], "together, not one by one"
    assert all(row.late_on for row in second.schedule.unscheduled)
    now = {s.id: s.starts_at for s in second.schedule.sessions if "p3" in s.people}
    assert now == {s.id: s.starts_at for s in first.schedule.sessions}, "nobody else moves"


def test_rule_34_a_firm_later_seat_does_not_give_way() -> None:
    """A confirmed session inside the frozen days is not left to make time for what comes before it."""
    modules = [live("safety", units=(b.unit("one", 90), b.unit("two", 90))), live("machines", needs=["safety"])]
    people = [learner(f"p{n}") for n in range(5)]
    first = planned(small(people, modules))
    one, _, kept = sorted(first.schedule.sessions, key=lambda s: s.starts_at)
    from_on, until_on = (dt.date.fromisoformat(s.starts_at[:10]) for s in (one, kept))
    sick = Span(from_on, until_on - dt.timedelta(days=1))
    people = [p._replace(leave=(sick,)) if p.id == "p1" else p for p in people]
    firm = changed(first.schedule, first.schedule.sessions.index(kept), status=SessionStatus.CONFIRMED)
    second = again(first, firm, small(people, modules), from_on - dt.timedelta(days=1))
    assert not [s for s in second.schedule.sessions if s.module == "machines" and s.id != kept.id]
    assert {row.module for row in second.schedule.unscheduled if row.person == "p1"} == {"safety", "machines"}
