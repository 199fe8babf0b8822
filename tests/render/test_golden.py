"""The Markdown trees and the start pages of a small programme, compared before MkDocs sees them.

`pytest tests/render --update-golden` writes them anew; look at the difference before committing it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from curriculum.render.site import render_trees
from curriculum.render.start import start_pages
from tests.render.builders import handbooks

GOLDEN = Path(__file__).parent / "golden"


def made() -> dict[str, str]:
    """Path below golden/ → text: what is written for this programme, without what every handbook ships."""
    trees, found = render_trees(handbooks())
    assert found == ()
    pages = {
        f"{tree.place}/{path}": content
        for tree in trees
        for path, content in tree.files.items()
        if isinstance(content, str) and not path.startswith(("overrides/", "docs/assets/"))
    }
    starts = {path: content.decode() for path, content in start_pages(handbooks()).items() if path.endswith(".html")}
    return pages | starts


def test_trees_are_as_agreed(update_golden: bool) -> None:
    new = made()
    if update_golden:
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for path, content in new.items():
            (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / path).write_text(content, encoding="utf-8", newline="\n")
    old = {f.relative_to(GOLDEN).as_posix(): f.read_text(encoding="utf-8") for f in GOLDEN.rglob("*") if f.is_file()}
    assert old, "there are no golden files"
    assert sorted(new) == sorted(old)
    for path in sorted(new):
        assert new[path] == old[path], path


def test_update_is_refused_in_ci() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--update-golden", "--collect-only", str(Path(__file__).parent)],
        env={**os.environ, "CI": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 4
    assert "refused" in run.stderr


def test_trees_do_not_depend_on_hash_seeds() -> None:
    script = (
        "import hashlib; from curriculum.render.site import render_trees; from curriculum.render.start import start_pages;"
        "from tests.render.builders import handbooks; h = handbooks(); trees, _ = render_trees(h);"
        "print(hashlib.sha256(repr([(t.place, dict(t.files)) for t in trees]).encode()).hexdigest(),"
        "hashlib.sha256(repr(dict(start_pages(h))).encode()).hexdigest())"
    )
    root = Path(__file__).parents[2]
    seen = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=root, check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1


def test_all_languages_have_the_same_pages_and_anchors() -> None:
    trees, _ = render_trees(handbooks())
    for role in ("sales-representative", "finance-controller"):
        pages = [sorted(p for p in t.files if p.endswith(".md")) for t in trees if t.role == role]
        assert all(p == pages[0] for p in pages)
    lesson = "docs/lessons/reading-dashboards/find-the-number.md"
    texts = {t.language: str(t.files[lesson]) for t in trees if t.role == "sales-representative"}
    for language in ("en", "ar"):
        assert "{#s-1}" in texts[language] and "{#columns}" in texts[language]
