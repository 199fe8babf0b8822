"""Builds one handbook with MkDocs: the only file that knows it.

Many builds in one process: each gets a fresh configuration; what is the same for all (the theme's compiled
templates and its list of files) is kept. The result is what a plain `mkdocs build` of the tree makes, tidied.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final
from unittest import mock

import jinja2
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from curriculum.render.finish import NOT_NEEDED, finish
from curriculum.render.handbook import SiteTree

# What the built bytes depend on besides the tree.
PACKAGES: Final = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Pygments", "Jinja2")
# A fixed date in the pages (https://reproducible-builds.org/specs/source-date-epoch/), and no advertisement.
_ENVIRONMENT: Final = {"SOURCE_DATE_EPOCH": "315532800", "NO_MKDOCS_2_WARNING": "1"}


class SiteFailed(Exception):
    """MkDocs could not build the site; the words are its own."""


def versions() -> str:
    """The versions of all packages that the built bytes depend on."""
    return " ".join(f"{name}={metadata.version(name)}" for name in PACKAGES)


def write_files(files: Mapping[str, str | bytes], folder: Path) -> None:
    """Writes path → content below the folder."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


def build_site(tree: SiteTree, folder: Path) -> tuple[str, ...]:
    """Builds the tree into the folder, which must not exist; gives MkDocs' warnings. Raises SiteFailed."""
    with tempfile.TemporaryDirectory(prefix="curriculum-") as source, _warnings() as warnings:
        write_files(tree.files, Path(source))
        with mock.patch.dict(os.environ, _ENVIRONMENT):
            try:
                _build(load_config(config_file=str(Path(source) / "mkdocs.yml"), site_dir=str(folder)), source)
            except (Abort, MkDocsException, jinja2.TemplateError, AssertionError) as error:
                raise SiteFailed("; ".join([*warnings, str(error) or type(error).__name__])) from error
        finish(folder, tree.language)
        return tuple(message.replace(source, "").strip() for message in warnings)


def _build(config: MkDocsConfig, source: str) -> None:
    config.theme.static_templates -= NOT_NEEDED
    environment = config.theme.get_env()
    environment.bytecode_cache = _compiled()
    environment.loader = _Loader([str(folder) for folder in config.theme.dirs], source)
    with mock.patch.object(config.theme, "get_env", lambda: environment):
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
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
