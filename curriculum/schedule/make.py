"""Who needs which module, and the last schedule → the next one. The stage `schedule` as the others see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from curriculum import codes_schedule as codes
from curriculum.days import add_days
from curriculum.diagnostics import Diagnostic, Position, in_order
from curriculum.model import (
    SCHEDULE,
    TRAINERS,
    HolidayUsed,
    PersonNeeds,
    Plan,
    ScheduleFile,
    Wave,
    Workspace,
    record,
)
from curriculum.schedule.alone import Weeks
from curriculum.schedule.bounds import Pressure, pressures
from curriculum.schedule.build import Builder, horizon
from curriculum.schedule.changes import Changes
from curriculum.schedule.helps import untried
from curriculum.schedule.holidays import near_estimated, public_holidays
from curriculum.schedule.previous import add_over, add_running, attended, read_previous
from curriculum.schedule.problem import Problem
from curriculum.schedule.result import Writer
from curriculum.schedule.solve import Solved, repair, solve

EFFORT = 40


@record
class Asked:
    """What a run is about. `afresh`: the last schedule is only a list of ids that are used up."""

    as_of: dt.date
    previous: ScheduleFile | None = None
    effort: int = EFFORT
    afresh: bool = False
    stop: Callable[[], bool] = lambda: False


def make_schedule(
    ws: Workspace, people: Sequence[PersonNeeds], plan: Plan, asked: Asked
) -> tuple[ScheduleFile | None, tuple[Diagnostic, ...]]:
    """The schedule and what there is to say about it. None: the input contradicts itself (an error says how).

    Reports CUR509, CUR511, CUR514, CUR520–CUR524, CUR530, CUR532, CUR533.
    """
    closed, said = kept_free(ws, plan, asked.as_of)
    said += _windows(ws, people, plan, asked.as_of, closed)
    if any(d.severity == "error" for d in said):
        return None, in_order(said)
    by_place: dict[str, list[dt.date]] = {}
    for holiday in closed:
        by_place.setdefault(holiday.workplace, []).append(holiday.on)
    previous = asked.previous
    builder = Builder(ws, people, plan, asked.as_of, by_place)
    seated = (
        frozenset((str(p), str(s.module)) for s in previous.sessions for p in s.people) if previous else frozenset()
    )
    problem = builder.problem(attended(previous, asked.as_of) if previous else frozenset(), seated)
    if previous:
        add_over(problem, previous, asked.as_of)
        add_running(problem, builder.courses.ways, previous, asked.as_of, builder.roster.membership)
    said += tuple(_too_much(ws, problem))
    if problem.missing and not ws.trainers:
        seats = f"{len(problem.missing)} seats are needed in sessions, and nobody may lead one"
        hint = "people/trainers.yaml says who may teach what, in which languages, where"
        said += (Diagnostic.of(codes.NO_TRAINERS, Position(TRAINERS), seats, hint),)
    kept, wrong = read_previous(ws, problem, previous, asked.as_of) if previous and not asked.afresh else ((), ())
    said += wrong
    if any(d.severity == "error" for d in wrong):
        return None, in_order(said)
    goals = ws.program.scheduling.goals
    solved = repair(problem, kept, goals, asked.stop) if kept else solve(problem, goals, asked.effort, asked.stop)
    clashes = tuple(_clashes(solved))
    if clashes:
        return None, in_order((*said, *clashes))
    per_day = ws.program.policy.training_minutes_per_day
    weeks = Weeks(plan, solved.seats, asked.as_of, per_day, builder.courses.is_alone)
    made = Writer(people, solved, asked.as_of).schedule(previous, closed, asked.effort, weeks)
    made = untried(Changes(ws, people, plan, asked.as_of), made) if made.unscheduled else made
    said += tuple(near_estimated(made.sessions, closed, ws))
    if made.unscheduled:
        seats = "1 seat" if len(made.unscheduled) == 1 else f"{len(made.unscheduled)} seats"
        message = f"{seats} could not be given in time"
        hint = "the part `unscheduled` of the schedule says why, and what would help"
        said += (Diagnostic.of(codes.NOT_PLACED, Position(SCHEDULE), message, hint),)
    return made, in_order(said)


def kept_free(ws: Workspace, plan: Plan, as_of: dt.date) -> tuple[tuple[HolidayUsed, ...], tuple[Diagnostic, ...]]:
    """The public holidays in the time of the schedule."""
    return public_holidays(ws, *horizon(ws, plan, as_of))


def _windows(
    ws: Workspace, people: Sequence[PersonNeeds], plan: Plan, as_of: dt.date, closed: Sequence[HolidayUsed]
) -> tuple[Diagnostic, ...]:
    """CUR509: a wave without a single working day at a workplace of its people."""
    from curriculum.schedule.times import Axis, Place

    waves: Mapping[str, Wave] = {str(wave.id): wave for wave in ws.program.waves}
    used = sorted({(f.wave or "", f.person.workplace or "") for f in people if f.person.id in plan.paths})
    found = []
    for wave_id, place_id in used:
        wave, workplace = waves.get(wave_id), ws.program.workplaces.get(place_id)
        if wave is None or wave.go_live_on <= add_days(as_of, 1):
            continue
        first = max(add_days(wave.go_live_on, -wave.earliest_days_before), add_days(as_of, 1))
        axis = Axis(first, max(first, add_days(wave.go_live_on, -1)))
        days = [h.on for h in closed if h.workplace == place_id]
        if not Place(place_id, workplace, axis, days).working:
            said = f"wave '{wave_id}' has no working time at '{place_id}' from {first} to {axis.last_on}"
            found.append(Diagnostic.of(codes.NO_WORKING_DAY, wave.at, said, "move go_live_on or earliest_days_before"))
    return tuple(found)


def _share(pressure: Pressure) -> str:
    """`130 % of the time`; more time than any, where there is none."""
    return f"{pressure.percent} % of the time" if pressure.there else "more than the time"


def _too_much(ws: Workspace, problem: Problem) -> list[Diagnostic]:
    """CUR521, CUR522: more than there is time for, with the numbers."""
    found = []
    for pressure in pressures(problem):
        if pressure.percent <= 100:
            continue
        hours = f"{pressure.needed / 60:.0f} of {pressure.there / 60:.0f} hours"
        day = problem.axis.moment(max(pressure.by - 1, 0)).date()
        if pressure.kind == "coverage":
            said = f"the {pressure.name} needs {_share(pressure)} it may be away by {day} ({hours})"
            hint = "start earlier, raise scheduling.away_percent, or train less in sessions"
            found.append(Diagnostic.of(codes.COVERAGE, ws.program.scheduling.at, said, hint))
        else:
            said = f"{pressure.name} would need {_share(pressure)} they have by {day} ({hours})"
            hint = "add a trainer or hours in people/trainers.yaml, or start earlier"
            at = ws.trainers[pressure.teacher].at
            found.append(Diagnostic.of(codes.TRAINERS_OVERLOADED, at, said, hint))
    return found


def _clashes(solved: Solved) -> list[Diagnostic]:
    return [
        Diagnostic.of(
            codes.CONTRADICTION,
            sitting.at,
            f"session '{sitting.id}' must stay, but takes a person, trainer or room of '{other.id}' at the same time",
            "set one of them to `status: planned`, or change it",
            [(other.at, "the other session")],
        )
        for sitting, other in solved.clashes
    ]
