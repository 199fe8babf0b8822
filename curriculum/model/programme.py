"""What program.yaml says: rules, requirements, levels, floors, workplaces, waves, policy, contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Final

from curriculum.diagnostics import Position
from curriculum.model.aims import CauseOfFailure, FollowUp, SmartGoal
from curriculum.model.money import Rates
from curriculum.model.sessions import Hours, Room, Scheduling
from curriculum.model.words import LANGUAGE, Access, Calendar, Pattern, Range, Ref, Text, Weekday, at_field, record

# A rule over roster columns: column → the values it takes (any of them; globs allowed; "" is an empty cell).
Values = tuple[Ref, ...]


ZONE: Final = Pattern(r"\S(.{0,62}\S)?", "a name such as Asia/Riyadh")


@record
class Rule:
    """Conditions over roster columns. All must hold. Upper and lower case are the same."""

    when: Annotated[Mapping[str, Values], "column: value, glob (`*rep*`) or a list of them; all columns must match"]
    unless: Annotated[Mapping[str, Values], "the same form; the rule does not hold where any of these matches"] = field(
        default_factory=dict
    )
    from_on: Annotated[dt.date | None, "the rule counts from this date on"] = None
    at: Position = at_field()


@record
class Requirement:
    """Something a role, an access level or everybody needs: a competency at a level, or one named module."""

    competency: Annotated[Ref | None, "what must be mastered (an id of content/catalog.yaml)"] = None
    level: Annotated[Ref | None, "how well (an id of the programme's levels)"] = None
    module: Annotated[Ref | None, "instead of a competency: this very module"] = None
    why: Annotated[Text | None, "a reason its manager would accept"] = None
    within_days: Annotated[
        int | None, Range(0, 3660), "for later joiners: days from the start in the role to the due date"
    ] = None
    optional: Annotated[bool, "recommended, not required"] = False
    from_on: Annotated[dt.date | None, "the requirement counts from this date on"] = None
    at: Position = at_field()


@record
class Level:
    """One step of the programme's proficiency scale."""

    id: Annotated[Ref, "short name used in all files"]
    title: Annotated[Text, "what people read"]
    at: Position = at_field()


@record
class Floor:
    """What an access level asks of everybody who has it, whatever their role."""

    title: Annotated[Text | None, "what people read for this access"] = None
    requires: Annotated[tuple[Requirement, ...], "the floor: needed by everybody with this access"] = ()
    at: Position = at_field()


@record
class Workplace:
    """A place where people work: its zone and its working week."""

    title: Annotated[Text, "what people read"]
    country: Annotated[str | None, Pattern("[A-Z]{2}", "two capital letters"), "ISO 3166 two letters"] = None
    timezone: Annotated[Ref | None, ZONE, "IANA name, e.g. Asia/Riyadh"] = None
    weekend: Annotated[tuple[Weekday, ...], "days without work"] = (Weekday.SATURDAY, Weekday.SUNDAY)
    holidays: Annotated[tuple[dt.date, ...], "further days without work"] = ()
    public_holidays: Annotated[
        bool, "the schedule also keeps the country's public holidays free (needs the extra `calendars`)"
    ] = False
    working_on: Annotated[tuple[dt.date, ...], "days on which people work although they are public holidays"] = ()
    hours: Annotated[tuple[Hours, ...], "working hours; without any, 09:00-12:00 and 13:00-17:00"] = ()
    at: Position = at_field()


@record
class Wave:
    """A phase of the roll-out: who goes live on which day."""

    id: Annotated[Ref, "short name"]
    title: Annotated[Text, "what people read"]
    go_live_on: Annotated[dt.date, "first day of work with the new system; training ends the day before"]
    earliest_days_before: Annotated[
        int, Range(1, 730), "training may not start earlier than this many days before go-live"
    ] = 60
    who: Annotated[tuple[Rule, ...], "rules over roster columns; without any, everybody left over"] = ()
    frozen_days: Annotated[int, Range(0, 365), "sessions that begin within so many days do not move"] = 7
    at: Position = at_field()


