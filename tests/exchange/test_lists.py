"""Exports without packages: lists about people, the plan, questions. What goes out comes back, or says what does not."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from tests.conftest import Run
from tests.exchange.test_packages import exported
from tests.load.validator import problems

MODULE = "reading-reports"


def questions(root: Path, module: str = MODULE, language: str = "en") -> list[dict[str, Any]]:
    text = (root / f"content/{module}/check.{language}.yaml").read_text("utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)["questions"]
    return found


def asked(question: dict[str, Any]) -> tuple[object, ...]:
    """What a learner sees of a question, without ids."""
    options = [(o["text"], bool(o.get("right")), o.get("feedback")) for o in question.get("options", ())]
    return question["kind"], question["text"], options, question.get("answers"), question.get("feedback")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_gift_goes_out_and_comes_back_the_same(language: str, starter: Path, tmp_path: Path, run: Run) -> None:
    before = questions(starter, language=language)
    sent = exported(run, starter, "gift", "--module", MODULE, "--language", language)
    bank = tmp_path / "bank.gift"
    bank.write_bytes(sent[f"gift/{MODULE}.{language}.gift"])
    ran = run(
        "import", "questions", bank, "--module", "working-tickets", "--language", language, "-w", starter, "--yes"
    )
    assert ran.code == 0, ran.err
    back = questions(starter, "working-tickets", language)
    wanted = [asked(q) for q in before if q["kind"] not in ("order", "opinion")]
    assert wanted and [asked(q) for q in back] == wanted


def test_qti_holds_every_question_with_its_right_answers(starter: Path, run: Run) -> None:
    (content,) = exported(run, starter, "qti21", "--module", MODULE, "--language", "en").values()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        items = [etree.fromstring(archive.read(n)) for n in archive.namelist() if n.endswith(".xml")]
    items = [item for item in items if etree.QName(item).localname == "assessmentItem"]
    asked_for = [q for q in questions(starter) if q["kind"] in ("single", "multiple")]
    found = {
        " ".join("".join(item.find(".//{*}prompt").itertext()).split()): {
            " ".join("".join(choice.itertext()).split())
            for choice in item.iter("{*}simpleChoice")
            if choice.get("identifier") in {v.text for v in item.iter("{*}value")}
        }
        for item in items
        if item.find(".//{*}simpleChoice") is not None
    }
    assert asked_for
    for question in asked_for:
        rights = {o["text"] for o in question["options"] if o.get("right")}
        assert found[question["text"]] == rights


@pytest.mark.parametrize("lms", ["moodle", "canvas", "openedx", "ilias", "generic"])
def test_enrolments_are_everybodys_path(lms: str, starter: Path, run: Run) -> None:
    plan = json.loads(exported(run, starter, "plan")["plan.json"])
    sent = exported(run, starter, "enrolments", "--lms", lms)[f"enrolments.{lms}.csv"]
    rows = list(csv.DictReader(io.StringIO(sent.decode("utf-8-sig"))))
    column = {"moodle": "course1", "canvas": "course_id", "openedx": "course_id", "ilias": "course"}.get(lms, "module")
    wanted = [step["module"] for person in plan["people"] for step in person["path"]]
    assert wanted and [row[column] for row in rows] == wanted


def test_the_plan_is_as_its_schema_says_which_stands_beside_it(starter: Path, run: Run) -> None:
    sent = exported(run, starter, "plan")
    plan = json.loads(sent["plan.json"])
    schema = json.loads(sent[plan["$schema"]])
    assert problems(schema, plan) == []
    assert all(plan[part] for part in ("levels", "competencies", "modules", "roles", "people"))
    named = set(schema["properties"]["people"]["items"]["properties"])
    assert all(set(person) == named for person in plan["people"]), "no key is missing in the schema"
    step = next(step for person in plan["people"] for step in person["path"])
    step["minutes"]["likely"] = "20"
    assert problems(schema, plan), "minutes are numbers"


def test_lists_about_people_are_for_their_owner_only(starter: Path, run: Run) -> None:
    exported(run, starter, "plan")
    assert (starter / "export/plan.json").stat().st_mode & 0o077 == 0
