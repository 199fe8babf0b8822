"""The sample: `check`, `needs`, and `build` against what a user would run instead, on the same files."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from bench.measure import Cost, cost_of, in_turn, installed, several, table

ROOT = Path(__file__).parent.parent
DAY = "2026-11-22"
CACHE = ".cache"  # in the copy of the workspace: the first build finds nothing kept
CURRICULUM = [sys.executable, "-m", "curriculum"]

# Only reading and parsing the same YAML and CSV files, the fastest way the standard tools offer.
JUST_READ = """
import csv, pathlib, sys, yaml
root = pathlib.Path(sys.argv[1])
for path in sorted([root / "program.yaml", *root.glob("roles/*.yaml"), *root.glob("content/**/*.yaml"), *root.glob("people/*.yaml")]):
    yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
for path in root.glob("people/*.csv"):
    with path.open(encoding="utf-8", newline="") as stream:
        list(csv.DictReader(stream))
"""


def queries(repeats: int = 5) -> str:
    """check and needs against just reading the files."""
    root = str(ROOT)
    runs = {
        "just reading the files": lambda: cost_of([sys.executable, "-c", JUST_READ, root]),
        "curriculum check": lambda: cost_of([*CURRICULUM, "check", "-w", root]),
        "curriculum needs --format csv": lambda: cost_of(
            [*CURRICULUM, "needs", "-w", root, "--as-of", DAY, "--format", "csv"]
        ),
    }
    return table(in_turn(runs, repeats), "just reading the files")


def builds(repeats: int = 1) -> str:
    """First build, second build and one edited lesson against `mkdocs build`, once per site, on the same trees."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = folder / "workspace"
        workspace.mkdir()
        shutil.copy(ROOT / "program.yaml", workspace)
        for part in ("roles", "content", "people"):
            shutil.copytree(ROOT / part, workspace / part)
        trees = folder / "trees"
        cost_of([sys.executable, "-c", _WRITE_TREES, str(workspace), str(trees), DAY])
        build = [*CURRICULUM, "build", "-w", str(workspace), "--as-of", DAY]
        sites = sorted(trees.glob("*/*/mkdocs.yml"))
        loop = [
            [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(s), "-d", str(s.parent / "built")] for s in sites
        ]
        against = f"mkdocs build, {len(sites)} times"
        runs = {
            against: lambda: several(loop),
            "first build": lambda: _afresh(workspace, build),
            "second build, nothing changed": lambda: cost_of(build, env=installed(workspace / CACHE)),
            "one lesson edited in one language": lambda: _edited(workspace, build),
        }
        return table(in_turn(runs, repeats), against)


_WRITE_TREES = """
import datetime, pathlib, sys
from curriculum.pipeline import open_workspace
from curriculum.publishing import make_handbooks
from curriculum.render.publish import write_trees
from curriculum.render.site import render_trees
root = pathlib.Path(sys.argv[1])
handbooks, _ = make_handbooks(root, open_workspace(root).workspace, datetime.date.fromisoformat(sys.argv[3]))
write_trees(render_trees(handbooks)[0], pathlib.Path(sys.argv[2]))
"""


def _afresh(workspace: Path, build: list[str]) -> Cost:
    for made in ("site", CACHE):
        shutil.rmtree(workspace / made, ignore_errors=True)
    return cost_of(build, env=installed(workspace / CACHE))


def _edited(workspace: Path, build: list[str]) -> Cost:
    lesson = workspace / "content/reading-dashboards/find-the-number.en.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    return cost_of(build, env=installed(workspace / CACHE))
