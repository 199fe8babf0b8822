"""Handbooks to carry: one zip a site that works from a folder, and a PDF of the page with the whole handbook.

They lie in the site's own folder and go when the site is built again, so one that is there is never stale.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path
from typing import Final

from curriculum.codes import NO_BROWSER, PDF_FAILED
from curriculum.diagnostics import NOWHERE, Diagnostic, Position
from curriculum.model import record
from curriculum.render.handbook import SiteTree
from curriculum.render.manifest import Entry, files_below
from curriculum.render.placing import Places
from curriculum.render.shared import SHARED

PRINT_PAGE: Final = "print.html"
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_SECONDS: Final = 120
# Read by pages from a server only; in a folder they read the same words from a script.
_INDEXES: Final = ("search/search_index.json", "search.json")
# Links that lead out of one handbook: overrides/ marks them.
_ELSEWHERE: Final = re.compile(rb"<!-- elsewhere -->.*?<!-- /elsewhere -->", re.DOTALL)
_AS_IT_IS: Final = re.compile(rb"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL)
_INDENT: Final = re.compile(rb"[ \t]*\n\s*")
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of the zip format: the same bytes on any day


@record
class Downloads:
    """What is asked for beside the sites."""

    zips: bool = False
    pdfs: bool = False


NOTHING_MORE: Final = Downloads()


def zip_name(tree: SiteTree) -> str:
    """`sales-manager.ar.zip`, in the folder of the site."""
    return f"{tree.role}.{tree.language}.zip"


def pdf_name(tree: SiteTree) -> str:
    """`sales-manager.ar.pdf`, in the folder of the site."""
    return f"{tree.role}.{tree.language}.pdf"


def make_downloads(places: Places, trees: list[SiteTree], wanted: Downloads, workers: int | None) -> list[Diagnostic]:
    """Makes those that are missing. Reports NO_BROWSER and PDF_FAILED."""
    found: list[Diagnostic] = []
    built = [tree for tree in trees if tree.place in places.known]
    if wanted.zips:
        for tree in built:
            if zip_name(tree) not in places.known[tree.place].files:
                _write_zip(places, tree)
                _note(places, tree, zip_name(tree))
    if wanted.pdfs:
        found += _make_pdfs(places, built, workers)
    return found


def _note(places: Places, tree: SiteTree, name: str) -> None:
    entry = places.known[tree.place]
    files = tuple(sorted({*entry.files, name}))
    places.note(tree.place, Entry(made_from=entry.made_from, files=files, frame=entry.frame, pages=entry.pages))


# ── zip ──


def _write_zip(places: Places, tree: SiteTree) -> None:
    """The site and what it shares, in the folders they have in the output, and a page at the top that leads there."""
    beside = places.out / tree.place / f"{zip_name(tree)}.new"
    with zipfile.ZipFile(beside, "w") as archive:
        for path, content in sorted(_contents(places, tree)):
            told = zipfile.ZipInfo(path, date_time=_FIRST_DAY)
            told.compress_type, told.create_system, told.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(told, content, compresslevel=9)
    beside.replace(places.out / tree.place / zip_name(tree))


def _contents(places: Places, tree: SiteTree) -> Iterator[tuple[str, bytes]]:
    yield "index.html", _leading_to(f"{tree.place}/index.html", tree).encode()
    site = places.out / tree.place
    for name in places.known[tree.place].files:
        if not name.endswith((".zip", ".pdf", *_INDEXES)):
            content = (site / name).read_bytes()
            yield f"{tree.place}/{name}", squeezed(_ELSEWHERE.sub(b"", content)) if name.endswith(".html") else content
    shared = places.out / tree.language / SHARED
    for name in files_below(shared):
        yield f"{tree.language}/{SHARED}/{name}", (shared / name).read_bytes()


def squeezed(page: bytes) -> bytes:
    """The page without indents and empty lines, which are a twelfth of a zip; as it is where they can be seen."""
    parts = _AS_IT_IS.split(page)  # what is between, what stays, and the name of its tag, in turn
    parts[::3] = [_INDENT.sub(b"\n", part) for part in parts[::3]]
    del parts[2::3]
    return b"".join(parts)


def _leading_to(address: str, tree: SiteTree) -> str:
    name = escape(tree.title or tree.role)
    return (
        f'<!doctype html>\n<html lang="{tree.language}">\n<meta charset="utf-8">\n<title>{name}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n<p><a href="{address}">{name}</a></p>\n</html>\n'
    )


# ── PDF ──


def find_browser() -> str | None:
    """Chromium or one of its kin; the variable CHROMIUM names another."""
    return os.environ.get("CHROMIUM") or next((found for name in _BROWSERS if (found := shutil.which(name))), None)


def _make_pdfs(places: Places, trees: list[SiteTree], workers: int | None) -> Iterator[Diagnostic]:
    missing = [tree for tree in trees if pdf_name(tree) not in places.known[tree.place].files]
    browser = find_browser()
    if missing and browser is None:
        yield Diagnostic.of(
            NO_BROWSER,
            NOWHERE,
            f"no PDF was made: there is no Chromium on this computer ({len(missing)} handbooks wait)",
            "install Chromium or Chrome, or name it in the variable CHROMIUM; or print the page "
            f"{missing[0].place}/{PRINT_PAGE} in any browser",
        )
        return
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        for tree, problem in pool.map(lambda t: (t, _write_pdf(str(browser), places.out, t)), missing):
            if problem is None:
                _note(places, tree, pdf_name(tree))
            else:
                words = f"the PDF of {tree.place} could not be made: {problem}"
                yield Diagnostic.of(PDF_FAILED, Position(f"roles/{tree.role}.yaml"), words)


def _write_pdf(browser: str, out: Path, tree: SiteTree) -> str | None:
    """Prints the page to a file; what went wrong, if anything did."""
    page = (out / tree.place / PRINT_PAGE).resolve()
    with tempfile.TemporaryDirectory(prefix="curriculum-") as folder:
        made = Path(folder) / "handbook.pdf"
        command = [
            browser, "--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
            f"--print-to-pdf={made}", page.as_uri(),
        ]  # fmt: skip
        try:
            ran = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return f"the browser was not done after {_SECONDS} seconds"
        except OSError as error:
            return f"'{browser}' cannot be started: {error.strerror}"
        if not made.is_file() or not made.stat().st_size:
            return f"'{browser}' ended with {ran.returncode}: {ran.stderr.decode(errors='replace')[-300:].strip()}"
        shutil.move(made, out / tree.place / pdf_name(tree))
    return None
