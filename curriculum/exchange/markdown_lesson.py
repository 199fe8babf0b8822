"""What a Markdown lesson says about itself: in its front matter, in its first heading, in its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.durations import minutes_in, read_minutes, study_minutes
from curriculum.exchange.foreign import entry, read_text, read_yaml, text_of, words_of
from curriculum.exchange.imported import Imported
from curriculum.exchange.lesson_text import Adapter, Resolve
from curriculum.exchange.markdown_files import MarkdownFile
from curriculum.exchange.pictures import Pictures
from curriculum.load.yaml_tree import MapNode, Node
from curriculum.model.mapping import CatalogMap

_FRONT: Final = re.compile(r"\A\ufeff?(?:<!--.*?-->\s*)?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE: Final = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_DURATION_KEYS: Final = (
    "duration",
    "durationInMinutes",
    "minutes",
    "time",
    "estimated_time",
    "estimatedTime",
    "المدة",
    "מדת זמן",
    "מדה",
)
LEVEL_KEYS: Final = ("level", "levels", "difficulty", "المستوى", "سطح", "רמה")


class Lesson(NamedTuple):
    """What a file says about itself."""

    file: MarkdownFile
    title: str
    minutes: int
    is_estimated: bool
    level: str
    level_at: Position
    summary: str
    text: str
    pictures: Pictures
    kind: str


def parts(file: MarkdownFile, into: Imported) -> tuple[Node | None, str]:
    """Front matter and body. Blank lines keep the places of the front matter."""
    text = read_text(file.path, into) or ""
    found = _FRONT.match(text)
    if not found:
        return None, text
    padded = "\n" * text.count("\n", 0, found.start(1)) + found[1]
    front = read_yaml(file.path, into, padded)
    return (front, text[found.end() :]) if isinstance(front, MapNode) else (None, text[found.end() :])


def front_word(front: Node | None, keys: Sequence[str]) -> str:
    """The first of the keys that says something, at the top or under `lab:` and the like."""
    nodes = [
        front,
        *(value for _, value in (front.entries if isinstance(front, MapNode) else ()) if isinstance(value, MapNode)),
    ]
    for node in nodes:
        for key in keys:
            if words := words_of(node, key):
                return words[-1]
    return ""


def _front_place(front: Node | None, file: MarkdownFile) -> Position:
    for node in (front, *(v for _, v in (front.entries if isinstance(front, MapNode) else ()))):
        for key in LEVEL_KEYS:
            if found := entry(node, key):
                return Position(str(file.path), found.at.line, found.at.column)
    return Position(str(file.path))


def read_lesson(file: MarkdownFile, link: Resolve, said: CatalogMap, into: Imported) -> Lesson:
    """The lesson; `link` gives what stands here for a target of the source."""
    front, body = parts(file, into)
    pictures = Pictures(file.path.parent, file.root, into)
    adapter = Adapter(link, pictures.take)
    text = adapter.adapt(body)
    heading = _TITLE.search(text)
    title = front_word(front, ("title", "العنوان", "عنوان", "כותרת")) or (heading[1] if heading else "")
    title = re.sub(r"[*`]|\{#[^}]*\}", "", title).strip() or file.path.stem
    _report(file, adapter, into)
    summary = front_word(front, ("description", "summary"))
    minutes = _minutes(front, text, file, into)
    return Lesson(
        file=file,
        title=title,
        minutes=minutes or _estimate(text, file, said, into),
        is_estimated=minutes is None,
        level=front_word(front, LEVEL_KEYS),
        level_at=_front_place(front, file),
        summary=" ".join(summary.split()),
        text=text,
        pictures=pictures,
        kind="exercise"
        if text_of(entry(front, "lab"), "title") or front_word(front, ("islab",)) == "true"
        else "lesson",
    )


def _minutes(front: Node | None, text: str, file: MarkdownFile, into: Imported) -> int | None:
    """As the front matter says, else a sentence of the text."""
    at = Position(str(file.path))
    words = front_word(front, _DURATION_KEYS)
    if words and (minutes := read_minutes(words)) is not None:
        return min(minutes, 6000)
    if words:
        into.left_out(at, f"the duration '{words}' cannot be read")
    if (minutes := minutes_in(text)) is not None:
        into.mapped(at, f"the text says that it takes {minutes} minutes")
        return min(minutes, 6000)
    return None


def _estimate(text: str, file: MarkdownFile, said: CatalogMap, into: Imported) -> int:
    """As the map says, else by the number of words."""
    if said.minutes:
        return said.minutes
    words = len(text.split())
    estimate = study_minutes(text, file.language)
    message = f"no duration; estimated as {estimate} minutes from {words} words"
    into.mapped(Position(str(file.path)), message, "`minutes:` in the map")
    return estimate


def _report(file: MarkdownFile, adapter: Adapter, into: Imported) -> None:
    at = Position(str(file.path))
    if adapter.changes:
        into.note(codes.TEXT_ADAPTED, at, f"put into plain Markdown: {', '.join(sorted(adapter.changes))}")
    if adapter.lost_links:
        into.left_out(at, f"links that lead nowhere here, their words stay: {', '.join(adapter.lost_links[:3])}")
    if adapter.lost_pictures:
        shown = ", ".join(adapter.lost_pictures[:3])
        into.left_out(at, f"{len(adapter.lost_pictures)} pictures are not in the source: {shown}")
