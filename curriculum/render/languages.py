"""Which languages the interface has: our catalogs of messages, and those of the workspace.

No build step: adding a language is adding `locales/<language>.po`, here or in the workspace. A workspace's file also
replaces ours of the same language.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from curriculum.diagnostics import Diagnostic
from curriculum.render.catalog_check import catalog_findings, is_usable
from curriculum.render.messages import FOLDER, po_files, read_catalog

# The workspace's folder for this process and those it starts, which build pages.
_VARIABLE: Final = "CURRICULUM_LOCALES"


def use_workspace(root: Path | None) -> None:
    """From now on, also the catalogs in the workspace's folder `locales/`, if it has one."""
    folder = None if root is None else root / FOLDER
    if folder is not None and folder.is_dir():
        os.environ[_VARIABLE] = str(folder.resolve())
    else:
        os.environ.pop(_VARIABLE, None)
    catalogs.cache_clear()


def workspace_files() -> Mapping[str, str]:
    """Language → text of the workspace's .po file, sorted by language; what is not UTF-8 text reads as no catalog."""
    folder = os.environ.get(_VARIABLE)
    files = sorted(Path(folder).glob("*.po")) if folder else []
    return {file.stem: file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file()}


@cache
def catalogs() -> Mapping[str, gettext.GNUTranslations]:
    """Language → its messages. A workspace's file with mistakes is left out; `workspace_findings` tells them."""
    texts = {**po_files(), **{language: po for language, po in workspace_files().items() if is_usable(po)}}
    return {language: read_catalog(po) for language, po in sorted(texts.items())}


def workspace_findings() -> Iterator[Diagnostic]:
    """What is wrong in the catalogs that the workspace brings along."""
    for language, po in workspace_files().items():
        yield from catalog_findings(f"{FOLDER}/{language}.po", po)
