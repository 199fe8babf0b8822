"""Which trainers may lead which module, in which language, where."""

from __future__ import annotations

from collections import defaultdict

from curriculum.model import Module, Trainer, Workspace


class Able:
    """Answers by number of the trainer, in the order of people/trainers.yaml."""

    def __init__(self, ws: Workspace) -> None:
        self._rank = {str(level.id): n for n, level in enumerate(ws.program.levels)}
        self._known: set[str] = set()
        self._in: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._at: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for n, trainer in enumerate(ws.trainers):
            for name in self._taught(ws, trainer):
                self._known.add(name)
                for language in dict.fromkeys(trainer.languages):
                    self._in[name, language].append(n)
                    for place in dict.fromkeys(trainer.workplaces):
                        self._at[name, language, str(place)].append(n)

    def _taught(self, ws: Workspace, trainer: Trainer) -> list[str]:
        """Modules they are named for, and those of which they may teach everything at no lower level."""
        named = {entry.module for entry in trainer.teaches if entry.module is not None}
        able: dict[str, int] = {}
        for entry in trainer.teaches:
            if entry.competency is not None and entry.level is not None:
                able[entry.competency] = max(able.get(entry.competency, -1), self._rank.get(entry.level, -1))
        return [name for name, module in ws.modules.items() if name in named or (able and self._covers(able, module))]

    def _covers(self, able: dict[str, int], module: Module) -> bool:
        return bool(module.teaches) and all(
            able.get(t.competency, -1) >= self._rank.get(t.level, 10**6) for t in module.teaches
        )

    def anybody(self, module: str) -> bool:
        """Whether anybody may teach it in any language."""
        return module in self._known

    def at(self, module: str, language: str, place: str) -> tuple[int, ...]:
        """Who teaches it in rooms of a workplace."""
        return tuple(self._at.get((module, language, place), ()))

    def online(self, module: str, language: str, place: str) -> tuple[int, ...]:
        """Who teaches it online: those of the workplace first."""
        near = self.at(module, language, place)
        return tuple(dict.fromkeys((*near, *self._in.get((module, language), ()))))
