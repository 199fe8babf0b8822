"""How a module can be taught to people of one language at one workplace: by whom, in which rooms; or why it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from curriculum.model import Delivery, Module, NoSeat, Workspace
from curriculum.schedule.able import Able
from curriculum.schedule.problem import Hall, Why

LIVE: Final = (Delivery.CLASSROOM, Delivery.ONLINE)


class Way(NamedTuple):
    """A delivery for which there are trainers and, where it needs one, rooms: their numbers, rooms by size."""

    delivery: Delivery
    teachers: tuple[int, ...]
    halls: tuple[int, ...]


class Ways:
    """Answers; equal questions are answered once."""

    def __init__(self, ws: Workspace, halls: Sequence[Hall]) -> None:
        self._ws = ws
        self._able = Able(ws)
        self._halls_at: dict[str, list[tuple[int, Hall]]] = {}
        for n, hall in enumerate(halls):
            self._halls_at.setdefault(hall.place, []).append((n, hall))
        self._found: dict[tuple[str, str, str], Way | Why] = {}

    def way(self, module: str, language: str, place: str) -> Way | Why:
        """The first of the module's deliveries for which there are a trainer and, where it needs one, a room."""
        key = (module, language, place)
        if key not in self._found:
            self._found[key] = self._search(*key)
        return self._found[key]

    def _search(self, name: str, language: str, place: str) -> Way | Why:
        module = self._ws.modules[name]
        missing = ""
        for delivery in module.delivery:
            if delivery not in LIVE:
                continue
            room = delivery is Delivery.CLASSROOM
            teachers = self._able.at(name, language, place) if room else self._able.online(name, language, place)
            halls = self._halls(module, place if room else "")
            if teachers and (halls or not room):
                return Way(delivery, teachers, halls)
            missing = missing or ("room" if teachers else "trainer")
        if not self._able.anybody(name):
            return Why(NoSeat.NOBODY_TEACHES, f"nobody may teach '{name}'")
        if not self._able.online(name, language, place):
            return Why(NoSeat.LANGUAGE, f"nobody who may teach '{name}' speaks {language}")
        if missing == "room":
            asked = f", which asks for {', '.join(module.features)}" if module.features else ""
            return Why(NoSeat.ROOM, f"no room at '{place}' fits '{name}'{asked}")
        return Why(NoSeat.WORKPLACE, f"nobody teaches '{name}' in {language} at '{place}'")

    def _halls(self, module: Module, place: str) -> tuple[int, ...]:
        fitting = [
            (hall.seats, n)
            for n, hall in self._halls_at.get(place, ())
            if not place or set(module.features) <= hall.features
            if hall.seats >= module.min_group
        ]
        return tuple(n for _, n in sorted(fitting))
