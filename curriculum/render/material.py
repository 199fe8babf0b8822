"""Builds one handbook with MkDocs: the only file that knows it.

Many builds in one process: each gets a fresh configuration; what is the same for all (the theme's compiled
templates and its list of files) is kept. The result is what a plain `mkdocs build` of the tree makes.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final
from unittest import mock

import jinja2
import yaml
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File

from curriculum.render.engine import Before, SiteFailed, write_files
from curriculum.render.finish import NOT_NEEDED
from curriculum.render.handbook import SiteTree

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A fixed date in the pages (https://reproducible-builds.org/specs/source-date-epoch/), and no advertisement.
_ENVIRONMENT: Final = {"SOURCE_DATE_EPOCH": "315532800", "NO_MKDOCS_2_WARNING": "1"}


def build_tree(tree: SiteTree, folder: Path, before: Before | None = None) -> tuple[str, ...]:
    """Builds the tree into the folder, which must not exist; gives MkDocs' warnings. Raises SiteFailed."""
    with tempfile.TemporaryDirectory(prefix="curriculum-") as source, _warnings() as warnings:
        write_files(tree.files, Path(source))
        with mock.patch.dict(os.environ, _ENVIRONMENT):
            try:
                config = _config(Path(source) / "mkdocs.yml", folder)
                if before is None:
                    _build(config, source)
                else:
                    _build_again(config, source, before)
            except (Abort, MkDocsException, jinja2.TemplateError, AssertionError) as error:
                raise SiteFailed("; ".join([*warnings, str(error) or type(error).__name__])) from error
        return tuple(message.replace(source, "").strip() for message in warnings)


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
    index = folder / "search" / "search_index.json"
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
