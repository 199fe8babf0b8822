"""The Markdown pages of one handbook that list and sum up: home, path, modules, tasks, whom to ask, words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from curriculum.model import Level, Module, Requirement, Term, Wave, combined
from curriculum.render.book import Book
from curriculum.render.course_data import course_head, role_head
from curriculum.render.handbook import HandbookStep, required
from curriculum.render.markdown import Markdown, escape, is_safe_address, link
from curriculum.render.progress_blocks import home_block
from curriculum.render.templating import render_markdown


def render(book: Book, template: str, **values: object) -> Markdown:
    """A page; all templates know `_` (say), `t` (text), `time`, `date`, `day`, `kind`, `colon` and `comma`."""
    reader = book.reader
    return render_markdown(
        template,
        _=reader.say,
        t=reader.text,
        time=reader.estimate,
        date=reader.date,
        day=reader.day,
        kind=book.kind,
        colon=Markdown(":"),
        comma=Markdown(reader.wording.special("list", ", ")),
        **values,
    )


def home(book: Book) -> Markdown:
    """What the role is, what the training is good for, how long it takes, what comes first and until when."""
    ordered = sorted(book.steps, key=lambda step: step.optional)
    following = [_step_view(book, s) for s in ordered[:3]]
    return render(
        book,
        "home.md.j2",
        role=book.role,
        access=book.access(),
        first=_first_lesson(book, ordered[0]) if ordered else None,
        hours=_hours(book),
        ranged=any(m.low != m.high for m in (s["module"].minutes for s in following)),
        next=following,
        waves=[_wave_view(w) for w in book.handbooks.program.waves],
        later=_later(book),
        progress=home_block(book),
        tasks=_tasks(book)[:5],
        more_tasks=len(book.tasks()) > 5,
    )


def _first_lesson(book: Book, step: HandbookStep) -> dict[str, object]:
    module = book.modules[step.module]
    unit = module.units[0]
    return {"title": unit.title, "path": f"lessons/{module.id}/{unit.id}.md"}


def _step_view(book: Book, step: HandbookStep) -> dict[str, Any]:
    return {"module": book.modules[step.module], "path": f"lessons/{step.module}/index.md"}


def _wave_view(wave: Wave) -> dict[str, object]:
    return {
        "title": wave.title,
        "begins_on": wave.go_live_on - dt.timedelta(days=wave.earliest_days_before),
        "ends_on": wave.go_live_on - dt.timedelta(days=1),
        "go_live_on": wave.go_live_on,
    }


def _later(book: Book) -> Markdown:
    """The rule for people who join after go-live: the shortest time any requirement of the role gives."""
    policy = book.handbooks.program.policy.within_days
    asked: list[Requirement] = [r for role in book.lineage() for r in role.requires if not r.optional]
    days = min((r.within_days if r.within_days is not None else policy for r in asked), default=policy)
    return book.reader.count(
        "Whoever starts in this role later has {n} day for it, counted from the first day in the role.",
        "Whoever starts in this role later has {n} days for it, counted from the first day in the role.",
        days,
    )


def _hours(book: Book) -> list[dict[str, Markdown]]:
    """A row a level and the sum, of what is required; below, what is recommended."""
    by_level = [(book.title(level.title), required(steps)) for level, steps in _by_level(book)]
    rows = [(title, steps) for title, steps in by_level if steps]
    if len(rows) > 1:
        rows.append((Markdown(f"**{book.reader.say('Total')}**"), required(book.steps)))
    recommended = [step for step in book.steps if step.optional]
    if recommended:
        rows.append((book.reader.say("recommended, not required"), recommended))
    return [
        {
            "title": title,
            "modules": escape(book.reader.wording.number(len(steps))),
            "time": book.time(combined(book.modules[s.module].minutes for s in steps)),
        }
        for title, steps in rows
    ]


def _by_level(book: Book) -> list[tuple[Level, list[HandbookStep]]]:
    levels = enumerate(book.handbooks.program.levels, 1)
    grouped = [(level, [s for s in book.steps if s.level == rank]) for rank, level in levels]
    return [(level, steps) for level, steps in grouped if steps]


def path(book: Book) -> Markdown:
    """All modules by level, in learning order, each with its minutes and its reasons."""
    numbers = {s.module: n for n, s in enumerate(book.steps, 1)}
    levels = [
        {
            "title": level.title,
            "anchor": f"level-{level.id}",
            "line": _sum_line(book, steps),
            "steps": [_path_view(book, s, numbers[s.module]) for s in steps],
        }
        for level, steps in _by_level(book)
    ]
    return render(book, "path.md.j2", levels=levels, total=_sum_line(book, list(book.steps)))


def _sum_line(book: Book, steps: list[HandbookStep]) -> Markdown:
    must = required(steps)
    recommended = len(steps) - len(must)
    parts = []
    if must:
        parts.append(book.reader.count("{n} module", "{n} modules", len(must)))
        parts.append(book.time(combined(book.modules[s.module].minutes for s in must)))
    if recommended:
        parts.append(book.reader.count("{n} recommended module", "{n} recommended modules", recommended))
    return Markdown(" · ".join(parts))


def _path_view(book: Book, step: HandbookStep, number: int) -> dict[str, object]:
    until = required(book.steps[:number])
    by_here = book.reader.estimate(combined(book.modules[s.module].minutes for s in until))
    return {
        **_step_view(book, step),
        "sum": None if step.optional else book.reader.say("Up to here: {time}", time=by_here),
        "number": escape(book.reader.wording.number(number)),
        "anchor": Markdown(step.module),
        **_module_facts(book, step, ""),
    }


def _module_facts(book: Book, step: HandbookStep, up: str) -> dict[str, object]:
    module = book.modules[step.module]
    return {
        "line": module_line(book, step, module),
        "teaches": book.teaches(module),
        "before": book.before(module, up),
        "reasons": book.reasons(step, up),
    }


def module_line(book: Book, step: HandbookStep, module: Module) -> Markdown:
    """ "45 min · 3 lessons", and whether it is recommended only."""
    parts = [book.time(module.minutes), book.reader.count("{n} lesson", "{n} lessons", len(module.units))]
    if step.optional:
        parts.append(book.reader.say("recommended, not required"))
    return Markdown(" · ".join(parts))


def module_page(book: Book, step: HandbookStep) -> Markdown:
    """A module: what it teaches, why it is here, its units."""
    module = book.modules[step.module]
    rank = min(max(step.level, 1), len(book.handbooks.program.levels))
    level = book.title(book.handbooks.program.levels[rank - 1].title)
    facts = _module_facts(book, step, "../../")
    return render(
        book,
        "module.md.j2",
        module=module,
        units=module.units,
        has_check=book.has_check_page(module),
        credit=credit(book, module),
        **{**facts, "line": Markdown(f"{level} · {facts['line']}")},
    )


def credit(book: Book, module: Module) -> Markdown | None:
    """Whose work the module was adapted from, and its licence, as licences such as CC BY ask for it."""
    source = module.source
    if source is None:
        return None
    title = link(escape(source.title), source.link) if source.link else escape(source.title)
    if not source.licence:
        return book.reader.say("Adapted from: {work}", work=title)
    licence = escape(source.licence)
    licence = link(licence, source.licence_link) if source.licence_link else licence
    return book.reader.say("Adapted from: {work}. Licence: {licence}", work=title, licence=licence)


def tasks(book: Book) -> Markdown:
    """The role's daily work, each task with the lessons that teach it."""
    return render(book, "tasks.md.j2", tasks=_tasks(book))


