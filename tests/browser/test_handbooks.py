"""The built pages as a reader sees them: direction, language switch, phone, colours, search, no other host."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from curriculum.render.folding import fold_all
from curriculum.render.inflection import cuts
from tests.browser.conftest import Visit, hits

pytestmark = pytest.mark.browser

LANGUAGES = {"en": "ltr", "ar": "rtl", "fa": "rtl", "he": "rtl"}
ROLES = ("sales-representative", "finance-controller")
LESSON = "lessons/reading-dashboards/find-the-number.html"
PAGES = ("competencies.html", "progress.html", "badge.html", "print.html", "tasks/find-a-customer.html", "index.html", "path.html", "tasks.html", "ask.html", "glossary.html", "lessons/reading-dashboards/index.html", LESSON,
         "lessons/reading-dashboards/trust-the-number.html")  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_direction_and_side_of_the_navigation(
    visit: Callable[..., Visit], sites: Path, language: str, role: str
) -> None:
    page = visit().open(sites / language / role / LESSON)
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir, document.body.dir]") == [
        language, LANGUAGES[language], LANGUAGES[language],
    ]  # fmt: skip
    box = page.locator(".md-sidebar--primary").bounding_box()
    assert box is not None
    assert (box["x"] > 640) == (LANGUAGES[language] == "rtl")
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_switch_stays_on_the_page(visit: Callable[..., Visit], sites: Path, language: str) -> None:
    for path in (LESSON, "index.html"):
        page = visit().open(sites / language / "sales-representative" / path)
        for other in LANGUAGES:
            page.locator(".md-header .md-select > button").hover()
            page.locator(f".md-header a[hreflang={other}]").click()
            page.wait_for_url((sites / other / "sales-representative" / path).as_uri())
            assert page.evaluate("document.documentElement.lang") == other


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways(visit: Callable[..., Visit], sites: Path, language: str, width: int) -> None:
    opened = visit(width)
    starts = [sites / "index.html", sites / language / "index.html"]
    for path in [*starts, *(sites / language / "sales-representative" / p for p in PAGES)]:
        page = opened.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_colours_follow_the_system_and_the_switch(
    visit: Callable[..., Visit], sites: Path, language: str, scheme: str
) -> None:
    page = visit(scheme=scheme).open(sites / language / "finance-controller" / "index.html")
    used, other = ("default", "slate") if scheme == "light" else ("slate", "default")
    assert page.evaluate("document.body.dataset.mdColorScheme") == used
    page.locator(".md-header form[data-md-component=palette] label:not([hidden])").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == other


@pytest.mark.parametrize(
    ("language", "query"), [("en", "columns"), ("ar", "الأعمدة"), ("fa", "داشبورد"), ("he", "שאלה")]
)
def test_search_works_from_a_folder(visit: Callable[..., Visit], sites: Path, language: str, query: str) -> None:
    page = visit().open(sites / language / "sales-representative" / "index.html")
    assert hits(page, query) > 0


def test_the_drawer_opens_on_a_phone(visit: Callable[..., Visit], sites: Path) -> None:
    for language, direction in LANGUAGES.items():
        page = visit(390).open(sites / language / "sales-representative" / "index.html")
        page.locator("label.md-header__button[for=__drawer]").first.click()
        page.wait_for_timeout(400)
        box = page.locator(".md-sidebar--primary").bounding_box()
        assert box is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= 391
        assert (box["x"] > 100) == (direction == "rtl")


def test_start_pages_lead_to_every_handbook(visit: Callable[..., Visit], sites: Path) -> None:
    for language, direction in LANGUAGES.items():
        opened = visit()
        page = opened.open(sites / "index.html")
        page.locator(f"nav a[hreflang={language}]").click()
        page.wait_for_url((sites / language / "index.html").as_uri())
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [language, direction]
        page.locator(".roles a").last.click()
        page.wait_for_url((sites / language / "finance-controller" / "index.html").as_uri())
        page.locator(".all-handbooks a").click()
        page.wait_for_url((sites / language / "index.html").as_uri())


def test_text_in_another_language_runs_its_own_way(visit: Callable[..., Visit], sites: Path) -> None:
    page = visit().open(sites / "fa" / "sales-representative" / LESSON)
    block = page.locator("article div[lang=en][dir=ltr]:not([role])")
    assert block.count() == 1
    assert page.evaluate("e => getComputedStyle(e).direction", block.element_handle()) == "ltr"
    marker = page.locator("article div[lang=en] ol > li").first.bounding_box()
    text = block.bounding_box()
    assert marker is not None and text is not None
    assert marker["x"] > text["x"] + 5  # room for the number on the left


def test_check_boxes_and_the_search_have_names(visit: Callable[..., Visit], sites: Path) -> None:
    page = visit().open(sites / "en" / "sales-representative" / LESSON)
    boxes = page.locator("article input[type=checkbox]")
    assert [boxes.nth(i).get_attribute("aria-label") for i in range(boxes.count())] == [
        "I found my team",
        "I know the month",
    ]
    assert page.locator(".md-search[role=dialog]").get_attribute("aria-label")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "الموظفين موظف والتدريبات أحمد مُحَمَّد ٣٠ الــــتدريب مسؤول CRM هدى ﷲ"),
        ("fa", "گزارش‌هایتان می‌خواهم برنامه‌ها كريم ۱۲۳ آموزش مدیران"),
        ("he", "ההדרכות הדרכה יִצְחָק שלום צ׳ק נתונים לדוחות"),
    ],
)
def test_the_script_cuts_words_as_the_index_does(
    visit: Callable[..., Visit], sites: Path, language: str, words: str
) -> None:
    page = visit().open(sites / language / "sales-representative" / "index.html")
    folded = fold_all(words.split(), language)
    assert page.evaluate("words => words.map(curriculumSearch.fold)", words.split()) == folded
    there = page.evaluate(
        "words => words.map(word => curriculumSearch.cuts(word).map(c => [c.word, c.letters, c.weak]))", folded
    )
    assert [sorted(each) for each in there] == [sorted(map(list, cuts(word, language))) for word in folded]


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("ar", "عمود"),
        ("ar", "والأعمدة"),
        ("ar", "تقرير التقارير"),
        ("fa", "داشبوردهایتان"),
        ("fa", "گزارش"),
        ("he", "הלוחות"),
        ("he", "לקוחות"),
    ],
)
def test_search_finds_other_forms(visit: Callable[..., Visit], sites: Path, language: str, query: str) -> None:
    page = visit().open(sites / language / "sales-representative" / "index.html")
    assert hits(page, query) > 0


@pytest.mark.parametrize(("language", "query"), [("ar", "طائرة"), ("fa", "هواپیما"), ("he", "מטוס")])
def test_search_finds_nothing_where_there_is_nothing(
    visit: Callable[..., Visit], sites: Path, language: str, query: str
) -> None:
    page = visit().open(sites / language / "sales-representative" / "index.html")
    assert hits(page, query) == 0


def test_what_scrolls_sideways_can_be_reached_by_keyboard(visit: Callable[..., Visit], sites: Path) -> None:
    page = visit(390).open(sites / "en" / "sales-representative" / LESSON)
    page.locator(".md-typeset__scrollwrap[tabindex='0']").wait_for()
    page.locator("pre > code[tabindex='0']").wait_for()


def test_what_comes_to_scroll_later_can_be_reached_too(visit: Callable[..., Visit], sites: Path) -> None:
    """A font that comes late makes a table wider: nothing is added to the page, and its width stays."""
    page = visit(1280).open(sites / "en" / "sales-representative" / LESSON)
    page.locator(".md-typeset__scrollwrap").first.wait_for()
    assert not page.locator(".md-typeset__scrollwrap[tabindex]").count()
    page.add_style_tag(content=".md-typeset table td {letter-spacing: 1.2em}")
    page.locator(".md-typeset__scrollwrap[tabindex='0']").wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_of_the_glossary_is_explained_by_keyboard_and_pointer(
    visit: Callable[..., Visit], sites: Path, language: str
) -> None:
    page = visit(320).open(sites / language / "sales-representative" / LESSON)
    word = page.locator("a.term").first
    tip = page.locator(f"#{word.get_attribute('aria-describedby')}")
    assert tip.is_hidden() and tip.get_attribute("role") == "tooltip"
    word.focus()
    assert tip.is_visible() and tip.inner_text().strip()
    box = tip.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 320
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    word.hover()
    assert tip.is_visible()
    tip.hover()
    page.wait_for_timeout(400)
    assert tip.is_visible(), "it stays while one points at it"
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    assert tip.is_hidden()


def test_the_first_tap_explains_a_word_and_the_second_follows(browser: Browser, sites: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((sites / "ar" / "sales-representative" / LESSON).as_uri())
    word = page.locator("a.term").first
    word.tap()
    assert page.locator(f"#{word.get_attribute('aria-describedby')}").is_visible()
    word.tap()
    page.wait_for_url("**/glossary.html#pipeline")
    context.close()


def test_in_forced_colours_a_ladder_still_tells_its_steps_apart(browser: Browser, sites: Path) -> None:
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    page.goto((sites / "he" / "sales-representative" / "competencies.html").as_uri())
    widths = (
        page.locator(".ladder")
        .first.locator("rect")
        .evaluate_all(
            "all => all.map(r => [r.parentElement.classList.contains('ladder-mine'), getComputedStyle(r).strokeWidth])"
        )
    )
    assert {width for mine, width in widths if mine} == {"4px"} and {width for mine, width in widths if not mine} == {
        "1.5px"
    }
    context.close()


def test_links_of_the_print_page_stay_on_it(visit: Callable[..., Visit], sites: Path) -> None:
    page = visit().open(sites / "en" / "sales-representative" / "print.html")
    inside = page.locator("article a[href^='#']:not(.headerlink)")
    assert inside.count() == 9  # six of them are the contents
    missing = inside.evaluate_all("all => all.map(a => a.hash.slice(1)).filter(id => !document.getElementById(id))")
    assert missing == []
    assert page.locator("article img").evaluate_all("all => all.every(i => i.naturalWidth > 0)")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_links_to_the_page_before_and_the_next_are_named(
    visit: Callable[..., Visit], sites: Path, width: int
) -> None:
    page = visit(width).open(sites / "en/sales-representative/path.html")
    for words in ("Previous: Home", "Next: What you learn to do"):
        assert page.get_by_role("link", name=words, exact=True).count() == 1
