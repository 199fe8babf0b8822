"""The manager's page in a real browser: four languages, phone and screen, light and dark; filters and sorting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curriculum.boards.board import look, make_board
from curriculum.boards.page import as_page
from curriculum.pipeline import answer_needs, open_workspace
from tests.builders import certain_day
from tests.conftest import ROOT, SAMPLE_DAY

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("boards")
    seen = look(answer_needs(open_workspace(ROOT).ready, certain_day(SAMPLE_DAY)))
    for language in ("en", "ar", "fa", "he"):
        (folder / f"{language}.html").write_text(as_page(make_board(seen, "E1005", language)), encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", ["en", "ar", "fa", "he"])
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_it_fits_and_asks_nobody_for_anything(
    pages: Path, visit: Callable[..., Any], language: str, width: int, scheme: str
) -> None:
    page = visit(width, scheme).open(pages / f"{language}.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("html").get_attribute("dir") == ("ltr" if language == "en" else "rtl")
    first = page.locator("#now .tiles").bounding_box()
    assert first["y"] + first["height"] < 600, "who needs action is on the first screen"


def test_find_filter_and_sort(pages: Path, visit: Callable[..., Any]) -> None:
    page = visit(1280).open(pages / "en.html")
    rows = page.locator("table.matrix tbody tr:visible")
    assert rows.count() == 31
    page.get_by_label("Find a person").fill("layan")
    assert rows.count() == 1 and page.locator("output").inner_text() == "1 person"
    page.get_by_label("Find a person").fill("")
    page.get_by_label("Status").select_option("expired")
    assert rows.count() == 5
    page.get_by_label("Status").select_option("")
    page.locator("select[name=direct]").select_option("1")
    assert 0 < rows.count() < 31
    page.locator("select[name=direct]").select_option("")
    hours = page.locator("table.matrix thead th").nth(2)
    hours.locator("button").focus()
    page.keyboard.press("Enter")
    assert hours.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert hours.get_attribute("aria-sort") == "descending"
    found = [
        int(cell)
        for cell in page.eval_on_selector_all(
            "tbody tr", "rows => rows.filter(r => r.dataset.find).map(r => r.cells[2].dataset.sort)"
        )
    ]
    assert found == sorted(found, reverse=True) and len(found) == 31


def test_arabic_letters_are_found_however_they_are_typed(pages: Path, visit: Callable[..., Any]) -> None:
    page = visit(390).open(pages / "ar.html")
    rows = page.locator("table.matrix tbody tr:visible")
    page.locator("input[name=find]").fill("داريوش")  # the Arabic yeh; the name has the Persian one
    assert rows.count() == 1
    assert page.locator("output").inner_text() == "شخص واحد"


def test_without_scripts_everything_is_there(pages: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((pages / "en.html").as_uri())
    assert page.locator("table.matrix tbody tr:visible").count() == 31
    assert page.locator("form.filters:visible").count() == 0
    context.close()
