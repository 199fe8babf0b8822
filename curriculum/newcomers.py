"""Role → the learning path of a newcomer in it, as its handbook shows it. Knows roles and modules, no people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from curriculum import codes
from curriculum.diagnostics import Diagnostic
from curriculum.model import LearningPath, Need, Role, Status, Step, Workspace
from curriculum.needs.demands import Asked, Demand, DemandFinder
from curriculum.needs.roles import roles_with_ancestors
from curriculum.plan import PathFinder
from curriculum.plan.steps import Asked as Question
from curriculum.render.handbook import HandbookStep, ReasonKind, StepReason

_KINDS = {
    "role": ReasonKind.ROLE,
    "inherited": ReasonKind.ROLE,
    "access": ReasonKind.ACCESS,
    "everybody": ReasonKind.EVERYBODY,
}


def newcomers_paths(ws: Workspace, as_of: dt.date) -> Mapping[str, tuple[HandbookStep, ...]]:
    """For each role, the modules of least minutes for somebody who knows nothing yet, in learning order."""
    demands = DemandFinder(ws, as_of)
    finder = PathFinder(ws, as_of)
    found = {}
    for role_id, role in ws.roles.items():
        asked = demands.demands((role_id,), role.access)
        found[role_id] = tuple(_step(step, asked) for step in _path(finder, asked).steps)
    return found


def _path(finder: PathFinder, demands: tuple[Demand, ...]) -> LearningPath:
    needs = tuple(
        Need(
            person="",
            competency=demand.competency,
            module=demand.module,
            required=demand.required,
            held=0,
            status=Status.DUE,
            optional=demand.optional,
            reasons=tuple(a.reason for a in demand.asked),
        )
        for demand in demands
    )
    return finder.complete("", Question(needs, {}, frozenset(), {}, {}))


def _step(step: Step, demands: tuple[Demand, ...]) -> HandbookStep:
    gives = dict(step.teaches)
    reasons = [
        _reason(asked)
        for demand in demands
        for asked in demand.asked
        if demand.module == step.module or asked.rank >= gives.get(demand.competency or "", 1_000)
    ]
    reasons += [
        StepReason(kind=ReasonKind.PREREQUISITE, module=reason.of)
        for reason in step.because
        if reason.kind == "prerequisite"
    ]
    unique = {(r.kind, r.competency, r.level, r.role, r.module): r for r in reasons}
    return HandbookStep(module=step.module, level=step.level, optional=step.optional, reasons=tuple(unique.values()))


def _reason(asked: Asked) -> StepReason:
    requirement = asked.requirement
    return StepReason(
        kind=_KINDS[asked.reason.kind],
        competency=str(requirement.competency) if requirement.competency else None,
        level=str(requirement.level) if requirement.level else None,
        why=requirement.why,
        role=asked.role,
        module=str(requirement.module) if requirement.module else None,
    )


def task_findings(ws: Workspace, paths: Mapping[str, tuple[HandbookStep, ...]]) -> Iterator[Diagnostic]:
    """CUR605: a daily task whose lesson is in a module that the role's learning path does not hold."""
    for role_id in ws.roles:
        taught = {step.module for step in paths[role_id]}
        for ancestor, _ in roles_with_ancestors(ws, role_id):
            yield from _untaught(ws.roles[ancestor], role_id, taught)


def _untaught(role: Role, role_id: str, taught: set[str]) -> Iterator[Diagnostic]:
    for task in role.tasks:
        for lesson in task.lessons:
            if lesson.split("/")[0] not in taught:
                said = f"task '{task.id}' points to lesson '{lesson}', which role '{role_id}' does not take"
                hint = "require the competency it teaches, or name another lesson"
                yield Diagnostic.of(codes.TASK_NOT_TAUGHT, lesson.at, said, hint)
