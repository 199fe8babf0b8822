"""Why there is no seat, and what would give one: in the reader's words, true to the schedule, naming nobody."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest

from curriculum.boards.actions import Action, Kind
from curriculum.boards.board import make_board
from curriculum.boards.no_seat import HELPS, WHY, without_seat
from curriculum.boards.said import Said
from curriculum.boards.seats import Lacking, Seats
from curriculum.boards.seen import Seen
from curriculum.load import load_schedule
from curriculum.model import NoSeat, SeatHelp
from curriculum.plan import reports_of
from tests.boards.test_privacy import contents, marks
from tests.builders import certain_day
from tests.conftest import Run

DAY = certain_day("2027-01-31")


def action(*rows: Lacking, modules: tuple[str, ...] = ()) -> Action:
    names = modules or tuple(row.module for row in rows)
    return Action(kind=Kind.UNSCHEDULED, of=(), modules=names, minutes=60, lacking=rows)


def test_every_reason_has_its_sentences() -> None:
    assert WHY.keys() == set(NoSeat) and HELPS.keys() == set(SeatHelp)


@pytest.mark.parametrize("language", ["en", "ar", "fa", "he"])
@pytest.mark.parametrize("reason", list(NoSeat))
def test_each_is_a_whole_sentence_in_each_language(seen: Seen, language: str, reason: NoSeat) -> None:
    said = Said(make_board(seen, "E1005", language))
    row = Lacking("forecasting", reason, DAY, "pipeline-basics", None)
    for late in (None, DAY):
        sentence = without_seat(said, action(row._replace(late_on=late)))
        assert sentence.endswith(".") and not re.search(r"[{}]|None|pipeline-basics", sentence), sentence
        assert (said.words.date(DAY) in sentence) == ("{date}" in "".join(WHY[reason]) or late is not None)


@pytest.mark.parametrize("language", ["en", "ar", "fa", "he"])
@pytest.mark.parametrize("help", list(SeatHelp))
def test_what_was_tried_is_said_instead_of_what_usually_helps(seen: Seen, language: str, help: SeatHelp) -> None:
    said = Said(make_board(seen, "E1005", language))
    usual = Lacking("forecasting", NoSeat.OWN_TIME, DAY, None, None)
    dated = help in (SeatHelp.START, SeatHelp.LATER, SeatHelp.TRAINER)
    row = usual._replace(help=help, help_module="pipeline-basics", help_number=45, help_on=DAY if dated else None)
    sentence, anew = (without_seat(said, action(row._replace(help_anew=anew))) for anew in (False, True))
    assert len({sentence, anew, without_seat(said, action(usual))}) == 3
    for text in (sentence, anew):
        assert text.endswith(".") and not re.search(r"[{}]|None|pipeline-basics|_", text), text
    assert (said.of("pipeline-basics") in sentence) == ("{module}" in HELPS[help][0])
    assert (said.words.number(45) in sentence) == ("{n}" in HELPS[help][0] or "{time}" in HELPS[help][0])
    assert (sentence.count(said.words.date(DAY)) == 2) == dated


def test_a_tried_change_in_english(seen: Seen) -> None:
    said = Said(make_board(seen, "E1005", "en"))
    row = Lacking("forecasting", NoSeat.TRAINER_TIME, DAY, None, None, SeatHelp.TRAINER, "forecasting", None, DAY)
    assert without_seat(said, action(row)) == (
        "No trainer is free at the same time until 31 January 2027. "
        "What would help: one more trainer for Forecasting who speaks the learner's language, on 31 January 2027."
    )


def test_what_holds_for_several_modules_is_said_once(seen: Seen) -> None:
    said = Said(make_board(seen, "E1005", "en"))
    rows = [Lacking(m, NoSeat.LANGUAGE, None, None, None) for m in ("forecasting", "integrations")]
    assert without_seat(said, action(*rows)) == (
        "No trainer for it speaks the learner's language. What would help: a trainer who speaks it."
    )
    both = without_seat(said, action(*rows, modules=("forecasting", "integrations", "privacy-basics")))
    assert both.startswith("Forecasting and Integrations: no trainer for it") and "Book a place: Privacy" in both


def test_a_seat_that_is_too_late_needs_action_too(seen: Seen) -> None:
    taught = next(part for part in seen.parts if part.delivery in ("classroom", "online"))
    late = Lacking(taught.module, NoSeat.TRAINER_TIME, DAY, None, certain_day("2027-02-15"))
    booked = {part.person: [p.module for p in seen.parts_of[part.person]] for part in seen.parts}
    seats = Seats(booked=booked, lacking={taught.person: {taught.module: late}})
    board = make_board(dataclasses.replace(seen, seats=seats), None, "en")
    ((line, found),) = [(line, a) for line, a in board.actions if a.kind is Kind.UNSCHEDULED]
    assert (line.id, found.modules) == (taught.person, (taught.module,))
    assert Said(board).to_do(found).startswith("Only on 15 February 2027, too late, because no trainer is free")


def test_the_sentences_are_those_of_the_schedule_and_name_nobody_of_other_teams(sample: Path, run: Run) -> None:
    """One trainer, and one person of a team away at once: the schedule's own sentences name teams by their manager."""
    trainers = sample / "people" / "trainers.yaml"
    head, first, *_ = re.split(r"(?m)^(?=  - person:)", trainers.read_text())
    trainers.write_text(head + first.replace("languages: [ar, en]", "languages: [ar, en, fa, he]"))
    program = sample / "program.yaml"
    program.write_text(re.sub(r"away_percent: \d+", "away_percent: 1", program.read_text()))
    as_of = ("--as-of", "2026-11-25")
    assert run("schedule", "-w", sample, *as_of).code == 0
    made, _ = load_schedule(sample)
    assert made is not None and len({row.reason for row in made.unscheduled}) > 1
    assert all(row.reason for row in made.unscheduled)
    assert {bool(row.help) for row in made.unscheduled} == {True, False}
    assert all(bool(row.help) is row.tried for row in made.unscheduled)
    assert run("report", "-w", sample, *as_of, "--language", "en").code == 0
    ws = run_workspace(sample)
    named = {str(row.person) for row in made.unscheduled}
    for manager in ("E1005", "E1017", "E1016"):
        below = reports_of(ws, manager)
        for file in (sample / "reports").glob(f"manager-{manager}[.-]*"):
            there = contents(file)
            others = [p for p in ws.people if ws.kept_id(p.id) not in below and p.id != manager]
            own = {p.name for p in ws.people if ws.kept_id(p.id) in below or p.id == manager}
            assert not [m for p in others for m in marks(p) if m.decode() not in own and m in there], file.name
        found = json.loads((sample / "reports" / f"manager-{manager}.json").read_text())
        acted = {a["person"] for a in found["actions"] if a["kind"] == "unscheduled" and a["lacking"]}
        assert acted <= below & named
    top = json.loads((sample / "reports" / "manager-E1003.json").read_text())
    keys = ("module", "reason", "help", "help_module", "help_number")
    reasons = {(a["person"], *(r[key] for key in keys)) for a in top["actions"] for r in a["lacking"]}
    below = reports_of(ws, "E1003")
    assert reasons == {
        (row.person, row.module, row.reason, row.help, row.help_module, row.help_number)
        for row in made.unscheduled
        if row.person in below
    }


def run_workspace(folder: Path):  # type: ignore[no-untyped-def]
    from curriculum.pipeline import open_workspace

    return open_workspace(folder).ready
