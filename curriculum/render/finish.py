"""What is done to a built site: direction on the first tag, a search that works from a folder, less to carry."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Final

from curriculum.render.folding import widen
from curriculum.render.wording import direction

# Files that only a web server would use.
NOT_NEEDED: Final = frozenset({"404.html", "sitemap.xml", "sitemap.xml.gz"})
# Search scripts of languages we do not switch on.
_LUNR: Final = "assets/javascripts/lunr"
# The index of each engine, and the script that its pages read instead in a folder.
_INDEXES: Final = (("search/search_index.json", "search/search_index.js"), ("search.json", "search.js"))
_HTML: Final = re.compile(rb'<html lang="[^"]*"(?: dir="\w+")?')


def finish(folder: Path, language: str) -> None:
    """Tidies the built site in place."""
    for path in [*folder.rglob("*.map"), *(folder / name for name in NOT_NEEDED)]:
        path.unlink(missing_ok=True)
    shutil.rmtree(folder / _LUNR, ignore_errors=True)
    first_tag = f'<html lang="{language}" dir="{direction(language)}"'.encode()
    for page in folder.rglob("*.html"):
        old = page.read_bytes()
        new = _HTML.sub(first_tag, old, count=1)
        if new != old:
            page.write_bytes(new)
    _finish_search(folder, language)


def _finish_search(folder: Path, language: str) -> None:
    """Further forms of words; and the index as a script, since browsers read no JSON from a folder."""
    for name, as_script in _INDEXES:
        index = folder / name
        if index.is_file():
            widened = widen(json.loads(index.read_text(encoding="utf-8")), language)
            text = json.dumps(widened, ensure_ascii=False, separators=(",", ":"))
            index.write_text(text, encoding="utf-8", newline="\n")
            (folder / as_script).write_text(f"var __index = {text}", encoding="utf-8", newline="\n")
