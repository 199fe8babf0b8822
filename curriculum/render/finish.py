"""What is done to a built site: direction on the first tag, a search that works from a folder, less to carry."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
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
_HTML: Final = re.compile(r'<html lang="[^"]*"(?: dir="\w+")?')
# The theme escapes what is escaped already in the names of the links to the page before and the next: one would hear
# `&#x27;` where a title has an apostrophe.
_FOOTER: Final = re.compile(r'<a href="[^"]*" class="md-footer__link[^"]*" aria-label="[^"]*"')
_TWICE: Final = re.compile(r"&amp;(?=(?:#x?[0-9a-fA-F]+|[a-z]+);)")


def tidy_page(page: str, language: str) -> str:
    """The HTML of a page, tidied; again is no change."""
    first_tag = f'<html lang="{language}" dir="{direction(language)}"'
    return _FOOTER.sub(lambda m: _TWICE.sub("&", m[0]), _HTML.sub(first_tag, page, count=1))


def is_needed(path: str) -> bool:
    """Whether a site has a use for the file at the path."""
    return not (path in NOT_NEEDED or path.endswith(".map") or path.startswith(f"{_LUNR}/"))


def finish(folder: Path, page: Callable[[str], str]) -> None:
    """Tidies a site that was built as its engine does; `page` says what becomes of a page."""
    for path in [*folder.rglob("*.map"), *(folder / name for name in NOT_NEEDED)]:
        path.unlink(missing_ok=True)
    shutil.rmtree(folder / _LUNR, ignore_errors=True)
    for path in folder.rglob("*.html"):
        old = path.read_bytes()
        new = page(old.decode()).encode()
        if new != old:
            path.write_bytes(new)


def finish_index(folder: Path, language: str) -> None:
    """Adds to the search index what our search needs, and writes it as a script, too."""
    for name in INDEXES:
        if (folder / name).is_file():
            write_index(folder, name, add_words(json.loads((folder / name).read_text(encoding="utf-8")), language))


def write_index(folder: Path, name: str, index: Mapping[str, Any]) -> None:
    """The finished index; and the same as a script, since browsers read no JSON from a folder."""
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / INDEXES[name]).write_text(f"var __index = {text}", encoding="utf-8", newline="\n")
