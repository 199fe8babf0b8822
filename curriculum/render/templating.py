"""Jinja environments: one for Markdown pages, one for HTML pages. Both escape whatever is not marked as ready."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from curriculum.render.markdown import Markdown, escape

_BLANK_LINES: Final = re.compile(r"\n{3,}")


def _shown(value: object) -> str:
    return escape(value)


@cache
def markdown_templates() -> Environment:
    """Templates of pages for MkDocs; every value is escaped for Markdown."""
    return Environment(
        loader=PackageLoader("curriculum.render"),
        auto_reload=False,
        finalize=_shown,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )


@cache
def html_templates() -> Environment:
    """Templates of whole HTML pages; every value is escaped for HTML."""
    return Environment(
        loader=PackageLoader("curriculum.render"),
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        autoescape=True,
    )


def render_markdown(name: str, **values: object) -> Markdown:
    """A page from its template, without runs of blank lines."""
    made = markdown_templates().get_template(name).render(**values)
    return Markdown(_BLANK_LINES.sub("\n\n", made).strip("\n") + "\n")
