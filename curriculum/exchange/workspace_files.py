"""The files that imports share: program.yaml and content/catalog.yaml get entries, and keep everything else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.foreign import entry, plain, words_of
from curriculum.exchange.imported import Imported
from curriculum.exchange.yaml_text import as_yaml, with_entries, with_keys
from curriculum.load.mistakes import Mistakes
from curriculum.load.yaml_tree import read_tree

PROGRAM: Final = "program.yaml"
CATALOG: Final = "content/catalog.yaml"
DEFAULT_LEVELS: Final = {
    "beginner": {"en": "Beginner", "ar": "مبتدئ", "fa": "مقدماتی", "he": "מתחילים",
                 "de": "Einsteiger", "cs": "Začátečník"},
    "intermediate": {"en": "Intermediate", "ar": "متوسط", "fa": "متوسط", "he": "ביניים",
                     "de": "Fortgeschritten", "cs": "Středně pokročilý"},
    "advanced": {"en": "Advanced", "ar": "متقدم", "fa": "پیشرفته", "he": "מתקדמים",
                 "de": "Experte", "cs": "Pokročilý"},
}  # fmt: skip


def languages_of(root: Path) -> tuple[str, ...]:
    """The languages of a workspace, the default first; none where there is no workspace yet."""
    tree = _tree(root / PROGRAM)
    return tuple(words_of(tree, "languages"))


def levels_of(root: Path, into: Imported | None = None) -> tuple[str, ...]:
    """The level ids of a workspace, lowest first; those of a new one where there is none."""
    levels = plain(entry(_tree(root / PROGRAM), "levels"))
    found = [str(level["id"]) for level in levels or () if isinstance(level, dict) and level.get("id")]
    return tuple(found or (into.levels if into else ()) or DEFAULT_LEVELS)


def catalog_of(root: Path) -> tuple[list[str], list[str]]:
    """Ids of the competencies and of the modules that the catalog lists."""
    tree = _tree(root / CATALOG)
    competencies = plain(entry(tree, "competencies")) or []
    return [str(c.get("id")) for c in competencies if isinstance(c, dict)], words_of(tree, "modules")


def _tree(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    return read_tree(text.replace("\r\n", "\n"), path.name, Mistakes())


def shared_files(root: Path, into: Imported) -> dict[str, bytes]:
    """program.yaml and the catalog with what is new; a new workspace gets both."""
    found: dict[str, bytes] = {}
    if (root / PROGRAM).exists():
        there = languages_of(root)
        _extended(root, PROGRAM, {"languages": [lang for lang in into.languages if lang not in there]}, into, found)
        _with_workplaces(root, there, into, found)
    else:
        found[PROGRAM] = _new_program(root, into).encode()
    competencies, modules = catalog_of(root)
    new_competencies = [{"id": i, "title": t} for i, t in into.competencies.items() if i not in competencies]
    new_modules = [m for m in into.modules if m not in modules]
    if (root / CATALOG).exists():
        _extended(root, CATALOG, {"competencies": new_competencies, "modules": new_modules}, into, found)
    else:
        found[CATALOG] = as_yaml({"competencies": new_competencies, "modules": new_modules}).encode()
    return found


def _with_workplaces(root: Path, languages: tuple[str, ...], into: Imported, found: dict[str, bytes]) -> None:
    if not into.workplaces or not languages:
        return
    text = found[PROGRAM].decode() if PROGRAM in found else (root / PROGRAM).read_text(encoding="utf-8-sig")
    places = {id: {"title": {languages[0]: title}} for id, title in into.workplaces.items()}
    added = with_keys(text.replace("\r\n", "\n"), "workplaces", places)
    if added is None:
        message = f"`workplaces` in {PROGRAM} is no mapping that lines can be added to"
        into.note(codes.MAP_WRONG, Position(PROGRAM), message, "mend the file first; `curriculum check` shows it")
    else:
        found[PROGRAM] = added.encode()


def _extended(root: Path, file: str, wanted: dict[str, list[Any]], into: Imported, found: dict[str, bytes]) -> None:
    text = (root / file).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    for key, entries in wanted.items():
        added = with_entries(text, key, entries)
        if added is None:
            message = f"`{key}` in {file} is no list that lines can be added to"
            into.note(codes.MAP_WRONG, Position(file), message, "mend the file first; `curriculum check` shows it")
            return
        text = added
    if any(wanted.values()):
        found[file] = text.encode()


def _new_program(root: Path, into: Imported) -> str:
    languages = into.languages or ["en"]
    levels = into.levels or list(DEFAULT_LEVELS)
    title = into.title or {languages[0]: root.resolve().name or "Training"}
    places = {id: {"title": {languages[0]: title}} for id, title in into.workplaces.items()}
    return as_yaml(
        {
            "title": {lang: title.get(lang) or next(iter(title.values())) for lang in languages},
            "languages": languages,
            "levels": [{"id": id, "title": _level_title(id, languages, into.level_titles)} for id in levels],
            **({"workplaces": places} if places else {}),
            "everybody": into.baseline,
            "access": {access: {"requires": []} for access in ("none", "read")},
        }
    )


def _level_title(id: str, languages: list[str], said: Mapping[str, str]) -> dict[str, str]:
    """In the words of the source, else in ours."""
    words = {languages[0]: said[id]} if id in said and id not in DEFAULT_LEVELS else DEFAULT_LEVELS.get(id, {})
    return {lang: words.get(lang) or words.get("en") or id.replace("-", " ").capitalize() for lang in languages}
