"""Blocks of a lesson for named roles or kinds of access.

    ::: for sales-manager, access approve
    Text that only these readers get.
    :::

`::: not for …` is the reverse. A line of its own opens and one closes; blocks do not stand inside each other. In
code, `:::` is text. There is nothing else: no conditions, no variables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from curriculum.model.words import Access, record

_FENCE: Final = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_MARK: Final = re.compile(r"(?P<indent>[ \t]*):::(?!:)[ \t]*(?P<rest>.*?)[ \t]*$")
_OPENING: Final = re.compile(r"(?P<turned>not[ \t]+)?for(?:[ \t]+(?P<names>.*))?$", re.IGNORECASE)
_NAME: Final = re.compile(r"(?:(?P<access>access)[ \t]*:?[ \t]+)?(?P<word>[^\s,]+)$", re.IGNORECASE)


class BlockName(NamedTuple):
    """A role's id, or a kind of access; line and column (from 1) where it stands."""

    word: str
    is_access: bool
    line: int
    column: int


@record
class RoleBlock:
    """For whom a block is: any of the names (`turned`: for all others). Lines from 1, `closes` after its last one."""

    names: tuple[BlockName, ...]
    turned: bool
    opens: int
    closes: int

    def is_for(self, roles: frozenset[str], access: Access) -> bool:
        """Whether a reader gets it: their role and those it extends, and their access."""
        named = any(n.word == access if n.is_access else n.word in roles for n in self.names)
        return named != self.turned

    @property
    def form(self) -> tuple[bool, tuple[tuple[bool, str], ...]]:
        """What must be the same in every language, whatever the order of the names."""
        return self.turned, tuple(sorted((n.is_access, n.word) for n in self.names))


class BlockProblem(NamedTuple):
    """A mistake in the marks: line and column from 1, what is wrong, what to do."""

    line: int
    column: int
    problem: str
    hint: str


class _Mark(NamedTuple):
    line: int
    column: int
    rest: str
    rest_column: int


@lru_cache(maxsize=5_000)
def role_blocks(text: str) -> tuple[tuple[RoleBlock, ...], tuple[BlockProblem, ...]]:
    """The blocks in order, and the mistakes. A block that is never closed reaches to the end of the text."""
    if ":::" not in text:
        return (), ()
    blocks: list[RoleBlock] = []
    problems: list[BlockProblem] = []
    opened: tuple[_Mark, bool, tuple[BlockName, ...]] | None = None
    last = text.count("\n") + 2
    for mark in _marks(text):
        if not mark.rest and opened is None:
            problems.append(_problem(mark, "':::' closes a block, but none is open", "remove the line"))
        elif not mark.rest and opened is not None:
            blocks.append(RoleBlock(names=opened[2], turned=opened[1], opens=opened[0].line, closes=mark.line))
            opened = None
        elif opened is not None:
            inside = f"a block begins inside the one of line {opened[0].line}"
            problems.append(_problem(mark, inside, "close the first one with a line ':::' before it"))
        else:
            turned, names = _opening(mark, problems)
            opened = (mark, turned, names)
    if opened is not None:
        problems.append(_problem(opened[0], "the block is never closed", "put a line ':::' behind its last line"))
        blocks.append(RoleBlock(names=opened[2], turned=opened[1], opens=opened[0].line, closes=last))
    return tuple(blocks), tuple(problems)


def text_for(text: str, wanted: Callable[[RoleBlock], bool]) -> str:
    """The text with the wanted blocks, and without the others and all marks."""
    blocks, _ = role_blocks(text)
    if not blocks:
        return text
    dropped = {line for b in blocks for line in _dropped(b, wanted(b))}
    return "\n".join(line for number, line in enumerate(text.split("\n"), 1) if number not in dropped)


def _dropped(block: RoleBlock, is_wanted: bool) -> tuple[int, ...]:
    return (block.opens, block.closes) if is_wanted else tuple(range(block.opens, block.closes + 1))


def _marks(text: str) -> Iterator[_Mark]:
    """The lines that begin with `:::`, outside code."""
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        fence = _FENCE.match(line)
        if closing:
            if fence and fence[1].startswith(closing) and not line.strip(" \t>`~\r"):
                closing = ""
        elif fence:
            closing = fence[1]
        elif mark := _MARK.match(line.rstrip("\r")):
            yield _Mark(number, mark.end("indent") + 1, mark["rest"], mark.start("rest") + 1)


def _opening(mark: _Mark, problems: list[BlockProblem]) -> tuple[bool, tuple[BlockName, ...]]:
    """For whom a block opens; what cannot be read becomes a problem."""
    found = _OPENING.match(mark.rest)
    if found is None:
        said = f"'::: {mark.rest[:40]}' is no block"
        problems.append(_problem(mark, said, "write '::: for ROLE' or '::: not for ROLE'"))
        return True, ()
    names = []
    start = mark.rest_column + (found.start("names") if found["names"] else len(mark.rest))
    for part in re.split("[,،]", found["names"] or ""):
        word, column = part.strip(), start + len(part) - len(part.lstrip())
        start += len(part) + 1
        name = _NAME.match(word)
        if name is not None:
            is_access = name["access"] is not None
            names.append(BlockName(name["word"], is_access, mark.line, column + name.start("word")))
            continue
        said = f"'{word[:40]}' is no role" if word else "a role is missing"
        hint = "write ids of roles with commas between them, or 'access read'"
        problems.append(BlockProblem(mark.line, column, said, hint))
    return found["turned"] is not None, tuple(names)


def _problem(mark: _Mark, problem: str, hint: str) -> BlockProblem:
    return BlockProblem(mark.line, mark.column, problem, hint)
