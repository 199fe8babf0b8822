"""The stages in their order. The one place that knows them all; reads as a table of contents."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from curriculum import codes
from curriculum.check import check_rules, check_what_if, check_workspace
from curriculum.diagnostics import Diagnostic, Severity, has_errors, in_order
from curriculum.load import load_rules, load_workspace, without_garbage_collection
from curriculum.model import PersonNeeds, Plan, Tally, WhatIf, Workspace, record
from curriculum.needs import find_needs
from curriculum.plan import make_plan
from curriculum.tally import Engine, tally_tables

# A cell of the roster that cannot be read makes one person unknown (rule 5); everybody else can still be answered.
_ONE_PERSON = frozenset({codes.UNREADABLE_CELL.number, codes.MISSING_CELL.number})


def is_about_one_person(found: Diagnostic) -> bool:
    """Whether it leaves everybody else to be answered."""
    return found.code.number in _ONE_PERSON


@record
class Opened:
    """A workspace as read and checked. `workspace` is None when it could not be read at all."""

    root: Path
    workspace: Workspace | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ready(self) -> Workspace:
        """The workspace, after `stops` said no."""
        if self.workspace is None:
            raise ValueError("the workspace could not be read")
        return self.workspace

    def stops(self, *, strict: bool = False, people: bool = False) -> bool:
        """Whether the mistakes stop what comes next. With `people`, one person's unreadable cell does not."""
        bad = [d for d in self.diagnostics if not (people and not strict and is_about_one_person(d))]
        return self.workspace is None or has_errors(bad, strict=strict)


@record
class Answer:
    """Who needs what on a day: needs, learning paths, findings."""

    workspace: Workspace
    as_of: dt.date
    people: tuple[PersonNeeds, ...]
    plan: Plan
    findings: tuple[Diagnostic, ...]


def open_workspace(root: Path) -> Opened:
    """load, check: every mistake of every file, sorted."""
    workspace, said = load_workspace(root)
    checked = check_workspace(workspace) if workspace is not None else ()
    return Opened(root=root, workspace=workspace, diagnostics=in_order((*said, *checked)))


def check_changes(workspace: Workspace, different: WhatIf) -> tuple[Diagnostic, ...]:
    """check: the mistakes of a file that says what would be different, sorted."""
    return check_what_if(workspace, different)


def answer_needs(workspace: Workspace, as_of: dt.date) -> Answer:
    """needs, plan: the findings of both, sorted."""
    people, found = find_needs(workspace, as_of)
    plan, planned = make_plan(workspace, people, as_of)
    return Answer(workspace=workspace, as_of=as_of, people=people, plan=plan, findings=in_order((*found, *planned)))


def tally_needs(
    root: Path, as_of: dt.date, engine: Engine | None = None, evidence: Path | None = None
) -> tuple[Tally | None, tuple[Diagnostic, ...]]:
    """The figures of any number of people, and what is wrong with the files; None: the rules have errors."""
    with without_garbage_collection():  # until the rules are given back, too
        return _tally_needs(root, as_of, engine, evidence)


def _tally_needs(
    root: Path, as_of: dt.date, engine: Engine | None, evidence: Path | None
) -> tuple[Tally | None, tuple[Diagnostic, ...]]:
    ws, said = load_rules(root, check_rules)
    if ws is None or has_errors(said):
        return None, said
    found = tally_tables(ws, root, as_of, engine, evidence)
    return found, in_order((*said, *found.diagnostics))


def as_errors(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """With `--strict`: warnings shown as the errors they count as."""
    return tuple(
        Diagnostic(d.code, d.at, d.message, d.hint, d.related, Severity.ERROR) if d.severity is Severity.WARNING else d
        for d in found
    )
