"""Handbooks to carry: a zip that works from a folder, a PDF, and what is said without a browser."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import pytest

from curriculum.pipeline import open_workspace
from curriculum.publishing import make_handbooks
from curriculum.render import downloads
from curriculum.render.downloads import Downloads, find_browser, squeezed
from curriculum.render.drafts import make_drafts
from curriculum.render.engine import Engine
from curriculum.render.publish import Built, Making, publish
from curriculum.render.site import render_trees
from curriculum.render.start import start_pages
from tests.conftest import ROOT, SAMPLE_DAY
from tests.render.builders import handbooks

pytestmark = pytest.mark.build
ZIP = "fa/sales-representative/sales-representative.fa.zip"


def made(out: Path, wanted: Downloads) -> tuple[Built, list[str]]:
    small = handbooks(("fa",))
    built, found = publish(render_trees(small)[0], start_pages(small), out, Making(workers=1, downloads=wanted))
    return built, [d.code.number for d in found]


def test_a_zip_holds_all_that_its_pages_name_and_nothing_leads_out(tmp_path: Path) -> None:
    made(tmp_path / "site", Downloads(zips=True))
    with zipfile.ZipFile(tmp_path / "site" / ZIP) as archive:
        archive.extractall(tmp_path / "unpacked")
        names = set(archive.namelist())
    assert "index.html" in names
    for page in (tmp_path / "unpacked").rglob("*.html"):
        for address in re.findall(r'(?:href|src)="([^"#:?]+)[^":]*"', page.read_text(encoding="utf-8")):
            target = (page.parent / address).resolve().relative_to((tmp_path / "unpacked").resolve())
            assert target.as_posix() in names, (page.name, address)


def test_the_same_zip_twice_and_kept_until_the_site_changes(tmp_path: Path) -> None:
    made(tmp_path / "one", Downloads(zips=True))
    made(tmp_path / "two", Downloads())
    assert not (tmp_path / "two" / ZIP).exists()
    assert made(tmp_path / "two", Downloads(zips=True)) == (Built(unchanged=2), [])
    assert (tmp_path / "one" / ZIP).read_bytes() == (tmp_path / "two" / ZIP).read_bytes()
    made(tmp_path / "two", Downloads())
    assert (tmp_path / "two" / ZIP).exists()  # still right: the site is the same


def test_without_a_browser_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "find_browser", lambda: None)
    built, codes = made(tmp_path, Downloads(pdfs=True))
    assert (built, codes) == (Built(built=2), ["CUR625"])


def test_a_browser_that_fails_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/bin/false")
    assert made(tmp_path, Downloads(pdfs=True)) == (Built(built=2), ["CUR626", "CUR626"])


@pytest.mark.browser
@pytest.mark.skipif(find_browser() is None, reason="no Chromium on this computer")
def test_a_pdf_is_tagged_and_has_an_outline(tmp_path: Path) -> None:
    assert made(tmp_path, Downloads(pdfs=True)) == (Built(built=2), [])
    content = (tmp_path / "fa/sales-representative/sales-representative.fa.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content and b"/Outlines" in content and b"/Lang (fa)" in content
    assert len(re.findall(rb"/MediaBox \[0 0 594\.\d* 841\.\d*\]", content)) >= 2, "pages of A4"


@pytest.mark.parametrize(
    ("page", "small"),
    [
        (b"<p>\n\n    a\n  b</p>\n", b"<p>\na\nb</p>\n"),
        (b"<pre>\n\n  x\n</pre>  \n\n <p>", b"<pre>\n\n  x\n</pre>\n<p>"),
        (
            b"<script>\n  a()\n\n</script>\n\n<style>\n  b\n</style>",
            b"<script>\n  a()\n\n</script>\n<style>\n  b\n</style>",
        ),
        (b"no line", b"no line"),
        (
            rb'<script id="__config">{"a": "\u0646\u003c\u00e9"}</script> "\u0646"',
            '<script id="__config">{"a": "ن\\u003c\\u00e9"}</script> "\\u0646"'.encode(),
        ),
    ],
)
def test_a_zip_carries_no_indents_but_all_that_can_be_seen(page: bytes, small: bytes) -> None:
    assert squeezed(page) == small == squeezed(small)


def test_the_heaviest_handbooks_of_the_sample_are_zips_below_a_megabyte(tmp_path: Path) -> None:
    """In Arabic, whose index holds the most forms of words; of the whole sample these two have been the largest."""
    handbooks, _ = make_handbooks(ROOT, open_workspace(ROOT).ready, dt.date.fromisoformat(SAMPLE_DAY))
    drafts = [draft for draft in make_drafts(handbooks, Engine.MATERIAL) if draft.language == "ar"]
    heaviest = sorted(drafts, key=lambda draft: draft.weight)[-2:]
    publish(heaviest, {}, tmp_path, Making(downloads=Downloads(zips=True)))
    sizes = {path.name: path.stat().st_size for path in tmp_path.glob("ar/*/*.zip")}
    assert len(sizes) == 2 and max(sizes.values()) < 1_000_000, sizes
