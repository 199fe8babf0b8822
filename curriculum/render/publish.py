"""Trees → sites in the output folder: only what changed, several at a time, each swapped in when it is whole.

A site is built beside its place and renamed; one that fails leaves the old one as it was. Only files that the
manifest names are ever removed. The bytes do not depend on the number of workers.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from importlib import resources
from pathlib import Path

import curriculum
from curriculum.codes import CANNOT_WRITE, FOREIGN_FOLDER, SITE_FAILED, SITE_WARNING
from curriculum.diagnostics import NOWHERE, Diagnostic, Position, in_order
from curriculum.model import record
from curriculum.render import manifest
from curriculum.render.engine import SiteFailed, build_site, versions, write_files
from curriculum.render.handbook import SiteTree

Progress = Callable[[int, int, str], None]  # sites done, sites in all, the place of the last one


@record
class Built:
    """How many sites were made anew, kept as they were, and removed because their role or language is gone."""

    built: int = 0
    unchanged: int = 0
    removed: int = 0


Outcome = tuple[SiteTree, Path | None, tuple[Diagnostic, ...]]  # the folder beside; None when it failed


def publish(
    trees: Sequence[SiteTree],
    start_pages: Mapping[str, bytes],
    out: Path,
    *,
    workers: int | None = None,
    progress: Progress = lambda _done, _all, _label: None,
) -> tuple[Built, tuple[Diagnostic, ...]]:
    """Builds what changed. Reports FOREIGN_FOLDER, SITE_FAILED, SITE_WARNING, CANNOT_WRITE.

    `workers`: processes; without a number, as many as processors.
    """
    if manifest.is_foreign(out):
        return Built(), (_foreign(out),)
    try:
        return _publish(trees, start_pages, out, workers, progress)
    except OSError as error:
        return Built(), (_cannot_write(error),)


def _publish(
    trees: Sequence[SiteTree], start_pages: Mapping[str, bytes], out: Path, workers: int | None, progress: Progress
) -> tuple[Built, tuple[Diagnostic, ...]]:
    known = dict(manifest.read(out) or {})
    manifest.write(out, known)  # from here on the folder is ours, even if we are stopped
    removed = _remove_stale(out, known, {tree.place for tree in trees})
    changed = [tree for tree in trees if not _is_current(out, known.get(tree.place), tree)]
    found: list[Diagnostic] = []
    built = 0
    for done, (tree, beside, diagnostics) in enumerate(_build_all(changed, out, workers), 1):
        found += diagnostics
        if beside is not None:
            known[tree.place] = _swap_in(out, tree, beside, known.get(tree.place))
            manifest.write(out, known)
            built += 1
        progress(done, len(changed), tree.place)
    known[""] = _write_start_pages(out, start_pages, known.get(""))
    manifest.write(out, known)
    return Built(built=built, unchanged=len(trees) - len(changed), removed=removed), in_order(found)


def made_from(tree: SiteTree) -> str:
    """A hash of all that the built bytes depend on: the tree, this package's renderer, MkDocs and its friends."""
    sha = hashlib.sha256(_tools().encode())
    for path, content in sorted(tree.files.items()):
        raw = content if isinstance(content, bytes) else content.encode()
        sha.update(f"{path}\0{len(raw)}\0".encode() + raw)
    return sha.hexdigest()


@cache
def _tools() -> str:
    package = resources.files("curriculum.render")
    sources = sorted(f.read_bytes() for f in package.iterdir() if f.name.endswith(".py"))
    return f"{curriculum.__version__} {versions()} {hashlib.sha256(b''.join(sources)).hexdigest()}"


def _is_current(out: Path, entry: manifest.Entry | None, tree: SiteTree) -> bool:
    if entry is None or entry.made_from != made_from(tree):
        return False
    return set(entry.files) <= set(manifest.files_below(out / tree.place))


def _remove_stale(out: Path, known: dict[str, manifest.Entry], wanted: set[str]) -> int:
    """Removes sites that are no longer asked for."""
    stale = [place for place in known if place and place not in wanted]
    for place in stale:
        manifest.remove_files(out / place, known.pop(place).files)
    return len(stale)


# ── building ──


def _beside(out: Path, tree: SiteTree) -> Path:
    return out / ".curriculum" / "new" / tree.language / tree.role


