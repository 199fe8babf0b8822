"""Whole commands, timed from outside: wall and processor seconds, peak memory; pairs run in turn."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What one run cost: seconds, and the largest single process in MiB."""

    wall: float
    cpu: float
    mib: float


def installed(cache: Path | None = None) -> dict[str, str]:
    """The surroundings of an installed program: with bytecode, which pip writes. `cache`: where it keeps things."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return env | ({"CURRICULUM_CACHE": str(cache)} if cache else {})


def cost_of(command: Sequence[str], cwd: str | None = None, env: Mapping[str, str] | None = None) -> Cost:
    """Runs a command to its end; raises when it fails. Processor time includes its children."""
    env = installed() if env is None else env
    before = time.perf_counter()
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=printed, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        said = printed.read().decode(errors="replace")
    if process.returncode:
        raise RuntimeError(f"{command} failed: {said[-2000:]}")
    return Cost(time.perf_counter() - before, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def several(commands: Sequence[Sequence[str]]) -> Cost:
    """The cost of commands one after the other."""
    costs = [cost_of(command) for command in commands]
    return Cost(sum(c.wall for c in costs), sum(c.cpu for c in costs), max(c.mib for c in costs))


def in_turn(runs: dict[str, Callable[[], Cost]], repeats: int) -> dict[str, list[Cost]]:
    """Each run once, then each again: noise falls on all of them alike."""
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            costs[name].append(run())
    return costs


def table(costs: dict[str, list[Cost]], against: str) -> str:
    """A Markdown table: medians, and the ratio to one of the rows, pair by pair."""
    lines = [f"| | wall s | CPU s | MiB | wall ÷ {against} | CPU ÷ {against} |", "|---|---|---|---|---|---|"]
    for name, runs in costs.items():
        wall = statistics.median(r.wall / a.wall for r, a in zip(runs, costs[against], strict=True))
        cpu = statistics.median(r.cpu / a.cpu for r, a in zip(runs, costs[against], strict=True))
        middle = [statistics.median(getattr(r, field) for r in runs) for field in ("wall", "cpu", "mib")]
        lines.append(f"| {name} | {middle[0]:.2f} | {middle[1]:.2f} | {middle[2]:.0f} | {wall:.3f} | {cpu:.3f} |")
    return "\n".join(lines)
