"""What a training calendar is made of: hours, rooms, trainers, rules of the schedule; and the schedule file itself."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import field
from typing import Annotated, Final

from curriculum.diagnostics import Position
from curriculum.model.seat_reasons import NoSeat, SeatHelp
from curriculum.model.words import LANGUAGE, PERSON_ID, Delivery, Pattern, Range, Ref, Text, Weekday, at_field, record

TRAINERS: Final = "people/trainers.yaml"
SCHEDULE: Final = "people/schedule.yaml"

TIMES: Final = Pattern(
    "([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]", "from and until, such as 09:00-12:30"
)
LOCAL_TIME: Final = Pattern(
    "[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]", "day and time, such as 2027-01-20 09:00"
)
SESSION_ID: Final = Pattern("s[0-9]{1,9}", "s and a number, such as s12")
WEB: Final = Pattern(r"https?://\S+", "an https: address")


@record
class Hours:
    """Working hours. Of several entries that fit a day, the last one counts."""

    times: Annotated[tuple[str, ...], TIMES, Range(1, 12), "e.g. 08:00-12:00 and 13:00-17:00; between them is a break"]
    days: Annotated[tuple[Weekday, ...], "only on these days of the week"] = ()
    from_on: Annotated[dt.date | None, "first day, for a time of shorter hours"] = None
    until_on: Annotated[dt.date | None, "last day"] = None
    because: Annotated[str | None, "what for, e.g. Ramadan"] = None
    at: Position = at_field()


@record
class Room:
    """A room with seats, or a meeting place on the web with a link."""

    title: Annotated[Text, "what people read"]
    workplace: Annotated[Ref | None, "where it is; without it, it is online and needs a link"] = None
    seats: Annotated[int, Range(1, 100_000), "how many learners it holds"]
    features: Annotated[tuple[Ref, ...], "what it has, e.g. computers"] = ()
    link: Annotated[str | None, WEB, "address of the online meeting"] = None
    at: Position = at_field()


class Goal(enum.StrEnum):
    """What a schedule aims at once all its rules hold."""

    BEFORE_DUE = "before-due"
    CLOSE_TO_GO_LIVE = "close-to-go-live"
    FEW_SESSIONS = "few-sessions"
    FEW_TRAINERS = "few-trainers"
    TOGETHER = "together"
    EARLIEST_DUE_FIRST = "earliest-due-first"


@record
class Cover:
    """A role that must never be away altogether: so many of its holders at a workplace stay at work."""

    role: Annotated[Ref, "the role"]
    stay: Annotated[int, Range(1, 10_000), "how many of its holders at a workplace stay"] = 1
    at: Position = at_field()


@record
class Travel:
    """Two workplaces between which a trainer can go within a day."""

    between: Annotated[tuple[Ref, ...], Range(2, 2), "the two workplaces"]
    minutes: Annotated[int, Range(0, 720), "how long the way takes"]
    at: Position = at_field()


@record
class Scheduling:
    """Rules of the schedule. `policy.training_minutes_per_day` holds too."""

    minutes_per_week: Annotated[int, Range(15, 6000), "most training a full-time person has in a week"] = 480
    away_percent: Annotated[
        int, Range(1, 100), "of a team (people with one manager), at most so many per cent are in training at once"
    ] = 34
    cover: Annotated[tuple[Cover, ...], "roles of which some always stay at work"] = ()
    break_minutes: Annotated[int, Range(0, 240), "between two sessions of a person, or of a trainer"] = 15
    travel: Annotated[
        tuple[Travel, ...], "workplaces near each other; otherwise a trainer is in rooms of one workplace a day"
    ] = ()
    goals: Annotated[tuple[Goal, ...], "what matters more comes first; what is not named comes last"] = tuple(Goal)
    at: Position = at_field()


@record
class CanTeach:
    """What a trainer may teach: a competency up to a level, or one module."""

    competency: Annotated[Ref | None, "a competency …"] = None
    level: Annotated[Ref | None, "… up to this level"] = None
    module: Annotated[Ref | None, "or one module"] = None
    at: Position = at_field()


@record
class Away:
    """Days on which somebody cannot teach."""

    from_on: Annotated[dt.date | None, "first day"] = None
    until_on: Annotated[dt.date | None, "last day"] = None
    at: Position = at_field()


@record
class Trainer:
    """Somebody who may lead sessions."""

    person: Annotated[Ref, PERSON_ID, "id of the roster, or an id of your own for people from outside"]
    teaches: Annotated[tuple[CanTeach, ...], Range(1, 500), "what they may teach"]
    languages: Annotated[tuple[str, ...], LANGUAGE, Range(1, 40), "languages they teach in"]
    workplaces: Annotated[tuple[Ref, ...], "where they teach in a room, the first is their own; online they teach all"]
    hours: Annotated[tuple[Hours, ...], "when they teach; without it, the hours of their first workplace"] = ()
    minutes_per_day: Annotated[int, Range(15, 1440), "most teaching in a day"] = 360
    minutes_per_week: Annotated[int, Range(15, 10_080), "most teaching in a week"] = 1440
    leave: Annotated[tuple[Away, ...], "days on which they cannot teach"] = ()
    at: Position = at_field()


@record
class Trainers:
    """`people/trainers.yaml`."""

    trainers: Annotated[tuple[Trainer, ...], "who may lead sessions"] = ()
    at: Position = at_field()


class SessionStatus(enum.StrEnum):
    """How firm a session is."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"


