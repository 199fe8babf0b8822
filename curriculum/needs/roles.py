"""Which roles and which wave each person has on a day, and what cannot be decided (rules 1–5, 8, 9, 11, 29)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from curriculum.days import add_days
from curriculum.model import HeldRole, Person, Reason, Ref, Rule, Span, Wave, Workspace
from curriculum.needs.matching import Candidates, any_fits


class _Fitting(NamedTuple):
    """What the rules say of everybody with the same cells."""

    roles: tuple[tuple[str, tuple[Rule, ...]], ...]
    maybe: tuple[tuple[str, frozenset[str]], ...]  # role, and the fields that would decide it
    wave: Wave | None
    wave_missing: frozenset[str]


class _Entry(NamedTuple):
    """One line of the files that gives a person a role, for some days."""

    role: str
    span: Span
    reason: Reason


class Held(NamedTuple):
    """A person's roles on the day."""

    roles: tuple[HeldRole, ...]  # active, or future and near enough to train for; in order of the role files
    ended: tuple[HeldRole, ...]
    maybe: tuple[str, ...]
    missing: tuple[str, ...]
    wave: Wave | None

    @property
    def role_ids(self) -> tuple[str, ...]:
        """The roles alone."""
        return tuple([held.role for held in self.roles])


class RoleFinder:
    """Finds roles and waves for many people; remembers the answer for each distinct set of cells."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self._ws = ws
        self._as_of = as_of
        self._lead_ends = add_days(as_of, ws.program.policy.lead_days)
        self._columns = sorted({column for rule in self._all_rules() for column in (*rule.when, *rule.unless)})
        self._known: dict[tuple[str, ...], _Fitting] = {}
        self._waves = {str(wave.id): wave for wave in ws.program.waves}
        self._order = {role: n for n, role in enumerate(ws.roles)}
        self._rules: list[tuple[str, list[Rule], int]] = []  # of each role, with their bits among the candidates
        counting: list[Rule] = []
        for role_id, role in ws.roles.items():
            rules = [rule for rule in role.held_by if self._counts(Span(rule.from_on))]
            if rules:
                self._rules.append((role_id, rules, (1 << len(rules)) - 1 << len(counting)))
                counting += rules
        self._candidates = Candidates(counting)

    def _all_rules(self) -> Iterator[Rule]:
        for role in self._ws.roles.values():
            yield from role.held_by
        for wave in self._ws.program.waves:
            yield from wave.who

    def find(self, person: Person, *also: Person) -> Held:
        """Roles by roster and by rule, with their reasons; `missing` names the fields that leave some undecided.

        `also` are further rows of the same person, under other ids: they add roles (rule 9).
        """
        fitting = self._fitting(person)
        entries: dict[str, list[_Entry]] = {}
        for row in (person, *also):
            for entry in self._entries(row):
                entries.setdefault(entry.role, []).append(entry)
        known = sorted((role for role in entries if role in self._order), key=self._order.__getitem__)
        held = {role: found for role in known if (found := self._held(role, entries[role]))}
        ended = [found for role in known if role not in held and (found := self._ended(role, entries[role]))]
        maybe = {role: fields for role, fields in fitting.maybe if role not in held}
        wave = self._waves.get(person.wave or "")
        unsure = frozenset().union(*maybe.values(), fitting.wave_missing if wave is None else ())
        return Held(
            tuple(held.values()),
            tuple(ended),
            tuple(maybe),
            tuple(dict.fromkeys((*person.unreadable, *sorted(unsure)))),
            wave or fitting.wave,
        )

    def _counts(self, span: Span) -> bool:
        """Active on the day, or starting within the lead time (rule 2)."""
        begun = span.from_on is None or span.from_on <= self._lead_ends
        return begun and (span.until_on is None or self._as_of <= span.until_on)

    def _entries(self, person: Person) -> Iterator[_Entry]:
        for held in person.roles:
            at = held.role.at if held.role.at.file else person.at("roles")
            said = f"the roster gives role '{held.role}'{_days(held.span)}"
            yield _Entry(str(held.role), held.span, Reason("roster", said, at, str(held.role)))
        for role, rules in self._fitting(person).roles:
            for rule in rules:
                reason = Reason("rule", f"a rule of role '{role}' fits: {_cells(rule, person)}", rule.at, role)
                yield _Entry(role, Span(rule.from_on), reason)

    def _held(self, role: str, entries: Sequence[_Entry]) -> HeldRole | None:
        """The role with all that gives it on the day, from the first day without a gap to the last."""
        counting = [entry for entry in entries if self._counts(entry.span)]
        if not counting:
            return None
        first = min(entry.span.from_on or dt.date.min for entry in counting)
        for span in sorted((e.span for e in entries), key=lambda s: s.from_on or dt.date.min, reverse=True):
            if (span.from_on or dt.date.min) < first <= add_days(span.until_on or dt.date.max, 1):
                first = span.from_on or dt.date.min
        last = max(entry.span.until_on or dt.date.max for entry in counting)
        span = Span(None if first == dt.date.min else first, None if last == dt.date.max else last)
        return HeldRole(role=role, span=span, reasons=tuple(entry.reason for entry in counting))

    def _ended(self, role: str, entries: Sequence[_Entry]) -> HeldRole | None:
        """The last time the role was held."""
        over = [e for e in entries if e.span.until_on is not None and e.span.until_on < self._as_of]
        last = max(over, key=lambda e: e.span.until_on or dt.date.max, default=None)
        return HeldRole(role=role, span=last.span, reasons=(last.reason,)) if last else None

    def _fitting(self, person: Person) -> _Fitting:
        cells = tuple([person.fields.get(column, "") for column in self._columns])
        if cells not in self._known:
            self._known[cells] = self._ask_rules(person)
        return self._known[cells]

    def _ask_rules(self, person: Person) -> _Fitting:
        """What depends on nothing but the cells that rules ask for."""
        roles: list[tuple[str, tuple[Rule, ...]]] = []
        maybe: list[tuple[str, frozenset[str]]] = []
        candidates = self._candidates.of(person.fields)
        for role_id, rules, bits in self._rules if candidates else ():
            if not candidates & bits:
                continue
            answer, fitting = any_fits(rules, person.fields)
            if answer.fits:
                roles.append((role_id, fitting))
            elif answer.fits is None:
                maybe.append((role_id, answer.missing))
        wave, missing = self._ask_waves(person)
        return _Fitting(tuple(roles), tuple(maybe), wave, missing)

    def _ask_waves(self, person: Person) -> tuple[Wave | None, frozenset[str]]:
        """The first wave that fits; none, with the fields named, where a missing field leaves an earlier one open."""
        for wave in self._ws.program.waves:
            if not wave.who:
                return wave, frozenset()
            rules = [rule for rule in wave.who if rule.from_on is None or rule.from_on <= self._as_of]
            answer, _ = any_fits(rules, person.fields)
            if answer.fits:
                return wave, frozenset()
            if answer.fits is None:
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
