"""The answer to "why": what one person needs, each cause with the line that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curriculum.model import LearningPath, Need, PersonNeeds, Reason, Step, Workspace


def why_person(ws: Workspace, found: PersonNeeds, path: LearningPath) -> Iterator[str]:
    """Lines: the person, their roles, every need with its causes, the learning path."""
    yield from _head(found)
    for need in found.needs:
        yield ""
        yield from why_need(ws, need)
    if path.steps:
        yield ""
        yield from _path(ws, path)


def why_of(ws: Workspace, found: PersonNeeds, path: LearningPath, of: str) -> Iterator[str]:
    """Lines about one competency or module only; also where the answer is that it is not needed."""
    yield from _head(found)
    yield ""
    needs = [need for need in found.needs if need.of == of]
    for need in needs:
        yield from why_need(ws, need)
    if not needs:
        yield from _not_needed(ws, found, of)
    steps = [step for step in path.steps if step.module == of or of in dict(step.teaches)]
    if steps:
        yield ""
        yield from _path(ws, LearningPath(person=path.person, steps=tuple(steps)))


def _head(found: PersonNeeds) -> Iterator[str]:
    person = found.person
    access = f"access {person.access}" if person.access else "access unknown"
    yield f"{person.id}  {access}, wave {found.wave or '–'}: {found.standing}  ({person.at()})"
    if found.missing:
        yield f"  missing or unreadable: {', '.join(found.missing)}"
    for role in found.roles:
        yield f"  role {role.role}"
        yield from _reasons(role.reasons, 4)
    if found.maybe_roles:
        yield f"  cannot be decided: {', '.join(found.maybe_roles)}"
    if not found.roles and found.standing not in ("left", "joins later"):
        yield "  no role fits: the baseline of the access only"


def why_need(ws: Workspace, need: Need) -> Iterator[str]:
    """One need: levels, status, due date, causes, evidence."""
    if need.competency:
        names = ["nothing", *(str(level.id) for level in ws.program.levels)]
        yield f"{need.of}: required {names[need.required]}, held {names[need.held]} → {need.status}"
    else:
        yield f"module {need.of} → {need.status}"
    if need.due:
        yield f"  due {need.due.on}: {need.due.because}  ({need.due.at})"
    if need.optional:
        yield "  recommended, not required"
    yield from _reasons(need.reasons, 2)
    yield from _reasons(need.evidence, 2)


def _reasons(reasons: Sequence[Reason], indent: int) -> Iterator[str]:
    for reason in reasons:
        yield f"{' ' * indent}- {reason.because}  ({reason.at})"


def _path(ws: Workspace, path: LearningPath) -> Iterator[str]:
    levels = [str(level.id) for level in ws.program.levels]
    yield f"learning path: {path.minutes.likely} minutes (between {path.minutes.low} and {path.minutes.high})"
    for number, step in enumerate(path.steps, 1):
        yield f"  {number}. {_step(step, levels)}"
        yield from _reasons([r._replace(because=r.because.partition(": ")[0]) for r in step.because], 6)
    if path.late:
        yield f"  {path.late.because}; {path.late.hint}"
    elif path.feasible_on:
        yield f"  everything can be done by {path.feasible_on}"


def _step(step: Step, levels: Sequence[str]) -> str:
    due = f", due {step.due.on}" if step.due else ""
    recommended = ", recommended" if step.optional else ""
    return f"{step.module} ({levels[step.level - 1]}, {step.minutes.likely} min{due}{recommended})"


def _not_needed(ws: Workspace, found: PersonNeeds, of: str) -> Iterator[str]:
    yield f"{of}: not needed. No role, access floor or baseline that applies to {found.person.id} asks for it."
    asking = [
        (role_id, requirement.at)
        for role_id, role in ws.roles.items()
        for requirement in role.requires
        if of in (requirement.competency, requirement.module)
    ]
    asking += [
        (f"everybody with access '{access}'", requirement.at)
        for access, floor in ws.program.access.items()
        for requirement in floor.requires
        if of in (requirement.competency, requirement.module)
    ]
    for who, at in asking:
        yield f"  - asked of {who}  ({at})"
    if not asking:
        yield "  - nobody is asked for it"
