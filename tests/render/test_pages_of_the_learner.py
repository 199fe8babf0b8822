"""Competencies with ladders, task pages, terms, the print page, last changes, feedback, and what blocks may not do."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import xml.etree.ElementTree as etree
from dataclasses import replace
from pathlib import Path

import markdown
import pytest
import yaml

from curriculum.history import changed_on
from curriculum.render.ladder import Rung, ladder
from curriculum.render.lesson_text import fit, section
from curriculum.render.page_block import address, as_html
from curriculum.render.site import render_trees
from tests.render.builders import LESSONS, handbooks


def pages(language: str = "en", role: str = "sales-representative") -> dict[str, str]:
    tree = next(t for t in render_trees(handbooks())[0] if t.place == f"{language}/{role}")
    return {p.removeprefix("docs/"): str(c) for p, c in tree.files.items() if isinstance(c, str)}


def html_of(text: str) -> str:
    """A page's Markdown as the sites have it."""
    names = ["admonition", "attr_list", "tables", "pymdownx.superfences", "curriculum.render.safe_markdown"]
    return markdown.markdown(text, extensions=names)


# ── ladders ──


def drawn(language: str, *, mirrored: bool) -> etree.Element:
    rungs = tuple(Rung(title=t, note="20 min", mine=n < 2, goal=n == 1) for n, t in enumerate(["A", "B", "C"]))
    html = html_of(str(ladder(rungs, "Three levels.", language, mirrored=mirrored)))
    return etree.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])


def test_a_ladder_is_stairs_in_the_direction_of_reading_with_words() -> None:
    svg = "{http://www.w3.org/2000/svg}"
    left, right = drawn("en", mirrored=False), drawn("ar", mirrored=True)
    assert left.get("role") == "img" and left.get("aria-label") == "Three levels."
    steps = [[float(r.get(k) or 0) for k in ("x", "y", "width")] for r in left.iter(f"{svg}rect")]
    mirror = [[float(r.get(k) or 0) for k in ("x", "y", "width")] for r in right.iter(f"{svg}rect")]
    assert [s[1] for s in steps] == sorted(s[1] for s in steps), "the highest level comes first"
    assert [s[0] for s in steps] == sorted((s[0] for s in steps), reverse=True), "a higher step begins further on"
    assert mirror == [[360 - x - width, y, width] for x, y, width in steps]
    assert [g.get("class") for g in left.iter(f"{svg}g")] == [
        "ladder-step", "ladder-step ladder-mine ladder-goal", "ladder-step ladder-mine",
    ]  # fmt: skip
    assert len(list(left.iter(f"{svg}path"))) == 1


def test_many_levels_and_long_titles_stay_inside_the_picture() -> None:
    rungs = tuple(
        Rung(title="A very long title of a level, longer than any step", note="", mine=True, goal=False)
        for _ in range(20)
    )
    html = html_of(str(ladder(rungs, "Many.", "en", mirrored=False)))
    widths = [float(w) for w in re.findall(r'<rect x="[0-9.]+" y="[0-9.]+" width="([0-9.]+)"', html)]
    assert len(widths) == 20 and min(widths) >= 200
    assert max(map(len, re.findall(r"<text[^>]*>([^<]*)<", html))) <= 30


def test_the_page_of_competencies_says_how_far_the_role_goes() -> None:
    page = pages()["competencies.md"]
    topics = re.findall(r"^## (.*) \{: #([a-z-]+) \}$", page, re.MULTILINE)
    assert [id for _, id in topics][:2] == ["privacy-and-security", "contacts-and-accounts"]
    assert "Levels, lowest first: Beginner, Intermediate and Advanced. Your role needs: Intermediate." in page
    assert "[Contacts and accounts: from A to Z](lessons/contacts-basics/index.md)" in page


# ── tasks ──


def test_a_task_shows_the_steps_of_its_lessons() -> None:
    lesson = "## Why\n\nBecause.\n\n## Steps {#steps}\n\n1. [Look](#columns).\n\n### More\n\nSee [next](trust-the-number).\n\n## After\n\nEnd.\n"
    small = handbooks(("en",), LESSONS | {("reading-dashboards", "find-the-number", "en"): lesson})
    tree = next(t for t in render_trees(small)[0] if t.role == "sales-representative")
    page = str(tree.files["docs/tasks/read-my-figures.md"])
    assert "1. [Look](../lessons/reading-dashboards/find-the-number.md#columns)." in page
    assert "### More {#reading-dashboards-find-the-number-s-1}" in page
    assert "[next](../lessons/reading-dashboards/trust-the-number.md)" in page
    assert "Because." not in page and "End." not in page
    assert "[The whole lesson](../lessons/reading-dashboards/find-the-number.md)" in page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A {#steps}\nx\n## B\n", "x"),
        ("# A {#steps}\nx\n## B\ny\n", "x\n## B\ny"),
        ("```\n## no {#steps}\n```\n", None),
        ("## A {#steps}\n```\n## no\n```\nx\n", "```\n## no\n```\nx"),
        ("## A {#steps}\n", None),
        ("Steps {#steps}\n-----\nx\n\n## B\n", "x"),
        ("## A\n", None),
    ],
)
def test_sections(text: str, expected: str | None) -> None:
    assert section(text, "steps") == expected
    assert section(text.replace("\n", "\r\n"), "steps") == expected


