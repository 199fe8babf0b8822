"""Builds one handbook with Zensical: the only file that knows it. It reads the same tree as MkDocs.

Zensical prints from compiled code, so it gets a process of its own, whose output is read.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from curriculum.render.handbook import SiteTree
from curriculum.render.making import SiteFailed, write_files

_PACKAGE: Final = Path(__file__).parents[2]
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")
# Lines that report progress; everything else is about the text.
_CHATTER: Final = re.compile(r"^(Build (started|finished).*|No issues found|\d+ issues? found|\s*)$")


def build_tree(tree: SiteTree, folder: Path) -> tuple[str, ...]:
    """Builds the tree into the folder, which must not exist; gives what Zensical warns of. Raises SiteFailed."""
    with tempfile.TemporaryDirectory(prefix="curriculum-") as source:
        write_files(tree.files, Path(source))
        environment = {**os.environ, "PYTHONPATH": str(_PACKAGE), "NO_COLOR": "1", "SOURCE_DATE_EPOCH": "315532800"}
        ran = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--clean", "-f", str(Path(source) / "mkdocs.yml")],
            cwd=source, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        said = _COLOUR.sub("", ran.stdout.decode(errors="replace")).replace(source, "")
        words = tuple(line.strip() for line in said.splitlines() if not _CHATTER.match(line))
        built = Path(source) / "site"
        if ran.returncode or not built.is_dir():
            raise SiteFailed("; ".join(words) or f"Zensical ended with {ran.returncode}")
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(built, folder)
        return words
