"""Two records as plain YAML values, of two languages or of two imports → one: texts come together, ids join."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TEXTS = ("title", "summary", "why", "text", "career", "system", "how_often", "objectives", "benefits")

# Where (`units/1-introduction/minutes`), the value that stays, the one that does not.
Differs = Callable[[str, Any, Any], None]


def united(old: Any, new: Any, *, new_wins: bool, differs: Differs, key: str = "") -> Any:
    """`old` with what `new` adds. Where both say something else, `new` wins or `differs` hears of it."""
    if isinstance(old, dict) and isinstance(new, dict):
        if _is_text(old) and _is_text(new):
            return {**old, **new}
        found = dict(old)
        for name, value in new.items():
            found[name] = (
                united(old[name], value, new_wins=new_wins, differs=differs, key=_under(key, name))
                if name in old
                else value
            )
        return found
    if isinstance(old, list) and isinstance(new, list):
        return _lists(old, new, new_wins=new_wins, differs=differs, key=key)
    if str(old) == str(new) or old == new:
        return old
    if new_wins:
        return new
    differs(key, old, new)
    return old


def _under(key: str, name: str) -> str:
    return f"{key}/{name}" if key else name


def _is_text(value: dict[str, Any]) -> bool:
    return bool(value) and all(_TAG.fullmatch(k) and len(k) < 12 and isinstance(v, str) for k, v in value.items())


def _lists(old: list[Any], new: list[Any], *, new_wins: bool, differs: Differs, key: str) -> list[Any]:
    if key.rpartition("/")[2] in _TEXTS and len(old) == len(new):  # a list of texts joins by place
        return [united(a, b, new_wins=new_wins, differs=differs, key=key) for a, b in zip(old, new, strict=True)]
    names = [_name(item) for item in (*old, *new)]
    if not all(names):
        return united_words(old, new, new_wins=new_wins, differs=differs, key=key)
    theirs = {_name(item): item for item in new}
    ours = {_name(item): item for item in old}
    if new_wins:  # the order and the items of the new one; of each, what the old one adds
        return [
            united(ours[n], item, new_wins=True, differs=differs, key=_under(key, n or "")) if n in ours else item
            for n, item in theirs.items()
        ]
    if list(ours) != list(theirs):
        differs(key, list(ours), list(theirs))
    joined = [
        united(item, theirs[n], new_wins=False, differs=differs, key=_under(key, n or "")) if n in theirs else item
        for n, item in ours.items()
    ]
    return joined


def united_words(old: list[Any], new: list[Any], *, new_wins: bool, differs: Differs, key: str) -> list[Any]:
    """Lists of plain words."""
    if old == new:
        return old
    if not new_wins:
        differs(key, old, new)
    return new if new_wins else old


def _name(item: Any) -> str | None:
    """What joins items of a list: an id, else what a requirement or teaching is about."""
    if not isinstance(item, dict):
        return None
    about = (
        item.get("id"),
        item.get("competency"),
        item.get("module"),
        item.get("level") if "id" not in item else None,
    )
    return "/".join(str(a) for a in about if a) or None


def differences(key: str, first: Any, other: Any, places: tuple[str, str]) -> Iterator[str]:
    """What two languages or states say differently, in words: of lists, what only one of them has.

    Whom to credit may differ: SOURCE.md says it for each language.
    """
    if key.startswith("source/"):
        return
    if isinstance(first, list) and isinstance(other, list) and all(isinstance(v, str) for v in (*first, *other)):
        for mine, theirs, place in ((first, other, places[0]), (other, first, places[1])):
            if only := [value for value in mine if value not in theirs]:
                yield f"{key}: only {place}: {', '.join(only)}"
        if sorted(first) == sorted(other):
            yield f"{key}: another order {places[1]}"
        return
    yield f"{key} is {_short(first)} {places[0]} and {_short(other)} {places[1]}"


def _short(value: Any) -> str:
    text = ", ".join(str(v) for v in value) if isinstance(value, list) else str(value)
    return f"'{text if len(text) <= 80 else text[:79] + '…'}'"
