"""Rows of people from any system → people/roster.csv: joiners, movers and leavers against what stands there."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import NOWHERE, Position
from curriculum.exchange.csv_text import as_csv, read_own
from curriculum.exchange.imported import Imported
from curriculum.exchange.roster_words import fit_words
from curriculum.load.spelling import is_spelt, quoted
from curriculum.model import PERSON_ID, ROSTER
from curriculum.model.mapping import Leavers, RosterMap

COLUMNS: Final = (
    "id", "name", "manager", "department", "job_title", "workplace", "access", "employment", "roles", "language",
    "starts_on", "ends_on", "leave", "share", "wave", "email",
)  # fmt: skip
_MOVES: Final = ("department", "job_title", "workplace", "manager")


class Arrival(NamedTuple):
    """A person of the source: our columns → cells, and the place."""

    cells: dict[str, str]
    at: Position
    has_left: bool = False  # the source says that they are not active any more


def take_people(root: Path, people: Iterable[Arrival], said: RosterMap, as_of: dt.date, into: Imported) -> None:
    """Fills `into` with the new people/roster.csv. The source decides the columns that it has; the rest is kept."""
    arrivals = _sound(people, into)
    _report_names(arrivals, into)
    _resolve_managers(arrivals, into)
    fit_words(root, ((a.cells, a.at) for a in arrivals.values()), said.values.get("roles", {}), into)
    columns, old = read_own(root / ROSTER, "id")
    given = {c for a in arrivals.values() for c in a.cells}
    merged: dict[str, dict[str, str]] = {id: dict(cells) for id, cells in old.items()}
    defaults = {c: str(v[0]) for c, v in said.defaults.items()}
    for id, arrival in arrivals.items():
        new = arrival.cells
        if id in merged:
            merged[id].update(new)
        else:
            merged[id] = {**defaults, **{c: v for c, v in new.items() if v}} if defaults else dict(new)
        if arrival.has_left and not merged[id].get("ends_on"):
            merged[id]["ends_on"] = as_of.isoformat()
    leavers = _leavers(old, arrivals, said, as_of, into)
    if leavers is None:
        return
    for id in leavers:
        merged[id]["ends_on"] = as_of.isoformat()
    _report_changes(old, merged, arrivals, into)
    _report_renamed(old, merged, arrivals, into)
    lacking = sum(not cells.get("access") for cells in merged.values())
    if lacking and "access" not in given:
        said_how = "write `defaults: {access: read}` into the map, or name the column: `columns: {access: …}`"
        message = f"no column says what people may do in the system: the access of {lacking:,} people is unknown"
        into.note(codes.SOURCE_DIFFERS, Position(str(into.source)), message, said_how)
    asked = {c for c in COLUMNS if c in given or c in said.defaults}
    extra = sorted(given - set(COLUMNS))
    head = list(columns) if columns else ["id", *(c for c in COLUMNS[1:] if c in asked or c in ("name", "access"))]
    head += [c for c in (*COLUMNS, *extra) if c in (asked | set(extra)) and c not in head]
    if any("ends_on" in cells and cells["ends_on"] for cells in merged.values()) and "ends_on" not in head:
        head.append("ends_on")
    into.took["people"] += len(arrivals)
    into.files[ROSTER] = as_csv(head, merged.values())


def _sound(people: Iterable[Arrival], into: Imported) -> dict[str, Arrival]:
    """By id; rows without a usable id, identical rows and second rows of an id are noted and left out."""
    found: dict[str, Arrival] = {}
    for arrival in people:
        id = arrival.cells.get("id", "")
        if not id:
            into.note(
                codes.NO_ID, arrival.at, "the row has no id and was left out", "give it one; names are not unique"
            )
        elif not is_spelt(id, PERSON_ID):
            into.note(codes.NO_ID, arrival.at, f"{quoted(id)} is no id, so the row was left out", PERSON_ID.words)
        elif (first := found.get(id)) is None:
            found[id] = arrival
        elif first.cells == arrival.cells:
            into.note(codes.IDENTICAL_ROW, arrival.at, f"the same row as in line {first.at.line}; taken once")
        else:
            differ = sorted(c for c in first.cells if first.cells[c] != arrival.cells.get(c))
            said = f"the id {quoted(id)} again, with another {', '.join(differ)}"
            into.note(codes.SAME_ID, arrival.at, said, f"the row of line {first.at.line} was taken")
    return found


@functools.lru_cache(maxsize=20_000)
def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _report_names(arrivals: Mapping[str, Arrival], into: Imported) -> None:
    """Shared names (by id and line, never by the name), and departments that differ by case or blanks only."""
    names: dict[str, list[str]] = defaultdict(list)
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, Position] = {}
    for id, arrival in arrivals.items():
        if name := arrival.cells.get("name"):
            names[_folded(name)].append(id)
        if department := arrival.cells.get("department"):
            spelt[_folded(department)][department] += 1
            first.setdefault(department, arrival.at)
    for ids in names.values():
        if len(ids) > 1:
            shown = ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
            into.note(codes.SHARED_NAME, arrivals[ids[1]].at, f"{len(ids)} people have one name: {shown}")
    for spellings in spelt.values():
        if len(spellings) > 1:
            (most, _), *others = spellings.most_common()
            for other, _ in others:
                into.note(
                    codes.SOURCE_DIFFERS, first[other], f"department {quoted(other)} is also spelt {quoted(most)}"
                )


def _resolve_managers(arrivals: dict[str, Arrival], into: Imported) -> None:
    """Managers by id; else by the address or the name of exactly one person."""
    owners: dict[str, set[str]] = defaultdict(set)
    for id, arrival in arrivals.items():
        for column in ("email", "name"):
            if key := _folded(arrival.cells.get(column, "")):
                owners[key].add(id)
    by_other_words = 0
    own: list[Arrival] = []
    for arrival in arrivals.values():
        manager = arrival.cells.get("manager", "")
        if manager and manager == arrival.cells["id"]:
            arrival.cells["manager"] = ""
            own.append(arrival)
        if not manager or manager in arrivals:
            continue
        found = owners.get(_folded(manager), set())
        if len(found) == 1:
            arrival.cells["manager"] = next(iter(found))
            by_other_words += 1
            continue
        arrival.cells["manager"] = ""
        why = f"{len(found)} people are called so" if found else "nobody of the source has this id, address or name"
        into.note(codes.MANAGER_UNKNOWN, arrival.at, f"the manager of {quoted(arrival.cells['id'])}: {why}")
    if own:
        said = f"{len(own)} {'people are' if len(own) > 1 else 'person is'} their own manager; the cell was left empty"
        into.note(codes.MANAGER_UNKNOWN, own[0].at, said)
    if by_other_words:
        into.mapped(NOWHERE, f"{by_other_words} managers were found by their address or full name")


def _is_there(cells: Mapping[str, str], as_of: dt.date) -> bool:
    return not cells.get("ends_on") or cells["ends_on"] >= as_of.isoformat()


def _leavers(
    old: Mapping[str, Mapping[str, str]],
    arrivals: Mapping[str, Arrival],
    said: RosterMap,
    as_of: dt.date,
    into: Imported,
) -> list[str] | None:
    """Who was there and is missing; None: too many are, and the map does not say that it is true."""
    there = [id for id, cells in old.items() if _is_there(cells, as_of)]
    missing = [id for id in there if id not in arrivals]
    if said.leavers is Leavers.KEEP or not missing:
        return []
    if said.leavers is None and len(missing) * 2 > len(there):
        hint = "write `leavers: end` into the map, or `leavers: keep` if the source holds a part of the people only"
        message = f"{len(missing)} of {len(there)} people of people/roster.csv are missing in the source"
        into.note(codes.MANY_LEAVERS, Position(str(into.source)), message, hint)
        return None
    into.changes.append(f"{len(missing)} leave (last day {as_of}): {_some(missing)}")
    return missing


def _some(ids: Iterable[str]) -> str:
    ids = list(ids)
    return ", ".join(ids[:8]) + (f" and {len(ids) - 8} more" if len(ids) > 8 else "")


def _report_changes(
    old: Mapping[str, Mapping[str, str]],
    merged: Mapping[str, Mapping[str, str]],
    arrivals: Mapping[str, Arrival],
    into: Imported,
) -> None:
    """Joiners and movers, one sentence for each kind of move."""
    if joined := [id for id in arrivals if id not in old]:
        into.changes.insert(0, f"{len(joined)} join: {_some(joined)}")
    for column in _MOVES:
        moved = [id for id in arrivals if id in old and old[id].get(column, "") != merged[id].get(column, "")]
        if moved:
            into.changes.append(f"{len(moved)} have another {column}: {_some(moved)}")


def _report_renamed(
    old: Mapping[str, Mapping[str, str]],
    merged: Mapping[str, Mapping[str, str]],
    arrivals: Mapping[str, Arrival],
    into: Imported,
) -> None:
    """A department that is gone, whose people (two or more) are all in one that is new."""
    before = {cells.get("department", "") for cells in old.values()}
    after = {arrival.cells.get("department", "") for arrival in arrivals.values()}
    moves: dict[str, Counter[str]] = defaultdict(Counter)
    for id, cells in old.items():
        if id in arrivals and (gone := cells.get("department", "")) and gone not in after:
            moves[gone][merged[id].get("department", "")] += 1
    for gone, targets in moves.items():
        (target, count), *others = targets.most_common()
        if count > 1 and not others and target and target not in before:
            at = next(a.at for a in arrivals.values() if a.cells.get("department") == target)
            said = f"department {quoted(gone)} seems to be called {quoted(target)} now ({count} people)"
            into.note(codes.RENAMED, at, said, "change the rules in roles/ and program.yaml that name it")
