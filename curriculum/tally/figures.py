"""The figures of everybody who needs no closer look, from what their evidence says; and the sums of each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from curriculum.model import Standing, Status
from curriculum.tally.crowd import Crowd, Lanes
from curriculum.tally.profiles import Profile, Profiles
from curriculum.tally.statuses import Dues, Known, Statuses
from curriculum.tally.together import Paths, Ranks


class Figures:
    """Columns with one value for each place in the crowd; those of special people say nothing."""

    def __init__(
        self, profiles: Profiles, of: Sequence[Profile], crowd: Crowd, lanes: Lanes, seen: Mapping[int, int]
    ) -> None:
        self._profiles, self._of, self._crowd, self.lanes = profiles, of, crowd, lanes
        self.known = Known(profiles, seen)
        self.dues = Dues(profiles, of, crowd)
        self.needs: dict[tuple[int, Status], int] = {}  # people by item and status

    def work_out(self, special: int) -> None:
        """All columns; people who are looked at singly are left out."""
        lanes = self.lanes
        asks, leads = self._asks(self._crowd.everybody & ~special)
        statuses = Statuses(self.known, self.dues, asks)
        self.needs, self.expired = statuses.needs, statuses.expired
        undecided = self._crowd.of([k for k, profile in enumerate(self._of) if profile.undecided])
        counters = statuses.open()
        self.open = [lanes.numbers(counter.planes) for counter in counters]
        self.worst = lanes.numbers(statuses.worst(undecided).planes)
        self.first = lanes.numbers(statuses.first_days().planes)
        to_train = 0
        for counter in counters:
            to_train |= counter.any()
        self.to_train = lanes.flags(to_train)
        self.minutes = Paths(self._profiles, self._crowd, lanes, self.known.held).costs(leads)
        self._sum(special)

    def _asks(self, people: int) -> tuple[list[Ranks], list[Ranks]]:
        """Item and rank → who is asked for it; and as far as modules lead there."""
        items, levels = len(self._profiles.ladders.items), self._profiles.levels
        asks: list[Ranks] = [[0] * levels for _ in range(items)]
        leads: list[Ranks] = [[0] * levels for _ in range(items)]
        kinds: dict[tuple[int, int], list[int]] = {}
        for kind, profile in enumerate(self._of):
            for key in profile.required.items():
                kinds.setdefault(key, []).append(kind)
        for (item, rank), asking in kinds.items():
            who = self._crowd.of(asking) & people
            for n in range(rank):
                asks[item][n] |= who
                if rank <= self._profiles.ladders.highest[item]:
                    leads[item][n] |= who
        return asks, leads

    def _sum(self, special: int) -> None:
        """Into the sums of each profile."""
        lanes, starts = self.lanes, self._crowd.starts
        singly = lanes.sums(lanes.flags(special), starts)
        trains = lanes.sums(self.to_train, starts)
        minutes = [(lanes.filled(level, starts), lanes.sums(level, starts)) for level in self.minutes]
        for k, profile in enumerate(self._of):
            sums, people = profile.sums, starts[k + 1] - starts[k] - singly[k]
            to_train = trains[k]
            if profile.standing is None:
                for standing, number in ((Standing.TO_TRAIN, to_train), (Standing.TRAINED, people - to_train)):
                    if number:
                        sums.stand(standing, number)
            elif people:
                sums.stand(profile.standing, people)
            sums.to_train += to_train
            for n, (learners, likely) in enumerate(minutes):
                sums.learners[n] += learners[k]
                sums.minutes[n] += likely[k]
