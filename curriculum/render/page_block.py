"""Parts of our own pages that are more than Markdown: a fenced block of JSON, turned into HTML by a template of ours.

Like knowledge checks, they travel as plain values, so that a page is Markdown without HTML, and every word in them is
escaped when the HTML is made. A lesson that contains such a block can show a picture of its own with it, no more:
addresses lead only to pages of the handbook.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from jinja2 import TemplateError
from markdown import Markdown as Converter
from markdown.preprocessors import Preprocessor

from curriculum.render.check_block import ReadyHtml
from curriculum.render.markdown import Markdown
from curriculum.render.templating import html_templates
from curriculum.render.wording import Wording, direction

NAMES: Final = frozenset({"ladder", "home", "lesson", "record", "badge", "slides"})

_FENCE: Final = "```"
_OPENING: Final = re.compile(r"``` handbook-([a-z]+)$")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ADDRESS: Final = re.compile(r"(?:\.\./)*(?:[a-z0-9][a-z0-9-]*/)*[a-z0-9][a-z0-9-]*\.html(?:#[A-Za-z][A-Za-z0-9_-]*)?")
_MARKS: Final = {2: None, 3: None}  # around the converter's own placeholders: JSON could smuggle one in


def page_block(name: str, language: str, **values: object) -> Markdown:
    """The fenced block, JSON on one line."""
    line = json.dumps({"language": language, **values}, ensure_ascii=False)
    return Markdown(f"{_FENCE} handbook-{name}\n{line}\n{_FENCE}\n")


class PageBlocks(Preprocessor):
    """Puts the HTML in the place of each block, before blocks of code are looked for."""

    md: Converter

    def run(self, lines: list[str]) -> list[str]:
        made: list[str] = []
        rest = iter(range(len(lines)))
        for n in rest:
            html = _html_at(lines, n)
            if html is None:
                made.append(lines[n])
                continue
            made += ["", self.md.htmlStash.store(ReadyHtml(html.translate(_MARKS))), ""]
            next(rest), next(rest)
        return made


def _html_at(lines: Sequence[str], n: int) -> str | None:
    opening = _OPENING.match(lines[n])
    if opening is None or opening[1] not in NAMES or n + 2 >= len(lines) or lines[n + 2] != _FENCE:
        return None
    return as_html(opening[1], lines[n + 1])


def as_html(name: str, line: str) -> str | None:
    """The HTML of a block; None if its values are not such as we write."""
    try:
        values: dict[str, Any] = json.loads(line)
        language = values["language"]
        if not _LANGUAGE.fullmatch(language):
            return None
        wording = Wording(language)
        template = html_templates().get_template(f"block_{name}.html.j2")
        return template.render(
            **{**values, "_": wording.get, "number": wording.number, "dir": direction(language), "address": address}
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, TemplateError):
        return None


def address(target: object) -> str:
    """A link's target if it is a page of the handbook, else nothing."""
    return target if isinstance(target, str) and _ADDRESS.fullmatch(target) else ""
