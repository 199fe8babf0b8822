"""The verbs. Only the one that is asked for is imported: an answer should not wait for what it does not use."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

import typer
from typer.core import TyperGroup

# verb → the module of this room and the function in it, in the order of `--help`
VERBS: Final[Mapping[str, tuple[str, str]]] = {
    "check": ("check", "check"),
    "explain": ("check", "explain"),
    "schema": ("check", "schema"),
    "new": ("new", "new"),
    "messages": ("new", "messages"),
    "needs": ("needs", "needs"),
    "why": ("needs", "why"),
    "schedule": ("schedule", "schedule"),
    "tally": ("tally", "tally"),
    "status": ("compare", "status"),
    "findings": ("compare", "findings"),
    "diff": ("compare", "diff"),
    "report": ("report", "report"),
    "remind": ("report", "remind"),
    "budget": ("budget", "budget"),
    "record": ("record", "record"),
    "audit": ("record", "audit"),
    "coverage": ("aims", "coverage"),
    "support": ("aims", "support"),
    "translated": ("translate", "translated"),
    "build": ("build", "build"),
    "serve": ("build", "serve"),
    "import": ("exchange", "import_"),
    "export": ("export", "export"),
}


def function_of(verb: str) -> Callable[..., None]:
    """The function of a verb; its docstring is the verb's help."""
    module, name = VERBS[verb]
    found: Callable[..., None] = getattr(importlib.import_module(f"curriculum.cli.{module}"), name)
    return found


@cache
def _command(verb: str) -> Any:
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    alone.command(verb)(function_of(verb))
    return typer.main.get_command(alone)


class _Verbs(TyperGroup):
    """The group of all verbs, each imported when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return _command(cmd_name) if cmd_name in VERBS else None


app = typer.Typer(
    name="curriculum",
    cls=_Verbs,
    help="Who needs which level of what training, and why; and a handbook per role in every language.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        from curriculum import __version__

        typer.echo(f"curriculum {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    """Who needs which level of what training, and why; and a handbook per role in every language."""
