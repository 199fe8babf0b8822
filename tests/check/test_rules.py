"""Rules one by one, where a whole workspace would say less."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from curriculum import codes
from curriculum.check import check_workspace
from curriculum.check.known import Known
from curriculum.check.lessons import broken_links, different_headings, missing_lessons
from curriculum.check.markdown import headings, links
from curriculum.check.rules import RULES
from curriculum.check.translations import missing_words
from curriculum.diagnostics import Position
from curriculum.model import Ref
from tests.builders import evidence, floors, lesson, module, person, role, text, unit, workspace

ROOT = Path(__file__).parents[2]


def test_each_rule_says_in_one_sentence_what_holds() -> None:
    assert len(RULES) > 25
    for rule in RULES:
        assert rule.__doc__ and rule.__doc__.strip().endswith((".", ".)")), rule
        assert "\n" not in rule.__doc__


def test_an_empty_programme_is_not_wrong() -> None:
    assert check_workspace(workspace(everybody=["a"], modules=[module("a")])) == ()


@pytest.mark.parametrize(
    ("word", "near"),
    [("Reports", "reports"), ("goals_and_kpis", "goals-and-kpis"), ("reprots", "reports"), ("zzz", None), ("", None)],
)
def test_nearest(word: str, near: str | None) -> None:
    assert Known("competency", ["reports", "goals-and-kpis"]).nearest(word) == near


def test_of_two_ids_that_are_equally_near_the_first_is_named() -> None:
    assert Known("x", ["abcd-1", "abcd-2"]).nearest("ABCD_1") == "abcd-1"


def test_every_reference_is_reported_at_its_own_place() -> None:
    ws = workspace(
        roles=[role("a", requires=["x beginner"]), role("b", requires=["x beginner"])],
        modules=[module("m", "y beginner")],
        competencies=["y"],
        access=floors(none="y beginner", read="y beginner"),
    )
    found = [d for d in check_workspace(ws) if d.code.name == "unknown-reference"]
    assert [str(d.at) for d in found] == ["roles/a.yaml:10:3", "roles/b.yaml:10:3"]


def test_references_to_what_cannot_be_read_are_silent() -> None:
    ws = workspace(
        roles=[role("a", requires=["m"], extends="broken", ask="alsobroken")],
        modules=[module("n", "x beginner")],
        evidence=[evidence("p", "2026-01-01", module="m", unit="u")],
        access=floors(none="x beginner", read="x beginner"),
        unreadable=frozenset({"roles/broken", "content/m", "roles/alsobroken"}),
    )
    assert check_workspace(ws) == ()


def test_a_misspelt_language_is_not_missing_as_well() -> None:
    title = text({"en": "Title", "arr": "x"})
    ws = workspace(languages=("en", "ar"), roles=[role("r", title=title)])
    assert [d for d in missing_words(ws) if d.at == title.at and "'title'" in d.message and d.at.file == ""] == []


def test_words_of_blanks_are_missing() -> None:
    at = Position("program.yaml", 1, 8)
    ws = workspace(title=text({"en": "Title", "ar": " "}, at), languages=("en", "ar"), levels=())
    found = [d for d in missing_words(ws) if d.at == at]
    assert [d.message for d in found] == ["'title': no Arabic (ar)"]


def test_a_lesson_in_another_language_only_lacks_the_default() -> None:
    ws = workspace(modules=[module("m")], languages=("en", "ar"), lessons=[lesson("m", "lesson", "ar")])
    found = list(missing_lessons(ws))
    assert [(d.code.name, str(d.at)) for d in found] == [("default-language", "content/m/lesson.ar.md:1:1")]


def test_headings_know_code_ids_and_underlines() -> None:
    body = "# One {#one}\n\n```md\n# no\n```\n\nTwo\n---\n\n~~~~\n## no\n~~~\n~~~~\n### Three ###\n"
    found = [(h.line, h.level, h.words, h.id) for h in headings(body)]
    assert found == [(1, 1, "One", "one"), (7, 2, "Two", None), (14, 3, "Three", None)]


def test_links_know_their_line_and_column() -> None:
    found = links('a [b](c/d) `[x](y)`\n\n[e]( <f> "g")\n\n[h]: https://i/j_(k)\n![l](m.png)\n')
    assert [tuple(x) for x in found] == [
        (1, 7, "c/d", False),
        (3, 7, "f", False),
        (5, 6, "https://i/j_(k)", False),
        (6, 6, "m.png", True),
    ]


@pytest.mark.parametrize(
    "target", ["m/lesson", "m", "lesson", "../m/lesson.md", "#first", "m/lesson#s-2", "tel:+49123"]
)
def test_links_that_lead_somewhere(target: str) -> None:
    body = f"# Title\n\n## First {{#first}}\n\n[words]({target})\n"
    assert list(broken_links(workspace(modules=[module("m")], lessons=[lesson("m", "lesson", body=body)]))) == []


@pytest.mark.parametrize(
    "target", ["#second", "m/lesson#s-3", "JavaScript:alert(1)", "//evil.example", "n", "m/n", "n/m"]
)
def test_links_that_lead_nowhere(target: str) -> None:
    body = f"# Title\n\n## First {{#first}}\n\n[words]({target})\n"
    (found,) = broken_links(workspace(modules=[module("m")], lessons=[lesson("m", "lesson", body=body)]))
    assert str(found.at) == "content/m/lesson.en.md:5:9"


def test_translations_with_the_same_headings_are_right_whatever_their_words() -> None:
    texts = [lesson("m", "lesson", "en", "# A\n\n## B {#b}\n"), lesson("m", "lesson", "ar", "ا\n=\n\n## ب {#b}\n")]
    assert list(different_headings(workspace(languages=("en", "ar"), modules=[module("m")], lessons=texts))) == []


def test_the_answer_does_not_depend_on_the_day_nor_on_hash_seeds(tmp_path: Path) -> None:
    """No rule looks at a clock; sets are never walked in their own order."""
    source = "".join(p.read_text("utf-8") for p in (ROOT / "curriculum" / "check").glob("*.py"))
    assert "today(" not in source and "now(" not in source
    code = (
        "from tests.check.announced import *\nimport shutil, sys\n"
        "for f in BROKEN:\n"
        "    print(diagnose(build(f, Path(sys.argv[1], f.name))))\n"
        "shutil.rmtree(sys.argv[1])\n"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "all")],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]


def test_many_rows_are_checked_in_linear_time() -> None:
    people = [person(f"p{n}", manager="p0" if n else None, language="en", line=n + 2) for n in range(20_000)]
    rows = [evidence(f"p{n}", "2026-01-01", module="m", unit="lesson", line=n + 2) for n in range(20_000)]
    ws = workspace(people=people, evidence=rows, modules=[module("m", units=[unit("lesson")])], everybody=["m"])
    assert check_workspace(ws) == ()


def test_the_second_of_two_ids_is_reported_with_the_first() -> None:
    first, second = Ref("m", Position("content/catalog.yaml", 3)), Ref("m", Position("content/catalog.yaml", 4))
    ws = workspace(modules=[module("m")], everybody=["m"])
    catalog = type(ws.catalog)(competencies=(), modules=(first, second))
    (found,) = check_workspace(workspace(modules=[module("m")], everybody=["m"], catalog=catalog))
    assert (found.at, found.related[0][0]) == (second.at, first.at)


def test_a_retired_module_needs_no_lessons_any_more() -> None:
    ws = workspace(
        modules=[module("old", "reports beginner", retired_on="2026-01-01"), module("new", "reports beginner")],
        lessons=[],
    )
    assert [d.at.file for d in check_workspace(ws) if d.code is codes.NO_LESSON] == ["content/new/module.yaml"]
