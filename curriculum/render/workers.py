"""Builds sites aside, several at a time. The bytes do not depend on the number of workers, nor on their order."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final

from curriculum.codes import CANNOT_WRITE, SITE_FAILED, SITE_WARNING
from curriculum.diagnostics import NOWHERE, Diagnostic, Position
from curriculum.model import record
from curriculum.render.engine import Before, Engine, SiteFailed, build_site
from curriculum.render.handbook import SiteTree
from curriculum.render.manifest import HOME
from curriculum.render.shared import own_assets, use_shared

# So many pages are made before a second process would have started.
_WORTH_A_PROCESS: Final = 40


@record
class Job:
    """One site to build. `before`: how it stands now, if only some pages have other words."""

    tree: SiteTree
    beside: Path
    engine: Engine
    before: Before | None = None

    @property
    def pages(self) -> int:
        """How many pages have to be made."""
        if self.before is not None:
            return len(self.before.changed)
        return sum(path.endswith(".md") for path in self.tree.files)


@record
class Outcome:
    """What became of a job."""

    job: Job
    is_built: bool
    found: tuple[Diagnostic, ...] = ()


def folder_beside(out: Path, place: str) -> Path:
    """Where a site is built before it takes its place."""
    return out / HOME / "new" / place


def build_all(jobs: Sequence[Job], out: Path, workers: int | None) -> Iterator[Outcome]:
    """Outcomes as they come. `workers`: processes; without a number, as many as processors and the work are worth."""
    shutil.rmtree(out / HOME / "new", ignore_errors=True)
    worth = len(jobs) if workers else sum(job.pages for job in jobs) // _WORTH_A_PROCESS
    count = min(workers or os.cpu_count() or 1, len(jobs), worth)
    try:
        if count <= 1:
            yield from map(_build_one, jobs)
        else:
            yield from _build_parallel(jobs, count)
    finally:
        shutil.rmtree(out / HOME / "new", ignore_errors=True)


def _build_parallel(jobs: Sequence[Job], count: int) -> Iterator[Outcome]:
    # Not forked: a fork copies whatever locks and threads the caller has at that moment.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_prepare_worker) as pool:
        # The largest first, so that no worker is left alone with one at the end.
        waiting: dict[Future[Outcome], Job] = {
            pool.submit(_build_one, job): job for job in sorted(jobs, key=lambda j: (-j.pages, j.tree.place))
        }
        for future in as_completed(waiting):
            job = waiting.pop(future)
            try:
                yield future.result()
            except BrokenProcessPool as error:
                yield Outcome(job=job, is_built=False, found=(_site_failed(job.tree, str(error)),))


def _prepare_worker() -> None:
    gc.collect()
    gc.freeze()


def _build_one(job: Job) -> Outcome:
    try:
        warnings = build_site(job.tree, job.beside, job.engine, job.before)
        use_shared(job.beside, own_assets(job.tree))
    except SiteFailed as error:
        return Outcome(job=job, is_built=False, found=(_site_failed(job.tree, str(error)),))
    except OSError as error:
        return Outcome(job=job, is_built=False, found=(cannot_write(error),))
    where = _where(job.tree)
    said = tuple(Diagnostic.of(SITE_WARNING, where, f"{job.tree.place}: {words}") for words in warnings)
    return Outcome(job=job, is_built=True, found=said)


def _where(tree: SiteTree) -> Position:
    return Position(f"roles/{tree.role}.yaml")


def _site_failed(tree: SiteTree, words: str) -> Diagnostic:
    return Diagnostic.of(SITE_FAILED, _where(tree), f"the site {tree.place} could not be built: {words}")


def cannot_write(error: OSError) -> Diagnostic:
    """A full disk, a folder without permission."""
    return Diagnostic.of(CANNOT_WRITE, NOWHERE, f"'{error.filename}' cannot be written: {error.strerror}")
