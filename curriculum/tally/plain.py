"""The plain engine: standard library only, one person after the other, equal questions answered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from curriculum.diagnostics import Diagnostic
from curriculum.model import Person, PersonTally, Status
from curriculum.tally.answer import Sums
from curriculum.tally.evidence import BEGUN, ENDED, MODULE_BITS, STATE_BITS, EvidenceRules, EvidenceTable
from curriculum.tally.ladders import Item
from curriculum.tally.profiles import Profile, Profiles
from curriculum.tally.roster import Roster
from curriculum.tally.special import Special

_MODULE = (1 << MODULE_BITS) - 1
_STATE = (1 << STATE_BITS) - 1


class Plain:
    """One run."""

    engine = "plain"

    def __init__(self, root: Path, profiles: Profiles, evidence: Path | None = None) -> None:
        self.profiles = profiles
        self.special = 0
        self.said: tuple[Diagnostic, ...] = ()
        self._root = root
        self._evidence = evidence  # a Parquet file in place of evidence.csv, for the fast engine
        self.rules = EvidenceRules(profiles)
        teaches = profiles.ladders.teaches
        self._teaches = [teaches[name] for name in profiles.ws.modules]
        self._profile_of: list[Profile] = []
        self._extra: list[Profile] = []

    def run(self) -> Sequence[PersonTally]:
        """Everybody in roster order; people with several ids once, at the first of them."""
        ws = self.profiles.ws
        roster = self._read_roster()
        kept = {id: ws.kept_id(id) for id in ws.merged}
        table = self._read_evidence(roster)
        table.special |= {exemption.person for exemption in ws.exemptions} | roster.own.keys()
        self._profile_of = [self.profiles.of(person) for person in roster.persons]
        table.special |= {*kept, *kept.values()}
        self._find_unclear(roster, table)
        rows, said = table.rows_of_special(kept)
        self.said = (*roster.said, *said)
        specials = _Specials(self, roster, rows, kept)
        ids = {kept.get(id, id) for id in table.special}
        together = specials.together()
        special = {
            n: specials.of(id, kind, together)
            for n, (id, kind) in enumerate(zip(roster.ids, roster.kind_of, strict=True) if ids else ())
            if kept.get(id, id) in ids
        }
        return self._people(roster, table, special)

    def _read_roster(self) -> Roster:
        return Roster(self._root, self.profiles)

    def _read_evidence(self, roster: Roster) -> EvidenceTable:
        return EvidenceTable(self._root, self.rules, roster.ids, self.profiles.ws.merged)

    def needs(self) -> dict[Item, dict[Status, int]]:
        """People by item and status."""
        found: dict[Item, dict[Status, int]] = {}
        for profile in (*self._profile_of, *self._extra):
            for item, status, number in profile.needs(profile.single):
                self._count(found, item, status, number)
        return found

    def _count(self, found: dict[Item, dict[Status, int]], item: int, status: Status, number: int) -> None:
        by_status = found.setdefault(self.profiles.ladders.items[item], {})
        by_status[status] = by_status.get(status, 0) + number

    def _find_unclear(self, roster: Roster, table: EvidenceTable) -> None:
        """Who else must be looked at singly."""

    def _people(
        self, roster: Roster, table: EvidenceTable, special: dict[int, list[PersonTally]]
    ) -> Sequence[PersonTally]:
        """Everybody; special people's rows are given by position."""
        found: list[PersonTally] = []
        for n, (id, kind) in enumerate(zip(roster.ids, roster.kind_of, strict=True)):
            mine = special.get(n)
            if mine is None:
                found.append(self._ordinary(id, self._profile_of[kind], table.codes[id]))
            else:
                found += mine
        return found

    def parts(self) -> list[tuple[Mapping[str, Sequence[str | None]], Sums]]:
        """The sums of each profile."""
        return [(profile.keys, profile.sums) for profile in (*self._profile_of, *self._extra)]

    def _ordinary(self, id: str, profile: Profile, codes: Sequence[int]) -> PersonTally:
        """One person's row from the numbers of their evidence."""
        if profile.away is not None:
            return profile.tally(id, 0, 0)
        required, teaches = profile.required, self._teaches
        held: dict[int, int] = {}
        states: dict[int, int] = {}
        ended: list[int] = []
        has_begun = False
        for code in codes:
            state = code & _STATE
            if state >= BEGUN:
                has_begun = has_begun or state == BEGUN
                continue
            for item, rank in teaches[code >> STATE_BITS & _MODULE]:
                if state > ENDED and rank > held.get(item, 0):
                    held[item] = rank
                if rank >= required.get(item, 1000):
                    if state > states.get(item, 0):
                        states[item] = state
                    if state == ENDED:
                        ended.append(code)
        packed, shifts, counts = profile.base, profile.shifts, profile.counts
        begun = self._begun(codes) if has_begun else ()
        for item in {*states, *held, *begun}:
            if item in required:
                key = (item << 12 | held.get(item, 0) << 3 | states.get(item, 0) << 1) + (item in begun)
                packed += shifts[key] if key in shifts else profile.shift(key)
                counts[key] = counts.get(key, 0) + 1
        last = self._first_due_of_ended(profile, ended, states, held) if ended else 0
        return profile.tally(id, packed, profile.structure.cost(held), last)

    def _begun(self, codes: Sequence[int]) -> set[int]:
        """Items of modules begun and not done: the last row about a module decides, by day, then by line."""
        begun: set[int] = set()
        done: set[int] = set()
        for code in sorted(codes, key=lambda code: code >> STATE_BITS + MODULE_BITS):
            module, state = code >> STATE_BITS & _MODULE, code & _STATE
            (begun.add if state == BEGUN else begun.discard)(module)
            if ENDED < state < BEGUN:
                done.add(module)
        return {item for module in begun - done for item, _ in self._teaches[module]}

    def _first_due_of_ended(
        self, profile: Profile, codes: Sequence[int], states: Mapping[int, int], held: Mapping[int, int]
    ) -> int:
        """Evidence that ended is due again on its last day, but not before it is due at all."""
        ends: dict[int, int] = {}
        for code in codes:
            number, day = code >> STATE_BITS & _MODULE, code >> STATE_BITS + MODULE_BITS
            for item, rank in self._teaches[number]:
                if states.get(item) == ENDED and rank >= profile.required[item]:
                    ends[item] = max(ends.get(item, 0), self.rules.ends(number, day))
        return min((max(end, profile.due(item, held.get(item, 0))) for item, end in ends.items()), default=0)


