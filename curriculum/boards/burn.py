"""Burn-up: hours of required training that are done, day by day, beside what the due dates ask for."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from curriculum.model import EvidenceKind, PersonNeeds, Plan, Workspace, record


class Point(NamedTuple):
    """So many likely planned minutes by the end of a day."""

    on: dt.date
    minutes: int


@record
class Burn:
    """`done` ends on the day of the report at what is done; `asked` ends at `scope`, what is done and what is left.

    Modules that are held count with their planned minutes, on the day of the newest completion that gives them; held
    without a completion of one's own (test-out, equivalent) they need no hours and are not in the scope.
    """

    done: tuple[Point, ...]
    asked: tuple[Point, ...]
    scope: int
    go_live: tuple[tuple[str, dt.date], ...]  # wave, day; of waves with anybody in them


def completed_on(ws: Workspace, as_of: dt.date) -> Mapping[str, Mapping[str, dt.date]]:
    """Person → module → the day of the newest accepted completion of all of it; what was voided by then is none."""
    accepted = set(ws.program.policy.accepted_outcomes)
    voided = {row.voids for row in ws.evidence if row.voids and row.on <= as_of}
    found: dict[str, dict[str, dt.date]] = defaultdict(dict)
    for row in ws.evidence:
        is_done = row.kind is EvidenceKind.COMPLETION and str(row.outcome) in accepted and not row.unit
        if row.module in ws.modules and is_done and row.on <= as_of and not (row.id and row.id in voided):
            mine = found[ws.kept_id(row.person)]
            mine[str(row.module)] = max(row.on, mine.get(str(row.module), row.on))
    return found


def make_burn(
    ws: Workspace,
    people: Sequence[PersonNeeds],
    plan: Plan,
    done_on: Mapping[str, Mapping[str, dt.date]],
    as_of: dt.date,
) -> Burn:
    """Of these people; `done_on` as `completed_on` gives it."""
    done: Counter[dt.date] = Counter()
    asked: Counter[dt.date] = Counter()
    for found in people:
        person = found.person.id
        about = {str(need.of) for need in found.needs if not need.optional}
        for module in found.done:
            taught = {str(t.competency) for t in ws.modules[module].teaches} if module in ws.modules else set()
            on = done_on.get(person, {}).get(module)
            if on is not None and (taught | {module}) & about:
                done[on] += ws.modules[module].minutes.likely
        for step in plan.of(person).steps:
            if not step.optional:
                asked[step.due.on if step.due else dt.date.max] += step.minutes.likely
    total = sum(done.values())
    waves = {found.wave for found in people}
    return Burn(
        done=(*_summed(done.items(), 0), Point(as_of, total)),
        asked=tuple(_summed(((on, m) for on, m in asked.items() if on != dt.date.max), total)),
        scope=total + sum(asked.values()),
        go_live=tuple((str(wave.id), wave.go_live_on) for wave in ws.program.waves if wave.id in waves),
    )


def _summed(days: Iterable[tuple[dt.date, int]], start: int) -> Iterable[Point]:
    for on, minutes in sorted(days):
        start += minutes
        yield Point(on, start)
