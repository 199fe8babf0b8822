"""The steps of a path: why each module is there, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from curriculum.diagnostics import Position
from curriculum.model import Due, Minutes, Need, Reason, Step


class Asked(NamedTuple):
    """What a path must reach: needs that are open, and what is there already."""

    needs: tuple[Need, ...]
    held: Mapping[str, int]  # competency → rank; exempt competencies count as held
    done: frozenset[str]
    units_done: Mapping[str, frozenset[str]]
    deltas: Mapping[str, str]


class Teacher(Protocol):
    """What the steps ask of the catalogue."""

    def counting_as(self, module: str, asked: Asked) -> list[str]: ...
    def waits(self, name: str, asked: Asked) -> Iterable[tuple[list[str], Position]]: ...
    def minutes_left(self, name: str, asked: Asked) -> Minutes: ...
    def gives(self, name: str, asked: Asked) -> dict[str, int]: ...


class StepMaker:
    """Why each module of a path is there, and by when."""

    def __init__(self, finder: Teacher, asked: Asked, modules: Sequence[str], needs: Sequence[Need]) -> None:
        self._finder = finder
        self._asked = asked
        self._modules = modules
        self._needs = needs
        self._after = self._waiting()
        self._serves = {name: self._served_by(name) for name in modules}

    def steps(self) -> tuple[Step, ...]:
        """The steps in the order of the modules; a module is due when the first that waits for it is."""
        dues: dict[str, Due] = {}
        because = {name: self._own(name) for name in self._modules}
        for name in reversed(self._modules):
            own = [need.due for need in self._serves[name] if need.due is not None]
            later = [dues[after] for after, _ in self._after.get(name, ()) if after in dues]
            if own or later:
                dues[name] = min((*own, *later), key=lambda due: (due.optional, due.on))
            if not because[name]:
                because[name] = tuple(
                    Reason("prerequisite", f"prerequisite of '{after}'", at, after)
                    for after, at in self._after.get(name, ())
                )
        return tuple(self._step(name, because[name], dues.get(name)) for name in self._modules)

    def _step(self, name: str, because: tuple[Reason, ...], due: Due | None) -> Step:
        gives = self._finder.gives(name, self._asked)
        return Step(
            module=name,
            level=max(gives.values(), default=1),  # where its minutes are counted
            minutes=self._finder.minutes_left(name, self._asked),
            because=because,
            teaches=tuple(gives.items()),
            due=due,
        )

    def _served_by(self, name: str) -> list[Need]:
        """The needs that the module helps to close: it teaches something between what is held and what is required."""
        gives = self._finder.gives(name, self._asked)
        return [
            need
            for need in self._needs
            if (need.module is not None and name in self._finder.counting_as(need.module, self._asked))
            or (
                need.competency in gives
                and self._asked.held.get(need.competency or "", 0) < gives[need.competency or ""]
            )
        ]

    def _own(self, name: str) -> tuple[Reason, ...]:
        found = []
        for need in self._serves[name]:
            first = need.reasons[0]
            what = (
                f"closes the gap in {need.competency}" if need.competency else f"'{need.module}' is asked for by name"
            )
            found.append(Reason("need", f"{what}: {first.because}", first.at, need.of))
        return tuple(found)

    def _waiting(self) -> dict[str, list[tuple[str, Position]]]:
        """Module → modules of the path that need it first, and the first line of each that says so."""
        found: dict[str, list[tuple[str, Position]]] = {}
        for after in self._modules:
            seen: set[str] = set()
            for providers, at in self._finder.waits(after, self._asked):
                for name in providers:
                    if name not in seen:
                        seen.add(name)
                        found.setdefault(name, []).append((after, at))
        return found
