"""Builds one handbook with MkDocs: the only file that knows it.

Many builds in one process: each gets a fresh configuration; what is the same for all (the theme's compiled
templates and its list of files) is kept. The result is what a plain `mkdocs build` of the tree makes.
"""

from __future__ import annotations

import copy
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from unittest import mock

import jinja2
import markdown
import yaml
from markdown.extensions.toc import nest_toc_tokens
from material.plugins.search.plugin import SearchIndex, SearchPlugin  # type: ignore[import-untyped]
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, file_sort_key
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc

from curriculum.render.finish import NOT_NEEDED, SEARCH_INDEX
from curriculum.render.handbook import SiteTree
from curriculum.render.making import Before, Finishing, SiteFailed, heard, write_files
from curriculum.render.pieces import ENTRIES, Entry, Heading, Kept, Piece, Pieces, joined, pieces_of
from curriculum.render.splice import edited, write_edited
from curriculum.render.theme import environment_of

_DOCS: Final = "docs/"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A fixed date in the pages (https://reproducible-builds.org/specs/source-date-epoch/), and no advertisement.
_ENVIRONMENT: Final = {"SOURCE_DATE_EPOCH": "315532800", "NO_MKDOCS_2_WARNING": "1"}


def build_tree(tree: SiteTree, folder: Path, finishing: Finishing, before: Before | None = None) -> tuple[str, ...]:
    """Builds the tree into the folder, which must not exist; gives MkDocs' warnings. Raises SiteFailed."""
    with _at_work() as (source, warnings), _made_once(tree, warnings):
        _write_settings(tree, source)
        try:
            config = _config(source / "mkdocs.yml", folder)
            config.plugins["curriculum"] = _Hands(tree, finishing)
            if before is None:
                _build(config, str(source))
            else:
                _build_again(config, str(source), before)
        except (Abort, MkDocsException, jinja2.TemplateError, AssertionError) as error:
            raise SiteFailed("; ".join([*warnings, str(error) or type(error).__name__])) from error
        return tuple(message.replace(str(source), "").strip() for message in warnings)


def edit_site(tree: SiteTree, folder: Path, before: Before, finishing: Finishing) -> bool:
    """Makes the finished site from the one before by changing words in its pages and its index.

    The result is what `build_tree` and `finish_index` make. False, and nothing written, if more than words has changed.
    """
    with _at_work() as (source, warnings):
        made = edited(tree, before, _Alone(tree, source, warnings))
        if made is None or warnings:
            return False
        pages = {name: finishing.page(page) for name, page in made.pages.items()}
        write_edited(replace(made, pages=pages), before, folder)
        return True


def _write_settings(tree: SiteTree, source: Path) -> None:
    """What MkDocs reads from the disk: its settings, our overrides of the theme, messages; and an empty docs/."""
    (source / _DOCS).mkdir()
    write_files({path: c for path, c in tree.files.items() if not path.startswith(_DOCS)}, source)


class _Hands(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Hands the files of a tree to MkDocs without the disk, and finishes each page before it is written."""

    def __init__(self, tree: SiteTree, finishing: Finishing) -> None:
        self._tree, self._finishing = tree, finishing

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """The tree's files, and those of the theme that the tree has not."""
        docs = ((path.removeprefix(_DOCS), c) for path, c in self._tree.files.items() if path.startswith(_DOCS))
        ours = {path: File.generated(config, path, content=content) for path, content in docs}
        theirs = [file for file in files if file.src_uri not in ours]
        every = [*sorted(ours.values(), key=file_sort_key), *theirs]
        return Files([f for f in every if f.is_documentation_page() or self._finishing.is_wanted(f.dest_uri)])

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """The page as it is written."""
        return self._finishing.page(output)


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
    index = folder / SEARCH_INDEX
    old = json.loads(index.read_text(encoding="utf-8"))
    pages: list[str] = []

    def is_changed(file: File) -> bool:
        if file.is_documentation_page():
            pages.append(file.url)
        return file.src_uri in before.changed

    with mock.patch.object(File, "is_modified", is_changed):
        _build(config, source, dirty=True)
    new = json.loads(index.read_text(encoding="utf-8"))
    fresh = {_page_of(entry) for entry in new["docs"]} | before.pages
    order = {url: number for number, url in enumerate(dict.fromkeys(pages))}
    entries = [*new["docs"], *(entry for entry in old["docs"] if _page_of(entry) not in fresh)]
    new["docs"] = sorted(entries, key=lambda entry: order[_page_of(entry)])
    index.write_text(json.dumps(new), encoding="utf-8")


def _page_of(entry: dict[str, str]) -> str:
    return entry["location"].partition("#")[0]


def live_server(out: Path, rebuild: Callable[[], None], port: int) -> LiveReloadServer:
    """A server that shows the folder and calls `rebuild` when something that is watched changes."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    return LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(out))


def _build(config: MkDocsConfig, source: str, *, dirty: bool = False) -> None:
    config.theme.static_templates -= NOT_NEEDED
    environment = environment_of(config.theme, source)
    with mock.patch.object(config.theme, "get_env", lambda: environment):
        config.plugins.on_startup(command="build", dirty=False)  # the search keeps the index of a dirty one
        build(config, dirty=dirty)
        config.plugins.on_shutdown()


# ── pages of several handbooks, made once ──

_WHOLE: Final = Page.render


class _Links:
    """The files of a site; remembers which of them were asked for."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.asked: set[str] = set()

    def get_file_from_path(self, path: str) -> File | None:
        self.asked.add(path)
        return self._files.get_file_from_path(path)


def _piece(page: Page, text: str, config: MkDocsConfig, files: Files) -> Piece:
    """The text made HTML as a page of its own."""
    alone, links = copy.copy(page), _Links(files)
    alone.markdown = text
    try:
        with mock.patch.object(markdown, "Markdown", _converter):
            _WHOLE(alone, config, links)  # type: ignore[arg-type]
    except BaseException:
        _CONVERTERS.clear()  # one that stopped halfway would go on there
        raise
    return Piece(
        html=alone.content or "",
        headings=tuple(_headings(alone.toc)),
        title=alone._title_from_render,
        anchors=frozenset(alone.present_anchor_ids or ()),
        leads_to=frozenset(links.asked),
    )


def _converter(extensions: Sequence[str], extension_configs: Mapping[str, Any]) -> Any:
    """What MkDocs makes anew for each page: setting it up takes as long as a short page, and it can be reset."""
    key = repr((extensions, extension_configs))
    if key not in _CONVERTERS:
        _CONVERTERS[key] = _NEW(extensions=extensions, extension_configs=extension_configs)
    return _CONVERTERS[key].reset()


_NEW: Final = markdown.Markdown
_CONVERTERS: Final[dict[str, markdown.Markdown]] = {}  # by their settings: one for each language


def _headings(toc: Iterable[AnchorLink]) -> Iterator[Heading]:
    for item in toc:
        yield Heading(item.level, item.id, item.title)
        yield from _headings(item.children)


def _toc(pieces: Sequence[Piece]) -> TableOfContents:
    flat: Any = [{"level": h.level, "id": h.id, "name": h.name} for piece in pieces for h in piece.headings]
    return get_toc(nest_toc_tokens(flat))


def _entries(page: Any) -> list[Entry]:
    """What the index says of a page."""

    def make() -> list[Entry]:
        index = SearchIndex()
        index.add_entry_from_context(page)
        return list(index.entries)

    return ENTRIES.get((page.url, page.content, repr((page.meta, str(page.title)))), make)


@contextmanager
def _made_once(tree: SiteTree, warnings: list[str]) -> Iterator[None]:
    """Whatever MkDocs would make a second time in this process, it takes as it is."""
    pieces = Pieces(tree, lambda: len(warnings))

    def render(page: Page, config: MkDocsConfig, files: Files) -> None:
        texts = pieces_of(page.markdown or "")
        made = [pieces.get(page.file.src_uri, text, partial(_piece, page, text, config, files)) for text in texts]
        page.content = joined(made)
        page.toc = _toc(made)
        page._title_from_render = next((piece.title for piece in made if piece.title is not None), None)
        page.present_anchor_ids = {anchor for piece in made for anchor in piece.anchors}
        page.links_to_anchors = {}

    def indexed(plugin: Any, _context: object, *, page: Page, **_: object) -> None:
        """Without looking through the page for attributes of the index that no page of ours has."""
        plugin.search_index.entries += _entries(page)

    with mock.patch.object(Page, "render", render), mock.patch.object(SearchPlugin, "on_page_context", indexed):
        yield


class _Alone:
    """Makes single pieces of a tree, without a build."""

    def __init__(self, tree: SiteTree, source: Path, warnings: list[str]) -> None:
        self._tree, self._source = tree, source
        self._pieces = Pieces(tree, lambda: len(warnings))

    def piece(self, path: str, text: str) -> Piece:
        """A piece of a page."""
        return self._pieces.get(path, text, lambda: self._make(path, text))

    def entries(self, page: str, pieces: Sequence[Piece]) -> list[Entry]:
        """What the index says of a page (its address) that is made of these pieces."""
        return _entries(SimpleNamespace(url=page, content=joined(pieces), toc=_toc(pieces), meta={}, title=""))

    def _make(self, path: str, text: str) -> Piece:
        file = self._files.get_file_from_path(path)
        assert file is not None
        config = _CONFIGS.get(self._pieces.settings, self._configured)
        return _piece(Page(None, file, config), text, config, self._files)

    @cached_property
    def _files(self) -> Files:
        docs, paths = str(self._source / _DOCS), (path for path in self._tree.files if path.startswith(_DOCS))
        return Files([File(p.removeprefix(_DOCS), docs, "site", use_directory_urls=False) for p in paths])

    def _configured(self) -> MkDocsConfig:
        _write_settings(self._tree, self._source)
        return _config(self._source / "mkdocs.yml", self._source / "site")


_CONFIGS: Final[Kept[str, MkDocsConfig]] = Kept(20)  # by all of it that makes a difference to pieces


@contextmanager
def _at_work() -> Iterator[tuple[Path, list[str]]]:
    """A folder for a tree; what MkDocs warns of meanwhile; and the surroundings it needs."""
    with (
        tempfile.TemporaryDirectory(prefix="curriculum-") as source,
        heard("mkdocs") as warnings,
        mock.patch.dict(os.environ, _ENVIRONMENT),
    ):
        yield Path(source), warnings
