"""A real Chromium and the built sites of the small programme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from curriculum.render.engine import Engine, build_site
from curriculum.render.publish import Making, publish
from curriculum.render.site import render_trees
from curriculum.render.start import start_pages
from curriculum.render.trainer import render_trainer_trees
from tests.render.builders import LANGUAGES, handbooks
from tests.render.test_trainer import programme


@pytest.fixture(scope="session", params=list(Engine))
def sites(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The output folder with all sites, made by each engine."""
    out = tmp_path_factory.mktemp("sites") / "site"
    small = handbooks()
    built, found = publish(render_trees(small)[0], start_pages(small), out, Making(engine=request.param, workers=2))
    assert (built.built, found) == (8, ())
    return out


@pytest.fixture(scope="session")
def trainer_sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trainer's edition of the sales representative's handbook, in all languages."""
    out = tmp_path_factory.mktemp("trainer")
    for tree in render_trainer_trees(programme(*LANGUAGES))[0][::2]:
        build_site(tree, out / tree.place)
    return out


def hits(page: Page, query: str) -> int:
    """How many results the search shows for the words, in either engine."""
    button = page.locator(".md-search__button")  # Zensical's; its box lies in a shadow tree, which locators enter
    box, results = ("input[role=combobox]", "ol[role=listbox] a") if button.count() else (
        "input.md-search__input", ".md-search-result__item")  # fmt: skip
    phone = page.locator("label.md-header__button[for=__search]")  # what both show instead on a phone
    if phone.is_visible():
        phone.click()
    else:
        (button if button.count() else page.locator(box)).click()
    page.locator(box).fill(query)
    page.keyboard.press("Shift")
    for _ in range(30):
        page.wait_for_timeout(100)
        if page.locator(results).count():
            break
    return page.locator(results).count()


class Visit:
    """An open page, and what went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on(
            "console", lambda m: self.wrong.append(f"console: {m.text}") if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda e: self.wrong.append(f"error: {e}"))
        page.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "data:", "blob:", "about:")) else self.wrong.append(r.url),
        )
        # A page left before its icon was there gives "aborted"; that is nobody's fault.
        page.on(
            "requestfailed", lambda r: None if "ABORTED" in (r.failure or "") else self.wrong.append(f"failed: {r.url}")
        )

    def open(self, path: Path) -> Page:
        self.page.goto(path.as_uri())
        self.page.wait_for_load_state("load")
        return self.page


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens a page of a width and colour scheme; at the end nothing may have gone wrong on any."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def start(width: int = 1280, scheme: str = "light") -> Visit:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme))  # type: ignore[arg-type]
        visits.append(Visit(contexts[-1].new_page()))
        return visits[-1]

    yield start
    wrong = [w for v in visits for w in v.wrong]
    for context in contexts:
        context.close()
    assert wrong == []
