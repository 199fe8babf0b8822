"""What adds up over people: sums, and the totals they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from curriculum.model import WORST_FIRST, Group, NeedTally, Standing, Status, Totals, Workspace
from curriculum.tally.ladders import Item


@dataclass(slots=True)
class Sums:
    """What adds up over people."""

    levels: int
    people: int = 0
    standings: dict[Standing, int] = field(default_factory=dict)
    to_train: int = 0
    learners: list[int] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.learners = self.learners or [0] * self.levels
        self.minutes = self.minutes or [0] * self.levels

    def stand(self, standing: Standing, people: int = 1) -> None:
        """So many people of a standing."""
        self.people += people
        self.standings[standing] = self.standings.get(standing, 0) + people

    def add(self, other: Sums) -> None:
        """The people of another sum too."""
        for standing, count in other.standings.items():
            self.stand(standing, count)
        self.to_train += other.to_train
        for mine, more in ((self.learners, other.learners), (self.minutes, other.minutes)):
            for n, number in enumerate(more):
                mine[n] += number

    def group(self, key: str | None) -> Group:
        """As one row of totals, without a range: that would need to know who takes which module."""
        return Group(
            key=key,
            people=self.people,
            standings={s: self.standings[s] for s in Standing if self.standings.get(s)},
            to_train=self.to_train,
            learners=tuple(self.learners),
            minutes_by_level=tuple(self.minutes),
            minutes=None,
        )


Keys = Mapping[str, Sequence[str | None]]  # grouping → the keys somebody counts under


def make_totals(ws: Workspace, parts: Iterable[tuple[Keys, Sums]]) -> Totals:
    """The same rows, in the same order, as plan.make_totals gives, but for the ranges."""
    from curriculum.plan.totals import GROUPINGS, order_of_keys

    levels = len(ws.program.levels)
    everybody = Sums(levels)
    by: dict[str, dict[str | None, Sums]] = {name: {} for name in GROUPINGS}
    for keys, sums in parts:
        if not sums.people:
            continue
        everybody.add(sums)
        for name, groups in by.items():
            for key in keys[name]:
                groups.setdefault(key, Sums(levels)).add(sums)
    rank = order_of_keys(ws)
    rows = {
        name: tuple(groups[key].group(key) for _, key in sorted((rank(name, key), key) for key in groups))
        for name, groups in by.items()
    }
    return Totals(all=everybody.group(None), by=rows)


def make_needs(ws: Workspace, counts: Mapping[Item, Mapping[Status, int]]) -> list[NeedTally]:
    """Counts by (competency, module) in the order of needs: competencies of the catalog, then modules."""
    order = [*((str(c.id), None) for c in ws.catalog.competencies), *((None, name) for name in ws.modules)]
    place = {key: n for n, key in enumerate(order)}
    found = []
    for key in sorted(counts, key=lambda key: (place.get(key, len(place)), key[0] or "", key[1] or "")):
        people = {status: counts[key][status] for status in WORST_FIRST if counts[key].get(status)}
        found += [NeedTally(*key, people)] if people else []
    return found
