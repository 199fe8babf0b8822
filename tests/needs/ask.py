"""Short questions about needs, for tests."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from curriculum.diagnostics import Diagnostic
from curriculum.model import LearningPath, Need, PersonNeeds, Plan, Status, Workspace
from curriculum.needs import find_needs
from curriculum.plan import make_plan

TODAY = dt.date(2026, 11, 22)


class Answer(NamedTuple):
    """What needs and plan say of a workspace on a day."""

    people: dict[str, PersonNeeds]
    plan: Plan
    findings: tuple[Diagnostic, ...]

    def need(self, of: str, person: str = "p1") -> Need:
        """The one need of a person about a competency or module."""
        (need,) = [n for n in self.people[person].needs if n.of == of]
        return need

    def status(self, of: str, person: str = "p1") -> Status:
        return self.need(of, person).status

    def path(self, person: str = "p1") -> LearningPath:
        return self.plan.of(person)

    def modules(self, person: str = "p1") -> list[str]:
        return [step.module for step in self.path(person).steps]

    def codes(self) -> set[str]:
        return {d.code.number for d in self.findings}


def ask(ws: Workspace, as_of: dt.date | str = TODAY) -> Answer:
    """Needs, plan and all findings on a day."""
    day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    people, said = find_needs(ws, day)
    plan, more = make_plan(ws, people, day)
    return Answer({found.person.id: found for found in people}, plan, (*said, *more))
