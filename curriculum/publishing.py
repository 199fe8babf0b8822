"""Workspace → built handbooks. People stay behind: what goes to the renderer has no place for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from curriculum.coverage import make_coverage
from curriculum.diagnostics import Diagnostic, has_errors, in_order
from curriculum.history import changed_on
from curriculum.load import load_schedule, read_picture
from curriculum.model import GUIDE, Workspace
from curriculum.newcomers import newcomers_paths, task_findings
from curriculum.pipeline import Opened, open_workspace
from curriculum.render import manifest
from curriculum.render.drafts import make_drafts
from curriculum.render.handbook import Handbooks, SessionDate
from curriculum.render.languages import use_workspace
from curriculum.render.publish import Built, Edition, Making, publish
from curriculum.render.serve import serve
from curriculum.render.site import findings
from curriculum.render.start import start_pages
from curriculum.render.workers import ready_to_build


def make_handbooks(
    root: Path, ws: Workspace, as_of: dt.date, *, for_trainers: bool = False
) -> tuple[Handbooks, tuple[Diagnostic, ...]]:
    """What employees may read of a workspace, with the learning path of each role; its catalogs are in use then.

    Notes for trainers are left out, unless it is `for_trainers`.
    """
    use_workspace(root)
    paths = newcomers_paths(ws, as_of)
    dates = session_dates(root, ws, as_of, with_names=for_trainers)
    days = changed_on(root, "content")
    handbooks = Handbooks(
        program=ws.program,
        roles=ws.roles,
        catalog=ws.catalog,
        modules=ws.modules,
        glossary=ws.glossary,
        lessons={key: lesson for key, lesson in ws.lessons.items() if key[1] != GUIDE or for_trainers},
        checks=ws.checks,
        dates=dates,
        paths=paths,
        coverage=make_coverage(ws, as_of) if ws.program.coverage_for else None,
        picture=partial(read_picture, root),
        changed_on=lambda module, unit, language: days.get(f"content/{module}/{unit}.{language}.md"),
    )
    return handbooks, in_order(task_findings(ws, paths))


def session_dates(root: Path, ws: Workspace, as_of: dt.date, *, with_names: bool = False) -> tuple[SessionDate, ...]:
    """Sessions ahead; what cannot be read of people/schedule.yaml is left out.

    `with_names` is for trainers: who leads them, and who comes, by name.
    """
    schedule, _ = load_schedule(root)
    names = {person.id: person.name or person.id for person in ws.people} if with_names else {}
    found = [
        SessionDate(
            module=str(session.module),
            part=session.part,
            parts=session.parts,
            language=session.language,
            workplace=str(session.workplace or ""),
            room=str(session.room or ""),
            starts_at=(starts := dt.datetime.fromisoformat(session.starts_at)),
            ends_at=starts + dt.timedelta(minutes=session.minutes),
            led_by=names.get(session.trainer, session.trainer) if with_names else "",
            comes=tuple(sorted(names.get(person, person) for person in session.people)) if with_names else (),
        )
        for session in (schedule.sessions if schedule else ())
        if session.starts_at[:10] >= str(as_of)
    ]
    return tuple(sorted(found, key=lambda s: (s.starts_at, s.module, s.workplace, s.language, s.room)))


@contextmanager
def built_soon(root: Path, out: Path, making: Making) -> Iterator[None]:
    """Around reading a workspace and building its handbooks: where none was built before, processes start at once."""
    is_first = manifest.read(out) is None
    lessons = sum(1 for _ in (root / "content").glob("*/*.md")) if is_first else 0
    with ready_to_build(lessons, making.engine, making.workers):
        yield


def build_handbooks(found: Opened, as_of: dt.date, out: Path, making: Making) -> tuple[Built, tuple[Diagnostic, ...]]:
    """Render all handbooks and build those that changed. Reports CUR6xx. The workspace must be free of errors.

    What changed is known before a page is rendered.
    """
    for_trainers = making.edition is Edition.TRAINER
    handbooks, said = make_handbooks(found.root, found.ready, as_of, for_trainers=for_trainers)
    said = (*said, *findings(handbooks))
    if has_errors(said):
        return Built(), in_order(said)
    drafts = make_drafts(handbooks, making.engine, for_trainers=for_trainers)
    built, published = publish(drafts, start_pages(handbooks), out, making)
    return built, in_order((*said, *published))


def serve_handbooks(
    root: Path,
    as_of: dt.date,
    out: Path,
    *,
    port: int,
    say: Callable[[Built | None, tuple[Diagnostic, ...]], None],
    started: Callable[[str], None],
) -> None:
    """Build, show on this machine, and build again after each change, until Ctrl-C.

    `say` gets what each build made, or None with the mistakes that stopped it: the pages then stay as they were.
    """

    def rebuild() -> None:
        found = open_workspace(root)
        if found.stops():
            say(None, found.diagnostics)
            return
        say(*build_handbooks(found, as_of, out, Making()))

    rebuild()
    watched = [root / part for part in ("program.yaml", "roles", "content", "locales") if (root / part).exists()]
    serve(out, watched, rebuild, port=port, started=started)
