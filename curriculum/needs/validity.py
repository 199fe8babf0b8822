"""Until when a completion counts: months or a cycle, and what newer versions of its module ask (rules 18 and 19)."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from curriculum.days import add_days, add_months, end_of_cycle
from curriculum.model import Module, Retraining, VersionChange

FOREVER: Final = dt.date.max


class Outdated(NamedTuple):
    """What newer versions of a module, in force on the day, make of a completion of an older one."""

    until_on: dt.date  # the last day the completion counts
    because: str
    delta: str | None  # the shorter module that is enough; None: the whole module again


def lasts_until(module: Module, on: dt.date) -> dt.date:
    """The last day a completion counts, by the module's own rule."""
    if module.valid_months is not None:
        return add_months(on, module.valid_months)
    if module.valid_until_cycle is not None:
        return end_of_cycle(on, module.valid_until_cycle)
    return FOREVER


def version_on(module: Module, day: dt.date) -> int:
    """The version in force on the day, for evidence that does not name one."""
    if not module.changes:
        return module.version
    begun = [change.version for change in module.changes if change.from_on <= day]
    return max(begun, default=min(change.version for change in module.changes) - 1)


def outdated(module: Module, version: int, as_of: dt.date) -> Outdated | None:
    """None while every newer version in force asks nothing. One that asks for all of it outweighs any shorter module.

    Of several shorter modules the newest counts: each is written for everybody with an older version.
    """
    asking = [c for c in _newer(module, version) if c.from_on <= as_of and c.retraining is not Retraining.NONE]
    if not asking:
        return None
    first, newest = min(asking, key=lambda c: c.from_on), asking[-1]
    full = any(c.retraining is Retraining.FULL for c in asking)
    because = f"version {first.version} ({first.retraining} retraining)"
    return Outdated(add_days(first.from_on, -1), because, None if full or not newest.delta else str(newest.delta))


def brings_up_to_date(module: Module, change: VersionChange, version: int) -> bool:
    """Whether the shorter module of the change is enough for a completion of the version."""
    between = [c for c in _newer(module, version) if c.version <= change.version]
    return change in between and not any(c.retraining is Retraining.FULL for c in between)


def needs_all_again(module: Module, version: int, day: dt.date) -> bool:
    """Whether a newer version, in force on the day, asks for the whole module."""
    return any(c.retraining is Retraining.FULL and c.from_on <= day for c in _newer(module, version))


def _newer(module: Module, version: int) -> list[VersionChange]:
    return sorted((c for c in module.changes if c.version > version), key=lambda c: c.version)
