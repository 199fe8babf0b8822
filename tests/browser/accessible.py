"""axe-core 4 (Deque, MPL-2.0, in axe/) in an open page: what it finds against WCAG 2.2 AA and good practice."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

_AXE: Final = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
_ALL: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_OF_COLOURS: Final = ("color-contrast", "link-in-text-block")
# Twice, since what a page does about its new size it does while the first one is drawn.
_DRAWN: Final = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
_RUN: Final = "([type, values]) => axe.run({preload: false, resultTypes: ['violations'], runOnly: {type, values}})"


def violations(page: Page, *, colours_only: bool = False) -> list[str]:
    """A line for each element that breaks a rule; `colours_only` where the same page was judged in other colours."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE)
    page.evaluate(_DRAWN)
    found = page.evaluate(_RUN, ["rule", _OF_COLOURS] if colours_only else ["tag", _ALL])
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{rule['id']}: {node['html'][:160]} ({' '.join(node['failureSummary'].split())[:200]})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
