"""Small programmes for tests of schedules: one workplace, one trainer, one room, unless a test says otherwise.

made, said = planned(workspace_with(people=[person("p1", ...)]))
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from curriculum.diagnostics import Diagnostic
from curriculum.model import (
    CanTeach,
    Hours,
    Module,
    Person,
    Ref,
    Room,
    ScheduleFile,
    Text,
    Trainer,
    Workspace,
)
from curriculum.pipeline import Answer, answer_needs
from curriculum.schedule import Asked, Breach, Facts, make_schedule, verify
from tests import builders as b

AS_OF = dt.date(2027, 1, 3)  # a Sunday
GO_LIVE = "2027-02-01"
HOURS = (Hours(times=("09:00-12:00", "13:00-17:00")),)


def live(id: str, minutes: int = 60, **parts: Any) -> Module:
    """A module taught in a classroom: it teaches `<id>` at beginner."""
    delivery = parts.pop("delivery", "classroom")
    needs = parts.pop("needs", ())
    sizes = {k: parts.pop(k) for k in ("max_group", "min_group", "features", "sitting_minutes", "units") if k in parts}
    made = b.module(id, f"{id} beginner", minutes=minutes, delivery=delivery, needs=needs, **parts)
    return dataclasses.replace(made, **sizes)


def trainer(id: str = "t1", teaches: Sequence[str] = ("safety",), **parts: Any) -> Trainer:
    """A trainer of modules, in English at the office."""
    usual: dict[str, Any] = {"languages": ("en",), "workplaces": (Ref("office"),)}
    return Trainer(person=Ref(id), teaches=tuple(CanTeach(module=Ref(m)) for m in teaches), **{**usual, **parts})


def room(seats: int = 10, workplace: str | None = "office", features: Sequence[str] = ()) -> Room:
    """A room at the office."""
    place = Ref(workplace) if workplace else None
    link = None if workplace else "https://meet.example.com/1"
    return Room(title=Text({"en": "room"}), workplace=place, seats=seats, features=tuple(map(Ref, features)), link=link)


def learner(id: str, **cells: Any) -> Person:
    """Somebody at the office who holds the role `worker`."""
    return b.person(id, **{"workplace": "office", "language": "en", "roles": "worker", **cells})


def small(people: Sequence[Person] = (), modules: Sequence[Module] = (), **parts: Any) -> Workspace:
    """A workspace in which a worker needs every module given."""
    modules = modules or [live("safety")]
    wants = [f"{m.id} beginner" for m in modules]
    usual: dict[str, Any] = {
        "roles": [b.role("worker", requires=wants)],
        "modules": list(modules),
        "people": list(people),
        "workplaces": {"office": b.workplace("Asia/Riyadh", hours=HOURS)},
        "waves": (b.wave("w1", GO_LIVE, earliest_days_before=28),),
        "rooms": {"room": room()},
        "trainers": (trainer(teaches=[str(m.id) for m in modules]),),
    }
    return b.workspace(**{**usual, **parts})


@dataclasses.dataclass(frozen=True)
class Planned:
    """A schedule with what it was made from."""

    answer: Answer
    made: ScheduleFile | None
    said: tuple[Diagnostic, ...]
    previous: ScheduleFile | None = None

    @property
    def schedule(self) -> ScheduleFile:
        """The schedule; there must be one."""
        assert self.made is not None, self.said
        return self.made

    def breaches(self, other: ScheduleFile | None = None) -> tuple[Breach, ...]:
        """What the check finds in it, or in another schedule for the same files."""
        answer = self.answer
        return verify(Facts(answer.workspace, answer.people, answer.plan, other or self.schedule, self.previous))


def planned(ws: Workspace, as_of: dt.date = AS_OF, **asked: Any) -> Planned:
    """The schedule of a workspace."""
    answer = answer_needs(ws, as_of)
    made, said = make_schedule(ws, answer.people, answer.plan, Asked(as_of=as_of, **{"effort": 5, **asked}))
    return Planned(answer, made, said, asked.get("previous"))


def changed(schedule: ScheduleFile, index: int = 0, **parts: Any) -> ScheduleFile:
    """A schedule with another session in place of one of its own."""
    sessions = list(schedule.sessions)
    sessions[index] = dataclasses.replace(sessions[index], **parts)
    return dataclasses.replace(schedule, sessions=tuple(sessions))
