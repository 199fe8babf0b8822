"""Files of other systems → text and trees. Everything is bounded: size, length of a line, nesting, what is unpacked."""

from __future__ import annotations

import codecs
import itertools
import json
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, TextIO

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.imported import Imported
from curriculum.load.mistakes import Mistakes
from curriculum.load.spelling import UNWANTED
from curriculum.load.yaml_tree import ListNode, MapNode, Node, ScalarNode, read_tree

TEXT_BYTES: Final = 4_000_000
JSON_BYTES: Final = 100_000_000
UNPACKED_BYTES: Final = 1_000_000_000
_SAMPLE: Final = 1_000_000
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SCRIPTS: Final = {"cp1256": ("\u0620", "\u06d3"), "cp1255": ("\u05d0", "\u05ea")}  # encoding → its letters
_EUROPE: Final = ("cp1252", "cp1250", "cp1251", "cp1254")


def is_file(path: Path, into: Imported) -> bool:
    """Whether it is a regular file; SOURCE_UNREADABLE says why not. Pipes and devices could be endless."""
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        into.note(codes.SOURCE_UNREADABLE, Position(str(path)), f"cannot be read: {why}")
        return False
    if not regular:
        into.note(codes.SOURCE_UNREADABLE, Position(str(path)), "is not a file")
    return regular


def read_bytes(path: Path, limit: int, into: Imported) -> bytes | None:
    """The bytes of a file of at most `limit`; None with a note."""
    if not is_file(path, into):
        return None
    with path.open("rb") as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        into.note(codes.SOURCE_TOO_LARGE, Position(str(path)), f"is larger than {limit // 1_000_000} MB")
        return None
    return content


def read_text(path: Path, into: Imported, encoding: str | None = None) -> str | None:
    """The text of a file, lines ending in a line feed, without BOM; invisible control characters become blanks."""
    content = read_bytes(path, TEXT_BYTES, into)
    if content is None:
        return None
    name = encoding or encoding_of(content, str(path), into)
    if name is None:
        return None
    try:
        text = content.decode(name)
    except (UnicodeDecodeError, LookupError):
        into.note(codes.ENCODING_UNKNOWN, Position(str(path)), f"is not {name} text")
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if UNWANTED.search(text):
        into.note(codes.TEXT_ADAPTED, Position(str(path)), "invisible control characters became blanks")
        text = UNWANTED.sub(" ", text)
    return unicodedata.normalize("NFC", text)


def encoding_of(sample: bytes, file: str, into: Imported) -> str | None:
    """The encoding of bytes: a byte-order mark, UTF-8, or the Arabic or Hebrew code page that fits clearly."""
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return _code_page(sample, file, into)
    return "utf-8"


def _code_page(sample: bytes, file: str, into: Imported) -> str | None:
    high = bytes(b for b in sample if b >= 0x80)
    fits = {}
    for name, (first, last) in _SCRIPTS.items():
        letters = high.decode(name, errors="replace")
        fits[name] = sum(first <= c <= last for c in letters) / len(letters)
    best, other = sorted(fits, key=lambda name: -fits[name])
    hint = "name it in the map, for example `encoding: cp1252`"
    if fits[best] < 0.85 or fits[best] - fits[other] < 0.15:
        message = f"is not UTF-8, and its encoding cannot be told; {_letters(high)}"
        into.note(
            codes.ENCODING_UNKNOWN,
            Position(file),
            message,
            "write the one that reads right into the map, for example `encoding: cp1250`",
        )
        return None
    into.mapped(
        Position(file), f"read as {best}: {fits[best]:.0%} of its letters fit (as {other} {fits[other]:.0%})", hint
    )
    return best


def _letters(high: bytes) -> str:
    """What the letters would be in the usual code pages, for somebody to choose from. Letters alone name nobody."""
    shown: list[str] = []
    for name in _EUROPE:
        letters = dict.fromkeys(c for c in high.decode(name, errors="ignore") if c.isalpha())
        words = " ".join(itertools.islice(letters, 10))
        shown.append(f"{name} would read its letters as {words}" if not shown else f"{name} as {words}")
    return ", ".join(shown)


@contextmanager
def opened_text(path: Path, encoding: str | None, into: Imported) -> Iterator[TextIO | None]:
    """A stream of text, lines as they are; None with a note. Only a sample is held in memory."""
    if not is_file(path, into):
        yield None
        return
    name = encoding or _encoding_of_file(path, into)
    try:
        stream = path.open(encoding=name, errors="strict", newline="") if name else None
    except LookupError:
        into.note(codes.MAP_WRONG, Position(str(path)), f"there is no encoding '{encoding}'")
        stream = None
    if stream is None:
        yield None
        return
    with stream:
        yield stream


