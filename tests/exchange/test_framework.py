"""Role ladders, capability frameworks and cmi5 course structures."""

from __future__ import annotations

import csv
import time
import zipfile
from pathlib import Path

import pytest
import yaml

from curriculum.exchange.levels import in_rank, is_ranked, number_of
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


NS = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
TITLE = (
    '<title><langstring lang="en">T</langstring></title><description><langstring lang="en">D</langstring></description>'
)
UNIT = (
    f'<au id="https://x.example/a" moveOn="Passed" masteryScore="0.8">{TITLE}<url>https://x.example/a.html</url></au>'
)
STRUCTURE = (
    f'<courseStructure xmlns="{NS}">\n<course id="https://x.example/c">{TITLE}</course>\n{UNIT}\n</courseStructure>'
)
BLOCK = f'<block id="https://x.example/b">{TITLE}{UNIT}</block>'
OBJECTIVES = f'<objectives><objective id="https://x.example/o">{TITLE}</objective></objectives>'


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("<url>", "<url></url><gone>"), 3, "not well-formed"),
        (('moveOn="Passed"', 'moveOn="Maybe"'), 3, "moveOn 'Maybe'"),
        (('masteryScore="0.8"', 'masteryScore="80"'), 3, "masteryScore '80'"),
        (('masteryScore="0.8"', 'masteryScore="NaN"'), 3, "masteryScore 'NaN'"),
        (('masteryScore="0.8"', 'launchMethod="Popup"'), 3, "launchMethod 'Popup'"),
        (("cmi5/v1/CourseStructure.xsd", "cmi5/v9/x.xsd"), 1, "is no courseStructure"),
        (('id="https://x.example/c"', 'id="x.example/c"'), 2, "'x.example/c' is no full address"),
        (('id="https://x.example/a"', 'id="a"'), 3, "'a' is no full address"),
        (('id="https://x.example/a"', 'id=""'), 3, "'au' has no id"),
        ((UNIT, BLOCK.replace("https://x.example/b", "b")), 3, "'b' is no full address"),
        ((UNIT, BLOCK + BLOCK), 3, "stands twice, also in line 3"),
        ((UNIT, UNIT + UNIT), 3, "stands twice"),
        ((UNIT, OBJECTIVES.replace("<objectives>", OBJECTIVES[:-13]) + UNIT), 3, "'https://x.example/o' stands twice"),
        ((UNIT, UNIT + OBJECTIVES), 3, "'objectives' stands too late"),
        (("https://x.example/a.html", "https://x.example a.html"), 3, "signs that no address has"),
        (("https://x.example/a.html", "a.html"), 3, "leads to a file that is not in the package"),
        (("https://x.example/a.html", "https://x.example/?endpoint=y"), 3, "sets endpoint, which the launch sets"),
        (("https://x.example/a.html", " "), 3, "the url is empty"),
        ((f"{TITLE}<url>https://x.example/a.html</url>", f"<url>https://x.example/a.html</url>{TITLE}"), 3, "'title' stands too late"),
        (("</au>", "</au><lesson/>"), 3, "'lesson' stands where it must not"),
        ((UNIT, ""), 1, "'courseStructure' has no au and no block"),
        ((UNIT, f'<block id="https://x.example/b">{TITLE}</block>'), 3, "'block' has no au and no block"),
    ],
)  # fmt: skip
def test_course_structures_that_are_not_valid(
    tmp_path: Path, run: Run, change: tuple[str, str], line: int, words: str
) -> None:
    source = tmp_path / "course.xml"
    assert change[0] in STRUCTURE
    source.write_text(STRUCTURE.replace(*change, 1), "utf-8")
    ran = run("import", "cmi5", source, "-w", tmp_path / "w")
    assert ran.code == 1 and words in ran.err and f"course.xml:{line}:" in ran.err, ran.err
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize("change", [("", ""), (UNIT, BLOCK), (UNIT, OBJECTIVES + UNIT), (UNIT, BLOCK.replace(UNIT, BLOCK.replace('/b"', '/b2"'))),
    ("</au>", '<k:x xmlns:k="urn:k"/></au>'), ('masteryScore="0.8"', 'masteryScore="1.0"'), ('masteryScore="0.8"', 'masteryScore="0.3333"')])  # fmt: skip
