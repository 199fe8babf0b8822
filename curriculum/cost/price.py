"""Plan and rates → what each person's training takes and costs, so that any group's sum is a sum of these parts.

Trainers and rooms cost by the session, whoever comes: people are put into groups for each module, workplace and
language, as large as `max_group` and the rooms allow, and each carries an equal share. So cost adds up, however cut.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from curriculum.cost.calibrate import Calibration
from curriculum.model import Delivery, Minutes, PersonNeeds, Plan, Rates, Step, Workspace, combined_by_module, record

_TAUGHT: Final = frozenset({Delivery.CLASSROOM, Delivery.ONLINE})
PARTS: Final = ("learners", "trainers", "rooms", "licences")
_Cost = Mapping[str, float | None]  # part → money; None: the rate that it needs is not set


@record
class Part:
    """One module that one person takes: minutes as planned and as calibrated; cost of the likely calibrated ones."""

    person: str
    module: str
    level: int
    of: str  # the first need it serves: a competency or a module
    delivery: Delivery
    planned: Minutes
    calibrated: Minutes
    cost: _Cost


@record
class Bill:
    """Minutes and money of some parts. `cost` leaves out parts that are not set; `unset` names them."""

    planned: Minutes
    calibrated: Minutes
    learners: int  # people with something to take
    cost: Mapping[str, float]
    unset: tuple[str, ...]

    @property
    def money(self) -> float:
        """All that is known."""
        return sum(self.cost.values())

    def low_high(self) -> tuple[float, float]:
        """The money of the short and of the long calibrated minutes; licences do not depend on them."""
        fixed = self.cost.get("licences", 0.0)
        likely = self.calibrated.likely or 1
        low, high = ((self.money - fixed) * minutes / likely + fixed for minutes in self.calibrated[::2])
        return low, high


def bills(
    ws: Workspace, people: Sequence[PersonNeeds], plan: Plan, calibration: Calibration, delivery: Delivery | None = None
) -> tuple[Part, ...]:
    """Required steps of these people, in order. `delivery`: wherever a module offers it, it is taught so."""
    taken = [
        (found, step, _delivery(ws, step, delivery))
        for found in people
        for step in plan.of(found.person.id).steps
        if not step.optional
    ]
    groups: dict[tuple[str, str | None, str | None], int] = defaultdict(int)
    for found, step, _ in taken:
        groups[_group(found, step)] += 1
    sizes: dict[tuple[str, str | None, Delivery], int] = {}
    parts, licensed = [], set()
    for found, step, how in taken:
        planned = _as_taught(ws, step, how)
        calibrated = calibration.applied(step.module, planned)
        together = groups[_group(found, step)]
        key = step.module, found.person.workplace, how
        if key not in sizes:
            sizes[key] = _group_size(ws, *key)
        share = math.ceil(together / sizes[key]) / together  # of the sessions of all of them
        cost = _cost(ws.program.rates, found, how, calibrated.likely, share)
        if found.person.id in licensed and cost.get("licences") is not None:
            cost = {**cost, "licences": 0.0}
        licensed.add(found.person.id)
        parts.append(
            Part(
                person=found.person.id,
                module=step.module,
                level=step.level,
                of=_served(plan.of(found.person.id).steps, step),
                delivery=how,
                planned=planned,
                calibrated=calibrated,
                cost=cost,
            )
        )
    return tuple(parts)


def _group(found: PersonNeeds, step: Step) -> tuple[str, str | None, str | None]:
    return step.module, found.person.workplace, found.person.language


def _group_size(ws: Workspace, module: str, workplace: str | None, how: Delivery) -> int:
    """As many as fit: `max_group`, or the seats of the largest room, as in schedules. Without rooms, `max_group`."""
    known = ws.modules[module]
    in_room = how is Delivery.CLASSROOM
    seats = [
        room.seats
        for room in ws.program.rooms.values()
        if room.workplace == (workplace if in_room else None)
        and (not in_room or set(known.features) <= set(room.features))
    ]
    return min(known.max_group, max(seats, default=known.max_group))


def _delivery(ws: Workspace, step: Step, wanted: Delivery | None) -> Delivery:
    offered = ws.modules[step.module].delivery
    return wanted if wanted in offered and wanted is not None else offered[0] if offered else Delivery.SELF_PACED


def _as_taught(ws: Workspace, step: Step, how: Delivery) -> Minutes:
    """What is left of the module, taught this way."""
    module = ws.modules[step.module]
    usual, so = module.minutes, module.minutes_when(how)
    if usual == so or not usual.likely:
        return step.minutes
    return Minutes(*(round(minutes * step.minutes.likely / usual.likely) for minutes in so))


def _served(steps: Sequence[Step], step: Step) -> str:
    """The need a step is for; of a prerequisite, that of the module which waits for it."""
    by_module = {other.module: other for other in steps}
    seen: set[str] = set()
    while step.because and step.because[0].kind == "prerequisite" and step.module not in seen:
        seen.add(step.module)
        step = by_module.get(step.because[0].of, step)
    return step.because[0].of if step.because else step.module


def _cost(rates: Rates | None, found: PersonNeeds, how: Delivery, minutes: int, share: float) -> _Cost:
    if rates is None:
        return dict.fromkeys(PARTS)
    hours = minutes / 60
    taught = hours * share if how in _TAUGHT else 0.0
    rate = learner_rate(rates, found)
    return {
        "learners": None if rate is None else hours * rate,
        "trainers": _times(taught, rates.trainer_per_hour),
        "rooms": _times(taught if how is Delivery.CLASSROOM else 0.0, rates.room_per_hour),
        "licences": _times(1.0, rates.licence_per_learner),
    }


def _times(amount: float, rate: int | None) -> float | None:
    """Nothing of something costs nothing, whatever the rate."""
    return 0.0 if not amount else None if rate is None else amount * rate


def learner_rate(rates: Rates, found: PersonNeeds) -> int | None:
    """The first rate that fits; None where none does."""
    roles = {held.role for held in found.roles}
    fitting = (
        rate.per_hour
        for rate in rates.learners
        if (rate.role is None or rate.role in roles)
        and (rate.workplace is None or rate.workplace == found.person.workplace)
    )
    return next(fitting, None)


def total_of(parts: Sequence[Part]) -> Bill:
    """The sum of some parts."""
    cost: dict[str, float] = dict.fromkeys(PARTS, 0.0)
    unset = set()
    for part in parts:
        for name, money in part.cost.items():
            if money is None:
                unset.add(name)
            else:
                cost[name] += money
    return Bill(
        planned=combined_by_module((part.module, part.planned) for part in parts),
        calibrated=combined_by_module((part.module, part.calibrated) for part in parts),
        learners=len({part.person for part in parts}),
        cost={name: money for name, money in cost.items() if name not in unset or money},
        unset=tuple(name for name in PARTS if name in unset),
    )
