"""Role ladders, capability frameworks and cmi5 course structures."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conftest import Run

DATA = Path(__file__).parent / "data"

LONG = """\
Role;Role level;Skill;Skill level;Description
Data analyst;Junior;Communicating data;Awareness;"knows that
it matters"
Data analyst;Senior;Communicating data;Expert;shows the way
Data analyst;Senior;Statistics;Working;can do x
Manager;;Statistics;Practitioner;does y
Manager;;;Practitioner;
"""
WIDE = "Capability,Foundation,Intermediate,Advanced\nRead reports,finds a number,explains it,\nShare data,,asks first,decides\n"


def read(path: Path) -> dict[str, object]:
    found = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_a_table_with_roles(tmp_path: Path, run: Run) -> None:
    source, root = tmp_path / "fw.csv", tmp_path / "w"
    source.write_text(LONG, "utf-8")
    ran = run("import", "framework", source, "-w", root, "--all")
    assert ran.code == 0 and "fw.csv:7:1: warning[CUR805] the row names no competency" in ran.err
    assert [level["id"] for level in read(root / "program.yaml")["levels"]] == [
        "awareness",
        "working",
        "practitioner",
        "expert",
    ]  # type: ignore[attr-defined]
    assert read(root / "roles/data-analyst-senior.yaml")["requires"] == [
        {"competency": "communicating-data", "level": "expert"}, {"competency": "statistics", "level": "working"},
    ]  # fmt: skip
    lesson = root / "content/communicating-data-awareness/what-is-expected.en.md"
    assert lesson.read_text("utf-8") == "- knows that\n- it matters\n"
    assert run("check", "--strict", "-w", root).code == 0
    assert "no change" in run("import", "framework", source, "-w", root).out


def test_a_table_with_a_column_for_each_level(tmp_path: Path, run: Run) -> None:
    source, root = tmp_path / "fw.csv", tmp_path / "w"
    source.write_text(WIDE, "utf-8")
    ran = run("import", "framework", source, "-w", root, "--all")
    assert ran.code == 0 and "columns are read as levels: foundation, intermediate, advanced" in ran.err
    assert {p.name for p in (root / "roles").iterdir()} == {
        "framework-foundation.yaml", "framework-intermediate.yaml", "framework-advanced.yaml",
    }  # fmt: skip
    assert run("check", "--strict", "-w", root).code == 0


def test_a_scale_that_says_nothing_about_its_rank_is_asked_for(starter: Path, tmp_path: Path, run: Run) -> None:
    source, said = tmp_path / "fw.csv", tmp_path / "map.yaml"
    source.write_text("role,competency,level\nClerk,Typing,Bronze\nClerk,Filing,Gold\n", "utf-8")
    ran = run("import", "framework", source, "-w", starter)
    assert (
        ran.code == 1
        and "write `levels: {Bronze: …, Gold: …}` into the map; levels here are basic, confident" in ran.err
    )
    said.write_text("levels: {Bronze: basic, Gold: confident}\n", "utf-8")
    assert run("import", "framework", source, "--map", said, "-w", starter).code == 0
    assert {"competency": "filing", "level": "confident"} in read(starter / "roles/clerk.yaml")["requires"]  # type: ignore[operator]
    assert run("check", "-w", starter).code == 0


def test_a_real_role_ladder(tmp_path: Path, run: Run) -> None:
    root = tmp_path / "w"
    ran = run("import", "framework", DATA / "monzo", "-w", root, "--all")
    assert ran.code == 0, ran.err
    assert (root / "roles/customer-operations-framework-level-2.yaml").exists()
    assert "MIT" in (root / "content/customer-operations-framework-teamwork-level-1/SOURCE.md").read_text("utf-8")
    assert run("check", "--strict", "-w", root).code == 0


def test_a_framework_as_yaml(tmp_path: Path, run: Run) -> None:
    source, root = tmp_path / "fw.yaml", tmp_path / "w"
    source.write_text(
        "competencies:\n  - name: Reports\n    levels: {Novice: finds it, Expert: [explains it, mends it]}\n"
        "roles:\n  - name: Clerk\n    skills: [{name: Reports, level: Novice}]\n  - name: Lead\n    skills: {Reports: Expert}\n",
        "utf-8",
    )
    assert run("import", "framework", source, "-w", root).code == 0
    assert read(root / "roles/lead.yaml")["requires"] == [{"competency": "reports", "level": "expert"}]
    assert run("check", "--strict", "-w", root).code == 0


def test_a_cmi5_course_in_its_languages(tmp_path: Path, run: Run) -> None:
    root = tmp_path / "w"
    ran = run("import", "cmi5", DATA / "cmi5" / "complex-cmi5.xml", "-w", root, "--all")
    assert ran.code == 0, ran.err
    assert read(root / "program.yaml")["languages"] == ["en", "de"]
    assert read(root / "content/geologic-materials/module.yaml")["title"]["de"]  # type: ignore[index]
    assert run("check", "-w", root).code == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("<url>", "<url></url><gone>"), "not well-formed"),
        (('moveOn="Passed"', 'moveOn="Maybe"'), "moveOn 'Maybe'"),
        (('masteryScore="0.8"', 'masteryScore="80"'), "masteryScore '80'"),
        (("cmi5/v1/CourseStructure.xsd", "cmi5/v9/x.xsd"), "is no courseStructure"),
    ],
)
def test_course_structures_that_are_not_valid(tmp_path: Path, run: Run, change: tuple[str, str], words: str) -> None:
    text = (
        '<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"><course id="https://x.example/c">'
        '<title><langstring lang="en">C</langstring></title></course><au id="https://x.example/a" moveOn="Passed" '
        'masteryScore="0.8"><title><langstring lang="en">A</langstring></title><url>a.html</url></au></courseStructure>'
    )
    source = tmp_path / "cmi5.xml"
    source.write_text(text, "utf-8")
    assert run("import", "cmi5", source, "-w", tmp_path / "ok").code == 0
    source.write_text(text.replace(*change), "utf-8")
    ran = run("import", "cmi5", source, "-w", tmp_path / "w")
    assert ran.code == 1 and words in ran.err and not (tmp_path / "w").exists()
