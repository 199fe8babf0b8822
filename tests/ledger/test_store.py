"""A crash at any moment loses nothing and leaves no half row; two writers follow each other."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from curriculum.ledger import Stamp, audit, store, write_down
from curriculum.load import load_workspace, read_evidence_file
from curriculum.model import EVIDENCE, LEDGER, Evidence

DAY = dt.date(2027, 1, 12)
AT = dt.datetime(2027, 1, 12, 8, 30, tzinfo=dt.UTC)
STAMP = Stamp("office", AT, "a list")


def write(root: Path, number: int = 3) -> None:
    ws = load_workspace(root)[0]
    assert ws is not None
    claims = [
        Evidence(ws.people[0].id, DAY - dt.timedelta(days=n), module="reading-reports", minutes=20 + n)
        for n in range(number)
    ]
    written, said = write_down(root, ws, claims, STAMP, DAY)
    assert not said and len(written.rows) == number, said


def dies_at(root: Path, step: int) -> bool:
    """Writes in a child that kills itself before its `step`th call of the file system; whether it came to that."""
    child = os.fork()
    if child == 0:
        left = [step]

        def dying(call: Callable[..., object]) -> Callable[..., object]:
            def wrapped(*args: object, **kwargs: object) -> object:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*args, **kwargs)

            return wrapped

        for name in ("open", "fsync", "replace", "rename", "unlink", "rmdir", "mkdir", "chmod"):
            setattr(os, name, dying(getattr(os, name)))
        try:
            write(root)
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, how = os.waitpid(child, 0)
    assert os.WIFSIGNALED(how) or os.WEXITSTATUS(how) == 0
    return os.WIFSIGNALED(how)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_before_any_call_it_has_happened_in_full_or_not_at_all(starter: Path) -> None:
    before = (starter / EVIDENCE).read_bytes()
    outcomes = set()
    for step in range(1000):
        (starter / EVIDENCE).write_bytes(before)
        (starter / LEDGER).unlink(missing_ok=True)
        died = dies_at(starter, step)
        there = (starter / EVIDENCE).read_bytes()
        assert there.startswith(before) and there.endswith(b"\n")
        with store.locked(starter, "the next"):
            pass
        after = (starter / EVIDENCE).read_bytes()
        found, wrong = read_evidence_file(starter)
        assert not wrong
        number = after.count(b"\n") - before.count(b"\n")
        assert number in (0, 3) and len(found) - number == before.count(b"\n") - 1
        ws = load_workspace(starter)[0]
        assert ws is not None
        proof, _ = audit(starter, ws)
        assert len(proof.lines) == number and not proof.missing, "evidence and ledger say the same"
        assert not (starter / store.WRITING).exists()
        outcomes.add(number)
        if not died:
            break
    assert step > 20 and outcomes == {0, 3}, "the test must have died before and after the point of no return"


SCRIPT = """
import datetime as dt, sys
from pathlib import Path
from curriculum.ledger import Stamp, write_down
from curriculum.load import load_workspace
from curriculum.model import Evidence
root, name = Path(sys.argv[1]), sys.argv[2]
ws = load_workspace(root)[0]
for n in range(int(sys.argv[3])):
    day = dt.date(2026, 1, 1) - dt.timedelta(days=n)
    row = Evidence(ws.people[0].id, day, module="reading-reports", id=f"{name}-{n}")
    written, said = write_down(root, ws, [row], Stamp(name, dt.datetime.now(dt.UTC), name), dt.date(2027, 1, 1))
    print(f"{name}-{n}" if written.rows else f"! {said}", flush=True)
"""


def start(root: Path, name: str, number: int = 1000) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(root), name, str(number)], stdout=subprocess.PIPE, text=True
    )


def test_killed_at_any_moment_what_was_said_to_be_written_is_there(starter: Path) -> None:
    (starter / EVIDENCE).write_text(",".join(Evidence._fields[:-1]) + "\n")
    for turn in range(4):
        child = start(starter, f"run{turn}")
        assert child.stdout is not None
        said = [child.stdout.readline().strip()]
        time.sleep(random.Random(turn).uniform(0.01, 0.15))
        child.kill()
        said += [line.strip() for line in child.stdout if line.endswith("\n")]
        child.wait()
        with store.locked(starter, "the next"):
            pass
        said = [line for line in said if not line.startswith("!")]  # known from an earlier turn
        there = {row.id for row in read_evidence_file(starter)[0]}
        assert set(filter(None, said)) <= there, said
    ws = load_workspace(starter)[0]
    assert ws is not None
    assert not audit(starter, ws)[0].missing


def test_two_writers_at_once_lose_nothing(starter: Path) -> None:
    children = [start(starter, name, 8) for name in ("a", "b")]
    for child in children:
        assert child.wait(60) == 0
    ids = [row.id for row in read_evidence_file(starter)[0] if row.id and row.id[0] in "ab"]
    ws = load_workspace(starter)[0]
    assert ws is not None
    # The same person, module and day counts once, whoever comes first.
    assert len(ids) == len(set(ids)) == 8
    assert len(audit(starter, ws)[0].lines) == 8


def test_the_lock_names_its_owner_and_age(starter: Path) -> None:
    ws = load_workspace(starter)[0]
    assert ws is not None
    with store.locked(starter, "the office"):
        with pytest.raises(store.Busy, match=r"the office \(process \d+\) for 0:00:0"):
            with store.locked(starter, "me", patience=0.1):
                pass


def test_an_edit_by_hand_between_crash_and_next_run_is_not_overwritten(starter: Path) -> None:
    old = (starter / EVIDENCE).read_bytes()
    store.stage(starter, {EVIDENCE: old + b"new"})
    folder = starter / store.WRITING
    (folder / "commit.json").write_text(
        f'[{{"file": "{EVIDENCE}", "was": "{store._sum(old)}", "will": "{store._sum(old + b"new")}"}}]'
    )
    (starter / EVIDENCE).write_bytes(old + b"by hand")
    ws = load_workspace(starter)[0]
    assert ws is not None
    written, said = write_down(starter, ws, [Evidence(ws.people[0].id, DAY, module="reading-reports")], STAMP, DAY)
    assert not written.rows and [d.code.number for d in said] == ["CUR703"]
    assert (starter / EVIDENCE).read_bytes() == old + b"by hand" and (folder / EVIDENCE).exists()


def test_modes_are_kept_and_new_files_are_for_their_owner(starter: Path) -> None:
    (starter / EVIDENCE).chmod(0o640)
    write(starter)
    assert (starter / EVIDENCE).stat().st_mode & 0o777 == 0o640
    assert (starter / LEDGER).stat().st_mode & 0o777 == 0o600
