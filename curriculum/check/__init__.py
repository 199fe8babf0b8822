"""Second stage: Workspace → diagnostics about meaning. Timeless: the same files give the same answer on every day.

Rules are imported when they are asked: who counts people asks few of them.
"""

from __future__ import annotations

from curriculum.diagnostics import Diagnostic, Severity, in_order
from curriculum.model import WhatIf, Workspace


def check_workspace(ws: Workspace) -> tuple[Diagnostic, ...]:
    """What is wrong with the meaning of the files: sorted, each mistake once.

    A file with an error (`ws.unreadable`) was reported when it was read. What seems to be missing from it may only be
    misspelt, so its absence is not reported a second time.
    """
    from curriculum.check.rules import RULES

    return in_order(found for rule in RULES for found in rule(ws))


def check_rules(ws: Workspace) -> tuple[Diagnostic, ...]:
    """Errors in the meaning of roles, catalog and programme, read without people and lessons."""
    from curriculum.check import circles, references, teaching

    rules = (*references.RULES, *circles.RULES, *teaching.RULES)
    found = in_order(d for rule in rules for d in rule(ws))
    return tuple(d for d in found if d.severity is Severity.ERROR and not d.at.file.startswith("people/"))


def check_what_if(ws: Workspace, different: WhatIf) -> tuple[Diagnostic, ...]:
    """What is wrong with a file for `--what-if`. Reports CUR201, CUR503, CUR504, CUR510."""
    from curriculum.check import what_if

    return in_order(what_if.names_what_exists(ws, different))
