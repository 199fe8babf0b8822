"""The verbs."""

from __future__ import annotations

import typer

from curriculum.cli import (
    aims,
    budget,
    build,
    check,
    compare,
    exchange,
    export,
    needs,
    new,
    record,
    report,
    schedule,
    tally,
    translate,
)

app = typer.Typer(
    name="curriculum",
    help="Who needs which level of what training, and why; and a handbook per role in every language.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for verb in (
    check.check,
    check.explain,
    check.schema,
    new.new,
    new.messages,
    needs.needs,
    needs.why,
    schedule.schedule,
    tally.tally,
    compare.status,
    compare.findings,
    compare.diff,
    report.report,
    report.remind,
    budget.budget,
    record.record,
    record.audit,
    aims.coverage,
    aims.support,
    translate.translated,
    build.build,
    build.serve,
):
    app.command()(verb)
app.command("import")(exchange.import_)
app.command()(export.export)


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
