"""people/schedule.yaml, and files that say what would be different: read only by those who ask for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from curriculum import codes
from curriculum.diagnostics import Diagnostic
from curriculum.load.cells import Unreadable, read_date
from curriculum.load.decode import decode
from curriculum.load.mistakes import Mistakes
from curriculum.load.sources import read_text, text_of
from curriculum.load.yaml_tree import read_tree
from curriculum.model import SCHEDULE, ScheduleFile, WhatIf

SCHEDULE_BYTES: Final = 64_000_000
SCHEDULE_NODES: Final = 4_000_000


def load_schedule(root: Path) -> tuple[ScheduleFile | None, tuple[Diagnostic, ...]]:
    """What was scheduled last; None without the file, or when nothing of it can be read."""
    if not (root / SCHEDULE).exists():
        return None, ()
    mistakes = Mistakes()
    text = read_text(root, SCHEDULE, SCHEDULE_BYTES, mistakes)
    found: ScheduleFile | None = None if text is None else _decoded(ScheduleFile, text, SCHEDULE, (), mistakes)
    begins = [(s.id, s.starts_at, s.at) for s in found.sessions] if found else []
    begins += [(s.id, s.starts_at, s.at) for s in found.cancelled] if found else []
    for id, starts_at, at in begins:
        day = read_date(starts_at[:10])
        if isinstance(day, Unreadable):
            mistakes.add(codes.BAD_DATE, at, f"session '{id}': {day.message}", day.hint)
    return (None if mistakes.errors else found), mistakes.in_order()


def load_what_if(path: Path, languages: tuple[str, ...]) -> tuple[WhatIf | None, tuple[Diagnostic, ...]]:
    """What a file anywhere says would be different."""
    mistakes = Mistakes()
    text = text_of(path.read_bytes(), path.name, SCHEDULE_BYTES, mistakes)
    found = None if text is None else _decoded(WhatIf, text, path.name, languages, mistakes)
    return found, mistakes.in_order()


def _decoded(cls: type[Any], text: str, file: str, languages: tuple[str, ...], mistakes: Mistakes) -> Any:
    tree = read_tree(text, file, mistakes, most_nodes=SCHEDULE_NODES)
    return None if tree is None else decode(cls, tree, languages, mistakes)
