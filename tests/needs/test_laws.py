"""Laws that hold for every workspace, on random ones."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curriculum.diagnostics import Position
from curriculum.model import LearningPath, Need, PersonNeeds, RoleHeld, Span, Status, Workspace
from curriculum.plan import make_totals
from tests.builders import LEVELS, evidence
from tests.needs.ask import TODAY, Answer, ask
from tests.needs.learner import Learner
from tests.needs.strategies import MODULES, PAST, workspaces

lawful = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Dates decide between these; everything else decides whether a need is one of them.
WAITING = frozenset({Status.DUE, Status.IN_PROGRESS, Status.OVERDUE})


def firm(found: PersonNeeds) -> dict[tuple[str | None, str | None], Need]:
    return {(n.competency, n.module): n for n in found.needs if not n.optional and n.status is not Status.UNKNOWN}


def required_modules(path: LearningPath) -> list[str]:
    return [step.module for step in path.steps if not step.optional]


def is_real(at: Position) -> bool:
    return at.file != "" and at.line >= 1


# ── one answer ──


@given(workspaces())
@settings(lawful, max_examples=400)
def test_one_answer_is_whole(ws: Workspace) -> None:
    """All laws of one answer on the same workspaces: to make one takes longer than to answer it."""
    answer = ask(ws)
    for id, found in answer.people.items():
        everything_has_a_reason_with_a_place(found, answer.path(id))
        statuses_agree_with_what_is_held_and_with_the_day(found)
        the_path_can_be_taken_and_closes_every_need_it_does_not_name(ws, found, answer.path(id))
    assert all(is_real(d.at) for d in answer.findings)
    totals_add_up_to_the_roster(ws, answer)
    assert ask(ws) == answer


def everything_has_a_reason_with_a_place(found: PersonNeeds, path: LearningPath) -> None:
    for reasons in (
        *(n.reasons for n in found.needs),
        *(s.because for s in path.steps),
        *(h.reasons for h in found.roles),
    ):
        assert reasons and all(is_real(r.at) and r.because for r in reasons)
    assert all(is_real(r.at) for n in found.needs for r in n.evidence)
    assert all(is_real(n.due.at) for n in found.needs if n.due)


def statuses_agree_with_what_is_held_and_with_the_day(found: PersonNeeds) -> None:
    for need in found.needs:
        met = need.status in (Status.MET, Status.MET_BY_EQUIVALENT, Status.MET_BY_TEST_OUT, Status.EXPIRING)
        assert met == (need.held >= need.required) or need.status is Status.UNKNOWN
        assert need.due is None or need.status.is_open or need.status is Status.EXPIRING
        if need.status is Status.OVERDUE:
            assert need.due is not None and need.due.on < TODAY
        if need.status is Status.DUE:
            assert need.due is None or need.due.on >= TODAY
        if need.status is Status.EXPIRING:
            assert need.due is not None and need.valid_until is not None and need.due.on >= need.valid_until >= TODAY


def the_path_can_be_taken_and_closes_every_need_it_does_not_name(
    ws: Workspace, found: PersonNeeds, path: LearningPath
) -> None:
    learner = Learner(ws, found, TODAY)
    assert len({step.module for step in path.steps}) == len(path.steps)
    for step in path.steps:
        assert learner.lacks(step.module) == []
        learner.takes(step.module)
    for need in found.needs:
        if need.status.is_open:
            assert learner.has(need) != ((need.of, need.required) in path.unreachable)


def totals_add_up_to_the_roster(ws: Workspace, answer: Answer) -> None:
    assert len(answer.people) == len({ws.kept_id(person.id) for person in ws.people})
    totals = make_totals(ws, tuple(answer.people.values()), answer.plan)
    assert totals.all.people == len(answer.people)
    for group in (totals.all, *(g for groups in totals.by.values() for g in groups)):
        assert sum(group.standings.values()) == group.people
        assert sum(group.minutes_by_level) == group.minutes.likely
    for name in ("department", "wave", "access", "workplace"):
        groups = totals.by[name]
        assert sum(g.people for g in groups) == totals.all.people
        assert sum(g.minutes.likely for g in groups) == totals.all.minutes.likely
        assert len({g.key for g in groups}) == len(groups) and all(g.key != "" for g in groups)


# ── two answers ──


@given(workspaces(), st.sampled_from(MODULES), st.sampled_from(PAST))
@lawful
def test_one_more_completion_never_adds_a_need_nor_lengthens_the_path(ws: Workspace, name: str, on: dt.date) -> None:
    """Of a whole module, by day; it may only make a longer path possible where there was none at all."""
    before, after = ask(ws), ask(with_completion(ws, name, on))
    for id, found in before.people.items():
        now = after.people[id]
        assert {n.of for n in now.needs} <= {n.of for n in found.needs}
        assert open_needs(now) <= open_needs(found)
        assert now.done >= found.done
        assert all(now.held.get(competency, 0) >= rank for competency, rank in found.held.items())
        if not before.plan.of(id).unreachable:
            assert after.plan.of(id).minutes.likely <= before.plan.of(id).minutes.likely


def with_completion(ws: Workspace, module: str, on: dt.date) -> Workspace:
    row = evidence(ws.people[0].id, on, module=module, line=90)
    return dataclasses.replace(ws, evidence=(*ws.evidence, row))


def open_needs(found: PersonNeeds) -> set[str]:
    return {n.of for n in found.needs if n.status.is_open}


@given(workspaces(), st.data())
@lawful
def test_a_higher_level_never_removes_a_need(ws: Workspace, data: st.DataObject) -> None:
    before, after = ask(ws), ask(with_a_higher_level(ws, data))
    for id, found in before.people.items():
        now = {n.of: max(m.required for m in after.people[id].needs if m.of == n.of) for n in after.people[id].needs}
        assert all(now.get(n.of, 0) >= n.required for n in found.needs)


def with_a_higher_level(ws: Workspace, data: st.DataObject) -> Workspace:
    name = data.draw(st.sampled_from(list(ws.roles)))
    raised = tuple(
        dataclasses.replace(r, level=type(r.level)(LEVELS[min(LEVELS.index(r.level) + 1, 2)], r.level.at))
        if r.level
        else r
        for r in ws.roles[name].requires
    )
    return dataclasses.replace(ws, roles={**ws.roles, name: dataclasses.replace(ws.roles[name], requires=raised)})


@given(workspaces(), st.randoms())
@lawful
def test_the_order_of_rows_and_roles_makes_no_difference(ws: Workspace, random: Any) -> None:
    def mixed(rows: Any) -> Any:
        return tuple(random.sample(tuple(rows), len(rows)))

    other = dataclasses.replace(
        ws,
        people=mixed(ws.people),
        evidence=mixed(ws.evidence),
        exemptions=mixed(ws.exemptions),
        roles=dict(mixed(ws.roles.items())),
        accounts=None if ws.accounts is None else mixed(ws.accounts),
        catalog=dataclasses.replace(ws.catalog, equivalents=mixed(ws.catalog.equivalents)),
    )
    assert unordered(ask(ws)) == unordered(ask(other))


def unordered(answer: Answer) -> Mapping[str, Any]:
    """What an answer says, without the order in which it gives reasons."""
    said: dict[str, Any] = {
        "findings": {(d.code.number, *sorted(re.findall(r"\w+", d.message))) for d in answer.findings}
    }
    for id, found in answer.people.items():
        path = answer.plan.of(id)
        needs = [
            (n.of, n.required, n.held, n.status, n.optional, n.due and n.due.on, n.valid_until, frozenset(n.reasons))
            for n in found.needs
        ]
        steps = [(s.module, s.minutes, s.optional, s.due and s.due.on) for s in path.steps]
        roles = {(held.role, held.span, frozenset(held.reasons)) for held in found.roles}
        rest = found.standing, set(found.maybe_roles), set(found.missing), found.wave, found.held, found.done
        said[id] = (needs, steps, roles, rest, path.feasible_on, path.unreachable)
    return said


@given(workspaces(), st.sampled_from(PAST[1:]), st.sampled_from((2, 90)))
@lawful
def test_coming_back_to_a_role_is_the_same_as_never_having_left_it_but_for_the_dates(
    ws: Workspace, back_on: dt.date, away_days: int
) -> None:
    def split(held: RoleHeld) -> tuple[RoleHeld, ...]:
        if held.span.from_on is not None or (held.span.until_on or TODAY) < TODAY:
            return (held,)
        left = Span(None, back_on - dt.timedelta(days=away_days))
        return held._replace(span=left), held._replace(span=Span(back_on, held.span.until_on))

    people = tuple(p._replace(roles=tuple(part for held in p.roles for part in split(held))) for p in ws.people)
    stayed, came_back = ask(ws), ask(dataclasses.replace(ws, people=people))
    for id, found in stayed.people.items():
        assert undated(found) == undated(came_back.people[id])
        assert required_modules(stayed.path(id)) == required_modules(came_back.path(id))


def undated(found: PersonNeeds) -> list[tuple[Any, ...]]:
    return [(n.of, n.required, n.held, "waiting" if n.status in WAITING else n.status, n.optional) for n in found.needs]
