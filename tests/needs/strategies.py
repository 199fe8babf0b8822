"""Random workspaces: few ids and few days, so that things meet. Circles and misfits are allowed: nothing may break."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from curriculum.diagnostics import Position
from curriculum.model import (
    Access,
    Account,
    Cycle,
    Equivalence,
    Evidence,
    Exemption,
    Module,
    Person,
    Policy,
    Ref,
    Requirement,
    Retraining,
    Role,
    Rule,
    VersionChange,
    Workspace,
)
from tests.builders import (
    LEVELS,
    equivalence,
    evidence,
    exemption,
    floors,
    module,
    person,
    requirement,
    role,
    rule,
    span,
    unit,
    wave,
    workplace,
    workspace,
)
from tests.needs.ask import TODAY

COMPETENCIES = ("a", "b", "c")
MODULES = tuple(f"m{n}" for n in range(7))
ROLES = ("r0", "r1", "r2")
PEOPLE = ("p0", "p1", "p2", "p3")
UNITS = ("u", "v")

DAYS = tuple(
    TODAY + dt.timedelta(days=n)
    for n in (-900, -400, -366, -365, -100, -30, -2, -1, 0, 1, 2, 30, 60, 61, 100, 400)
)  # fmt: skip
PAST = tuple(day for day in DAYS if day <= TODAY)

days = st.sampled_from(DAYS)
maybe_day = st.none() | days
levels = st.sampled_from(LEVELS)
competencies = st.sampled_from(COMPETENCIES)
modules = st.sampled_from(MODULES)
levels_of = st.builds("{} {}".format, competencies, levels)
spans = st.tuples(maybe_day, maybe_day).map(lambda pair: f"{pair[0] or ''}..{pair[1] or ''}")
departments = st.sampled_from(("Sales", "Sales EMEA", "Legal", ""))
titles = st.sampled_from(("Rep", "Boss", ""))


def few(of: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, max_size=most)


@st.composite
def requirements(draw: st.DrawFn, at: Position = Position("program.yaml", 10, 5)) -> Requirement:
    return requirement(
        draw(levels_of | levels_of | modules),
        at,
        optional=draw(st.sampled_from((False, False, True))),
        within_days=draw(st.none() | st.sampled_from((0, 10, 3660))),
        from_on=draw(st.none() | st.none() | days),
    )


@st.composite
def rules(draw: st.DrawFn, at: Position = Position("program.yaml", 20, 5)) -> Rule:
    when: dict[str, Any] = {"department": draw(st.sampled_from(("Sales", "Sales*", ["Legal", ""])))}
    if draw(st.booleans()):
        when["job_title"] = draw(st.sampled_from(("Rep", "*o*")))
    unless = draw(st.sampled_from(({}, {}, {"job_title": "Boss"})))
    return rule(when, unless, at, from_on=draw(st.none() | st.none() | days))


@st.composite
def roles(draw: st.DrawFn, id: str) -> Role:
    at = Position(f"roles/{id}.yaml", 3, 5)
    return role(
        id,
        requires=draw(few(requirements(at), 3)),
        extends=draw(few(st.sampled_from(ROLES), 1)),
        access=draw(st.sampled_from(list(Access))),
        held_by=draw(few(rules(at), 2)),
    )


@st.composite
def changes(draw: st.DrawFn, version: int) -> VersionChange:
    kind = draw(st.sampled_from(list(Retraining)))
    delta = Ref(draw(modules)) if kind is Retraining.DELTA else None
    return VersionChange(version=version, from_on=draw(days), retraining=kind, delta=delta)


@st.composite
def catalog_modules(draw: st.DrawFn, id: str) -> Module:
    plain = draw(st.booleans())  # half of them without versions, retirement and expiry
    start = st.sampled_from(("", "", " from beginner"))
    parts: dict[str, Any] = {}
    if not plain:
        parts = {
            "valid_months": draw(st.none() | st.sampled_from((1, 12))),
            "changes": tuple(draw(changes(version)) for version in draw(st.sampled_from(((), (2,), (2, 3))))),
            "retired_on": draw(st.none() | st.none() | days),
            "successor": draw(st.none() | modules),
        }
        if parts["valid_months"] is None and draw(st.booleans()):
            parts["valid_until_cycle"] = Cycle(day="12-31", minimum_months=draw(st.sampled_from((0, 6))))
    minutes = draw(st.lists(st.sampled_from((0, 10, 20, 45)), min_size=1, max_size=2))
    return module(
        id,
        draw(few(st.builds("{}{}".format, levels_of, start), 2)),
        needs=draw(few(levels_of | modules, 1)),
        units=[unit(name, (m // 2, m, m * 2)) for name, m in zip(UNITS, minutes, strict=False)],
        **parts,
    )


@st.composite
def people(draw: st.DrawFn, id: str, line: int) -> Person:
    held = draw(few(st.builds("{} {}".format, st.sampled_from(ROLES), spans), 2))
    row = person(
        id,
        line=line,
        access=draw(st.sampled_from((None, *Access))),
        roles="; ".join(held),
        department=draw(departments),
        job_title=draw(titles),
        workplace=draw(st.sampled_from(("office", "nowhere"))),
        manager=draw(st.none() | st.sampled_from(PEOPLE)),
        share=draw(st.sampled_from((100, 50, 1))),
    )
    unreadable = draw(st.sampled_from(((), (), (), ("share",))))
    dates = {"starts_on": draw(st.none() | maybe_day), "ends_on": draw(st.none() | maybe_day)}
    leave = tuple(span(cell) for cell in draw(st.just([]) | few(spans, 2)))
    named = draw(st.sampled_from((None, None, "w0")))
    return row._replace(unreadable=unreadable, leave=leave, wave=named, **dates)


@st.composite
def evidence_rows(draw: st.DrawFn, line: int) -> Evidence:
    kind = draw(st.sampled_from(("completion",) * 5 + ("test-out", "attested", "self-assessment", "revocation")))
    cells: dict[str, Any] = {"kind": kind, "line": line, "id": f"E{line}"}
    if kind == "completion" or draw(st.booleans()):
        cells["module"] = draw(modules)
        cells["unit"] = draw(st.none() | st.none() | st.sampled_from(UNITS))
        cells["version"] = draw(st.none() | st.none() | st.sampled_from((1, 2)))
    if kind != "completion":
        cells |= {"competency": draw(competencies), "level": draw(levels | st.none())}
    outcome = draw(st.sampled_from(("completed",) * 5 + ("passed", "attempted", "failed", "withdrawn")))
    until = draw(st.none() | st.none() | st.none() | days)
    voids = draw(st.sampled_from((None,) * 6 + ("E2", "E3")))
    return evidence(draw(st.sampled_from(PEOPLE)), draw(days), outcome=outcome, valid_until=until, voids=voids, **cells)


@st.composite
def exemptions(draw: st.DrawFn) -> Exemption:
    of = draw(levels_of | modules | competencies.map("{} *".format))
    return exemption(draw(st.sampled_from(PEOPLE)), of, draw(days), from_on=draw(maybe_day))


@st.composite
def equivalences(draw: st.DrawFn) -> Equivalence:
    some = st.lists(modules, min_size=1, max_size=2, unique=True)
    return equivalence(draw(some), draw(some), draw(st.none() | maybe_day), draw(st.none() | maybe_day))


@st.composite
def accounts(draw: st.DrawFn, line: int) -> Account:
    owner = st.none() | st.sampled_from((*PEOPLE, "stranger"))
    return Account(f"account-{line}", draw(owner), draw(st.none() | st.sampled_from(list(Access))), line)


policies = st.builds(
    Policy,
    lead_days=st.sampled_from((60, 0)),
    expiring_days=st.sampled_from((90, 0)),
    look_back_days=st.sampled_from((None, None, 365)),
    accept_self_assessment=st.booleans(),
    keep_in_progress=st.booleans(),
)


@st.composite
def workspaces(draw: st.DrawFn) -> Workspace:
    """People with dated roles, leave and missing cells; every kind of evidence; waves, versions, equivalents, merges."""
    asks = {str(access): draw(few(requirements(), 1)) for access in (Access.NONE, Access.READ, Access.WRITE)}
    waves = [wave("w0", draw(days), draw(few(rules(), 1))), wave("w1", draw(days))]
    return workspace(
        roles=[draw(roles(id)) for id in ROLES],
        modules=[draw(catalog_modules(id)) for id in MODULES],
        competencies=COMPETENCIES,
        access=floors(**asks),
        everybody=draw(few(requirements(), 1)),
        waves=waves[: draw(st.integers(0, 2))],
        workplaces={"office": workplace(holidays=(TODAY,))},
        policy=draw(policies),
        people=[draw(people(id, line)) for line, id in enumerate(PEOPLE[: draw(st.integers(1, 4))], 2)],
        evidence=[draw(evidence_rows(line)) for line in range(2, 2 + draw(st.integers(0, 10)))],
        exemptions=draw(few(exemptions(), 2)),
        equivalents=draw(few(equivalences(), 2)),
        merged=draw(st.sampled_from(({}, {}, {"p1": "p0"}, {"p3": "p2", "p2": "p0"}, {"p2": "gone"}))),
        accounts=draw(st.none() | st.just((accounts(2), accounts(3))).flatmap(lambda pair: st.tuples(*pair))),
    )
