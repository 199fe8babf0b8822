"""new: a small workspace to start from."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Annotated

import typer

from curriculum.cli.show import MISTAKES, USAGE, print_diagnostics


def new(folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.")]) -> None:
    """Write a small workspace that checks clean and builds, with a comment on every line you may change."""
    from curriculum.load import SCHEMA_KINDS, json_schema
    from curriculum.starter import write_starter

    schemas = {kind: json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n" for kind in SCHEMA_KINDS}
    written = write_starter(folder, schemas)
    if not isinstance(written, list):
        print_diagnostics(folder, [written])
        raise typer.Exit(MISTAKES)
    typer.echo(f"wrote {len(written)} files into {folder}")
    typer.echo(f"next: cd {shlex.quote(str(folder))}, open program.yaml, then try")
    for verb in ("check", "needs", "build", "serve"):
        typer.echo(f"  curriculum {verb}")


def messages(
    language: Annotated[
        str | None,
        typer.Argument(help="One of ours to change (en, ar, fa, he); without it, an empty one to translate."),
    ] = None,
) -> None:
    """Print the catalog of buttons and headings, to be put into locales/<language>.po and translated."""
    from curriculum.render.messages import po_files, untranslated

    files = po_files()
    if language is None:
        typer.echo(untranslated(), nl=False)
        return
    if language not in files:
        known = ", ".join(files)
        typer.echo(
            f"there is no catalog for '{language}'; known are {known}; without a language, an empty one", err=True
        )
        raise typer.Exit(USAGE)
    typer.echo(files[language], nl=False)
