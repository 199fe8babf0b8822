"""The rules of a generated workspace as flat tables, for the analysts' versions: what they would keep in a warehouse."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from curriculum.load import load_rules
from curriculum.needs.roles import roles_with_ancestors
from curriculum.tally.evidence import EvidenceRules
from curriculum.tally.ladders import NOTHING
from curriculum.tally.profiles import Profiles

Table = list[tuple[Any, ...]]


def flat_rules(root: Path, as_of: dt.date) -> dict[str, tuple[str, Table]]:
    """Name → (columns, rows). Alternatives are resolved to the cheapest module."""
    ws, _ = load_rules(root)
    assert ws is not None
    profiles = Profiles(ws, as_of)
    ladders, rules = profiles.ladders, EvidenceRules(profiles)
    rank = {str(level.id): n for n, level in enumerate(ws.program.levels, 1)}
    teaches = [
        (name, ladders.items[item].competency, r, dt.date.fromordinal(rules.known[name].counts_from).isoformat())
        for name, taught in ladders.teaches.items()
        for item, r in taught
    ]
    ladder: Table = []
    waits: Table = []
    for item, steps in zip(ladders.items, ladders.steps, strict=True):
        taken = {r: min((ladders._price(n), n) for s, n in steps if s == r)[1] for r, _ in steps}
        for r, name in taken.items():
            level = max(ladders.finder.gives(name, NOTHING).values())
            ladder.append((item.competency, r, name, level, ws.modules[name].minutes.likely))
            waits += [(item.competency, r, ladders.items[w].competency, k) for w, k in ladders.waits[name]]
    role_requires = [
        (role, str(q.competency), rank[str(q.level)])
        for role in ws.roles
        for parent, _ in roles_with_ancestors(ws, role)
        for q in ws.roles[parent].requires
    ]
    floors = [("*", str(q.competency), rank[str(q.level)]) for q in ws.program.everybody]
    floors += [
        (str(a), str(q.competency), rank[str(q.level)]) for a, f in ws.program.access.items() for q in f.requires
    ]
    held_by = [
        (role_id, str(department), str(title).rstrip("*"))
        for role_id, role in ws.roles.items()
        for rule in role.held_by
        for department in rule.when["department"]
        for title in rule.when["job_title"]
    ]
    return {
        "teaches": ("module text, competency text, rank int, counts_from text", teaches),
        "ladder": ("competency text, step int, module text, level int, minutes int", ladder),
        "waits": ("competency text, step int, needs text, rank int", waits),
        "role_requires": ("role text, competency text, rank int", role_requires),
        "floor_requires": ("access text, competency text, rank int", floors),
        "held_by": ("role text, department text, job_title text", held_by),
    }
