"""A learner's progress: what the pages' script has to know, and the places where it shows something.

Nothing leaves the browser. `assets/progress.js` keeps one state for all languages and roles of a programme under one
key, by ids of lessons and modules: it survives a new build, a moved page, another language. `assets/plan.js` gives
it the modules of this handbook, their minutes, and the words it needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from curriculum.model import Calendar
from curriculum.render.book import CHECK_PAGE, Book
from curriculum.render.calendars import HIJRI_MONTHS, JALALI_MONTHS, MONTHS
from curriculum.render.handbook import HandbookStep
from curriculum.render.markdown import Markdown
from curriculum.render.page_block import page_block
from curriculum.render.pages import render
from curriculum.render.progress_blocks import SITE, levels_of
from curriculum.render.wording import Wording

# What the script says, by name; {names} are filled in by it.
WORDS: Final[Mapping[str, str]] = {
    "go_on": "Go on with: {lesson}",
    "next": "Next: {lesson}",
    "check": "Knowledge check: {module}",
    "of": "{n} of {total}",
    "modules": "Modules done: {n} of {total}",
    "left": "Time left, about: {time}",
    "all_done": "You have done everything that is required.",
    "done": "Done",
    "done_on": "Done on {date}",
    "passed_on": "Knowledge check passed on {date}",
    "saved": "Saved as {file}.",
    "opened": "Lessons in the file: {n}. They are added.",
    "deleted": "Deleted. This browser keeps nothing more.",
    "ask": "Delete everything that this browser keeps of your progress?",
    "not_json": "This is not a file that was saved here.",
    "other_version": "The file comes from a newer version of this handbook.",
    "other_site": "The file belongs to another programme: {programme}.",
    "too_large": "The file is too large.",
    "not_kept": "This browser does not let pages keep anything. Save your progress as a file before you leave.",
}
# How many counts the table of plural forms holds; from 200 on, forms repeat every hundred in every catalog.
_COUNTS: Final = 200


def plan_js(book: Book) -> str:
    """The script with the data of one handbook."""
    program, wording = book.handbooks.program, book.reader.wording
    plan = {
        "site": str(program.site_id or SITE),
        "role": str(book.role.id),
        "language": book.reader.language,
        "levels": [book.reader.plain(level.title) for level in program.levels],
        "modules": [_module(book, step) for step in book.steps],
        "words": {name: wording.get(message) for name, message in WORDS.items()},
        "wording": wording_table(wording),
    }
    return f"window.curriculumPlan = {json.dumps(plan, ensure_ascii=False, separators=(',', ':'))};\n"


def _module(book: Book, step: HandbookStep) -> dict[str, Any]:
    module = book.modules[step.module]
    has_page = book.has_check_page(module) and not book.asks_opinions(module.id)  # nobody passes an opinion
    return {
        "id": str(module.id),
        "version": module.version,
        "title": book.reader.plain(module.title),
        "level": step.level,
        "required": not step.optional,
        "units": [
            {
                "id": str(u.id),
                "title": book.reader.plain(u.title),
                "minutes": u.minutes.likely,
                "page": f"lessons/{module.id}/{u.id}.html",
            }
            for u in module.units
        ],
        # The page of a check that is no unit; a check on the page of a unit is done with it.
        "check": f"lessons/{module.id}/{CHECK_PAGE}.html" if has_page else None,
    }


def wording_table(wording: Wording) -> dict[str, Any]:
    """What the script needs to say numbers, durations and dates as `Wording` does."""
    return {
        "digits": wording.digits("0123456789"),
        "forms": "".join(str(wording.form(n)) for n in range(_COUNTS)),
        "hours": wording.forms("duration", "{n} h"),
        "minutes": wording.forms("duration", "{n} min"),
        "pair": wording.special("duration", "{first} {last}"),
        "pair_other": wording.special("duration, before digits and other letters", "{first} {last}"),
        "letters": wording.alphabet,
        "date": wording.get("{day} {month} {year}"),
        "months": [wording.special("month", m) for m in MONTHS],
        "second": str(wording.second_calendar),
        "both": wording.get(
            "{local} ({gregorian})" if wording.second_calendar is Calendar.JALALI else "{gregorian} ({local})"
        ),
        **_second_months(wording),
    }


def _second_months(wording: Wording) -> dict[str, Any]:
    names = {Calendar.JALALI: JALALI_MONTHS, Calendar.HIJRI: HIJRI_MONTHS}.get(wording.second_calendar)
    pattern = wording.special("hijri date", "{day} {month} {year}")
    usual = "{day} {month} {year}"
    if wording.second_calendar is Calendar.HEBREW:
        usual = wording.get("{day} {month} {year}")
    return {
        "local_months": [wording.special("month", m) for m in names or ()],
        "local": pattern if wording.second_calendar is Calendar.HIJRI else usual,
        "hebrew_letters": wording.special("numbers of the Hebrew calendar", "digits") == "letters",
    }


def progress_pages(book: Book) -> Iterator[tuple[str, Markdown]]:
    """The learner's own page, and the badge."""
    modules = [_row(book, step) for step in book.steps]
    record = page_block("record", book.reader.language, levels=levels_of(book), modules=modules)
    yield "progress.md", render(book, "progress.md.j2", record=record)
    titles = {"role": book.reader.plain(book.role.title), "programme": book.reader.plain(book.handbooks.program.title)}
    count = sum(not s.optional for s in book.steps)
    badge = page_block("badge", book.reader.language, count=count, **titles)
    yield "badge.md", render(book, "badge.md.j2", badge=badge)


def _row(book: Book, step: HandbookStep) -> dict[str, Any]:
    module = book.modules[step.module]
    wording = book.reader.wording
    return {
        "id": str(module.id),
        "title": book.reader.plain(module.title),
        "page": f"lessons/{module.id}/index.html",
        "lessons": wording.count("{n} lesson", "{n} lessons", len(module.units)),
        "time": wording.estimate(module.minutes),
        "optional": step.optional,
    }
