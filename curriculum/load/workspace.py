"""A folder → the Workspace: reads every file, notes every mistake of every file, and gives what can be used."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from curriculum import codes
from curriculum.diagnostics import Diagnostic, Position, in_order
from curriculum.load import layout
from curriculum.load.kept import Kept, cache_folder
from curriculum.load.mistakes import Mistakes
from curriculum.load.people import read_roster
from curriculum.load.pulse import read_pulse
from curriculum.load.records import ACCOUNTS, MERGES, read_accounts, read_evidence, read_merges, read_translations
from curriculum.load.sources import LESSON_BYTES, YAML_BYTES, read_bytes, read_text, text_of
from curriculum.load.spelling import quoted
from curriculum.model import (
    EVIDENCE,
    PULSE,
    ROSTER,
    SHIFTS,
    TRAINERS,
    TRANSLATIONS,
    Catalog,
    Exemptions,
    Glossary,
    KnowledgeCheck,
    Lesson,
    Module,
    Program,
    Ref,
    Role,
    Shifts,
    Trainers,
    Workspace,
)

_Lessons = dict[tuple[str, str, str], Lesson]  # (module, unit, language)
_Checks = dict[tuple[str, str], KnowledgeCheck]  # (module, language)


def load_workspace(root: Path) -> tuple[Workspace | None, tuple[Diagnostic, ...]]:
    """Everything the files under `root` say, and all mistakes in them, sorted.

    None: there is no program.yaml, or it has no readable languages or levels. Otherwise a Workspace of all that can
    be used. `Workspace.unreadable` names what has an error: `roles/<id>`, `content/<module>`, and for other files
    their path; what they define may be incomplete. A table that cannot be read to its end is empty. Reports all codes
    of the first hundred.
    """
    mistakes = Mistakes()
    with without_garbage_collection():
        loading = _Loading(root, mistakes)
        workspace = loading.workspace()
        loading.kept.save()
    return workspace, mistakes.in_order()


def load_rules(
    root: Path, check: Callable[[Workspace], tuple[Diagnostic, ...]] | None = None
) -> tuple[Workspace | None, tuple[Diagnostic, ...]]:
    """The same without roster, evidence and lessons: for those who read millions of rows in their own way.

    `check` says what is wrong with the meaning of roles, catalog and programme, whatever stands in `people/`. It is not
    asked again about files in which it found nothing.
    """
    mistakes = Mistakes()
    found: tuple[Diagnostic, ...] = ()
    with without_garbage_collection():
        loading = _Loading(root, mistakes, rules_only=True)
        workspace = loading.workspace()
        if workspace is not None and check is not None and (mistakes.errors or not loading.kept.is_sound()):
            found = check(workspace)
            if not found and not mistakes.errors:
                loading.kept.were_sound()
        loading.kept.save()
    return workspace, in_order((*mistakes.in_order(), *found))


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Hundreds of thousands of rows and nodes are made and kept: looking for garbage among them doubles the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Loading:
    """One run over one workspace."""

    def __init__(self, root: Path, mistakes: Mistakes, *, rules_only: bool = False) -> None:
        self._root = root
        self._rules_only = rules_only
        self._mistakes = mistakes
        self._languages: tuple[str, ...] = ()
        self._unreadable: set[str] = set()
        self.kept = Kept(None, b"")

    def workspace(self) -> Workspace | None:
        program = self._program()
        if program is None and not (self._root / layout.PROGRAM).exists():
            return None
        roles = self._roles()
        catalog = self._record(Catalog, layout.CATALOG) or Catalog(competencies=(), modules=())
        modules, lessons, checks = self._modules(catalog)
        glossary = self._optional(Glossary, layout.GLOSSARY)
        exemptions = self._optional(Exemptions, layout.EXEMPTIONS)
        trainers = self._optional(Trainers, TRAINERS)
        shifts = self._optional(Shifts, SHIFTS)
        asked = _columns_of_rules(program, roles)
        people, columns = self._table(ROSTER, lambda root, found: read_roster(root, asked, found), ((), ()))
        evidence = self._table(EVIDENCE, read_evidence, ())
        accounts = self._table(ACCOUNTS, read_accounts, None)
        merged = self._table(MERGES, read_merges, {})
        translations = self._table(TRANSLATIONS, read_translations, {})
        pulse = self._table(PULSE, read_pulse, ())
        layout.report_stray_people(self._root, self._mistakes)
        if program is None or not program.languages or not program.levels:
            return None
        return Workspace(
            program=program,
            roles=roles,
            catalog=catalog,
            modules=modules,
            glossary=glossary,
            lessons=lessons,
            checks=checks,
            people=people,
            evidence=evidence,
            exemptions=exemptions.exemptions,
            trainers=trainers.trainers,
            shifts=shifts.shifts,
            accounts=accounts,
            merged=merged,
            roster_columns=columns,
            translations=translations,
            pulse=pulse,
            unreadable=frozenset(self._unreadable),
        )

    # ── records ─────────────────────────────────────────────────────────────────────────────────────────────

    def _exists(self, file: str) -> bool:
        """Whether there is such a file, or a broken link in its place."""
        path = self._root / file
        return path.exists() or path.is_symlink()

    def _record(self, cls: type[Any], file: str, id: str = "", name: str = "") -> Any:
        """The record of a file or None; with any error, `name` (or the file) becomes unreadable."""
        before = self._mistakes.errors
        content = read_bytes(self._root, file, YAML_BYTES, self._mistakes)
        found = None if content is None else self._decoded(cls, file, content, id)
        if self._mistakes.errors > before or found is None:
            self._unreadable.add(name or file)
        return found

    def _decoded(self, cls: type[Any], file: str, content: bytes, id: str) -> Any:
        """The record of a file's bytes or None: as it was kept, or afresh."""
        found = self.kept.recall(file, content)
        if found is None:
            before = self._mistakes.count
            found = self._decoded_afresh(cls, file, content, id)
            if found is not None and self._mistakes.count == before:
                self.kept.keep(file, content, found)
        return found

    def _decoded_afresh(self, cls: type[Any], file: str, content: bytes, id: str) -> Any:
        from curriculum.load.decode import decode, decode_languages  # not needed where all is as it was
        from curriculum.load.yaml_tree import read_tree

        text = text_of(content, file, YAML_BYTES, self._mistakes)
        tree = None if text is None else read_tree(text, file, self._mistakes)
        if cls is Program:
            self._languages = decode_languages(tree)
        return tree and decode(cls, tree, self._languages, self._mistakes, Ref(id, Position(file)) if id else None)

    def _optional(self, cls: type[Any], file: str) -> Any:
        return (self._record(cls, file) if self._exists(file) else None) or cls()

    def _program(self) -> Program | None:
        if not self._exists(layout.PROGRAM):
            others = [name for name in ("program.yml", "programme.yaml") if self._exists(name)]
            hint = f"rename {others[0]}" if others else "`curriculum new FOLDER` writes a small workspace"
            where = "this folder" if self._root == Path() else quoted(str(self._root))
            message = f"there is no program.yaml in {where}"
            message += ", which is a file: name its folder" if self._root.is_file() else ""
            self._mistakes.add(codes.NO_WORKSPACE, Position(layout.PROGRAM), message, hint)
            return None
        before = self._mistakes.errors
        content = read_bytes(self._root, layout.PROGRAM, YAML_BYTES, self._mistakes)
        found: Program | None = None
        if content is not None:
            self.kept = Kept(cache_folder(), content)
            found = self._decoded(Program, layout.PROGRAM, content, "program")
            self._languages = self._languages or (found.languages if found else ())
        if self._mistakes.errors > before:
            self._unreadable.add(layout.PROGRAM)
        return found

    def _roles(self) -> dict[str, Role]:
        files = layout.role_files(self._root, self._mistakes)
        found = {id: self._record(Role, path, id, f"roles/{id}") for id, path in files}
        return {id: role for id, role in found.items() if role is not None}

    def _modules(self, catalog: Catalog) -> tuple[dict[str, Module], _Lessons, _Checks]:
        """Modules in order of the catalog, those it does not list after them by id; all lessons; all checks."""
        found: dict[str, Module] = {}
        lessons: _Lessons = {}
        checks: _Checks = {}
        for id, inside in layout.module_folders(self._root, self._mistakes):
            if inside is None:
                self._unreadable.add(f"content/{id}")
                continue
            module = self._record(Module, f"content/{id}/module.yaml", id, f"content/{id}")
            if module is not None:
                found[id] = module
            units = None if f"content/{id}" in self._unreadable else [unit.id for unit in module.units]
            for file in () if self._rules_only else layout.lesson_files(inside, units, self._languages, self._mistakes):
                lesson = self._lesson(id, file)
                if lesson is not None:
                    lessons[id, file.unit, file.language] = lesson
            for path, language in layout.check_files(inside, self._languages, self._mistakes):
                check = self._record(KnowledgeCheck, path)
                if check is not None:
                    checks[id, language] = check
        listed = [id for id in dict.fromkeys(map(str, catalog.modules)) if id in found]
        order = [*listed, *sorted(found.keys() - set(listed))]
        return {id: found[id] for id in order}, lessons, checks

    def _lesson(self, module: str, file: layout.LessonFile) -> Lesson | None:
        before = self._mistakes.errors
        text = read_text(self._root, file.path, LESSON_BYTES, self._mistakes)
        if self._mistakes.errors > before:
            self._unreadable.add(file.path)
        if text is None:
            return None
        text = text.removeprefix("\ufeff")
        return Lesson(module=module, unit=file.unit, language=file.language, text=text, at=Position(file.path))

    def _table(self, file: str, read: Callable[[Path, Mistakes], Any], none: Any) -> Any:
        """The rows of a table, `none` without the file; with any error, it becomes unreadable."""
        if not self._exists(file) or (self._rules_only and file in (ROSTER, EVIDENCE)):
            return none
        before = self._mistakes.errors
        rows = read(self._root, self._mistakes)
        if self._mistakes.errors > before:
            self._unreadable.add(file)
        return rows


def _columns_of_rules(program: Program | None, roles: Mapping[str, Role]) -> tuple[str, ...]:
    """The columns of the roster that rules ask for, each once."""
    rules = [rule for role in roles.values() for rule in role.held_by]
    rules += [rule for wave in (program.waves if program else ()) for rule in wave.who]
    return tuple(dict.fromkeys(column for rule in rules for column in (*rule.when, *rule.unless)))
