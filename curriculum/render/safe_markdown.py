"""A Python-Markdown extension: lessons are Markdown and nothing else. Named in each mkdocs.yml.

Raw HTML becomes visible text; links lead only to the web, mail, phone or other pages; attributes that
`attr_list` or a code fence may set are kept only if they are on the list below. Two small additions:
`[words]{lang=fa}` is a span in another language, `!!! lang-fa ""` a block of it (both with their direction).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any, Final

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import InlineProcessor as InlineTexts
from markdown.treeprocessors import Treeprocessor

from curriculum.render.check_block import CheckBlocks, ReadyHtml
from curriculum.render.markdown import is_safe_address
from curriculum.render.page_block import PageBlocks
from curriculum.render.terms import TermBlocks, TermLinks
from curriculum.render.wording import direction

ATTRIBUTES: Final = frozenset(
    "id class title lang dir alt width height start colspan rowspan align scope "
    "type checked disabled for role aria-label aria-hidden aria-describedby hidden href src".split()
)
ADDRESSES: Final = frozenset({"href", "src"})
# What code highlighting and task lists put aside as ready HTML; everything else in there is shown as text.
STASHED_TAGS: Final = frozenset("div pre code span a table tbody thead tr td th label input nav p br".split())

_LANGUAGE: Final = re.compile(r"lang-([a-z]{2,3}(?:-[a-z0-9]+)*)$", re.IGNORECASE)


def is_allowed(name: str, value: str) -> bool:
    """Whether an attribute may stand in a page."""
    # Browsers read references such as &#115; in an address, so it is judged as they see it.
    return name in ATTRIBUTES and (name not in ADDRESSES or is_safe_address(unescape(unescape(value))))


class _Span(InlineProcessor):
    """`[words]{lang=fa}` → `<span lang="fa" dir="rtl">words</span>`; a `dir` isolates its content."""

    # The method of the base class returns what a compiled pattern matched; its signature is the library's.
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        span = etree.Element("span", {"lang": m[2], "dir": direction(m[2])})
        span.text = m[1]
        return span, m.start(0), m.end(0)


class _Clean(Treeprocessor):
    """Drops attributes that are not allowed, and gives blocks in another language their direction."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            for name in [n for n, v in element.attrib.items() if not is_allowed(n, v)]:
                del element.attrib[name]
            if (element.tag == "a" and "href" not in element.attrib) or (
                element.tag == "img" and "src" not in element.attrib
            ):
                _make_text(element)
            if element.tag == "th" and not len(element) and not (element.text or "").strip():
                element.tag = "td"  # the empty corner of a table heads nothing
            classes = element.get("class", "").split()
            language = next((m[1] for c in classes if (m := _LANGUAGE.match(c))), None)
            if language is not None:
                element.attrib.pop("class")
                element.set("lang", language)
                element.set("dir", direction(language))


def _make_text(element: etree.Element) -> None:
    """A link or picture without an address becomes its words."""
    element.text = element.text or element.get("alt", "")
    element.tag = "span"
    element.attrib.clear()


class _CleanStash(Postprocessor):
    """The same for HTML that extensions have set aside, before it is put back."""

    def run(self, text: str) -> str:
        stash = self.md.htmlStash.rawHtmlBlocks
        for place, block in enumerate(stash):
            if isinstance(block, str) and "<" in block and not isinstance(block, ReadyHtml):
                stash[place] = cleaned(block)
        return text


def cleaned(html: str) -> str:
    """The HTML with allowed tags and attributes; other tags as text."""
    cleaner = _Cleaner()
    cleaner.feed(html)
    cleaner.close()
    return "".join(cleaner.parts)


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in STASHED_TAGS:
            self.parts.append(escape(self.get_starttag_text() or "", quote=False))
            return
        kept = "".join(f' {n}="{escape(v or "")}"' for n, v in attrs if is_allowed(n, v or ""))
        self.parts.append(f"<{tag}{kept}>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>" if tag in STASHED_TAGS else f"&lt;/{tag}&gt;")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(data, quote=False))

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")


# What any inline pattern has to find in a text: words without one of these are words.
_SIGN: Final = re.compile(r"[\\`\[!<&*_]|  \n")


class _Inline(InlineTexts):
    """Passes over plain words, which are most of what is looked at, with fifteen patterns each."""

    # The one method through which all texts go; its name is mangled, since the library did not mean it for others.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if not _SIGN.search(data):
            return data
        return str(super()._InlineProcessor__handleInline(data, patternIndex))  # type: ignore[misc]


class SafeMarkdown(Extension):
    """See the module."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block")
        links = TermLinks(md)
        # Before blocks of code (25).
        md.preprocessors.register(TermBlocks(md, links), "handbook_terms", 29)
        md.preprocessors.register(PageBlocks(md), "handbook_blocks", 28)
        md.preprocessors.register(CheckBlocks(md), "knowledge_check", 27)
        # After the inside of paragraphs is parsed (20) and attributes are set (8), before MkDocs resolves links (0).
        md.treeprocessors.register(links, "handbook_term_links", 6)
        md.inlinePatterns.deregister("html")
        # Before links (160), so that a link's text may be such a span.
        md.inlinePatterns.register(_Span(r"\[((?:[^\[\]\\]|\\.)*)\]\{lang=([A-Za-z-]+)\}", md), "lang_span", 165)
        md.treeprocessors.register(_Inline(md), "inline", 20)
        # The last: after attr_list (8), after backslashes in addresses are undone and MkDocs resolved links (0).
        md.treeprocessors.register(_Clean(md), "safe_markdown", -10)
        # Before the stash is put back (raw_html, 30).
        md.postprocessors.register(_CleanStash(md), "safe_stash", 31)


def makeExtension(**options: Any) -> SafeMarkdown:
    """What Python-Markdown calls."""
    return SafeMarkdown(**options)
