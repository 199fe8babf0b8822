"""The questions of a second language get the ids of the first, where both ask the same."""

from __future__ import annotations

from typing import Any

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.imported import Imported


def same_ids(first: list[Any], other: list[Any], at: Position, into: Imported) -> list[Any]:
    """The other language's questions with the ids of the first; none where they are not the same questions.

    Where the right answer stands in another place, it gets the right answer's id, and the rest keep their order.
    """
    if [_shape(q) for q in first] != [_shape(q) for q in other]:
        message = f"the questions are not those of the first language ({len(first)} and {len(other)}); left out"
        into.note(codes.TWINS_DIFFER, at, message, "make both languages ask the same, then import again")
        return []
    found = []
    for base, twin in zip(first, other, strict=True):
        options = twin.get("options", [])
        places = [bool(o.get("right")) for o in base.get("options", ())]
        if places != [bool(o.get("right")) for o in options]:
            message = f"question '{base['id']}': the right answer stands in another place; ids follow the right answer"
            into.note(codes.TWINS_DIFFER, at, message)
        for is_right in (True, False):
            ids = [o["id"] for o in base.get("options", ()) if bool(o.get("right")) is is_right]
            mine = [o for o in options if bool(o.get("right")) is is_right]
            for option, id in zip(mine, ids, strict=True):
                option["id"] = id
        if options:
            order = [option["id"] for option in base["options"]]
            options.sort(key=lambda option, order=order: order.index(option["id"]))
        found.append({**twin, "id": base["id"]})
    return found


def _shape(question: Any) -> tuple[str, int, int]:
    """What must be the same in all languages: kind, number of options, number of right ones."""
    options = question.get("options", ())
    return question["kind"], len(options), sum(bool(option.get("right")) for option in options)
