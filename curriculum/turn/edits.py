"""Edits of the input that may turn an answer, likeliest first; each can be tried on a workspace in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from curriculum.diagnostics import Position
from curriculum.model import (
    EVIDENCE,
    Access,
    Evidence,
    EvidenceKind,
    Exemption,
    Floor,
    Need,
    Outcome,
    PersonNeeds,
    Ref,
    Requirement,
    Role,
    RoleHeld,
    Span,
    Standing,
    Workspace,
)
from curriculum.needs.find import NeedsFinder


class Edit(NamedTuple):
    """One change of one file: where, in words, the text to write there (if any), and what it does."""

    at: Position
    what: str
    text: str
    apply: Callable[[Workspace], Workspace]


class Edits:
    """Edits worth trying for one question, likeliest first."""

    def __init__(self, ws: Workspace, found: PersonNeeds, of: str, as_of: dt.date, new_row: int) -> None:
        self._ws = ws
        self._found = found
        self._person = found.person
        self._of = of
        self._as_of = as_of
        self._new_row = new_row  # first free line of the evidence
        self._is_module = of in ws.modules and not any(str(c.id) == of for c in ws.catalog.competencies)
        self._levels = [str(level.id) for level in ws.program.levels]

    def all(self, now: str) -> Iterator[Edit]:
        """What could turn the answer `now`."""
        if now == "unknown":
            yield from self._fill_in()
        if now == "needed":
            yield from self._prove()
            yield self._exempt()
            return
        yield from self._be_there()
        yield from self._end_exemptions()
        need = next((n for n in self._found.needs if n.of == self._of), None)
        yield from self._take_back_evidence(need)
        yield from self._raise_level(need)
        yield from self._give_role()
        yield from self._ask_everybody()

    # ── towards "not needed" ──

    def _prove(self) -> Iterator[Edit]:
        """One row of evidence: the level tested out, or the module completed."""
        need = next(n for n in self._found.needs if n.of == self._of and n.status.is_open)
        kind = EvidenceKind.COMPLETION if self._is_module else EvidenceKind.TEST_OUT
        level = None if self._is_module else self._levels[need.required - 1]
        row = Evidence(
            person=self._person.id,
            on=self._as_of,
            kind=kind,
            module=self._of if self._is_module else None,
            competency=None if self._is_module else self._of,
            level=level,
            outcome=Outcome.PASSED,
        )
        what = f"record a passed {kind} of {self._of}" + (f" at {level}" if level else "")
        cells = {"person": row.person, "on": str(row.on), "kind": str(kind), "outcome": "passed"}
        cells |= {"module": self._of} if self._is_module else {"competency": self._of, "level": level or ""}
        text = ", ".join(f"{column}={value}" for column, value in cells.items())
        yield Edit(
            Position(EVIDENCE, self._new_row),
            what,
            text,
            lambda ws: _with(ws, evidence=(*ws.evidence, row)),
        )

    def _exempt(self) -> Edit:
        at = Position("people/exemptions.yaml")
        exemption = Exemption(
            person=Ref(self._person.id, at),
            competency=None if self._is_module else Ref(self._of, at),
            module=Ref(self._of, at) if self._is_module else None,
            why="…",
            by="…",
            until_on=self._as_of,
            at=at,
        )
        key = "module" if self._is_module else "competency"
        text = f"- {{person: {self._person.id}, {key}: {self._of}, why: …, by: …, until_on: {self._as_of}}}"
        what = f"exempt them from {self._of}, with a reason and an end"
        return Edit(at, what, text, lambda ws: _with(ws, exemptions=(*ws.exemptions, exemption)))

    # ── towards "needed" ──

    def _be_there(self) -> Iterator[Edit]:
        if self._found.standing is Standing.LEFT:
            yield self._cell("ends_on", "", "take the end date out of the roster", ends_on=None)
        if self._found.standing is Standing.JOINS_LATER:
            day = str(self._as_of)
            yield self._cell("starts_on", day, f"let them start on {day} or before", starts_on=self._as_of)

    def _end_exemptions(self) -> Iterator[Edit]:
        for exemption in self._ws.exemptions:
            about = exemption.module if self._is_module else exemption.competency
            in_force = (exemption.from_on or dt.date.min) <= self._as_of <= exemption.until_on
            if about == self._of and in_force:
                yield Edit(
                    exemption.at,
                    "end the exemption",
                    f"until_on: {self._as_of - dt.timedelta(days=1)}",
                    lambda ws, gone=exemption: _with(ws, exemptions=tuple(e for e in ws.exemptions if e is not gone)),  # type: ignore[misc]
                )

    def _take_back_evidence(self, need: Need | None) -> Iterator[Edit]:
        """The row that decided first, then every other row that may bear on it; last, withdrawing the level."""
        if need is None:
            return
        decided = {reason.at for reason in need.evidence}
        rows = [row for row in self._ws.evidence if row.at in decided or self._bears(row)]
        for row in sorted(rows, key=lambda row: row.at not in decided):
            what = f"void this {row.kind} of {row.module or row.competency} on {row.on}"
            yield Edit(
                row.at,
                what,
                "outcome=voided",
                lambda ws, gone=row: _with(ws, evidence=tuple(r for r in ws.evidence if r is not gone)),  # type: ignore[misc]
            )
        if not self._is_module:
            yield self._withdraw()

    def _bears(self, row: Evidence) -> bool:
        module = self._ws.modules.get(row.module or "")
        teaches = module is not None and any(t.competency == self._of for t in module.teaches)
        equivalent = any(row.module in rule.completed for rule in self._ws.catalog.equivalents)
        return self._of in (row.competency, row.module) or teaches or equivalent

    def _withdraw(self) -> Edit:
        row = Evidence(person=self._person.id, on=self._as_of, kind=EvidenceKind.REVOCATION, competency=self._of)
        text = f"person={row.person}, on={row.on}, kind=revocation, competency={self._of}"
        what = f"withdraw {self._of}"
        return Edit(Position(EVIDENCE, self._new_row), what, text, lambda ws: _with(ws, evidence=(*ws.evidence, row)))

    def _raise_level(self, need: Need | None) -> Iterator[Edit]:
        """A line that asks for the competency already, asking for the next level above the one held."""
        held = self._held()
        if need is None or self._is_module or held >= len(self._levels):
            return
        level = self._levels[held]
        for reason in need.reasons:
            if reason.kind in ("role", "inherited", "access", "everybody"):
                what = f"ask for {self._of} at {level} here"
                yield Edit(
                    reason.at,
                    what,
                    f"level: {level}",
                    lambda ws, at=reason.at: _asking(ws, at, level),  # type: ignore[misc]
                )

    def _held(self) -> int:
        """The rank held; also of somebody who is not there (nobody asks then, and nothing was worked out)."""
        if self._found.standing not in (Standing.LEFT, Standing.JOINS_LATER):
            return self._found.held.get(self._of, 0)
        there = self._person._replace(starts_on=None, ends_on=None)
        return NeedsFinder(_with(self._ws, people=(there,)), self._as_of).of(there).held.get(self._of, 0)

    def _give_role(self) -> Iterator[Edit]:
        for role_id, role in self._ws.roles.items():
            if any(self._of in (r.competency, r.module) for r in role.requires):
                others = [held for held in self._person.roles if held.role != role_id]
                given = (*others, RoleHeld(Ref(role_id, self._person.at("roles")), Span()))
                text = "; ".join(map(_as_written, given))
                yield self._cell("roles", text, f"give them role '{role_id}'", roles=given)

    def _ask_everybody(self) -> Iterator[Edit]:
        """A new line where it touches the fewest: in one of their roles, else in the floor of their access."""
        held = self._held()
        if not self._is_module and held >= len(self._levels):
            return
        level = None if self._is_module else self._levels[held]
        key = f"module: {self._of}" if self._is_module else f"{{competency: {self._of}, level: {level}}}"
        for role in self._found.roles:
            at = Position(f"roles/{role.role}.yaml")
            new = self._requirement(at, level)
            what = f"let role '{role.role}' require it"
            yield Edit(at, what, f"requires: - {key}", lambda ws, r=role.role, n=new: _role_asks(ws, r, n))  # type: ignore[misc]
        at = Position("program.yaml")
        access = self._person.access
        new = self._requirement(at, level)
        if access is not None:
            what = f"let the floor of access '{access}' require it"
            text = f"access: {access}: requires: - {key}"
            yield Edit(at, what, text, lambda ws: _floor_asks(ws, access, new))
        else:
            what = "let the baseline of everybody require it"
            yield Edit(at, what, f"everybody: - {key}", lambda ws: _everybody_asks(ws, new))

    def _requirement(self, at: Position, level: str | None) -> Requirement:
        if level is None:
            return Requirement(module=Ref(self._of, at), at=at)
        return Requirement(competency=Ref(self._of, at), level=Ref(level, at), at=at)

    # ── towards an answer ──

    def _fill_in(self) -> Iterator[Edit]:
        """A value for each missing cell, taken from the rules that ask for it."""
        for column in self._found.missing:
            rules = [rule for role in self._ws.roles.values() for rule in role.held_by]
            values = [str(v) for rule in rules for v in rule.when.get(column, ()) if v and not set("*?[") & set(v)]
            for value in dict.fromkeys([*values, "other"]):
                fields = {**self._person.fields, column: value}
                yield self._cell(column, value, f"fill in '{column}'", fields=fields)

    def _cell(self, column: str, text: str, what: str, **parts: object) -> Edit:
        def apply(ws: Workspace) -> Workspace:
            first, *rest = ws.people
            return _with(ws, people=(first._replace(**parts), *rest))  # type: ignore[arg-type]

        return Edit(self._person.at(column), what, f"{column}={text}", apply)


def _as_written(held: RoleHeld) -> str:
    """A role as a cell of the roster has it: `auditor 2027-01-01..2027-06-30`."""
    first, last = (day or "" for day in held.span)
    return f"{held.role} {first}..{last}" if first or last else str(held.role)


def _with(ws: Workspace, **parts: object) -> Workspace:
    return dataclasses.replace(ws, **parts)  # type: ignore[arg-type]


def _asking(ws: Workspace, at: Position, level: str) -> Workspace:
    """The workspace with another level in the requirement that stands at the position."""

    def change(requires: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
        return tuple(dataclasses.replace(r, level=Ref(level, at)) if r.at == at else r for r in requires)

    return _with(
        ws,
        roles={i: dataclasses.replace(role, requires=change(role.requires)) for i, role in ws.roles.items()},
        program=dataclasses.replace(
            ws.program,
            everybody=change(ws.program.everybody),
            access={a: dataclasses.replace(f, requires=change(f.requires)) for a, f in ws.program.access.items()},
        ),
    )


def _role_asks(ws: Workspace, role_id: str, new: Requirement) -> Workspace:
    role: Role = ws.roles[role_id]
    return _with(ws, roles={**ws.roles, role_id: dataclasses.replace(role, requires=(*role.requires, new))})


def _floor_asks(ws: Workspace, access: Access, new: Requirement) -> Workspace:
    floor = ws.program.access.get(access) or Floor()
    wider = dataclasses.replace(floor, requires=(*floor.requires, new))
    return _with(ws, program=dataclasses.replace(ws.program, access={**ws.program.access, access: wider}))


def _everybody_asks(ws: Workspace, new: Requirement) -> Workspace:
    return _with(ws, program=dataclasses.replace(ws.program, everybody=(*ws.program.everybody, new)))
