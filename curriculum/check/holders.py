"""Rules over roster columns (who holds a role, who belongs to a wave), workplaces and waves."""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Iterator, Sequence
from typing import Final

from curriculum import codes
from curriculum.check.known import PROGRAM, Check, Found, Known
from curriculum.diagnostics import NOWHERE, Diagnostic, Position
from curriculum.model import ROSTER, Ref, Rule, Values, Weekday, Workspace

# Columns that every roster may have.
_USUAL: Final = frozenset(
    "id name manager department job_title workplace access employment roles language starts_on ends_on leave share "
    "wave email".split()
)


def _rules(ws: Workspace) -> Iterator[tuple[str, Rule]]:
    """Every rule and what it decides."""
    for role in ws.roles.values():
        for rule in role.held_by:
            yield f"role '{role.id}'", rule
    for wave in ws.program.waves:
        for rule in wave.who:
            yield f"wave '{wave.id}'", rule


def _conditions(rule: Rule) -> Iterator[tuple[str, Values, Position]]:
    """Column, values and place of each condition."""
    for column, values in (*rule.when.items(), *rule.unless.items()):
        written = values[0].at if values and values[0].at != NOWHERE else rule.at
        yield column, values, column.at if isinstance(column, Ref) else written


def empty_rules(ws: Workspace) -> Found:
    """Every rule has a condition, and every condition a value."""
    for of, rule in _rules(ws):
        if not rule.when:
            message = f"a rule of {of} has no condition, so it would fit everybody"
            yield Diagnostic.of(codes.EMPTY_RULE, rule.at, message, "write which column must hold what under 'when'")
        for column, values, at in _conditions(rule):
            if not values:
                message = f"a rule of {of} asks for column '{column}' without saying what it must hold"
                yield Diagnostic.of(codes.EMPTY_RULE, at, message, 'an empty cell is written ""')


def unknown_columns(ws: Workspace) -> Found:
    """Rules ask for columns that the roster has."""
    if not ws.roster_columns:
        return
    columns = Known("column", ws.roster_columns)
    missing: dict[str, list[tuple[Position, str]]] = {}
    for of, rule in _rules(ws):
        for column, _, at in _conditions(rule):
            if column in _USUAL and column not in columns:
                missing.setdefault(column, []).append((at, f"{of} asks for it"))
            elif column not in columns:
                near = columns.nearest(column)
                message = f"{of} asks for column '{column}', which the roster does not have"
                hint = f"did you mean '{near}'?" if near else f"columns of {ROSTER}: {', '.join(columns.ids)}"
                yield Diagnostic.of(codes.UNKNOWN_RULE_COLUMN, at, message, hint)
    for column, askers in missing.items():
        yield _missing_heading(column, askers, columns)


def _missing_heading(column: str, askers: Sequence[tuple[Position, str]], columns: Known) -> Diagnostic:
    """A usual column is spelt rightly by the rules, so it is the roster that misses it: said once, with every rule."""
    strange = Known("column", (c for c in columns.ids if c not in _USUAL))
    near = strange.nearest(column)
    message = f"the roster has no column '{column}', which rules ask for"
    hint = f"is it the column '{near}'?" if near else "add the column, or change the rules"
    return Diagnostic.of(codes.UNKNOWN_RULE_COLUMN, Position(ROSTER), message, hint, askers)


def idle_waves(ws: Workspace) -> Found:
    """No wave stands behind one that takes everybody, unless the roster names it."""
    named = {p.wave for p in ws.people}
    everybody: str | None = None
    for wave in ws.program.waves:
        if everybody is not None and wave.id not in named:
            message = f"wave '{wave.id}' can fit nobody: '{everybody}' before it takes everybody who is left"
            hint = f"move '{everybody}' to the end, or give it rules under 'who'"
            yield Diagnostic.of(codes.NO_DATES_WAVE, wave.at, message, hint)
        if not wave.who and everybody is None and PROGRAM not in ws.unreadable:
            everybody = wave.id


@functools.cache
def _zones() -> Known:
    return Known("time zone", sorted(zoneinfo.available_timezones()))


def workplaces(ws: Workspace) -> Found:
    """Workplaces lie in a time zone that exists, and have a working day."""
    for id, place in ws.program.workplaces.items():
        if place.timezone is not None and place.timezone not in _zones():
            message = f"unknown time zone '{place.timezone}' of workplace '{id}'"
            hint = _zones().hint(place.timezone) or "time zones are written Asia/Riyadh"
            at = place.timezone.at if isinstance(place.timezone, Ref) and place.timezone.at != NOWHERE else place.at
            yield Diagnostic.of(codes.BAD_TIMEZONE, at, message, hint)
        if set(place.weekend) == set(Weekday):
            message = f"workplace '{id}' has no working day"
            yield Diagnostic.of(codes.NO_WORKING_DAY, place.at, message, "'weekend' lists the days without work")


RULES: Final[tuple[Check, ...]] = (empty_rules, unknown_columns, idle_waves, workplaces)
