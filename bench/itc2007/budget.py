"""How long a search may go on."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Budget:
    """So many moves (the same solution each time), or so many seconds, whichever ends first."""

    moves: float = float("inf")
    seconds: float = float("inf")
    begun: float = field(default_factory=time.monotonic)
    done: int = 0

    def gone(self) -> float:
        """The part that is used."""
        return max(self.done / self.moves, (time.monotonic() - self.begun) / self.seconds)
