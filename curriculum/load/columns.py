"""Records ⇄ columns of numbers: what was decoded once comes back in a hundredth of a second, without decoding.

Every object is a row of a table of its kind, and a table holds only the numbers of what its rows are made of. Tables
stand in the order of their making: parts before what consists of them. So all objects of one kind are made at once,
and no line of Python is run for a single one. What comes out is equal to what went in, places included.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, Final

from curriculum import model
from curriculum.diagnostics import Position
from curriculum.model import Ref

_ATOMS: Final = (type(None), bool, int, str)
_NUMBER: Final = "I"  # four bytes: more objects than a workspace may have
_TYPES: Final = {Position, *(found for found in vars(model).values() if isinstance(found, type))}
_RECORDS: Final = {t.__name__: t for t in _TYPES if dataclasses.is_dataclass(t)}
_NAMED: Final = {t.__name__: t for t in _TYPES if issubclass(t, tuple)}
_WORDS: Final = {t.__name__: t for t in _TYPES if issubclass(t, enum.StrEnum)}
_ONES: Final[dict[str, Callable[[Any], Any]]] = {"dict": dict, "date": dt.date.fromordinal, **_WORDS}  # of one part

Group = tuple[int, str, int]  # how many layers of parts its objects have, their kind, how many parts
Table = tuple[str, int, tuple[bytes, ...]]  # kind, rows, columns
Packed = tuple[list[Any], list[Table], list[int]]  # atoms, tables, the objects that were asked for


class NotPackable(Exception):
    """An object of a kind that has no table."""


def pack(objects: Iterable[Any]) -> Packed:
    """Tables from which `unpack` makes the same objects: numbers, texts and bytes only. Raises NotPackable."""
    packing = _Packing()
    asked = [packing.place(found) for found in objects]
    return packing.tables(asked)


def unpack(packed: Packed) -> list[Any]:
    """The objects. Raises nothing for what `pack` gave; otherwise any of what Python raises."""
    atoms, tables, asked = packed
    made = list(atoms)
    for kind, rows, columns in tables:
        cells = [_cells(made, memoryview(column).cast(_NUMBER), rows) for column in columns]
        found = list(_make(kind, rows, cells))
        if len(found) != rows:
            raise ValueError(kind)
        made += found
    return [made[n] for n in asked]


def _cells(made: Sequence[Any], numbers: Sequence[int], rows: int) -> Iterable[Any]:
    """The objects of a column; a single number stands for all rows."""
    return repeat(made[numbers[0]], rows) if len(numbers) == 1 else map(made.__getitem__, numbers)


class _Packing:
    """Gives every object its row."""

    def __init__(self) -> None:
        self._atoms: dict[tuple[type, Any], int] = {}
        self._groups: dict[Group, list[tuple[tuple[Group | None, int], ...]]] = {}
        self._known: dict[Any, tuple[Group | None, int]] = {}
        self._alive: list[Any] = []  # what is known by its address must not give it to another

    def place(self, found: Any) -> tuple[Group | None, int]:
        """Group and row of an object; no group for an atom."""
        if type(found) in _ATOMS or (found == () and type(found) is tuple):
            return None, self._atoms.setdefault((type(found), found), len(self._atoms))
        key = (Position, found) if type(found) is Position else id(found)
        if key not in self._known:
            kind, parts = _parts(found)
            row = tuple(self.place(part) for part in parts)
            group = (max((of[0] + 1 for of, _ in row if of), default=0), kind, len(row))
            rows = self._groups.setdefault(group, [])
            rows.append(row)
            self._known[key] = (group, len(rows) - 1)
            self._alive.append(found)
        return self._known[key]

    def tables(self, asked: Sequence[tuple[Group | None, int]]) -> Packed:
        """Rows as columns; places as numbers."""
        starts: dict[Group | None, int] = {None: 0}
        end = len(self._atoms)
        for group in sorted(self._groups):
            starts[group] = end
            end += len(self._groups[group])
        tables: list[Table] = []
        for group in sorted(self._groups):
            rows = self._groups[group]
            columns = [[starts[of] + n for of, n in column] for column in zip(*rows, strict=True)]
            short = [column if len(set(column)) > 1 else column[:1] for column in columns]
            tables.append((group[1], len(rows), tuple(array(_NUMBER, column).tobytes() for column in short)))
        return [atom for _, atom in self._atoms], tables, [starts[of] + n for of, n in asked]


def _parts(found: Any) -> tuple[str, tuple[Any, ...]]:
    """Kind and parts of an object."""
    of = type(found)
    if of is tuple:
        return "tuple", found
    if of is dict:
        return "dict", (tuple(found.items()),)
    if of is dt.date:
        return "date", (found.toordinal(),)
    if of is Ref:
        return "ref", (str.__str__(found), found.at)
    if _NAMED.get(of.__name__) is of:
        return of.__name__, tuple(found)
    if _WORDS.get(of.__name__) is of:
        return of.__name__, (found.value,)
    if _RECORDS.get(of.__name__) is of:
        return of.__name__, tuple(getattr(found, field.name) for field in dataclasses.fields(of))
    raise NotPackable(of.__name__)


def _make(kind: str, rows: int, cells: list[Iterable[Any]]) -> Iterable[Any]:
    """All objects of one table."""
    if kind == "tuple":
        return zip(*cells, strict=True)
    if kind in _NAMED:
        return map(tuple.__new__, repeat(_NAMED[kind]), zip(*cells, strict=True))
    if kind in _RECORDS:
        return _records(_RECORDS[kind], rows, cells)
    (first, *others) = cells
    if kind == "ref":
        return _refs(first, *others)
    return map(_ONES[kind], first)


def _refs(texts: Iterable[str], places: Iterable[Position]) -> Iterator[Ref]:
    for ref, at in zip(map(str.__new__, repeat(Ref), texts), places, strict=True):
        ref.at = at
        yield ref


def _records(of: Any, rows: int, cells: list[Iterable[Any]]) -> list[Any]:
    """Frozen records, slot by slot: their own `__init__` takes longer than all the rest together."""
    found = list(map(object.__new__, repeat(of, rows)))
    for field, column in zip(dataclasses.fields(of), cells, strict=True):
        deque(map(getattr(of, field.name).__set__, found, column), maxlen=0)
    return found