class _Specials:
    """The people of a run who go through the reference rules."""

    def __init__(
        self, run: Plain, roster: Roster, rows: Mapping[str, Sequence[object]], kept: Mapping[str, str]
    ) -> None:
        self._run = run
        self._roster = roster
        self._rows = rows
        self._kept = kept
        self._rules = Special(run.profiles)

    def together(self) -> dict[str, list[tuple[str, int]]]:
        """Kept id → ids and kinds of the roster that are one person, where there are several."""
        found: dict[str, list[tuple[str, int]]] = {}
        if self._kept:
            kept_ids = set(self._kept.values())
            for id, kind in zip(self._roster.ids, self._roster.kind_of, strict=True):
                if id in kept_ids or id in self._kept:
                    found.setdefault(self._kept.get(id, id), []).append((id, kind))
        return {kept: rows for kept, rows in found.items() if len(rows) > 1}

    def of(self, id: str, kind: int, together: dict[str, list[tuple[str, int]]]) -> list[PersonTally]:
        """The row of a special person; none for further ids of somebody who was there before."""
        run, kept = self._run, self._kept.get(id, id)
        ids = together.get(kept, [(id, kind)])
        if ids[0][0] != id:
            return []
        persons = [self._person(*each) for each in sorted(ids, key=lambda each: each[0] != kept)]
        profile = run._profile_of[kind]
        if len(persons) > 1:
            profile = run.profiles.of(*persons)
            run._extra.append(profile)
        run.special += 1
        rows = self._rows.get(kept, ())
        return [self._rules.tally(profile, persons[0], persons[1:], rows)]  # type: ignore[arg-type]

    def _person(self, id: str, kind: int) -> Person:
        return self._roster.own.get(id) or self._roster.persons[kind]._replace(id=id)
