"""translated: a translation is up to date with its source."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curriculum.cli.check import Root
from curriculum.cli.show import opened, refuse


def translated(
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="Modules, module/unit or module/check. [default: all]"),
    ] = None,
    root: Root = Path(),
    language: Annotated[
        list[str] | None, typer.Option(metavar="LANGUAGE", help="Only these languages. [default: all]")
    ] = None,
) -> None:
    """Record that translations are up to date, so that `check` notices when their source changes."""
    from curriculum.translating import record_translations, unknown_texts

    ws = opened(root).ready
    asked, languages = tuple(texts or ()), tuple(language or ())
    strangers = [la for la in languages if la not in ws.program.languages[1:]]
    refuse([*unknown_texts(ws, asked), *(f"'{la}' is no language to translate into here" for la in strangers)])
    changed, count = record_translations(ws, root, asked, languages)
    typer.echo(f"recorded {changed} translation{'' if changed == 1 else 's'} anew, {count} in all")
