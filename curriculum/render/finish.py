"""What is done to a built site: direction on the first tag, a search that works from a folder, less to carry."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from curriculum.render.search_words import add_words
from curriculum.render.wording import direction

# Files that only a web server would use.
NOT_NEEDED: Final = frozenset({"404.html", "sitemap.xml", "sitemap.xml.gz"})
# Search scripts of languages we do not switch on.
_LUNR: Final = "assets/javascripts/lunr"
# The index of each engine, and the script that its pages read instead in a folder.
SEARCH_INDEX: Final = "search/search_index.json"
INDEXES: Final[Mapping[str, str]] = {
    SEARCH_INDEX: "search/search_index.js",
    "search.json": "search.js",
}
_HTML: Final = re.compile(rb'<html lang="[^"]*"(?: dir="\w+")?')
# The theme escapes what is escaped already in the names of the links to the page before and the next: one would hear
# `&#x27;` where a title has an apostrophe.
_FOOTER: Final = re.compile(rb'<a href="[^"]*" class="md-footer__link[^"]*" aria-label="[^"]*"')
_TWICE: Final = re.compile(rb"&amp;(?=(?:#x?[0-9a-fA-F]+|[a-z]+);)")


def finish(folder: Path, language: str, only: frozenset[str] | None = None) -> None:
    """Tidies the built site in place; `only`: paths of the pages that were made, if the others are tidy already."""
    for path in [*folder.rglob("*.map"), *(folder / name for name in NOT_NEEDED)]:
        path.unlink(missing_ok=True)
    shutil.rmtree(folder / _LUNR, ignore_errors=True)
    first_tag = f'<html lang="{language}" dir="{direction(language)}"'.encode()
    for page in folder.rglob("*.html") if only is None else (folder / name for name in only):
        old = page.read_bytes()
        new = _FOOTER.sub(lambda m: _TWICE.sub(b"&", m[0]), _HTML.sub(first_tag, old, count=1))
        if new != old:
            page.write_bytes(new)
    for name in INDEXES:
        if (folder / name).is_file():
            write_index(folder, name, add_words(json.loads((folder / name).read_text(encoding="utf-8")), language))


def write_index(folder: Path, name: str, index: Mapping[str, Any]) -> None:
    """The finished index; and the same as a script, since browsers read no JSON from a folder."""
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / INDEXES[name]).write_text(f"var __index = {text}", encoding="utf-8", newline="\n")
