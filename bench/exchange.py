"""Imports against plain reading, side by side in one run: `python -m bench.exchange [PEOPLE] [ROWS]`."""

from __future__ import annotations

import csv
import datetime as dt
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from curriculum.exchange.evidence import EvidenceTaker
from curriculum.exchange.evidence_csv import import_evidence_csv
from curriculum.exchange.imported import Imported
from curriculum.exchange.roster_csv import import_roster_csv
from curriculum.load import load_workspace, without_garbage_collection
from curriculum.model.mapping import EvidenceMap, RosterMap
from curriculum.starter import write_starter

DAY = dt.date(2026, 11, 25)


def timed(words: str, work: Callable[[], int]) -> float:
    began = time.process_time()  # of this process: other work on the machine does not count
    rows = work()
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{words:<40} {seconds:7.2f} s  {rows:>9,} rows  {rows / seconds:>10,.0f} rows/s  peak {peak:,.0f} MiB",
        flush=True,
    )
    return seconds


def plain(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.DictReader(stream))


def main(people: int = 300_000, rows: int = 3_000_000) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = folder / "w"
        write_starter(root, {})
        roster, evidence = folder / "hr.csv", folder / "lms.csv"
        with roster.open("w", encoding="utf-8") as stream:
            stream.write("Employee No,Full Name,Manager,Department,Job Title,Hire Date,Access\n")
            stream.writelines(
                f"E{i},Person {i},E{i // 10},D{i % 90},Job {i % 40},{1 + i % 28}/02/2021,read\n"
                for i in range(1, people + 1)
            )
        a = timed("csv.DictReader, roster", lambda: plain(roster))

        def take() -> int:
            with without_garbage_collection():
                into = import_roster_csv(roster, root, RosterMap(leavers=None), DAY)
            (root / "people/roster.csv").write_bytes(next(iter(into.files.values())) if into.files else b"")
            return into.took["people"]

        (root / "people/roster.csv").unlink()
        b = timed("import roster", take)
        print(f"roster: {b / a:.1f} times plain reading")
        with evidence.open("w", encoding="utf-8") as stream:
            stream.write("Employee ID,Course,Status,Completion date,Duration\n")
            stream.writelines(
                f"E{1 + i % people},{('reading-reports', 'working-tickets', 'what-changes')[i % 3]},Completed,2026-{1 + i % 9:02}-{1 + i % 28:02},{10 + i % 50} min\n"
                for i in range(rows)
            )
        c = timed("csv.DictReader, evidence", lambda: plain(evidence))
        ws, _ = load_workspace(root)
        assert ws is not None

        def claims() -> int:
            into = Imported(evidence)
            taker = EvidenceTaker(root, ws, EvidenceMap(), DAY, into)
            with without_garbage_collection():
                import_evidence_csv(evidence, EvidenceMap(), taker, into)
            taker.finish()
            return len(taker.rows)

        d = timed("import evidence (without the ledger)", claims)
        print(f"evidence: {d / c:.1f} times plain reading")
        try:
            import pandas
        except ImportError:
            return
        timed("pandas.read_csv, evidence", lambda: len(pandas.read_csv(evidence, dtype=str)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
