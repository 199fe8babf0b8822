"""The schema of plan.json, from the closed lists of the model; docs/schemas/plan.json is made from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from curriculum.model import Access, Standing, Status, UnitKind

_Json = dict[str, Any]
_WORD: Final[_Json] = {"type": "string"}
_WHOLE: Final[_Json] = {"type": "integer", "minimum": 0}
_YES: Final[_Json] = {"type": "boolean"}
_DAY: Final[_Json] = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
_TEXT: Final[_Json] = {"type": "object", "description": "words by language", "additionalProperties": _WORD}


def plan_schema() -> _Json:
    """Of version 1. Later versions of curriculum may add keys, so unknown keys are allowed."""
    minutes = _object(low=_WHOLE, likely=_WHOLE, high=_WHOLE)
    taught = _object(competency=_WORD, level=_WORD)
    unit = _object(id=_WORD, kind=_one_of(UnitKind), title=_TEXT, minutes=minutes)
    asked = _object(competency=_or_null(_WORD), level=_or_null(_WORD), module=_or_null(_WORD), optional=_YES)
    reason = _object(because=_WORD, at=_WORD)
    need = _object(
        competency=_or_null(_WORD), module=_or_null(_WORD), required=_or_null(_WHOLE), held=_or_null(_WHOLE),
        status=_one_of(Status), optional=_YES, due_on=_or_null(_DAY), valid_until=_or_null(_DAY), reasons=_list(reason),
    )  # fmt: skip
    step = _object(module=_WORD, minutes=minutes, due_on=_or_null(_DAY), optional=_YES)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "plan",
        "description": "What `curriculum export plan` writes: programme, needs and learning paths. Levels are ranks.",
        **_object(
            version={"enum": [1]}, made_by=_WORD, as_of=_DAY, languages=_list(_WORD), title=_TEXT,
            levels=_list(_object(id=_WORD, rank=_WHOLE, title=_TEXT)),
            competencies=_list(_object(id=_WORD, title=_TEXT)),
            modules=_list(_object(
                id=_WORD, title=_TEXT, version=_WHOLE, minutes=minutes, teaches=_list(taught), units=_list(unit),
                retired_on=_or_null(_DAY),
            )),
            roles=_list(_object(id=_WORD, title=_TEXT, access=_one_of(Access), requires=_list(asked))),
            people=_list(_object(
                id=_WORD, standing=_one_of(Standing), manager=_or_null(_WORD), roles=_list(_WORD),
                wave=_or_null(_WORD), needs=_list(need), path=_list(step), feasible_on=_or_null(_DAY),
            )),
        ),
    }  # fmt: skip


def _object(**keys: _Json) -> _Json:
    return {"type": "object", "properties": keys, "required": list(keys)}


def _list(item: _Json) -> _Json:
    return {"type": "array", "items": item}


def _or_null(value: _Json) -> _Json:
    return {"anyOf": [value, {"type": "null"}]}


def _one_of(words: Iterable[Any]) -> _Json:
    return {"enum": [str(word) for word in words]}
