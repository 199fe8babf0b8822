"""The plain engine: standard library only; people as bits, so that a rule is applied to all of them at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from curriculum.diagnostics import Diagnostic
from curriculum.model import WORST_FIRST, Person, PersonTally, Standing, Status
from curriculum.tally.answer import Sums
from curriculum.tally.crowd import Crowd, Lanes
from curriculum.tally.evidence import EvidenceRules, EvidenceTable
from curriculum.tally.figures import Figures
from curriculum.tally.ladders import Item
from curriculum.tally.profiles import ENDED, Profile, Profiles
from curriculum.tally.roster import Roster
from curriculum.tally.special import Special
from curriculum.tally.statuses import STATE_BITS

_WORST: Final = (None, *WORST_FIRST)
_TRAINS: Final = (Standing.TRAINED, Standing.TO_TRAIN)


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
        self._profile_of: list[Profile] = []
        self._extra: list[Profile] = []
        self._needs: Mapping[tuple[int, Status], int] = {}

    def run(self) -> Sequence[PersonTally]:
        """Everybody in roster order; people with several ids once, at the first of them."""
        ws = self.profiles.ws
        roster = self._read_roster()
        kept = {id: ws.kept_id(id) for id in ws.merged}
        crowd, lanes = self._gather(roster)
        table = self._read_evidence(roster, crowd)
        table.special |= {exemption.person for exemption in ws.exemptions} | roster.own.keys()
        self._profile_of = [self.profiles.of(person) for person in roster.persons]
        table.special |= {*kept, *kept.values()}
        figures = Figures(self.profiles, self._profile_of, crowd, lanes, table.seen())
        table.special |= self._unclear(roster, crowd, table)
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
        places = crowd.places()
        figures.work_out(crowd.at(places[n] for n in special))
        self._needs = figures.needs
        return self._people(roster, crowd, figures, table, special)

    def _read_roster(self) -> Roster:
        return Roster(self._root, self.profiles)

    def _gather(self, roster: Roster) -> tuple[Crowd, Lanes]:
        crowd = Crowd(roster.kind_of, len(roster.persons))
        return crowd, Lanes(crowd.size)

    def _read_evidence(self, roster: Roster, crowd: Crowd) -> EvidenceTable:
        return EvidenceTable(self._root, self.rules, roster.ids, crowd)

    def _unclear(self, roster: Roster, crowd: Crowd, table: EvidenceTable) -> set[str]:
        """Who else must be looked at singly: everybody of whom something is asked that nobody can begin."""
        stuck = {kind for kind, profile in enumerate(self._profile_of) if profile.is_doubtful}
        return {id for id, kind in zip(roster.ids, roster.kind_of, strict=True) if kind in stuck} if stuck else set()

    def needs(self) -> dict[Item, dict[Status, int]]:
        """People by item and status: everybody's at once, and of those who were looked at singly."""
        found: dict[Item, dict[Status, int]] = {}
        items = self.profiles.ladders.items
        singly = (need for profile in (*self._profile_of, *self._extra) for need in profile.needs())
        for item, status, number in (*((*key, number) for key, number in self._needs.items()), *singly):
            by_status = found.setdefault(items[item], {})
            by_status[status] = by_status.get(status, 0) + number
        return found

    def parts(self) -> list[tuple[Mapping[str, Sequence[str | None]], Sums]]:
        """The sums of each profile."""
        return [(profile.keys, profile.sums) for profile in (*self._profile_of, *self._extra)]

    def _people(
        self,
        roster: Roster,
        crowd: Crowd,
        figures: Figures,
        table: EvidenceTable,
        special: Mapping[int, list[PersonTally]],
    ) -> Sequence[PersonTally]:
        """Everybody; special people's rows are given by position in the roster."""
        columns = (self._standings(crowd, figures), map(_WORST.__getitem__, figures.worst))
        firsts = self._first_days(crowd, figures, table)
        rows = list(
            zip(*columns, firsts, zip(*figures.minutes, strict=True), zip(*figures.open, strict=True), strict=True)
        )
        found: list[PersonTally] = []
        for n, (id, place) in enumerate(zip(roster.ids, crowd.places(), strict=True)):
            if n in special:
                found += special[n]
            else:
                found.append(PersonTally(id, *rows[place]))
        return found

    def _standings(self, crowd: Crowd, figures: Figures) -> list[Standing]:
        found: list[Standing] = []
        for profile, (start, end) in zip(self._profile_of, pairwise(crowd.starts), strict=True):
            if profile.standing is not None:
                found += [profile.standing] * (end - start)
            else:
                found += map(_TRAINS.__getitem__, figures.to_train[start:end])
        return found

    def _first_days(self, crowd: Crowd, figures: Figures, table: EvidenceTable) -> list[dt.date | None]:
        """When the first of everybody's open needs is due."""
        found: list[dt.date | None] = []
        for days, (start, end) in zip(figures.dues.days, pairwise(crowd.starts), strict=True):
            dates = (None, *map(dt.date.fromordinal, days))
            found += map(dates.__getitem__, figures.first[start:end])
        for place, day in _due_again(self, crowd, figures, table).items():
            first = found[place]
            if first is None or day < first.toordinal():
                found[place] = dt.date.fromordinal(day)
        return found


def _due_again(run: Plain, crowd: Crowd, figures: Figures, table: EvidenceTable) -> dict[int, int]:
    """Evidence that ended is due again on its last day, but not before it is due at all: the first such day of each."""
    teaches = [run.profiles.ladders.teaches[name] for name in run.profiles.ws.modules]
    size = crowd.size // 8 + 1
    expired = {item: people.to_bytes(size, "little") for item, people in figures.expired.items() if people}
    ends: dict[tuple[int, int], int] = {}
    for day, key, place in table.dated:
        if key & (1 << STATE_BITS) - 1 == ENDED:
            for item, rank in teaches[key >> STATE_BITS]:
                if item in expired and expired[item][place >> 3] >> (place & 7) & 1:
                    if rank >= run._profile_of[crowd.kind_at(place)].required[item]:
                        end = run.rules.ends(key >> STATE_BITS, day)
                        ends[place, item] = max(end, ends.get((place, item), 0))
    found: dict[int, int] = {}
    for (place, item), end in ends.items():
        profile = run._profile_of[crowd.kind_at(place)]
        held = sum(people >> place & 1 for people in figures.known.held[item]) if profile.one_due is None else 0
        day = max(end, profile.due(item, held))
        found[place] = min(day, found.get(place, day))
    return found


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
