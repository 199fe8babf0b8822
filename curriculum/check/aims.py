"""Causes of failure, goals and follow-up: what they name exists, and each cause and goal has a module."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from curriculum import codes
from curriculum.check import known
from curriculum.check.catalogue import twice
from curriculum.check.known import Check, Found, Known
from curriculum.diagnostics import Diagnostic, Position
from curriculum.model import CauseOfFailure, FollowUpKind, SmartGoal, Workspace


def unknown_in_aims(ws: Workspace) -> Found:
    """Causes, goals and follow-up name roles and modules, and modules name causes and goals, that exist."""
    roles, modules = known.roles(ws), known.modules(ws)
    is_open = known.PROGRAM in ws.unreadable
    causes = Known("cause", (c.id for c in ws.program.causes), is_open=is_open)
    goals = Known("goal", (g.id for g in ws.program.goals), is_open=is_open)
    for module in ws.modules.values():
        for cause in module.answers:
            yield from causes.unknown(cause, module.at)
        for goal in module.serves:
            yield from goals.unknown(goal, module.at)
    named = [role for cause in ws.program.causes for role in cause.roles]
    named += [role for part in ws.program.follow_up for role in part.roles]
    named += [owner for goal in ws.program.goals for owner in (goal.owner, *(kpi.owner for kpi in goal.kpis))]
    for role in (*named, *ws.program.coverage_for):
        yield from roles.unknown(role, ws.program.at)
    for part in ws.program.follow_up:
        yield from modules.unknown(part.module, part.at)


def same_aims(ws: Workspace) -> Found:
    """No list of aims holds two records with one id."""
    yield from twice((cause.id for cause in ws.program.causes), "the cause")
    yield from twice((goal.id for goal in ws.program.goals), "the goal")
    yield from twice((kpi.id for goal in ws.program.goals for kpi in goal.kpis), "the KPI")
    yield from twice((part.id for part in ws.program.follow_up), "the follow-up")


def unanswered(ws: Workspace) -> Found:
    """Each cause of failure is answered, and each goal is served, by an active module."""
    if known.has_unread_modules(ws):
        return
    active = [m for m in ws.modules.values() if m.retired_on is None]
    yield from _without("cause", "answers", ws.program.causes, {str(c) for m in active for c in m.answers})
    yield from _without("goal", "serves", ws.program.goals, {str(g) for m in active for g in m.serves})


def _without(what: str, verb: str, wanted: Iterable[CauseOfFailure | SmartGoal], found: set[str]) -> Found:
    for part in wanted:
        if part.id not in found:
            place: Position = part.id.at
            hint = f"add `{verb}: [{part.id}]` to the module that does, or write one"
            yield Diagnostic.of(codes.UNANSWERED, place, f"no module {verb} the {what} '{part.id}'", hint)


def pulse_asks(ws: Workspace) -> Found:
    """A pulse has opinions to ask for."""
    asking = {module for (module, _), check in ws.checks.items() if check.asks_opinions}
    for part in ws.program.follow_up:
        is_unread = part.module is not None and (
            part.module not in ws.modules or any(f.startswith(f"content/{part.module}/check.") for f in ws.unreadable)
        )
        if part.kind is FollowUpKind.PULSE and part.module not in asking and not is_unread:
            message = f"the pulse '{part.id}' asks nothing: " + (
                f"module '{part.module}' has no questions of the kind 'opinion'" if part.module else "it has no module"
            )
            hint = "name a module whose check has questions of the kind 'opinion' as 'module'"
            yield Diagnostic.of(codes.NO_OPINIONS, part.at, message, hint)


def unknown_in_pulse(ws: Workspace) -> Found:
    """Counts of answers name waves, questions and options that exist."""
    asked: dict[str, dict[str, None]] = {}
    for check in ws.checks.values():
        for question in check.questions if check.asks_opinions else ():
            asked.setdefault(str(question.id), {}).update(dict.fromkeys(str(o.id) for o in question.options))
    is_open = any(file.startswith("content/") for file in ws.unreadable)
    waves = Known("wave", (w.id for w in ws.program.waves), is_open=known.PROGRAM in ws.unreadable)
    questions = Known("question of a pulse", asked, is_open=is_open)
    options = {q: Known("option", ids, is_open=is_open, place=f" of question '{q}'") for q, ids in asked.items()}
    for row in ws.pulse:
        yield from waves.unknown(row.wave, row.at)
        yield from questions.unknown(row.question, row.at)
        if row.question in options:
            yield from options[row.question].unknown(row.option, row.at)


RULES: Final[tuple[Check, ...]] = (unknown_in_aims, same_aims, unanswered, pulse_asks, unknown_in_pulse)
