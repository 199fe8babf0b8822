"""What people answered to the pulse after go-live: counts, and nobody's name."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from curriculum.diagnostics import Position

PULSE: Final = "people/pulse.csv"
LEAST_ANSWERS: Final = 5  # of a question, in a wave and on a day; fewer could be told apart, and are not shown


class PulseCount(NamedTuple):
    """A row: how many people of a wave chose an option of a question, in the pulse of a day."""

    wave: str
    on: dt.date
    question: str
    option: str
    answers: int
    line: int = 0

    @property
    def at(self) -> Position:
        """Where the row stands."""
        return Position(PULSE, self.line, 1)
