"""Handbooks of many roles: time, memory and disk of `curriculum build` as the number of roles grows.

The workspace is made of the sample's own lessons and checks in four languages, so pages have real sizes: its modules
are repeated, under other ids, until there are as many as wanted, and each role requires some of them in turn.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.measure import Cost, cost_of

ROOT = Path(__file__).parent.parent
DAY = "2026-11-22"
LANGUAGES = ("en", "ar", "fa", "he")
_LINK = re.compile(r"(?<!!)\[([^\]\n]*)\]\([^)\n]*\)")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_MARK = re.compile(r"^[ \t]*:::.*\n", re.MULTILINE)


@dataclass(frozen=True)
class Size:
    """How many roles and modules, and how many of the modules a role requires."""

    roles: int
    modules: int = 60
    required: int = 12


def main(arguments: Sequence[str]) -> str:
    """`--roles N,N,…`, `--modules N`, `--required N`: a table with a row for each number of roles."""
    told = dict(zip(arguments[::2], arguments[1::2], strict=True))
    modules, required = int(told.get("--modules", 60)), int(told.get("--required", 12))
    sizes = [Size(int(n), modules, required) for n in told.get("--roles", "25,50,100").split(",")]
    lines = [
        f"{modules} modules, of which a role requires {required}; {len(LANGUAGES)} languages; {os.cpu_count()} processors",
        "",
        "| roles | handbooks | pages | wall s | CPU s | CPU s ÷ page, ms | MiB (largest process) | GiB on disk | no change: CPU s | MiB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_row, sizes)])


def _row(size: Size) -> str:
    with tempfile.TemporaryDirectory(prefix="curriculum-handbooks-") as name:
        root = Path(name)
        write_workspace(root, size)
        first, again = _build(root), _build(root)
        pages = sum(1 for _ in (root / "site").rglob("*.html"))
        disk = sum(f.stat().st_blocks * 512 for f in (root / "site").rglob("*") if f.is_file()) / 2**30
        cells = (
            size.roles, size.roles * len(LANGUAGES), f"{pages:,}", f"{first.wall:.0f}", f"{first.cpu:.0f}",
            f"{1000 * first.cpu / pages:.1f}", f"{first.mib:.0f}", f"{disk:.2f}", f"{again.cpu:.1f}", f"{again.mib:.0f}",
        )  # fmt: skip
        print(cells, file=sys.stderr, flush=True)
        return f"| {' | '.join(map(str, cells))} |"


def _build(root: Path) -> Cost:
    return cost_of([sys.executable, "-m", "curriculum", "build", "-w", str(root), "--as-of", DAY])


def write_workspace(root: Path, size: Size) -> None:
    """All files; the same size, the same bytes."""
    for path, content in _files(size):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")


def _files(size: Size) -> Iterator[tuple[str, str]]:
    ids = list(range(size.modules))
    yield "program.yaml", _as_yaml(_program())
    yield "people/roster.csv", "id,name,access,starts_on\n"
    competencies = [{"id": f"topic-{n}", "title": _titles("Topic", n)} for n in ids]
    yield "content/catalog.yaml", _as_yaml({"competencies": competencies, "modules": [f"module-{n}" for n in ids]})
    sources = sorted(path.parent for path in (ROOT / "content").glob("*/module.yaml"))
    for n in ids:
        yield from _module(sources[n % len(sources)], n)
    for n in range(size.roles):
        yield f"roles/role-{n}.yaml", _as_yaml(_role(n, size))


def _program() -> dict[str, Any]:
    return {
        "title": _titles("Programme", 1),
        "languages": list(LANGUAGES),
        "levels": [{"id": "beginner", "title": _titles("Level", 1)}],
        "waves": [{"id": "start", "title": _titles("Wave", 1), "go_live_on": "2027-06-01"}],
    }


def _module(source: Path, n: int) -> Iterator[tuple[str, str]]:
    told = yaml.load(next(source.glob("module.yaml")).read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    kept = {key: told[key] for key in ("title", "summary", "delivery", "units") if key in told}
    teaches = [{"competency": f"topic-{n}", "level": "beginner"}]
    yield f"content/module-{n}/module.yaml", _as_yaml({**kept, "teaches": teaches})
    for path in sorted([*source.glob("*.*.md"), *source.glob("check.*.yaml")]):
        text = path.read_text(encoding="utf-8")
        plain = _LINK.sub(r"\1", _PICTURE.sub("", _MARK.sub("", text))) if path.suffix == ".md" else text
        yield f"content/module-{n}/{path.name}", plain


def _role(n: int, size: Size) -> dict[str, Any]:
    topics = random.Random(n).sample(range(size.modules), size.required)
    requires = [{"competency": f"topic-{t}", "level": "beginner"} for t in topics]
    tasks = [{"id": f"task-{k}", "title": _titles("Task", k)} for k in range(5)]
    return {"title": _titles("Role", n), "access": "write", "tasks": tasks, "requires": requires}


def _titles(word: str, n: int) -> dict[str, str]:
    return {"en": f"{word} {n}", "ar": f"عنوان {n}", "fa": f"عنوان {n}", "he": f"כותרת {n}"}


def _as_yaml(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)  # JSON is YAML


if __name__ == "__main__":
    write_workspace(Path(sys.argv[1]), Size(int(sys.argv[2])))
