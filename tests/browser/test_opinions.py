"""Questions without right answers in a real browser: what was chosen becomes text to hand in; nothing is judged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curriculum.render.engine import build_site
from curriculum.render.site import render_trees
from tests.browser.conftest import Visit
from tests.render.test_opinions import small

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("poll") / "en"
    (tree,) = [tree for tree in render_trees(small())[0] if tree.role == "sales-representative"]
    assert build_site(tree, out) == ()
    return out


def test_answers_become_text_that_can_be_handed_in(visit: Callable[..., Visit], site: Path) -> None:
    page = visit(width=390).open(site / "after.html")
    page.get_by_role("link", name="Answer the questions").click()
    page.get_by_role("button", name="Copy my answers").click()
    assert page.locator(".check-result").inner_text().strip() == "Not answered yet"
    page.get_by_label("Badly").check()
    assert page.locator(".check-result").inner_text() == "", "what was said no longer holds"
    page.get_by_role("button", name="Copy my answers").click()
    assert page.locator(".check-copy").input_value() == "How does it go?\n– Badly"
    assert page.locator("[data-verdict]").count() == 0
    assert page.evaluate("Object.keys(localStorage).filter(k => localStorage[k].includes('asks'))") == []
    page.emulate_media(media="print")
    assert page.get_by_label("Well").is_visible() and not page.get_by_role("button", name="Copy").is_visible()
