"""Recorded minutes beside the estimates: what each accepted completion really took."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from curriculum.model import EvidenceKind, Workspace, record

# Ten times or a tenth of the estimate is a clock that ran on over lunch, or a click through: not a time of learning.
_BELIEVED: Final = 10.0


@record
class Actuals:
    """`ratios`: module → logarithms of actual over estimated minutes, oldest first; `minutes`: all that were spent.

    `left_out` counts recorded times that are more than ten times, or less than a tenth, of the estimate.
    """

    ratios: Mapping[str, tuple[float, ...]]
    minutes: Mapping[str, Mapping[str, int]]  # person → module → minutes spent
    left_out: int


def find_actuals(ws: Workspace, as_of: dt.date) -> Actuals:
    """From accepted completions up to the day, voided ones left out; those of one unit are held against that unit."""
    voided = {row.voids for row in ws.evidence if row.voids and row.on <= as_of}
    ratios: dict[str, list[float]] = defaultdict(list)
    minutes: dict[str, Counter[str]] = defaultdict(Counter)
    left_out = 0
    for row in sorted(ws.evidence, key=lambda row: (row.on, row.line)):
        module = ws.modules.get(row.module or "")
        counts = row.kind is EvidenceKind.COMPLETION and str(row.outcome) in ws.program.policy.accepted_outcomes
        if not row.minutes or module is None or not counts or row.on > as_of or (row.id and row.id in voided):
            continue
        minutes[ws.kept_id(row.person)][str(module.id)] += row.minutes
        units = {str(unit.id): unit.minutes.likely for unit in module.units}
        expected = units.get(row.unit, 0) if row.unit else module.minutes.likely
        ratio = row.minutes / expected if expected else 0.0
        if 1 / _BELIEVED <= ratio <= _BELIEVED:
            ratios[module.id].append(math.log(ratio))
        else:
            left_out += 1
    return Actuals(
        ratios={module: tuple(found) for module, found in ratios.items()},
        minutes=minutes,
        left_out=left_out,
    )
