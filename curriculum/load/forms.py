"""The model's annotations → what each field looks like in a file: one source for decoder, schema and docs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import functools
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from curriculum.model import ID, LESSON_ID, PERSON_ID, Minutes, Pattern, Range, Ref, Text

MINUTES: Final = Range(0, 6000)  # of one unit: a hundred hours
ANY_NUMBER: Final = Range(-(10**9), 10**9)
ID_PATTERNS: Final = (ID, PERSON_ID, LESSON_ID)


@dataclass(frozen=True, slots=True)
class Word:
    """Text in no language. `is_ref`: an id, whose place is kept."""

    pattern: Pattern | None = None
    is_ref: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    bounds: Range


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    of: type[enum.StrEnum]


@dataclass(frozen=True, slots=True)
class Words:
    """Text in several languages."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Minutes."""


@dataclass(frozen=True, slots=True)
class OneOrMany:
    """A word or a list of them: the values of a rule."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; `size` bounds the number of its items."""

    item: Form
    size: Range | None = None


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping with keys of the user's choice, or the words of a Choice."""

    key: Word | Choice
    value: Form


@dataclass(frozen=True, slots=True)
class RecordOf:
    """A record of the model."""

    cls: type[Any]


Form = Word | Whole | Flag | Day | Choice | Words | Estimate | OneOrMany | ListOf | MapOf | RecordOf


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record: its name, its form, the sentence that explains it, and what is taken without it."""

    name: str
    form: Form
    sentence: str
    required: bool
    default: Any  # None where required


def fields_of(cls: Any) -> tuple[Field, ...]:
    """The keys of a record in a file, in order. Fields without a sentence (`at`, ids from the path) are no keys."""
    return _fields_of(cls)


@functools.cache
def _fields_of(cls: Any) -> tuple[Field, ...]:
    hints = typing.get_type_hints(cls, include_extras=True)
    return tuple(_field(f, hints[f.name]) for f in dataclasses.fields(cls) if hasattr(hints[f.name], "__metadata__"))


def _field(field: dataclasses.Field[Any], hint: Any) -> Field:
    sentence = next(m for m in hint.__metadata__ if isinstance(m, str))
    required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    default = None if required else field.default
    if field.default_factory is not dataclasses.MISSING:
        default = field.default_factory()
    return Field(field.name, _form(_without_none(hint.__origin__), hint.__metadata__), sentence, required, default)


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(a for a in typing.get_args(hint) if a is not type(None))
    return hint


def _form(hint: Any, notes: tuple[Any, ...]) -> Form:
    """The form of a type; `notes` are the Pattern and the Range beside it."""
    bounds = next((n for n in notes if isinstance(n, Range)), None)
    pattern = next((n for n in notes if isinstance(n, Pattern)), None)
    simple: dict[Any, Form] = {
        bool: Flag(),
        dt.date: Day(),
        Text: Words(),
        Minutes: Estimate(),
        int: Whole(bounds or ANY_NUMBER),
    }
    if hint in simple:
        return simple[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return ListOf(_form(arguments[0], (pattern,)), bounds)
    if origin is Mapping:
        return _map_form(*arguments)
    if hint in (str, Ref):
        return Word(pattern or (ID if hint is Ref else None), hint is Ref)
    return Choice(hint) if issubclass(hint, enum.StrEnum) else RecordOf(hint)


def _map_form(key: Any, value: Any) -> MapOf:
    if typing.get_origin(value) is tuple:  # the values of a rule, by column
        return MapOf(Word(), OneOrMany())
    return MapOf(Word(ID, is_ref=True) if key is str else Choice(key), _form(value, ()))
