"""Lists hold each id once; the catalog lists every module."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from curriculum import codes
from curriculum.check import known
from curriculum.check.known import Check, Found, Known
from curriculum.diagnostics import Diagnostic
from curriculum.model import Ref, Workspace


def twice(ids: Iterable[Ref], what: str) -> Found:
    """SAME_ID at the second and every further occurrence."""
    first: dict[str, Ref] = {}
    for id in ids:
        before = first.setdefault(str(id), id)
        if before is not id:
            related = [(before.at, "it stands here for the first time")]
            yield Diagnostic.of(codes.SAME_ID, id.at, f"{what} '{id}' again", "remove or rename one of them", related)


def same_ids(ws: Workspace) -> Found:
    """No list holds two records with one id."""
    yield from twice((level.id for level in ws.program.levels), "the level")
    yield from twice((wave.id for wave in ws.program.waves), "the wave")
    yield from twice((competency.id for competency in ws.catalog.competencies), "the competency")
    yield from twice(ws.catalog.modules, "the module")
    yield from twice((term.id for term in ws.glossary.terms), "the term")
    for role in ws.roles.values():
        yield from twice((task.id for task in role.tasks), "the task")
        yield from twice(role.extends, "the extended role")
    for module in ws.modules.values():
        yield from twice((unit.id for unit in module.units), "the unit")
        yield from twice((teaching.competency for teaching in module.teaches), "the taught competency")


def same_languages(ws: Workspace) -> Found:
    """The programme lists each language once."""
    for n, language in enumerate(ws.program.languages):
        if language in ws.program.languages[:n]:
            at = language.at if isinstance(language, Ref) else ws.program.at
            yield Diagnostic.of(codes.SAME_ID, at, f"the language '{language}' again", "remove one of them")


def idle_calendars(ws: Workspace) -> Found:
    """Calendars are for languages of the programme."""
    languages = Known("language", ws.program.languages)
    for language in ws.program.calendars:
        if language not in languages:
            place = language.at if isinstance(language, Ref) else ws.program.at
            message = f"the programme has no language '{language}', so nobody sees this calendar"
            yield Diagnostic.of(codes.CALENDAR_WITHOUT_LANGUAGE, place, message, languages.hint(language))


def unlisted_modules(ws: Workspace) -> Found:
    """The catalog says where each module comes in the order."""
    if known.CATALOG in ws.unreadable:
        return
    modules = known.modules(ws)
    listed = {str(id) for id in ws.catalog.modules}
    # A misspelt line of the list is reported there; the module it means is not missing.
    listed |= {near for id in listed - modules.ids.keys() if (near := modules.nearest(id))}
    for module in ws.modules.values():
        if module.id not in listed:
            message = f"module '{module.id}' is not listed in {known.CATALOG}"
            yield Diagnostic.of(codes.UNLISTED_MODULE, module.at, message, f"add '- {module.id}' under 'modules:'")


RULES: Final[tuple[Check, ...]] = (same_ids, same_languages, idle_calendars, unlisted_modules)
