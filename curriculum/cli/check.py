"""check, explain, schema: what is wrong, what that means, what a file may hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from curriculum.cli.show import CLEAN, MISTAKES, USAGE, Format, counts, print_diagnostics

Root = Annotated[Path, typer.Option("--workspace", "-w", help="The workspace: a folder with a program.yaml.")]


def check(
    root: Root = Path(),
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    form: Annotated[Format, typer.Option("--format", help="How to print what is wrong.")] = Format.TEXT,
) -> None:
    """Report every mistake of every file, with file, line, column, code and hint."""
    from curriculum.pipeline import as_errors, open_workspace

    found = open_workspace(root)
    said = as_errors(found.diagnostics) if strict else found.diagnostics
    print_diagnostics(root, said, form)
    if form is Format.TEXT:
        typer.echo(counts(said), err=bool(said))
    raise typer.Exit(MISTAKES if found.stops(strict=strict) else CLEAN)


def explain(code: Annotated[str, typer.Argument(help="A code, e.g. CUR111; `all` lists them.")]) -> None:
    """Say what a code means and what to do about it."""
    from curriculum.codes import CODES

    if code == "all":
        for known in CODES.values():
            typer.echo(f"{known.number}  {known.severity:<7}  {known.name}")
        return
    found = (
        CODES.get(code.upper()) or CODES.get(f"CUR{code}") or next((c for c in CODES.values() if c.name == code), None)
    )
    if found is None:
        typer.echo(f"there is no code '{code}'; `curriculum explain all` lists them", err=True)
        raise typer.Exit(USAGE)
    typer.echo(f"{found.number} {found.name} ({found.severity})\n\n{found.explanation}")


def schema(
    kind: Annotated[str, typer.Argument(help="program, role, module, catalog, glossary, exemptions, roster-map …")],
) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and check while you type."""
    from curriculum.load import SCHEMA_KINDS, json_schema

    if kind not in SCHEMA_KINDS:
        typer.echo(f"there is no kind of file '{kind}'; known are {', '.join(SCHEMA_KINDS)}", err=True)
        raise typer.Exit(USAGE)
    typer.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))
