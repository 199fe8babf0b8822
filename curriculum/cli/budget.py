"""budget: what training takes and costs, and what would make it cheaper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curriculum.cli.check import Root
from curriculum.cli.show import WhyFormat, opened, refuse
from curriculum.cli.time import AsOf, At, at_point
from curriculum.model import Delivery


def budget(
    root: Root = Path(),
    group_size: Annotated[
        int | None, typer.Option("--group-size", min=1, help="What if so many people sat in a session.")
    ] = None,
    delivery: Annotated[
        Delivery | None, typer.Option("--delivery", help="What if every module that offers it were taught so.")
    ] = None,
    learner_rate: Annotated[
        int | None, typer.Option("--learner-rate", min=0, help="What if every learner's hour cost so much.")
    ] = None,
    trainer_rate: Annotated[
        int | None, typer.Option("--trainer-rate", min=0, help="What if a trainer's hour cost so much.")
    ] = None,
    room_rate: Annotated[
        int | None, typer.Option("--room-rate", min=0, help="What if a room's hour cost so much.")
    ] = None,
    licence: Annotated[
        int | None, typer.Option("--licence", min=0, help="What if the licence of a learner cost so much.")
    ] = None,
    form: Annotated[WhyFormat, typer.Option("--format", help="How to print.")] = WhyFormat.TEXT,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Say what training takes and costs, by level, role, wave and workplace, and what would make it cheaper."""
    from rich.console import Console

    from curriculum.boards.budget import budget_json, budget_screen, make_budget
    from curriculum.boards.seen import look
    from curriculum.cost import WhatIf
    from curriculum.pipeline import answer_needs

    asked = WhatIf(
        group_size=group_size,
        delivery=delivery,
        learner_per_hour=learner_rate,
        trainer_per_hour=trainer_rate,
        room_per_hour=room_rate,
        licence_per_learner=licence,
    )
    with at_point(root, at, as_of) as (folder, date):
        ws = opened(folder, people=True).ready
        if ws.program.rates is None and asked != WhatIf(delivery=delivery, group_size=group_size):
            refuse(["program.yaml has no rates; without them no price can be asked about"])
        made = make_budget(look(answer_needs(ws, date)), asked)
    if form is WhyFormat.JSON:
        typer.echo(budget_json(made))
    else:
        Console(highlight=False).print(budget_screen(made))
