"""A board in words: every sentence, sign and number that its outputs show, in the reader's language."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from curriculum.boards.actions import Action, Kind
from curriculum.boards.board import Board, Cell, Line
from curriculum.boards.covered import Covered
from curriculum.boards.no_seat import without_seat
from curriculum.boards.pulse import Answered, questions_of
from curriculum.boards.words import BoardWords
from curriculum.cost import OTHERS, READERS, Bill, Cut
from curriculum.model import Status

# Status → its sign, and the group of colours: now, soon, open, done, off.
SIGNS: Final = {
    Status.OVERDUE: ("!", "now"),
    Status.EXPIRED: ("!", "now"),
    Status.REVOKED: ("✕", "now"),
    Status.DUE: ("○", "open"),
    Status.IN_PROGRESS: ("◐", "open"),
    Status.PAUSED: ("‖", "off"),
    Status.EXPIRING: ("▲", "soon"),
    Status.UNKNOWN: ("?", "soon"),
    Status.EXEMPT: ("–", "off"),
    Status.MET_BY_TEST_OUT: ("✓", "done"),
    Status.MET_BY_EQUIVALENT: ("✓", "done"),
    Status.MET: ("✓", "done"),
}
MESSAGES: Final = {
    Status.OVERDUE: "overdue",
    Status.EXPIRED: "expired",
    Status.REVOKED: "withdrawn",
    Status.DUE: "due",
    Status.IN_PROGRESS: "begun",
    Status.PAUSED: "paused",
    Status.EXPIRING: "expires soon",
    Status.UNKNOWN: "not known",
    Status.EXEMPT: "exempt",
    Status.MET_BY_TEST_OUT: "test-out",
    Status.MET_BY_EQUIVALENT: "equivalent",
    Status.MET: "valid",
}
KINDS: Final = {
    Kind.OVERDUE: "overdue or expired",
    Kind.IMPOSSIBLE: "too little time",
    Kind.EXPIRING: "expires within 90 days",
    Kind.UNSCHEDULED: "without a place in time",
    Kind.UNKNOWN: "data missing",
}


class Said:
    """One board in its language."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.words = BoardWords(board.language)
        ws = board.ws
        self._titles = {str(c.id): c.title for c in ws.catalog.competencies} | {
            str(m.id): m.title for m in ws.modules.values()
        }
        self._levels = [level.title for level in ws.program.levels]

    # ── names ──

    def of(self, id: str) -> str:
        """The title of a competency or module."""
        return self.words.title(self.board.ws, self._titles.get(id), id)

    def level(self, rank: int) -> str:
        """The title of a level; none below the first."""
        return self.words.title(self.board.ws, self._levels[rank - 1]) if rank else self.words.get("nothing")

    def role(self, id: str) -> str:
        """The title of a role."""
        role = self.board.ws.roles.get(id)
        return self.words.title(self.board.ws, role.title if role else None, id)

    def workplace(self, id: str | None) -> str:
        """The title of a workplace."""
        place = self.board.ws.program.workplaces.get(id or "")
        return self.words.title(self.board.ws, place.title if place else None, id or "")

    def wave(self, id: str | None) -> str:
        """The title of a wave."""
        wave = next((wave for wave in self.board.ws.program.waves if wave.id == id), None)
        return self.words.title(self.board.ws, wave.title if wave else None, id or "")

    def status(self, status: Status | None) -> str:
        """The status in one or two words."""
        return self.words.get(MESSAGES[status]) if status else self.words.get("nothing required")

    def kind(self, kind: Kind) -> str:
        """What is the matter, in a few words."""
        return self.words.get(KINDS[kind])

    def matter(self, action: Action) -> str:
        """The same of one action: of what is late, whether it is overdue, expired or withdrawn."""
        return self.status(action.status) if action.status else self.kind(action.kind)

    def who(self, line: Line) -> str:
        """The name; without one, the id."""
        return line.name or line.id

    def title(self) -> str:
        """What the board is about."""
        board = self.board
        if board.manager is None:
            return self.words.get("Training: where everybody stands")
        return self.words.say("Training of the people of {manager}", manager=board.manager_name or board.manager)

    # ── cells ──

    def levels(self, cell: Cell) -> str:
        """What is held and what is required; what is held alone where that is enough."""
        if cell.is_module:
            return self.words.get("this module")
        held, required = self.level(cell.held), self.level(cell.required)
        if cell.held >= cell.required:
            return held
        return self.words.say("has {held}, needs {required}", held=held, required=required)

    def cut_key(self, cut: Cut) -> str:
        """What a row of the totals is called."""
        say = self.words.get
        if cut.key is None:
            return say("everybody") if cut.by == "all" else say("without one")
        if cut.by == "level":
            ranks = [str(level.id) for level in self.board.ws.program.levels]
            return self.level(ranks.index(cut.key) + 1)
        if cut.united:
            names = [self.cut_key(dataclasses.replace(cut, key=key, united=())) for key in cut.united]
            return self.words.say("together: {groups}", groups=self.words.join(names))
        if cut.by == "reading":
            return say({READERS: "people who only read", OTHERS: "people who enter or approve"}[cut.key])
        return {"role": self.role, "wave": self.wave, "workplace": self.workplace}[cut.by](cut.key)

    # ── money ──

    def cost(self, bill: Bill) -> str:
        """Everything known; a dash where no rate is set at all."""
        rates = self.board.ws.program.rates
        if rates is None or not bill.cost:
            return self.words.get("not set")
        return self.words.money(bill.money, rates.currency)

    def unset(self) -> str:
        """Which rates nobody has stated, as a sentence; nothing where all are."""
        names = {
            "learners": "learners' time",
            "trainers": "trainers",
            "rooms": "rooms",
            "licences": "licences",
        }
        missing = [self.words.get(names[name]) for name in self.board.cuts.all.bill.unset]
        if not missing:
            return ""
        return self.words.say("Not in the cost, because no rate is set: {parts}.", parts=self.words.join(missing))

    # ── actions ──

    def what(self, action: Action) -> str:
        """What it is about."""
        if action.kind is Kind.UNKNOWN:
            return self.words.join(action.of)
        return self.words.join([self.of(id) for id in (action.of or action.modules)])

    def to_do(self, action: Action) -> str:
        """What to do, in one or two sentences."""
        say, words = self.words.say, self.words
        hours = words.hours(action.minutes)
        modules = self.modules(action.modules)
        feasible = words.date(action.feasible_on) if action.feasible_on else ""
        if action.kind is Kind.OVERDUE:
            first = say("Free {hours} for: {modules}.", hours=hours, modules=modules) if action.minutes else ""
            then = say("It can be done by {date}.", date=feasible) if feasible else ""
            return " ".join(filter(None, [first, then])) or words.get("Ask the training office.")
        if action.kind is Kind.IMPOSSIBLE:
            left = words.hours(action.minutes_left or 0)
            first = say("{hours} to train, {left} of working time for it before then.", hours=hours, left=left)
            then = (
                say("Free more time, or agree on {date}.", date=feasible)
                if feasible
                else words.get("Free more time, or ask the training office for another way.")
            )
            return f"{first} {then}"
        if action.kind is Kind.EXPIRING:
            return say("Renew before {date}.", date=words.date(action.on) if action.on else "")
        if action.kind is Kind.UNSCHEDULED:
            return without_seat(self, action)
        return words.get("Have these fields of the roster filled in.")

    def modules(self, modules: Sequence[str]) -> str:
        """Their titles; of many the first three."""
        titles = [self.of(module) for module in dict.fromkeys(modules)]
        shown = titles[:3]
        if len(titles) > 3:
            rest = len(titles) - 3
            shown.append(self.words.count("{n} more", "{n} more", rest))
        return self.words.join(shown)

    def summary(self) -> str:
        """Who needs action, in one sentence."""
        count = self.board.acting
        of = self.words.count("{n} person", "{n} people", self.board.people)
        if not count:
            return self.words.say("{people}. Nobody needs action now.", people=of)
        acting = self.words.count("{n} needs action now", "{n} need action now", count)
        return self.words.say("{people}: {acting}.", people=of, acting=acting)

    def cost_range(self) -> str:
        """What everything costs, with the range that the minutes leave; nothing without rates."""
        rates, bill = self.board.ws.program.rates, self.board.cuts.all.bill
        if rates is None or not bill.cost:
            return ""
        low, high = (self.words.money(amount, rates.currency) for amount in bill.low_high())
        return self.words.say("Cost: {cost}, between {low} and {high}.", cost=self.cost(bill), low=low, high=high)

    # ── causes and goals ──

    def trained(self, row: Covered) -> str:
        """How many of the people it is about have nothing left to take for it."""
        if row.people is None or row.trained is None:
            return "–"
        return self.words.say("{n} of {all}", n=self.words.number(row.trained), all=self.words.number(row.people))

    def blind(self, row: Covered) -> str:
        """Who should know the answer and is taught none; that nothing answers it at all."""
        if not row.modules:
            return self.words.get("no module answers it")
        return self.words.join([self.role(role) for role in row.blind])

    def asked(self, row: Answered) -> str:
        """The question, in the reader's language."""
        return questions_of(self.board.ws, row.module, self.words.language)[row.question].text

    def chosen(self, row: Answered) -> list[tuple[str, int]]:
        """Each option and its share in per cent; none where the answers are too few."""
        question = questions_of(self.board.ws, row.module, self.words.language)[row.question]
        texts = {str(option.id): option.text for option in question.options}
        return [(texts.get(id, id), round(100 * n / (row.answers or 1))) for id, n in row.options]

    def kpis(self, row: Covered) -> list[str]:
        """The figures of a goal: from where to where, by when."""
        ws, words = self.board.ws, self.words
        goal = next(goal for goal in ws.program.goals if goal.id == row.of)
        return [
            words.say(
                "{kpi}: from {baseline} to {target} ({unit}) by {date}",
                kpi=words.title(ws, kpi.title),
                baseline=words.digits(kpi.baseline),
                target=words.digits(kpi.target),
                unit=words.title(ws, kpi.unit),
                date=words.date(kpi.target_on),
            )
            for kpi in goal.kpis
        ]
