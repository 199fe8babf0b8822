"""Every id that a file mentions must exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from curriculum import codes
from curriculum.check import known
from curriculum.check.known import Check, Found, Known
from curriculum.diagnostics import NOWHERE, Diagnostic
from curriculum.model import Prerequisite, Ref, Requirement, Workspace


def requirements(ws: Workspace) -> Iterator[tuple[str, Requirement]]:
    """Who asks, in words, and what for: everybody, access levels and roles, in this order."""
    for requirement in ws.program.everybody:
        yield "the programme asks everybody", requirement
    for access, floor in ws.program.access.items():
        for requirement in floor.requires:
            yield f"access '{access}' asks", requirement
    for role in ws.roles.values():
        who = f"role '{role.id}' asks"
        for requirement in role.requires:
            yield who, requirement


class _Kinds:
    """The three kinds of ids that requirements, teachings and prerequisites name."""

    def __init__(self, ws: Workspace) -> None:
        self.competencies = known.competencies(ws)
        self.levels = known.levels(ws)
        self.modules = known.modules(ws)
        self._all = [{None, *kind.ids} for kind in (self.competencies, self.levels, self.modules)]

    def unknown_in(self, part: Requirement | Prerequisite) -> Found:
        competencies, levels, modules = self._all
        if part.competency in competencies and part.level in levels and part.module in modules:
            return
        yield from self.competencies.unknown(part.competency, part.at)
        yield from self.levels.unknown(part.level, part.at)
        yield from self.modules.unknown(part.module, part.at)


def unknown_in_requirements(ws: Workspace) -> Found:
    """Requirements name competencies, levels and modules that exist."""
    kinds = _Kinds(ws)
    for _, requirement in requirements(ws):
        yield from kinds.unknown_in(requirement)


def unknown_in_roles(ws: Workspace) -> Found:
    """Roles extend, and send people to, roles that exist."""
    roles = known.roles(ws)
    for role in ws.roles.values():
        for other in (*role.extends, *role.ask):
            yield from roles.unknown(other, role.at)


def unknown_in_tasks(ws: Workspace) -> Found:
    """Tasks name lessons, as module/unit, that exist."""
    modules = known.modules(ws)
    for role in ws.roles.values():
        for task in role.tasks:
            for lesson in task.lessons:
                yield from unknown_lesson(ws, modules, lesson)


def unknown_lesson(ws: Workspace, modules: Known, lesson: Ref) -> Found:
    """UNKNOWN_REFERENCE for `module/unit`; the hint names the whole path."""
    module, _, unit = lesson.partition("/")
    missing = module not in modules
    near = modules.nearest(module) if missing else module
    unit_is = known.units(ws, near) if near else None
    if not missing and unit_is and (unit in unit_is or unit_is.is_open):
        return
    meant = None if near else modules.hint(module)
    if near and unit_is:
        end = unit if unit in unit_is or unit_is.is_open else unit_is.nearest(unit)
        meant = f"did you mean '{near}/{end}'?" if end else f"units of '{near}': {', '.join(unit_is.ids)}"
    message = f"unknown module '{module}' in '{lesson}'" if missing else f"module '{module}' has no unit '{unit}'"
    yield Diagnostic.of(codes.UNKNOWN_REFERENCE, lesson.at, message, meant)


def unknown_in_modules(ws: Workspace) -> Found:
    """Modules teach competencies, wait for modules and name successors that exist."""
    kinds = _Kinds(ws)
    for module in ws.modules.values():
        for teaching in module.teaches:
            yield from kinds.competencies.unknown(teaching.competency, teaching.at)
            yield from kinds.levels.unknown(teaching.level, teaching.at)
            yield from kinds.levels.unknown(teaching.from_level, teaching.at)
        for prerequisite in module.prerequisites:
            yield from kinds.unknown_in(prerequisite)
        for other in (module.successor, *(change.delta for change in module.changes)):
            yield from kinds.modules.unknown(other, module.at)


def unknown_in_catalog(ws: Workspace) -> Found:
    """The catalog lists modules, and calls modules equivalent, that exist."""
    modules = known.modules(ws)
    for listed in ws.catalog.modules:
        yield from modules.unknown(listed, ws.catalog.at)
    for rule in ws.catalog.equivalents:
        for module in (*rule.completed, *rule.counts_as):
            yield from modules.unknown(module, rule.at)


def unknown_in_exemptions(ws: Workspace) -> Found:
    """Exemptions release people who exist from things that exist."""
    kinds, persons = _Kinds(ws), known.persons(ws)
    for exemption in ws.exemptions:
        yield from persons.unknown(exemption.person, exemption.at)
        yield from kinds.competencies.unknown(exemption.competency, exemption.at)
        yield from kinds.levels.unknown(exemption.level, exemption.at)
        yield from kinds.modules.unknown(exemption.module, exemption.at)


def unknown_in_roster(ws: Workspace) -> Found:
    """People hold roles, work at places and belong to waves that exist. One mistake for each word, at its first row."""
    roles, workplaces, waves = known.roles(ws), known.workplaces(ws), known.waves(ws)
    found: dict[str, Diagnostic] = {}
    rows: Counter[str] = Counter()
    for person in ws.people:
        wrong = [
            *(d for held in person.roles for d in roles.unknown(held.role, person.at("roles"))),
            *workplaces.unknown(person.workplace, person.at("workplace")),
            *waves.unknown(person.wave, person.at("wave")),
        ]
        for diagnostic in wrong:
            found.setdefault(diagnostic.message, diagnostic)
            rows[diagnostic.message] += 1
    for message, first in found.items():
        more = f", in {rows[message]:,} cells" if rows[message] > 1 else ""
        yield replace(first, message=f"{message}{more}")


def unknown_in_evidence(ws: Workspace) -> Found:
    """Evidence names modules, units, competencies, levels and rows that exist. (Persons: a finding of the needs.)"""
    kinds, rows = _Kinds(ws), known.evidence_rows(ws)
    units = {id: known.units(ws, id) for id in ws.modules}
    for row in ws.evidence:
        yield from kinds.modules.unknown(row.module, row.at)
        if row.unit is not None and row.module in units:
            yield from units[row.module].unknown(row.unit, row.at)
        yield from kinds.competencies.unknown(row.competency, row.at)
        yield from kinds.levels.unknown(row.level, row.at)
        if row.voids is not None:
            yield from rows.unknown(row.voids, row.at)


def unknown_in_merges(ws: Workspace) -> Found:
    """Ids are merged into ids of the roster."""
    persons = Known("person", (p.id for p in ws.people), is_open=known.persons(ws).is_open, likeness=known.ALIKE)
    for other, kept in ws.merged.items():
        if kept not in ws.merged and kept not in persons:
            for found in persons.unknown(kept, NOWHERE._replace(file=known.MERGES, line=1, column=1)):
                message = f"'{other}' is merged into the {found.message}"
                yield Diagnostic.of(found.code, found.at, message, found.hint)


RULES: Final[tuple[Check, ...]] = (
    unknown_in_requirements,
    unknown_in_roles,
    unknown_in_tasks,
    unknown_in_modules,
    unknown_in_catalog,
    unknown_in_exemptions,
    unknown_in_roster,
    unknown_in_evidence,
    unknown_in_merges,
)
