"""What the programme is for: causes of failure it answers, goals it serves, and the help that follows go-live."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Annotated

from curriculum.diagnostics import Position
from curriculum.model.words import Access, Pattern, Range, Ref, Text, at_field, record

NUMBER = Pattern(r"-?[0-9]+(\.[0-9]+)?", "a number such as 40 or 2.5")


@record
class CauseOfFailure:
    """Something that makes roll-outs fail. Modules say in `answers` which causes they answer."""

    id: Annotated[Ref, "short name"]
    title: Annotated[Text, "the cause, in one sentence"]
    sources: Annotated[tuple[str, ...], "where it was reported: an article, a study, your own review"] = ()
    roles: Annotated[tuple[Ref, ...], "roles that can do something about it; without any, all roles"] = ()
    at: Position = at_field()


@record
class Kpi:
    """A figure that shows whether a goal is reached."""

    id: Annotated[Ref, "short name, unique in the programme"]
    title: Annotated[Text, "what is counted"]
    unit: Annotated[Text, "what the numbers are: per cent, minutes, deals a month"]
    baseline: Annotated[str, NUMBER, "the figure before the roll-out"]
    target: Annotated[str, NUMBER, "the figure to be reached"]
    target_on: Annotated[dt.date, "by when"]
    owner: Annotated[Ref, "the role that answers for it"]
    at: Position = at_field()


@record
class SmartGoal:
    """A SMART goal of the roll-out. Modules say in `serves` which goals they serve."""

    id: Annotated[Ref, "short name"]
    title: Annotated[Text, "what shall be different, in one sentence"]
    owner: Annotated[Ref, "the role that answers for it"]
    target_on: Annotated[dt.date, "by when"]
    kpis: Annotated[tuple[Kpi, ...], Range(1, 20), "the figures that show it"]
    at: Position = at_field()


class FollowUpKind(enum.StrEnum):
    """Help after go-live."""

    REFRESHER = "refresher"
    OFFICE_HOURS = "office-hours"
    CLINIC = "clinic"
    PULSE = "pulse"


@record
class FollowUp:
    """Help after go-live, on the days the programme names; each falls on the next working day of a workplace."""

    id: Annotated[Ref, "short name"]
    title: Annotated[Text, "what people read"]
    summary: Annotated[Text | None, "what happens there, and what to bring"] = None
    kind: Annotated[FollowUpKind, "refresher, office-hours, clinic or pulse (three questions)"]
    days_after: Annotated[tuple[int, ...], Range(1, 400), "days after go-live, e.g. [7, 30, 90]"]
    minutes: Annotated[int, Range(1, 600), "how long each takes"]
    required: Annotated[bool, "counts as training that is to be taken; otherwise it is an offer"] = False
    module: Annotated[Ref | None, "the module whose lessons are repeated, or whose knowledge check asks"] = None
    roles: Annotated[tuple[Ref, ...], "only for these roles"] = ()
    access: Annotated[tuple[Access, ...], "only for people with this access"] = ()
    at: Position = at_field()
