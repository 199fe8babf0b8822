"""People by the thousand and the million: our engines against mere parsing and against an analyst's SQL and data frames."""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.generate import AS_OF, Size, write_workspace
from bench.measure import Cost, cost_of, in_turn, installed, table

SIZES = (1_000, 30_000, 300_000)
FLAT = "flat.json"  # the rules as tables, for the analysts; making them is not timed
PARSE = "parsing the tables (Polars)"
AFRESH = "plain, nothing kept"
COMMAND = "the command, plain"
ANALYSTS = {"analyst DuckDB": "duckdb", "analyst Polars": "polars"}


def main(arguments: Sequence[str]) -> str:
    """`--people N` for one size; `--special SHARE` (0: the analysts' versions must give the same figures)."""
    people = int(arguments[arguments.index("--people") + 1]) if "--people" in arguments else 0
    special = float(arguments[arguments.index("--special") + 1]) if "--special" in arguments else 0.05
    return "\n\n".join(scale(n, special) for n in ([people] if people else SIZES))


def scale(people: int, special: float, repeats: int = 3) -> str:
    """One table; workspaces are written into a temporary folder and deleted."""
    with tempfile.TemporaryDirectory(prefix="curriculum-scale-") as name:
        root = Path(name)
        write_workspace(root, Size(people, special))
        from bench.flat import flat_rules  # not at the top: every way of working pays for what this file imports

        (root / FLAT).write_text(json.dumps(flat_rules(root, AS_OF)))
        names = [PARSE, "parsing with csv", "our rules only", "plain", AFRESH, COMMAND, "fast"]
        if special == 0:
            names += [name for name, library in ANALYSTS.items() if find_spec(library)]
        if people > 1_000_000:
            names, repeats = [n for n in names if n in (PARSE, "parsing with csv", "our rules only", "fast")], 1
        answers = {name: root / f"answer-{n}.json" for n, name in enumerate(names)}
        runs = {name: _run(name, root, answers[name]) for name in names}
        for first in {"plain", COMMAND} & runs.keys():  # the bytecode, and what is kept from run to run
            runs[first]()
        costs = in_turn(runs, repeats)
        told = {name: json.loads(path.read_text()) for name, path in answers.items() if path.exists()}
        figures = {name: told[name]["figures"] for name in told if told[name].get("figures")}
        same = len({json.dumps(f) for f in figures.values()}) == 1
        looked = next(
            (f"{t['special']:,} people went through the reference" for t in told.values() if "special" in t), ""
        )
        said = "all figures equal" if same else f"FIGURES DIFFER: {figures}"
        inside = [
            f"{name}: imports {t['imports']:.3f}, reading and counting {t['run']:.3f}"
            for name, t in told.items()
            if "run" in t
        ]
        said += f". CPU seconds inside, the least: {'; '.join(inside)}"
        return f"#### {people:,} people, {special:.0%} irregular\n\n{table(costs, PARSE)}\n\n{said}; {looked}."


def _run(name: str, root: Path, answer: Path) -> Callable[[], Cost]:
    """As it is installed: with bytecode (pip writes it), in a folder of this run; with a cache folder of this run."""
    env = installed() | {
        "PYTHONPYCACHEPREFIX": str(root / "bytecode"),
        "CURRICULUM_CACHE": "" if name == AFRESH else str(root / "c"),
    }
    command = [sys.executable, "-m", "bench.scale", name, str(root), str(answer)]
    if name == COMMAND:
        command = [sys.executable, "-m", "curriculum", "tally", "-w", str(root), "--as-of", AS_OF.isoformat()]
        command += ["--engine", "plain"]
    return lambda: cost_of(command, env=env)


def one(name: str, root: Path, answer: Path) -> None:
    """One way of working, in a process of its own."""
    told = ONE[name](root)
    before = json.loads(answer.read_text()) if answer.exists() else {}
    least = {part: min(told[part], before.get(part, told[part])) for part in ("imports", "run") if part in told}
    answer.write_text(json.dumps({**told, **least}))


def _parse_polars(root: Path) -> dict[str, object]:
    import polars as pl

    for file in ("roster", "evidence"):
        pl.scan_csv(root / f"people/{file}.csv", infer_schema=False).select(pl.all().str.len_bytes().sum()).collect()
    return {}


def _parse_csv(root: Path) -> dict[str, object]:
    for file in ("roster", "evidence"):
        with (root / f"people/{file}.csv").open(encoding="utf-8", newline="") as stream:
            for _ in csv.reader(stream):
                pass
    return {}


def _rules(root: Path) -> dict[str, object]:
    from curriculum.load import load_rules

    load_rules(root)
    return {}


def _tally(engine: str) -> Callable[[Path], dict[str, object]]:
    def run(root: Path) -> dict[str, object]:
        begun = time.process_time()
        from curriculum.pipeline import tally_needs

        imported = time.process_time()
        found, _ = tally_needs(root, AS_OF, engine)  # type: ignore[arg-type]
        done = time.process_time()
        assert found is not None
        everybody = found.totals.all
        rows = list(zip(everybody.minutes_by_level, everybody.learners, strict=True))
        told = {"imports": imported - begun, "run": done - imported}  # CPU seconds, after the start of Python
        return {"figures": [list(row) for row in rows], "special": found.special, **told}

    return run


def _duckdb(root: Path) -> dict[str, object]:
    import duckdb

    db = duckdb.connect(config={"threads": 2, "temp_directory": str(root / "spill")})
    for name, (columns, rows) in json.loads((root / FLAT).read_text()).items():
        db.execute(f"create temp table {name} ({columns})")
        db.executemany(f"insert into {name} values ({', '.join('?' * len(rows[0]))})", rows)
    script = (Path(__file__).parent / "analyst_duckdb.sql").read_text(encoding="utf-8")
    found: list[tuple[int, int, int]] = []
    for statement in script.replace("{root}", str(root)).replace("{day}", AS_OF.isoformat()).split(";\n"):
        if statement.strip():
            found = db.execute(statement).fetchall()
        while statement.startswith("-- repeat") and found[0][0]:  # how many rows were inserted
            found = db.execute(statement).fetchall()
    return {"figures": [[int(minutes), int(people)] for _, minutes, people in found]}


def _polars(root: Path) -> dict[str, object]:
    from bench.analyst_polars import answer

    rules = json.loads((root / FLAT).read_text())
    return {"figures": [[m, p] for _, m, p in answer(root, AS_OF.isoformat(), rules)]}


ONE: dict[str, Callable[[Path], dict[str, Any]]] = {
    PARSE: _parse_polars,
    "parsing with csv": _parse_csv,
    "our rules only": _rules,
    "plain": _tally("plain"),
    AFRESH: _tally("plain"),
    "fast": _tally("fast"),
    "analyst DuckDB": _duckdb,
    "analyst Polars": _polars,
}

if __name__ == "__main__":
    one(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
