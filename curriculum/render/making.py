"""What engines share: how files are written, what is known of the last build, and how a build fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path

from curriculum.model import record


class SiteFailed(Exception):
    """The engine could not build the site; the words are its own."""


@record
class Before:
    """The site as it was built last, when only the words of some pages differ: `changed` are their paths in docs/.

    `files` of the folder are those that were built; `pieces`: path in docs/ → hashes of the pieces of its text.
    """

    folder: Path
    files: tuple[str, ...]
    changed: frozenset[str]
    pieces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def pages(self) -> frozenset[str]:
        """The changed pages as files of the site."""
        return frozenset(f"{path.removesuffix('.md')}.html" for path in self.changed)


@record
class Finishing:
    """What becomes of a site while it is made: `page` of the HTML of a page, `is_wanted` of a file by its path."""

    page: Callable[[str], str]
    is_wanted: Callable[[str], bool]


def write_files(files: Mapping[str, str | bytes], folder: Path) -> None:
    """Writes path → content below the folder."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


@contextmanager
def heard(name: str) -> Iterator[list[str]]:
    """Collects what the logger of that name warns of, and keeps it from the terminal."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not record.getMessage().startswith("A 'dirty' build"):  # we make sure of what it warns of
                found.append(record.getMessage())

    logger = logging.getLogger(name)
    collector = Collector(logging.WARNING)
    before = logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield found
    finally:
        logger.removeHandler(collector)
        logger.propagate = before
