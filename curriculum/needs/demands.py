"""What roles, access and the baseline ask for, worked out once per distinct set of roles (rules 1, 4, 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from curriculum.graph import ranks
from curriculum.model import Access, Reason, Requirement, Workspace
from curriculum.needs.roles import roles_with_ancestors

Named = tuple[str | None, str | None]  # a competency, or a module


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


_Key = tuple[int, str, str]  # place in the catalog, kind, id
_Origin = tuple[str, str | None]  # "role" and its id, or "access" (with what is asked of everybody) and its word
_Written = tuple[Requirement, str, str, str | None]  # a requirement; the kind of its reason, who asks, by which role


class DemandFinder:
    """Expands sets of roles into demands and remembers each set."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self._ws = ws
        self._as_of = as_of
        self._rank = ranks([str(level.id) for level in ws.program.levels])
        order = [*(("c", str(c.id)) for c in ws.catalog.competencies), *(("m", m) for m in ws.modules)]
        self._order = {key: n for n, key in enumerate(order)}
        self._known: dict[tuple[tuple[str, ...], Access | None], tuple[Demand, ...]] = {}
        self._parts: dict[_Origin, dict[_Key, Demand]] = {}
        self._levels: dict[_Origin, dict[Named, int]] = {}

    def demands(self, roles: tuple[str, ...], access: Access | None) -> tuple[Demand, ...]:
        """In order of the catalog: competencies first, then named modules."""
        key = (roles, access)
        if key not in self._known:
            self._known[key] = self._expand(roles, access)
        return self._known[key]

    def required(self, roles: tuple[str, ...], access: Access | None) -> dict[Named, int]:
        """The level of each demand that is not only recommended: all that most people are ever asked about."""
        found: dict[Named, int] = {}
        for origin in _origins(roles, access):
            for name, rank in self._levels_of(origin).items():
                if found.get(name, 0) < rank:
                    found[name] = rank
        return found

    def _levels_of(self, origin: _Origin) -> dict[Named, int]:
        if origin not in self._levels:
            found = self._levels[origin] = {}
            for requirement, _, _, _ in self._written(*origin):
                rank, name = self._level(requirement), _named(requirement)
                if rank and not requirement.optional:
                    found[name] = max(rank, found.get(name, 0))
        return self._levels[origin]

    def _expand(self, roles: tuple[str, ...], access: Access | None) -> tuple[Demand, ...]:
        found: dict[_Key, Demand] = {}
        for origin in _origins(roles, access):
            if origin not in self._parts:
                self._parts[origin] = self._part(origin)
            for key, demand in self._parts[origin].items():
                known = found.get(key)
                found[key] = demand if known is None else _joined(known, demand)
        return tuple([found[key] for key in sorted(found)])

    def _part(self, origin: _Origin) -> dict[_Key, Demand]:
        """What is asked for in one place, on the day."""
        found: dict[_Key, Demand] = {}
        for requirement, kind, who, role in self._written(*origin):
            rank = self._level(requirement)
            if rank:
                name = competency, module = _named(requirement)
                asked = Asked(requirement, rank, role, self._reason(requirement, kind, who, role))
                demand = Demand(*name, (asked,), rank, requirement.optional)
                place = ("c", competency or "") if module is None else ("m", module)
                key = (self._order.get(place, len(self._order)), *place)
                found[key] = _joined(found[key], demand) if key in found else demand
        return found

    def _level(self, requirement: Requirement) -> int:
        """The rank that is asked for on the day, 1 for a named module; 0: nothing is asked."""
        if requirement.from_on is not None and requirement.from_on > self._as_of:
            return 0
        if requirement.module is not None:
            return 1
        return self._rank.get(requirement.level or "", 0) if requirement.competency is not None else 0

    def _written(self, kind: str, name: str | None) -> Iterator[_Written]:
        """Every requirement of a role and all it extends, or of an access and of everybody."""
        if kind == "role":
            yield from self._by_role(name or "")
            return
        floor = self._ws.program.access.get(Access(name)) if name is not None else None
        affected = " (access none: affected)" if name == Access.NONE else ""
        who = "access none: affected; the floor" if affected else f"the floor of access '{name}'"
        for requirement in floor.requires if floor else ():
            yield requirement, "access", who, None
        for requirement in self._ws.program.everybody:
            yield requirement, "everybody", f"the baseline of everybody{affected}", None

    def _by_role(self, role: str) -> Iterator[_Written]:
        for ancestor, place in roles_with_ancestors(self._ws, role):
            kind, who = "role", f"role '{role}'"
            if place is not None:
                kind, who = "inherited", f"role '{role}' extends '{ancestor}', which"
            for requirement in self._ws.roles[ancestor].requires if ancestor in self._ws.roles else ():
                yield requirement, kind, who, role

    def _reason(self, requirement: Requirement, kind: str, who: str, role: str | None) -> Reason:
        default = self._ws.default_language
        why = f": {requirement.why.in_(default, default)}" if requirement.why else ""
        verb = "recommends" if requirement.optional else "requires"
        what = f"{requirement.competency} at {requirement.level}"
        if requirement.module is not None:
            what = f"module '{requirement.module}'"
        return Reason(kind, f"{who} {verb} {what}{why}", requirement.at, role or "")


def _origins(roles: tuple[str, ...], access: Access | None) -> list[_Origin]:
    return [*(("role", role) for role in roles), ("access", access)]


def _named(requirement: Requirement) -> Named:
    if requirement.module is not None:
        return None, str(requirement.module)
    return str(requirement.competency), None


def _joined(one: Demand, other: Demand) -> Demand:
    """What two places ask of the same; what is only recommended does not raise what is required."""
    firm = [demand.required for demand in (one, other) if not demand.optional]
    required = max(firm or (one.required, other.required))
    return Demand(one.competency, one.module, one.asked + other.asked, required, not firm)
