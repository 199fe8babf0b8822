"""Findings of the plan: impossible dates, unproven paths, levels nobody leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from curriculum import codes
from curriculum.diagnostics import Diagnostic
from curriculum.model import LearningPath, PersonNeeds, Workspace


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
