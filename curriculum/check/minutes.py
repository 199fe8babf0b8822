"""The stated minutes of a unit fit its text.

The estimate: reading for study, plus the steps done once by oneself.
Reading: 238 words a minute, silent reading of English non-fiction (Brysbaert 2019, J. Mem. Lang. 109, 104047);
Arabic 138, Hebrew 187 and English 228 in one comparison of languages (Trauzettel-Klosinski and Dietz 2012,
IOVS 53:5452); Persian, not in it, is taken as Arabic. Half of that pace, because a lesson is studied, not skimmed
(Carver 1990, "Reading rate": learning takes about half the words a minute of plain reading).
Steps: a minute and a half for each numbered one, our own measure of the sample's lessons. Not every numbered list is
work to do, so minutes may lie between the two: too few are less than half of the reading alone, too many are more than
half again as much as reading and doing together.
A text of fewer than 150 words is an outline, or leads to work elsewhere: it is not judged.
Exercises depend on the work they ask for, which no count of words knows: they must not be shorter than their reading.
"""

from __future__ import annotations

import re
from typing import Final

from curriculum import codes
from curriculum.check.known import Check, Found
from curriculum.check.markdown import without_code
from curriculum.diagnostics import Diagnostic
from curriculum.model import Lesson, Unit, UnitKind, Workspace

WORDS_PER_MINUTE: Final = {"en": 238, "ar": 138, "fa": 138, "he": 187}
USUAL_PACE: Final = 190  # other languages: about the mean of the seventeen of the comparison
STUDY: Final = 0.5
MINUTES_PER_STEP: Final = 1.5
FEWEST_WORDS: Final = 150

_WORD: Final = re.compile(r"\w+(?:[’'\u200c-]\w+)*")
_STEP: Final = re.compile(r"(?m)^\d+[.)] ")
_LINK: Final = re.compile(r"\]\([^)\s]*\)|\{#[\w-]+\}")


def estimated_minutes(lesson: Lesson) -> tuple[float, float]:
    """Minutes of reading, and of reading and doing, from the words and the numbered steps."""
    pace = WORDS_PER_MINUTE.get(lesson.language.partition("-")[0], USUAL_PACE) * STUDY
    reading = count_words(lesson) / pace
    return reading, reading + MINUTES_PER_STEP * len(_STEP.findall(without_code(lesson.text)))


def count_words(lesson: Lesson) -> int:
    """The words a reader reads: without code, targets of links and ids of headings."""
    return len(_WORD.findall(_LINK.sub("]", without_code(lesson.text))))


def minutes_disagree(ws: Workspace) -> Found:
    """The minutes of a lesson differ from what its text suggests by no more than half."""
    for module in ws.modules.values():
        if f"content/{module.id}" in ws.unreadable or module.retired_on is not None:
            continue
        for unit in module.units:
            lesson = ws.lessons.get((module.id, unit.id, ws.default_language))
            if lesson is not None and unit.kind is not UnitKind.CHECK and count_words(lesson) >= FEWEST_WORDS:
                yield from _disagreement(unit, lesson)


def _disagreement(unit: Unit, lesson: Lesson) -> Found:
    reading, doing = estimated_minutes(lesson)
    stated = unit.minutes.likely
    is_short = stated < (reading if unit.kind is UnitKind.EXERCISE else reading / 2)
    is_long = unit.kind is UnitKind.LESSON and stated > doing * 1.5
    if (is_short or is_long) and abs(stated - (doing if is_long else reading)) > 2:
        suggested = round(doing if is_long else reading)
        message = f"unit '{unit.id}' says {stated} minutes, but its text suggests about {suggested}"
        hint = "mend the minutes, or the text: split a long lesson, add the steps that take the time"
        related = [(lesson.at, "the lesson")]
        yield Diagnostic.of(codes.MINUTES_DISAGREE, unit.id.at, message, hint, related)


RULES: Final[tuple[Check, ...]] = (minutes_disagree,)
