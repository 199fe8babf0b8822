"""import, export: in and out of the systems people already have."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from curriculum import codes_report
from curriculum.cli.check import Root
from curriculum.cli.record import By, _stamp
from curriculum.cli.show import MISTAKES, USAGE, Format, day, print_diagnostics
from curriculum.cli.time import AsOf
from curriculum.diagnostics import NOWHERE, Diagnostic, has_errors
from curriculum.exchange.imported import Imported
from curriculum.importing import Asked

_SHOWN = 5  # notes of one code, unless all are asked for


def import_(
    kind: Annotated[
        str, typer.Argument(help="roster, markdown, mslearn, framework, cmi5, questions, evidence, pulse.")
    ],
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="A file or folder of the other system.")],
    root: Root = Path(),
    map: Annotated[Path | None, typer.Option("--map", help="What their words and columns mean here (YAML).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before writing.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Also files that were edited here.")] = False,
    language: Annotated[str | None, typer.Option("--language", help="Language of the source's text.")] = None,
    module: Annotated[str | None, typer.Option("--module", help="For questions: the module they are about.")] = None,
    all_notes: Annotated[bool, typer.Option("--all", help="Show every note, not the first five of a kind.")] = False,
    by: By = None,
    as_of: AsOf = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the notes.")] = Format.TEXT,
) -> None:
    """Take people, lessons, frameworks, evidence or questions from another system; shows what it will do first."""
    from curriculum.exchange.write import summary
    from curriculum.importing import KINDS, is_stopped, run_import, write_changes

    if kind not in KINDS:
        typer.echo(f"there is no import of '{kind}'; known are {', '.join(KINDS)}", err=True)
        raise typer.Exit(USAGE)
    asked = Asked(
        root=root,
        sources=tuple(sources),
        as_of=day(as_of),
        map=map,
        language=language,
        overwrite=overwrite,
        module=module,
    )
    into, changes = run_import(kind, asked)
    notes = into.diagnostics
    print_diagnostics(root, notes if all_notes or form is not Format.TEXT else _first(notes), form)
    if is_stopped(into):
        typer.echo("nothing was written", err=True)
        raise typer.Exit(MISTAKES)
    quiet = form is Format.JSON
    if into.evidence:
        _write_evidence(asked, into, dry_run=dry_run, yes=yes, by=by)
        return
    typer.echo("\n".join(summary(changes, into)), err=quiet)
    is_needed = any(change.what in ("new", "changed") for change in changes)
    if dry_run or not is_needed:
        typer.echo("nothing was written (--dry-run)" if dry_run else "no change", err=quiet)
        return
    if not yes and sys.stdin.isatty() and sys.stdout.isatty() and not typer.confirm("write this?", default=True):
        typer.echo("nothing was written")
        return
    if not write_changes(asked, into, changes):
        print_diagnostics(root, into.diagnostics[-1:])
        raise typer.Exit(MISTAKES)
    typer.echo("written; next: `curriculum check`", err=quiet)


def _write_evidence(asked: Asked, into: Imported, *, dry_run: bool, yes: bool, by: str | None) -> None:
    """Shows what was taken, asks, and writes it down."""
    from curriculum.importing import write_evidence

    people, modules = {row.person for row in into.evidence}, {row.module for row in into.evidence}
    who = "person" if len(people) == 1 else "people"
    typer.echo(f"took: {len(into.evidence):,} rows of evidence, of {len(people):,} {who} and {len(modules):,} modules")
    if dry_run:
        typer.echo("nothing was written (--dry-run)")
        return
    if not yes and sys.stdin.isatty() and sys.stdout.isatty() and not typer.confirm("write this?", default=True):
        typer.echo("nothing was written")
        return
    source = ", ".join(path.name for path in asked.sources)
    written, said = write_evidence(asked, into, _stamp(by, source))
    known = len(written.known)
    print_diagnostics(asked.root, [d for d in said if d.code.number != codes_report.ALREADY_RECORDED.number])
    if has_errors(said):
        typer.echo("nothing was written", err=True)
        raise typer.Exit(MISTAKES)
    there = f", {known:,} were there already" if known else ""
    typer.echo(f"{len(written.rows):,} written down{there}" if written.rows else f"no change{there}")


def _first(notes: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The first few of each code, and how many more there are."""
    seen: Counter[str] = Counter()
    shown = []
    for note in notes:
        seen[note.code.number] += 1
        if seen[note.code.number] <= _SHOWN:
            shown.append(note)
    for number, count in seen.items():
        if count > _SHOWN:
            last = max(i for i, d in enumerate(shown) if d.code.number == number)
            message = f"and {count - _SHOWN} more of these; --all shows them"
            shown.insert(last + 1, Diagnostic.of(shown[last].code, NOWHERE, message))
    return shown
