"""Schedules of 50 to 50,000 people: time, memory, quality; re-planning; against a plain greedy and CP-SAT."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from bench.generator import AS_OF, Programme, programme
from curriculum.model import Away, Plan, ScheduleFile, Span

SIZES = (50, 500, 5_000, 50_000)


def schedules() -> str:
    """One process a size; CPU seconds of the schedule alone, peak memory of the process."""
    lines = [
        "| people | seats | sessions (at least, gap) | late | without | violations | days before due (at least) | CPU s | check, CPU s | MiB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for number in SIZES:
        lines.append(_row(_apart("fresh", number)))
    lines += ["", *_replans(), "", *_against()]
    return "\n".join(lines)


def _apart(what: str, number: int, *more: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.schedules", what, str(number), *more]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(found.stdout.splitlines()[-1])
    return result


def _row(r: dict[str, float]) -> str:
    gap = 100 * (r["sessions"] / r["least"] - 1)
    return (
        f"| {r['people']:,} | {r['seats']:,} | {r['sessions']:,} ({r['least']:,}, {gap:.1f} %) | {r['late']} | "
        f"{r['without']} | {r['violations']} | {r['lead']:.2f} ({r['lead_least']:.2f}) | {r['cpu']:.1f} | {r['check']:.1f} | {r['mib']:.0f} |"
    )


def fresh(number: int, seed: int = 1) -> dict[str, float]:
    """Makes one schedule and checks it."""
    import resource

    from curriculum.schedule import Asked, Facts, make_schedule, verify
    from curriculum.schedule.verify import RULES

    p = programme(number, seed)
    before = time.process_time()
    made, _ = make_schedule(p.ws, p.people, p.plan, Asked(as_of=p.as_of))
    cpu = time.process_time() - before
    assert made is not None
    before = time.process_time()
    facts = Facts(p.ws, p.people, p.plan, made)
    found = [breach for rule in RULES for breach in rule(facts)]
    check = time.process_time() - before
    before, elapsed = time.process_time(), time.perf_counter()
    assert list(verify(Facts(p.ws, p.people, p.plan, made))) == found
    own, elapsed = time.process_time() - before, time.perf_counter() - elapsed
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        **quality(made),
        "people": number,
        "violations": len(found),
        "cpu": cpu,
        "check": check,
        "own": own,
        "elapsed": elapsed,
        "mib": mib,
    }


def quality(made: ScheduleFile) -> dict[str, float]:
    """The sums over all waves."""
    seats = sum(q.seats for q in made.quality)
    return {
        "seats": seats,
        "sessions": sum(q.sessions for q in made.quality),
        "least": sum(q.sessions_at_least for q in made.quality),
        "late": sum(q.late for q in made.quality),
        "without": sum(q.without for q in made.quality),
        "lead": sum(q.lead_days for q in made.quality) / max(seats, 1),
        "lead_least": sum(q.lead_days_at_least for q in made.quality) / max(seats, 1),
    }


# ── planning again ──────────────────────────────────────────────────────────────────────────────────────────


def disturbed(p: Programme, first: ScheduleFile) -> Programme:
    """On day 20: 2 % of the people ill for five days, 3 % of the trainers out for three; what is over was learned."""
    day = AS_OF + dt.timedelta(days=20)
    sick = Span(day + dt.timedelta(days=1), day + dt.timedelta(days=5))
    people = tuple(
        dataclasses.replace(f, person=f.person._replace(leave=(*f.person.leave, sick))) if n % 50 == 7 else f
        for n, f in enumerate(p.people)
    )
    away = Away(from_on=day + dt.timedelta(days=1), until_on=day + dt.timedelta(days=3))
    trainers = tuple(
        dataclasses.replace(t, leave=(*t.leave, away)) if n % 33 == 5 else t for n, t in enumerate(p.ws.trainers)
    )
    over = {s.group for s in first.sessions if s.starts_at[:10] <= str(day)}
    done = {(x, str(s.module)) for s in first.sessions if s.group in over for x in s.people}
    paths = {
        id: dataclasses.replace(path, steps=tuple(step for step in path.steps if (id, step.module) not in done))
        for id, path in p.plan.paths.items()
    }
    return Programme(dataclasses.replace(p.ws, trainers=trainers), people, Plan(paths=paths), day)


def again(number: int) -> dict[str, float]:
    """Repairs a schedule after a disturbance."""
    from curriculum.schedule import Asked, Facts, make_schedule, verify

    p = programme(number)
    first, _ = make_schedule(p.ws, p.people, p.plan, Asked(as_of=p.as_of, effort=2))
    assert first is not None
    later = disturbed(p, first)
    before = time.process_time()
    second, _ = make_schedule(later.ws, later.people, later.plan, Asked(as_of=later.as_of, previous=first))
    cpu = time.process_time() - before
    assert second is not None
    found = verify(Facts(later.ws, later.people, later.plan, second, first))
    old = {(x, s.module, s.part): s.starts_at for s in first.sessions for x in s.people}
    now = {(x, s.module, s.part): s.starts_at for s in second.sessions for x in s.people}
    future = [k for k in old if k in now and old[k][:10] > str(later.as_of)]
    moved = [k for k in future if old[k] != now[k]]
    told = {k[0] for k in moved}
    return {
        "people": number,
        "seats": len(future),
        "moved": len(moved),
        "told": len(told),
        "cpu": cpu,
        "violations": len(found),
        "late": sum(q.late for q in second.quality),
        "without": sum(q.without for q in second.quality),
    }


def _replans() -> list[str]:
    lines = [
        "| people | seats ahead | moved | people to tell | late | without | violations | CPU s |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for number in (500, 5_000):
        r = _apart("again", number)
        moved, told = 100 * r["moved"] / r["seats"], 100 * r["told"] / r["people"]
        lines.append(
            f"| {number:,} | {r['seats']:,} | {r['moved']} ({moved:.2f} %) | {r['told']} ({told:.1f} %) | {r['late']} | "
            f"{r['without']} | {r['violations']} | {r['cpu']:.2f} |"
        )
    return lines


# ── against others ──────────────────────────────────────────────────────────────────────────────────────────


def _against() -> list[str]:
    """The same groups of 500 people: placed as early as possible, by CP-SAT from that plan, and by our search."""
    r = _apart("against", 500)
    return [
        "| 500 people, the same groups, one worker | mean days before the due date | late seats | seconds |",
        "|---|---|---|---|",
        f"| plain greedy (earliest first) | {r['greedy']:.2f} | {r['greedy_late']} | {r['greedy_s']:.1f} |",
        f"| CP-SAT, from the greedy plan | {r['cpsat']:.2f} | {r['cpsat_late']} | {r['cpsat_s']:.1f} |",
        f"| curriculum | {r['ours']:.2f} | {r['ours_late']} | {r['ours_s']:.1f} |",
    ]


def against(number: int) -> dict[str, float]:
    """Timing alone, on groups that are the same for all three."""
    from bench.cpsat import improve
    from curriculum.schedule.build import Builder
    from curriculum.schedule.search import Search
    from curriculum.schedule.seats import Seats
    from curriculum.schedule.timetable import Timetable

    p = programme(number)
    found: dict[str, float] = {}

    def table() -> Timetable:
        made = Timetable(Builder(p.ws, p.people, p.plan, p.as_of, {}).problem())
        Seats(made).add_all(made.problem.courses)
        return made

    def note(name: str, made: Timetable, begun: float) -> None:
        found[f"{name}_s"] = time.perf_counter() - begun
        found[name], found[f"{name}_late"] = lead(made)

    begun = time.perf_counter()
    greedy = table()
    Search(greedy).forward(range(len(greedy.meetings)))
    note("greedy", greedy, begun)
    begun = time.perf_counter()
    ours = table()
    search = Search(ours)
    search.forward(range(len(ours.meetings)))
    search.justify()
    search.ruin_and_recreate(120 * len(ours.meetings))
    search.justify()
    note("ours", ours, begun)
    begun = time.perf_counter()
    improve(greedy, seconds=max(5.0, found["ours_s"]))
    note("cpsat", greedy, begun)
    return found


def lead(made: object) -> tuple[float, float]:
    """Mean days before the due date of the seats in time, and how many are late or nowhere."""
    meetings = [m for m in made.meetings if m.people]  # type: ignore[attr-defined]
    seats = sum(len(m.people) for m in meetings)
    early = sum(max(0, m.due - m.end) * len(m.people) for m in meetings if m.spot.start >= 0)
    late = sum(len(m.people) for m in meetings if m.spot.start < 0 or m.end > m.due)
    return early / 96 / max(seats, 1), late


def main(arguments: Sequence[str]) -> None:
    """`python -m bench.schedules fresh|again|against NUMBER`, or `fresh NUMBER SEED`: one result as JSON."""
    known: dict[str, Callable[..., dict[str, float]]] = {"fresh": fresh, "again": again, "against": against}
    print(json.dumps(known[arguments[0]](*map(int, arguments[1:]))))


if __name__ == "__main__":
    main(sys.argv[1:])
