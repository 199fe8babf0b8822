"""What people answered to the pulse: per cent of each option, by wave and day; small groups are not shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from curriculum.model import LEAST_ANSWERS, FollowUp, PulseCount, Question, Workspace


def pulse_lines(ws: Workspace, part: FollowUp) -> Iterator[str]:
    """The answers to the questions of a follow-up; nothing without any."""
    check = ws.checks.get((str(part.module), ws.default_language))
    questions = {str(q.id): q for q in (check.questions if check and check.asks_opinions else ())}
    order = [str(wave.id) for wave in ws.program.waves]
    rows = [row for row in ws.pulse if row.question in questions and row.wave in order]
    rows.sort(key=lambda row: (order.index(row.wave), row.on))
    for (wave, on), answered in groupby(rows, key=lambda row: (row.wave, row.on)):
        yield f"  answers of {wave}, {on}:"
        counted = list(answered)
        for id, question in questions.items():
            yield from _question(question, [row for row in counted if row.question == id])


def _question(question: Question, rows: list[PulseCount]) -> Iterator[str]:
    total = sum(row.answers for row in rows)
    if total < LEAST_ANSWERS:
        yield f"    {question.text}  (fewer than {LEAST_ANSWERS} answers: not shown)"
        return
    yield f"    {question.text}  ({total} answers)"
    chosen = {row.option: row.answers for row in rows}
    for option in question.options:
        yield f"      {100 * chosen.get(str(option.id), 0) / total:3.0f} %  {option.text}"
