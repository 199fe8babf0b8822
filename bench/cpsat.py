"""The timing of a schedule as one CP-SAT model, from a plan at hand: a yardstick for our own search. Needs ortools."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from curriculum.schedule.masks import fitting
from curriculum.schedule.timetable import Spot, Timetable


def improve(table: Timetable, seconds: float) -> None:
    """Moves the meetings of a complete plan to the best times that CP-SAT finds; trainers and rooms stay chosen.

    Same rules: people, trainers and rooms not twice, breaks, order, sittings on different days, coverage, minutes a day
    and a week. One worker, fixed seed.
    """
    from ortools.sat.python import cp_model

    problem, meetings = table.problem, table.meetings
    model = cp_model.CpModel()
    starts: list[Any] = []
    by: dict[tuple[str, int], list[int]] = defaultdict(list)
    for n, m in enumerate(meetings):
        able = m.begins & fitting(problem.teachers[m.spot.teacher].free, m.length)
        domain = cp_model.Domain.from_values([t for t in range(m.opens, m.due - m.length + 1) if able >> t & 1])
        starts.append(model.new_int_var_from_domain(domain, f"s{n}"))
        model.add_hint(starts[n], m.spot.start)
        for p in m.people:
            by["person", p].append(n)
        by["teacher", m.spot.teacher].append(n)
        if m.spot.hall >= 0:
            by["hall", m.spot.hall].append(n)
        for g, _ in m.counts:
            by["group", g].append(n)
    for (kind, key), numbers in by.items():
        if kind == "group":
            spans = [model.new_fixed_size_interval_var(starts[n], meetings[n].length, "") for n in numbers]
            demands = [dict(meetings[n].counts)[key] for n in numbers]
            model.add_cumulative(spans, demands, problem.groups[key].limit)
        else:
            pause = 0 if kind == "hall" else problem.pause
            model.add_no_overlap(
                [model.new_fixed_size_interval_var(starts[n], meetings[n].length + pause, "") for n in numbers]
            )
    _limits(model, table, by, starts)
    for n, m in enumerate(meetings):
        for other in m.before:
            model.add(starts[other] + meetings[other].length <= starts[n])
    model.minimize(sum(len(m.people) * (m.due - m.length - starts[n]) for n, m in enumerate(meetings)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = seconds
    if solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        spots = [Spot(solver.value(starts[n]), m.spot.teacher, m.spot.hall) for n, m in enumerate(meetings)]
        for n in range(len(meetings)):
            table.take(n)
        for n, spot in enumerate(spots):
            table.put(n, spot)


def _limits(model: Any, table: Timetable, by: dict[tuple[str, int], list[int]], starts: list[Any]) -> None:
    """Minutes a day and a week, of people and trainers; sittings of one group on different days."""
    problem, meetings = table.problem, table.meetings
    days: list[Any] = []
    weeks: list[Any] = []
    for n, m in enumerate(meetings):
        place = m.course.place
        day = model.new_int_var(0, len(place.starts), "")
        week = model.new_int_var(0, len(place.week_masks), "")
        model.add_element(starts[n], [max(place.day(t), 0) for t in range(problem.axis.length)], day)
        model.add_element(day, [*place.weeks, place.weeks[-1]], week)
        days.append(day)
        weeks.append(week)
        for other in m.before:
            if meetings[other].group == m.group:
                model.add(days[n] > days[other]) if other < n else None
    for (kind, key), numbers in by.items():
        if kind not in ("person", "teacher"):
            continue
        who: Any = problem.learners[key] if kind == "person" else problem.teachers[key]
        daily = problem.per_day if kind == "person" else who.per_day
        for of, limit in ((days, daily), (weeks, who.per_week)):
            if sum(meetings[n].length for n in numbers) > limit:
                spans = [model.new_fixed_size_interval_var(of[n], 1, "") for n in numbers]
                model.add_cumulative(spans, [meetings[n].length for n in numbers], limit)
