"""Workspace → what other systems take: packages of handbooks, questions, and lists about people."""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import curriculum
from curriculum import codes
from curriculum import codes_exchange as own
from curriculum.diagnostics import Diagnostic, Position, has_errors, in_order
from curriculum.exchange import manifests, people_out
from curriculum.exchange.cartridge import cartridge_files
from curriculum.exchange.csv_text import read_own
from curriculum.exchange.gift_out import as_gift
from curriculum.exchange.package import Handbook, broken_links, state_warning, with_shell, zipped
from curriculum.exchange.plan_schema import plan_schema
from curriculum.exchange.qti21 import qti21_files
from curriculum.model import ROSTER, Access, KnowledgeCheck, Ref, Role, Workspace, record
from curriculum.pipeline import Opened, answer_needs
from curriculum.publishing import make_handbooks
from curriculum.render.handbook import Handbooks, HandbookStep, SiteTree, required
from curriculum.render.package_words import alone, package_words
from curriculum.render.publish import Making, publish
from curriculum.render.shared import SHARED
from curriculum.render.site import render_trees

PACKAGES: Final = ("scorm12", "scorm2004", "cmi5", "cc")
QUESTIONS: Final = ("gift", "qti21")
LISTS: Final = ("enrolments", "statements", "badges", "jsonld", "plan")
KINDS: Final = (*PACKAGES, *QUESTIONS, *LISTS)
# What each learning system takes best; see docs/how-to/export.md for where that comes from.
PRESETS: Final = {
    "moodle": "scorm12", "canvas": "scorm12", "ilias": "scorm12", "openedx": "scorm2004", "generic": "scorm12",
}  # fmt: skip
_OTHERS: Final = re.compile(rb'<p class="all-handbooks">.*?</p>', re.DOTALL)  # they are not in the package
_CHECK: Final = re.compile(rb'<form class="check[^>]*data-pass-mark="(\d+)"')


@record
class Asked:
    """What the user asked for; nothing named means all."""

    kind: str
    lms: str = "generic"
    roles: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    home: str = "https://training.example"


Files = dict[str, bytes]


def export(found: Opened, asked: Asked, as_of: dt.date) -> tuple[Files, tuple[Diagnostic, ...]]:
    """Name → bytes of what was asked for; nothing with an error. Reports CUR831 to CUR834, and CUR6xx of building."""
    ws = found.ready
    unknown = list(_unknown(ws, asked))
    if unknown:
        return {}, tuple(unknown)
    if asked.kind in PACKAGES:
        files, said = _packages(found, asked, as_of)
    elif asked.kind in QUESTIONS:
        files, said = _questions(ws, asked)
    else:
        files, said = _lists(found, asked, as_of), ()
    if not files and not has_errors(said):
        message = f"there is nothing to put into '{asked.kind}'"
        said = (*said, Diagnostic.of(own.NOTHING_TO_EXPORT, Position("program.yaml"), message))
    return ({} if has_errors(said) else files), in_order(said)


def _unknown(ws: Workspace, asked: Asked) -> Iterator[Diagnostic]:
    known: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
        ("role", asked.roles, tuple(ws.roles)),
        ("module", asked.modules, tuple(ws.modules)),
        ("language", asked.languages, ws.program.languages),
    )
    for what, wanted, there in known:
        for name in wanted:
            if name not in there:
                hint = f"one of: {', '.join(there[:30])}"
                yield Diagnostic.of(
                    own.NOTHING_TO_EXPORT, Position("program.yaml"), f"there is no {what} '{name}'", hint
                )


# ── packages ────────────────────────────────────────────────────────────────────────────────────────────────


