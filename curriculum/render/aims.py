"""Two pages of a handbook: help after go-live; causes and goals with the modules that answer and serve them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from curriculum.model import CoverageRow, FollowUp, Kpi, Minutes, Module, SmartGoal
from curriculum.render.book import Book
from curriculum.render.checks import questions_of
from curriculum.render.markdown import Markdown, escape
from curriculum.render.pages import render


def aim_pages(book: Book) -> Mapping[str, Markdown]:
    """Path → page: `after.md` and its questions where the role has follow-up, `coverage.md` where the role sees it."""
    pages = {}
    if book.follow_ups():
        pages["after.md"] = after(book)
    pages |= {page: _asked(book, page, module) for page, module in book.asked_after().items()}
    if book.handbooks.coverage is not None and book.role.id in book.handbooks.program.coverage_for:
        pages["coverage.md"] = coverage(book)
    return pages


def after(book: Book) -> Markdown:
    """What follows go-live for this role, and on which days in each wave."""
    program = book.handbooks.program
    shown = [
        {
            "id": part.id,
            "title": part.title,
            "summary": part.summary,
            "minutes": book.time(Minutes(part.minutes, part.minutes, part.minutes)),
            "required": part.required,
            "module": book.module_link(part.module, "") if part.module and not _asks(book, part) else None,
            "asks": _asks(book, part),
            "days": [
                {
                    "after": book.reader.count("{n} day after go-live", "{n} days after go-live", days),
                    "dates": [book.reader.day(w.go_live_on + dt.timedelta(days=days)) for w in program.waves],
                }
                for days in sorted(part.days_after)
            ],
        }
        for part in book.follow_ups()
    ]
    return render(book, "after.md.j2", parts=shown, waves=[w.title for w in program.waves])


def _asks(book: Book, part: FollowUp) -> Markdown | None:
    """The address of the page on which its opinions are asked for."""
    if part.module is None or not book.asks_opinions(part.module):
        return None
    if part.module not in book.modules:
        return Markdown(f"after-{part.id}.md")
    return Markdown(f"lessons/{part.module}/{book.check_page(book.modules[part.module])}.md")


def _asked(book: Book, page: str, module: Module) -> Markdown:
    """The questions of a module that is on nobody's path, to be answered after go-live."""
    part = next(part for part in book.follow_ups() if page == f"after-{part.id}.md")
    return render(book, "after_questions.md.j2", part=part, questions=questions_of(book, module))


def coverage(book: Book) -> Markdown:
    """Each cause and each goal: which modules answer it, which roles take them, which do not."""
    found = book.handbooks.coverage
    assert found is not None
    goals = {str(goal.id): goal for goal in book.handbooks.program.goals}
    return render(
        book,
        "coverage.md.j2",
        causes=[_row(book, row) for row in found.causes],
        goals=[{**_row(book, row), **_goal(book, goals[row.of])} for row in found.goals],
        empty=sum(len(row.empty) for row in (*found.causes, *found.goals)),
    )


def _row(book: Book, row: CoverageRow) -> dict[str, object]:
    join = book.reader.join
    roles = {role: book.title(book.handbooks.roles[role].title) for role in row.expected}
    return {
        "id": row.of,
        "title": row.title,
        "modules": join([book.module_link(module, "") for module in row.modules]),
        "taken": join([title for role, title in roles.items() if row.cells.get(role)]),
        "empty": join([roles[role] for role in row.empty]),
        "is_for_all": len(row.expected) == len(book.handbooks.roles) and not row.empty,
    }


def _goal(book: Book, goal: SmartGoal) -> dict[str, object]:
    return {
        "owner": _role(book, goal.owner),
        "by": book.reader.date(goal.target_on),
        "kpis": [_kpi(book, kpi) for kpi in goal.kpis],
    }


def _kpi(book: Book, kpi: Kpi) -> dict[str, object]:
    digits = book.reader.wording.digits
    return {
        "title": kpi.title,
        "unit": kpi.unit,
        "baseline": Markdown(digits(kpi.baseline)),
        "target": Markdown(digits(kpi.target)),
        "by": book.reader.date(kpi.target_on),
        "owner": _role(book, kpi.owner),
    }


def _role(book: Book, role: str) -> Markdown:
    found = book.handbooks.roles.get(role)
    return book.title(found.title) if found else escape(role)
