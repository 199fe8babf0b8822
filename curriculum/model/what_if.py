"""A file for `--what-if`: what would be different. What might help somebody without a seat is one too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated

from curriculum.diagnostics import Position
from curriculum.model.sessions import Cover, Room, Trainer
from curriculum.model.words import PERSON_ID, Range, Ref, at_field, record


@record
class PersonAway:
    """Somebody is away: ill, travelling."""

    person: Annotated[Ref, PERSON_ID, "id of the roster"]
    from_on: Annotated[dt.date | None, "first day"] = None
    until_on: Annotated[dt.date | None, "last day"] = None
    at: Position = at_field()


@record
class OtherWave:
    """A wave of the programme with other dates."""

    id: Annotated[Ref, "the wave"]
    go_live_on: Annotated[dt.date | None, "its other go-live"] = None
    earliest_days_before: Annotated[int | None, Range(1, 1000), "training begins so many days before go-live"] = None
    at: Position = at_field()


@record
class OtherModule:
    """A module with another size of groups."""

    id: Annotated[Ref, "the module"]
    min_group: Annotated[int | None, Range(1, 1000), "held from so many on"] = None
    max_group: Annotated[int | None, Range(1, 1000), "at most so many in a group"] = None
    at: Position = at_field()


@record
class WhatIf:
    """A file for `--what-if`: what would be different."""

    trainers: Annotated[tuple[Trainer, ...], "further trainers; one who is known already is replaced"] = ()
    rooms: Annotated[Mapping[str, Room], "further rooms; one that is known already is replaced"] = field(
        default_factory=dict
    )
    waves: Annotated[tuple[OtherWave, ...], "waves with another go-live, or an earlier start"] = ()
    modules: Annotated[tuple[OtherModule, ...], "modules with other sizes of groups"] = ()
    away_percent: Annotated[int | None, Range(1, 100), "another share of a team that may be away"] = None
    cover: Annotated[tuple[Cover, ...], "roles of which other numbers stay at work"] = ()
    minutes_per_day: Annotated[int | None, Range(15, 1440), "other most training in a day"] = None
    minutes_per_week: Annotated[int | None, Range(15, 6000), "other most training in a week"] = None
    leave: Annotated[tuple[PersonAway, ...], "people who are away"] = ()
    at: Position = at_field()
