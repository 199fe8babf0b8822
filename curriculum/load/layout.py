"""Which file of a workspace holds what; what has no place gets a warning with the place it may have been meant for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes
from curriculum.diagnostics import Position
from curriculum.load.mistakes import Mistakes, report_unknown_language
from curriculum.load.records import ACCOUNTS, MERGES
from curriculum.load.sources import is_inside, report_link_out
from curriculum.load.spelling import is_spelt, meant, quoted
from curriculum.model import (
    EVIDENCE,
    GUIDE,
    ID,
    LANGUAGE,
    LEDGER,
    PULSE,
    ROSTER,
    SCHEDULE,
    SHIFTS,
    TRAINERS,
    TRANSLATIONS,
)

PROGRAM: Final = "program.yaml"
CATALOG: Final = "content/catalog.yaml"
GLOSSARY: Final = "content/glossary.yaml"
EXEMPTIONS: Final = "people/exemptions.yaml"

_PEOPLE: Final = tuple(
    Path(p).name for p in (ROSTER, EVIDENCE, EXEMPTIONS, ACCOUNTS, MERGES, LEDGER, TRAINERS, SHIFTS, SCHEDULE, PULSE)
)
_ASSETS: Final = (".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif")
_CHECK: Final = "check"  # check.<lang>.yaml: questions of the knowledge check


class Entry(NamedTuple):
    """A file or folder of the workspace that is not hidden."""

    path: str  # relative to the workspace
    is_folder: bool
    leads_out: bool = False  # a link out of the workspace; reported, and its id is still defined

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


class LessonFile(NamedTuple):
    """A lesson's file and what its name says."""

    path: str
    unit: str
    language: str


def entries(root: Path, folder: str, mistakes: Mistakes) -> Iterator[Entry]:
    """The files and folders in a folder, sorted by name; hidden ones, README.md and SOURCE.md are left out.

    May report LINK_OUT and UNREADABLE_FILE.
    """
    at = os.path.join(root, folder)  # noqa: PTH118  # for every module: paths as objects cost the most
    if not os.path.lexists(at):
        return
    if not is_inside(root, Path(at)):
        report_link_out(folder, mistakes)
        return
    try:
        with os.scandir(at) as listed:
            found = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        mistakes.add(codes.UNREADABLE_FILE, Position(folder), f"cannot be read: {(error.strerror or '').lower()}")
        return
    for entry in found:
        name = f"{folder}/{_printable(entry.name)}"
        if entry.name.startswith(".") or entry.name.lower() in ("readme.md", "source.md"):
            continue
        leads_out = entry.is_symlink() and not is_inside(root, Path(entry.path))
        if leads_out:
            report_link_out(name, mistakes)
        yield Entry(name, Path(entry.path).is_dir() if entry.is_symlink() else entry.is_dir(), leads_out)


def _printable(name: str) -> str:
    """Names of files can hold line breaks, escape sequences and bytes that are no text."""
    return name if name.isprintable() else "".join(c if c.isprintable() else "�" for c in name)


def _stray(path: str, hint: str | None, mistakes: Mistakes) -> None:
    mistakes.add(codes.STRAY_FILE, Position(path), f"{quoted(path)} has no place here and is not read", hint)


def role_files(root: Path, mistakes: Mistakes) -> Iterator[tuple[str, str]]:
    """Id and path of each role. May report STRAY_FILE and BAD_ID."""
    for entry in entries(root, "roles", mistakes):
        stem, dot, suffix = entry.name.rpartition(".")
        if entry.is_folder or suffix != "yaml":
            is_near = dot and suffix.lower() in ("yml", "yaml", "ymal", "json")
            _stray(entry.path, f"did you mean 'roles/{stem}.yaml'?" if is_near else None, mistakes)
            continue
        _check_id(stem, entry.path, mistakes)
        yield stem, entry.path


