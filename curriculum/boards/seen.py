"""What boards of several readers have in common, found once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from curriculum.boards.burn import completed_on
from curriculum.boards.seats import Seats
from curriculum.cost import Actuals, Calibration, Part, bills, calibrate, find_actuals
from curriculum.coverage import make_coverage
from curriculum.model import Coverage, Person, PersonNeeds, Standing, record
from curriculum.pipeline import Answer
from curriculum.plan import direct_reports


@record
class Seen:
    """An answer with everything that boards of several readers have in common, found once."""

    answer: Answer
    actuals: Actuals
    calibration: Calibration
    parts: tuple[Part, ...]
    parts_of: Mapping[str, Sequence[Part]]  # by person
    done_on: Mapping[str, Mapping[str, dt.date]]  # person → module → when it was completed last
    coverage: Coverage
    seats: Seats | None  # None: there is no schedule
    direct: Mapping[str, Sequence[str]]  # manager → who reports to them directly
    there: Mapping[str, tuple[int, PersonNeeds]]  # person → their place in the answer, and what they need
    roster: Mapping[str, Person]  # by id

    def language_of(self, person: str) -> str:
        """The person's own language where the programme speaks it, else its first."""
        ws = self.answer.workspace
        own = self.roster[person].language if person in self.roster else None
        return own if own in ws.program.languages else ws.default_language


def look(answer: Answer, seats: Seats | None = None) -> Seen:
    """Costs and corrected estimates of everybody."""
    ws = answer.workspace
    actuals = find_actuals(ws, answer.as_of)
    calibration = calibrate(ws, actuals)
    parts = bills(ws, answer.people, answer.plan, calibration)
    parts_of: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        parts_of[part.person].append(part)
    return Seen(
        answer=answer,
        actuals=actuals,
        calibration=calibration,
        parts=parts,
        parts_of=dict(parts_of),
        done_on=completed_on(ws, answer.as_of),
        coverage=make_coverage(ws, answer.as_of),
        seats=seats,
        direct=direct_reports(ws),
        roster={person.id: person for person in reversed(ws.people)},  # of two rows the first, as everywhere
        there={f.person.id: (n, f) for n, f in enumerate(answer.people) if f.standing is not Standing.LEFT},
    )
