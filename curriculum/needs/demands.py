"""What roles, access and the baseline ask for, worked out once per distinct set of roles (rules 1, 4, 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from curriculum.graph import ranks
from curriculum.model import Access, Reason, Requirement, Workspace
from curriculum.needs.roles import roles_with_ancestors


class Asked(NamedTuple):
    """One requirement that applies to a person, and through which role (None: access or baseline)."""

    requirement: Requirement
    rank: int  # of the level; 1 for a named module
    role: str | None
    reason: Reason


class Demand(NamedTuple):
    """All that is asked of one competency (or one named module), each with its reason."""

    competency: str | None
    module: str | None
    asked: tuple[Asked, ...]
    required: int  # the highest level that is required; without any requirement, the highest that is recommended
    optional: bool  # all of it is only recommended


_Part = dict[tuple[int, str, str], Demand]  # place in the catalog, kind, id → what is asked of it


class DemandFinder:
    """Expands sets of roles into demands and remembers each set."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self._ws = ws
        self._as_of = as_of
        self._rank = ranks([str(level.id) for level in ws.program.levels])
        order = [*(("c", str(c.id)) for c in ws.catalog.competencies), *(("m", m) for m in ws.modules)]
        self._order = {key: n for n, key in enumerate(order)}
        self._known: dict[tuple[tuple[str, ...], Access | None], tuple[Demand, ...]] = {}
        self._of_role: dict[str, _Part] = {}
        self._of_access: dict[Access | None, _Part] = {}

    def demands(self, roles: tuple[str, ...], access: Access | None) -> tuple[Demand, ...]:
        """In order of the catalog: competencies first, then named modules."""
        key = (roles, access)
        if key not in self._known:
            self._known[key] = self._expand(roles, access)
        return self._known[key]

    def _expand(self, roles: tuple[str, ...], access: Access | None) -> tuple[Demand, ...]:
        for role in roles:
            if role not in self._of_role:
                self._of_role[role] = self._part(self._by_role(role))
        if access not in self._of_access:
            self._of_access[access] = self._part((*self._by_access(access), *self._by_everybody(access)))
        found: _Part = {}
        for part in (*(self._of_role[role] for role in roles), self._of_access[access]):
            for key, demand in part.items():
                known = found.get(key)
                found[key] = demand if known is None else _joined(known, demand)
        return tuple([found[key] for key in sorted(found)])

    def _part(self, all_asked: Iterable[Asked]) -> _Part:
        """What is asked for in one place, on the day."""
        found: _Part = {}
        for asked in all_asked:
            requirement = asked.requirement
            if requirement.from_on is not None and requirement.from_on > self._as_of:
                continue
            competency, module = requirement.competency, requirement.module
            if module is not None:
                competency = None
            elif competency is None or not asked.rank:
                continue
            name = ("c", str(competency)) if module is None else ("m", str(module))
            key = (self._order.get(name, len(self._order)), *name)
            demand = Demand(
                None if competency is None else str(competency),
                None if module is None else str(module),
                (asked,),
                asked.rank,
                requirement.optional,
            )
            found[key] = _joined(found[key], demand) if key in found else demand
        return found

    def _by_role(self, role: str) -> Iterator[Asked]:
        for ancestor, place in roles_with_ancestors(self._ws, role):
            for requirement in self._ws.roles[ancestor].requires if ancestor in self._ws.roles else ():
                kind, who = "role", f"role '{role}'"
                if place is not None:
                    kind, who = "inherited", f"role '{role}' extends '{ancestor}', which"
                yield self._asked(requirement, kind, who, role)

    def _by_access(self, access: Access | None) -> list[Asked]:
        floor = self._ws.program.access.get(access) if access is not None else None
        who = "access none: affected; the floor" if access is Access.NONE else f"the floor of access '{access}'"
        return [self._asked(r, "access", who, None) for r in (floor.requires if floor else ())]

    def _by_everybody(self, access: Access | None) -> list[Asked]:
        affected = " (access none: affected)" if access is Access.NONE else ""
        who = f"the baseline of everybody{affected}"
        return [self._asked(r, "everybody", who, None) for r in self._ws.program.everybody]

    def _asked(self, requirement: Requirement, kind: str, who: str, role: str | None) -> Asked:
        default = self._ws.default_language
        why = f": {requirement.why.in_(default, default)}" if requirement.why else ""
        verb = "recommends" if requirement.optional else "requires"
        if requirement.module is not None:
            rank, what = 1, f"module '{requirement.module}'"
        else:
            rank = self._rank.get(requirement.level or "", 0)
            what = f"{requirement.competency} at {requirement.level}"
        return Asked(requirement, rank, role, Reason(kind, f"{who} {verb} {what}{why}", requirement.at, role or ""))


def _joined(one: Demand, other: Demand) -> Demand:
    """What two places ask of the same; what is only recommended does not raise what is required."""
    firm = [demand.required for demand in (one, other) if not demand.optional]
    required = max(firm or (one.required, other.required))
    return Demand(one.competency, one.module, one.asked + other.asked, required, not firm)
