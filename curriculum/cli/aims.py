"""coverage, follow-up: does the training answer what makes roll-outs fail, and what comes after go-live."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from curriculum.cli.check import Root
from curriculum.cli.show import CLEAN, MISTAKES, opened, print_diagnostics
from curriculum.cli.time import AsOf, At, at_point
from curriculum.diagnostics import in_order


class CoverageFormat(enum.StrEnum):
    """How coverage is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def coverage(
    root: Root = Path(),
    form: Annotated[CoverageFormat, typer.Option("--format", help="How to print.")] = CoverageFormat.TEXT,
    at: At = None,
    as_of: AsOf = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when there is an empty cell.")] = False,
) -> None:
    """Show which module answers which cause of failure, and serves which goal, for which role; and the empty cells."""
    from curriculum.coverage import coverage_findings, make_coverage
    from curriculum.report.coverage import coverage_json, coverage_lines, coverage_markdown

    with at_point(root, at, as_of) as (folder, date):
        ws = opened(folder, people=True).ready
        found = make_coverage(ws, date)
        if form is CoverageFormat.JSON:
            typer.echo(coverage_json(ws, found))
        else:
            lines = coverage_lines if form is CoverageFormat.TEXT else coverage_markdown
            typer.echo("\n".join(lines(ws, found)))
        said = in_order(coverage_findings(ws, found))
        print_diagnostics(folder, said)
    raise typer.Exit(MISTAKES if strict and said else CLEAN)


def support(root: Root = Path(), at: At = None, as_of: AsOf = None) -> None:
    """List the help after go-live: refreshers, office hours, clinics, pulse questions; on which days, for how many."""
    from curriculum.pipeline import answer_needs
    from curriculum.report.coverage import follow_up_lines

    with at_point(root, at, as_of) as (folder, date):
        ws = opened(folder, people=True).ready
        typer.echo("\n".join(follow_up_lines(ws, answer_needs(ws, date).plan)))
