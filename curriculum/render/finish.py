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
_HTML: Final = re.compile(rb'<html lang="[^"]*"')


def finish(folder: Path, language: str) -> None:
    """Tidies the built site in place."""
    for path in [*folder.rglob("*.map"), *(folder / name for name in NOT_NEEDED)]:
        path.unlink(missing_ok=True)
    shutil.rmtree(folder / _LUNR, ignore_errors=True)
    first_tag = f'<html lang="{language}" dir="{direction(language)}"'.encode()
    for page in folder.rglob("*.html"):
        page.write_bytes(_HTML.sub(first_tag, page.read_bytes(), count=1))
    _finish_search(folder / "search", language)


def _finish_search(folder: Path, language: str) -> None:
    """Further forms of words; and the index as a script, since browsers read no JSON from a folder."""
    index = folder / "search_index.json"
    if index.is_file():
        widened = widen(json.loads(index.read_text(encoding="utf-8")), language)
        text = json.dumps(widened, ensure_ascii=False, separators=(",", ":"))
        index.write_text(text, encoding="utf-8", newline="\n")
        (folder / "search_index.js").write_text(f"var __index = {text}", encoding="utf-8", newline="\n")
