"""The slides of the trainer's edition in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curriculum.render.engine import build_site
from curriculum.render.trainer import render_trainer_trees
from tests.browser.conftest import Visit
from tests.render.test_trainer import programme


@pytest.mark.build
@pytest.mark.browser
def test_slides_turn_by_key_in_the_direction_of_reading(tmp_path: Path, visit: Callable[..., Visit]) -> None:
    for tree, forward, back in zip(
        render_trainer_trees(programme("en", "fa"))[0][::2], ("Right", "Left"), ("Left", "Right"), strict=True
    ):
        build_site(tree, tmp_path / tree.place)
        page = visit().open(tmp_path / tree.place / "lessons/reading-dashboards/slides.html")
        shown = "[...document.querySelectorAll('.slide')].map(s => s.hidden ? 0 : 1).join('')"
        count = page.locator(".slide").count()
        assert page.evaluate(shown) == "1" + "0" * (count - 1)
        for keys, at in ((f"Arrow{forward}", 1), (" ", 2), (f"Arrow{back}", 1), ("End", count - 1), ("Home", 0)):
            page.keyboard.press(keys)
            assert page.evaluate(shown).index("1") == at, (tree.language, keys)
        page.keyboard.press("Escape")
        assert page.evaluate(shown) == "1" * count
