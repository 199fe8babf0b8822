"""Trees → sites in the output folder: only what changed, several at a time, each swapped in when it is whole.

A site is built beside its place and renamed; one that fails leaves the old one as it was. Only files that the
manifest names are ever removed. The bytes do not depend on the number of workers.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from curriculum.codes import EDITIONS_MIXED, FOREIGN_FOLDER
from curriculum.diagnostics import NOWHERE, Diagnostic, in_order
from curriculum.model import record
from curriculum.render import manifest
from curriculum.render.downloads import NOTHING_MORE, Downloads, make_downloads
from curriculum.render.engine import Before, Engine, write_files
from curriculum.render.handbook import SiteTree
from curriculum.render.placing import Places
from curriculum.render.sources import Sources, sources_of
from curriculum.render.workers import Job, build_all, cannot_write, folder_beside

_FOR_TRAINERS: Final = f"{manifest.HOME}/for-trainers"  # marks a folder with the trainer's edition
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


def unchanged(out: Path, made_from: str, downloads: Downloads = NOTHING_MORE) -> Built | None:
    """What the folder holds, if it was made from just this and nothing of it is missing."""
    if manifest.made_from(out) != made_from:
        return None
    known = manifest.read(out) or {}
    if not all(manifest.is_whole(out, place, entry) for place, entry in known.items()):
        return None
    sites = [entry for entry in known.values() if entry.frame]
    wanted = [end for end, is_wanted in ((".zip", downloads.zips), (".pdf", downloads.pdfs)) if is_wanted]
    if not all(any(name.endswith(end) for name in entry.files) for end in wanted for entry in sites):
        return None
    return Built(unchanged=len(sites))


def publish(
    trees: Sequence[SiteTree], start_pages: Mapping[str, bytes], out: Path, making: Making, made_from: str = ""
) -> tuple[Built, tuple[Diagnostic, ...]]:
    """Builds what changed. Reports FOREIGN_FOLDER, SITE_FAILED, SITE_WARNING, CANNOT_WRITE.

    `made_from`: a hash of all this is made from; noted when everything went well, for `unchanged`.
    """
    if manifest.is_foreign(out):
        return Built(), (foreign_folder(out),)
    other = Edition.EMPLOYEE if making.edition is Edition.TRAINER else Edition.TRAINER
    if _is_edition(out, other):
        return Built(), (_editions_mixed(out, other),)
    try:
        built, found = _publish(trees, start_pages, out, making)
        if made_from and not found:
            manifest.write(out, made_from)
        return built, found
    except OSError as error:
        return Built(), (cannot_write(error),)


def _publish(
    trees: Sequence[SiteTree], start_pages: Mapping[str, bytes], out: Path, making: Making
) -> tuple[Built, tuple[Diagnostic, ...]]:
    places = Places(out)
    if making.edition is Edition.TRAINER:
        (out / _FOR_TRAINERS).touch()
    removed = places.remove_others({tree.place for tree in trees})
    sources = {tree.place: sources_of(tree, making.engine) for tree in trees}
    changed = [tree for tree in trees if not places.is_current(tree, sources[tree.place].made_from)]
    jobs = [_job(tree, places, sources[tree.place], making.engine) for tree in changed]
    found: list[Diagnostic] = []
    built = 0
    for done, outcome in enumerate(build_all(jobs, out, making.workers), 1):
        found += outcome.found
        tree = outcome.job.tree
        if outcome.is_built:
            places.swap_in(tree, outcome.job.beside, sources[tree.place])
            built += 1
        making.progress(done, len(changed), tree.place)
    places.write_start_pages(start_pages)
    found += make_downloads(places, list(trees), making.downloads, making.workers)
    return Built(built=built, unchanged=len(trees) - len(changed), removed=removed), in_order(found)


def _job(tree: SiteTree, places: Places, sources: Sources, engine: Engine) -> Job:
    """The whole site, or the changed pages only, if they are the smaller part and nothing else has changed."""
    beside = folder_beside(places.out, tree.place)
    entry = places.known.get(tree.place)
    job = Job(tree=tree, beside=beside, engine=engine)
    if entry is None or entry.frame != sources.frame or engine is not Engine.MATERIAL or not places.is_whole(tree):
        return job
    changed = frozenset(path for path, sha in sources.pages.items() if entry.pages.get(path) != sha)
    if not changed or entry.pages.keys() != sources.pages.keys() or 2 * len(changed) > len(sources.pages):
        return job
    before = Before(folder=places.out / tree.place, files=entry.files, changed=changed)
    return Job(tree=tree, beside=beside, engine=engine, before=before)


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