def _tasks(book: Book) -> list[dict[str, Any]]:
    return [
        {
            "id": task.id,
            "path": Markdown(f"tasks/{task.id}.md"),
            "title": task.title,
            "how_often": task.how_often,
            "lessons": _task_lessons(book, task.lessons),
        }
        for task in book.tasks()
    ]


def _task_lessons(book: Book, lessons: tuple[str, ...]) -> list[Markdown]:
    """Links to the lessons; one outside this handbook is named without a link, an unknown one left out."""
    shown = []
    for module, _, unit in (lesson.partition("/") for lesson in lessons):
        found = next((u for m in [book.handbooks.modules.get(module)] if m for u in m.units if u.id == unit), None)
        if found is not None:
            title = book.title(found.title)
            shown.append(link(title, f"lessons/{module}/{unit}.md") if book.has_lesson(module, unit) else title)
    return shown


def ask(book: Book) -> Markdown:
    """Roles and contacts to turn to."""
    return render(book, "ask.md.j2", **ask_values(book))


def ask_values(book: Book) -> dict[str, Any]:
    """Roles and contacts as templates want them."""
    roles = [book.handbooks.roles[r] for r in book.role.ask if r in book.handbooks.roles]
    contacts = [
        {"title": c.title, "text": c.text, "address": _address(c.link), "shown": (c.link or "").removeprefix("mailto:")}
        for c in book.handbooks.program.contacts
    ]
    return {"roles": roles, "contacts": contacts}


def _address(address: str | None) -> Markdown | None:
    """A contact's link as a target: spaces and brackets would end it, other schemes are not shown as links."""
    if not address or not is_safe_address(address):
        return None
    return Markdown("".join(c if c.isalnum() or c in "-._~:/?#@!$&'*+,;=%" else f"%{ord(c):02X}" for c in address))


def glossary(book: Book) -> Markdown:
    """The page of words."""
    return render(book, "glossary.md.j2", terms=glossary_terms(book))


def glossary_terms(book: Book) -> list[Term]:
    """The words, sorted as a dictionary of the language would."""
    wording, default = book.reader.wording, book.reader.default
    return sorted(
        book.handbooks.glossary.terms, key=lambda term: wording.sort_key(term.title.in_(wording.language, default))
    )


def list_pages(book: Book) -> Mapping[str, Markdown]:
    """Path → page, without the lessons."""
    modules = {
        f"lessons/{s.module}/index.md": Markdown(course_head(book, book.modules[s.module]) + module_page(book, s))
        for s in book.steps
    }
    return {
        "index.md": Markdown(role_head(book) + home(book)),
        "path.md": path(book),
        **modules,
        "tasks.md": tasks(book),
        "ask.md": ask(book),
        "glossary.md": glossary(book),
    }
