"""Minutes and money by level, role, wave, workplace, and for people who only read as a group of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from curriculum.cost.actuals import Actuals
from curriculum.cost.price import Bill, Part, total_of
from curriculum.model import Access, PersonNeeds, Workspace, record

READERS: Final = "readers"  # access read or none: they enter nothing, and decide by what others entered
OTHERS: Final = "others"
FEW: Final = "few"  # groups that are too small to be shown one by one


@record
class Cut:
    """One row: people of the group (all of them, also the trained ones), what is left, what was spent so far."""

    by: str
    key: str | None
    people: int
    bill: Bill
    actual: int  # recorded minutes


@record
class Cuts:
    """Everybody, and the same cut in several ways. A person has one key in each but several roles: those overlap."""

    all: Cut
    by: Mapping[str, tuple[Cut, ...]]


def cut(ws: Workspace, people: Sequence[PersonNeeds], parts: Sequence[Part], actuals: Actuals, few: int = 0) -> Cuts:
    """The rows of these people, in the order of the workspace's files; people without a key last.

    Groups of fewer than `few` people are united under the key FEW, where a row would speak of a person.
    """
    shown = {found.person.id: found for found in people}
    cutter = _Cutter(
        shown=shown,
        parts=[part for part in parts if part.person in shown],
        spent={key: minutes for key, minutes in actuals.minutes.items() if key[0] in shown},
        few=few,
    )
    by = {name: tuple(cutter.rows(name, keys, order)) for name, (keys, order) in _groupings(ws).items()}
    by["level"] = tuple(_of_levels(ws, cutter.parts, cutter.spent))
    return Cuts(all=cutter.row("all", None, set(shown)), by=by)


_Keys = Callable[[PersonNeeds], Sequence[str | None]]


def _groupings(ws: Workspace) -> Mapping[str, tuple[_Keys, list[str]]]:
    return {
        "role": (lambda found: [held.role for held in found.roles] or [None], list(ws.roles)),
        "wave": (lambda found: [found.wave], [str(wave.id) for wave in ws.program.waves]),
        "workplace": (lambda found: [found.person.workplace], list(ws.program.workplaces)),
        "reading": (lambda found: [READERS if only_reads(found) else OTHERS], [READERS, OTHERS]),
    }


def only_reads(found: PersonNeeds) -> bool:
    """Whether the person enters nothing."""
    return found.person.access in (Access.READ, Access.NONE)


@record
class _Cutter:
    """The people, their parts and minutes, to be cut."""

    shown: Mapping[str, PersonNeeds]
    parts: Sequence[Part]
    spent: Mapping[tuple[str, str], int]
    few: int

    def rows(self, by: str, keys: _Keys, order: Sequence[str]) -> Iterator[Cut]:
        groups: dict[str | None, set[str]] = {}
        for person, found in self.shown.items():
            for key in keys(found):
                groups.setdefault(key or None, set()).add(person)
        self._unite(groups)
        rank = {key: number for number, key in enumerate(order)}
        for key in sorted(groups, key=lambda key: (key is None, rank.get(key or "", len(rank)), key or "")):
            yield self.row(by, key, groups[key])

    def _unite(self, groups: dict[str | None, set[str]]) -> None:
        """Puts groups that are too small into one, the next larger one too where that is still too small."""
        united: set[str] = set()
        for key in sorted(groups, key=lambda key: (len(groups[key]), key or "")):
            if len(groups[key]) < self.few or 0 < len(united) < self.few:
                united |= groups.pop(key)
        if united:
            groups[FEW] = united

    def row(self, by: str, key: str | None, people: set[str]) -> Cut:
        return Cut(
            by=by,
            key=key,
            people=len(people),
            bill=total_of([part for part in self.parts if part.person in people]),
            actual=sum(minutes for (person, _), minutes in self.spent.items() if person in people),
        )


def _of_levels(ws: Workspace, parts: Sequence[Part], spent: Mapping[tuple[str, str], int]) -> Iterator[Cut]:
    ids = [str(level.id) for level in ws.program.levels]
    for rank, level in enumerate(ids, 1):
        of_level = [part for part in parts if part.level == rank]
        actual = sum(minutes for (_, module), minutes in spent.items() if _level_of(ws, module, ids) == rank)
        people = len({part.person for part in of_level})
        yield Cut(by="level", key=level, people=people, bill=total_of(of_level), actual=actual)


def _level_of(ws: Workspace, module: str, ids: Sequence[str]) -> int:
    """The highest level a module teaches: where its minutes are counted."""
    return max((ids.index(t.level) + 1 for t in ws.modules[module].teaches if t.level in ids), default=1)
