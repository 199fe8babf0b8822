"""Plain words are passed over by the inline patterns: nothing that a pattern would find may be passed over."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from curriculum.render import safe_markdown
from curriculum.render.config import _extensions
from curriculum.render.wording import Wording

PARTS = (
    "word", "كلمة", " ", "  \n", "\n", "`code`", "``", "\\", "\\*", "*", "**", "_", "__", "[", "]", "(", ")", "[x](y.md)",
    "![x](y.png)", "[x][y]", "[x]{lang=fa}", "<", ">", "<https://a.example>", "<a@b.example>", "&", "&amp;", "&#65;", "!",
    "1. ", "- ", "> ", "| a | b |\n|---|---|\n| c | d |", ":", "{", "}", "#", "[^1]", "[^1]: note", "[y]: z.md",
)  # fmt: skip


def converter() -> Markdown:
    told = _extensions(Wording("en"))
    return Markdown(
        extensions=[e if isinstance(e, str) else next(iter(e)) for e in told],
        extension_configs={name: options for e in told if isinstance(e, dict) for name, options in e.items()},
    )


@pytest.fixture(scope="module", name="pair")
def both() -> tuple[Markdown, Markdown]:
    """With plain words passed over, and as the library does it."""
    quick, usual = converter(), converter()
    assert type(quick.treeprocessors["inline"]) is safe_markdown._Inline
    usual.treeprocessors.register(InlineProcessor(usual), "inline", 20)
    return quick, usual


@given(st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=3)), max_size=12))
def test_the_pages_are_the_same(pair: tuple[Markdown, Markdown], parts: list[str]) -> None:
    quick, usual = pair
    text = "".join(parts)
    assert quick.reset().convert(text) == usual.reset().convert(text)


ALONE = ("*a*", "_a_", "`a`", "\\#", "a  \nb", "[a](b.md)", "<https://a.example>", "&#65;")


@pytest.mark.parametrize("text", ALONE)
def test_each_sign_is_seen_where_it_stands_alone(pair: tuple[Markdown, Markdown], text: str) -> None:
    quick, usual = pair
    assert quick.reset().convert(text) == usual.reset().convert(text)


def test_every_pattern_is_known_to_need_a_sign() -> None:
    """Whoever adds an extension with another pattern sees here that `_SIGN` has to know its sign."""
    patterns: Any = converter().inlinePatterns
    assert {item.name for item in patterns._priority} == {
        "backtick", "escape", "footnote", "reference", "lang_span", "link", "image_link", "image_reference",
        "short_reference", "short_image_ref", "autolink", "automail", "linebreak", "entity", "em_strong",
    }  # fmt: skip


def test_plain_words_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    inside = "_InlineProcessor__applyPattern"
    whole = getattr(InlineProcessor, inside)
    monkeypatch.setattr(
        InlineProcessor, inside, lambda self, p, data, *a: (asked.append(data), whole(self, p, data, *a))[1]
    )
    converter().convert("words, and more: words (here).")
    assert asked == []
    converter().convert("words and *more*")
    assert asked
