"""Which roles and which wave each person has on a day, and what cannot be decided (rules 1–5, 8, 11, 29)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from curriculum.model import HeldRole, Person, Reason, Ref, Rule, Span, Wave, Workspace
from curriculum.needs.matching import any_fits


class _Fitting(NamedTuple):
    """What the rules say of everybody with the same cells."""

    roles: tuple[tuple[str, tuple[Rule, ...]], ...]
    maybe: tuple[str, ...]
    missing: frozenset[str]
    wave: Wave | None


class Held(NamedTuple):
    """A person's roles on the day."""

    roles: tuple[HeldRole, ...]  # active, or future and near enough to train for; in order of the role files
    ended: tuple[HeldRole, ...]
    maybe: tuple[str, ...]
    missing: tuple[str, ...]
    wave: Wave | None


class RoleFinder:
    """Finds roles and waves for many people; remembers the answer for each distinct set of cells."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self._ws = ws
        self._as_of = as_of
        self._columns = sorted({column for rule in self._all_rules() for column in (*rule.when, *rule.unless)})
        self._known: dict[tuple[str, ...], _Fitting] = {}
        self._waves = {str(wave.id): wave for wave in ws.program.waves}

    def _all_rules(self) -> Iterator[Rule]:
        for role in self._ws.roles.values():
            yield from role.held_by
        for wave in self._ws.program.waves:
            yield from wave.who

    def find(self, person: Person) -> Held:
        """Roles by roster and by rule, with their reasons; `missing` names the fields that leave some undecided."""
        fitting = self._fitting(person)
        spans = self._spans(person, fitting)
        held = [HeldRole(role=role, span=span, reasons=reasons) for role, (span, reasons) in spans.items()]
        order = {role: n for n, role in enumerate(self._ws.roles)}
        held.sort(key=lambda h: order.get(h.role, len(order)))
        wave = self._waves.get(person.wave or "") or fitting.wave
        missing = dict.fromkeys((*person.unreadable, *sorted(fitting.missing)))
        return Held(
            tuple(h for h in held if self._counts(h.span)),
            tuple(h for h in held if h.span.until_on is not None and h.span.until_on < self._as_of),
            tuple(role for role in fitting.maybe if role not in spans),
            tuple(missing),
            wave,
        )

    def _counts(self, span: Span) -> bool:
        """Active on the day, or starting within the lead time (rule 2)."""
        lead = dt.timedelta(days=self._ws.program.policy.lead_days)
        begun = span.from_on is None or span.from_on - lead <= self._as_of
        return begun and (span.until_on is None or self._as_of <= span.until_on)

    def _spans(self, person: Person, fitting: _Fitting) -> dict[str, tuple[Span, tuple[Reason, ...]]]:
        found: dict[str, list[tuple[Span, Reason]]] = {}
        for held in person.roles:
            at = held.role.at if held.role.at.file else person.at("roles")
            reason = Reason("roster", f"the roster gives role '{held.role}'{_days(held.span)}", at, str(held.role))
            found.setdefault(str(held.role), []).append((held.span, reason))
        for role, rules in fitting.roles:
            for rule in rules:
                reason = Reason("rule", f"a rule of role '{role}' fits: {_cells(rule, person)}", rule.at, role)
                found.setdefault(role, []).append((Span(rule.from_on), reason))
        return {role: self._joined(entries) for role, entries in found.items() if role in self._ws.roles}

    def _joined(self, entries: list[tuple[Span, Reason]]) -> tuple[Span, tuple[Reason, ...]]:
        """The entry that counts on the day (earliest start), else the one that ends last; with their reasons."""
        counting = [entry for entry in entries if self._counts(entry[0])]
        if counting:
            first = min(counting, key=lambda entry: entry[0].from_on or dt.date.min)
            return first[0], tuple(reason for _, reason in counting)
        last = max(entries, key=lambda entry: entry[0].until_on or dt.date.max)
        return last[0], (last[1],)

    def _fitting(self, person: Person) -> _Fitting:
        cells = tuple(person.fields.get(column, "") for column in self._columns)
        if cells not in self._known:
            self._known[cells] = self._ask_rules(person)
        return self._known[cells]

    def _ask_rules(self, person: Person) -> _Fitting:
        roles: list[tuple[str, tuple[Rule, ...]]] = []
        maybe: list[str] = []
        missing: set[str] = set()
        for role_id, role in self._ws.roles.items():
            answer, rules = any_fits(role.held_by, person.fields)
            if answer.fits:
                roles.append((role_id, rules))
            elif answer.fits is None:
                maybe.append(role_id)
                missing |= answer.missing
        wave, unsure = self._ask_waves(person)
        return _Fitting(tuple(roles), tuple(maybe), frozenset(missing | unsure), wave)

    def _ask_waves(self, person: Person) -> tuple[Wave | None, frozenset[str]]:
        """The first wave that fits; none, with the fields named, where a missing field leaves an earlier one open."""
        for wave in self._ws.program.waves:
            if not wave.who:
                return wave, frozenset()
            answer, _ = any_fits(wave.who, person.fields)
            if answer.fits:
                return wave, frozenset()
            if answer.fits is None and not person.wave:
                return None, answer.missing
        return None, frozenset()


def _cells(rule: Rule, person: Person) -> str:
    said = [f"{column} is '{person.fields.get(column, '')}'" for column in rule.when]
    said += [f"{column} is '{person.fields.get(column, '')}', which is not excepted" for column in rule.unless]
    return ", ".join(said)


def _days(span: Span) -> str:
    start = f" from {span.from_on}" if span.from_on else ""
    end = f" until {span.until_on}" if span.until_on else ""
    return start + end


def roles_with_ancestors(ws: Workspace, role: str) -> list[tuple[str, Ref | None]]:
    """The role and all it extends, each once, with the place of the first `extends` that leads there."""
    found: dict[str, Ref | None] = {role: None}
    queue = [role]
    for child in queue:
        for parent in ws.roles[child].extends if child in ws.roles else ():
            if parent in ws.roles and str(parent) not in found:
                found[str(parent)] = parent
                queue.append(str(parent))
    return list(found.items())
