"""Several files of people/ replaced as one: a lock, new bytes beside, one point of no return, then renames.

    people/.lock                  who writes now; the lock itself is the operating system's and dies with the process
    people/.writing/<path>        the new bytes of each file
    people/.writing/commit.json   which files, from which bytes to which; once it is there, the change has happened

Whoever takes the lock next finishes what was interrupted after that point and throws away what was before it. So a
crash at any moment leaves the old files or the new ones, and never a half row.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

LOCK: Final = "people/.lock"
WRITING: Final = "people/.writing"
_COMMIT: Final = "commit.json"
_PATIENCE: Final = 10.0  # seconds to wait for the lock


class Busy(Exception):
    """Somebody else holds the lock; the text says who and since when."""


class Interrupted(Exception):
    """An interrupted change cannot be finished, since the file named was changed by hand in the meantime."""


@contextmanager
def locked(root: Path, owner: str, *, patience: float = _PATIENCE) -> Iterator[None]:
    """Nobody else writes into people/ meanwhile; finishes what was interrupted. Raises Busy, Interrupted, OSError."""
    (root / "people").mkdir(exist_ok=True)
    with os.fdopen(os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as stream:
        _wait_for(stream, patience)
        stream.seek(0)
        stream.truncate()
        stream.write(json.dumps({"owner": owner, "process": os.getpid(), "since": time.time()}))
        stream.flush()
        try:
            finish(root)
            yield
        finally:
            stream.seek(0)
            stream.truncate()


def _wait_for(stream: IO[str], patience: float) -> None:
    until = time.monotonic() + patience
    while not _take(stream.fileno()):
        if time.monotonic() > until:
            raise Busy(_holder(stream))
        time.sleep(0.05)


def _take(handle: int) -> bool:
    """Whether the lock could be taken; the operating system gives it back when the process ends, however it ends."""
    try:
        if os.name == "nt":  # pragma: no cover
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(stream: IO[str]) -> str:
    stream.seek(0)
    try:
        said: dict[str, Any] = json.loads(stream.read() or "{}")
    except ValueError:
        said = {}
    age = max(0, round(time.time() - said.get("since", time.time())))
    return f"{said.get('owner', 'somebody')} (process {said.get('process', '?')}) for {dt.timedelta(seconds=age)}"


# ── the change ──────────────────────────────────────────────────────────────────────────────────────────────


def stage(root: Path, files: Mapping[str, bytes]) -> Path:
    """The new bytes beside the old ones, safely on the disk; the folder that mirrors the workspace. Changes nothing."""
    folder = root / WRITING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        old = root / name
        _write(path, content, old.stat().st_mode & 0o777 if old.exists() else 0o600)
        _sync(path.parent)
    return folder


def commit(root: Path, names: Mapping[str, bytes | None]) -> None:
    """Puts what was staged in place. `names`: file → the bytes it had when its new ones were made (None: no file).

    Raises Interrupted where a file has changed since, before anything is replaced.
    """
    folder = root / WRITING
    for name, was in names.items():
        if _sum_of(root / name) != _sum(was):
            raise Interrupted(name)
    rows = [{"file": name, "was": _sum(was), "will": _sum_of(folder / name)} for name, was in names.items()]
    _write(folder / "commit.new", json.dumps(rows).encode(), 0o600)
    (folder / "commit.new").replace(folder / _COMMIT)
    _sync(folder)
    finish(root)


def finish(root: Path) -> None:
    """Finishes an interrupted change, or throws away one that had not happened yet; mostly there is none."""
    folder = root / WRITING
    if not folder.exists():
        return
    if (folder / _COMMIT).exists():
        rows = json.loads((folder / _COMMIT).read_bytes())
        for row in rows:
            if _sum_of(root / row["file"]) not in (row["was"], row["will"]):
                raise Interrupted(row["file"])
        for row in rows:
            if _sum_of(root / row["file"]) != row["will"]:
                (folder / row["file"]).replace(root / row["file"])
        _sync(root / "people")
        (folder / _COMMIT).unlink()  # before the rest: what is left then says nothing
        _sync(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, content: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    path.chmod(mode)  # the mode of the file it replaces, whatever the umask


def _sync(folder: Path) -> None:
    """The names in a folder are on the disk too (POSIX; Windows has nothing of the kind)."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sum(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _sum_of(path: Path) -> str | None:
    return _sum(path.read_bytes()) if path.exists() else None
