"""What was decoded the last time, kept in the user's own cache folder: files that did not change are not decoded again.

A file is known again by all of its bytes, never by its date. Only files without any mistake are kept, and nothing of
`people/`. A store belongs to one text of program.yaml, one version of this program, of Python and of the YAML library;
it is used only if it is this user's alone and whole. Anything else is as if there were no store.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from curriculum.load.columns import NotPackable, pack, unpack

VARIABLE: Final = "CURRICULUM_CACHE"  # another folder; empty: nothing is kept
MOST_BYTES: Final = 64_000_000  # of a store
MOST_STORES: Final = 10  # the youngest
LEAST_FILES: Final = 10  # fewer are read as quickly as a store
FEW: Final = 20  # while less than one in so many files is new, decoding those costs less than writing all
_SUFFIX: Final = ".kept"
_DIGEST: Final = hashlib.sha256().digest_size

Key = tuple[str, bytes]  # file, digest of its bytes


class Kept:
    """The store of one workspace. Recalls records by the bytes of their files."""

    def __init__(self, folder: Path | None, program: bytes) -> None:
        """`program`: the bytes of program.yaml, whose languages all other files are read by; no folder: no store."""
        self._path: Path | None = None
        if folder is not None and (code := _fingerprint()):
            self._path = folder / (hashlib.sha256(code + program).hexdigest()[:40] + _SUFFIX)
        self._known, self._was_sound = _read(self._path) if self._path else ({}, False)
        self._used: dict[Key, Any] = {}
        self._left_out: set[str] = set()  # files with mistakes, which were read and are not kept
        self._sound = False

    def recall(self, file: str, content: bytes) -> Any:
        """The record of a file of these bytes, or None."""
        if self._path is None or file.startswith("people/"):
            return None
        key = (file, hashlib.sha256(content).digest())
        found = self._known.get(key)
        if found is None:
            self._left_out.add(file)
        else:
            self._used[key] = found
        return found

    def keep(self, file: str, content: bytes, record: Any) -> None:
        """Remembers the record of a file that has no mistakes."""
        if self._path is not None and not file.startswith("people/"):
            self._left_out.discard(file)
            self._used[file, hashlib.sha256(content).digest()] = record

    def is_sound(self) -> bool:
        """Whether the files that were read are those that were checked, all of them and no others, and were sound."""
        return self._was_sound and not self._left_out and self._used.keys() == self._known.keys()

    def were_sound(self) -> None:
        """All files that were read have no mistakes, nor has what they say together."""
        self._sound = not self._left_out

    def save(self) -> None:
        """Writes what this run used, if much of it is new, or now known to be sound; not where that cannot be."""
        new = len(self._used.keys() - self._known.keys())
        is_worth_it = new * FEW > len(self._used) or (self._sound and not new and not self.is_sound())
        if self._path is None or not is_worth_it or len(self._used) < LEAST_FILES:
            return
        try:
            payload = marshal.dumps((list(self._used), self._sound, pack(self._used.values())))
            if len(payload) <= MOST_BYTES:
                _write(self._path, hashlib.sha256(payload).digest() + payload)
        except (NotPackable, OSError):
            return


def cache_folder() -> Path | None:
    """Where stores are: the folder of the variable, or the user's cache folder; None: nothing is to be kept."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    home = os.path.expanduser("~")  # noqa: PTH111  # Path.home() raises where there is none
    if not os.path.isdir(home):  # noqa: PTH112
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home, "curriculum", "Cache")
    if sys.platform == "darwin":
        return Path(home, "Library", "Caches", "curriculum")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path(home, ".cache"), "curriculum")


def _read(path: Path) -> tuple[dict[Key, Any], bool]:
    """What a store holds and whether it is sound; nothing, if it is not there, not whole, or could be another's."""
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(number, "rb") as stream:
            state = os.fstat(number)
            if not _is_own(state) or state.st_size > MOST_BYTES + _DIGEST:
                return {}, False
            content = stream.read()
        if hashlib.sha256(memoryview(content)[_DIGEST:]).digest() != content[:_DIGEST]:
            return {}, False
        keys, is_sound, packed = marshal.loads(memoryview(content)[_DIGEST:])
        return dict(zip(keys, unpack(packed), strict=True)), bool(is_sound)
    except (OSError, ValueError, TypeError, KeyError, IndexError, EOFError, AttributeError):
        return {}, False


def _is_own(state: os.stat_result) -> bool:
    """Whether it is a file that nobody but this user can have written."""
    if not stat.S_ISREG(state.st_mode):
        return False
    return not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & 0o077)


def _write(path: Path, content: bytes) -> None:
    """Beside its place first, then renamed; the oldest stores go."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as stream:
            stream.write(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    stores = sorted(path.parent.glob(f"*{_SUFFIX}"), key=lambda store: store.stat().st_mtime_ns, reverse=True)
    for store in stores[MOST_STORES:]:
        store.unlink(missing_ok=True)


@cache
def _fingerprint() -> bytes:
    """What a store depends on besides the files: our code, Python, the YAML library.

    Empty: they cannot be read.
    """
    found = hashlib.sha256(sys.version.encode())
    try:
        for part in _code():
            found.update(part)
    except OSError:
        return b""
    return found.digest()


def _code() -> Iterator[bytes]:
    package = Path(__file__).parent.parent
    for file in ("diagnostics.py", "graph.py"):
        yield (package / file).read_bytes()
    for folder in (package / "load", package / "model", package / "check"):
        for name in sorted(os.listdir(folder)):  # noqa: PTH208
            if name.endswith(".py"):
                yield name.encode() + b"\0" + (folder / name).read_bytes()
    yaml = find_spec("yaml")
    if yaml is None or yaml.origin is None:
        raise OSError
    yield Path(yaml.origin).read_bytes()  # its version stands in it
    with os.scandir(Path(yaml.origin).parent) as parts:  # with or without the C library
        yield "\0".join(sorted(part.name for part in parts if part.name != "__pycache__")).encode()
