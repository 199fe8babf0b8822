"""Totals per role, department, wave, access, workplace and manager: everybody of the roster is in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from curriculum.model import Group, LearningPath, PersonNeeds, Plan, Standing, Totals, Workspace, combined_by_module

Keys = Callable[[PersonNeeds], Sequence[str | None]]

# How a total is cut. A person has one key in each, but several roles: those rows overlap, and say so.
GROUPINGS: Mapping[str, Keys] = {
    "role": lambda found: [held.role for held in found.roles] or [None],
    "department": lambda found: [found.person.department],
    "wave": lambda found: [found.wave],
    "access": lambda found: [str(found.person.access) if found.person.access else None],
    "workplace": lambda found: [found.person.workplace],
}


def make_totals(ws: Workspace, people: Sequence[PersonNeeds], plan: Plan) -> Totals:
    """Rows in the order of the workspace's files where there is one, else alphabetical; people without a key last."""
    levels = len(ws.program.levels)
    rank = order_of_keys(ws)
    by = {}
    for name, keys in GROUPINGS.items():
        groups: dict[str | None, list[PersonNeeds]] = {}
        for found in people:
            for key in keys(found):
                groups.setdefault(key or None, []).append(found)
        ranked = sorted((rank(name, key), key) for key in groups)
        by[name] = tuple(_group(key, groups[key], plan, levels) for _, key in ranked)
    return Totals(all=_group(None, people, plan, levels), by=by)


def order_of_keys(ws: Workspace) -> Callable[[str, str | None], tuple[bool, int, str]]:
    """What to sort the keys of a grouping by."""
    named = {
        "role": list(ws.roles),
        "wave": [str(wave.id) for wave in ws.program.waves],
        "access": [str(access) for access in ws.program.access],
        "workplace": list(ws.program.workplaces),
    }
    order = {(name, key): n for name, keys in named.items() for n, key in enumerate(keys)}
    return lambda name, key: (key is None, order.get((name, key or ""), 1_000_000), key or "")


def _group(key: str | None, people: Sequence[PersonNeeds], plan: Plan, levels: int) -> Group:
    paths = [plan.of(found.person.id) for found in people]
    standings = {standing: sum(found.standing is standing for found in people) for standing in Standing}
    by_person = [minutes_by_level(path, levels) for path in paths]
    return Group(
        key=key,
        people=len(people),
        standings={standing: count for standing, count in standings.items() if count},
        to_train=sum(any(n.status.is_open and not n.optional for n in found.needs) for found in people),
        learners=tuple(sum(minutes[n] > 0 for minutes in by_person) for n in range(levels)),
        minutes_by_level=tuple(sum(minutes[n] for minutes in by_person) for n in range(levels)),
        minutes=combined_by_module(
            (step.module, step.minutes) for path in paths for step in path.steps if not step.optional
        ),
    )


def minutes_by_level(path: LearningPath, levels: int) -> tuple[int, ...]:
    """Likely minutes of the required steps at each level, lowest first."""
    return tuple(
        sum(step.minutes.likely for step in path.steps if step.level == rank and not step.optional)
        for rank in range(1, levels + 1)
    )


Reports = Mapping[str, Sequence[str]]  # manager → who reports to them directly; merged ids are one


def direct_reports(ws: Workspace) -> Reports:
    """Who reports to whom, in order of the roster; found once where many managers are asked about."""
    below: dict[str, list[str]] = {}
    for person in ws.people:
        if person.manager:
            below.setdefault(ws.kept_id(person.manager), []).append(ws.kept_id(person.id))
    return below


def reports_of(ws: Workspace, manager: str, direct: Reports | None = None) -> frozenset[str]:
    """Ids of everybody below a manager, directly or not (circles are walked once)."""
    below = direct_reports(ws) if direct is None else direct
    top = ws.kept_id(manager)
    found: set[str] = set()
    queue = list(below.get(top, ()))
    for person_id in queue:
        if person_id not in found and person_id != top:
            found.add(person_id)
            queue += below.get(person_id, ())
    return frozenset(found)
