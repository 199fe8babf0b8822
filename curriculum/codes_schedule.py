"""Codes of schedules: CUR501 to CUR549. `codes` gathers them."""

from __future__ import annotations

from typing import Final

from curriculum.diagnostics import Code, Severity

E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

SCHEDULE_CODES: Final[dict[str, Code]] = {}


def _code(number: int, name: str, severity: Severity, explanation: str) -> Code:
    code = Code(f"CUR{number}", name, severity, " ".join(explanation.split()))
    SCHEDULE_CODES[code.number] = code
    return code


BAD_HOURS = _code(
    501,
    "bad-hours",
    E,
    """Times of a day do not rise, or overlap. Write them from morning to evening: `[08:00-12:00, 13:00-17:00]`.""",
)
ROOM_NOWHERE = _code(
    503,
    "room-nowhere",
    E,
    "A room needs a workplace, or a link when it is a meeting place on the web: nobody could find it otherwise.",
)
CANNOT_TEACH = _code(
    504,
    "trainer-teaches-nothing",
    E,
    "An entry of `teaches` names either a competency with its level, or a module, and not both.",
)
GROUP_SIZES = _code(505, "group-sizes", E, "The smallest group of a module is larger than the largest one.")
NO_ROOM_FITS = _code(
    506,
    "no-room-fits",
    W,
    """No room at all could hold a session of the module: none has all the features it asks for, or none has enough
    seats for the smallest group. It can only be taught in another way.""",
)
NO_TRAINER_FITS = _code(
    507,
    "no-trainer-fits",
    W,
    """Nobody in people/trainers.yaml may teach the module, so no session of it can be scheduled.""",
)
SITTING_TOO_LONG = _code(
    508,
    "sitting-too-long",
    W,
    """A unit of the module is longer than people may train in a day, so the module cannot be taught in sessions. Split
    the unit, or raise `policy.training_minutes_per_day`.""",
)
NO_WORKING_DAY = _code(
    509,
    "no-working-day",
    E,
    """Between the earliest start of a wave and its go-live there is no working day at a workplace. Move the go-live, or
    look at weekend, holidays and hours of the workplace.""",
)
REPEATED_TRAINER = _code(510, "repeated-trainer", E, "Two trainers have the same id. Join them into one entry.")
NO_COUNTRY = _code(
    511,
    "no-country",
    E,
    """`public_holidays: true` needs the `country` of the workplace, and a country that the list of holidays knows.""",
)
REPEATED_SHIFT = _code(
    512,
    "repeated-shift",
    E,
    """Somebody has shifts in two entries of people/shifts.yaml. Put all their turns into one: of several turns that fit
    a day, the last one counts.""",
)
WEEKS_FROM_WHEN = _code(
    513,
    "weeks-from-when",
    E,
    "A turn that comes every second (third, …) week needs `from_on`: the first day of a week in which it is worked.",
)
NO_TRAINERS = _code(
    514,
    "no-trainers",
    W,
    """Modules are taught in sessions, and people/trainers.yaml names nobody who could lead one. Write down who may
    teach what, in which languages, where.""",
)
NO_CALENDARS = _code(
    520,
    "calendars-not-installed",
    E,
    """Public holidays, iCalendar and spreadsheet files need further libraries. Install them with
    `pip install 'curriculum[calendars]'`.""",
)
COVERAGE = _code(
    521,
    "team-cannot-be-away-enough",
    W,
    """A team has more training than its members may be away for before the due date: not everybody can be in time.
    Start earlier, raise `scheduling.away_percent`, or train fewer hours in sessions.""",
)
TRAINERS_OVERLOADED = _code(
    522,
    "trainers-overloaded",
    W,
    """The sessions that only these trainers may lead take more hours than they have before the due date. Add a trainer
    or hours, or start earlier.""",
)
NOT_PLACED = _code(
    523,
    "seats-missing",
    W,
    """People need a seat and have none, or only one after their due date. people/schedule.yaml says for each why, and
    the smallest change that would give a seat.""",
)
ESTIMATED_HOLIDAY = _code(
    524,
    "estimated-holiday",
    INFO,
    """The date of a lunar holiday is estimated: it may come a day earlier or later. Sessions on the day before and
    after it may have to move.""",
)
CONTRADICTION = _code(
    530,
    "contradictory-freeze",
    E,
    """Two sessions that must not move contradict each other: the same person, trainer or room at once. Change or
    release one of them in people/schedule.yaml.""",
)
FROZEN_BREAKS_RULE = _code(
    531,
    "frozen-breaks-rule",
    W,
    """A session that must not move (confirmed in the frozen days, or of a group that met already) breaks a rule of the
    schedule: working time, leave, coverage, a trainer. It stays until somebody changes or releases it.""",
)
UNKNOWN_IN_SCHEDULE = _code(
    532,
    "unknown-in-schedule",
    W,
    """people/schedule.yaml names a person, module or room that does not exist (any more). Their seats are free again;
    if it was mistyped, mend it and run `curriculum schedule` again.""",
)
SEVERAL_IDS = _code(533, "repeated-session", E, "Two sessions of people/schedule.yaml have the same id.")
BROKEN_SCHEDULE = _code(
    540,
    "broken-schedule",
    E,
    """The schedule breaks one of its hard rules. `curriculum schedule --verify` finds this in a schedule that was
    edited by hand or that changed circumstances overtook.""",
)
SOLVER_BROKE_RULE = _code(
    541,
    "solver-broke-rule",
    E,
    """The schedule that was made breaks a hard rule, so it was not written: people/schedule.yaml is as before. This is
    a mistake of this program, not of your files. Please report it with this message; until it is mended, try
    `--afresh`, or confirm fewer sessions.""",
)
