"""What was known then: the workspace as it stood in a revision of its git repository."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PARTS = ("program.yaml", "roles", "content", "people", "locales")
_CHANGES = ".changes"  # in the folder of an earlier state: what git tells of its files


class HistoryError(Exception):
    """Git is missing, the folder is no repository, or the revision does not exist. The text says which."""


@contextmanager
def workspace_at(root: Path, point: str) -> Iterator[tuple[Path, dt.date | None]]:
    """A folder with the workspace, and the date that belongs to it (None: today).

    `point` is a folder with a workspace, a date, or a revision of git. A date that lies before the last commit means
    what was committed by the end of that day; a later one means the files as they are now.
    """
    if (Path(point) / "program.yaml").is_file():
        yield Path(point), None
        return
    date = _date(point)
    if date is not None and not _is_past(root, date):
        yield root, date
        return
    revision = _git(root, "rev-list", "-1", f"--before={date}T23:59:59", "HEAD").strip() if date else point
    if not revision:
        raise HistoryError(f"nothing was committed by {date}")
    with tempfile.TemporaryDirectory(prefix="curriculum-") as name:
        _extract(root, revision, Path(name))
        (Path(name) / _CHANGES).write_text(_commits(root, revision), encoding="utf-8")
        yield Path(name), date


def date_of(root: Path, point: str) -> dt.date:
    """The day a revision was committed."""
    return dt.date.fromisoformat(_git(root, "show", "-s", "--format=%cs", f"{point}^{{commit}}").strip())


def changed_on(root: Path, folder: str) -> Mapping[str, dt.date]:
    """File below the folder (relative to the workspace) → the day of the last commit that changed it.

    Empty without git, and in a shallow clone, which does not know. Never from the clock or the disk: the same commit
    gives the same days everywhere.
    """
    kept = root / _CHANGES
    told = kept.read_text(encoding="utf-8") if kept.is_file() else _commits(root, "HEAD")
    found: dict[str, dt.date] = {}
    for commit in told.split("\0")[1:]:
        day, *files = commit.split("\n")
        for file in files:
            if file.startswith(f"{folder}/"):
                found.setdefault(file, dt.date.fromisoformat(day))
    return found


def _commits(root: Path, revision: str) -> str:
    """The days of all commits up to a revision, each with the files it changed; empty where git does not know."""
    try:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
            return ""
        asked = ("log", "--format=%x00%cs", "--name-only", "--relative", revision, "--", *PARTS)
        return _git(root, "-c", "core.quotePath=off", *asked)
    except HistoryError:
        return ""


def _date(point: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(point) if len(point) == 10 else None
    except ValueError:
        return None


def _is_past(root: Path, date: dt.date) -> bool:
    """Whether something was committed after that day; without git, files are only known as they are."""
    try:
        return date < date_of(root, "HEAD")
    except HistoryError:
        return False


def _extract(root: Path, revision: str, target: Path) -> None:
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    tree = f"{_git(root, 'rev-parse', '--verify', '--quiet', f'{revision}^{{commit}}').strip()}:{prefix}"
    there = _git(root, "ls-tree", "--name-only", tree).split()
    parts = [part for part in PARTS if part in there]
    if "program.yaml" not in parts:
        raise HistoryError(f"there was no program.yaml in '{revision}'")
    packed = _run(root, "archive", "--format=tar", tree, "--", *parts)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(target, filter="data")


def _git(root: Path, *arguments: str) -> str:
    return _run(root, *arguments).decode()


def _run(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise HistoryError("git is not installed") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        if any("not a git repository" in line for line in said):
            raise HistoryError(f"the workspace '{root}' is in no git repository, so nothing earlier is known")
        asked = arguments[-1].removesuffix("^{commit}")
        raise HistoryError(said[-1] if said else f"git knows no revision '{asked}', and there is no such folder")
    return done.stdout
