"""`python -m bench.itc2007 SECONDS FILE...`: solves each instance, and prints a table.

Each instance is solved by several processes with seeds of their own, and the best solution wins. With `--moves` the
same solution comes out each time; with a limit of time it depends on the machine.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from functools import partial
from pathlib import Path

from bench.itc2007.budget import Budget
from bench.itc2007.instance import Score, Spot, judge, read
from bench.itc2007.search import search


def solve(path: Path, seconds: float, moves: float, seed: int) -> tuple[Score, int, list[Spot]]:
    """What one process does; the score is the judge's."""
    instance = read(path)
    spots = search(instance, Budget(moves=moves, seconds=seconds), seed)
    return judge(instance, spots), seed, spots


def best_of(path: Path, seconds: float, moves: float, processes: int) -> tuple[Score, list[Spot]]:
    """The best of several processes; nobody waits for the others when one has found what cannot be better."""
    found: list[tuple[Score, int, list[Spot]]] = []
    with multiprocessing.Pool(processes) as pool:
        for answer in pool.imap_unordered(partial(solve, path, seconds, moves), range(1, processes + 1)):
            found.append(answer)
            if answer[0] == Score(0, 0, 0) and moves == float("inf"):
                break
        pool.terminate()
        pool.join()
    score, _, spots = min(found)
    return score, spots


def main() -> None:
    """A row for each file."""
    words = argparse.ArgumentParser(prog="python -m bench.itc2007", description=__doc__)
    words.add_argument("seconds", type=float, help="for each instance")
    words.add_argument("files", nargs="+", type=Path, help=".tim, also gzipped")
    words.add_argument("--moves", type=float, default=float("inf"), help="of each process")
    words.add_argument("--processes", type=int, default=2)
    words.add_argument("--solutions", type=Path, help="a folder to write to: slot and room of each event")
    asked = words.parse_args()
    print("| instance | events | rooms | violations | distance to feasibility | soft cost | wall s | CPU s |")
    print("|---|---|---|---|---|---|---|---|")
    for path in asked.files:
        instance, begun, used = read(path), time.monotonic(), _cpu()
        score, spots = best_of(path, asked.seconds, asked.moves, asked.processes)
        name, wall, cpu = path.name.split(".")[0], time.monotonic() - begun, _cpu() - used
        cells = (name, len(instance.asks), len(instance.seats), *score, f"{wall:.0f}", f"{cpu:.0f}")
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)
        if asked.solutions:
            asked.solutions.mkdir(parents=True, exist_ok=True)
            (asked.solutions / f"{name}.sln").write_text("".join(f"{s.slot} {s.room}\n" for s in spots), "utf-8")


def _cpu() -> float:
    """Processor seconds of the processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
