"""The steps of a path: why each module is there, and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from curriculum.diagnostics import Position
from curriculum.model import Due, Minutes, Module, Need, Reason, Step


class Asked(NamedTuple):
    """What a path must reach: needs that are open, and what is there already."""

    needs: tuple[Need, ...]
    held: Mapping[str, int]  # competency → rank; exempt competencies count as held
    done: frozenset[str]
    units_done: Mapping[str, frozenset[str]]
    deltas: Mapping[str, str]


class Teacher(Protocol):
    """What the steps ask of the catalogue."""

    active: dict[str, Module]

    def heir(self, module: str) -> str | None: ...
    def minutes_left(self, name: str, asked: Asked) -> Minutes: ...
    def gives(self, name: str, asked: Asked) -> dict[str, int]: ...
    def step_level(self, name: str) -> int: ...


class StepMaker:
    """Why each module of a path is there, and by when."""

    def __init__(self, finder: Teacher, asked: Asked, modules: Sequence[str], needs: Sequence[Need]) -> None:
        self._finder = finder
        self._asked = asked
        self._modules = modules
        self._needs = needs

    def steps(self) -> tuple[Step, ...]:
        """The steps in the order of the modules; a module is due when the first that waits for it is."""
        dues: dict[str, Due] = {}
        because = {name: self._own(name) for name in self._modules}
        for name in reversed(self._modules):
            own = [need.due for need in self._served_by(name) if need.due is not None]
            later = [dues[after] for after, _ in self._waiting_for(name) if after in dues]
            if own or later:
                dues[name] = min((*own, *later), key=lambda due: (due.optional, due.on))
            if not because[name]:
                because[name] = tuple(
                    Reason("prerequisite", f"prerequisite of '{after}'", at, after)
                    for after, at in self._waiting_for(name)
                )
        return tuple(self._step(name, because[name], dues.get(name)) for name in self._modules)

    def _step(self, name: str, because: tuple[Reason, ...], due: Due | None) -> Step:
        return Step(
            module=name,
            level=self._finder.step_level(name),
            minutes=self._finder.minutes_left(name, self._asked),
            because=because,
            teaches=tuple(self._finder.gives(name, self._asked).items()),
            due=due,
        )

    def _served_by(self, name: str) -> list[Need]:
        """The needs that the module helps to close: it teaches something between what is held and what is required."""
        gives = self._finder.gives(name, self._asked)
        return [
            need
            for need in self._needs
            if (need.module is not None and self._finder.heir(need.module) == name)
            or (
                need.competency in gives
                and self._asked.held.get(need.competency or "", 0) < gives[need.competency or ""]
            )
        ]

    def _own(self, name: str) -> tuple[Reason, ...]:
        found = []
        for need in self._served_by(name):
            first = need.reasons[0]
            what = (
                f"closes the gap in {need.competency}" if need.competency else f"'{need.module}' is asked for by name"
            )
            found.append(Reason("need", f"{what}: {first.because}", first.at, need.of))
        return tuple(found)

    def _waiting_for(self, name: str) -> list[tuple[str, Position]]:
        """Modules of the path that need this one first, and the line that says so."""
        gives = self._finder.gives(name, self._asked)
        found = []
        for after in self._modules:
            for prerequisite in self._finder.active[after].prerequisites:
                by_name = prerequisite.module is not None and self._finder.heir(str(prerequisite.module)) == name
                if after != name and (
                    by_name or (prerequisite.competency is not None and prerequisite.competency in gives)
                ):
                    found.append((after, prerequisite.at))
                    break
        return found