def _encoding_of_file(path: Path, into: Imported) -> str | None:
    """By a first sample; if that is plain ASCII or UTF-8, the rest is looked through as well."""
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
        name = encoding_of(sample, str(path), into)
        if name != "utf-8":
            return name
        decoder = codecs.getincrementaldecoder("utf-8")()
        while sample:
            try:
                decoder.decode(sample)
            except UnicodeDecodeError:
                return _code_page(sample, str(path), into)
            sample = stream.read(_SAMPLE)
    return name


# ── trees ───────────────────────────────────────────────────────────────────────────────────────────────────


def read_yaml(path: Path, into: Imported, text: str | None = None) -> Node | None:
    """The tree of a YAML file, every scalar as text. What is wrong in it is noted as a warning about the source."""
    text = read_text(path, into) if text is None else text
    if text is None:
        return None
    found = Mistakes()
    tree = read_tree(text, str(path), found)
    for d in found.in_order():
        into.left_out(d.at, d.message, d.hint)
    return tree


def plain(node: Node | None) -> Any:
    """A tree as dicts, lists and texts, for what needs no places."""
    if isinstance(node, MapNode):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return node.text if isinstance(node, ScalarNode) else None


def entry(node: Node | None, key: str) -> Node | None:
    """The value of a key, if the node is a mapping that has it."""
    return next((v for k, v in node.entries if k.text == key), None) if isinstance(node, MapNode) else None


def text_of(node: Node | None, key: str) -> str:
    """The text of a key without blanks around it, or nothing."""
    found = entry(node, key)
    return found.text.strip() if isinstance(found, ScalarNode) else ""


def items_of(node: Node | None, key: str) -> tuple[Node, ...]:
    """The items of a list under a key; a single word is a list of one."""
    found = entry(node, key)
    if isinstance(found, ListNode):
        return tuple(found.items)
    return (found,) if isinstance(found, ScalarNode) and found.text.strip() else ()


def words_of(node: Node | None, key: str) -> list[str]:
    """The words of a list under a key."""
    return [item.text.strip() for item in items_of(node, key) if isinstance(item, ScalarNode)]


def read_json(path: Path, into: Imported) -> Any:
    """The value of a JSON file; None with a note. Nesting that no real export has ends the reading."""
    content = read_bytes(path, JSON_BYTES, into)
    if content is None:
        return None
    try:
        return json.loads(content.decode("utf-8-sig"))
    except RecursionError:
        into.note(codes.SOURCE_TOO_LARGE, Position(str(path)), "is nested too deeply")
    except UnicodeDecodeError:
        into.note(codes.ENCODING_UNKNOWN, Position(str(path)), "is not UTF-8 text, as JSON must be")
    except json.JSONDecodeError as error:
        at = Position(str(path), error.lineno, error.colno)
        into.note(codes.SOURCE_UNREADABLE, at, f"is not JSON: {error.msg.lower()}")
    except ValueError:  # a number of more digits than Python converts
        into.note(codes.SOURCE_TOO_LARGE, Position(str(path)), "holds a number that is too long")
    return None


# ── archives ────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def opened_folder(path: Path, into: Imported) -> Iterator[Path | None]:
    """A folder, or a zip unpacked for the while; None with a note. Links and names that lead out are refused."""
    if path.is_dir():
        yield path
        return
    if not is_file(path, into):
        yield None
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        yield Path(folder) if _unpacked(path, Path(folder), into) else None


def _unpacked(path: Path, folder: Path, into: Imported) -> bool:
    at = Position(str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if why := _refusal(info):
                    into.note(codes.ZIP_REFUSED, at, f"{info.filename[:60]!r} {why}")
                    return False
            left = UNPACKED_BYTES
            for info in archive.infolist():
                if not info.is_dir():
                    target = folder / info.filename
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(info) as stream, target.open("wb") as out:
                        left = _copied(stream, out, left)
                if left < 0:
                    into.note(codes.ZIP_REFUSED, at, f"is larger than {UNPACKED_BYTES // 1_000_000} MB when unpacked")
                    return False
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        into.note(codes.SOURCE_UNREADABLE, at, f"is neither a folder nor a zip archive that can be read: {error}")
        return False
    return True


def _refusal(info: zipfile.ZipInfo) -> str | None:
    name = PurePosixPath(info.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in info.filename or "\0" in info.filename:
        return "leads out of the archive's folder"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link"
    if info.file_size > 1000 and info.file_size > 1000 * max(info.compress_size, 1):
        return "unpacks to a thousand times its size"
    return None


def _copied(stream: IO[bytes], out: IO[bytes], left: int) -> int:
    while chunk := stream.read(1 << 20):
        left -= len(chunk)
        if left < 0:
            return left
        out.write(chunk)
    return left
