"""What new versions ask for, how long a completion lasts, and days that must come in order."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Final

from curriculum import codes
from curriculum.check.known import Check, Found
from curriculum.diagnostics import Diagnostic, Position
from curriculum.model import Cycle, Module, Retraining, VersionChange, Workspace

_LEAP_YEAR: Final = 2000  # 29 February is a day of some years


def changes(ws: Workspace) -> Found:
    """A new version names a shorter module exactly if it asks for one, and stands once."""
    for module in ws.modules.values():
        before: dict[int, Position] = {}
        for change in module.changes:
            yield from _delta(module, change)
            if change.version in before:
                message = f"version {change.version} of module '{module.id}' again"
                related = [(before[change.version], "it stands here for the first time")]
                yield Diagnostic.of(codes.SAME_ID, change.at, message, "remove one of them", related)
            before.setdefault(change.version, change.at)


def _delta(module: Module, change: VersionChange) -> Found:
    if change.delta is None and change.retraining is Retraining.DELTA:
        message = f"version {change.version} asks for a shorter module, but names none"
        yield Diagnostic.of(
            codes.DELTA_MISMATCH, change.at, message, "add 'delta: <module>', or write 'retraining: full'"
        )
    elif change.delta is not None and change.retraining is not Retraining.DELTA:
        message = f"version {change.version} has 'retraining: {change.retraining}', but names a shorter module"
        yield Diagnostic.of(
            codes.DELTA_MISMATCH, change.delta.at, message, "write 'retraining: delta', or remove 'delta'"
        )
    elif change.delta == module.id:
        message = f"module '{module.id}' cannot be the shorter module for itself"
        yield Diagnostic.of(
            codes.DELTA_MISMATCH, change.delta.at, message, "name another module, or write 'retraining: full'"
        )


def validities(ws: Workspace) -> Found:
    """A completion lasts so many months, or until a day of the year that exists, not both."""
    for module in ws.modules.values():
        cycle = module.valid_until_cycle
        if cycle is None:
            continue
        if module.valid_months is not None:
            message = f"module '{module.id}' has both 'valid_months' and 'valid_until_cycle'"
            yield Diagnostic.of(codes.TWO_VALIDITIES, cycle.at, message, "keep one of them")
        if not _is_day(cycle):
            hint = "month and day, for example 12-31"
            yield Diagnostic.of(codes.NO_SUCH_DAY, cycle.at, f"there is no day '{cycle.day}' in any year", hint)


def _is_day(cycle: Cycle) -> bool:
    month, _, day = cycle.day.partition("-")
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        return False
    return 1 <= int(day) <= calendar.monthrange(_LEAP_YEAR, int(month))[1]


def spans(ws: Workspace) -> Found:
    """The last day of a span is not before the first."""
    for rule in ws.catalog.equivalents:
        yield from _backwards(rule.from_on, rule.until_on, rule.at, "the equivalence")
    for exemption in ws.exemptions:
        yield from _backwards(exemption.from_on, exemption.until_on, exemption.at, "the exemption")
    for person in ws.people:
        yield from _backwards(person.starts_on, person.ends_on, person.at("ends_on"), f"the work of '{person.id}'")


def _backwards(first: dt.date | None, last: dt.date | None, at: Position, what: str) -> Found:
    if first is not None and last is not None and last < first:
        message = f"{what} ends on {last}, before it starts on {first}"
        yield Diagnostic.of(codes.ENDS_BEFORE_START, at, message, "the first day comes first")


RULES: Final[tuple[Check, ...]] = (changes, validities, spans)