# ── words of the glossary ──


def test_the_first_place_of_a_word_is_explained_once() -> None:
    lesson = (
        "## The pipeline\n\nThe `pipeline` and [the pipeline](trust-the-number). Pipelines, a pipeline.\n\n- account\n"
    )
    small = handbooks(("en",), {("reading-dashboards", "find-the-number", "en"): lesson})
    tree = next(t for t in render_trees(small)[0] if t.role == "sales-representative")
    html = html_of(str(tree.files["docs/lessons/reading-dashboards/find-the-number.md"]))
    links = re.findall(r'<a aria-describedby="term-([a-z]+)" class="term" href="([^"]+)">([^<]+)</a>', html)
    assert links == [
        ("pipeline", "../../glossary.md#pipeline", "Pipelines"),
        ("account", "../../glossary.md#account", "account"),
    ]
    assert '<div class="term-tip" dir="ltr" hidden="hidden" id="term-pipeline" lang="en" role="tooltip">' in html
    assert "All open deals, by stage." in html


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ar", "هذا في مسار المبيعات.", "مسار المبيعات"),
        ("ar", "والحساب مفتوح.", "والحساب"),
        ("fa", "قیف فروش‌ها را ببینید.", "قیف فروش‌ها"),
        ("he", "הצנרת מכירות ארוכה.", "הצנרת מכירות"),
        ("he", "פנו ללקוח.", "ללקוח"),
        ("en", "accountant", None),
        ("en", "sub-account", None),
    ],
)
def test_words_are_found_with_what_the_language_joins_to_them(language: str, text: str, found: str | None) -> None:
    small = handbooks(
        ("en", language) if language != "en" else ("en",), {("reading-dashboards", "find-the-number", language): text}
    )
    tree = next(t for t in render_trees(small)[0] if t.place == f"{language}/sales-representative")
    html = html_of(str(tree.files["docs/lessons/reading-dashboards/find-the-number.md"]))
    assert re.findall(r'class="term"[^>]*>([^<]+)<', html) == ([found] if found else [])


def test_a_word_may_be_kept_out_of_lessons() -> None:
    small = handbooks(("en",), {("reading-dashboards", "find-the-number", "en"): "A pipeline.\n"})
    terms = tuple(replace(t, in_lessons=("ar",)) for t in small.glossary.terms)
    trees, _ = render_trees(replace(small, glossary=replace(small.glossary, terms=terms)))
    assert all("handbook-terms" not in str(content) for t in trees for content in t.files.values())


# ── blocks are ours ──


def test_addresses_of_blocks_stay_inside() -> None:
    good = ["index.html", "../../index.html", "lessons/a/b.html#s-1", "tasks/x-1.html"]
    bad = [
        "javascript:alert(1)",
        "//x.com/a.html",
        "https://x.com/a.html",
        "a.html?x",
        "..",
        "/a.html",
        "a b.html",
        7,
        None,
    ]
    assert [address(a) for a in good] == good
    assert [address(a) for a in bad] == [""] * len(bad)


@pytest.mark.parametrize("name", ["ladder", "home", "lesson", "record", "badge"])
@pytest.mark.parametrize(
    "line", ["", "{", "[]", "7", '{"language": 7}', '{"language": "en\\" onload=x"}', '{"language": "en"}']
)
def test_a_block_with_odd_values_is_no_danger(name: str, line: str) -> None:
    html = as_html(name, line)
    assert html is None or "onload" not in html


def test_a_block_in_a_lesson_cannot_bring_code_along() -> None:
    evil = "<img src=x onerror=alert(1)>"
    row = dict.fromkeys("x y width height text_x text_y note_y title note mine goal flag".split(), f'"{evil}')
    values = {"language": "en", "words": f'"{evil}', "height": f'"{evil}', "rows": [row]}
    html = html_of(f"``` handbook-ladder\n{json.dumps(values)}\n```\n")
    assert "<svg" in html and "<img" not in html
    rows = {
        "language": "en",
        "levels": [],
        "modules": [
            {
                "id": f'"{evil}',
                "page": "javascript:alert(1)",
                "title": evil,
                "lessons": evil,
                "time": evil,
                "optional": True,
            }
        ],
    }
    html = html_of(f"``` handbook-record\n{json.dumps(rows)}\n```\n")
    assert "progress-table" in html and "<img" not in html and "javascript:" not in html
    terms = {"language": "en", "up": "javascript:", "terms": [{"id": "a", "words": ["word"], "meaning": evil}]}
    assert "href" not in html_of(f"``` handbook-terms\n{json.dumps(terms)}\n```\n\nA word.\n")


