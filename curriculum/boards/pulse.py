"""What people answered to the pulse after go-live: counts by wave, for the committee; nobody's answer can be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from curriculum.model import LEAST_ANSWERS, Question, Ref, Workspace, record


@record
class Answered:
    """The answers of one wave and day to one question; `options` is empty where they are too few to be shown."""

    module: str
    question: str
    wave: str
    on: dt.date
    answers: int | None
    options: tuple[tuple[str, int], ...]  # option, how many chose it; in the question's order


def make_answered(ws: Workspace, as_of: dt.date) -> tuple[Answered, ...]:
    """Of all pulses up to the day, in the programme's order of follow-up and waves; the newest day last."""
    order = [str(wave.id) for wave in ws.program.waves]
    modules = dict.fromkeys(str(part.module) for part in ws.program.follow_up if part.module)
    return tuple(row for module in modules for row in _of_module(ws, module, order, as_of))


def _of_module(ws: Workspace, module: str, order: list[str], as_of: dt.date) -> Iterator[Answered]:
    rows = sorted(
        (row for row in ws.pulse if row.wave in order and row.on <= as_of), key=lambda r: (order.index(r.wave), r.on)
    )
    for (wave, on), group in groupby(rows, key=lambda row: (row.wave, row.on)):
        counts = {(row.question, row.option): row.answers for row in group}
        for question in questions_of(ws, module, ws.default_language).values():
            chosen = tuple((str(o.id), counts.get((str(question.id), str(o.id)), 0)) for o in question.options)
            total = sum(n for _, n in chosen)
            if total:
                is_enough = total >= LEAST_ANSWERS
                yield Answered(
                    module=module,
                    question=str(question.id),
                    wave=wave,
                    on=on,
                    answers=total if is_enough else None,
                    options=chosen if is_enough else (),
                )


def questions_of(ws: Workspace, module: str, language: str) -> dict[str, Question]:
    """The opinions a module asks for, in a language, else in the default one."""
    check = ws.checks.get((Ref(module), language)) or ws.checks.get((Ref(module), ws.default_language))
    return {str(q.id): q for q in (check.questions if check and check.asks_opinions else ())}
