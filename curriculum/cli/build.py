"""build, serve: the handbooks."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curriculum.cli.check import Root
from curriculum.cli.show import MISTAKES, counts, day, is_terminal, opened, print_diagnostics
from curriculum.cli.time import AsOf, At, at_point
from curriculum.diagnostics import Diagnostic, Severity, has_errors
from curriculum.model import Workspace

if TYPE_CHECKING:
    from curriculum.render.engine import Engine

Out = Annotated[Path | None, typer.Option("--out", help="Where to write (the workspace's folder site/).")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Processes at work (one per processor).")]
EDITIONS = "For whom: employee, or trainer (guides, solutions, answers and slides; written to site-trainer/)."
ENGINES = "What makes the websites: material, or zensical (needs the extra of that name)."
Progress = Callable[[int, int, str], None]


def build(
    root: Root = Path(),
    out: Out = None,
    engine: Annotated[str, typer.Option("--engine", help=ENGINES, metavar="ENGINE")] = "material",
    zips: Annotated[bool, typer.Option("--zip", help="Also one zip per handbook, to read without a network.")] = False,
    pdfs: Annotated[bool, typer.Option("--pdf", help="Also one PDF per handbook (needs Chromium or Chrome).")] = False,
    edition: Annotated[str, typer.Option("--edition", help=EDITIONS, metavar="EDITION")] = "employee",
    workers: Workers = None,
    at: At = None,
    as_of: AsOf = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Render one handbook per role and language, and the start page that leads to them."""
    from curriculum.publishing import build_handbooks, built_soon
    from curriculum.render.downloads import Downloads
    from curriculum.render.publish import Edition, Making

    if edition not in list(Edition):
        raise typer.BadParameter(f"'{edition}' is none of {', '.join(Edition)}", param_hint="--edition")
    target = (out or root / ("site" if edition == Edition.EMPLOYEE else "site-trainer")).resolve()
    named = engine_named(engine)
    with at_point(root, at, as_of) as (folder, date), progress_shown() as progress:
        making = Making(
            engine=named,
            edition=Edition(edition),
            workers=workers,
            downloads=Downloads(zips=zips, pdfs=pdfs),
            progress=progress,
        )
        with built_soon(folder, target, making):
            found = opened(folder, strict=strict)
            built, said = build_handbooks(found, date, target, making)
    print_diagnostics(root, said)
    if has_errors(said, strict=strict) or built is None:
        raise typer.Exit(MISTAKES)
    removed = f", {built.removed} removed" if built.removed else ""
    typer.echo(f"handbooks: {built.built} built, {built.unchanged} unchanged{removed}")
    for wanted, end in ((zips, "zip"), (pdfs, "pdf")):
        if wanted:
            typer.echo(f"one {end} each: {target}/LANGUAGE/ROLE/ROLE.LANGUAGE.{end}")
    warnings = [d for d in found.diagnostics if d.severity is Severity.WARNING]
    if warnings:
        typer.echo(f"{counts(warnings)} about the workspace; `curriculum check` shows them")
    typer.echo("\n".join(_what_next(root, found.workspace, target)))


def engine_named(name: str) -> Engine:
    """The engine of that name, if it is installed."""
    from curriculum.render.engine import Engine, is_installed

    if name not in list(Engine):
        raise typer.BadParameter(f"'{name}' is none of {', '.join(Engine)}", param_hint="--engine")
    if not is_installed(Engine(name)):
        raise typer.BadParameter(
            f"'{name}' is not installed; run `pip install 'curriculum[{name}]'`", param_hint="--engine"
        )
    return Engine(name)


def _what_next(root: Path, ws: Workspace | None, target: Path) -> list[str]:
    """Where the three kinds of readers go on."""
    there = "" if root == Path() else f" -w {shlex.quote(str(root))}"
    known = {p.id for p in ws.people} if ws else set()
    manager = next((p.manager for p in ws.people if p.manager in known), None) if ws else None
    manage = f"curriculum needs{there} --manager {manager}" if manager else f"curriculum needs{there}"
    has_handbooks = ws is not None and bool(ws.roles)
    opens = f"open {target / 'index.html'} and choose their role and language"
    return [
        "",
        f"employees  {opens if has_handbooks else 'have nothing to read yet: there is no role in roles/'}",
        f"trainers   run `curriculum serve{there}`, then edit {root / 'content'} or {root / 'roles'} and look again",
        f"managers   run `{manage}` for who still needs what; `curriculum why{there} PERSON` for the reasons",
    ]


class progress_shown:
    """Progress of long work on standard error: a bar for people, nothing for programs."""

    def __enter__(self) -> Progress:
        """Start the bar."""
        self._bar = None
        if not is_terminal():
            return lambda done, total, label: None
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        task = self._bar.add_task("handbooks", total=None)
        bar = self._bar
        return lambda done, total, label: bar.update(task, completed=done, total=total, description=label)

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


def serve(
    root: Root = Path(),
    out: Out = None,
    as_of: AsOf = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8000,
) -> None:
    """Build, show the handbooks on this machine, and rebuild when a file changes."""
    from curriculum.publishing import serve_handbooks
    from curriculum.render.publish import Built

    def say(built: Built | None, said: tuple[Diagnostic, ...]) -> None:
        print_diagnostics(root, [d for d in said if d.severity is Severity.ERROR])
        if built is None:
            typer.echo(f"{counts(said)}: the pages stay as they are until this is mended", err=True)
        else:
            typer.echo(f"handbooks: {built.built} built, {built.unchanged} unchanged")

    date = day(as_of)
    target = (out or root / "site").resolve()
    opened(root)
    try:
        serve_handbooks(
            root,
            date,
            target,
            port=port,
            say=say,
            started=lambda address: typer.echo(f"open {address} (Ctrl-C ends it); edited files are built again"),
        )
    except OSError as error:
        typer.echo(f"cannot serve on port {port}: {error.strerror}; try --port {port + 1}", err=True)
        raise typer.Exit(MISTAKES) from None
