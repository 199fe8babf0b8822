"""Workspace and last schedule → the next one, checked against the rules. Writes only people/schedule.yaml."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from itertools import islice
from pathlib import Path

from curriculum import codes_schedule as codes
from curriculum.diagnostics import Diagnostic, Position, in_order
from curriculum.load import load_schedule, load_what_if
from curriculum.model import SCHEDULE, ScheduleFile, WhatIf, Workspace, record
from curriculum.pipeline import Answer, answer_needs, check_changes
from curriculum.schedule import (
    Asked,
    Breach,
    Changes,
    Facts,
    begun_groups,
    is_frozen,
    make_schedule,
    schedule_text,
    tried,
    verify,
    who_could,
    with_changes,
)


@record
class Scheduled:
    """What a run made. `made` is None where the input stops it."""

    answer: Answer
    previous: ScheduleFile | None
    made: ScheduleFile | None
    findings: tuple[Diagnostic, ...]

    @property
    def workspace(self) -> Workspace:
        """The workspace, with what would be different."""
        return self.answer.workspace


def schedule_workspace(root: Path, ws: Workspace, asked: Asked, what_if: Path | None = None) -> Scheduled:
    """The next schedule of a workspace, if it keeps every hard rule. Writes nothing.

    Reports CUR5xx and mistakes of the files it reads. `made` is None after any error.
    """
    previous, said = load_schedule(root)
    if what_if is not None:
        different, wrong = load_what_if(what_if, ws.program.languages)
        said = (*said, *wrong, *(check_changes(ws, different) if different else ()))
        ws = with_changes(ws, different) if different else ws
    answer = answer_needs(ws, asked.as_of)
    if any(d.severity == "error" for d in said):
        return Scheduled(answer=answer, previous=previous, made=None, findings=in_order(said))
    asked = dataclasses.replace(asked, previous=previous)
    made, found = make_schedule(ws, answer.people, answer.plan, asked)
    done = Scheduled(answer=answer, previous=previous, made=made, findings=in_order((*said, *found)))
    if made is None:
        return done
    done = checked(done, made)
    return dataclasses.replace(done, made=_with_what_helps(done.answer, done.made, asked)) if done.made else done


def _with_what_helps(answer: Answer, made: ScheduleFile, asked: Asked) -> ScheduleFile:
    """The schedule with what was tried for whoever has no seat."""
    changes = Changes(answer.workspace, answer.people, answer.plan, asked.as_of)

    def trial(different: WhatIf, afresh: bool) -> ScheduleFile | None:
        ws = with_changes(answer.workspace, different)
        needs_ask_for_it = different.waves or different.minutes_per_day
        other = answer_needs(ws, asked.as_of) if needs_ask_for_it else answer
        again = dataclasses.replace(asked, previous=made, afresh=afresh)
        return make_schedule(ws, other.people, other.plan, again)[0]

    return tried(changes, made, trial, asked.stop)


def checked(done: Scheduled, made: ScheduleFile) -> Scheduled:
    """What was made, with what the independent check says of it.

    Sessions that must stay may break rules among themselves (CUR531); any other breach is ours (CUR541), and the
    schedule is withheld.
    """
    places = {str(s.id): s.at for s in done.previous.sessions} if done.previous else {}
    firm = _must_stay(done, made.as_of)
    facts = Facts(done.workspace, done.answer.people, done.answer.plan, made, done.previous)
    found: list[Diagnostic] = []
    for breach in verify(facts):
        at = places.get(breach.sessions[0], Position(SCHEDULE)) if breach.sessions else Position(SCHEDULE)
        if not breach.sessions or not firm.issuperset(breach.sessions):
            said = f"{breach.rule}: {breach.said}"
            hint = "nothing is wrong with your files: please report this"
            found.append(Diagnostic.of(codes.SOLVER_BROKE_RULE, at, said, hint))
        else:
            said = f"what must stay breaks a rule today: {breach.rule}: {breach.said}"
            hint = _what_to_do(facts, breach)
            found.append(Diagnostic.of(codes.FROZEN_BREAKS_RULE, at, said, hint))
    wrong = any(d.severity == "error" for d in found)
    return dataclasses.replace(done, made=None if wrong else made, findings=in_order((*done.findings, *found)))


def _what_to_do(facts: Facts, breach: Breach) -> str:
    """For a session that must stay: who could lead it then, if it is the trainer who cannot."""
    sessions = {str(s.id): s for s in facts.made.sessions}
    session = sessions.get(breach.sessions[0])
    if session is None or session.trainer not in breach.said:
        return "change it in people/schedule.yaml: another trainer, room or time, or fewer people"
    able = list(islice(who_could(facts, session), 3))
    if able:
        return f"free then and able: {', '.join(able)}; write one of them into `trainer:` of {session.id}"
    return f"no other trainer is free then who may lead it: give {session.id} another time in people/schedule.yaml"


def _must_stay(done: Scheduled, as_of: dt.date) -> set[str]:
    """Ids of sessions that no run may move: of groups that met, and confirmed ones in the frozen days."""
    if done.previous is None:
        return set()
    begun = begun_groups(done.previous, as_of)
    frozen = {str(wave.id): wave.frozen_days for wave in done.workspace.program.waves}
    return {str(s.id) for s in done.previous.sessions if s.group in begun or is_frozen(s, as_of, frozen)}


def breaches(scheduled: Scheduled, made: ScheduleFile) -> tuple[Breach, ...]:
    """What the independent check finds in a schedule."""
    answer = scheduled.answer
    return verify(Facts(answer.workspace, answer.people, answer.plan, made, scheduled.previous))


def verify_file(root: Path, ws: Workspace, as_of: dt.date) -> tuple[Diagnostic, ...]:
    """CUR540 for every breach in people/schedule.yaml as it lies there, on a day."""
    previous, said = load_schedule(root)
    if previous is None:
        missing = Diagnostic.of(
            codes.BROKEN_SCHEDULE, Position(SCHEDULE), "there is no schedule", "curriculum schedule"
        )
        return said or (missing,)
    answer = answer_needs(ws, as_of)
    there = dataclasses.replace(previous, as_of=as_of)
    scheduled = Scheduled(answer=answer, previous=None, made=there, findings=())
    places = {str(s.id): s.at for s in previous.sessions}
    found = [
        Diagnostic.of(
            codes.BROKEN_SCHEDULE,
            places.get(breach.sessions[0], Position(SCHEDULE)) if breach.sessions else Position(SCHEDULE),
            f"{breach.rule}: {breach.said}",
        )
        for breach in breaches(scheduled, there)
    ]
    return in_order((*said, *found))


def write_schedule(root: Path, made: ScheduleFile) -> Path:
    """Writes people/schedule.yaml whole or not at all, readable by its owner only."""
    write_private(root / SCHEDULE, schedule_text(made, _schema(root)).encode())
    return root / SCHEDULE


def _schema(root: Path) -> str | None:
    """The schema of the schedule, as people/ sees it: where `curriculum new` puts it, or where this project does."""
    there = (f"{folder}/schedule.json" for folder in (".schemas", "docs/schemas"))
    return next((f"../{path}" for path in there if (root / path).is_file()), None)


def write_private(path: Path, content: bytes) -> None:
    """Makes a file of mode 0600 beside its place, then renames it into it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)


