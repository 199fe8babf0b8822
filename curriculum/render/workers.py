"""Writes handbooks and builds their sites aside, several at a time.

The bytes do not depend on the number of workers, nor on their order.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from curriculum.codes import CANNOT_WRITE, SITE_FAILED, SITE_WARNING
from curriculum.diagnostics import NOWHERE, Diagnostic, Position
from curriculum.model import record
from curriculum.render.engine import Engine, build_site
from curriculum.render.handbook import Draft
from curriculum.render.inflection import LANGUAGES as INFLECTED
from curriculum.render.making import Before, SiteFailed
from curriculum.render.manifest import CARRIED, HOME, Entry
from curriculum.render.processes import process, started_early
from curriculum.render.shared import Assets, own_assets
from curriculum.render.sources import Sources, sources_of

# So many pages are made before a second process would have started.
_WORTH_A_PROCESS: Final = 40
_PAGES_OF_AN_EDIT: Final = 2
# So many handbooks of a language are left when a process joins others that are at it.
_WORTH_A_LANGUAGE: Final = 4
_SWEPT_FROM: Final = 1_000_000  # objects that came since the last time; a handbook brings some 50,000 that stay


# Runs and languages for which a site of this process has brought the shared files.
_BROUGHT: Final[set[tuple[int, str]]] = set()


@record
class Job:
    """One handbook whose inputs changed. `entry`: what stands in its place, if that is whole; `run`: a number."""

    draft: Draft
    out: Path
    engine: Engine
    entry: Entry | None = None
    run: int = 0

    @property
    def weight(self) -> int:
        """About how many pages have to be made: most often a page or two of a site that is there."""
        return _PAGES_OF_AN_EDIT if self.entry is not None else self.draft.weight


@record
class Made:
    """A site built beside its place, and the files in assets/ that only it has."""

    folder: Path
    own: frozenset[str]


@record
class Outcome:
    """What became of the job for a place: `sources` is None if the site failed, `made` if it is as it was."""

    place: str
    sources: Sources | None = None
    made: Made | None = None
    found: tuple[Diagnostic, ...] = ()


@contextmanager
def ready_to_build(lessons: int, engine: Engine, workers: int | None) -> Iterator[None]:
    """Starts processes for about so many lessons, all of which will have to be made, before the jobs are known."""
    count = min(workers or os.cpu_count() or 1, lessons // _WORTH_A_PROCESS)
    with started_early(count if count > 1 and engine is Engine.MATERIAL else 0):
        yield


def build_all(jobs: Sequence[Job], out: Path, workers: int | None) -> Iterator[Outcome]:
    """Outcomes as they come. `workers`: processes; without a number, as many as processors and the work are worth."""
    shutil.rmtree(out / HOME / "new", ignore_errors=True)
    worth = len(jobs) if workers else sum(job.weight for job in jobs) // _WORTH_A_PROCESS
    count = min(workers or os.cpu_count() or 1, len(jobs), worth)
    try:
        if count <= 1:
            yield from map(_build_one, jobs)
        else:
            yield from _build_parallel(jobs, count)
    finally:
        shutil.rmtree(out / HOME / "new", ignore_errors=True)


def _build_parallel(jobs: Sequence[Job], count: int) -> Iterator[Outcome]:
    """Each process has one job at hand and one waiting, so that it never waits for us."""
    queues = Queues(jobs)
    processes = [process() for _ in range(count)]
    at_work: dict[Future[Outcome], tuple[int, Job]] = {}  # in the order in which they were given

    def give(number: int, job: Job | None) -> None:
        if job is None:
            return
        try:
            future = processes[number].submit(_build_one, job)
        except BrokenProcessPool:  # it died without a job
            processes[number] = process()
            future = processes[number].submit(_build_one, job)
        at_work[future] = number, job

    def outcome_of(future: Future[Outcome]) -> Outcome:
        number, job = at_work.pop(future)
        try:
            outcome = future.result()
        except BrokenProcessPool as error:  # all its jobs failed; the others were only waiting
            outcome = Outcome(place=job.draft.place, found=(_site_failed(job.draft, str(error)),))
            processes[number].shutdown()
            for waiting in [other for other, (whose, _) in at_work.items() if whose == number]:
                give(*at_work.pop(waiting))
        give(number, queues.take(number))
        return outcome

    try:
        for number in (*range(count), *range(count)):
            give(number, queues.take(number))
        while at_work:
            wait(at_work, return_when=FIRST_COMPLETED)
            yield outcome_of(next(future for future in at_work if future.done()))
    finally:
        for each in processes:
            each.shutdown(cancel_futures=True)


class Queues:
    """Jobs by language, the largest first. A process stays with a language: much of it is read and made only once."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._waiting: dict[str, list[Job]] = {}
        for job in sorted(jobs, key=lambda j: (j.weight, j.draft.place)):
            self._waiting.setdefault(job.draft.language, []).append(job)
        self._with: dict[int, str] = {}  # process → the language it is at

    def take(self, process: int) -> Job | None:
        """The next job for this process, None if the others have all there is."""
        if not self._waiting.get(self._with.get(process, "")):
            self._with.pop(process, None)
            language = max(self._waiting, key=self._need, default=None)
            if language is None or self._need(language) <= 0:
                return None
            self._with[process] = language
        return self._waiting[self._with[process]].pop()

    def _need(self, language: str) -> float:
        """How much of it another process would have to do; nothing if it had to learn the language for too little."""
        waiting, others = self._waiting[language], sum(at == language for at in self._with.values())
        if others and len(waiting) < _WORTH_A_LANGUAGE:
            return 0
        longer = 2 if language in INFLECTED else 1  # what has a dictionary goes first, and whole to one process
        return longer * sum(1 + job.weight for job in waiting) / (1 + others)