def module_folders(root: Path, mistakes: Mistakes) -> Iterator[tuple[str, list[Entry] | None]]:
    """Id and entries of each module; None for a link out of the workspace. May report STRAY_FILE and BAD_ID."""
    for entry in entries(root, "content", mistakes):
        if not entry.is_folder:
            if entry.path not in (CATALOG, GLOSSARY, TRANSLATIONS):
                known = ("catalog.yaml", "glossary.yaml")
                hint = meant(entry.name, known, 0.75) or "lessons stand in content/<module>/"
                _stray(entry.path, hint, mistakes)
            continue
        if entry.leads_out:
            yield entry.name, None
            continue
        inside = list(entries(root, entry.path, mistakes))
        names = [e.name for e in inside]
        if "module.yaml" not in names and not any(n.endswith((".md", ".yaml", ".yml")) for n in names):
            _stray(entry.path, "a module is a folder with a module.yaml", mistakes)
            continue
        _check_id(entry.name, entry.path, mistakes)
        yield entry.name, inside


def _check_id(id: str, path: str, mistakes: Mistakes) -> None:
    if not is_spelt(id, ID):
        mistakes.add(codes.BAD_ID, Position(path), f"{quoted(id)} is not an id", f"name it with {ID.words}")


def lesson_files(
    inside: Sequence[Entry], units: Sequence[str] | None, languages: Sequence[str], mistakes: Mistakes
) -> Iterator[LessonFile]:
    """The lessons among the entries of a module's folder; `units` None: not known.

    May report STRAY_FILE and UNKNOWN_LANGUAGE.
    """
    for entry in inside:
        stem, _, suffix = entry.name.rpartition(".")
        unit, dot, language = stem.rpartition(".")
        if entry.name == "module.yaml" or (f".{suffix}".lower() in _ASSETS and not entry.is_folder):
            continue
        if _is_check(entry):
            continue
        if entry.is_folder or suffix != "md" or not dot or not is_spelt(language, LANGUAGE):
            _stray(entry.path, _hint_for(entry, languages), mistakes)
        elif units is not None and unit not in (*units, GUIDE):
            _stray(entry.path, meant(unit, units) or f"module.yaml has no unit {quoted(unit)}", mistakes)
        elif languages and language not in languages:
            report_unknown_language(language, languages, Position(entry.path), mistakes)
        else:
            yield LessonFile(entry.path, unit, language)


def _is_check(entry: Entry) -> bool:
    name, _, language = entry.name.removesuffix(".yaml").partition(".")
    return name == _CHECK and entry.name.endswith(".yaml") and not entry.is_folder and is_spelt(language, LANGUAGE)


def check_files(inside: Sequence[Entry], languages: Sequence[str], mistakes: Mistakes) -> Iterator[tuple[str, str]]:
    """Path and language of the files of the knowledge check among the entries of a module's folder.

    May report UNKNOWN_LANGUAGE.
    """
    for entry in filter(_is_check, inside):
        language = entry.name.split(".")[1]
        if languages and language not in languages:
            report_unknown_language(language, languages, Position(entry.path), mistakes)
        else:
            yield entry.path, language


def _hint_for(entry: Entry, languages: Sequence[str]) -> str | None:
    stem, _, suffix = entry.name.rpartition(".")
    language = languages[0] if languages else "en"
    if suffix == "md" and not entry.is_folder:
        return f"did you mean '{stem.partition('.')[0]}.{language}.md'?"
    if stem.partition(".")[0] in (_CHECK, "quiz") and suffix in ("yaml", "yml") and not entry.is_folder:
        return f"did you mean '{_CHECK}.{stem.partition('.')[2] or language}.yaml'?"
    return meant(entry.name, ("module.yaml",), 0.75)


def report_stray_people(root: Path, mistakes: Mistakes) -> None:
    """Warns of files in people/ that are not read."""
    for entry in entries(root, "people", mistakes):
        if entry.name not in _PEOPLE or entry.is_folder:
            _stray(entry.path, meant(entry.name, _PEOPLE, 0.7), mistakes)
