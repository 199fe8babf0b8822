"""Words of the glossary in a lesson: the first place of each gets a link with an explanation beside it.

The page's Markdown carries the words that occur, as a fenced block; the Markdown extension puts the links in after
everything else is parsed, so no heading, link or piece of code is ever touched. Without a script, the link leads to
the glossary; with it (`assets/handbook.js`), focus, pointer or a tap shows the meaning.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from markdown import Markdown as Converter
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from curriculum.model import Term, record
from curriculum.render.book import Book
from curriculum.render.markdown import Markdown
from curriculum.render.wording import Wording, direction

_FENCE: Final = "```"
_NAME: Final = "handbook-terms"
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_PARENTHESES: Final = re.compile(r"[()]")
_UNTOUCHED: Final = frozenset({"a", "code", "pre", "kbd", "h1", "h2", "h3", "h4", "h5", "h6", "script", "style", "th"})
_OURS: Final = ("about", "changed", "admonition-title")  # lines of our own on the page of a lesson


@record
class Word:
    """A term as a lesson's page needs it: id, expression that finds it, what it means."""

    id: str
    pattern: re.Pattern[str]
    meaning: str


def terms_block(book: Book, text: str, language: str, up: str) -> Markdown | None:
    """The block for a page with this text in this language; None if no term occurs. `up` leads to the root."""
    default = book.reader.default
    found = [
        {"id": str(term.id), "words": words, "meaning": " ".join(term.meaning.in_(language, default).split())}
        for term in book.handbooks.glossary.terms
        if (term.in_lessons is None or language in term.in_lessons)
        and (words := spoken(term, language))
        and _occurs(tuple(words), language, text)
    ]
    if not found:
        return None
    line = json.dumps({"language": language, "up": up, "terms": found}, ensure_ascii=False)
    return Markdown(f"{_FENCE} {_NAME}\n{line}\n{_FENCE}\n")


def spoken(term: Term, language: str) -> list[str]:
    """How a term is said: its title without what stands in brackets, and that by itself; only in its own language."""
    title = term.title.words.get(language, "")
    return [part for words in _PARENTHESES.split(title) if (part := " ".join(words.split()))]


@lru_cache(maxsize=100_000)
def _occurs(words: tuple[str, ...], language: str, text: str) -> bool:
    """Whether one of the words stands in the text. Most do not, which a plain search tells fastest."""
    folded = _folded(text)
    return any(w.casefold() in folded for w in words) and bool(expression(words, language).search(text))


@lru_cache(maxsize=1000)
def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@lru_cache(maxsize=4096)
def expression(words: tuple[str, ...], language: str) -> re.Pattern[str]:
    """Finds one of the words, with the beginnings and endings that the language joins to words."""
    wording = Wording(language)
    begins, ends = (_affixes(wording.special(kind, "none")) for kind in ("beginnings of words", "endings of words"))
    ordered = sorted(words, key=len, reverse=True)
    any_of = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in ordered)
    return re.compile(rf"(?<![\w-])(?:{begins})?(?:{any_of})(?:{ends})?(?![\w-])", re.IGNORECASE)


def _affixes(listed: str) -> str:
    return "" if listed == "none" else "|".join(re.escape(a) for a in sorted(listed.split(), key=len, reverse=True))


# ── in the Markdown extension ──


class TermBlocks(Preprocessor):
    """Takes the block out of the page and keeps its words for `TermLinks`."""

    md: Converter

    def __init__(self, md: Converter, links: TermLinks) -> None:
        super().__init__(md)
        self._links = links

    def run(self, lines: list[str]) -> list[str]:
        self._links.forget()
        for n in range(len(lines) - 2):
            if lines[n] == f"{_FENCE} {_NAME}" and lines[n + 2] == _FENCE and self._links.learn(lines[n + 1]):
                return [*lines[:n], *lines[n + 3 :]]
        return lines


class TermLinks(Treeprocessor):
    """Links the first place of each word, and puts the meanings at the end of the page."""

    def __init__(self, md: Converter) -> None:
        super().__init__(md)
        self.forget()

    def forget(self) -> None:
        """The words of the page before."""
        self._words: list[Word] = []
        self._up = ""
        self._language = "en"

    def learn(self, line: str) -> bool:
        """The words of this page; false if the line is not one of ours."""
        try:
            values: dict[str, Any] = json.loads(line)
            language, up = str(values["language"]), str(values["up"])
            words = [
                Word(id=t["id"], pattern=expression(tuple(map(str, t["words"])), language), meaning=str(t["meaning"]))
                for t in values["terms"]
                if _ID.fullmatch(t["id"]) and t["words"]
            ]
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return False
        if up.replace("../", ""):
            return False
        self._words, self._up, self._language = words, up, language
        return True

    def run(self, root: etree.Element) -> None:
        waiting = list(self._words)
        used: list[Word] = []
        if waiting:
            self._visit(root, waiting, used)
        for word in used:
            tip = etree.SubElement(root, "div", {"class": "term-tip", "role": "tooltip", "id": f"term-{word.id}"})
            tip.set("hidden", "hidden")
            tip.set("lang", self._language)
            tip.set("dir", direction(self._language))
            tip.text = word.meaning

    def _visit(self, element: etree.Element, waiting: list[Word], used: list[Word]) -> None:
        element.text, added = self._split(element.text, waiting, used)
        for child in list(element):
            if child.tag not in _UNTOUCHED and child.get("class") not in _OURS:
                self._visit(child, waiting, used)
        for place, link in enumerate(added):
            element.insert(place, link)
        for child in list(element):
            if child in added:
                continue
            child.tail, more = self._split(child.tail, waiting, used)
            place = list(element).index(child)
            for n, link in enumerate(more, 1):
                element.insert(place + n, link)

    def _split(
        self, text: str | None, waiting: list[Word], used: list[Word]
    ) -> tuple[str | None, Sequence[etree.Element]]:
        """The text before the first link, and the links with the text behind each as tail."""
        places = sorted(_first_places(text or "", waiting), key=lambda found: found[0].start())
        links: list[etree.Element] = []
        before, done = text, 0
        for match, word in places:
            if match.start() < done or text is None:
                continue
            link = etree.Element("a", {"class": "term", "href": f"{self._up}glossary.md#{word.id}"})
            link.set("aria-describedby", f"term-{word.id}")
            link.text = match[0]
            if links:
                links[-1].tail = text[done : match.start()]
            else:
                before = text[: match.start()]
            links.append(link)
            done = match.end()
            waiting.remove(word)
            used.append(word)
        if links and text is not None:
            links[-1].tail = text[done:]
        return before, links


def _first_places(text: str, words: Sequence[Word]) -> Iterator[tuple[re.Match[str], Word]]:
    for word in words:
        match = word.pattern.search(text)
        if match is not None:
            yield match, word
