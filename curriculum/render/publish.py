"""Drafts → sites in the output folder: only what changed, several at a time, each swapped in when it is whole.

A site is built beside its place and renamed; one that fails leaves the old one as it was. Only files that the
manifest names are ever removed. The bytes do not depend on the number of workers.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from curriculum.codes import EDITIONS_MIXED, FOREIGN_FOLDER
from curriculum.diagnostics import NOWHERE, Diagnostic, in_order
from curriculum.model import record
from curriculum.render import manifest
from curriculum.render.downloads import NOTHING_MORE, Downloads, make_downloads
from curriculum.render.engine import Engine
from curriculum.render.handbook import Draft, SiteTree
from curriculum.render.making import write_files
from curriculum.render.placing import Places
from curriculum.render.workers import Job, build_all, cannot_write

_FOR_TRAINERS: Final = f"{manifest.HOME}/for-trainers"  # marks a folder with the trainer's edition
_RUNS: Final = itertools.count()
Progress = Callable[[int, int, str], None]  # sites done, sites in all, the place of the last one


@record
class Built:
    """How many sites were made anew, kept as they were, and removed because their role or language is gone."""

    built: int = 0
    unchanged: int = 0
    removed: int = 0


class Edition(enum.StrEnum):
    """For whom the sites are. Trainers' pages hold solutions and answers: the two never share a folder."""

    EMPLOYEE = "employee"
    TRAINER = "trainer"


@record
class Making:
    """How sites are made. `workers`: processes; without a number, as many as processors and the work are worth."""

    engine: Engine = Engine.MATERIAL
    edition: Edition = Edition.EMPLOYEE
    workers: int | None = None
    downloads: Downloads = NOTHING_MORE
    progress: Progress = lambda _done, _all, _label: None


def publish(
    drafts: Sequence[Draft], start_pages: Mapping[str, bytes], out: Path, making: Making
) -> tuple[Built, tuple[Diagnostic, ...]]:
    """Builds what changed. Reports FOREIGN_FOLDER, EDITIONS_MIXED, SITE_FAILED, SITE_WARNING, CANNOT_WRITE.

    No more than one tree a worker is in memory at a time.
    """
    if manifest.is_foreign(out):
        return Built(), (foreign_folder(out),)
    other = Edition.EMPLOYEE if making.edition is Edition.TRAINER else Edition.TRAINER
    if _is_edition(out, other):
        return Built(), (_editions_mixed(out, other),)
    try:
        return _publish(drafts, start_pages, out, making)
    except OSError as error:
        return Built(), (cannot_write(error),)


def _publish(
    drafts: Sequence[Draft], start_pages: Mapping[str, bytes], out: Path, making: Making
) -> tuple[Built, tuple[Diagnostic, ...]]:
    places = Places(out)
    if making.edition is Edition.TRAINER:
        (out / _FOR_TRAINERS).touch()
    known = {draft.place: draft for draft in drafts}
    removed = places.remove_others(set(known))
    run = next(_RUNS)
    jobs = [
        Job(draft=draft, out=out, engine=making.engine, entry=places.whole_entry(draft), run=run)
        for draft in drafts
        if not places.is_current(draft)
    ]
    found: list[Diagnostic] = []
    built = same = 0
    for done, outcome in enumerate(build_all(jobs, out, making.workers), 1):
        found += outcome.found
        if outcome.sources is not None:
            places.take(known[outcome.place], outcome.sources, outcome.made)
            built, same = built + (outcome.made is not None), same + (outcome.made is None)
        making.progress(done, len(jobs), outcome.place)
    places.write_start_pages(start_pages)
    found += make_downloads(places, drafts, making.downloads, making.workers)
    return Built(built=built, unchanged=len(drafts) - len(jobs) + same, removed=removed), in_order(found)


def write_trees(trees: Sequence[SiteTree], folder: Path) -> None:
    """Writes the trees as they are to `<folder>/<language>/<role>/`, for a plain `mkdocs build`."""
    for tree in trees:
        write_files(tree.files, folder / tree.place)


def _is_edition(out: Path, edition: Edition) -> bool:
    """Whether sites of this edition are in the folder."""
    return bool(manifest.read(out)) and (out / _FOR_TRAINERS).exists() == (edition is Edition.TRAINER)


def _editions_mixed(out: Path, other: Edition) -> Diagnostic:
    words = f"the folder '{out}' holds the edition for {other}s; nothing was written"
    return Diagnostic.of(EDITIONS_MIXED, NOWHERE, words, "name another folder with --out")


def foreign_folder(out: Path) -> Diagnostic:
    """The output folder holds what is not ours."""
    foreign = f"the folder '{out}' holds files that `curriculum build` did not make"
    is_there = foreign if out.is_dir() else f"'{out}' is a file, not a folder"
    return Diagnostic.of(
        FOREIGN_FOLDER,
        NOWHERE,
        f"{is_there}; nothing was written",
        "name an empty or a new folder" + (", or empty this one yourself" if out.is_dir() else ""),
    )
