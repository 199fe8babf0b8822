"""The house is as docs/architecture.md says: who imports whom, and who may use which library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import curriculum

PACKAGE = Path(curriculum.__file__).parent
SHARED = {"model", "graph", "days", "diagnostics", "codes", "codes_report", "codes_schedule", "codes_exchange"}
STAGES = ("load", "check", "needs", "plan", "report", "render", "schedule", "starter")

# room → what of the package it may import besides itself; what stands for the whole pipeline may import all stages
MAY_IMPORT = {
    "diagnostics": set(),
    "codes": {"diagnostics", "codes_report", "codes_schedule", "codes_exchange"},
    "codes_exchange": {"diagnostics"},
    "codes_report": {"diagnostics"},
    "codes_schedule": {"diagnostics"},
    "model": {"diagnostics"},
    "graph": set(),
    "days": {"model"},
    **{stage: SHARED | {""} for stage in STAGES},
    "exchange": {"load", ""} | SHARED,
    "exporting": {"exchange", "pipeline", "publishing", "render", ""} | SHARED,
    "importing": {"exchange", "ledger", "load"} | SHARED,
    "pipeline": {"load", "check", "needs", "plan", "tally"} | SHARED,
    "newcomers": {"needs", "plan", "render"} | SHARED,
    "coverage": {"newcomers"} | SHARED,
    "translating": {"check"} | SHARED,
    "scheduling": {"pipeline", "schedule", "load", "report"} | SHARED,
    "turn": {"needs"} | SHARED,
    "history": set(),
    "cost": SHARED,
    "boards": {"pipeline", "plan", "cost", "coverage", "report", "render", "load", "schedule"} | SHARED,
    "ledger": {"load"} | SHARED,
    "recording": {"ledger", "load"} | SHARED,
    "proofs": {"ledger", "needs"} | SHARED,
    "compare": {"pipeline", "plan"} | SHARED,
    "tally": {"load", "needs", "plan"} | SHARED,
    "listing": {"pipeline", "plan", "report"} | SHARED,
    "publishing": {"pipeline", "newcomers", "coverage", "history", "load", "render"} | SHARED,
    "cli": {
        "pipeline",
        "listing",
        "publishing",
        "coverage",
        "translating",
        "schedule",
        "scheduling",
        "importing",
        "exporting",
        "exchange",
        "turn",
        "compare",
        "tally",
        "history",
        "cost",
        "boards",
        "ledger",
        "recording",
        "proofs",
        "render",
        "report",
        "load",
        "starter",
        "cli",
        "",
    }
    | SHARED,
    "__main__": {"cli", ""},
    "__init__": set(),
}
# library → rooms that may import it
LIBRARIES = {
    "yaml": {"load", "render", "exchange"},
    "defusedxml": {"exchange"},
    "jinja2": {"render", "boards"},
    "simplemma": {"render"},
    "markdown": {"render"},
    "holidays": {"schedule"},
    "icalendar": {"schedule", "boards"},
    "xlsxwriter": {"schedule", "boards"},
    "typer": {"cli"},
    "numpy": {"tally"},
    "polars": {"tally"},
    "rich": {"cli", "report", "boards"},
}
# library → the one file that knows it
ALLOWED_FILES_OF = {"mkdocs": {"render/material.py"}, "zensical": {"render/zensical.py"}}


def modules() -> list[Path]:
    found = sorted(p for p in PACKAGE.rglob("*.py") if "files" not in p.relative_to(PACKAGE).parts)
    assert len(found) > 40, "the test must see the package"
    return found


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            names = [f"curriculum.{a.name}" for a in node.names] if node.module == "curriculum" else [node.module or ""]
            for name in names:
                yield node.lineno, name


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_follow_the_one_way(path: Path) -> None:
    here = room(path)
    wrong = []
    for line, name in imports(path):
        head, _, rest = name.partition(".")
        if head == "curriculum":
            there = "" if rest == "__version__" else rest.split(".")[0]
            if there not in MAY_IMPORT[here] | {here}:
                wrong.append(f"{path}:{line}: {here} imports {there or 'the package itself'}")
        elif head in LIBRARIES and here not in LIBRARIES[head]:
            wrong.append(f"{path}:{line}: {here} imports {head}")
        elif head in ALLOWED_FILES_OF and str(path.relative_to(PACKAGE)) not in ALLOWED_FILES_OF[head]:
            wrong.append(f"{path}:{line}: only {ALLOWED_FILES_OF[head]} may import {head}")
    assert not wrong, "\n".join(wrong)


def test_no_two_files_import_each_other() -> None:
    """Not even by way of others, nor inside functions; a package's face, which gathers what it has, is left out."""
    files = {module_of(path): path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"}
    asked: dict[str, set[str]] = {}
    for name, path in files.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tree.body = [n for n in tree.body if not (isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING")]
        nodes = ast.walk(tree)
        names = {f"{n.module}.{alias.name}" for n in nodes if isinstance(n, ast.ImportFrom) for alias in n.names}
        asked[name] = (names | {found.rpartition(".")[0] for found in names}) & files.keys() - {name}
    assert sum(map(len, asked.values())) > 500
    TopologicalSorter(asked).prepare()  # raises CycleError, which names the circle


def module_of(path: Path) -> str:
    return ".".join(("curriculum", *path.relative_to(PACKAGE).with_suffix("").parts))


def test_the_renderer_of_the_handbooks_knows_no_people() -> None:
    """A name cannot leak into a handbook, because the renderer has no word for people."""
    persons = {"Person", "PersonNeeds", "Need", "LearningPath", "Evidence", "Account", "Exemption", "Workspace"}
    for path in modules():
        if room(path) != "render":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "curriculum.model":
                assert not persons & {a.name for a in node.names}, path


def test_boards_take_only_words_from_the_renderer_of_the_handbooks() -> None:
    """What joins people with templates has its own templates; from render it takes sentences, numbers and dates."""
    seen = 0
    for path in modules():
        for line, name in imports(path) if room(path) == "boards" else ():
            if name.startswith("curriculum.render"):
                seen += 1
                assert name in {
                    f"curriculum.render.{part}" for part in ("wording", "messages", "languages", "calendars")
                }, line
    assert seen


def test_functions_stay_short() -> None:
    """Bodies of at most 50 lines and few parameters: what is longer has two things to say."""
    bodies = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                docstring = ast.get_docstring(node, clean=False)
                first = node.body[1] if docstring and len(node.body) > 1 else node.body[0]
                bodies.append(((node.end_lineno or 0) - first.lineno + 1, f"{path}:{node.lineno} {node.name}"))
    assert max(bodies)[0] <= 50, max(bodies)
    assert sorted(bodies)[len(bodies) // 2][0] <= 10
