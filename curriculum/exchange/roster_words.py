"""Roles, workplaces and waves as a roster names them → those of the workspace. One note for each word that is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.foreign import entry, plain, read_yaml
from curriculum.exchange.imported import Imported
from curriculum.exchange.names import slug
from curriculum.exchange.workspace_files import PROGRAM
from curriculum.load.spelling import column_name, quoted
from curriculum.model import Values

_LEFT_OUT: Final = "-"
_PARTS: Final = re.compile(r"\s*[;|]\s*")
_LONGEST: Final = 200  # characters of a role with its days
_WITH_DAYS: Final = re.compile(r"(.*?)\s+([\d.-]*\d{4}-\d{2}-\d{2}[\d.-]*)")


class _Unknown(NamedTuple):
    """A word that is none of ours, folded."""

    kind: str
    key: str


def fit_words(
    root: Path, people: Iterable[tuple[dict[str, str], Position]], said: Mapping[str, Values], into: Imported
) -> None:
    """Changes the cells in place. `said`: their role → ours, or `-`. New workplaces go into program.yaml."""
    people = list(people)
    roles, waves = _roles(root), _ids(root, "waves")
    asked = {column_name(word): str(values[0]) for word, values in said.items()}
    unknown: dict[_Unknown, list[tuple[str, Position]]] = {}
    for cells, at in people:
        if text := cells.get("roles"):
            found, missed = _fitted(text, roles, asked)
            cells["roles"] = "; ".join(found)
            for word in missed:
                unknown.setdefault(_Unknown("role", slug(word)), []).append((word, at))
        if text := cells.get("wave"):
            cells["wave"] = waves.get(column_name(text), text)
            if cells["wave"] not in waves.values():
                unknown.setdefault(_Unknown("wave", text), []).append((text, at))
    for (kind, _), places in unknown.items():
        word, at = places[0]
        column, where = ("roles", f"roles/{slug(word)}.yaml") if kind == "role" else ("wave", "program.yaml")
        hint = f'write {where}, or `values: {{{column}: {{"{word}": …}}}}` into the map; `-` leaves it out'
        count = f"{len(places):,} people, the first one here" if len(places) > 1 else "1 person"
        into.note(codes.ROLE_UNKNOWN, at, f"{kind} {quoted(word)} is not known here ({count})", hint)
    _add_workplaces(root, people, into)


def _fitted(text: str, known: Mapping[str, str], asked: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The roles of one cell, each with its days, if it has any; and the words that are none of ours."""
    found, missed = [], []
    for part in filter(None, _PARTS.split(text)):
        dated = _WITH_DAYS.fullmatch(part) if len(part) < _LONGEST else None
        word, days = (dated[1], f" {dated[2]}") if dated else (part, "")
        role = asked.get(column_name(word)) or known.get(column_name(word)) or known.get(column_name(slug(word)))
        if role is None:
            missed.append(word)
            role = slug(word)
        if role != _LEFT_OUT and f"{role}{days}" not in found:
            found.append(f"{role}{days}")
    return found, missed


def _roles(root: Path) -> dict[str, str]:
    """Ids, and titles in any language that only one role has, as `column_name` writes them."""
    titles: dict[str, set[str]] = {}
    ids = {column_name(path.stem): path.stem for path in sorted((root / "roles").glob("*.yaml"))}
    for path in sorted((root / "roles").glob("*.yaml")):
        words = plain(entry(read_yaml(path, Imported(path)), "title"))
        for word in words.values() if isinstance(words, dict) else [words]:
            if isinstance(word, str):
                titles.setdefault(column_name(word), set()).add(path.stem)
    return {word: next(iter(owners)) for word, owners in titles.items() if len(owners) == 1} | ids


def _ids(root: Path, key: str) -> dict[str, str]:
    """Ids of a list, or the keys of a mapping, of program.yaml."""
    path = root / PROGRAM
    value = plain(entry(read_yaml(path, Imported(path)), key)) if path.is_file() else None
    items = value if isinstance(value, dict) else [i.get("id") for i in value or () if isinstance(i, dict)]
    return {column_name(str(id)): str(id) for id in items if id}


def _add_workplaces(root: Path, people: list[tuple[dict[str, str], Position]], into: Imported) -> None:
    """Workplaces that the programme does not know yet are added to it, under the words of the source."""
    there = set(_ids(root, "workplaces").values())
    first: dict[str, Position] = {}
    for cells, at in people:
        if (place := cells.get("workplace")) and place not in there:
            first.setdefault(place, at)
    for place in first:
        into.workplaces[place] = into.words_of_workplaces.get(place, place.replace("-", " ").capitalize())
    if first:
        at = next(iter(first.values()))
        shown = ", ".join(list(first)[:8]) + (f" and {len(first) - 8} more" if len(first) > 8 else "")
        into.mapped(at, f"new workplaces in program.yaml: {shown}", "say there in which country and time zone they are")
