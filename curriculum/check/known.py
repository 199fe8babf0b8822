"""Which ids exist, and the nearest one to a word that does not."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from curriculum import codes
from curriculum.diagnostics import NOWHERE, Diagnostic, Position
from curriculum.model import EVIDENCE, Ref, Workspace

Found = Iterator[Diagnostic]
Check = Callable[[Workspace], Found]

PROGRAM: Final = "program.yaml"
CATALOG: Final = "content/catalog.yaml"
GLOSSARY: Final = "content/glossary.yaml"
MERGES: Final = "people/merges.csv"

LIKENESS: Final = 0.6  # difflib's own default
ALIKE: Final = 0.8  # ids of people are often numbers: p-10 is not nearly p-03
MOST_COMPARED: Final = 2000  # among more ids (people), only another spelling of the same word is offered
MOST_LISTED: Final = 8


def quoted(text: str) -> str:
    """A user's word in a message: on one line, at most 60 characters."""
    shown = " ".join(text.split())
    return f"'{shown if len(shown) <= 60 else shown[:59] + '…'}'"


def folded(text: str) -> str:
    """How ids are compared to find the nearest: case, hyphens, underscores and blanks make no difference."""
    return text.casefold().replace("_", "-").replace(" ", "-")


class Known:
    """The ids of one kind. `is_open`: a file that defines some of them could not be read in full."""

    def __init__(
        self, kind: str, ids: Iterable[str], *, is_open: bool = False, place: str = "", likeness: float = LIKENESS
    ) -> None:
        self.kind = kind
        self._place = place  # " in module 'tickets'"
        self._likeness = likeness
        self.ids = {str(i): None for i in ids}  # keeps the order of the files
        self.is_open = is_open
        self.nearest = functools.cache(self._nearest)

    def __contains__(self, word: object) -> bool:
        return word in self.ids

    def _nearest(self, word: str) -> str | None:
        """The id that somebody probably meant; of two equally near ones, the earlier."""
        by_fold: dict[str, str] = {}
        for i in self.ids:
            by_fold.setdefault(folded(i), i)
        wanted = folded(word)
        if wanted in by_fold or len(by_fold) > MOST_COMPARED:
            return by_fold.get(wanted)
        match = difflib.get_close_matches(wanted[:100], by_fold, 1, self._likeness)
        return by_fold[match[0]] if match else None

    def hint(self, word: str) -> str | None:
        """`did you mean 'reports'?`, or all ids if there are few."""
        near = self.nearest(word)
        if near is not None:
            return f"did you mean '{near}'?"
        return f"one of: {', '.join(self.ids)}" if 0 < len(self.ids) <= MOST_LISTED else None

    def unknown(self, word: str | None, at: Position = NOWHERE) -> Iterator[Diagnostic]:
        """UNKNOWN_REFERENCE at the word's own place (else at `at`), unless the id exists or may exist."""
        if word is None or word in self.ids or (self.is_open and self.nearest(word) is None):
            return
        place = word.at if isinstance(word, Ref) and word.at != NOWHERE else at
        yield Diagnostic.of(
            codes.UNKNOWN_REFERENCE, place, f"unknown {self.kind} {quoted(word)}{self._place}", self.hint(word)
        )


def _unread(ws: Workspace, folder: str) -> list[str]:
    """Ids of the roles, or of the modules, with an error in their file."""
    found = (name.removeprefix(folder) for name in sorted(ws.unreadable) if name.startswith(folder))
    return [id for id in found if "." not in id and "/" not in id]


def has_unread_modules(ws: Workspace) -> bool:
    """Whether the catalog, or any module, has an error."""
    return CATALOG in ws.unreadable or bool(_unread(ws, "content/"))


def is_unread(ws: Workspace, file: str) -> bool:
    """Whether a YAML file has an error."""
    return file in ws.unreadable or file.removesuffix("/module.yaml").removesuffix(".yaml") in ws.unreadable


def competencies(ws: Workspace) -> Known:
    """Competencies of the catalog."""
    return Known("competency", (c.id for c in ws.catalog.competencies), is_open=CATALOG in ws.unreadable)


def levels(ws: Workspace) -> Known:
    """Levels of the programme."""
    return Known("level", (level.id for level in ws.program.levels), is_open=PROGRAM in ws.unreadable)


def modules(ws: Workspace) -> Known:
    """Modules, those whose file cannot be read included."""
    return Known("module", [*ws.modules, *_unread(ws, "content/")])


def roles(ws: Workspace) -> Known:
    """Roles, those whose file cannot be read included."""
    return Known("role", [*ws.roles, *_unread(ws, "roles/")])


def units(ws: Workspace, module: str) -> Known:
    """Units of one module."""
    found = ws.modules.get(module)
    is_open = found is None or f"content/{module}" in ws.unreadable
    ids = (u.id for u in found.units) if found else ()
    return Known("unit", ids, is_open=is_open, place=f" in module '{module}'")


def workplaces(ws: Workspace) -> Known:
    """Workplaces of the programme."""
    return Known("workplace", ws.program.workplaces, is_open=PROGRAM in ws.unreadable)


def waves(ws: Workspace) -> Known:
    """Waves of the programme."""
    return Known("wave", (w.id for w in ws.program.waves), is_open=PROGRAM in ws.unreadable)


def persons(ws: Workspace) -> Known:
    """Ids of the roster, and those that were merged into one of it."""
    is_open = "id" not in ws.roster_columns or MERGES in ws.unreadable
    return Known("person", [*(p.id for p in ws.people), *ws.merged], is_open=is_open, likeness=ALIKE)


def evidence_rows(ws: Workspace) -> Known:
    """Ids of rows of evidence."""
    return Known("row of evidence", (e.id for e in ws.evidence if e.id), is_open=EVIDENCE in ws.unreadable)
