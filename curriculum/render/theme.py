"""The theme's templates, read and compiled once a process, whichever handbook is made."""

from __future__ import annotations

from functools import cache

import jinja2


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
def compiled() -> _Compiled:
    """One for all handbooks of this process."""
    return _Compiled()


@cache
def _names(folder: str) -> tuple[str, ...]:
    """The files of an installed theme: they do not change while we run, and are many thousands."""
    found = jinja2.FileSystemLoader(folder).list_templates()
    return tuple(name for name in found if not name.startswith("."))  # icons; MkDocs leaves them out too


class ThemeLoader(jinja2.FileSystemLoader):
    """Lists the installed themes' files once a process; the tree's own overrides each time."""

    def __init__(self, folders: list[str], source: str) -> None:
        super().__init__(folders)
        self.source = source

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for folder in map(str, self.searchpath):
            is_ours = folder.startswith(self.source)
            found.update(jinja2.FileSystemLoader(folder).list_templates() if is_ours else _names(folder))
        return sorted(found)
