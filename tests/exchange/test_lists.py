"""Exports without packages: lists about people, the plan, questions. What goes out comes back, or says what does not."""

from __future__ import annotations

import csv
import io
import json
import uuid
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


def test_statements_come_back_as_the_same_evidence(starter: Path, tmp_path: Path, run: Run) -> None:
    """What goes out as xAPI is read again by our own importer of other systems' statements."""
    sent = exported(run, starter, "statements", "--home", "https://x.example")["statements.json"]
    found = json.loads(sent)
    with (starter / "people/evidence.csv").open(encoding="utf-8", newline="") as stream:
        rows = [r for r in csv.DictReader(stream) if r["kind"] in ("", "completion", "test-out") and r["module"]]
    assert rows and [(s["actor"]["account"]["name"], s["timestamp"][:10], s["object"]["id"].rpartition("/")[2]) for s in found] == [
        (r["person"], r["on"], r["unit"] or r["module"]) for r in rows]  # fmt: skip
    for statement in found:
        assert (
            uuid.UUID(statement["id"]).version == 5 and statement["actor"]["account"]["homePage"] == "https://x.example"
        )
        assert statement["verb"]["id"].startswith("http://adlnet.gov/expapi/verbs/")
    assert sent == exported(run, starter, "statements", "--home", "https://x.example")["statements.json"], (
        "the same ids"
    )
    before = (starter / "people/evidence.csv").read_text("utf-8").splitlines()
    (starter / "people/evidence.csv").write_text(before[0] + "\n", "utf-8")
    source = tmp_path / "statements.json"
    source.write_bytes(sent)
    ran = run("import", "evidence", source, "-w", starter, "--by", "t", "--as-of", "2026-11-25")
    assert ran.code == 0, ran.err
    with (starter / "people/evidence.csv").open(encoding="utf-8", newline="") as stream:
        back = [(r["person"], r["on"], r["module"], r["unit"]) for r in csv.DictReader(stream)]
    assert back == [(r["person"], r["on"], r["module"], r["unit"]) for r in rows]


def test_a_badge_is_for_whoever_has_done_all_that_a_role_requires(starter: Path, run: Run) -> None:
    ran = run("export", "badges", "-w", starter, "--as-of", "2026-11-25")
    assert ran.code == 1 and "CUR831" in ran.err, "nobody is done yet"
    with (starter / "people/roster.csv").open(encoding="utf-8", newline="") as stream:
        person = next(r["id"] for r in csv.DictReader(stream) if r["id"] == "p-02")
    plan = json.loads(exported(run, starter, "plan")["plan.json"])
    path = next(p["path"] for p in plan["people"] if p["id"] == person)
    for step in path:
        words = ("record", "completion", person, step["module"], "--on", "2026-11-20", "--as-of", "2026-11-25")
        assert run(*words, "-w", starter, "--by", "t").code == 0
    sent = {
        n: c
        for n, c in exported(run, starter, "badges", "--home", "https://x.example").items()
        if n.startswith("badges/")
    }
    ((name, content),) = sent.items()
    badge = json.loads(content)
    assert name.startswith(f"badges/{person}/") and badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["@context"][0] == "https://www.w3.org/ns/credentials/v2" and "ob/v3p0/context" in badge["@context"][1]
    assert badge["validFrom"] == "2026-11-20T00:00:00Z" and badge["issuer"]["id"] == "https://x.example"
    subject = badge["credentialSubject"]
    assert subject["type"] == ["AchievementSubject"] and subject["id"].endswith(person)
    assert subject["achievement"]["type"] == ["Achievement"] and subject["achievement"]["criteria"]["narrative"]
    assert "proof" not in badge, "unsigned: who hands it out signs it"
    with (starter / "people/roster.csv").open(encoding="utf-8", newline="") as stream:
        assert not any(row["name"] in content.decode() for row in csv.DictReader(stream)), "names stay here"


def test_courses_as_linked_data_name_no_person(starter: Path, run: Run) -> None:
    sent = exported(run, starter, "jsonld")["courses.jsonld"].decode()
    found = json.loads(sent)
    modules = {p.parent.name for p in starter.glob("content/*/module.yaml")}
    roles = {p.stem for p in starter.glob("roles/*.yaml")}
    for language in ("en", "ar"):
        own = [entry for entry in found if entry["inLanguage"] == language]
        assert {e["@id"].partition("#")[0].rpartition("/")[2] for e in own if e["@type"] == "Course"} == modules
        assert {e["@id"].partition("#")[0].rpartition("/")[2] for e in own if e["@type"] != "Course"} == roles
    assert all(e["@context"] == "https://schema.org" and e["name"] and e["provider"]["name"] for e in found)
    with (starter / "people/roster.csv").open(encoding="utf-8", newline="") as stream:
        people = list(csv.DictReader(stream))
    assert people and not any(row["name"] in sent for row in people)


def test_another_reader_finds_the_same_questions_in_qti(starter: Path, tmp_path: Path, run: Run) -> None:
    """`citolab-qti-convert` takes the package apart and writes QTI 3: words, options and right answers are the same."""
    convert = pytest.importorskip("qti_convert")
    (content,) = exported(run, starter, "qti21", "--language", "ar").values()
    (tmp_path / "qti21.zip").write_bytes(content)
    convert.upgrade_package(str(tmp_path / "qti21.zip"), str(tmp_path / "qti3.zip"))
    with zipfile.ZipFile(tmp_path / "qti3.zip") as archive:
        read = {n: etree.fromstring(archive.read(n)) for n in archive.namelist() if n.startswith("items/")}
    checks = [p.parent.name for p in sorted(starter.glob("content/*/check.ar.yaml"))]
    wanted = {
        q["text"]: q
        for m in checks
        for q in questions(starter, m, "ar")
        if q["kind"] in ("single", "multiple", "short")
    }
    prompts = {
        " ".join("".join(p.itertext()).split()): item for item in read.values() for p in item.iter("{*}qti-prompt")
    }
    chosen = {text: q for text, q in wanted.items() if q["kind"] != "short"}
    assert chosen and len(read) == len(wanted) and chosen.keys() <= prompts.keys()
    for text, question in chosen.items():
        item = prompts[text]
        right = {v.text for v in item.iterfind(".//{*}qti-correct-response/{*}qti-value")}
        options = {
            "".join(c.itertext()).strip(): c.get("identifier") in right for c in item.iter("{*}qti-simple-choice")
        }
        assert options == {o["text"]: bool(o.get("right")) for o in question["options"]}
