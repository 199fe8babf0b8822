"""Headings, anchors, links and pictures of a lesson, as they are written into the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curriculum.render.lesson_text import fit, headings, links
from curriculum.render.site import render_trees
from tests.render.builders import LESSONS, handbooks


def plain(text: str) -> str:
    return fit(text, page_of=lambda t: f"<{t}>", picture_of=lambda t: None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# Title\n\nText\n", "Text\n"),
        ("# Title\n## A\n# B\n", "## A {#s-1}\n## B {#s-2}\n"),
        ("## A\n#### B\n", "## A {#s-1}\n### B {#s-2}\n"),
        ("### A\n", "## A {#s-1}\n"),
        ("## A {#own}\n## B { .x #two }\n## C {#own}\n", "## A {#own}\n## B {#two .x}\n## C {#s-3}\n"),
        ("Title\n=====\n\nPart\n----\n", "## Part {#s-1}\n"),
        ("```\n# no\n```\n## A ##\n", "```\n# no\n```\n## A {#s-1}\n"),
        ("~~~~\n```\n# no\n~~~~\n## A\n", "~~~~\n```\n# no\n~~~~\n## A {#s-1}\n"),
        ("- a\n---\n", "- a\n---\n"),
        ("\r\n# T\r\n\r\nx\r\n", "x\n"),
    ],
)
def test_headings(written: str, expected: str) -> None:
    assert (
        plain(written).replace("\n\n", "\n").lstrip("\n") == expected.replace("\n\n", "\n")
        or plain(written) == expected
    )


def test_the_first_heading_below_the_title_is_never_skipped() -> None:
    levels = [level for level, _ in headings(plain("# T\n### A\n###### B\n#### C\n### D\n"))]
    assert levels == [2, 3, 3, 2]


def test_links_outside_code() -> None:
    text = '[a](x) `[b](y)` ![c](z.png "t")\n\n```\n[d](w)\n```\n\n[ref]: v\n'
    assert links(text) == ("x", "z.png", "v")


def page(text: str) -> str:
    small = handbooks(("en",), {("reading-dashboards", "find-the-number", "en"): text})
    tree = next(t for t in render_trees(small)[0] if t.role == "finance-controller")
    return str(tree.files["docs/lessons/reading-dashboards/find-the-number.md"])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[n](trust-the-number)", "[n](trust-the-number.md)"),
        ("[n](trust-the-number.md#s-2)", "[n](trust-the-number.md#s-2)"),
        ("[n](privacy-basics/what-is-personal)", "[n](../privacy-basics/what-is-personal.md)"),
        ("[n](../privacy-basics/what-is-personal.md)", "[n](../privacy-basics/what-is-personal.md)"),
        ("[n](privacy-basics)", "[n](../privacy-basics/index.md)"),
        ("[n](glossary#account)", "[n](../../glossary.md#account)"),
        ("[n](contacts-basics/find-and-enter)", "n"),  # not in this role's handbook
        ("[n](nowhere)", "n"),
        ("[n](https://example.com/a_b)", "[n](https://example.com/a_b)"),
        ("[n](//example.com)", "n"),
        ("[n](javascript:x)", "n"),
        ("[n](#s-1)", "[n](#s-1)"),
        ("![n](dashboard.png)", "![n](dashboard.png)"),
        ("![n](../../program.yaml)", "n"),
        ("![n](missing.png)", "n"),
        ("![n](https://example.com/x.png)", "n"),
    ],
)
def test_addresses(written: str, expected: str) -> None:
    assert f"\n\nSee {expected} there.\n" in page(f"See {written} there.\n")


def test_pictures_are_copied_and_missing_ones_reported() -> None:
    text = "![a](dashboard.png) ![b](missing.png) ![c](evil.svg) ![d](good.svg)\n"
    small = handbooks(("en", "ar"), {("reading-dashboards", "find-the-number", "en"): text})
    files = {"dashboard.png": b"png", "evil.svg": b"<svg onload = 'x'/>", "good.svg": b"<svg/>"}
    small = replace(small, picture=lambda module, name: files.get(name) if module == "reading-dashboards" else None)
    trees, found = render_trees(small)
    for tree in trees:
        copied = [path for path in tree.files if path.startswith("docs/lessons/") and not path.endswith(".md")]
        assert copied == ["docs/lessons/reading-dashboards/dashboard.png", "docs/lessons/reading-dashboards/good.svg"]
    assert [(d.code.name, d.message.split("'")[1]) for d in found] == [
        ("picture-left-out", "evil.svg"),
        ("picture-left-out", "missing.png"),
    ]


def test_a_lesson_not_translated_is_shown_in_its_own_direction_with_a_notice() -> None:
    trees, _ = render_trees(handbooks())
    tree = next(t for t in trees if t.place == "fa/sales-representative")
    text = str(tree.files["docs/lessons/reading-dashboards/trust-the-number.md"])
    assert "هنوز ترجمه نشده" in text
    assert '!!! lang-en ""\n\n    Ask who entered it, and when.\n' in text


def test_a_unit_without_text_or_questions_says_so() -> None:
    trees, _ = render_trees(replace(handbooks(), checks={}))
    text = str(trees[0].files["docs/lessons/contacts-basics/check.md"])
    assert "The text of this lesson is being written" in text
    assert "Privacy in daily work" in text


def test_unknown_languages_are_reported_and_shown_in_english() -> None:
    small = handbooks(("en",), LESSONS)
    trees, found = render_trees(replace(small, program=replace(small.program, languages=("en", "fr"))))
    assert [(d.code.number, d.at.file) for d in found] == [("CUR604", "program.yaml")]
    assert any(t.language == "fr" and "How long it takes" in str(t.files["docs/index.md"]) for t in trees)


def test_blocks_are_for_their_readers() -> None:
    """By role, by access; their pictures and links too."""
    lesson = (
        "All.\n\n::: for sales-representative\nSellers. ![a](dashboard.png)\n:::\n\n"
        "::: for access read\nReaders.\n:::\n\n::: not for finance-controller\nOthers.\n:::\n"
    )
    trees, _ = render_trees(handbooks(("en",), {("reading-dashboards", "find-the-number", "en"): lesson}))
    pages = {t.role: str(t.files["docs/lessons/reading-dashboards/find-the-number.md"]) for t in trees}
    words = ("All.", "Sellers.", "Readers.", "Others.", ":::")
    assert {role: [w for w in words if w in page] for role, page in pages.items()} == {
        "sales-representative": ["All.", "Sellers.", "Others."],
        "finance-controller": ["All.", "Readers."],
    }
    pictures = {t.role: [p for p in t.files if p.endswith("dashboard.png")] for t in trees}
    assert pictures == {
        "sales-representative": ["docs/lessons/reading-dashboards/dashboard.png"],
        "finance-controller": [],
    }


def test_a_block_that_nobody_gets_is_reported_once() -> None:
    lesson = "A.\n\n::: for nobody-here, access admin\nB.\n:::\n\n::: for access read\nC.\n:::\n"
    texts = {
        (m, u, la): lesson
        for m, u in (("contacts-basics", "find-and-enter"), ("reading-dashboards", "exercise"))
        for la in ("en", "ar")
    }
    _, found = render_trees(handbooks(("en", "ar"), texts))
    places = [(d.code.number, d.message.split("'")[-2], d.at.line + 1) for d in found]  # lessons here begin on line 0
    # `access read` takes the dashboards, but not the contacts.
    assert sorted(places) == [
        ("CUR614", "contacts-basics", 3), ("CUR614", "contacts-basics", 7), ("CUR614", "reading-dashboards", 3),
    ]  # fmt: skip
