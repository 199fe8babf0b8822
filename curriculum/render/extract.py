"""The part of all handbooks that one of them is made from: no page can show what is not in it.

So a hash of it (`fingerprint`) tells whether a handbook has to be made again, without making it: what somebody edits in
another role, another language or a module outside the path does not touch it. Titles of other roles and modules stay,
because pages name them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from curriculum.graph import ancestors
from curriculum.model import Lesson, Module, Role, record
from curriculum.render.handbook import Handbooks
from curriculum.render.lesson_text import PICTURE, links

_LOOKED_UP: Final = ("picture", "changed_on")  # fields that are asked, not read


@record
class Days:
    """When lessons were last changed, of those in the extract."""

    known: Mapping[tuple[str, str, str], dt.date]

    def __call__(self, module: str, unit: str, language: str) -> dt.date | None:
        """The day, None if unknown."""
        return self.known.get((module, unit, language))


class Extracts:
    """Extracts of the same handbooks, and their fingerprints. What they share is made once."""

    def __init__(self, handbooks: Handbooks) -> None:
        self._all = handbooks
        self._hashes: dict[int, tuple[object, str]] = {}
        self._pictures: dict[tuple[str, str], str] = {}

    @cached_property
    def _role_names(self) -> Mapping[str, Role]:
        def name(role: Role) -> Role:
            return Role(id=role.id, title=role.title, summary=role.summary, access=role.access)

        return {id: name(role) for id, role in self._all.roles.items()}

    @cached_property
    def _module_names(self) -> Mapping[str, Module]:
        def names(module: Module) -> Module:
            units = tuple(replace(unit, objectives=()) for unit in module.units)
            return Module(id=module.id, title=module.title, units=units)

        return {id: names(module) for id, module in self._all.modules.items()}

    @cached_property
    def _units(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """Module → unit → languages of its text. Notes for trainers are a unit, too."""
        found: dict[str, dict[str, set[str]]] = {}
        for module, unit, language in self._all.lessons:
            found.setdefault(module, {}).setdefault(unit, set()).add(language)
        return {m: {u: frozenset(las) for u, las in units.items()} for m, units in found.items()}

    def of(self, role: Role, language: str) -> Handbooks:
        """All that the role's handbook in the language is made from."""
        whole = self._all
        path = whole.paths.get(role.id, ())
        follow_ups = (str(part.module) for part in whole.program.follow_up if part.module in whole.modules)
        modules = dict.fromkeys([*(step.module for step in path), *follow_ups])
        lineage = ancestors(str(role.id), lambda r: [str(p) for p in whole.roles[r].extends if p in whole.roles])
        lessons = dict(self._lessons(modules, language))
        known = {key: day for key in lessons if (day := whole.changed_on(*key)) is not None}
        return replace(
            whole,
            roles={**self._role_names, **{r: whole.roles[r] for r in lineage}},
            modules={**self._module_names, **{m: whole.modules[m] for m in modules}},
            lessons=lessons,
            checks={
                (m, shown): whole.checks[m, shown]
                for m in modules
                if (shown := next((la for la in self._order(language) if (m, la) in whole.checks), None)) is not None
            },
            dates=tuple(date for date in whole.dates if date.module in modules),
            paths={role.id: path},
            coverage=whole.coverage if role.id in whole.program.coverage_for else None,
            changed_on=Days(known=known),
        )

    def _lessons(self, modules: Mapping[str, None], language: str) -> Iterator[tuple[tuple[str, str, str], Lesson]]:
        """Each lesson in the language in which the reader sees it."""
        order = self._order(language)
        for module in modules:
            for unit, written in self._units.get(module, {}).items():
                shown = next((language for language in order if language in written), None)
                if shown is not None:
                    yield (module, unit, shown), self._all.lessons[module, unit, shown]

    def _order(self, language: str) -> list[str]:
        """The languages in which a text is looked for, one after the other."""
        program = self._all.program
        return list(dict.fromkeys([language, self._all.default_language, *program.languages]))

    def fingerprint(self, extract: Handbooks, *more: str) -> str:
        """A hash of everything in the extract, and of more words. Equal hashes, equal trees."""
        parts = list(more)
        for field in dataclasses.fields(extract):
            value = getattr(extract, field.name)
            if field.name in _LOOKED_UP:
                continue
            parts.append(field.name)
            if isinstance(value, Mapping):
                parts += [word for key, thing in value.items() for word in (repr(key), self._hash(thing))]
            else:
                parts.append(self._hash(value))
        parts += [repr(extract.changed_on(*key)) for key in extract.lessons]
        for module, name in sorted({found for lesson in extract.lessons.values() for found in picture_names(lesson)}):
            parts += [module, name, self._picture(module, name)]
        return hash_of(*parts)

    def _hash(self, thing: object) -> str:
        """Of a record by its words; the record is kept, so that its number stays its own."""
        found = self._hashes.get(id(thing))
        if found is None:
            found = self._hashes[id(thing)] = (thing, hash_of(repr(thing)))
        return found[1]

    def _picture(self, module: str, name: str) -> str:
        if (module, name) not in self._pictures:
            self._pictures[module, name] = hash_of(self._all.picture(module, name) or b"")
        return self._pictures[module, name]


def picture_names(lesson: Lesson) -> tuple[tuple[str, str], ...]:
    """Module and file name of the pictures that a lesson names, for whomever."""
    if "](" not in lesson.text and "]:" not in lesson.text:
        return ()
    names = (PICTURE.match(target) for target in links(lesson.text))
    return tuple((lesson.module, name[1]) for name in names if name)


def hash_of(*parts: str | bytes) -> str:
    """One hash of all parts, in this order."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode()
        made.update(f"{len(raw)}\0".encode() + raw)
    return made.hexdigest()
