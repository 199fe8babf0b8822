"""What is asked for must be taught, and people who only read are learners too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from curriculum import codes
from curriculum.check import known
from curriculum.check.known import Check, Found
from curriculum.check.reach import Reach, active_successor
from curriculum.check.references import requirements
from curriculum.diagnostics import Diagnostic
from curriculum.model import Access, Exemption, Prerequisite, Ref, Requirement, Workspace


def levels_not_taught(ws: Workspace) -> Found:
    """Every level that somebody asks for is reached by an active module."""
    reach = Reach(ws)
    if reach.is_open:
        return
    highest, competencies = reach.highest(), known.competencies(ws)
    names = ["", *(str(level.id) for level in ws.program.levels)]
    for who, requirement in requirements(ws):
        competency, level = requirement.competency, requirement.level
        if competency is None or level is None or competency not in competencies:
            continue
        there = highest.get(competency, 0)
        if there < reach.rank(level):
            end = f"the modules end at {names[there]}" if there else "no active module teaches it"
            message = f"{who} for {competency} {level}, but {end}"
            hint = "lower the level, or add a module that teaches it"
            yield Diagnostic.of(codes.LEVEL_NOT_TAUGHT, level.at, message, hint)


def floors(ws: Workspace) -> Found:
    """The programme says what people need who only read, or only get lists and letters."""
    if known.PROGRAM in ws.unreadable:
        return
    for access in (Access.NONE, Access.READ):
        floor = ws.program.access.get(access)
        if floor is None or not (floor.requires or ws.program.everybody):
            message = f"nothing is said about people with access '{access}'"
            hint = f"add '{access}:' with what they need under 'access:'; they are learners too"
            yield Diagnostic.of(codes.NO_FLOOR, floor.at if floor else ws.program.at, message, hint)


def either_or(ws: Workspace) -> Found:
    """Requirements, prerequisites and exemptions name a competency with its level, or a module."""
    for _, requirement in requirements(ws):
        yield from _either_or(requirement, "the requirement")
    for module in ws.modules.values():
        for prerequisite in module.prerequisites:
            yield from _either_or(prerequisite, "the prerequisite")
    for exemption in ws.exemptions:
        yield from _either_or(exemption, "the exemption")


def _either_or(part: Requirement | Prerequisite | Exemption, what: str) -> Found:
    if part.competency is not None and part.module is not None:
        problem, hint = f"{what} names both a competency and a module", "keep one of them, or make two of it"
    elif part.competency is None and part.module is None:
        problem, hint = f"{what} names neither a competency nor a module", "add 'competency' and 'level', or 'module'"
    elif part.module is not None and part.level is not None:
        problem, hint = f"{what} names a module and a level", "levels belong to competencies; remove 'level'"
    elif part.competency is not None and part.level is None and not isinstance(part, Exemption):
        problem, hint = f"{what} names competency '{part.competency}' without a level", "add 'level'"
    else:
        return
    yield Diagnostic.of(codes.EITHER_OR, part.at, problem, hint)


def from_levels(ws: Workspace) -> Found:
    """A module leads from a lower level to a higher one."""
    rank = {str(level.id): n for n, level in enumerate(ws.program.levels, 1)}
    for module in ws.modules.values():
        for teaching in module.teaches:
            before, after = teaching.from_level, teaching.level
            if before is not None and rank.get(before, 0) >= rank.get(after, len(rank) + 1):
                message = f"module '{module.id}' leads from {before} to {after}, which is not higher"
                yield Diagnostic.of(codes.NOT_HIGHER, before.at, message, "remove 'from_level', or name a lower level")


def retired_references(ws: Workspace) -> Found:
    """What is asked for by name is not retired, or has a successor. (Prerequisites: see unreachable modules.)"""
    for module, said in _asked_by_name(ws):
        found = ws.modules.get(module)
        if found is not None and found.retired_on is not None and active_successor(ws, module) is None:
            message = f"module '{module}' is retired since {found.retired_on} and nothing takes its place"
            hint = f"name another module here, or a 'successor' in content/{module}/module.yaml"
            yield Diagnostic.of(codes.RETIRED_REFERENCE, said.at, message, hint)


def _asked_by_name(ws: Workspace) -> Iterator[tuple[str, Ref]]:
    """Modules that requirements, tasks and new versions name, and where."""
    for _, requirement in requirements(ws):
        if requirement.module is not None:
            yield requirement.module, requirement.module
    for role in ws.roles.values():
        for task in role.tasks:
            yield from ((lesson.partition("/")[0], lesson) for lesson in task.lessons)
    for module in ws.modules.values():
        yield from ((change.delta, change.delta) for change in module.changes if change.delta is not None)


def modules_without_use(ws: Workspace) -> Found:
    """A module teaches something, or something names it."""
    if ws.unreadable:
        return  # the file that names it may be one of those
    named = {str(r.module) for _, r in requirements(ws)}
    for other in ws.modules.values():
        named |= {str(p.module) for p in other.prerequisites} | {str(c.delta) for c in other.changes}
        named.add(str(other.successor))
    for rule in ws.catalog.equivalents:
        named.update(map(str, (*rule.completed, *rule.counts_as)))
    named |= {str(part.module) for part in ws.program.follow_up}
    for module in ws.modules.values():
        if not module.teaches and module.retired_on is None and module.id not in named:
            message = f"module '{module.id}' teaches no competency, and nothing asks for it by name"
            yield Diagnostic.of(codes.TEACHES_NOTHING, module.at, message, "add 'teaches', or require it in a role")


def exemptions_without_need(ws: Workspace) -> Found:
    """An exemption releases somebody from something that is asked of anybody at all."""
    if ws.unreadable:
        return
    asked = {str(x) for _, r in requirements(ws) for x in (r.competency, r.module) if x}
    for module in ws.modules.values():
        asked |= {str(x) for p in module.prerequisites for x in (p.competency, p.module) if x}
    competencies = known.competencies(ws)
    for exemption in ws.exemptions:
        of = exemption.competency or exemption.module
        exists = of is not None and (of in competencies or of in ws.modules)
        if of is not None and exists and of not in asked:
            message = f"nobody is asked for '{of}', so there is nothing to be exempt from"
            yield Diagnostic.of(codes.EXEMPTION_WITHOUT_NEED, of.at, message)


RULES: Final[tuple[Check, ...]] = (
    levels_not_taught,
    floors,
    either_or,
    from_levels,
    retired_references,
    modules_without_use,
    exemptions_without_need,
)
