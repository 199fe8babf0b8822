"""Why people have no seat, and what would give one, as sentences that name nobody."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from curriculum.boards.actions import Action
from curriculum.boards.seats import Lacking
from curriculum.model import NoSeat, SeatHelp

if TYPE_CHECKING:
    from curriculum.boards.said import Said

# Reason → why there is no seat; what would give one.
WHY: Final = {
    NoSeat.FIRST: ("{first} comes before it and has no place", "a place in {first}"),
    NoSeat.TOO_EARLY: ("it is due before training can begin", "a later date"),
    NoSeat.TOO_LONG: ("a sitting is longer than the training time of a day", "shorter lessons, or more time in a day"),
    NoSeat.ABSENT: ("away on every working day until {date}", "a date after the return"),
    NoSeat.HOURS: ("no working time until {date} is long enough", "an earlier start, or longer hours"),
    NoSeat.COVER: ("as many as may be away at once are away until {date}", "letting one more person attend"),
    NoSeat.OWN_TIME: ("no training time is left until {date}", "more training time a week, or an earlier start"),
    NoSeat.TRAINER_TIME: ("no trainer is free at the same time until {date}", "one more day of a trainer by {date}"),
    NoSeat.ROOM_TIME: ("no room is free together with a trainer until {date}", "one more day of a room by {date}"),
    NoSeat.SITTINGS: ("its sittings do not fit one after the other until {date}", "an earlier start"),
    NoSeat.WHOLE_GROUP: ("no time until {date} suits the whole group", "one more day of a trainer by {date}"),
    NoSeat.ONLY_TRAINER: ("the only one who teaches it has to learn it", "a second trainer for it"),
    NoSeat.NOBODY_TEACHES: ("nobody may teach it", "a trainer for it"),
    NoSeat.LANGUAGE: ("no trainer for it speaks the learner's language", "a trainer who speaks it"),
    NoSeat.ROOM: ("no room at the workplace fits it", "a room for it"),
    NoSeat.WORKPLACE: ("no trainer teaches it at the workplace in the learner's language", "a trainer who comes there"),
    NoSeat.TOO_FEW: ("there are too few people for a session", "more people, or smaller groups"),
}  # fmt: skip
# A change that was tried → what it is; the second where its day is known.
HELPS: Final = {
    SeatHelp.TRAINER: (
        "one more trainer for {module} who speaks the learner's language",
        "one more trainer for {module} who speaks the learner's language, on {date}",
    ),
    SeatHelp.ROOM: ("one more room for {module}",),
    SeatHelp.BOTH: (
        "one more room for {module}, and one more trainer who speaks the learner's language",
        "one more room for {module}, and one more trainer who speaks the learner's language, on {date}",
    ),
    SeatHelp.TEAM: ("letting {n} % of a team be away at once",),
    SeatHelp.COVER: ("letting one more holder of the role go",),
    SeatHelp.WEEK: ("{time} of training a week",),
    SeatHelp.DAY: ("{time} of training a day",),
    SeatHelp.GROUP: ("sessions for groups of {n} or more",),
    SeatHelp.START: ("training from {date} on",),
    SeatHelp.LATER: ("go-live on {date}",),
}
ANEW: Final = "{change}, with all places planned anew"
_MOST: Final = 3  # sentences; a reader wants the first step, not all of them


def without_seat(said: Said, action: Action) -> str:
    """One sentence for each reason, with the modules it holds for; a plain one where the schedule says nothing."""
    by_reason: dict[Lacking, list[str]] = defaultdict(list)
    for row in action.lacking:
        if row.reason:
            by_reason[row._replace(module="")].append(row.module)
    known = {module for modules in by_reason.values() for module in modules}
    rest = [module for module in action.modules if module not in known]
    if len(by_reason) == 1 and not rest:
        ((row, _),) = by_reason.items()
        sentence = _sentence(said, row)
        return sentence[0].upper() + sentence[1:]
    sentences = [f"{said.modules(modules)}: {_sentence(said, row)}" for row, modules in by_reason.items()]
    if rest:
        sentences.append(said.words.say("Book a place: {modules}.", modules=said.modules(rest)))
    return " ".join(sentences[:_MOST])


def _sentence(said: Said, row: Lacking) -> str:
    words = said.words
    assert row.reason is not None
    names = {"first": said.of(row.first or ""), "date": words.date(row.by_on) if row.by_on else "–"}
    why, change = (
        words.say(text, **{k: v for k, v in names.items() if f"{{{k}}}" in text}) for text in WHY[row.reason]
    )
    change = _tried(said, row) or change
    values = {"why": why, "change": change}
    if row.late_on is None:
        return words.say("{why}. What would help: {change}.", **values)
    late = words.date(row.late_on)
    return words.say("only on {late}, too late, because {why}. What would help: {change}.", **values, late=late)


def _tried(said: Said, row: Lacking) -> str:
    """The change that the schedule tried and that gave the seat; empty where there is none."""
    words = said.words
    if row.help is None:
        return ""
    text = HELPS[row.help][-1 if row.help_on else 0]
    number = row.help_number or 0
    values = {
        "module": said.of(row.help_module or row.module),
        "n": words.number(number),
        "time": words.duration(number) if "{time}" in text else "",
        "date": words.date(row.help_on) if row.help_on else "–",
    }
    change = words.say(text, **{name: value for name, value in values.items() if f"{{{name}}}" in text})
    return words.say(ANEW, change=change) if row.help_anew else change