def write_views(scheduled: Scheduled, made: ScheduleFile, out: Path) -> list[str]:
    """Tables as CSV and XLSX, calendars, pictures of weeks; each readable by its owner only. Says what was written."""
    from curriculum.report.formats import guarded
    from curriculum.schedule.calendars import calendar_files
    from curriculum.schedule.listing import all_tables
    from curriculum.schedule.picture import week_pictures
    from curriculum.schedule.sheets import csv_text, workbook
    from curriculum.schedule.use import use_table

    ws = scheduled.workspace
    tables = (*all_tables(ws, made), use_table(ws, made))
    files = {f"{table.name}.csv": csv_text(table, guarded).encode() for table in tables}
    files |= {name: text.encode() for name, text in week_pictures(ws, made, ws.default_language)}
    said = [f"{out}: {len(tables)} tables as CSV, {len(files) - len(tables)} pictures of weeks"]
    try:
        files["schedule.xlsx"] = workbook(tables, ws.default_language, made.as_of)
        calendars = dict(calendar_files(ws, made, scheduled.previous))
    except ImportError as error:
        said.append(f"no workbook and no calendars: {error.name} is missing; pip install 'curriculum[calendars]'")
        calendars = {}
    files |= calendars
    if calendars:
        said.append(f"{out}: schedule.xlsx and {len(calendars)} calendars")
    for name, content in sorted(files.items()):
        write_private(out / name, content)
    return said
