"""A board: everything that one reader may see, as values. All outputs are made from it and from nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from curriculum.boards.actions import Action, Kind, find_actions
from curriculum.boards.burn import Burn, make_burn
from curriculum.boards.covered import Covered, Helped, make_covered, make_helped
from curriculum.boards.pulse import Answered, make_answered
from curriculum.boards.seen import Seen
from curriculum.cost import Bill, Calibration, Cuts, Part, cut, total_of
from curriculum.model import (
    WORST_FIRST,
    Need,
    PersonNeeds,
    Standing,
    Status,
    Workspace,
    record,
)
from curriculum.plan import reports_of

FEWEST: Final = 5  # without names, smaller groups are united: a row of two people is about two people


@record
class Cell:
    """A person × a competency or module of the matrix."""

    of: str
    is_module: bool
    required: int
    held: int
    status: Status
    optional: bool
    on: dt.date | None  # open: when it is due; held: until when it counts
    minutes: int  # likely calibrated minutes that this need adds


@record
class Line:
    """One person of the board. Where the board has no names, `id` is a pseudonym and the rest says nothing of who."""

    id: str
    name: str
    direct: bool
    roles: tuple[str, ...]
    department: str | None
    workplace: str | None
    wave: str | None
    access: str | None
    standing: Standing
    status: Status | None  # the most urgent of the required needs
    due_on: dt.date | None
    bill: Bill
    cells: tuple[Cell, ...]
    actions: tuple[Action, ...]


@record
class Board:
    """`manager`: whose people, by id or pseudonym; None: everybody. `is_named`: whether it says who is who."""

    ws: Workspace
    as_of: dt.date
    language: str
    manager: str | None
    manager_name: str
    is_named: bool
    people: int
    kinds: Mapping[Kind, int]  # how many people need action of each kind
    acting: int  # how many need any
    statuses: Mapping[Status, int]  # required needs
    lines: tuple[Line, ...]  # the most urgent first; none where the reader is not shown single people
    columns: tuple[str, ...]  # competencies and modules in order of the catalogue
    cuts: Cuts
    burn: Burn
    parts: tuple[Part, ...]
    calibration: Calibration
    modules: tuple[str, ...]  # that these people take: whose estimates are shown
    covered: tuple[Covered, ...]
    helped: tuple[Helped, ...]
    answered: tuple[Answered, ...]  # to the pulse; of the whole programme, so for no single manager

    @property
    def actions(self) -> tuple[tuple[Line, Action], ...]:
        """Who needs action now, the most urgent first."""
        order = tuple(Kind)
        found = [(line, action) for line in self.lines for action in line.actions]
        return tuple(sorted(found, key=lambda one: (order.index(one[1].kind), one[1].on or dt.date.max, one[0].id)))


def make_board(
    seen: Seen,
    manager: str | None,
    language: str,
    names: Mapping[str, str] | None = None,
    *,
    has_lines: bool = True,
    only: Collection[str] | None = None,
) -> Board:
    """The board of a manager's whole tree, or of everybody. `names`: person → pseudonym, instead of who they are.

    `has_lines`: whether the reader is shown single people; `only`: these people instead of a manager's.
    """
    answer, ws = seen.answer, seen.answer.workspace
    below = only if manager is None else reports_of(ws, manager, seen.direct)
    shown = seen.there.values() if below is None else sorted(seen.there[id] for id in below if id in seen.there)
    people = [found for _, found in shown]
    parts = tuple(part for found in people for part in seen.parts_of.get(found.person.id, ()))
    lines = [_line(seen, found, manager, names) for found in people]
    cells = [cell for line in lines for cell in line.cells if not cell.optional]
    taken = {part.module for part in parts}
    few = 0 if names is None and has_lines else FEWEST
    asked = {cell.of for line in lines for cell in line.cells}
    order = [*(str(c.id) for c in ws.catalog.competencies), *ws.modules]
    return Board(
        ws=ws,
        as_of=answer.as_of,
        language=language,
        manager=names[manager] if names is not None and manager is not None else manager,
        manager_name=seen.roster[manager].name if names is None and manager and manager in seen.roster else "",
        is_named=names is None and has_lines,
        people=len(lines),
        kinds={kind: sum(any(a.kind is kind for a in line.actions) for line in lines) for kind in Kind},
        acting=sum(bool(line.actions) for line in lines),
        statuses={s: number for s in Status if (number := sum(cell.status is s for cell in cells))},
        lines=tuple(sorted(lines, key=_urgency)) if has_lines else (),
        columns=tuple(of for of in order if of in asked),
        cuts=cut(ws, people, parts, seen.actuals, few),
        burn=make_burn(ws, people, answer.plan, seen.done_on, answer.as_of),
        parts=parts,
        calibration=seen.calibration,
        modules=tuple(m for m in ws.modules if m in taken),
        covered=make_covered(seen.coverage, people, answer.plan, few),
        helped=make_helped(ws, people, answer.plan, answer.as_of, few),
        answered=make_answered(ws, answer.as_of) if below is None else (),
    )


def _urgency(line: Line) -> tuple[int, int, dt.date, str]:
    kinds = tuple(Kind)
    first = min((kinds.index(action.kind) for action in line.actions), default=len(kinds))
    status = WORST_FIRST.index(line.status) if line.status else len(WORST_FIRST)
    return first, status, line.due_on or dt.date.max, line.id


def _line(seen: Seen, found: PersonNeeds, manager: str | None, names: Mapping[str, str] | None) -> Line:
    person, ws = found.person, seen.answer.workspace
    mine = seen.parts_of.get(person.id, ())
    firm = [need for need in found.needs if not need.optional]
    who = names is None
    return Line(
        id=person.id if names is None else names[person.id],
        name=person.name if who else "",
        direct=manager is not None and person.manager is not None and ws.kept_id(person.manager) == manager,
        roles=tuple(held.role for held in found.roles) if who else (),
        department=person.department if who else None,
        workplace=person.workplace if who else None,
        wave=found.wave if who else None,
        access=str(person.access) if person.access and who else None,
        standing=found.standing,
        status=min((need.status for need in firm), key=WORST_FIRST.index, default=None),
        due_on=min((need.due.on for need in firm if need.due and need.status.is_open), default=None),
        bill=total_of(mine),
        cells=tuple(_cell(need, mine) for need in found.needs),
        actions=tuple(find_actions(seen, found, seen.answer.plan.of(person.id), mine)),
    )


def _cell(need: Need, parts: Sequence[Part]) -> Cell:
    return Cell(
        of=need.of,
        is_module=need.module is not None,
        required=need.required,
        held=need.held,
        status=need.status,
        optional=need.optional,
        on=(need.due.on if need.due else None) if need.status.is_open else need.valid_until,
        minutes=sum(part.calibrated.likely for part in parts if part.of == need.of),
    )