def _build_all(trees: Sequence[SiteTree], out: Path, workers: int | None) -> Iterator[Outcome]:
    """Outcomes as they come. One worker needs no second process."""
    shutil.rmtree(out / ".curriculum" / "new", ignore_errors=True)
    count = min(workers or os.cpu_count() or 1, len(trees))
    try:
        if count <= 1:
            yield from (_build_one(tree, _beside(out, tree)) for tree in trees)
        else:
            yield from _build_parallel(trees, out, count)
    finally:
        shutil.rmtree(out / ".curriculum" / "new", ignore_errors=True)


def _build_parallel(trees: Sequence[SiteTree], out: Path, count: int) -> Iterator[Outcome]:
    # Not forked: a fork copies whatever locks and threads the caller has at that moment.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_prepare_worker) as pool:
        # The largest first, so that no worker is left alone with one at the end.
        waiting: dict[Future[Outcome], SiteTree] = {
            pool.submit(_build_one, tree, _beside(out, tree)): tree
            for tree in sorted(trees, key=lambda t: (-len(t.files), t.place))
        }
        for future in as_completed(waiting):
            try:
                yield future.result()
            except BrokenProcessPool as error:
                yield waiting[future], None, (_site_failed(waiting[future], str(error)),)


def _prepare_worker() -> None:
    gc.collect()
    gc.freeze()


def _build_one(tree: SiteTree, beside: Path) -> Outcome:
    try:
        warnings = build_site(tree, beside)
    except SiteFailed as error:
        return tree, None, (_site_failed(tree, str(error)),)
    except OSError as error:
        return tree, None, (_cannot_write(error),)
    return tree, beside, tuple(Diagnostic.of(SITE_WARNING, _where(tree), f"{tree.place}: {w}") for w in warnings)


# ── putting in place ──


def _swap_in(out: Path, tree: SiteTree, beside: Path, before: manifest.Entry | None) -> manifest.Entry:
    """The new site takes the old one's place; files there that are not ours move over."""
    target = out / tree.place
    files = manifest.files_below(beside)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        known = set(before.files) if before else set()
        for name in manifest.files_below(target):
            if name not in known and not (beside / name).exists():
                (beside / name).parent.mkdir(parents=True, exist_ok=True)
                (target / name).replace(beside / name)
        old = out / ".curriculum" / "new" / f"old-{tree.language}-{tree.role}"
        target.replace(old)
        beside.replace(target)
        shutil.rmtree(old)
    else:
        beside.replace(target)
    return manifest.Entry(made_from=made_from(tree), files=files)


def _write_start_pages(out: Path, pages: Mapping[str, bytes], before: manifest.Entry | None) -> manifest.Entry:
    sha = hashlib.sha256(b"".join(f"{p}\0{len(c)}\0".encode() + c for p, c in sorted(pages.items()))).hexdigest()
    for path, content in pages.items():
        target = out / path
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f"{target.name}.new")
            beside.write_bytes(content)
            beside.replace(target)
    stale = tuple(name for name in (before.files if before else ()) if name not in pages)
    for name in stale:
        (out / name).unlink(missing_ok=True)
        if (out / name).parent != out and not any((out / name).parent.iterdir()):
            (out / name).parent.rmdir()
    return manifest.Entry(made_from=sha, files=tuple(sorted(pages)))


def write_trees(trees: Sequence[SiteTree], folder: Path) -> None:
    """Writes the trees as they are to `<folder>/<language>/<role>/`, for a plain `mkdocs build`."""
    for tree in trees:
        write_files(tree.files, folder / tree.place)


# ── what may go wrong ──


def _where(tree: SiteTree) -> Position:
    return Position(f"roles/{tree.role}.yaml")


def _foreign(out: Path) -> Diagnostic:
    foreign = f"the folder '{out}' holds files that `curriculum build` did not make"
    is_there = foreign if out.is_dir() else f"'{out}' is a file, not a folder"
    return Diagnostic.of(
        FOREIGN_FOLDER,
        NOWHERE,
        f"{is_there}; nothing was written",
        "name an empty or a new folder" + (", or empty this one yourself" if out.is_dir() else ""),
    )


def _site_failed(tree: SiteTree, words: str) -> Diagnostic:
    return Diagnostic.of(SITE_FAILED, _where(tree), f"the site {tree.place} could not be built: {words}")


def _cannot_write(error: OSError) -> Diagnostic:
    return Diagnostic.of(CANNOT_WRITE, NOWHERE, f"'{error.filename}' cannot be written: {error.strerror}")
