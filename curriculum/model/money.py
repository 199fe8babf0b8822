"""What training costs: the rates that program.yaml states. A rate nobody states stays unset; it is never zero."""

from __future__ import annotations

from typing import Annotated

from curriculum.diagnostics import Position
from curriculum.model.words import Pattern, Range, Ref, at_field, record

_MONEY = Range(0, 10_000_000)


@record
class Rate:
    """What an hour of a learner's working time costs. Without role and workplace it fits everybody."""

    role: Annotated[Ref | None, "for people with this role"] = None
    workplace: Annotated[Ref | None, "for people of this workplace"] = None
    per_hour: Annotated[int, _MONEY, "whole units of the currency, for one person"]
    at: Position = at_field()


@record
class Rates:
    """Rates of the programme, in one currency."""

    currency: Annotated[str, Pattern("[A-Z]{3}", "three capital letters"), "ISO 4217, e.g. SAR, IRR, ILS, EUR"]
    learners: Annotated[tuple[Rate, ...], "learners' time: the first rate that fits a person is theirs"] = ()
    trainer_per_hour: Annotated[int | None, _MONEY, "a trainer, for an hour of a session"] = None
    room_per_hour: Annotated[int | None, _MONEY, "a room, for an hour of a classroom session"] = None
    licence_per_learner: Annotated[int | None, _MONEY, "once for each person who trains"] = None
    at: Position = at_field()
