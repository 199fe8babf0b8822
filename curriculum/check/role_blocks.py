"""Blocks of a lesson for certain roles: written rightly, for readers that exist, and the same in every language."""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

from curriculum import codes
from curriculum.check import known
from curriculum.check.known import Check, Found, Known
from curriculum.check.translations import named
from curriculum.diagnostics import Diagnostic, Position
from curriculum.model import Access, Lesson, RoleBlock, Workspace, role_blocks


def bad_marks(ws: Workspace) -> Found:
    """Each block is opened and closed, on lines of their own, one after the other."""
    for lesson in ws.lessons.values():
        for found in role_blocks(lesson.text)[1]:
            yield Diagnostic.of(codes.BAD_ROLE_BLOCK, _at(lesson, found.line, found.column), found.problem, found.hint)


def unknown_readers(ws: Workspace) -> Found:
    """Blocks are for roles and kinds of access that exist."""
    roles = known.roles(ws)
    kinds = Known("access", Access)
    for lesson in ws.lessons.values():
        for name in (n for block in role_blocks(lesson.text)[0] for n in block.names):
            if name.word in (kinds if name.is_access else roles):
                continue
            message = f"there is no {'access' if name.is_access else 'role'} {known.quoted(name.word)}"
            place = _at(lesson, name.line, name.column)
            yield Diagnostic.of(codes.UNKNOWN_READER, place, message, _hint(name.word, name.is_access, roles, kinds))


def _hint(word: str, is_access: bool, roles: Known, kinds: Known) -> str | None:
    """The nearest one; a role that is named as an access, or the other way round, is told so."""
    if is_access:
        return f"write 'for {word}': it is a role" if word in roles else kinds.hint(word)
    return f"write 'for access {word}'" if word in kinds else roles.hint(word)


def different_blocks(ws: Workspace) -> Found:
    """A translated lesson has the blocks of the original."""
    for (module, unit, language), lesson in ws.lessons.items():
        original = ws.lessons.get((module, unit, ws.default_language))
        if language != ws.default_language and original is not None and lesson.text.strip():
            yield from _difference(lesson, original)


def _difference(lesson: Lesson, original: Lesson) -> Found:
    """ROLE_BLOCKS_DIFFER at the first block that is different; silent where a mark is wrong, for that was told."""
    (blocks, wrong), (wanted, unclear) = role_blocks(lesson.text), role_blocks(original.text)
    if wrong or unclear:
        return
    for has, should in zip_longest(blocks, wanted):
        if has and should and has.form == should.form:
            continue
        if has and should:
            problem = f"the block is {_said(has)}, not {_said(should)}"
        elif has:
            problem = f"the block {_said(has)} is one too many"
        else:
            problem = f"the block {_said(should)} is missing"
        place = _at(lesson, has.opens if has else blocks[-1].closes if blocks else 1, 1)
        other = _at(original, should.opens if should else wanted[-1].closes if wanted else 1, 1)
        message = f"in {named(lesson.language)}: {problem}, as in {named(original.language)}"
        hint = "give both the same blocks in the same order"
        yield Diagnostic.of(codes.ROLE_BLOCKS_DIFFER, place, message, hint, [(other, "the default language")])
        return


def _said(block: RoleBlock) -> str:
    names = ", ".join(f"access {n.word}" if n.is_access else n.word for n in block.names)
    return f"'{'not ' if block.turned else ''}for {names}'"


def _at(lesson: Lesson, line: int, column: int) -> Position:
    return lesson.at._replace(line=lesson.at.line + line - 1, column=column)


RULES: Final[tuple[Check, ...]] = (bad_marks, unknown_readers, different_blocks)