def _packages(found: Opened, asked: Asked, as_of: dt.date) -> tuple[Files, tuple[Diagnostic, ...]]:
    books, said = _handbooks(found, asked, as_of)
    trees, rendered = render_trees(books)
    wanted = [alone(tree) for tree in trees if not asked.languages or tree.language in asked.languages]
    said = (*said, *rendered)
    if has_errors(said):
        return {}, said
    files: Files = {}
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        _, published = publish(wanted, {}, Path(folder) / "site", Making())
        said = (*said, *published)
        if has_errors(published):
            return {}, said
        for tree in wanted:
            book = _book(books, tree, Path(folder) / "site" / tree.place)
            name = f"{asked.kind}/{tree.role}.{tree.language}.{'imscc' if asked.kind == 'cc' else 'zip'}"
            content, more = _packed(books, book, asked)
            broken = tuple(broken_links(content, name))
            said = (*said, *more, *broken)
            files[name] = zipped(content)
    return files, said


def _handbooks(found: Opened, asked: Asked, as_of: dt.date) -> tuple[Handbooks, tuple[Diagnostic, ...]]:
    """The handbooks of the roles; with modules, one small handbook for each of them instead."""
    books, said = make_handbooks(found.root, found.ready, as_of)
    if asked.modules:
        roles = {m: _as_role(found.ready, m) for m in asked.modules}
        paths = {m: (HandbookStep(module=m, level=1),) for m in asked.modules}
        return _with(books, roles, paths), ()
    roles = {id: role for id, role in books.roles.items() if not asked.roles or id in asked.roles}
    return _with(books, roles, {id: books.paths[id] for id in roles}), said


def _as_role(ws: Workspace, module: str) -> Role:
    found = ws.modules[module]
    return Role(id=Ref(module), title=found.title, summary=found.summary, access=Access.READ)


def _with(books: Handbooks, roles: Mapping[str, Role], paths: Mapping[str, tuple[HandbookStep, ...]]) -> Handbooks:
    return Handbooks(
        program=books.program,
        roles=roles,
        catalog=books.catalog,
        modules=books.modules,
        glossary=books.glossary,
        lessons=books.lessons,
        paths=paths,
        checks=books.checks,
        picture=books.picture,
    )


def _book(books: Handbooks, tree: SiteTree, folder: Path) -> Handbook:
    """A built site with what a package says about it: pages in reading order, which are lessons, which have checks."""
    words = package_words(tree.language)
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    shared = folder.parent / SHARED  # beside the sites of a language; in a package, inside
    files |= {f"{SHARED}/{p.relative_to(shared).as_posix()}": p.read_bytes() for p in shared.rglob("*") if p.is_file()}
    for name in [name for name in files if name.endswith(".html")]:
        files[name] = _OTHERS.sub(b"", files[name]).replace(f"../{SHARED}/".encode(), f"{SHARED}/".encode())
        for old, new in words.replaced.items():
            files[name] = files[name].replace(old.encode(), new.encode())
    lessons = [path for path in _lesson_pages(books, tree.role) if path in files]
    others = [p for p in files if p.endswith(".html") and p not in lessons and p not in ("index.html", "404.html")]
    start = ["index.html"] if "index.html" in files else []
    pages = {path: path in lessons for path in [*start, *lessons, *others]}
    checks = {path: int(found[1]) for path in pages if (found := _CHECK.search(files[path]))}
    title = books.roles[tree.role].title.in_(tree.language, books.default_language)
    return Handbook(
        id=tree.role,
        title=title,
        language=tree.language,
        direction=words.direction,
        files=files,
        pages=pages,
        checks={path: mark for path, mark in checks.items() if pages[path]},
        words=words.shell,
    )


def _lesson_pages(books: Handbooks, role: str) -> Iterator[str]:
    """The pages of the units and checks that are required, in order of the path."""
    for step in required(books.paths[role]):
        for unit in books.modules[step.module].units:
            yield f"lessons/{step.module}/{unit.id}.html"
        yield f"lessons/{step.module}/check.html"


