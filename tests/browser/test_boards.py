"""The manager's page in a real browser: four languages, phone and screen, light and dark; filters and sorting."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from curriculum.boards.board import make_board
from curriculum.boards.page import as_one_page, as_page
from curriculum.boards.seen import look
from curriculum.pipeline import answer_needs, open_workspace
from tests.boards.test_pulse import answered
from tests.browser.accessible import violations
from tests.builders import certain_day
from tests.conftest import ROOT, SAMPLE_DAY

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "ar", "fa", "he")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("boards")
    seen = look(answer_needs(open_workspace(ROOT).ready, certain_day(SAMPLE_DAY)))
    told = answered(seen, ("wave-1", 0, (6, 3, 1)), ("wave-1", 1, (4, 4, 2, 0)), ("wave-2", 2, (1, 2, 1)))
    for language in LANGUAGES:
        for name, board in (
            ("", make_board(seen, "E1005", language)),
            ("committee-", make_board(told, None, language, has_lines=False)),
            ("top-", make_board(seen, "E1003", language)),
        ):
            (folder / f"{name}{language}.html").write_text(as_page(board), encoding="utf-8")
            (folder / f"one-{name}{language}.html").write_text(as_one_page(board), encoding="utf-8")
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_the_boards_of_managers_and_committee(
    pages: Path, visit: Callable[..., Any], language: str, width: int, scheme: str
) -> None:
    """All rules in light; in dark, where nothing else differs, those about colours."""
    opened = visit(width, scheme)
    for name in ("", "committee-"):
        page = opened.open(pages / f"{name}{language}.html")
        assert violations(page, colours_only=scheme == "dark") == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["", "committee-", "top-"])
def test_the_one_page_form_holds_all_its_numbers(
    pages: Path, visit: Callable[..., Any], name: str, language: str
) -> None:
    """Nothing is cut off but whole rows of people, the least urgent of those."""
    page = visit(688).open(pages / f"one-{name}{language}.html")
    page.emulate_media(media="print")
    sheet, table = page.locator(".sheet").bounding_box(), page.locator("table.numbers").bounding_box()
    assert table["y"] + table["height"] <= sheet["y"] + sheet["height"] < 1123, "297 mm are 1123 px"
    assert sheet["x"] <= table["x"] and table["x"] + table["width"] <= sheet["x"] + sheet["width"] + 1
    assert page.locator("table.numbers tbody tr").count() >= 6
    if page.locator(".few").count():
        few = page.locator(".few").bounding_box()
        rows = [row.bounding_box() for row in page.locator(".few li").all()]
        seen = [row for row in rows if sheet["x"] - 1 <= row["x"] < sheet["x"] + sheet["width"] - 1]
        assert len(seen) >= 4 and seen == rows[: len(seen)]
        assert all(row["y"] + row["height"] <= few["y"] + few["height"] + 1 for row in seen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_it_fits_and_asks_nobody_for_anything(
    pages: Path, visit: Callable[..., Any], language: str, width: int, scheme: str
) -> None:
    page = visit(width, scheme).open(pages / f"{language}.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("html").get_attribute("dir") == ("ltr" if language == "en" else "rtl")
    first = page.locator("#now .tiles").bounding_box()
    assert first["y"] + first["height"] < 600, "who needs action is on the first screen"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_printed_the_matrix_keeps_all_its_columns(pages: Path, visit: Callable[..., Any], language: str) -> None:
    """On paper there is nothing to scroll."""
    page = visit(1280).open(pages / f"top-{language}.html")
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    wide = [sheet for sheet in printed.pages if sheet.mediabox.width > sheet.mediabox.height]
    assert 0 < len(wide) < len(printed.pages)
    page.set_viewport_size({"width": 1046, "height": 720})  # A4 landscape within its margins
    page.emulate_media(media="print")
    width, columns = page.evaluate(
        "() => [document.querySelector('.matrix').scrollWidth, document.querySelectorAll('.matrix thead th').length]"
    )
    assert width <= 1046 and columns > 15
    if language == "en":
        text = "".join(wide[0].extract_text().split())
        heads = page.eval_on_selector_all(".matrix thead th", "all => all.map(h => h.innerText.replace(/\\s/g, ''))")
        assert not [head for head in heads if head not in text]


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
