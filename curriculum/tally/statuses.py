"""Statuses of a whole crowd: item by item, who has met it, whose evidence ended, who is late. Special people apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from curriculum.model import OPEN_FIRST, WORST_FIRST, Status
from curriculum.tally.crowd import Counter, Crowd
from curriculum.tally.profiles import ENDED, EXPIRING, VALID, Profile, Profiles
from curriculum.tally.together import Ranks

BEGUN: Final = 4  # a state of rows besides ENDED, EXPIRING, VALID
STATE_BITS: Final = 3


class Known:
    """What a crowd holds: `held` and `proofs[state]` by item and rank, `begun` by item."""

    def __init__(self, profiles: Profiles, seen: Mapping[int, int]) -> None:
        """`seen`: number of a module and state → people with such a row."""
        items, levels = len(profiles.ladders.items), profiles.levels
        self.proofs = {state: [[0] * levels for _ in range(items)] for state in (ENDED, EXPIRING, VALID)}
        self.begun = [0] * items
        teaches = [profiles.ladders.teaches[name] for name in profiles.ws.modules]
        for key, people in seen.items():
            state = key & (1 << STATE_BITS) - 1
            for item, rank in teaches[key >> STATE_BITS]:
                if state == BEGUN:
                    self.begun[item] |= people
                for n in range(rank if state in self.proofs else 0):
                    self.proofs[state][item][n] |= people
        self.held: list[Ranks] = [
            [one | other for one, other in zip(*ranks, strict=True)]
            for ranks in zip(self.proofs[EXPIRING], self.proofs[VALID], strict=True)
        ]


class Dues:
    """When the needs of each kind are due: who would be late, and in which order the days of a kind come."""

    def __init__(self, profiles: Profiles, of: Sequence[Profile], crowd: Crowd) -> None:
        self._crowd = crowd
        self.days: list[list[int]] = []  # by kind: the different due days (ordinals), the first one first
        simple, late = [], []
        self._late: dict[tuple[int, int], list[int]] = {}  # (item, held rank) → kinds
        self._order: dict[tuple[int, int], dict[int, list[int]]] = {}  # → place among the days of a kind → kinds
        for kind, profile in enumerate(of):
            if profile.one_due is not None:
                self.days.append([profile.one_due])
                simple.append(kind)
                late += [kind] if profile.one_due < profiles.today else []
            else:
                self.days.append(self._by_rank(kind, profile, profiles.today))
        self._simple, self._simple_late = crowd.of(simple), crowd.of(late)
        self._found: dict[tuple[int, int], tuple[int, list[tuple[int, int]]]] = {}

    def _by_rank(self, kind: int, profile: Profile, today: int) -> list[int]:
        """The days of a kind whose due days depend on what is asked and held."""
        dues = {
            (item, held): due
            for item, rank in profile.required.items()
            for held in range(rank)
            if (due := profile.due(item, held))
        }
        days = sorted(set(dues.values()))
        for key, due in dues.items():
            self._order.setdefault(key, {}).setdefault(days.index(due), []).append(kind)
            if due < today:
                self._late.setdefault(key, []).append(kind)
        return days

    @property
    def depends_on_rank(self) -> bool:
        """Whether it matters for some what lower rank they hold."""
        return bool(self._order)

    def of(self, item: int, held: int) -> tuple[int, list[tuple[int, int]]]:
        """Whose due day is over, and (place among the days of their kind, people) of those who have a due day."""
        key = (item, held)
        if key not in self._found:
            late = self._simple_late | self._crowd.of(self._late.get(key, ()))
            order = {n: self._crowd.of(kinds) for n, kinds in self._order.get(key, {}).items()}
            order[0] = order.get(0, 0) | self._simple
            self._found[key] = late, list(order.items())
        return self._found[key]


class Statuses:
    """Who has which status of how many needs."""

    def __init__(self, known: Known, dues: Dues, asks: Sequence[Ranks]) -> None:
        """`asks`: item → those who are asked for it at a rank or more, special people left out."""
        self._known, self._dues = known, dues
        self.needs: dict[tuple[int, Status], int] = {}  # people by item and status
        self.counts: dict[Status, Counter] = {}
        self.expired: dict[int, int] = {}  # item → people
        self._waiting: dict[int, int] = {}  # place among the days of a kind → those with an open need of that day
        for item, ranks in enumerate(asks):
            if ranks[0]:
                self._item(item, ranks)

    def _item(self, item: int, ranks: Ranks) -> None:
        asked = ranks[0]
        met = self._enough(item, ranks, VALID)
        expiring = self._enough(item, ranks, EXPIRING) & ~met
        ended = self._enough(item, ranks, ENDED) & ~met & ~expiring
        free = asked & ~(met | expiring | ended)
        overdue = self._due(item, free, ended)
        begun = free & ~overdue & self._known.begun[item]
        self.expired[item] = ended
        for status, people in (
            (Status.OVERDUE, overdue),
            (Status.IN_PROGRESS, begun),
            (Status.DUE, free & ~overdue & ~begun),
            (Status.EXPIRED, ended),
            (Status.EXPIRING, expiring),
            (Status.MET, met),
        ):
            if people:
                self.needs[item, status] = people.bit_count()
                self.counts.setdefault(status, Counter()).add(people)

    def _enough(self, item: int, ranks: Ranks, state: int) -> int:
        """Those with evidence of that state for all that is asked of them."""
        found = 0
        for asked, higher, proved in zip(ranks, [*ranks[1:], 0], self._known.proofs[state][item], strict=True):
            found |= asked & ~higher & proved
        return found

    def _due(self, item: int, free: int, ended: int) -> int:
        """Those of the free who are late; notes on which day the needs are due. What has ended is due again later."""
        overdue = 0
        for held, people in self._by_held(item, free | ended):
            late, order = self._dues.of(item, held)
            overdue |= people & late & free
            for n, who in order:
                waits = people & who & ~(ended & late)
                if waits:
                    self._waiting[n] = self._waiting.get(n, 0) | waits
        return overdue

    def _by_held(self, item: int, people: int) -> Iterator[tuple[int, int]]:
        """The people by the rank they hold, as far as it matters."""
        if not self._dues.depends_on_rank:
            yield 0, people
            return
        held = self._known.held[item]
        for rank, at_least in enumerate([-1, *held]):
            who = people & at_least & ~(held[rank] if rank < len(held) else 0)
            if who:
                yield rank, who

    def first_days(self) -> Counter:
        """1 for those with an open need on the first of the days of their kind, 2 for the second …; 0: on none."""
        found, rest = Counter(), -1
        for n in sorted(self._waiting):
            found.add(self._waiting[n] & rest, n + 1)
            rest &= ~self._waiting[n]
        return found

    def open(self) -> list[Counter]:
        """Open needs, in the order of OPEN_FIRST."""
        return [self.counts.get(status, Counter()) for status in OPEN_FIRST]

    def worst(self, undecided: int) -> Counter:
        """The worst status of each: 1 for the first of WORST_FIRST, 2 for the second …; 0: nothing is asked."""
        found, rest = Counter(), -1
        for n, status in enumerate(WORST_FIRST, 1):
            people = undecided if status is Status.UNKNOWN else 0
            people |= self.counts[status].any() if status in self.counts else 0
            found.add(people & rest, n)
            rest &= ~people
        return found
