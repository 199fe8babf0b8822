"""The slides of the trainer's edition in a browser: by key, by button, in both directions, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit

pytestmark = [pytest.mark.build, pytest.mark.browser]
SHOWN = "[...document.querySelectorAll('.slide')].map(s => s.hidden ? 0 : 1).join('')"
WAYS = {"en": ("Right", "Left"), "ar": ("Left", "Right"), "fa": ("Left", "Right"), "he": ("Left", "Right")}
SECOND = {"en": "2 of {}", "ar": "٢ من {}", "fa": "۲ از {}", "he": "2 מתוך {}"}
DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": "۰۱۲۳۴۵۶۷۸۹"}


@pytest.fixture
def slides(trainer_sites: Path, visit: Callable[..., Visit]) -> Iterator[Callable[..., Page]]:
    """Opens the slides of a module in a language."""

    def start(language: str, width: int = 1280) -> Page:
        return visit(width).open(
            trainer_sites / language / "sales-representative/lessons/reading-dashboards/slides.html"
        )

    yield start


@pytest.mark.parametrize("language", WAYS)
def test_they_turn_by_key_in_the_direction_of_reading(slides: Callable[..., Page], language: str) -> None:
    page = slides(language)
    forward, back = WAYS[language]
    count = page.locator(".slide").count()
    assert page.evaluate(SHOWN) == "1" + "0" * (count - 1)
    for keys, at in ((f"Arrow{forward}", 1), (" ", 2), (f"Arrow{back}", 1), ("End", count - 1), ("Home", 0)):
        page.keyboard.press(keys)
        assert page.evaluate(SHOWN).index("1") == at, (language, keys)
    page.keyboard.press("Escape")
    assert page.evaluate(SHOWN) == "1" * count


@pytest.mark.parametrize("language", WAYS)
def test_they_turn_by_button_and_say_where_one_is(slides: Callable[..., Page], language: str) -> None:
    page = slides(language, 320)
    count = page.locator(".slide").count()
    page.locator("[data-do=on]").click()
    total = "".join(DIGITS.get(language, "0123456789")[int(d)] for d in str(count))
    assert page.locator(".slide-place").inner_text() == SECOND[language].format(total)
    assert page.evaluate("document.activeElement.dataset.do") == "on", "the button stays under the finger"
    page.keyboard.press("Enter")
    assert page.evaluate(SHOWN).index("1") == 2
    page.locator("[data-do=back]").click()
    page.locator("[data-do=all]").click()
    assert page.evaluate(SHOWN) == "1" * count and page.locator(".md-header").is_visible()
    page.locator("[data-do=all]").click()
    assert page.evaluate(SHOWN).index("1") == 1 and page.locator(".md-header").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_address_inside_them_shows_its_slide(slides: Callable[..., Page]) -> None:
    page = slides("fa")
    page.evaluate("location.hash = 'unit-trust-the-number'")
    page.wait_for_function(f"{SHOWN}.indexOf('1') > 0")
    assert page.locator(".slide:not([hidden]) #unit-trust-the-number").count() == 1
    page.reload()
    assert page.locator(".slide:not([hidden]) #unit-trust-the-number").count() == 1


def test_on_paper_each_begins_a_page_across(slides: Callable[..., Page]) -> None:
    page = slides("he")
    page.emulate_media(media="print")
    assert page.locator(".slide-keys").is_hidden() and page.locator(".slide").last.is_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/MediaBox [0 0 841.") >= page.locator(".slide").count()
    assert b"/MediaBox [0 0 594." not in printed
