"""The items of a large JSON list, one after the other: the file is read in pieces, and nothing is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.imported import Imported

_PIECE: Final = 1 << 20
_LONGEST_ITEM: Final = 8_000_000  # characters
_NEXT: Final = re.compile(r"[\s,]*")


def each_item(path: Path, key: str, into: Imported) -> Iterator[tuple[int, Any]]:
    """Number and value of each item of the list, or of the list under `key` of an object.

    Stops, with a note, at what cannot be read.
    """
    at = Position(str(path))
    with path.open(encoding="utf-8-sig", errors="strict") as stream:
        try:
            buffer = stream.read(_PIECE)
            start = re.match(rf'\s*(?:\[|\{{\s*(?:"more"\s*:\s*"[^"]*"\s*,\s*)?"{key}"\s*:\s*\[)', buffer)
            if not start:
                into.note(codes.SOURCE_UNREADABLE, at, f"is neither a list nor an object that begins with '{key}'")
                return
            yield from _items(stream, buffer[start.end() :], at, into)
        except UnicodeDecodeError:
            into.note(codes.ENCODING_UNKNOWN, at, "is not UTF-8 text, as JSON must be")


def _items(stream: Any, buffer: str, at: Position, into: Imported) -> Iterator[tuple[int, Any]]:
    decoder, number, place = json.JSONDecoder(), 0, 0
    while True:
        found = _NEXT.match(buffer, place)
        place = found.end() if found else place
        if buffer[place : place + 1] == "]":
            return
        try:
            value, end = decoder.raw_decode(buffer, place)
            is_whole = end < len(buffer)  # a number at the end may go on
        except RecursionError:
            into.note(codes.SOURCE_TOO_LARGE, at, f"item {number + 1} is nested too deeply")
            return
        except ValueError:
            is_whole = False
        if is_whole:
            number += 1
            yield number, value
            place = end
            continue
        piece = stream.read(_PIECE)
        if not piece or len(buffer) - place > _LONGEST_ITEM:
            if piece:
                into.note(codes.SOURCE_TOO_LARGE, at, f"item {number + 1} is too long, or is no JSON")
            else:
                into.note(codes.SOURCE_UNREADABLE, at, f"the text ends within item {number + 1}, or it is no JSON")
            return
        buffer, place = buffer[place:] + piece, 0
