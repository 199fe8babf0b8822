"""Random workspaces: few ids and few days, so that things meet. Circles and misfits are allowed: nothing may break.

A workspace is made from one number. It takes a twentieth of the time of drawing each part, which finds more than
smaller examples would explain.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

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

PROGRAM = Position("program.yaml", 10, 5)
COMPETENCIES = ("a", "b", "c")
MODULES = tuple(f"m{n}" for n in range(7))
BASIC = MODULES[:4]  # teach something and are not retired, so that there are paths at all
ROLES = ("r0", "r1", "r2")
PEOPLE = ("p0", "p1", "p2")
UNITS = ("u", "v")
ACCESS = tuple(Access)
DAYS = tuple(
    TODAY + dt.timedelta(days=n)
    for n in (-900, -400, -366, -365, -100, -30, -2, -1, 0, 1, 2, 30, 60, 61, 100, 400)
)  # fmt: skip
PAST = tuple(day for day in DAYS if day <= TODAY)

T = TypeVar("T")


def workspaces() -> st.SearchStrategy[Workspace]:
    """People with dated roles, leave and missing cells; every kind of evidence; waves, versions, equivalents, merges."""
    return st.integers(0, 2**32).map(lambda seed: _Maker(random.Random(seed)).workspace())


class _Maker:
    """Makes the parts of a workspace, one chance after the other."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    # ── chances ──

    def one(self, *of: T) -> T:
        return self._chance.choice(of)

    def seldom(self, make: Callable[[], T], odds: float = 0.2) -> T | None:
        return make() if self._chance.random() < odds else None

    def few(self, make: Callable[[], T], most: int = 2, least: int = 0) -> list[T]:
        return [make() for _ in range(self._chance.randint(least, most))]

    def some(self, of: Sequence[str]) -> list[str]:
        return self._chance.sample(of, self._chance.randint(1, 2))

    def day(self) -> dt.date:
        return self.one(*DAYS)

    def span(self) -> str:
        return f"{self.seldom(self.day, 0.5) or ''}..{self.seldom(self.day, 0.5) or ''}"

    def level(self) -> str:
        return f"{self.one(*COMPETENCIES)} {self.one(*LEVELS)}"

    def level_or_module(self) -> str:
        return self.level() if self._chance.random() < 0.7 else self.one(*MODULES)

    # ── roles and rules ──

    def requirement(self, at: Position = PROGRAM) -> Requirement:
        return requirement(
            self.level_or_module(),
            at,
            optional=self.one(False, False, False, True),
            within_days=self.seldom(lambda: self.one(0, 10, 3660)),
            from_on=self.seldom(self.day),
        )

    def rule(self, at: Position = PROGRAM) -> Rule:
        when: dict[str, Any] = {"department": self.one("Sales", "Sales*", ["Legal", ""])}
        if self.seldom(lambda: True, 0.5):
            when["job_title"] = self.one("Rep", "*o*")
        return rule(when, self.one({}, {}, {"job_title": "Boss"}), at, from_on=self.seldom(self.day))

    def role(self, id: str) -> Role:
        at = Position(f"roles/{id}.yaml", 3, 5)
        return role(
            id,
            requires=self.few(lambda: self.requirement(at), 3, 1),
            extends=self.few(lambda: self.one(*ROLES), 1),
            access=self.one(*ACCESS),
            held_by=self.few(lambda: self.rule(at), 1),
        )

    # ── the catalog ──

    def change(self, version: int) -> VersionChange:
        kind = self.one(*Retraining)
        delta = Ref(self.one(*MODULES[-3:])) if kind is Retraining.DELTA else None
        return VersionChange(version=version, from_on=self.one(*PAST, *DAYS), retraining=kind, delta=delta)

    def module(self, id: str) -> Module:
        is_basic = id in BASIC
        cycle = Cycle(day="12-31", minimum_months=self.one(0, 6))
        minutes = self.few(lambda: self.one(0, 10, 20, 45), 2, 1)
        return module(
            id,
            self.few(lambda: self.level() + self.one("", "", "", " from beginner"), 2, is_basic),
            needs=self.few(self.level_or_module, self.one(0, 0, 1)),
            units=[unit(name, (m // 2, m, m * 2)) for name, m in zip(UNITS, minutes, strict=False)],
            changes=tuple(self.change(version) for version in self.one((), (), (2,), (2, 3))),
            retired_on=None if is_basic else self.seldom(self.day, 0.4),
            successor=None if is_basic else self.seldom(lambda: self.one(*MODULES), 0.6),
            **self.one({}, {}, {"valid_months": 1}, {"valid_months": 12}, {"valid_until_cycle": cycle}),
        )

    def equivalence(self) -> Equivalence:
        return equivalence(self.some(MODULES), self.some(MODULES), self.seldom(self.day), self.seldom(self.day))

    # ── people ──

    def person(self, id: str, line: int) -> Person:
        held = self.few(lambda: f"{self.one(*ROLES)} {self.one('..', '..', self.span())}", 2)
        row = person(
            id,
            line=line,
            access=self.one(None, *ACCESS, *ACCESS),
            roles="; ".join(held),
            department=self.one("Sales", "Sales", "Sales EMEA", "Legal", ""),
            job_title=self.one("Rep", "Rep", "Boss", ""),
            workplace=self.one("office", "nowhere"),
            manager=self.seldom(lambda: self.one(*PEOPLE)),
            share=self.one(100, 50, 1),
        )
        return row._replace(
            unreadable=self.one((), (), (), (), ("share",)),
            leave=tuple(span(cell) for cell in self.seldom(lambda: self.few(self.span, 2, 1)) or ()),
            wave=self.seldom(lambda: "w0"),
            starts_on=self.seldom(self.day),
            ends_on=self.seldom(self.day, 0.1),
        )

    def evidence(self, line: int) -> Evidence:
        kind = self.one(*["completion"] * 5, "test-out", "attested", "self-assessment", "revocation")
        cells: dict[str, Any] = {"kind": kind, "line": line, "id": f"E{line}"}
        if kind == "completion" or self.one(True, False):
            version = self.seldom(lambda: self.one(1, 2))
            cells |= {"module": self.one(*BASIC, *MODULES), "unit": self.one(None, None, *UNITS), "version": version}
        if kind != "completion":
            cells |= {"competency": self.one(*COMPETENCIES), "level": self.one(None, *LEVELS, *LEVELS)}
        return evidence(
            self.one("p0", *PEOPLE),
            self.one(*PAST, *PAST, *DAYS),
            outcome=self.one(*["completed"] * 6, "passed", "attempted", "failed", "withdrawn"),
            valid_until=self.seldom(self.day, 0.1),
            voids=self.seldom(lambda: self.one("E2", "E3"), 0.1),
            **cells,
        )

    def exemption(self) -> Exemption:
        of = self.one(self.level_or_module(), f"{self.one(*COMPETENCIES)} *")
        return exemption(self.one(*PEOPLE), of, self.day(), from_on=self.seldom(self.day))

    def account(self, line: int) -> Account:
        return Account(f"account-{line}", self.one(None, "stranger", *PEOPLE), self.one(None, *ACCESS), line)

    # ── all of it ──

    def policy(self) -> Policy:
        return Policy(
            lead_days=self.one(60, 0),
            expiring_days=self.one(90, 0),
            look_back_days=self.one(None, None, 365),
            accept_self_assessment=self.one(True, False),
            keep_in_progress=self.one(True, False),
        )

    def workspace(self) -> Workspace:
        asks = {str(access): self.few(self.requirement, 1) for access in ACCESS[:3]}
        waves = [wave("w0", self.day(), self.few(self.rule, 1)), wave("w1", self.day())]
        accounts = (self.account(2), self.account(3))
        return workspace(
            roles=[self.role(id) for id in ROLES],
            modules=[self.module(id) for id in MODULES],
            competencies=COMPETENCIES,
            lessons=(),
            access=floors(**asks),
            everybody=self.few(self.requirement, 1),
            waves=tuple(waves[: self.one(0, 1, 2)]),
            workplaces={"office": workplace(holidays=(TODAY,))},
            policy=self.policy(),
            people=[self.person(id, line) for line, id in enumerate(PEOPLE[: self.one(1, 2, 3)], 2)],
            evidence=[self.evidence(line) for line in range(2, self.one(2, 6, 10, 16))],
            exemptions=self.few(self.exemption),
            equivalents=self.few(self.equivalence),
            merged=self.one({}, {}, {}, {"p1": "p0"}, {"p2": "p1", "p1": "p0"}, {"p1": "gone"}),
            accounts=self.one(None, accounts),
        )
