"""What the YAML parser complains about → a mistake whose words an author understands."""

from __future__ import annotations

from typing import Any

import yaml

from curriculum import codes
from curriculum.diagnostics import Position
from curriculum.load.mistakes import Mistakes
from curriculum.load.spelling import quoted

_NO_COLON = "could not find expected ':'"

# What libyaml and PyYAML say → what it usually is, and what to do.
_USUAL = (
    (
        "mapping values are not allowed",
        "a colon where none can be",
        "put a sentence with a colon in quotes, and check the indentation",
    ),
    ("unexpected end of stream", "the quote opened here is never closed", "close it; a quote inside is written twice"),
    ("cannot start any token", "a text cannot start with this character", "put the text in quotes"),
    (_NO_COLON, "a key without a colon", "write `key: value`, with a blank after the colon"),
    (
        "did not find expected ',' or",
        "a list or mapping in brackets is not closed",
        "check commas, quotes and brackets",
    ),
    ("expected ',' or", "a list or mapping in brackets is not closed", "check commas, quotes and brackets"),
    ("unknown escape", "a backslash in double quotes", "use single quotes, or write the backslash twice"),
    ("expected key", "a line that fits nowhere", "check the indentation and the quotes of the lines around it"),
    ("expected <block end>", "a line that fits nowhere", "check the indentation and the quotes of the lines around it"),
    ("expected '-' indicator", "a line that fits nowhere", "check the indentation: items of a list start with '- '"),
    (
        "did not find expected",
        "a line that fits nowhere",
        "check the indentation and the quotes of the lines around it",
    ),
)


def report_bad_yaml(error: yaml.YAMLError, text: str, file: str, mistakes: Mistakes) -> None:
    """Notes TAB, where a TAB is the cause, else BAD_YAML."""
    if not isinstance(error, yaml.MarkedYAMLError) or (error.problem_mark or error.context_mark) is None:
        mistakes.add(codes.BAD_YAML, Position(file), f"is not YAML: {quoted(str(error))}")
        return
    problem = error.problem or "cannot be read"
    at = _position(error.problem_mark or error.context_mark, file)
    start = _position(error.context_mark, file) if error.context_mark else at
    tab = _tab(text, at)
    if tab is not None:
        mistakes.add(codes.TAB, tab, "a TAB in the indentation", "replace it by two spaces")
        return
    context = error.context or ""
    if "scanning an a" in context:  # an anchor or an alias
        mistakes.add(codes.ANCHOR, start, "a text cannot start with * or &", "put the text in quotes")
        return
    if "scanning a tag" in context or "parsing a tag" in context or "undefined tag handle" in problem:
        mistakes.add(codes.TAG, start, "a text cannot start with !", "put the text in quotes")
        return
    if "end of stream" in problem or at.line > text.rstrip().count("\n") + 1:
        at = min(start, _end(text, file))  # where it begins is of more use than the end of the file
    if _NO_COLON in problem:
        at = start  # the parser goes on to the next line before it notices
    message, hint = next(((m, h) for part, m, h in _USUAL if part in problem), (problem, None))
    related = [(start, "what was being read starts here")] if start != at else []
    mistakes.add(codes.BAD_YAML, at, message, hint, related)


def _position(mark: Any, file: str) -> Position:
    return Position(file, mark.line + 1, mark.column + 1)


def _end(text: str, file: str) -> Position:
    lines = text.rstrip().split("\n")
    return Position(file, len(lines), len(lines[-1]) + 1)


def _tab(text: str, at: Position) -> Position | None:
    """The TAB that the parser stumbled over: at the place itself, or in the indentation before it."""
    lines = text.split("\n")
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    before = line[: at.column]
    if before.endswith("\t") or ("\t" in before and not before.strip()):
        return Position(at.file, at.line, before.index("\t") + 1)
    blank = line[: len(line) - len(line.lstrip())]
    return Position(at.file, at.line, blank.index("\t") + 1) if "\t" in blank else None