@record
class Policy:
    """Decisions of the programme that change who needs what, or when."""

    accepted_outcomes: Annotated[
        tuple[str, ...],
        Pattern("passed|completed|failed|withdrawn|attempted|voided", "passed, completed, failed or attempted"),
        "outcomes of evidence that count",
    ] = ("passed", "completed")
    accept_self_assessment: Annotated[bool, "whether a self-assessment alone gives a level"] = False
    within_days: Annotated[int, Range(0, 3660), "later joiners: days from the start in the role to the due date"] = 30
    lead_days: Annotated[int, Range(0, 730), "a future role gives needs this many days before it starts"] = 60
    expiring_days: Annotated[int, Range(0, 730), "evidence that ends within so many days is shown as expiring"] = 90
    look_back_days: Annotated[int | None, Range(1, 36600), "older evidence does not count and is listed"] = None
    training_minutes_per_day: Annotated[int, Range(15, 600), "most training a full-time person can do in a day"] = 120
    least_actuals: Annotated[
        int, Range(2, 1000), "so many recorded times of a module before they correct its estimate"
    ] = 5
    keep_in_progress: Annotated[
        bool, "after a job change, what was begun for the old role stays, without a due date"
    ] = True
    at: Position = at_field()


@record
class Contact:
    """Whom to ask, shown in every handbook. Functions and shared mailboxes, never a person's own name."""

    title: Annotated[Text, "e.g. CRM help desk"]
    text: Annotated[Text | None, "what to ask them, and when"] = None
    link: Annotated[
        str | None, Pattern(r"(mailto:|https?://)\S+", "a mailto: or https: address"), "mailto: or https: address"
    ] = None
    at: Position = at_field()


@record
class Program:
    """`program.yaml`: the programme as a whole."""

    title: Annotated[Text, "name of the programme"]
    summary: Annotated[Text | None, "one or two sentences for the start page"] = None
    system: Annotated[Text | None, "name of the system that is rolled out"] = None
    languages: Annotated[
        tuple[str, ...], LANGUAGE, Range(1, 40), "languages of the handbooks; the first is the default"
    ]
    levels: Annotated[tuple[Level, ...], Range(1, 20), "the proficiency scale, lowest first"]
    everybody: Annotated[tuple[Requirement, ...], "baseline: needed by everybody on the roster"] = ()
    access: Annotated[Mapping[Access, Floor], "floors: what each kind of access asks for, also read and none"] = field(
        default_factory=dict
    )
    workplaces: Annotated[Mapping[str, Workplace], "places of work, by id"] = field(default_factory=dict)
    waves: Annotated[tuple[Wave, ...], "phases of the roll-out, in order; the first that fits a person is theirs"] = ()
    policy: Annotated[Policy, "decisions that change who needs what, or when"] = field(default_factory=Policy)
    rooms: Annotated[Mapping[str, Room], "rooms and online meeting places, by id"] = field(default_factory=dict)
    scheduling: Annotated[Scheduling, "rules of the schedule"] = field(default_factory=Scheduling)
    contacts: Annotated[tuple[Contact, ...], "who to ask, on every handbook"] = ()
    rates: Annotated[Rates | None, "what an hour of training costs; without it, no cost is shown"] = None
    calendars: Annotated[
        Mapping[str, Calendar],
        "language: the calendar that stands beside the Gregorian one in its handbooks (fa has jalali by itself)",
    ] = field(default_factory=dict)
    feedback: Annotated[
        str | None,
        Pattern(r"(mailto:|https?://)\S+", "a mailto: or https: address"),
        "where readers report what is wrong on a page: mailto:, or a form; {page} in it becomes the page",
    ] = None
    site_id: Annotated[
        Ref | None, "name under which browsers keep what a reader has done (without it, `programme`); never change it"
    ] = None
    causes: Annotated[tuple[CauseOfFailure, ...], "why roll-outs fail: what the training must answer"] = ()
    goals: Annotated[tuple[SmartGoal, ...], "what the roll-out is for"] = ()
    follow_up: Annotated[tuple[FollowUp, ...], "help after go-live"] = ()
    coverage_for: Annotated[
        tuple[Ref, ...], "roles whose handbook shows which module answers which cause and serves which goal"
    ] = ()
    at: Position = at_field()
