"""One page on paper: Chromium prints the short form of a board. Without a Chromium there is a message, and no file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_SECONDS: Final = 120


def find_browser() -> str | None:
    """The Chromium of this machine, or the one that the variable CHROMIUM names."""
    return os.environ.get("CHROMIUM") or next((found for name in _NAMES if (found := shutil.which(name))), None)


def as_pdf(page: str, browser: str) -> bytes | None:
    """The page as PDF; None where the browser fails. What is printed lies in a folder of its owner meanwhile."""
    with tempfile.TemporaryDirectory(prefix="curriculum-") as folder:
        source, target = Path(folder, "board.html"), Path(folder, "board.pdf")
        source.write_text(page, encoding="utf-8")
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0  # as root, Chromium runs only without its sandbox
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            *(["--no-sandbox"] if is_root else []),
            f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        except (OSError, subprocess.SubprocessError):
            return None
        return target.read_bytes() if target.exists() else None
