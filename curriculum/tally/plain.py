"""The plain engine: standard library only, one person after the other, equal questions answered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from curriculum.diagnostics import Diagnostic
from curriculum.model import Person
from curriculum.tally.answer import PersonTally, Sums
from curriculum.tally.evidence import BEGUN, ENDED, MODULE_BITS, STATE_BITS, EvidenceRules, EvidenceTable
from curriculum.tally.profiles import Profile, Profiles
from curriculum.tally.roster import Roster
from curriculum.tally.special import Special

_MODULE = (1 << MODULE_BITS) - 1
_STATE = (1 << STATE_BITS) - 1


class Plain:
    """One run."""

    def __init__(self, root: Path, profiles: Profiles) -> None:
        self.profiles = profiles
        self.special = 0
        self.said: tuple[Diagnostic, ...] = ()
        self._root = root
        self._rules = EvidenceRules(profiles)
        teaches = profiles.ladders.teaches
        self._teaches = [teaches[name] for name in profiles.ws.modules]
        self._profile_of: list[Profile] = []
        self._extra: list[Profile] = []

    def run(self) -> list[PersonTally]:
        """Everybody in roster order; people with several ids once, at the first of them."""
        ws = self.profiles.ws
        roster = Roster(self._root, self.profiles)
        kept = {id: ws.kept_id(id) for id in ws.merged}
        table = EvidenceTable(self._root, self._rules, roster.ids, ws.merged)
        table.special |= {exemption.person for exemption in ws.exemptions} | roster.own.keys()
        self._profile_of = [self.profiles.of(person) for person in roster.persons]
        of_ids = list(zip(roster.ids, roster.kind_of, strict=True))
        table.special |= {*kept, *kept.values()}
        for id, kind in of_ids:
            if id not in table.special and self._is_unclear(self._profile_of[kind], table.codes[id]):
                table.special.add(id)
        rows, said = table.rows_of_special(kept)
        self.said = (*roster.said, *said)
        special = _Specials(self, roster, rows, kept)
        special_ids = {kept.get(id, id) for id in table.special}
        together = special.together()
        found: list[PersonTally] = []
        for id, kind in of_ids:
            if kept.get(id, id) in special_ids:
                found += special.of(id, kind, together)
            else:
                found.append(self._ordinary(id, self._profile_of[kind], table.codes[id]))
        return found

    def parts(self) -> list[tuple[Mapping[str, Sequence[str | None]], Sums]]:
        """The sums of each profile."""
        return [(profile.keys, profile.sums) for profile in (*self._profile_of, *self._extra)]

    def _is_unclear(self, profile: Profile, codes: Sequence[int]) -> bool:
        """Whether a module was begun and has another row: then the order of the rows decides."""
        if profile.away is None:
            begun = [code >> STATE_BITS & _MODULE for code in codes if code & _STATE == BEGUN]
            if begun:
                modules = [code >> STATE_BITS & _MODULE for code in codes]
                return any(modules.count(module) > 1 for module in begun)
        return False

    def _ordinary(self, id: str, profile: Profile, codes: Sequence[int]) -> PersonTally:
        """One person's row from the numbers of their evidence."""
        if profile.away is not None:
            return profile.tally(id, 0, 0)
        required, teaches = profile.required, self._teaches
        held: dict[int, int] = {}
        states: dict[int, int] = {}
        begun: set[int] = set()
        ended: list[int] = []
        for code in codes:
            state = code & _STATE
            if state > BEGUN:
                continue
            is_ended = False
            for item, rank in teaches[code >> STATE_BITS & _MODULE]:
                if state == BEGUN:
                    begun.add(item)
                    continue
                if state > ENDED and rank > held.get(item, 0):
                    held[item] = rank
                if rank >= required.get(item, 1000):
                    is_ended = state == ENDED
                    if state > states.get(item, 0):
                        states[item] = state
            if is_ended:
                ended.append(code)
        packed, shift = profile.base, profile.shift
        for item in {*states, *held, *begun}:
            if item in required:
                packed += shift(item, states.get(item, 0), held.get(item, 0), item in begun)
        last = self._first_due_of_ended(profile, ended, states, held) if ended else 0
        return profile.tally(id, packed, profile.structure.cost(held), last)

    def _first_due_of_ended(
        self, profile: Profile, codes: Sequence[int], states: Mapping[int, int], held: Mapping[int, int]
    ) -> int:
        """Evidence that ended is due again on its last day, but not before it is due at all."""
        ends: dict[int, int] = {}
        for code in codes:
            number, day = code >> STATE_BITS & _MODULE, code >> STATE_BITS + MODULE_BITS
            for item, rank in self._teaches[number]:
                if states.get(item) == ENDED and rank >= profile.required[item]:
                    ends[item] = max(ends.get(item, 0), self._rules.ends(number, day))
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
