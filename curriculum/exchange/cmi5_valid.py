"""Whether a cmi5 course structure is valid: the schema and the rules of cmi5 1.0, chapters 3, 8.1, 13 and 14."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

SPACE: Final = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"
_MOVE_ON: Final = ("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed")
_WINDOWS: Final = ("OwnWindow", "AnyWindow")
_RESERVED: Final = frozenset(("endpoint", "fetch", "actor", "registration", "activityid"))
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_SCORE: Final = re.compile(r"(?:0?\.\d{1,4}|0|1|1\.0{1,4}|0\.)")


class Wrong(NamedTuple):
    """What is wrong, and at which line."""

    message: str
    line: int


class _Form(NamedTuple):
    """What an element holds, in this order: name, fewest, most (0: any number). `a|b`: both, mixed."""

    parts: tuple[tuple[str, int, int], ...]
    id: str = ""  # the attribute that must be there and be a full address


_TEXTS: Final = (("title", 1, 1), ("description", 1, 1))
_FORMS: Final = {
    "courseStructure": _Form((("course", 1, 1), ("objectives", 0, 1), ("au|block", 1, 0))),
    "course": _Form(_TEXTS, "id"),
    "block": _Form((*_TEXTS, ("objectives", 0, 1), ("au|block", 1, 0)), "id"),
    "au": _Form(
        (*_TEXTS, ("objectives", 0, 1), ("url", 1, 1), ("launchParameters", 0, 1), ("entitlementKey", 0, 1)), "id"
    ),
    "title": _Form((("langstring", 1, 0),)),
    "description": _Form((("langstring", 1, 0),)),
    "objectives": _Form((("objective", 1, 0),)),
}


def find_wrong(root: Any, files: Container[str]) -> Iterator[Wrong]:
    """Everything that is not valid. `files`: paths of what lies beside the course structure."""
    yield from _form_wrong(root, "courseStructure")
    yield from _ids_wrong(root)
    for unit in root.iter(f"{SPACE}au"):
        yield from _unit_wrong(unit, files)


def _form_wrong(node: Any, name: str) -> Iterator[Wrong]:
    """Order and number of what an element holds. Elements of other namespaces are extensions, and free."""
    form = _FORMS.get(name)
    if form is None:
        return
    inside = [child for child in node if isinstance(child.tag, str) and child.tag.startswith(SPACE)]
    step, count = 0, 0
    for child in inside:
        kind = child.tag.removeprefix(SPACE)
        while step < len(form.parts) and kind not in form.parts[step][0].split("|"):
            step, count = step + 1, 0
        if step == len(form.parts):
            is_known = any(kind in part.split("|") for part, _, _ in form.parts)
            yield Wrong(
                f"'{kind}' stands {'too late or twice' if is_known else 'where it must not'} in '{name}'", child.line
            )
            return
        count += 1
        if form.parts[step][2] and count > form.parts[step][2]:
            yield Wrong(f"'{kind}' stands too late or twice in '{name}'", child.line)
            return
    there = {child.tag.removeprefix(SPACE) for child in inside}
    for part, fewest, _ in form.parts:
        if fewest and not there & set(part.split("|")):
            yield Wrong(f"'{name}' has no {' and no '.join(part.split('|'))}", node.line)
    for child in inside:
        yield from _form_wrong(child, child.tag.removeprefix(SPACE))


def _ids_wrong(root: Any) -> Iterator[Wrong]:
    """Every id is there, is a full address, and stands once."""
    for kinds in (("course",), ("objective",), ("block", "au")):
        seen: dict[str, int] = {}
        for kind in kinds:
            for node in root.iter(f"{SPACE}{kind}"):
                if kind == "objective" and node.get("idref"):
                    continue
                id = node.get("id", "").strip()
                if not id:
                    yield Wrong(f"'{kind}' has no id", node.line)
                elif not _ADDRESS.fullmatch(id):
                    yield Wrong(f"the id '{id[:80]}' is no full address (IRI)", node.line)
                elif id in seen:
                    yield Wrong(f"the id '{id[:80]}' stands twice, also in line {seen[id]}", node.line)
                seen.setdefault(id, node.line)


def _unit_wrong(unit: Any, files: Container[str]) -> Iterator[Wrong]:
    name, line = unit.get("id", ""), unit.line
    move_on, score, window = unit.get("moveOn"), unit.get("masteryScore"), unit.get("launchMethod")
    if move_on is not None and move_on not in _MOVE_ON:
        yield Wrong(f"unit '{name}': moveOn '{move_on}' is none of {', '.join(_MOVE_ON)}", line)
    if score is not None and not _SCORE.fullmatch(score.strip()):
        yield Wrong(f"unit '{name}': masteryScore '{score}' is no number from 0 to 1 with at most four decimals", line)
    if window is not None and window not in _WINDOWS:
        yield Wrong(f"unit '{name}': launchMethod '{window}' is none of {', '.join(_WINDOWS)}", line)
    node = unit.find(f"{SPACE}url")
    if node is not None:
        yield from (Wrong(f"unit '{name}': {why}", node.line) for why in _address_wrong(node.text or "", files))


def _address_wrong(text: str, files: Container[str]) -> Iterator[str]:
    """A full address, or one inside the package; without the words that a launch adds to it."""
    address = text.strip()
    if not address:
        yield "the url is empty"
        return
    try:
        parts = urlsplit(address)
    except ValueError:
        yield f"the url '{address[:80]}' cannot be read"
        return
    if re.search(r"[\s<>\"{}|\\^`]", address):
        yield f"the url '{address[:80]}' holds signs that no address has"
    elif not parts.scheme:
        path = unquote(parts.path).removeprefix("./")
        if path not in files:
            yield f"the url '{address[:80]}' leads to a file that is not in the package"
    elif not _ADDRESS.fullmatch(address) or (parts.scheme in ("http", "https") and not parts.netloc):
        yield f"the url '{address[:80]}' is no full address"
    taken = sorted({key for key, _ in parse_qsl(parts.query, keep_blank_values=True) if key.lower() in _RESERVED})
    if taken:
        yield f"the url sets {', '.join(taken)}, which the launch sets"
