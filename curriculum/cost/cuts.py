"""Minutes and money by level, role, wave, workplace, and for people who only read as a group of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from curriculum.cost.actuals import Actuals
from curriculum.cost.price import Bill, Part, total_of
from curriculum.model import Access, PersonNeeds, Workspace, record

READERS: Final = "readers"  # access read or none: they enter nothing, and decide by what others entered
OTHERS: Final = "others"
FEW: Final = "few"  # groups that are too small to be shown one by one


@record
class Cut:
    """One row: people of the group (all of them, also the trained ones), what is left, what was spent so far.

    `united`: the keys that the row FEW stands for, in order.
    """

    by: str
    key: str | None
    people: int
    bill: Bill
    actual: int  # recorded minutes
    united: tuple[str | None, ...] = ()


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
    mine = [part for part in parts if part.person in shown]
    parts_of: dict[str, list[Part]] = {}
    for part in mine:
        parts_of.setdefault(part.person, []).append(part)
    spent = {person: actuals.minutes[person] for person in shown if person in actuals.minutes}
    cutter = _Cutter(shown=shown, parts_of=parts_of, spent=spent, few=few)
    by = {name: tuple(cutter.rows(name, keys, order)) for name, (keys, order) in _groupings(ws).items()}
    by["level"] = tuple(_of_levels(ws, mine, spent))
    return Cuts(all=cutter.row("all", None, shown), by=by)


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
    parts_of: Mapping[str, Sequence[Part]]
    spent: Mapping[str, Mapping[str, int]]
    few: int

    def rows(self, by: str, keys: _Keys, order: Sequence[str]) -> Iterator[Cut]:
        groups: dict[str | None, list[str]] = {}
        for person, found in self.shown.items():
            for key in dict.fromkeys(keys(found)):
                groups.setdefault(key or None, []).append(person)
        rank = {key: number for number, key in enumerate(order)}

        def place(key: str | None) -> tuple[bool, int, str]:
            return key is None, rank.get(key or "", len(rank)), key or ""

        united = sorted(self._unite(groups), key=place)
        for key in sorted(groups, key=place):
            yield self.row(by, key, groups[key], tuple(united) if key == FEW else ())

    def _unite(self, groups: dict[str | None, list[str]]) -> list[str | None]:
        """Puts groups that are too small into one, the next larger one too where that is still too small; which."""
        united: dict[str, None] = {}
        which: list[str | None] = []
        for key in sorted(groups, key=lambda key: (len(groups[key]), key or "")):
            if len(groups[key]) < self.few or 0 < len(united) < self.few:
                united |= dict.fromkeys(groups.pop(key))
                which.append(key)
        if united:
            groups[FEW] = [*united]
        return which

    def row(self, by: str, key: str | None, people: Collection[str], united: tuple[str | None, ...] = ()) -> Cut:
        return Cut(
            by=by,
            key=key,
            people=len(people),
            bill=total_of([part for person in people for part in self.parts_of.get(person, ())]),
            actual=sum(sum(self.spent[person].values()) for person in people if person in self.spent),
            united=united,
        )


def _of_levels(ws: Workspace, parts: Sequence[Part], spent: Mapping[str, Mapping[str, int]]) -> Iterator[Cut]:
    ids = [str(level.id) for level in ws.program.levels]
    of_module: Counter[str] = Counter()
    for minutes in spent.values():
        of_module.update(minutes)
    for rank, level in enumerate(ids, 1):
        of_level = [part for part in parts if part.level == rank]
        actual = sum(minutes for module, minutes in of_module.items() if _level_of(ws, module, ids) == rank)
        people = len({part.person for part in of_level})
        yield Cut(by="level", key=level, people=people, bill=total_of(of_level), actual=actual)


def _level_of(ws: Workspace, module: str, ids: Sequence[str]) -> int:
    """The highest level a module teaches: where its minutes are counted."""
    return max((ids.index(t.level) + 1 for t in ws.modules[module].teaches if t.level in ids), default=1)
