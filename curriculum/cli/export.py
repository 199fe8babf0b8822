"""export: packages for learning systems, questions, and lists about people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curriculum.cli.check import Root
from curriculum.cli.show import MISTAKES, USAGE, day, opened, print_diagnostics
from curriculum.cli.time import AsOf
from curriculum.diagnostics import has_errors

_KINDS = "scorm12, scorm2004, cmi5, cc, gift, qti21, enrolments, statements, badges, jsonld, plan; or `package`."


def export(
    kind: Annotated[str, typer.Argument(help=_KINDS)],
    root: Root = Path(),
    lms: Annotated[str, typer.Option("--lms", help="moodle, canvas, openedx, ilias or generic.")] = "generic",
    role: Annotated[list[str] | None, typer.Option("--role", help="Only this role (may be repeated).")] = None,
    module: Annotated[list[str] | None, typer.Option("--module", help="A package of this module only.")] = None,
    language: Annotated[list[str] | None, typer.Option("--language", help="Only this language.")] = None,
    home: Annotated[
        str, typer.Option("--home", help="The address that ids of statements and badges begin with.")
    ] = "https://training.example",
    out: Annotated[Path | None, typer.Option("--out", help="Where to write (the workspace's folder export/).")] = None,
    as_of: AsOf = None,
) -> None:
    """Write packages, questions or lists for other systems: the same bytes from the same files."""
    from curriculum.exporting import KINDS, PRESETS, Asked, write_files
    from curriculum.exporting import export as make

    if kind == "package":
        kind = PRESETS.get(lms, "")
    if kind not in KINDS or lms not in PRESETS:
        typer.echo(f"there is no export of '{kind or lms}'; known are {', '.join(KINDS)}", err=True)
        typer.echo(f"--lms: {', '.join(PRESETS)}", err=True)
        raise typer.Exit(USAGE)
    found = opened(root, people=True)
    asked = Asked(
        kind=kind,
        lms=lms,
        roles=tuple(role or ()),
        modules=tuple(module or ()),
        languages=tuple(language or ()),
        home=home.rstrip("/"),
    )
    files, said = make(found, asked, day(as_of))
    print_diagnostics(root, said)
    if has_errors(said):
        typer.echo("nothing was written", err=True)
        raise typer.Exit(MISTAKES)
    target = out or root / "export"
    if failed := write_files(files, target):
        print_diagnostics(root, [failed])
        raise typer.Exit(MISTAKES)
    for name, content in sorted(files.items())[:20]:
        typer.echo(f"{target / name}  {len(content):,} bytes")
    if len(files) > 20:
        typer.echo(f"and {len(files) - 20} more")
