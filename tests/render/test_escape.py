"""Whatever stands in a title or a lesson, a page shows it as text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
import yaml

from curriculum.model import Text
from curriculum.render.engine import build_site
from curriculum.render.handbook import Handbooks
from curriculum.render.markdown import escape, is_safe_address
from curriculum.render.site import render_trees
from curriculum.render.start import start_pages
from tests.render.builders import LESSONS, handbooks

HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "a | {: onclick=alert(1) }",
    '--8<-- "mkdocs.yml"',
    "{{7*7}}",
    "{% include 'main.html' %}",
    "# not a heading",
    "1. not a list",
    "- nor this",
    "*stars* _and_ `ticks`",
    "![x](y.png)",
    "&lt;b&gt; &#60;",
    "quotes \" and ' ",
    "    four blanks",
    "!!! note",
    "[^1]: footnote",
    "[words]{lang=fa}",
    "line\nbreak",
    "Research & Development",
    "می‌خواهم C++",
]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(html: str) -> _Text:
    found = _Text()
    found.feed(html)
    return found


def convert(text: str) -> str:
    """As MkDocs converts a page: with the extensions of our mkdocs.yml."""
    tree = render_trees(handbooks(("en",)))[0][0]
    listed = yaml.safe_load(str(tree.files["mkdocs.yml"]))["markdown_extensions"]
    names = [e if isinstance(e, str) else next(iter(e)) for e in listed]
    options = {k: v for e in listed if isinstance(e, dict) for k, v in e.items()}
    return markdown.markdown(text, extensions=names, extension_configs=options)


def with_title(title: str) -> Handbooks:
    """The small programme with this title wherever a title can stand."""
    small = handbooks(("en",), {})
    words = Text({"en": title})
    modules = {
        key: replace(
            m, title=words, summary=words, units=tuple(replace(u, title=words, objectives=(words,)) for u in m.units)
        )
        for key, m in small.modules.items()
    }
    roles = {
        key: replace(
            r, title=words, summary=words, career=words, benefits=(words,),
            tasks=tuple(replace(t, title=words, how_often=words) for t in r.tasks),
        )
        for key, r in small.roles.items()
    }  # fmt: skip
    catalog = replace(small.catalog, competencies=tuple(replace(c, title=words) for c in small.catalog.competencies))
    glossary = replace(
        small.glossary, terms=tuple(replace(t, title=words, meaning=words) for t in small.glossary.terms)
    )
    contacts = tuple(replace(c, title=words, text=words) for c in small.program.contacts)
    program = replace(small.program, title=words, summary=words, contacts=contacts)
    return replace(small, program=program, roles=roles, modules=modules, catalog=catalog, glossary=glossary)


@pytest.mark.parametrize("title", HOSTILE)
def test_escaped_text_shows_itself(title: str) -> None:
    shown = " ".join(title.split())
    for template in (
        "{}",
        "# {}",
        "- {}",
        "| a |\n|---|\n| {} |",
        '!!! note "{}"\n\n    x',
        "[{}](page.md)",
        "**{}**: x",
    ):
        found = parsed(convert(template.format(escape(title))))
        assert shown in " ".join(found.text.split()), template
        assert not {"script", "em", "img", "pre", "code"} & {tag for tag, _ in found.tags}
        assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_reach_no_page_as_markup(title: str, tmp_path: Path) -> None:
    hostile = with_title(title)
    tree = next(t for t in render_trees(hostile)[0] if t.role == "sales-representative")
    assert build_site(tree, tmp_path / "site") == ()
    shown = " ".join(title.split())
    plain = parsed(_without_theme(render_trees(with_title("Plain"))[0], tmp_path))
    for page in ("index.html", "lessons/reading-dashboards/find-the-number.html", "tasks.html", "glossary.html"):
        html = (tmp_path / "site" / page).read_text(encoding="utf-8")
        found = parsed(html)
        assert shown in " ".join(found.text.split())
        assert not any(
            n.startswith("on") or n == "style"
            for _, attributes in found.tags
            for n in attributes
            if _ != "a" or n != "style"
        )
        assert not any(
            (v or "").lower().startswith("javascript:")
            for _, a in found.tags
            for n, v in a.items()
            if n in ("href", "src")
        )
        if page == "index.html":
            assert [t for t, _ in found.tags if t == "script"] == [t for t, _ in plain.tags if t == "script"]
    for page in start_pages(hostile).values():
        if page.startswith(b"<!doctype"):
            assert shown in " ".join(parsed(page.decode()).text.split())
            assert b"<script" not in page


def _without_theme(trees: tuple, tmp_path: Path) -> str:  # type: ignore[type-arg]
    build_site(trees[0], tmp_path / "plain")
    return (tmp_path / "plain" / "index.html").read_text(encoding="utf-8")


LESSON = r"""
<script>alert(1)</script> <img src=x onerror=alert(1)> <b onclick="x()">bold</b>

