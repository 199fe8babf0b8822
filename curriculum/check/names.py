"""Handbooks name nobody: full names of the roster do not stand in lessons, titles and contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from curriculum import codes
from curriculum.check.known import Check, Found
from curriculum.check.translations import texts
from curriculum.diagnostics import Diagnostic, Position
from curriculum.model import KnowledgeCheck, Workspace

_WORD = re.compile(r"[^\W\d_]+(?:['’\-\u200c][^\W\d_]+)*")
_Name = tuple[tuple[str, ...], str]  # the words of a name after the first, and the person's id


def people_in_handbooks(ws: Workspace) -> Found:
    """No full name (two words or more) of the roster stands in what employees read; each place once, by id."""
    names = _names(ws)
    if not names:
        return
    for lesson in ws.lessons.values():
        for person, offset in _named(lesson.text, names):
            before = lesson.text[:offset]
            at = Position(lesson.at.file, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
            yield _found(person, at)
    for part in (ws.program, *ws.roles.values(), *ws.modules.values(), ws.catalog, ws.glossary):
        for _, text in texts(part):
            for language, words in text.words.items():
                for person, _ in _named(words, names):
                    yield _found(person, text.places.get(language, text.at))
    for check in ws.checks.values():
        for at, words in _said(check):
            for person, _ in _named(words, names):
                yield _found(person, at)


def _names(ws: Workspace) -> dict[str, list[_Name]]:
    """First word → the further words and the id of everybody whose name has two words or more."""
    found: dict[str, list[_Name]] = {}
    for person in ws.people:
        first, *rest = _key(person.name) or ("",)
        if rest:
            found.setdefault(first, []).append((tuple(rest), person.id))
    return found


def _said(check: KnowledgeCheck) -> Iterator[tuple[Position, str]]:
    """Every text of a knowledge check, with the place of its question or option."""
    for question in check.questions:
        for words in (question.text, question.feedback or "", *question.answers):
            yield question.id.at, words
        for option in question.options:
            yield option.id.at, option.text
            yield option.id.at, option.feedback or ""


def _named(text: str, names: Mapping[str, Sequence[_Name]]) -> Iterator[tuple[str, int]]:
    """Ids of the people named in a text, and where the name starts. `names`: first word → the words after it, id."""
    plain = [word.casefold() for word in _WORD.findall(text)]
    if names.keys().isdisjoint(plain):
        return
    words = list(_WORD.finditer(text))
    for first, word in enumerate(plain):
        for rest, person in names.get(word, ()):
            if tuple(plain[first + 1 : first + 1 + len(rest)]) == rest:
                yield person, words[first].start()


def _key(name: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(name))


def _found(person: str, at: Position) -> Diagnostic:
    message = f"this names person '{person}' of the roster, and every employee can read it"
    return Diagnostic.of(codes.PERSON_NAMED, at, message, "name a role, an office or somebody invented")


RULES: Final[tuple[Check, ...]] = (people_in_handbooks,)
