"""What is tidied in a built site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from curriculum.render.engine import Engine, build_site
from curriculum.render.finish import finish, tidy_page
from curriculum.render.site import render_trees
from tests.render.builders import handbooks, text

NAMED = '<a href="a.html" class="md-footer__link md-footer__link--next" aria-label="{}">'


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("Next: the team&amp;#x27;s &amp;quot;A&amp;quot;", "Next: the team&#x27;s &quot;A&quot;"),
        ("Next: R&amp;amp;D", "Next: R&amp;D"),
        ("Next: A &amp; B", "Next: A &amp; B"),
        ("Next: A", "Next: A"),
    ],
)
def test_a_name_is_escaped_once(tmp_path: Path, name: str, heard: str) -> None:
    page = tmp_path / "index.html"
    page.write_text(f'<html lang="en">{NAMED.format(name)} R&amp;amp;D', "utf-8")
    for _ in range(2):  # a page that did not change is tidied again
        finish(tmp_path, lambda page: tidy_page(page, "en"))
        assert page.read_text("utf-8") == f'<html lang="en" dir="ltr">{NAMED.format(heard)} R&amp;amp;D'


@pytest.mark.build
@pytest.mark.parametrize("engine", list(Engine))
def test_titles_with_signs_are_named_as_they_are_written(tmp_path: Path, engine: Engine) -> None:
    small = handbooks(("en",))
    module = replace(small.modules["privacy-basics"], title=text('R&D: today\'s "<list>"'))
    small = replace(small, modules={**small.modules, module.id: module})
    tree = next(t for t in render_trees(small)[0] if t.role == "finance-controller")  # without tasks after the modules
    build_site(tree, tmp_path / "site", engine)
    page = (tmp_path / "site/print.html").read_text("utf-8")
    named = page[page.index("md-footer__link--next") :]
    assert "&amp;amp;" not in named and "&amp;#" not in named and "<list>" not in named
    assert 'aria-label="Next: R&amp;D: today' in named