<div onmouseover="alert(1)">

block

</div>

<!-- comment -->

[a](javascript:alert) [b](JaVa&#115;cript:alert(1)) [c](data:text/html,x) [d](vbscript:x) [g](javascript\:alert(1)) [h](`javascript:x`) <javascript:alert(1)>

[e][ref] ![f](javascript:x) [ok](https://example.com/?a=1&b=2) [mail](mailto:a@example.com)

[ref]: javascript:alert(1)

## Heading {: onclick="alert(1)" style="color:red" #mine .cls }

Text{: onmouseover=alert(1) }

``` { .text onclick="alert(1)" style="x" }
code <script>
```

- [ ] task
"""


def test_lessons_are_markdown_and_nothing_else() -> None:
    html = convert(LESSON)
    found = parsed(html)
    for tag, attributes in found.tags:
        assert tag not in {"script", "b", "iframe", "object", "style"}
        assert not any(n.startswith("on") or n == "style" for n in attributes), (tag, attributes)
        for name in ("href", "src"):
            assert not re.match(r"\s*(javascript|data|vbscript)", attributes.get(name) or "", re.IGNORECASE)
    assert "<script>alert(1)</script>" in found.text
    assert ("a", {"href": "https://example.com/?a=1&b=2"}) in found.tags
    assert any(a.get("id") == "mine" and a.get("class") == "cls" for _, a in found.tags)
    assert any(a.get("type") == "checkbox" for _, a in found.tags)


def test_other_languages_get_their_direction() -> None:
    html = convert('[می‌خواهم]{lang=fa} and [[Title]{lang=he}](x.md)\n\n!!! lang-ar ""\n\n    نص\n')
    assert '<span dir="rtl" lang="fa">می‌خواهم</span>' in html or '<span lang="fa" dir="rtl">می‌خواهم</span>' in html
    assert re.search(r'<a href="x.md"><span [^>]*lang="he"[^>]*>Title</span></a>', html)
    assert re.search(r'<div (dir="rtl" lang="ar"|lang="ar" dir="rtl")>', html)


@pytest.mark.parametrize("address", ["https://x.y", "mailto:a@b.c", "page.md#x", "../a/b", "#x", "tel:+1"])
def test_safe_addresses(address: str) -> None:
    assert is_safe_address(address)


@pytest.mark.parametrize(
    "address", ["javascript:x", " JavaScript:x", "java\nscript:x", "data:x", "\u200bjavascript:x", "file:///x"]
)
def test_unsafe_addresses(address: str) -> None:
    assert not is_safe_address(address)


def test_template_words_in_a_lesson_stay_words(tmp_path: Path) -> None:
    small = handbooks(
        ("en",), {**LESSONS, ("privacy-basics", "what-is-personal", "en"): '{{ 7*7 }} {% raw %} --8<-- "mkdocs.yml"\n'}
    )
    build_site(render_trees(small)[0][0], tmp_path / "site")
    html = (tmp_path / "site/lessons/privacy-basics/what-is-personal.html").read_text(encoding="utf-8")
    assert "{{ 7*7 }} {% raw %}" in html
    assert "site_name" not in html