def _packed(books: Handbooks, book: Handbook, asked: Asked) -> tuple[Files, tuple[Diagnostic, ...]]:
    where = f"{book.id}.{book.language}"
    if asked.kind == "cc":
        return cartridge_files(book, _titles(books, book), _checks(books, book))
    files = with_shell(book, asked.kind)
    if asked.kind == "cmi5":
        return {**files, "cmi5.xml": manifests.cmi5(book, asked.home)}, ()
    make: Callable[[Handbook, Any], bytes] = manifests.scorm12 if asked.kind == "scorm12" else manifests.scorm2004
    said = tuple(state_warning(book, where)) if asked.kind == "scorm12" else ()
    return {**files, "imsmanifest.xml": make(book, files)}, said


def _titles(books: Handbooks, book: Handbook) -> dict[str, str]:
    """Titles of modules by id, and of pages by path, from the pages themselves."""
    found = {id: module.title.in_(book.language, books.default_language) for id, module in books.modules.items()}
    for path in book.pages:
        title = re.search(r"<title>(.*?)</title>", book.files[path].decode("utf-8", "replace"), re.DOTALL)
        found[path] = re.sub(r"\s+", " ", title[1]).strip().partition(" · ")[0] if title else path
    return found


def _checks(books: Handbooks, book: Handbook) -> dict[str, KnowledgeCheck]:
    modules = [step.module for step in books.paths[book.id]]
    return {m: books.checks[m, book.language] for m in modules if (m, book.language) in books.checks}


# ── questions and lists ─────────────────────────────────────────────────────────────────────────────────────


def _questions(ws: Workspace, asked: Asked) -> tuple[Files, tuple[Diagnostic, ...]]:
    """GIFT: a file a module and language; QTI 2.1: a zip a language."""
    files: Files = {}
    said: list[Diagnostic] = []
    for language in asked.languages or ws.program.languages:
        checks = {
            m: c for (m, lang), c in ws.checks.items() if lang == language and (not asked.modules or m in asked.modules)
        }
        if asked.kind == "gift":
            for module, check in checks.items():
                text, more = as_gift(module, check)
                files[f"gift/{module}.{language}.gift"] = text.encode()
                said += more
        elif checks:
            content, more = qti21_files(checks, language)
            files[f"qti21/questions.{language}.zip"] = zipped(content)
            said += more
    return files, tuple(said)


def _lists(found: Opened, asked: Asked, as_of: dt.date) -> Files:
    ws = found.ready
    if asked.kind == "statements":
        return {"statements.json": people_out.statements(ws, asked.home)}
    if asked.kind == "jsonld":
        text = json.dumps(list(people_out.course_data(ws, asked.home)), ensure_ascii=False, indent=1)
        return {"courses.jsonld": f"{text}\n".encode()}
    answer = answer_needs(ws, as_of)
    if asked.kind == "enrolments":
        _, rows = read_own(found.root / ROSTER, "id")
        emails = {id: cells.get("email", "") for id, cells in rows.items()}
        return {f"enrolments.{asked.lms}.csv": people_out.enrolments(answer.plan, emails, asked.lms)}
    if asked.kind == "badges":
        return {f"badges/{name}": content for name, content in people_out.badges(ws, answer.people, as_of, asked.home)}
    document = people_out.plan_document(ws, answer.people, answer.plan, as_of, curriculum.__version__)
    schema = json.dumps(plan_schema(), ensure_ascii=False, indent=2)
    return {"plan.json": document, people_out.SCHEMA: f"{schema}\n".encode()}


def write_files(files: Files, out: Path) -> Diagnostic | None:
    """Writes each file beside its place and renames it; about people: readable by their owner only."""
    import os

    try:
        for name, content in files.items():
            target, is_public = out / name, name.startswith(PACKAGES)
            out.mkdir(parents=True, exist_ok=True)
            for folder in reversed(Path(name).parents[:-1]):  # names of folders may be people's ids
                (out / folder).mkdir(mode=0o755 if is_public else 0o700, exist_ok=True)
            beside = target.with_name(f".{target.name}.new")
            beside.unlink(missing_ok=True)
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644 if is_public else 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            beside.replace(target)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return Diagnostic.of(codes.CANNOT_WRITE, Position(str(error.filename or out)), f"cannot be written: {why}")
    return None