def test_course_structures_that_are_valid(tmp_path: Path, run: Run, change: tuple[str, str]) -> None:
    source = tmp_path / "course.xml"
    source.write_text(STRUCTURE.replace(*change, 1), "utf-8")
    assert run("import", "cmi5", source, "-w", tmp_path / "w").code == 0
    assert run("check", "-w", tmp_path / "w").code == 0
    assert "no change" in run("import", "cmi5", source, "-w", tmp_path / "w").out


def test_a_package_holds_the_files_of_its_units(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "course.zip"
    xml = STRUCTURE.replace("https://x.example/a.html", "start/a%20b.html?x=1")
    for names, code in (((), 1), (("start/a b.html",), 0)):
        with zipfile.ZipFile(source, "w") as archive:
            archive.writestr("cmi5.xml", xml)
            for name in names:
                archive.writestr(name, "<html>")
        ran = run("import", "cmi5", source, "-w", tmp_path / "w")
        assert ran.code == code and ("course.zip/cmi5.xml:3:" in ran.err) == (code == 1), ran.err


def test_another_course_of_the_same_title_is_another_module(tmp_path: Path, run: Run) -> None:
    one, two = tmp_path / "1.xml", tmp_path / "2.xml"
    one.write_text(STRUCTURE, "utf-8")
    two.write_text(STRUCTURE.replace("x.example", "y.example"), "utf-8")
    for source in (one, two, one, two):
        ran = run("import", "cmi5", source, "-w", tmp_path / "w")
        assert ran.code == 0, ran.err
    assert "no change" in ran.out
    assert sorted(p.name for p in (tmp_path / "w/content").iterdir() if p.is_dir()) == ["t", "t-2"]


def test_a_thousand_units_take_little_time(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "course.xml"
    units = "\n".join(UNIT.replace('/a"', f'/a{i}"').replace("T<", f"Unit {i}<") for i in range(1001))
    source.write_text(STRUCTURE.replace(UNIT, units), "utf-8")
    began = time.monotonic()
    assert run("import", "cmi5", source, "-w", tmp_path / "w").code == 0
    assert time.monotonic() - began < 10
    assert len(list((tmp_path / "w/content/t").glob("*.en.md"))) == 1001


def table(path: Path, rows: list[list[str]], separator: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)
    return path


def test_a_sheet_with_a_title_joined_cells_and_numbered_levels(tmp_path: Path, run: Run) -> None:
    rows = [["National framework, 2026"], [], ["Area", "Competence", "Proficiency level", "Statement"]]
    rows += [
        ["A" if (c, n) == (1, 1) else "", f"Comp {c}" if n == 1 else "", str(n), f"c{c} n{n}\nmore"]
        for c in (1, 2)
        for n in (1, 2, 3)
    ]
    source = table(tmp_path / "national.csv", rows, ";", "utf-8-sig")
    ran = run("import", "framework", source, "-w", tmp_path / "w", "--all")
    assert ran.code == 0 and "the names of the columns stand in line 3" in ran.err, ran.err
    assert "4 empty cells of 'competence' are read as the cell above" in ran.err
    lesson = tmp_path / "w/content/comp-2-level-3/what-is-expected.en.md"
    assert lesson.read_text("utf-8") == "- c2 n3\n- more\n"
    assert run("check", "--strict", "-w", tmp_path / "w").code == 0


def test_levels_as_columns_keep_their_names_and_level_0_asks_for_nothing(tmp_path: Path, run: Run) -> None:
    rows = [
        ["Skill", "Code", "Level 0", "Level 1 - Follow", "Level 2 - Assist", "Level 3 description"],
        ["Testing", "T", "none", "a", "b", "c"],
    ]
    ran = run("import", "framework", table(tmp_path / "sfia.csv", rows), "-w", tmp_path / "w", "--all")
    assert ran.code == 0, ran.err
    levels = read(tmp_path / "w/program.yaml")["levels"]
    assert [level["title"]["en"] for level in levels] == ["Level 1 - Follow", "Level 2 - Assist", "Level 3"]  # type: ignore[attr-defined]
    assert run("check", "--strict", "-w", tmp_path / "w").code == 0


def test_roles_as_columns_with_levels_in_the_cells(tmp_path: Path, run: Run) -> None:
    rows = [["Capability", "HR clerk", "Head of HR"], ["Records", "1", "3"], ["Law", "0", "2"], ["Talks", "", "1"]]
    ran = run("import", "framework", table(tmp_path / "m.csv", rows, "\t"), "-w", tmp_path / "w", "--all")
    assert ran.code == 0 and "columns are read as roles, their cells as levels: hr_clerk, head_of_hr" in ran.err
    role = read(tmp_path / "w/roles/hr-clerk.yaml")
    assert role["title"] == {"en": "HR clerk"} and role["requires"] == [{"competency": "records", "level": "level-1"}]
    assert len(read(tmp_path / "w/roles/head-of-hr.yaml")["requires"]) == 3  # type: ignore[arg-type]
    assert run("check", "-w", tmp_path / "w").code == 0


def test_an_arabic_framework_stays_arabic_and_in_its_order(tmp_path: Path, run: Run) -> None:
    rows = [["الدور الوظيفي", "الجدارة", "المستوى", "وصف المستوى"]]
    rows += [
        ["محلل البيانات", "قراءة التقارير", level, f"وصف {level}"] for level in ("خبير", "مبتدئ", "متقدم", "متوسط")
    ]
    ran = run("import", "framework", table(tmp_path / "fw.csv", rows, ";", "cp1256"), "-w", tmp_path / "w")
    assert ran.code == 0, ran.err
    program = read(tmp_path / "w/program.yaml")
    assert program["languages"] == ["ar"]
    assert [level["title"]["ar"] for level in program["levels"]] == ["مبتدئ", "متوسط", "متقدم", "خبير"]  # type: ignore[attr-defined]
    assert program["everybody"][0]["level"] == program["levels"][0]["id"], "everybody needs the lowest"  # type: ignore[index]
    assert run("check", "--strict", "-w", tmp_path / "w").code == 0


def test_a_scale_without_an_order_makes_no_programme(tmp_path: Path, run: Run) -> None:
    source = table(tmp_path / "fw.csv", [["role", "skill", "level"], ["A", "x", "Gold"], ["A", "y", "Bronze"]])
    ran = run("import", "framework", source, "-w", tmp_path / "w")
    assert ran.code == 1 and "the words of the scale do not say their order" in ran.err
    assert "levels of a new workspace are beginner, intermediate, advanced" in ran.err


def test_a_column_of_sentences_holds_no_levels(tmp_path: Path, run: Run) -> None:
    rows = [
        ["Competency", "Level", "", ""],
        ["", "1", "2", "3"],
        *([f"C{i}", f"can do {i}", "b", "c"] for i in range(30)),
    ]
    ran = run("import", "framework", table(tmp_path / "fw.csv", rows), "-w", tmp_path / "w")
    assert ran.code == 1 and "holds 31 different texts, so it holds no levels" in ran.err


@pytest.mark.parametrize(
    ("word", "number"),
    [("3", 3), ("L3", 3), ("e-3", 3), ("Level III", 3), ("المستوى ٣", 3), ("المستوى الثالث", 3), ("Third level", 3),
     ("Úroveň 3", 3), ("Expert", None), ("Follow", None), ("Grade A", None)],
)  # fmt: skip
def test_numbers_of_levels(word: str, number: int | None) -> None:
    assert number_of(word) == number


@pytest.mark.parametrize(
    ("words", "order"),
    [("Expert;Awareness;Practitioner;Working", "Awareness;Working;Practitioner;Expert"),
     ("2 - Assist;1 - Follow;10 - Lead", "1 - Follow;2 - Assist;10 - Lead"),
     ("Apply (3);Assist (2);Follow (1)", "Follow (1);Assist (2);Apply (3)"),
     ("Expert;Competent;Advanced beginner;Novice;Proficient", "Novice;Advanced beginner;Competent;Proficient;Expert")],
)  # fmt: skip
def test_the_order_of_scales(words: str, order: str) -> None:
    assert is_ranked(words.split(";")) and in_rank(words.split(";")) == order.split(";")
