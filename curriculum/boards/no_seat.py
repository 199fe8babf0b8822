"""Why people have no seat, and what would give one, as sentences that name nobody."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from curriculum.boards.actions import Action
from curriculum.boards.seats import Lacking
from curriculum.model import NoSeat

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
    values = {"why": why, "change": change}
    if row.late_on is None:
        return words.say("{why}. What would help: {change}.", **values)
    late = words.date(row.late_on)
    return words.say("only on {late}, too late, because {why}. What would help: {change}.", **values, late=late)
