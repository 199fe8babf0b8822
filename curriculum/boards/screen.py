"""The Monday minute for the terminal: what to act on, how many people, from when on, and the first step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.text import Text

from curriculum.boards.actions import Kind
from curriculum.boards.board import Board
from curriculum.boards.said import KINDS, Said

_FIRST_STEP: Final = {
    Kind.OVERDUE: "free the hours",
    Kind.IMPOSSIBLE: "free more time, or agree on another day",
    Kind.EXPIRING: "renew before then",
    Kind.UNSCHEDULED: "find a place",
    Kind.UNKNOWN: "fill in the roster",
}


def act_lines(board: Board) -> Iterator[Text]:
    """One line for each kind of action that anybody needs: how many people, from when on, hours, the first step."""
    words = Said(board).words
    for kind, number in board.kinds.items():
        if not number:
            continue
        actions = [action for _, action in board.actions if action.kind is kind]
        first = min((action.on for action in actions if action.on), default=None)
        hours = sum(action.minutes for action in actions)
        facts = [f"first {first}" if first else "", words.hours(hours) if hours else ""]
        about = ", ".join(filter(None, facts))
        yield Text.assemble(
            f"  {number:>4}  ", (KINDS[kind], "bold"), f" ({about})" if about else "", f": {_FIRST_STEP[kind]}",
            no_wrap=True, overflow="ellipsis",
        )  # fmt: skip
