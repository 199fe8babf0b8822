"""`people/shifts.yaml`: when people work who do not keep the hours of their workplace."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from curriculum.diagnostics import Position
from curriculum.model.sessions import TIMES
from curriculum.model.words import PERSON_ID, Range, Ref, Weekday, at_field, record

SHIFTS: Final = "people/shifts.yaml"


@record
class Turn:
    """When somebody works. Of several entries that fit a day, the last one counts; a day that none fits is free."""

    times: Annotated[
        tuple[str, ...],
        TIMES,
        Range(0, 12),
        "e.g. 06:00-14:00; `[]` is a free day; a night is 22:00-24:00, and 00:00-06:00 of the next day",
    ]
    days: Annotated[tuple[Weekday, ...], "only on these days of the week; a day of the weekend must be named"] = ()
    from_on: Annotated[dt.date | None, "first day"] = None
    until_on: Annotated[dt.date | None, "last day"] = None
    every_weeks: Annotated[
        int, Range(1, 52), "2: seven days from `from_on` on, then seven days not, and so on; 3: then fourteen days not"
    ] = 1
    at: Position = at_field()


@record
class Shift:
    """The shifts of some people. Public holidays and leave stay free."""

    people: Annotated[tuple[Ref, ...], PERSON_ID, Range(1, 100_000), "ids of the roster"]
    turns: Annotated[tuple[Turn, ...], Range(1, 500), "when they work"]
    at: Position = at_field()


@record
class Shifts:
    """`people/shifts.yaml`."""

    shifts: Annotated[tuple[Shift, ...], "people who work at other times than their workplace"] = ()
    at: Position = at_field()
