"""What an importer gives back: files for the workspace, what it took, and notes with their places in the source."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Code, Diagnostic, Position
from curriculum.load.mistakes import Mistakes
from curriculum.load.spelling import UNWANTED
from curriculum.model import Evidence

_LONGEST: Final = 1500  # characters of a message


class Imported:
    """Filled by one importer. `files`: path in the workspace → bytes; `additions`: entries for shared lists.

    Nothing is written here; `write` previews and writes.
    """

    def __init__(self, source: Path) -> None:
        self.source = source
        self.files: dict[str, bytes] = {}
        self.took: Counter[str] = Counter()
        self.changes: list[str] = []  # of people: joiners, movers, leavers, one sentence each
        self.competencies: dict[str, Any] = {}  # id → title by language: for content/catalog.yaml
        self.modules: list[str] = []  # ids for the order of the catalog
        self.title: dict[str, str] = {}  # for a new program.yaml
        self.languages: list[str] = []
        self.levels: list[str] = []  # of a new program.yaml; without any, the default scale
        self.workplaces: dict[str, str] = {}  # id → title: for program.yaml
        self.words_of_workplaces: dict[str, str] = {}  # id → as the source writes it
        self.level_titles: dict[str, str] = {}  # of them, in the language of the source
        self.baseline: list[dict[str, str]] = []  # what a new programme asks of everybody
        self.evidence: list[Evidence] = []  # goes through the ledger, not into `files`
        self.mistakes = Mistakes()

    def note(self, code: Code, at: Position, message: str, hint: str | None = None) -> None:
        """Notes one thing about the source, in a line that is not longer than people read."""
        self.mistakes.add(code, at, _line(message), hint and _line(hint))

    def mapped(self, at: Position, message: str, hint: str | None = None) -> None:
        """Notes how something was read."""
        self.note(codes.MAPPED, at, message, hint)

    def left_out(self, at: Position, message: str, hint: str | None = None) -> None:
        """Notes what was not imported."""
        self.note(codes.LEFT_OUT, at, message, hint)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All notes, sorted."""
        return self.mistakes.in_order()


def _line(text: str) -> str:
    """Without what a terminal would obey, and cut where the source holds a text of a hundred thousand characters."""
    line = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return UNWANTED.sub("\N{REPLACEMENT CHARACTER}", line.replace("\n", " "))
