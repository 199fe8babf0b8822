"""What the handbooks are made from. Nobody is named in it, so no name can reach a published page.

In the trainer's edition alone, which is not published, a session names who leads it and who comes.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Protocol

from curriculum.model import Catalog, Coverage, Glossary, KnowledgeCheck, Lesson, Module, Program, Role, Text, record


class ReasonKind(enum.StrEnum):
    """Why a module stands in a handbook."""

    ROLE = "role"
    ACCESS = "access"
    EVERYBODY = "everybody"
    PREREQUISITE = "prerequisite"


@record
class StepReason:
    """One cause, as values: each language says it in its own words.

    With `competency` and `level` (ids) it is a requirement of that competency; without, of the module by name.
    """

    kind: ReasonKind
    competency: str | None = None
    level: str | None = None
    why: Text | None = None
    role: str | None = None  # kind role: the role whose file says so (the handbook's own, or one it extends)
    module: str | None = None  # kind prerequisite: the module that must not come before this one


@record
class HandbookStep:
    """A module that a newcomer in the role takes, in an order one can take them."""

    module: str
    level: int  # rank of the highest level it teaches: where its minutes are counted
    optional: bool = False
    reasons: tuple[StepReason, ...] = ()


@record
class SessionDate:
    """When a module is taught in a session, for a workplace.

    Who sits in it and who leads it is said for the trainer's edition only; everywhere else these are empty.
    """

    module: str
    part: int
    parts: int
    language: str
    workplace: str  # id; "" for nowhere in particular
    room: str  # id; "" online without a meeting place
    starts_at: dt.datetime  # local time of the workplace
    ends_at: dt.datetime
    led_by: str = ""
    comes: tuple[str, ...] = ()


def _unknown_day(_module: str, _unit: str, _language: str) -> dt.date | None:
    return None


def _no_picture(_module: str, _name: str) -> bytes | None:
    return None


@record
class Handbooks:
    """The part of a workspace that employees may read, and the learning path of each role.

    `paths`: role id → the modules of least minutes for a newcomer with the role's access, in learning order.
    `changed_on`: module, unit and language of a lesson → the day its text was last committed, None if unknown.
    `picture`: module id and file name → the bytes of content/<module>/<name>, None when there is no such file.
    """

    program: Program
    roles: Mapping[str, Role]
    catalog: Catalog
    modules: Mapping[str, Module]
    glossary: Glossary
    lessons: Mapping[tuple[str, str, str], Lesson]  # (module, unit, language)
    paths: Mapping[str, tuple[HandbookStep, ...]]
    dates: tuple[SessionDate, ...] = ()  # sessions ahead, in order of time
    checks: Mapping[tuple[str, str], KnowledgeCheck] = field(default_factory=dict)  # (module, language)
    coverage: Coverage | None = None  # for the roles that the programme shows it to
    picture: Callable[[str, str], bytes | None] = field(default=_no_picture)
    changed_on: Callable[[str, str, str], dt.date | None] = field(default=_unknown_day)

    @property
    def default_language(self) -> str:
        """The first of the programme's languages."""
        return self.program.languages[0]


@record
class SiteTree:
    """What MkDocs reads for one handbook: path (with `/`) → content, sorted by path."""

    role: str
    language: str
    files: Mapping[str, str | bytes]
    title: str = ""  # of the role, in that language

    @property
    def place(self) -> str:
        """Where the built site lies, relative to the output folder."""
        return f"{self.language}/{self.role}"

    @property
    def inputs(self) -> str:
        """What it was made from is not known."""
        return ""

    @property
    def weight(self) -> int:
        """How many pages it has."""
        return sum(path.endswith(".md") for path in self.files)

    def tree(self) -> SiteTree:
        """Itself."""
        return self


class Draft(Protocol):
    """A handbook before its pages are made: enough to tell whether they have to be, and a way to make them.

    It travels to other processes. `inputs`: a hash of all its tree is made from, "" if unknown; `weight`: about how
    many pages it has; `title` is that of the role, in the language.
    """

    @property
    def role(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def inputs(self) -> str: ...
    @property
    def weight(self) -> int: ...
    def tree(self) -> SiteTree:
        """All that the engine reads."""
        ...


def required(path: Iterable[HandbookStep]) -> list[HandbookStep]:
    """The steps one must take; the others are recommended."""
    return [step for step in path if not step.optional]
