"""The workspace as it would be if something were different."""

from __future__ import annotations

import dataclasses

from curriculum.model import Module, OtherModule, OtherWave, Program, Span, Wave, WhatIf, Workspace


def with_changes(ws: Workspace, different: WhatIf) -> Workspace:
    """The workspace as a file for `--what-if`, or a change that might help, would have it."""
    trainers = {str(t.person): t for t in ws.trainers} | {str(t.person): t for t in different.trainers}
    leave: dict[str, tuple[Span, ...]] = {}
    for away in different.leave:
        leave[away.person] = (*leave.get(away.person, ()), Span(away.from_on, away.until_on))
    people = tuple(p._replace(leave=(*p.leave, *leave[p.id])) if p.id in leave else p for p in ws.people)
    others = {str(m.id): m for m in different.modules}
    modules = {id: _module(m, others[id]) if id in others else m for id, m in ws.modules.items()}
    return dataclasses.replace(
        ws,
        program=_program(ws.program, different),
        trainers=tuple(trainers.values()),
        people=people if leave else ws.people,
        modules=modules if others else ws.modules,
    )


def _program(program: Program, different: WhatIf) -> Program:
    rules, cover = program.scheduling, {str(c.role): c for c in different.cover}
    rules = dataclasses.replace(
        rules,
        away_percent=different.away_percent or rules.away_percent,
        minutes_per_week=different.minutes_per_week or rules.minutes_per_week,
        cover=tuple(cover.get(str(c.role), c) for c in rules.cover),
    )
    per_day = different.minutes_per_day or program.policy.training_minutes_per_day
    others = {str(w.id): w for w in different.waves}
    return dataclasses.replace(
        program,
        waves=tuple(_wave(w, others[str(w.id)]) if str(w.id) in others else w for w in program.waves),
        rooms={**program.rooms, **different.rooms},
        policy=dataclasses.replace(program.policy, training_minutes_per_day=per_day),
        scheduling=rules,
    )


def _wave(wave: Wave, other: OtherWave) -> Wave:
    days = other.earliest_days_before or wave.earliest_days_before
    return dataclasses.replace(wave, go_live_on=other.go_live_on or wave.go_live_on, earliest_days_before=days)


def _module(module: Module, other: OtherModule) -> Module:
    least, most = other.min_group or module.min_group, other.max_group or module.max_group
    return dataclasses.replace(module, min_group=least, max_group=most)
