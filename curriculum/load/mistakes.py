"""Collects the mistakes of one run, so that a file with a million of them stays readable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from curriculum import codes
from curriculum.diagnostics import Code, Diagnostic, Position, Severity, in_order
from curriculum.load.spelling import meant_or_all, quoted

MOST_OF_A_KIND: Final = 1000  # in one file, of one code; the rest is counted


class Mistakes:
    """What was found so far, of all files."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []
        self._count: Counter[tuple[str, str]] = Counter()
        self._codes: dict[tuple[str, str], Code] = {}
        self.count = 0  # how many so far
        self.errors = 0  # how many errors so far

    def add(
        self,
        code: Code,
        at: Position,
        message: str,
        hint: str | None = None,
        related: Sequence[tuple[Position, str]] = (),
    ) -> None:
        """Notes one mistake."""
        kind = (at.file, code.number)
        self._count[kind] += 1
        self._codes[kind] = code
        self.count += 1
        self.errors += code.severity is Severity.ERROR
        if self._count[kind] <= MOST_OF_A_KIND:
            self._found.append(Diagnostic.of(code, at, message, hint, related))

    def in_order(self) -> tuple[Diagnostic, ...]:
        """All of them, sorted; where there were too many of a kind, a last one says how many more."""
        more = [
            Diagnostic.of(self._codes[kind], Position(kind[0]), f"and {count - MOST_OF_A_KIND} more of these")
            for kind, count in self._count.items()
            if count > MOST_OF_A_KIND
        ]
        return in_order([*self._found, *more])


def report_unknown_language(language: str, languages: Iterable[str], at: Position, mistakes: Mistakes) -> None:
    """Notes words or a lesson in a language that the programme does not have."""
    hint = meant_or_all(language, languages)
    mistakes.add(codes.UNKNOWN_LANGUAGE, at, f"{quoted(language)} is not a language of the programme", hint)
