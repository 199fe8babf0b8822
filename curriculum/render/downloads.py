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
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Final

from curriculum.codes import NO_BROWSER, PDF_FAILED
from curriculum.diagnostics import NOWHERE, Diagnostic, Position
from curriculum.model import record
from curriculum.render.handbook import Draft
from curriculum.render.manifest import files_below
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
_CONFIG: Final = re.compile(rb'<script id="__config".*?</script>', re.DOTALL)
_LETTER: Final = re.compile(
    rb"\\u(0[1-9a-f][0-9a-f]{2})"
)  # of the alphabets; nothing that JSON or HTML knows as a sign
_INDENT: Final = re.compile(rb"[ \t]*\n\s*")
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of the zip format: the same bytes on any day


@record
class Downloads:
    """What is asked for beside the sites."""

    zips: bool = False
    pdfs: bool = False


NOTHING_MORE: Final = Downloads()


def zip_name(draft: Draft) -> str:
    """`sales-manager.ar.zip`, in the folder of the site."""
    return f"{draft.role}.{draft.language}.zip"


def pdf_name(draft: Draft) -> str:
    """`sales-manager.ar.pdf`, in the folder of the site."""
    return f"{draft.role}.{draft.language}.pdf"


def make_downloads(places: Places, drafts: Sequence[Draft], wanted: Downloads, workers: int | None) -> list[Diagnostic]:
    """Makes those that are missing. Reports NO_BROWSER and PDF_FAILED."""
    found: list[Diagnostic] = []
    built = [draft for draft in drafts if draft.place in places.known]
    if wanted.zips:
        for draft in built:
            if zip_name(draft) not in places.known[draft.place].files:
                _write_zip(places, draft)
                _note(places, draft, zip_name(draft))
    if wanted.pdfs:
        found += _make_pdfs(places, built, workers)
    return found


def _note(places: Places, draft: Draft, name: str) -> None:
    entry = places.known[draft.place]
    files = tuple(sorted({*entry.files, name}))
    places.note(draft.place, replace(entry, files=files))


# ── zip ──


def _write_zip(places: Places, draft: Draft) -> None:
    """The site and what it shares, in the folders they have in the output, and a page at the top that leads there."""
    beside = places.out / draft.place / f"{zip_name(draft)}.new"
    with zipfile.ZipFile(beside, "w") as archive:
        for path, content in sorted(_contents(places, draft)):
            told = zipfile.ZipInfo(path, date_time=_FIRST_DAY)
            told.compress_type, told.create_system, told.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(told, content, compresslevel=9)
    beside.replace(places.out / draft.place / zip_name(draft))


def _contents(places: Places, draft: Draft) -> Iterator[tuple[str, bytes]]:
    yield "index.html", _leading_to(f"{draft.place}/index.html", draft).encode()
    site = places.out / draft.place
    for name in places.known[draft.place].files:
        if not name.endswith((".zip", ".pdf", *_INDEXES)):
            content = (site / name).read_bytes()
            yield f"{draft.place}/{name}", squeezed(_ELSEWHERE.sub(b"", content)) if name.endswith(".html") else content
    shared = places.out / draft.language / SHARED
    for name in files_below(shared):
        yield f"{draft.language}/{SHARED}/{name}", (shared / name).read_bytes()


def _as_itself(letter: re.Match[bytes]) -> bytes:
    return chr(int(letter[1], 16)).encode()


def squeezed(page: bytes) -> bytes:
    """The page without indents and empty lines, which are a twelfth of a zip; as it is where they can be seen.

    Letters that the theme writes as `\\u0627` are written as themselves.
    """
    page = _CONFIG.sub(lambda found: _LETTER.sub(_as_itself, found[0]), page)
    parts = _AS_IT_IS.split(page)  # what is between, what stays, and the name of its tag, in turn
    parts[::3] = [_INDENT.sub(b"\n", part) for part in parts[::3]]
    del parts[2::3]
    return b"".join(parts)


def _leading_to(address: str, draft: Draft) -> str:
    name = escape(draft.title or draft.role)
    return (
        f'<!doctype html>\n<html lang="{draft.language}">\n<meta charset="utf-8">\n<title>{name}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n<p><a href="{address}">{name}</a></p>\n</html>\n'
    )


# ── PDF ──


def find_browser() -> str | None:
    """Chromium or one of its kin; the variable CHROMIUM names another."""
    return os.environ.get("CHROMIUM") or next((found for name in _BROWSERS if (found := shutil.which(name))), None)


def _make_pdfs(places: Places, drafts: Sequence[Draft], workers: int | None) -> Iterator[Diagnostic]:
    missing = [draft for draft in drafts if pdf_name(draft) not in places.known[draft.place].files]
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
        for draft, problem in pool.map(lambda t: (t, _write_pdf(str(browser), places.out, t)), missing):
            if problem is None:
                _note(places, draft, pdf_name(draft))
            else:
                words = f"the PDF of {draft.place} could not be made: {problem}"
                yield Diagnostic.of(PDF_FAILED, Position(f"roles/{draft.role}.yaml"), words)


def _write_pdf(browser: str, out: Path, draft: Draft) -> str | None:
    """Prints the page to a file; what went wrong, if anything did."""
    page = (out / draft.place / PRINT_PAGE).resolve()
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
        shutil.move(made, out / draft.place / pdf_name(draft))
    return None
