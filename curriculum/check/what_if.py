"""Files for --what-if: what they name must exist, as in the files of the workspace."""

from __future__ import annotations

import dataclasses

from curriculum.check import known
from curriculum.check.known import Found
from curriculum.check.sessions import rooms_can_be_found, trainers_are_known
from curriculum.model import WhatIf, Workspace


def names_what_exists(ws: Workspace, different: WhatIf) -> Found:
    """CUR201 for waves, modules, roles and people that do not exist; trainers and rooms as in their own files."""
    waves, modules, roles, persons = known.waves(ws), known.modules(ws), known.roles(ws), known.persons(ws)
    for wave in different.waves:
        yield from waves.unknown(wave.id, wave.at)
    for module in different.modules:
        yield from modules.unknown(module.id, module.at)
    for cover in different.cover:
        yield from roles.unknown(cover.role, cover.at)
    for away in different.leave:
        yield from persons.unknown(away.person, away.at)
    only = _only(ws, different)
    yield from rooms_can_be_found(only)
    yield from trainers_are_known(only)


def _only(ws: Workspace, different: WhatIf) -> Workspace:
    """The workspace with the trainers and rooms of the file alone: its own were checked."""
    program = dataclasses.replace(ws.program, rooms=different.rooms)
    return dataclasses.replace(ws, trainers=different.trainers, shifts=(), program=program)
