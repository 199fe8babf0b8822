"""Second stage: Workspace → diagnostics about meaning. Timeless: the same files give the same answer on every day."""

from __future__ import annotations

from typing import Final

from curriculum.check import (
    aims,
    catalogue,
    circles,
    holders,
    lessons,
    minutes,
    names,
    outdated,
    people,
    questions,
    rates,
    references,
    role_blocks,
    sessions,
    teaching,
    translations,
    versions,
    what_if,
)
from curriculum.check.known import Check
from curriculum.diagnostics import Diagnostic, Severity, in_order
from curriculum.model import WhatIf, Workspace

RULES: Final[tuple[Check, ...]] = (
    *references.RULES,
    *circles.RULES,
    *teaching.RULES,
    *catalogue.RULES,
    *versions.RULES,
    *holders.RULES,
    *people.RULES,
    *translations.RULES,
    *lessons.RULES,
    *role_blocks.RULES,
    *questions.RULES,
    *rates.RULES,
    *names.RULES,
    *sessions.RULES,
    *aims.RULES,
    *minutes.RULES,
    *outdated.RULES,
)


def check_workspace(ws: Workspace) -> tuple[Diagnostic, ...]:
    """What is wrong with the meaning of the files: sorted, each mistake once.

    A file with an error (`ws.unreadable`) was reported when it was read. What seems to be missing from it may only be
    misspelt, so its absence is not reported a second time.
    """
    return in_order(found for rule in RULES for found in rule(ws))


def check_rules(ws: Workspace) -> tuple[Diagnostic, ...]:
    """Errors in the meaning of roles, catalog and programme, read without people and lessons."""
    rules = (*references.RULES, *circles.RULES, *teaching.RULES)
    found = in_order(d for rule in rules for d in rule(ws))
    return tuple(d for d in found if d.severity is Severity.ERROR and not d.at.file.startswith("people/"))


def check_what_if(ws: Workspace, different: WhatIf) -> tuple[Diagnostic, ...]:
    """What is wrong with a file for `--what-if`. Reports CUR201, CUR503, CUR504, CUR510."""
    return in_order(what_if.names_what_exists(ws, different))
