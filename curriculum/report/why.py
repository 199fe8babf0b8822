"""The answer to "why": what one person needs, each cause with the line that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from curriculum.diagnostics import Position
from curriculum.model import LearningPath, Need, PersonNeeds, Reason, Standing, Step, Workspace


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
    steps = [step for step in path.steps if step.module == of or of in dict(step.teaches)]
    for need in needs:
        yield from why_need(ws, need)
    if is_only_on_path(found, path, of):
        yield from _on_path(found, next(step for step in steps if step.module == of))
    elif not needs:
        yield from _not_needed(ws, found, of)
    if steps:
        yield ""
        yield from _path(ws, LearningPath(person=path.person, steps=tuple(steps)))


def _head(found: PersonNeeds) -> Iterator[str]:
    person = found.person
    access = f"access {person.access}" if person.access else "access unknown"
    yield f"{person.id}  {access}, wave {found.wave or '–'}: {found.standing}  ({person.at()})"
    if found.standing is Standing.JOINS_LATER and person.starts_on:
        yield f"  starts on {person.starts_on}"
    if found.standing is Standing.LEFT and person.ends_on:
        yield f"  left after {person.ends_on}"
    if found.missing:
        yield f"  missing or unreadable: {', '.join(found.missing)}"
    for role in found.roles:
        yield f"  role {role.role}"
        yield from _reasons(role.reasons, 4)
    if found.maybe_roles:
        yield f"  cannot be decided: {', '.join(found.maybe_roles)}"
    if not found.roles and found.standing not in _AWAY:
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


def is_only_on_path(found: PersonNeeds, path: LearningPath, of: str) -> bool:
    """Whether it is a module that nothing asks for by name, and that is to be taken all the same."""
    return any(step.module == of for step in path.steps) and not any(need.of == of for need in found.needs)


def _on_path(found: PersonNeeds, step: Step) -> Iterator[str]:
    yield f"{step.module}: on the learning path of {found.person.id}; nothing asks for this module by name."
    for reason in step.because:
        if reason.of and reason.of != step.module:
            yield f"  see also `curriculum why {found.person.id} {reason.of}`"


def _not_needed(ws: Workspace, found: PersonNeeds, of: str) -> Iterator[str]:
    if found.standing in (Standing.LEFT, Standing.JOINS_LATER):
        yield f"{of}: not needed. {found.person.id} {_AWAY[found.standing]}."
    else:
        yield f"{of}: not needed. No role, access floor or baseline that applies to {found.person.id} asks for it."
    for teaching in ws.modules[of].teaches if of in ws.modules else ():
        yield f"  - it teaches {teaching.competency} at {teaching.level}  ({teaching.at})"
    asking = asked_of(ws, of)
    for who, at in asking:
        yield f"  - asked of {who}  ({at})"
    if not asking:
        yield "  - nobody is asked for it"


_AWAY = {Standing.LEFT: "has left", Standing.JOINS_LATER: "has not started yet"}


def asked_of(ws: Workspace, of: str) -> list[tuple[str, Position]]:
    """Who is asked for a competency or module: roles, floors, everybody; with the line of each."""
    asking = [(f"role '{role_id}'", role.requires) for role_id, role in ws.roles.items()]
    asking += [(f"everybody with access '{access}'", floor.requires) for access, floor in ws.program.access.items()]
    asking += [("everybody", ws.program.everybody)]
    return [(who, r.at) for who, requires in asking for r in requires if of in (r.competency, r.module)]


def why_as_json(ws: Workspace, found: PersonNeeds, path: LearningPath, of: str | None = None) -> dict[str, Any]:
    """The same as data: person, roles, needs (all, or one), steps; every cause with file, line and column."""
    levels = [None, *(str(level.id) for level in ws.program.levels)]
    person = found.person
    return {
        "version": 1,
        "person": person.id,
        "access": str(person.access) if person.access else None,
        "wave": found.wave,
        "standing": str(found.standing),
        "missing": list(found.missing),
        "maybe_roles": list(found.maybe_roles),
        **person.at()._asdict(),
        "roles": [{"role": role.role, "reasons": _as_json(role.reasons)} for role in found.roles],
        "needs": [_need_as_json(need, levels) for need in found.needs if of in (None, need.of)],
        "asked_of": [{"who": who, **at._asdict()} for who, at in (asked_of(ws, of) if of is not None else ())],
        "path": [
            {
                "module": step.module,
                "level": levels[step.level],
                "minutes": step.minutes._asdict(),
                "due_on": step.due.on.isoformat() if step.due else None,
                "optional": step.optional,
                "reasons": _as_json(step.because),
            }
            for step in path.steps
        ],
    }


def _need_as_json(need: Need, levels: Sequence[str | None]) -> dict[str, Any]:
    due = need.due
    return {
        "competency": need.competency,
        "module": need.module,
        "required": levels[need.required] if need.competency else None,
        "held": levels[need.held] if need.competency else None,
        "status": str(need.status),
        "optional": need.optional,
        "due": {"on": due.on.isoformat(), "because": due.because, **due.at._asdict()} if due else None,
        "reasons": _as_json(need.reasons),
        "evidence": _as_json(need.evidence),
    }


def _as_json(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    return [{"kind": r.kind, "because": r.because, **r.at._asdict()} for r in reasons]