# ── the print page ──


def test_everything_stands_on_the_print_page_and_links_lead_inside_it() -> None:
    page = pages()["print.md"]
    assert page.startswith("---\nsearch:\n  exclude: true\n")
    anchors = re.findall(r"\{:? ?#([A-Za-z][\w-]*)", page)
    assert len(anchors) == len(set(anchors)), "an anchor stands twice"
    targets = re.findall(r"\]\(#([\w-]+)\)", page)
    assert {"reading-dashboards-trust-the-number", "privacy-basics-what-is-personal-s-1", "term-pipeline"} <= set(
        targets
    )
    assert set(targets) <= set(anchors)
    assert "](lessons/reading-dashboards/dashboard.png)" in page
    assert "☐ The period" in page and "Both stand on the tile." not in page, "questions without the key"
    assert "A company you deal with." in page and "A name is personal." in page


def test_footnotes_of_two_lessons_do_not_meet() -> None:
    assert fit("a[^1]\n\n[^1]: b\n", lambda t: t, lambda t: t, prefix="m-u-") == "a[^m-u-1]\n\n[^m-u-1]: b\n"


# ── the last change, feedback ──


def test_the_last_change_is_the_day_of_the_last_commit(tmp_path: Path) -> None:
    def git(*arguments: str, day: str = "2026-03-01") -> None:
        who = {
            f"GIT_{w}_{k}": v
            for w in ("AUTHOR", "COMMITTER")
            for k, v in (("NAME", "x"), ("EMAIL", "x@example.com"), ("DATE", f"{day}T12:00:00+00:00"))
        }
        subprocess.run(
            ["git", "-C", str(tmp_path), *arguments],
            check=True,
            capture_output=True,
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(tmp_path), **who},
        )

    root = tmp_path / "inside"
    for name in ("a", "ب"):
        (root / "content" / "m").mkdir(parents=True, exist_ok=True)
        (root / "content" / "m" / f"{name}.en.md").write_text("one", "utf-8")
    assert changed_on(root, "content") == {}
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    (root / "content" / "m" / "a.en.md").write_text("two", "utf-8")
    git("commit", "-qam", "two", day="2026-05-09")
    (root / "content" / "m" / "a.en.md").write_text("not committed", "utf-8")
    assert changed_on(root, "content") == {
        "content/m/a.en.md": dt.date(2026, 5, 9),
        "content/m/ب.en.md": dt.date(2026, 3, 1),
    }
    git("clone", "-q", "--depth", "1", f"file://{tmp_path}", str(tmp_path / "shallow"))
    assert changed_on(tmp_path / "shallow" / "inside", "content") == {}


def test_a_lesson_says_when_it_was_last_changed() -> None:
    small = replace(
        handbooks(("en", "fa")), changed_on=lambda *lesson: dt.date(2026, 5, 9) if lesson[2] == "en" else None
    )
    trees = {t.place: t for t in render_trees(small)[0]}
    name = "docs/lessons/privacy-basics/what-is-personal.md"
    assert "Last changed: 9 May 2026\n{ .changed }" in str(trees["en/sales-representative"].files[name])
    # The reader of Persian sees the English text, so its day, in their own calendar.
    assert "آخرین تغییر: ۱۹ اردیبهشت ۱۴۰۵" in str(trees["fa/sales-representative"].files[name])


@pytest.mark.parametrize(
    ("feedback", "before", "after"),
    [
        ("mailto:t@example.com", "mailto:t@example.com?subject=crm%3A%20en/finance-controller/", ""),
        (
            "mailto:t@example.com?cc=b@example.com",
            "mailto:t@example.com?cc=b@example.com&amp;subject=crm%3A%20en/finance-controller/",
            "",
        ),
        ("https://example.com/form", "https://example.com/form?page=en/finance-controller/", ""),
        ("https://example.com/f?p={page}&x=1", "https://example.com/f?p=en/finance-controller/", "&amp;x=1"),
    ],
)
def test_feedback_names_the_page(feedback: str, before: str, after: str) -> None:
    small = handbooks(("en",))
    trees, _ = render_trees(replace(small, program=replace(small.program, feedback=feedback)))
    config = str(next(t for t in trees if t.role == "finance-controller").files["mkdocs.yml"])
    extra = yaml.safe_load(config)["extra"]
    assert (extra["feedback"], extra["feedback_end"]) == (before, after)


def test_without_feedback_there_is_no_link() -> None:
    small = handbooks(("en",))
    trees, _ = render_trees(replace(small, program=replace(small.program, feedback=None)))
    assert "feedback" not in str(trees[0].files["mkdocs.yml"])
