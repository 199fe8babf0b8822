"""axe finds nothing on any kind of page, in four languages, light and dark, on a desktop and a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from curriculum.render.engine import Engine
from tests.browser.accessible import violations
from tests.browser.conftest import Visit, hits
from tests.browser.test_checks import CHECK, tab_to

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ar", "fa", "he")
HOME = "sales-representative/index.html"
LESSON = "sales-representative/lessons/reading-dashboards/find-the-number.html"
KINDS = (
    "index.html",  # the start page of the language
    HOME,
    LESSON,
    CHECK,
    *(f"sales-representative/{name}.html" for name in (
        "path", "competencies", "tasks", "tasks/find-a-customer", "glossary", "ask", "progress", "badge", "print",
        "lessons/reading-dashboards/index",
    )),
)  # fmt: skip


def searched(page: Page) -> None:
    assert hits(
        page, {"en": "number", "ar": "الرقم", "fa": "عدد", "he": "מספר"}[page.get_attribute("html", "lang") or ""]
    )


def answered(page: Page) -> None:
    tab_to(page, "form.check button")
    page.keyboard.press("Enter")
    page.locator("[data-question=trust] .check-feedback").wait_for()


def explained(page: Page) -> None:
    page.locator("a.term").first.focus()


def drawer(page: Page) -> None:
    page.locator("label.md-header__button[for=__drawer]").first.click()
    page.wait_for_timeout(400)


def second_slide(page: Page) -> None:
    page.locator("[data-do=on]").click()


def all_slides(page: Page) -> None:
    page.keyboard.press("Escape")


def earned(page: Page) -> None:
    """All that is required is done, as if it had been marked in this browser."""
    page.evaluate(
        """() => { const done = {lessons: {}, checks: {}, minutes: {}}, day = '2026-11-20';
          for (const m of curriculumPlan.modules) {
            for (const u of m.units) done.lessons[`${m.id}/${u.id}`] = day;
            done.checks[m.id] = {passed_on: day, right: 4, questions: 4};
          }
          localStorage.setItem(`curriculum:progress:${curriculumPlan.site}`, JSON.stringify(done)); }"""
    )
    page.reload()
    assert page.evaluate("curriculumProgress.date('2026-11-20')") in page.locator("article").inner_text() or (
        page.locator(".progress-home:visible, .step.is-done").count()
    )


STATES = (
    (LESSON, searched),
    (CHECK, answered),
    (LESSON, explained),
    (HOME, drawer),
    *((f"sales-representative/{name}.html", earned) for name in ("badge", "index", "progress", "path")),
)


MATERIAL = pytest.mark.parametrize("sites", [Engine.MATERIAL], indirect=True)
ZENSICAL = pytest.mark.parametrize("sites", [Engine.ZENSICAL], indirect=True)
SCHEMES = {"light": "default", "dark": "slate"}


def judged(browser: Browser, scheme: str, pages: Sequence[tuple[Path, Callable[[Page], None] | None]]) -> list[str]:
    """What axe finds in these pages, each as it is after the act, on a desktop and a phone."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    wrong: list[str] = []
    for path, act in pages:
        for width in (390,) if act is drawer else (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            if width == 1280 or act:  # a page as it was opened is only made narrower
                page.goto(path.as_uri())
            used = page.evaluate("document.body.dataset.mdColorScheme || null")
            assert used in (SCHEMES[scheme], None), path  # None: a start page
            if act:
                act(page)
            wrong += [f"{scheme} {width} {'/'.join(path.parts[-4:])}: {line}" for line in violations(page)]
    context.close()
    return wrong


@MATERIAL
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(browser: Browser, sites: Path, language: str, scheme: str) -> None:
    pages = [*((kind, None) for kind in KINDS), *STATES]
    assert judged(browser, scheme, [(sites / language / name, act) for name, act in pages]) == []


@ZENSICAL
@pytest.mark.parametrize(("language", "scheme"), [*((la, "light") for la in LANGUAGES), ("fa", "dark")])
def test_axe_finds_nothing_in_the_other_engine(browser: Browser, sites: Path, language: str, scheme: str) -> None:
    """Its pages are made of the same text, so one of each kind that looks different is judged, and all states."""
    kinds = (HOME, *(f"sales-representative/{name}.html" for name in ("path", "competencies", "progress", "print")))
    pages = [*((kind, None) for kind in kinds), *STATES]
    assert judged(browser, scheme, [(sites / language / name, act) for name, act in pages]) == []


@MATERIAL
def test_axe_does_find_what_is_wrong(browser: Browser, sites: Path) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((sites / "en" / LESSON).as_uri())
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    assert any(found.startswith("image-alt") for found in violations(page))
    page.evaluate("document.querySelectorAll('article p').forEach(p => p.style = 'color: #888; background: #777')")
    assert any(found.startswith("color-contrast") for found in violations(page, colours_only=True))
    context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_trainers_edition(
    browser: Browser, trainer_sites: Path, language: str, scheme: str
) -> None:
    site = trainer_sites / language / "sales-representative"
    slides = site / "lessons/reading-dashboards/slides.html"
    pages = [(slides, None), (slides, second_slide), (slides, all_slides)]
    pages += [(site / f"{name}.html", None) for name in ("lessons/reading-dashboards/guide", "trainer", "attendance")]
    assert judged(browser, scheme, pages) == []


@MATERIAL
@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_is_white_whatever_the_screen(browser: Browser, sites: Path, language: str) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    for name in (LESSON, CHECK, *(f"sales-representative/{n}.html" for n in ("print", "competencies", "path"))):
        page.goto((sites / language / name).as_uri())
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert violations(page, colours_only=True) == [], name
    context.close()


def test_by_keyboard_alone_one_gets_past_the_header(visit: Callable[..., Visit], sites: Path) -> None:
    page = visit().open(sites / "fa" / LESSON)
    page.keyboard.press("Tab")
    skip = page.locator("a.md-skip")
    assert page.evaluate("document.activeElement.matches('a.md-skip')") and skip.is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('article').contains(document.activeElement)")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_lesson_reads_without_javascript(browser: Browser, sites: Path, language: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    for name in (HOME, LESSON, "sales-representative/path.html", CHECK):
        page.goto((sites / language / name).as_uri())
        assert page.locator("h1").is_visible()
        assert len(page.locator("article").inner_text()) > 100, name
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    page.goto((sites / language / LESSON).as_uri())
    page.locator(".md-footer__link--next").click()
    assert page.locator("h1").is_visible()
    context.close()


def test_nothing_moves_for_those_who_asked_for_it(browser: Browser, sites: Path) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for name in (HOME, CHECK, LESSON):
        page.goto((sites / "he" / name).as_uri())
        moving = page.evaluate(
            """() => [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
              return [...s.transitionDuration.split(','), ...s.animationDuration.split(',')].some(t => parseFloat(t) > 0.01);
            }).map(e => e.className.toString() || e.tagName)"""
        )
        assert moving == [], name
    context.close()
