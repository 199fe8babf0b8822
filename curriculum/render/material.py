"""Builds one handbook with MkDocs: the only file that knows it.

Many builds in one process: each gets a fresh configuration; what is the same for all (the theme's compiled
templates and its list of files) is kept. The result is what a plain `mkdocs build` of the tree makes.
"""

from __future__ import annotations

import copy
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, NamedTuple
from unittest import mock

import jinja2
import yaml
from markdown.extensions.toc import nest_toc_tokens
from material.plugins.search.plugin import SearchIndex
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc
from mkdocs.utils.meta import get_data

from curriculum.render.engine import Before, SiteFailed, write_files
from curriculum.render.extract import hash_of
from curriculum.render.finish import INDEXES, NOT_NEEDED, write_index
from curriculum.render.handbook import SiteTree
from curriculum.render.pieces import Heading, Piece, PieceStore, pieces_of, pieces_of_html
from curriculum.render.splice import linked_copy, text_in, with_entries, with_text

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A fixed date in the pages (https://reproducible-builds.org/specs/source-date-epoch/), and no advertisement.
INDEX: Final = "search/search_index.json"
_ENVIRONMENT: Final = {"SOURCE_DATE_EPOCH": "315532800", "NO_MKDOCS_2_WARNING": "1"}


def build_tree(tree: SiteTree, folder: Path, before: Before | None = None) -> tuple[str, ...]:
    """Builds the tree into the folder, which must not exist; gives MkDocs' warnings. Raises SiteFailed."""
    with _at_work() as (source, warnings), _Makers(tree, warnings).in_use():
        write_files(tree.files, source)
        try:
            config = _config(source / "mkdocs.yml", folder)
            if before is None:
                _build(config, str(source))
            else:
                _build_again(config, str(source), before)
        except (Abort, MkDocsException, jinja2.TemplateError, AssertionError) as error:
            raise SiteFailed("; ".join([*warnings, str(error) or type(error).__name__])) from error
        return tuple(message.replace(str(source), "").strip() for message in warnings)


def edit_site(tree: SiteTree, folder: Path, before: Before) -> bool:
    """Makes the finished site from the one before by changing words in its pages and its index.

    The result is what `build_tree` and `finish` make. False, and nothing written, if more than words has changed.
    """
    index = json.loads((before.folder / INDEX).read_text(encoding="utf-8"))
    pages: dict[str, str] = {}
    entries: dict[str, list[dict[str, Any]]] = {}
    with _at_work() as (source, warnings):
        makers = _Makers(tree, warnings, source)
        for path in sorted(before.changed):
            old = (before.folder / _url(path)).read_text(encoding="utf-8")
            found = makers.edited(path, old, before.pieces.get(path, ()))
            new = found and with_text(old, found.html)
            if found is None or new is None or warnings:
                return False
            pages[_url(path)] = new
            entries[_url(path)] = found.entries
    index = with_entries(index, tree.language, entries)
    if index is None:
        return False
    linked_copy(before.folder, [n for n in before.files if n not in (*pages, INDEX, INDEXES[INDEX])], folder)
    write_files(pages, folder)
    (folder / INDEX).parent.mkdir(exist_ok=True)
    write_index(folder, INDEX, index)
    return True


def _config(file: Path, folder: Path) -> MkDocsConfig:
    """What `load_config` makes of the file, with the quick YAML reader."""
    config = MkDocsConfig(config_file_path=str(file))
    config.load_dict(yaml.load(file.read_bytes(), Loader=_LOADER))
    config.load_dict({"site_dir": str(folder)})
    errors, warnings = config.validate()
    for key, words in warnings:
        logging.getLogger("mkdocs").warning("%s: %s", key, words)
    if errors:
        raise SiteFailed("; ".join(f"{key}: {words}" for key, words in errors))
    return config


def _build_again(config: MkDocsConfig, source: str, before: Before) -> None:
    """Only the changed pages, in a copy of the site; the search keeps what the index says of the others.

    A page depends on the other pages by their titles and places alone, and those stand in mkdocs.yml: whoever
    asks for this has made sure that it is as it was.
    """
    folder = Path(config.site_dir)
    for name in before.files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(before.folder / name, folder / name)
    index = folder / INDEX
    old = json.loads(index.read_text(encoding="utf-8"))
    pages: list[str] = []

    def is_changed(file: File) -> bool:
        if file.is_documentation_page():
            pages.append(file.url)
        return file.src_uri in before.changed

    with mock.patch.object(File, "is_modified", is_changed):
        _build(config, source, dirty=True)
    new = json.loads(index.read_text(encoding="utf-8"))
    fresh = {_page_of(entry) for entry in new["docs"]} | {_url(path) for path in before.changed}
    order = {url: number for number, url in enumerate(dict.fromkeys(pages))}
    entries = [*new["docs"], *(entry for entry in old["docs"] if _page_of(entry) not in fresh)]
    new["docs"] = sorted(entries, key=lambda entry: order[_page_of(entry)])
    index.write_text(json.dumps(new), encoding="utf-8")


def _page_of(entry: dict[str, str]) -> str:
    return entry["location"].partition("#")[0]


def _url(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def live_server(out: Path, rebuild: Callable[[], None], port: int) -> LiveReloadServer:
    """A server that shows the folder and calls `rebuild` when something that is watched changes."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    return LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(out))


def _build(config: MkDocsConfig, source: str, *, dirty: bool = False) -> None:
    config.theme.static_templates -= NOT_NEEDED
    environment = config.theme.get_env()
    environment.bytecode_cache = _compiled()
    environment.loader = _Loader([str(folder) for folder in config.theme.dirs], source)
    with mock.patch.object(config.theme, "get_env", lambda: environment):
        config.plugins.on_startup(command="build", dirty=False)  # the search keeps the index of a dirty one
        build(config, dirty=dirty)
        config.plugins.on_shutdown()


# ── pages of several handbooks, made once ──

_STORE: Final = PieceStore()
_ENTRIES: Final[dict[tuple[str, str, str], list[dict[str, Any]]]] = {}  # address, text, front matter → of the index
_KEPT: Final = 10_000
_WHOLE: Final = Page.render
_ADD: Final = SearchIndex.add_entry_from_context
_EXTENSIONS: Final = re.compile(r"^markdown_extensions:.*?(?=^\S)", re.MULTILINE | re.DOTALL)


class _Links:
    """The files of a site; remembers which of them were asked for."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.asked: set[str] = set()

    def get_file_from_path(self, path: str) -> File | None:
        self.asked.add(path)
        return self._files.get_file_from_path(path)


class _Edited(NamedTuple):
    """The text of a page, and what the index says of it."""

    html: str
    entries: list[dict[str, Any]]


class _Makers:
    """Makes HTML of Markdown as MkDocs does, and what the index says of it; each piece once in this process."""

    def __init__(self, tree: SiteTree, warnings: list[str], source: Path | None = None) -> None:
        self._tree, self._warnings, self._source = tree, warnings, source
        extensions = _EXTENSIONS.search(str(tree.files["mkdocs.yml"]))
        words = (f"{path} {text}" for path, text in tree.files.items() if path.startswith("locales/"))
        self._settings = "\n".join([tree.language, extensions[0] if extensions else "", *words])
        self._pages = frozenset(path.removeprefix("docs/") for path in tree.files)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """MkDocs takes pieces that are there."""

        def render(page: Page, config: MkDocsConfig, files: Files) -> None:
            pieces = [self._piece(page, text, config, files) for text in pieces_of(page.markdown or "")]
            page.content = _joined(pieces)
            page.toc = _toc(pieces)
            page._title_from_render = next((piece.title for piece in pieces if piece.title is not None), None)
            page.present_anchor_ids = {anchor for piece in pieces for anchor in piece.anchors}
            page.links_to_anchors = {}

        with mock.patch.object(Page, "render", render), mock.patch.object(
            SearchIndex, "add_entry_from_context", _add_entries
        ):  # fmt: skip
            yield

    def _piece(self, page: Page, text: str, config: MkDocsConfig, files: Files) -> Piece:
        path = page.file.src_uri
        found = _STORE.find(self._settings, path, text, self._pages)
        if found is not None:
            return found
        alone, links, before = copy.copy(page), _Links(files), len(self._warnings)
        alone.markdown = text
        _WHOLE(alone, config, links)  # type: ignore[arg-type]
        made = Piece(
            html=alone.content or "",
            headings=tuple(_headings(alone.toc)),
            title=alone._title_from_render,
            anchors=frozenset(alone.present_anchor_ids or ()),
            leads_to=frozenset(links.asked),
        )
        if len(self._warnings) == before:
            _STORE.keep(self._settings, path, text, made)
        return made

    def edited(self, path: str, old: str, known: Sequence[str]) -> _Edited | None:
        """The new text of a page; pieces with the hash they had are taken from the page as it was."""
        body, meta = get_data(str(self._tree.files[f"docs/{path}"]))
        texts = pieces_of(body)
        is_found = not (meta.get("search") or {}).get("exclude")
        place = text_in(old)
        there = pieces_of_html(old[place[0] : place[1]]) if place and not is_found else []
        if len(there) == len(known) == len(texts):
            same = zip(texts, there, known, strict=True)
            made = [html if hash_of(text) == sha else self._alone(path, text).html for text, html, sha in same]
            return _Edited("\n".join(made), [])
        pieces = [self._alone(path, text) for text in texts]
        html = _joined(pieces)
        if not html.startswith("<h1"):
            return None
        page = SimpleNamespace(url=_url(path), content=html, toc=_toc(pieces), meta=meta, title="")
        index = SearchIndex()
        _add_entries(index, page)
        return _Edited(html, index.entries)

    def _alone(self, path: str, text: str) -> Piece:
        found = _STORE.find(self._settings, path, text, self._pages)
        if found is None:
            config, files = self._opened
            file = files.get_file_from_path(path)
            assert file is not None
            found = self._piece(Page(None, file, config), text, config, files)
        return found

    @cached_property
    def _opened(self) -> tuple[MkDocsConfig, Files]:
        assert self._source is not None
        docs = self._source / "docs"
        docs.mkdir()
        overrides = {path: text for path, text in self._tree.files.items() if not path.startswith("docs/")}
        write_files(overrides, self._source)
        config = _config(self._source / "mkdocs.yml", self._source / "site")
        paths = sorted(self._pages)
        return config, Files([File(path, str(docs), config.site_dir, use_directory_urls=False) for path in paths])


def _joined(pieces: Sequence[Piece]) -> str:
    return "\n".join(piece.html for piece in pieces if piece.html)


def _headings(toc: Iterable[AnchorLink]) -> Iterator[Heading]:
    for item in toc:
        yield Heading(item.level, item.id, item.title)
        yield from _headings(item.children)


def _toc(pieces: Sequence[Piece]) -> TableOfContents:
    flat = [{"level": h.level, "id": h.id, "name": h.name} for piece in pieces for h in piece.headings]
    return get_toc(nest_toc_tokens(flat))


def _add_entries(index: SearchIndex, page: Any) -> None:
    key = (page.url, page.content, repr((page.meta, str(page.title))))
    known = _ENTRIES.get(key)
    if known is None:
        before = len(index.entries)
        _ADD(index, page)
        if len(_ENTRIES) >= _KEPT:
            del _ENTRIES[next(iter(_ENTRIES))]
        _ENTRIES[key] = index.entries[before:]
    else:
        index.entries += known


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates, in memory."""

    def __init__(self) -> None:
        # Template and checksum of its source → compiled.
        self._made: dict[str, bytes] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Without the folder, which differs from tree to tree."""
        return name

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        found = self._made.get(bucket.key + bucket.checksum)
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self._made[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


@cache
def _compiled() -> _Compiled:
    return _Compiled()


@cache
def _names(folder: str) -> tuple[str, ...]:
    """The files of an installed theme: they do not change while we run, and are many thousands."""
    found = jinja2.FileSystemLoader(folder).list_templates()
    return tuple(name for name in found if not name.startswith("."))  # icons; MkDocs leaves them out too


class _Loader(jinja2.FileSystemLoader):
    """Lists the installed themes' files once a process; the tree's own overrides each time."""

    def __init__(self, folders: list[str], source: str) -> None:
        super().__init__(folders)
        self._source = source

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for folder in map(str, self.searchpath):
            is_ours = folder.startswith(self._source)
            found.update(jinja2.FileSystemLoader(folder).list_templates() if is_ours else _names(folder))
        return sorted(found)


@contextmanager
def _at_work() -> Iterator[tuple[Path, list[str]]]:
    """A folder for a tree; what MkDocs warns of meanwhile; and the surroundings it needs."""
    with (
        tempfile.TemporaryDirectory(prefix="curriculum-") as source,
        _warnings() as warnings,
        mock.patch.dict(os.environ, _ENVIRONMENT),
    ):
        yield Path(source), warnings


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collects what MkDocs warns of, and keeps it from the terminal."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not record.getMessage().startswith("A 'dirty' build"):  # we make sure of what it warns of
                found.append(record.getMessage())

    logger: Any = logging.getLogger("mkdocs")
    collector = Collector(logging.WARNING)
    before = logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield found
    finally:
        logger.removeHandler(collector)
        logger.propagate = before
