"""What another rate, group or delivery would change; and the smallest changes that make the dearest needs cheaper."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from curriculum.cost.calibrate import Calibration
from curriculum.cost.price import Bill, Part, bills, total_of
from curriculum.diagnostics import Position
from curriculum.model import Delivery, Module, PersonNeeds, Plan, Rate, Workspace, record

# What it costs to be taught on the job depends on who stands beside; nobody states that rate, so it is not compared.
_COMPARABLE: Final = (Delivery.SELF_PACED, Delivery.ONLINE, Delivery.CLASSROOM)
_MORE: Final = 1.5  # a group this much larger is the one that is tried


@record
class WhatIf:
    """What is asked: rates that replace those of the programme, another group size, another delivery."""

    group_size: int | None = None
    delivery: Delivery | None = None
    learner_per_hour: int | None = None
    trainer_per_hour: int | None = None
    room_per_hour: int | None = None
    licence_per_learner: int | None = None


@record
class Change:
    """One change that makes a need cheaper: what to change, where, and what it saves (money, else minutes)."""

    of: str
    kind: str  # delivery or group
    value: str
    module: str | None
    at: Position
    saves: float = 0.0
    is_money: bool = False


def changed(ws: Workspace, asked: WhatIf) -> Workspace:
    """The workspace with the rates and the group size that are asked about."""
    if asked.group_size is not None:
        ws = dataclasses.replace(
            ws, modules={id: _grouped(found, asked.group_size) for id, found in ws.modules.items()}
        )
    rates = ws.program.rates
    if rates is None:
        return ws
    per_hour = asked.learner_per_hour
    learners = rates.learners if per_hour is None else (Rate(per_hour=per_hour),)
    parts = {
        name: value
        for name in ("trainer_per_hour", "room_per_hour", "licence_per_learner")
        if (value := getattr(asked, name)) is not None
    }
    rates = dataclasses.replace(rates, learners=learners, **parts)
    return dataclasses.replace(ws, program=dataclasses.replace(ws.program, rates=rates))


def cheapest_changes(
    ws: Workspace, people: Sequence[PersonNeeds], plan: Plan, calibration: Calibration, parts: Sequence[Part]
) -> Iterator[tuple[str, Bill, Change | None]]:
    """Needs, the dearest first, each with the single change that saves most: another delivery that one of its modules
    offers already, or larger groups. None: nothing that can be tried makes it cheaper."""
    by_need: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_need[part.of].append(part)
    is_money = any(total_of(found).money for found in by_need.values())

    def worth(found: Sequence[Part]) -> float:
        bill = total_of(found)
        return bill.money if is_money else float(bill.calibrated.likely)

    groups = _Alternatives(ws, people, plan, calibration, is_money)
    for of, found in sorted(by_need.items(), key=lambda entry: (-worth(entry[1]), entry[0])):
        tried = [
            dataclasses.replace(change, saves=worth(found) - worth(instead), is_money=is_money)
            for change, instead in groups.of(of, found)
        ]
        best = max(tried, key=lambda change: change.saves, default=None)
        yield of, total_of(found), best if best and best.saves >= 1 else None


class _Alternatives:
    """The same plan, taught otherwise or in larger groups."""

    def __init__(
        self, ws: Workspace, people: Sequence[PersonNeeds], plan: Plan, calibration: Calibration, is_money: bool
    ) -> None:
        self._ws = ws
        self._other = {how: bills(ws, people, plan, calibration, how) for how in _COMPARABLE}
        self._larger: Sequence[Part] = ()
        if is_money:
            modules = {id: _grouped(found, _larger(found)) for id, found in ws.modules.items()}
            self._larger = bills(dataclasses.replace(ws, modules=modules), people, plan, calibration)

    def of(self, of: str, found: Sequence[Part]) -> Iterator[tuple[Change, Sequence[Part]]]:
        """Each change that may be made for a need, with the parts it would then have."""
        for module in dict.fromkeys(part.module for part in found):
            usual = {part.delivery for part in found if part.module == module}
            rest = [part for part in found if part.module != module]
            at = Position(f"content/{module}/module.yaml")
            for how in self._ws.modules[module].delivery:
                if how in _COMPARABLE and how not in usual:
                    instead = [part for part in self._other[how] if part.of == of and part.module == module]
                    yield Change(of=of, kind="delivery", value=str(how), module=module, at=at), [*rest, *instead]
            more = [part for part in self._larger if part.of == of and part.module == module]
            if more:
                size = str(_larger(self._ws.modules[module]))
                yield Change(of=of, kind="group", value=size, module=module, at=at), [*rest, *more]


def _larger(module: Module) -> int:
    return max(module.max_group + 1, round(module.max_group * _MORE))


def _grouped(module: Module, size: int) -> Module:
    return dataclasses.replace(module, max_group=size)
