"""Knowledge checks in a real browser, by keyboard alone: answers, feedback, attempts, small screens, no script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visit
from tests.render.questions import AR, EN

pytestmark = pytest.mark.browser

CHECK = "sales-representative/lessons/reading-dashboards/check.html"
CARRIED = "sales-representative/lessons/contacts-basics/check.html"
SENTENCES = {
    "en": ("Passed: 4 right answers out of 4.", "Not passed yet: 0 right answers out of 4.", "1 attempt left."),
    "ar": ("نجحت: ٤ إجابات صحيحة من أصل ٤.", "لم تنجح بعد: لا إجابة صحيحة من أصل ٤.", "بقيت محاولة واحدة."),
}
WORDS = {"en": "fourteen", "ar": "اربعَ  عشره"}


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the element has the focus: nothing is reached by other means."""
    for _ in range(120):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def answer(page: Page, *, rightly: bool, word: str) -> None:
    """Answers all four questions with keys only."""
    tab_to(page, "[data-question=trust] input")
    page.keyboard.press("Space")
    if not rightly:
        page.keyboard.press("ArrowDown")
    tab_to(page, "[data-question=tile] input[value=period]")
    page.keyboard.press("Space")
    tab_to(page, "[data-question=tile] input[value=updated]" if rightly else "[data-question=tile] input[value=wages]")
    page.keyboard.press("Space")
    places = {"ask": "1", "period": "2", "open": "3"} if rightly else {"ask": "3", "period": "2", "open": "1"}
    for option in page.locator("[data-question=steps] select").evaluate_all("s => s.map(e => e.dataset.option)"):
        tab_to(page, f"[data-question=steps] select[data-option={option}]")
        for _ in range(int(places[option])):
            page.keyboard.press("ArrowDown")
    tab_to(page, "[data-question=won] input")
    page.keyboard.type(word if rightly else "12")
    tab_to(page, "form.check button")


def said(page: Page, selector: str) -> str:
    """What a live region says, on one line."""
    region = page.locator(selector)
    assert region.get_attribute("role") == "status"
    return " ".join(region.inner_text().split())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_right_answers_by_keyboard(visit: Callable[..., Visit], sites: Path, language: str) -> None:
    page = visit().open(sites / language / CHECK)
    assert not page.locator(".check-key").is_visible()
    answer(page, rightly=True, word=WORDS[language])
    page.keyboard.press("Enter")
    assert SENTENCES[language][0] in said(page, ".check-result")
    check = {"en": EN, "ar": AR}[language]
    assert page.locator(".check-question[data-verdict=right]").count() == 4
    assert (check.questions[0].options[0].feedback or "?") in said(page, "[data-question=trust] .check-feedback")
    tile = said(page, "[data-question=tile] .check-feedback")
    assert tile.startswith("✓") and (check.questions[1].feedback or "?") in tile
    assert page.evaluate("document.activeElement.matches('form.check button')"), "the focus stays"
    assert page.locator(".check-key").is_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_wrong_answers_and_the_last_attempt(visit: Callable[..., Visit], sites: Path, language: str) -> None:
    page = visit().open(sites / language / CHECK)
    answer(page, rightly=False, word="")
    page.keyboard.press("Enter")
    _, none, left = SENTENCES[language]
    assert none in said(page, ".check-result") and left in said(page, ".check-result")
    check = {"en": EN, "ar": AR}[language]
    trust = said(page, "[data-question=trust] .check-feedback")
    assert trust.startswith("✗") and (check.questions[0].options[1].feedback or "?") in trust
    assert (check.questions[0].options[0].feedback or "?") not in trust
    assert not page.locator(".check-key").is_visible()
    page.keyboard.press("Enter")
    assert page.locator("form.check button[aria-disabled=true]").count() == 1
    assert page.locator(".check-key").is_visible()
    before = said(page, ".check-result")
    page.keyboard.press("Enter")
    assert said(page, ".check-result") == before, "there is no third attempt"
    assert page.evaluate("document.activeElement.matches('form.check button')")


def test_open_questions_use_up_no_attempt(visit: Callable[..., Visit], sites: Path) -> None:
    page = visit().open(sites / "en" / CHECK)
    tab_to(page, "form.check button")
    page.keyboard.press("Enter")
    assert said(page, ".check-result") == "4 questions have no answer yet."
    assert said(page, "[data-question=won] .check-feedback") == "Not answered yet"
    answer(page, rightly=False, word="")
    page.keyboard.press("Enter")
    assert "1 attempt left." in said(page, ".check-result")


def test_what_was_said_goes_when_the_answer_changes(visit: Callable[..., Visit], sites: Path) -> None:
    page = visit().open(sites / "en" / CARRIED)
    page.locator(".check-text").fill("enter")
    page.locator("form.check button").click()
    assert "Not right" in said(page, ".check-feedback")
    page.locator(".check-text").fill(" Search. ")
    page.locator(".check-text").press("Tab")
    assert said(page, ".check-feedback") == ""
    page.locator("form.check button").click()
    assert "Passed" in said(page, ".check-result")


def test_the_button_stays_under_the_pointer_after_typing(visit: Callable[..., Visit], sites: Path) -> None:
    page = visit().open(sites / "en" / CARRIED)
    page.locator(".check-text").fill("enter")
    page.locator("form.check button").click()
    page.locator(".check-text").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("search")
    box = page.locator("form.check button").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()  # which leaves the field
    page.wait_for_timeout(100)
    page.mouse.up()
    assert "Passed" in said(page, ".check-result")


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("language", ["en", "ar", "fa", "he"])
def test_small_screens(visit: Callable[..., Visit], sites: Path, language: str, width: int) -> None:
    page = visit(width).open(sites / language / CHECK)
    answer(page, rightly=False, word="")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator(".check-key summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for selector in (".check-option", ".check-step select", ".check-text", "form.check button", ".check-key summary"):
        for box in page.locator(selector).all():
            size = box.bounding_box()
            assert size is not None and size["height"] >= 44 and size["width"] >= 44, selector
            assert size["x"] >= 0 and size["x"] + size["width"] <= width, selector


def test_without_a_script_questions_and_answers_can_be_read(browser: Browser, sites: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((sites / "ar" / CHECK).as_uri())
    assert page.locator("form.check button").is_visible() is False
    page.locator(".check-key summary").click()
    assert AR.questions[0].options[1].feedback in page.locator(".check-key").inner_text()
    page.context.close()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("  Open   Deals. ", "opendeals"), ("می‌شود", "میشود"), ("كِتاب ٣", "کتاب3"), ("שׁלום?", "שלומ"), ("أربع عشرة", "اربععشره")],
)  # fmt: skip
def test_how_typed_answers_are_compared(visit: Callable[..., Visit], sites: Path, typed: str, wanted: str) -> None:
    page = visit().open(sites / "en" / CARRIED)
    assert page.evaluate("([a, b]) => curriculumFold(a) === curriculumFold(b)", [typed, wanted])