@contextmanager
def _seldom_swept() -> Iterator[None]:
    """Hardly any of what is made for a handbook is garbage that goes not by itself; looking for it takes a tenth."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > _SWEPT_FROM:
            gc.collect()
            gc.freeze()
        if was_enabled:
            gc.enable()


@_seldom_swept()
def _build_one(job: Job) -> Outcome:
    """Writes the handbook, looks whether a page of it is new, and builds it then."""
    place = job.draft.place
    try:
        tree = job.draft.tree()
        sources = sources_of(tree, job.engine)
        if job.entry is not None and job.entry.made_from == sources.made_from:
            return Outcome(place=place, sources=sources)
        beside = job.out / HOME / "new" / place
        before = _before(job, sources)
        brought = (job.run, job.draft.language)
        warnings = build_site(tree, beside, job.engine, before, Assets.THERE if brought in _BROUGHT else Assets.BROUGHT)
        _BROUGHT.add(brought)
    except SiteFailed as error:
        return Outcome(place=place, found=(_site_failed(job.draft, str(error)),))
    except OSError as error:
        return Outcome(place=place, found=(cannot_write(error),))
    where = _where(job.draft)
    said = tuple(Diagnostic.of(SITE_WARNING, where, f"{place}: {words}") for words in warnings)
    return Outcome(place=place, sources=sources, made=Made(folder=beside, own=own_assets(tree)), found=said)


def _before(job: Job, sources: Sources) -> Before | None:
    """The site as it stands, if a smaller part of its pages has other words and nothing else has changed."""
    entry = job.entry
    if (
        job.engine is not Engine.MATERIAL
        or entry is None
        or entry.frame != sources.frame
        or entry.pages.keys() != sources.pages.keys()
    ):
        return None
    changed = frozenset(path for path, sha in sources.pages.items() if entry.pages[path] != sha)
    if 2 * len(changed) > len(sources.pages):
        return None
    files = tuple(name for name in entry.files if not name.endswith(CARRIED))
    return Before(folder=job.out / job.draft.place, files=files, changed=changed, pieces=entry.pieces)


def _where(draft: Draft) -> Position:
    return Position(f"roles/{draft.role}.yaml")


def _site_failed(draft: Draft, words: str) -> Diagnostic:
    return Diagnostic.of(SITE_FAILED, _where(draft), f"the site {draft.place} could not be built: {words}")


def cannot_write(error: OSError) -> Diagnostic:
    """A full disk, a folder without permission."""
    return Diagnostic.of(CANNOT_WRITE, NOWHERE, f"'{error.filename}' cannot be written: {error.strerror}")