@record
class Session:
    """A dated meeting of a group with a trainer."""

    id: Annotated[Ref, SESSION_ID, "never used again, also not after the session is cancelled"]
    status: Annotated[SessionStatus, "a confirmed session inside the frozen days does not move"] = SessionStatus.PLANNED
    module: Annotated[Ref, "what is taught"]
    part: Annotated[int, Range(1, 100), "which sitting of the module"] = 1
    parts: Annotated[int, Range(1, 100), "of how many"] = 1
    group: Annotated[Ref, "the people who learn it together"]
    wave: Annotated[Ref | None, "the wave"] = None
    language: Annotated[str, LANGUAGE, "the language it is held in"]
    delivery: Annotated[Delivery, "classroom or online"]
    workplace: Annotated[Ref | None, "whose local time it is"] = None
    starts_at: Annotated[str, LOCAL_TIME, "in the local time of the workplace"]
    minutes: Annotated[int, Range(1, 1440), "how long"]
    room: Annotated[Ref | None, "room or online meeting place"] = None
    trainer: Annotated[Ref, PERSON_ID, "who leads it"]
    sequence: Annotated[int, Range(0, 1_000_000), "how often it was changed after it was first published"] = 0
    people: Annotated[tuple[Ref, ...], PERSON_ID, "who has a seat"]
    left: Annotated[
        tuple[Ref, ...], PERSON_ID, "who had a seat and has none any more: it goes from their calendars"
    ] = ()
    led_before: Annotated[tuple[Ref, ...], PERSON_ID, "who was to lead it: it goes from their calendars"] = ()
    at: Position = at_field()


@record
class Cancelled:
    """A session that was published once and will not be held."""

    id: Annotated[Ref, SESSION_ID, "its id"]
    module: Annotated[Ref, "what would have been taught"]
    workplace: Annotated[Ref | None, "whose local time it is"] = None
    starts_at: Annotated[str, LOCAL_TIME, "when it would have been"]
    minutes: Annotated[int, Range(1, 1440), "how long"]
    sequence: Annotated[int, Range(0, 1_000_000), "one more than when it was last published"]
    people: Annotated[tuple[Ref, ...], PERSON_ID, "who had a seat"]
    trainer: Annotated[Ref, PERSON_ID, "who would have led it"]
    led_before: Annotated[tuple[Ref, ...], PERSON_ID, "who was to lead it before: it goes from their calendars"] = ()
    at: Position = at_field()


@record
class Unscheduled:
    """A seat that somebody needs and that could not be found, or that comes too late."""

    person: Annotated[Ref, PERSON_ID, "who"]
    module: Annotated[Ref, "what"]
    because: Annotated[str, "why there is no seat"]
    change: Annotated[str, "the smallest change that gives one, or what was tried in vain, or was not tried"]
    tried: Annotated[bool, "whether the change was made in memory and gave the seat"] = False
    reason: Annotated[NoSeat | None, "the same reason in one word, for reports in other languages"] = None
    by_on: Annotated[dt.date | None, "the day by which a seat was looked for"] = None
    first: Annotated[Ref | None, "the module that comes before it and has no seat"] = None
    late_on: Annotated[dt.date | None, "there is a seat on this day, after the due date"] = None
    help: Annotated[SeatHelp | None, "what was tried and gave a seat, in one word, for reports in other languages"] = (
        None
    )
    help_module: Annotated[Ref | None, "the module that the change is for"] = None
    help_number: Annotated[int | None, "how many minutes, people or per cent there would be"] = None
    help_on: Annotated[dt.date | None, "the day of the change"] = None
    help_anew: Annotated[bool, "whether all seats must be planned anew with it"] = False
    at: Position = at_field()


@record
class Alone:
    """A self-paced or on-the-job module, with the week in which it is best taken."""

    person: Annotated[Ref, PERSON_ID, "who"]
    module: Annotated[Ref, "what"]
    week_of: Annotated[dt.date, "first day of the working week"]
    at: Position = at_field()


@record
class HolidayUsed:
    """A public holiday that was kept free, written down so that a later edition of the list changes nothing unseen."""

    workplace: Annotated[Ref, "where"]
    on: Annotated[dt.date, "the day"]
    name: Annotated[str, "its name"]
    estimated: Annotated[bool, "a lunar date that may still shift by a day"] = False
    at: Position = at_field()


@record
class Quality:
    """How good the schedule of a wave is."""

    wave: Annotated[str, "the wave"]
    seats: Annotated[int, "seats given"]
    without: Annotated[int, "seats that could not be given"]
    late: Annotated[int, "seats after their due date"]
    sessions: Annotated[int, "sessions held"]
    sessions_at_least: Annotated[int, "no schedule has fewer"]
    lead_days: Annotated[int, "seats times days before the due date"]
    lead_days_at_least: Annotated[int, "no schedule has less; a weak bound"]
    at: Position = at_field()


@record
class ScheduleFile:
    """`people/schedule.yaml`: what `curriculum schedule` wrote last. It is the memory for re-planning."""

    as_of: Annotated[dt.date, "the day it was made for"]
    effort: Annotated[int, "how much was searched"] = 0
    reproducible: Annotated[bool, "false: a time limit stopped the search early"] = True
    quality: Annotated[tuple[Quality, ...], "how good it is, by wave"] = ()
    sessions: Annotated[tuple[Session, ...], "all sessions, by date"] = ()
    unscheduled: Annotated[tuple[Unscheduled, ...], "who has no seat, and why; in the order of the waiting list"] = ()
    alone: Annotated[tuple[Alone, ...], "what people take alone, and when"] = ()
    cancelled: Annotated[tuple[Cancelled, ...], "sessions that will not be held"] = ()
    holidays: Annotated[tuple[HolidayUsed, ...], "public holidays that were kept free"] = ()
    last_id: Annotated[int, "the highest number of a session so far"] = 0
    at: Position = field(default_factory=lambda: Position(SCHEDULE), compare=False, repr=False)
