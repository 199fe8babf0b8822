"""What ordinary rows of evidence say, as sets of people; who needs a closer look; and the rows of those.

An ordinary row is about a whole module without newer versions, equivalents or shorter modules that play a part.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from curriculum.days import add_days
from curriculum.diagnostics import Diagnostic
from curriculum.load.cells import FIRST_YEAR, FOR_EVER
from curriculum.load.records import evidence_of
from curriculum.model import EVIDENCE, Evidence, Module, Outcome, Retraining
from curriculum.needs.credit import oldest_evidence
from curriculum.needs.validity import FOREVER, lasts_until
from curriculum.tally.crowd import Crowd
from curriculum.tally.profiles import ENDED, EXPIRING, VALID, Profiles
from curriculum.tally.roster import day_of
from curriculum.tally.statuses import BEGUN, STATE_BITS
from curriculum.tally.tables import Source

NOT_DONE: Final = 5  # a state of rows besides ENDED, EXPIRING, VALID, BEGUN
_STATE: Final = (1 << STATE_BITS) - 1
COLUMNS: Final = Evidence._fields[:-1]
_MORE: Final = ("kind", "unit", "competency", "version", "valid_until", "minutes", "id", "voids")
_SAYS_NO_MORE: Final = (("",) * 8, ("completion", *("",) * 7))
_WHOLE: Final = re.compile("[1-9][0-9]{0,8}")
_COUNT: Final = re.compile("0|[1-9][0-9]{0,8}")


class Known(NamedTuple):
    """A module as rows of evidence meet it."""

    number: int
    counts_from: int  # first day (ordinal) whose completions still count
    lasts_from: int  # first day whose completions do not end soon
    is_ordinary: bool
    has_versions: bool


class EvidenceRules:
    """How to read ordinary rows: by outcome, day and module."""

    def __init__(self, profiles: Profiles) -> None:
        ws, as_of = profiles.ws, profiles.as_of
        self.today = as_of.toordinal()
        self.oldest = oldest_evidence(ws, as_of).toordinal()
        self.soon = add_days(as_of, ws.program.policy.expiring_days)
        self.teaches = profiles.ladders.teaches
        self._as_of = as_of
        self.modules = list(ws.modules.values())
        self._firsts: dict[tuple[object, ...], int] = {}
        unusual = {str(m) for rule in ws.catalog.equivalents for m in rule.completed}
        unusual |= {str(c.delta) for m in ws.modules.values() for c in m.changes if c.delta}
        self.known = {name: self._module(n, m, unusual) for n, (name, m) in enumerate(ws.modules.items())}
        accepted = ws.program.policy.accepted_outcomes
        self.outcomes = {
            cell: VALID if str(outcome) in accepted else BEGUN if outcome is Outcome.ATTEMPTED else NOT_DONE
            for cell, outcome in {"": Outcome.COMPLETED, **{str(o): o for o in Outcome}}.items()
        }
        self.outcomes[str(Outcome.VOIDED)] = 0  # as if it were not there
        lasting = [(module.valid_months, module.valid_until_cycle) for module in self.modules]
        self._alike = [lasting.index(rule) for rule in lasting]  # the first module whose completions last as long
        self._ends: dict[tuple[int, int], int] = {}

    def _module(self, number: int, module: Module, unusual: Collection[str]) -> Known:
        asks = any(change.retraining is not Retraining.NONE for change in module.changes)
        return Known(
            number,
            self._first(module, self._as_of),
            self._first(module, min(add_days(self.soon, 1), FOREVER)),
            not asks and str(module.id) not in unusual,
            bool(module.changes),
        )

    def _first(self, module: Module, last: dt.date) -> int:
        """The first day whose completions last that long: a later one never ends earlier."""
        key = (module.valid_months, module.valid_until_cycle, last)
        if key not in self._firsts:
            days = range(dt.date(FIRST_YEAR, 1, 1).toordinal(), min(self.today, FOR_EVER.toordinal()) + 1)
            self._firsts[key] = days.start + bisect_left(
                days, True, key=lambda day: lasts_until(module, dt.date.fromordinal(day)) >= last
            )
        return self._firsts[key]

    def ends(self, number: int, day: int) -> int:
        """The last day (ordinal) on which a completion counts."""
        key = (self._alike[number], day)
        if key not in self._ends:
            self._ends[key] = lasts_until(self.modules[number], dt.date.fromordinal(day)).toordinal()
        return self._ends[key]

    def until_state(self, until: dt.date) -> int:
        """How good evidence is that names its own last day."""
        return ENDED if until < self._as_of else EXPIRING if until <= self.soon else VALID


class EvidenceTable:
    """All rows of the evidence: what ordinary ones say of whom, and who is special."""

    def __init__(self, root: Path, rules: EvidenceRules, ids: Sequence[str], crowd: Crowd) -> None:
        """`ids`: everybody in roster order."""
        self.source = self._open(root)
        self._rules, self._ids, self._crowd = rules, ids, crowd
        self.special: set[str] = set()  # ids as they stand in the rows
        self._odd: set[int] = set()  # lines that must be read by load
        self._numbers: set[str] = set()
        self._twice: set[str] = set()
        self._days: dict[str, int] = {}
        self._places: dict[str, int] = {}
        self._seen: dict[int, bytearray] = {}  # number of a module and state → people, bit by bit
        self.dated: list[tuple[int, int, int]] = []  # day, key, place: rows that tell more by their day
        if self.source is not None and {"person", "on"} <= set(self.source.columns):
            self._read(self.source)

    def _open(self, root: Path) -> Source | None:
        return Source(root, EVIDENCE) if (root / EVIDENCE).exists() or (root / EVIDENCE).is_symlink() else None

    def _read(self, source: Source) -> None:
        """Ordinary rows, one after the other."""
        rules, days, dated = self._rules, self._days, self.dated
        outcomes, oldest, today = rules.outcomes, rules.oldest, rules.today
        ordinary = {  # as bare numbers, since they are asked for in every row
            name: (k.number << STATE_BITS, k.counts_from, k.lasts_from)
            for name, k in rules.known.items()
            if k.is_ordinary
        }
        places = self._places = dict(zip(self._ids, self._crowd.places(), strict=True))
        seen, size = self._seen, self._crowd.size // 8 + 1
        width = len(source.columns)
        pick = itemgetter(*(source.index(name) for name in COLUMNS))
        said = itemgetter(*(source.index(name) for name in ("person", "on", "module", "outcome")))
        more = itemgetter(*(source.index(name) for name in _MORE))
        for line, cells in source.rows():
            cells.append("")
            if len(cells) != width + 1:
                self._unusual(line, cells, pick)
                continue
            person, on, name, outcome = said(cells)
            module, state, day = ordinary.get(name), outcomes.get(outcome), days.get(on)
            if day is None:
                day = days[on] = found.toordinal() if (found := day_of(on)) and on == on.strip() else 0
            if module is None or not state or not day or more(cells) not in _SAYS_NO_MORE:
                self._unusual(line, cells, pick)
            elif oldest <= day <= today:
                place = places.get(person)
                if place is None:
                    if not person or person != person.strip():
                        self._unusual(line, cells, pick)
                    continue
                number, counts_from, lasts_from = module
                if state == VALID:
                    state = ENDED if day < counts_from else EXPIRING if day < lasts_from else VALID
                key = number | state
                if state < EXPIRING or state > VALID:
                    dated.append((day, key, place))
                    if state != ENDED:
                        continue
                mine = seen.get(key)
                if mine is None:
                    mine = seen[key] = bytearray(size)
                mine[place >> 3] |= 1 << (place & 7)

    def _keep(self, person: str, day: int, number: int, state: int) -> None:
        """One more ordinary row."""
        place = self._places.get(person)
        if place is not None:
            key = number << STATE_BITS | state
            if state < EXPIRING or state > VALID:
                self.dated.append((day, key, place))
            if state <= VALID:
                self._seen.setdefault(key, bytearray(self._crowd.size // 8 + 1))[place >> 3] |= 1 << (place & 7)

    def seen(self) -> dict[int, int]:
        """Number of a module and state → the people with such a row; of what was begun, where that still stands."""
        for number, places in self._still_begun().items():
            begun = bytearray(self._crowd.size // 8 + 1)
            for place in places:
                begun[place >> 3] |= 1 << (place & 7)
            self._seen[number << STATE_BITS | BEGUN] = begun
        return {key: int.from_bytes(people, "little") for key, people in self._seen.items()}

    def _still_begun(self) -> dict[int, list[int]]:
        """Modules begun and not done: the last row about a module decides, by day, then by line."""
        begun = {key >> STATE_BITS for _, key, _ in self.dated if key & _STATE == BEGUN}
        last: dict[tuple[int, int], int] = {}
        for _, key, place in sorted(self.dated, key=itemgetter(0)) if begun else ():
            if key >> STATE_BITS in begun:
                last[key >> STATE_BITS, place] = key & _STATE
        done = {n: [self._seen.get(n << STATE_BITS | state, b"") for state in (EXPIRING, VALID)] for n in begun}
        found: dict[int, list[int]] = {number: [] for number in begun}
        for (number, place), state in last.items():
            is_done = any(people and people[place >> 3] >> (place & 7) & 1 for people in done[number])
            if state == BEGUN and not is_done:
                found[number].append(place)
        return found

    def _unusual(self, line: int, cells: list[str], pick: Any) -> None:
        """A row that may still be ordinary: it names its id, its version, its last day, or says nothing at all."""
        width = len(self.source.columns) if self.source else 0
        if not any(cells):
            return
        row = [*cells[:width], *[""] * (width + 1 - len(cells)), ""] if len(cells) != width + 1 else cells
        person, on, kind, name, unit, _, _, outcome, version, until, minutes, id, voids = pick(row)
        if id:
            (self._twice if id in self._numbers else self._numbers).add(id)
        module, state, day = self._rules.known.get(name), self._rules.outcomes.get(outcome), self._days.get(on)
        is_read = state is not None and day and kind in ("", "completion") and person and person == person.strip()
        is_read = is_read and len(cells) <= width + 1 and (not minutes or bool(_COUNT.fullmatch(minutes)))
        is_plain = is_read and module is not None and not unit and not voids and module.is_ordinary
        if is_plain and version:
            is_plain = bool(_WHOLE.fullmatch(version)) and module is not None and not module.has_versions
        last = day_of(until) if until else None
        if not is_plain or (until and last is None) or module is None or state is None or not day:
            self._odd.add(line)
            self.special.add(person.strip())
            return
        if not (self._rules.oldest <= day <= self._rules.today) or not state:
            return
        if state == VALID:
            state = VALID if day >= module.lasts_from else EXPIRING if day >= module.counts_from else ENDED
            if last is not None:
                state = self._rules.until_state(last)
                if state == ENDED:  # its last day may be the due date
                    self.special.add(person)
        self._keep(person, day, module.number, state)

    def rows_of_special(self, kept: Mapping[str, str]) -> tuple[dict[str, list[Evidence]], tuple[Diagnostic, ...]]:
        """Kept id → all rows of special people, as load reads them; what is wrong with rows. `kept`: id → kept id."""
        if self.source is None:
            return {}, ()
        wanted = {kept.get(id, id) for id in self.special}
        person_at, id_at = self.source.index("person"), self.source.index("id")
        if self._twice:
            wanted |= {kept.get(p, p) for p in self._people_of(self._twice, person_at, id_at)}
            self.special |= wanted
        picked = list(self._picked(wanted, kept)) if person_at >= 0 else []
        found, said, lines = self.source.parse(picked, evidence_of)
        rows: dict[str, list[Evidence]] = {}
        for row in found:
            rows.setdefault(kept.get(row.person, row.person), []).append(
                row._replace(line=lines.get(row.line, row.line))
            )
        return rows, (*said, *self.source.said)

    def _picked(self, wanted: Collection[str], kept: Mapping[str, str]) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of the rows of wanted people, and of rows that load must read."""
        assert self.source is not None
        person_at = self.source.index("person")
        for line, cells in self.source.rows() if wanted or self._odd else ():
            person = cells[person_at].strip() if person_at < len(cells) else ""
            if kept.get(person, person) in wanted or line in self._odd:
                yield line, cells

    def _people_of(self, ids: Collection[str], person_at: int, id_at: int) -> set[str]:
        assert self.source is not None
        return {
            cells[person_at].strip()
            for _, cells in self.source.rows()
            if id_at < len(cells) and cells[id_at].strip() in ids
        }


__all__ = ["BEGUN", "ENDED", "EXPIRING", "NOT_DONE", "VALID", "EvidenceRules", "EvidenceTable"]
