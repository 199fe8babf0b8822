"""Findings of the plan: impossible dates, unproven paths, levels nobody leads to, modules that close no gap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from curriculum import codes
from curriculum.diagnostics import Diagnostic
from curriculum.model import LearningPath, Module, PersonNeeds, Workspace


def about_paths(
    ws: Workspace, people: Mapping[str, PersonNeeds], paths: Mapping[str, LearningPath]
) -> Iterator[Diagnostic]:
    names = [str(level.id) for level in ws.program.levels]
    for person_id, path in paths.items():
        person = people[person_id].person
        for what, rank in path.unreachable:
            level = f" at {names[rank - 1]}" if what not in ws.modules else ""
            said = f"no active module leads to {what}{level}, which person '{person_id}' needs"
            yield Diagnostic.of(codes.UNREACHABLE_LEVEL, person.at(), said)
        if not path.least:
            said = f"the path of person '{person_id}' may be up to {path.bound} minutes longer than the shortest"
            yield Diagnostic.of(codes.NOT_PROVEN, person.at(), said)
        if path.late is not None:
            yield Diagnostic.of(codes.DATE_IMPOSSIBLE, person.at(), path.late.because, path.late.hint)


def idle_modules(
    ws: Workspace, people: Sequence[PersonNeeds], paths: Iterable[LearningPath], active: Mapping[str, Module]
) -> Iterator[Diagnostic]:
    """Rule 27: active modules on nobody's path that teach nothing anybody needs."""
    if not ws.people:
        return
    on_paths = {step.module for path in paths for step in path.steps}
    needed: dict[str, int] = {}
    for found in people:
        for need in found.needs:
            needed[need.of] = max(needed.get(need.of, 0), need.required)
    for name, module in active.items():
        wanted = name in needed or any(str(t.competency) in needed for t in module.teaches)
        if name not in on_paths and not wanted:
            yield Diagnostic.of(codes.CLOSES_NO_GAP, module.at, f"module '{name}' closes nobody's gap")
