"""Interface messages: a reader of gettext .po files, compiled in memory for the standard library's gettext.

`en.po` lists every message there is. The reader is our own because those of Babel and polib take a text without its
closing quotation mark for a shorter text, without a word (docs/decisions.md).
"""

from __future__ import annotations

import ast
import gettext
import io
import re
import struct
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final

FALLBACK: Final = "en"
FOLDER: Final = "locales"  # of the package and of a workspace

_TRANSLATION: Final = re.compile(r'^(msgstr(?:\[[0-9]\])?) ".*"$', re.MULTILINE)

Entry = dict[str, str]  # msgctxt, msgid, msgid_plural, msgstr or msgstr[0], msgstr[1] … → text


class BadCatalog(ValueError):
    """The text is no catalog; `line` (from 1) is where it stops being one."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


def entries(po: str) -> Iterator[Entry]:
    """The entries of a .po file in file order, the header (empty msgid) first. Obsolete ones (`#~`) are left out."""
    return (entry for _, entry in placed_entries(po))


def placed_entries(po: str) -> Iterator[tuple[int, Entry]]:
    """The same, each with the line it begins on. Raises BadCatalog."""
    entry: Entry = {}
    key, begins = "", 1
    for number, line in enumerate([*po.splitlines(), 'msgid ""'], 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if not text.startswith('"'):
            key, _, text = text.partition(" ")
            if _begins(key, entry):
                yield begins, entry
                entry = {}
            begins = begins if entry else number
            entry[key] = ""
        entry[key] = entry.get(key, "") + _unquoted(text.strip(), number)


def _unquoted(text: str, line: int) -> str:
    """What stands in quotation marks."""
    try:
        if text.startswith('"') and text.endswith('"'):
            return str(ast.literal_eval(text))
    except (ValueError, SyntaxError):
        pass
    raise BadCatalog(line, "a text in quotation marks is expected")


def _begins(key: str, entry: Entry) -> bool:
    return any(k.startswith("msgstr") for k in entry) and key in ("msgid", "msgctxt")


def message_key(entry: Entry) -> str:
    """Context and message as gettext joins them."""
    context = entry.get("msgctxt")
    return entry["msgid"] if context is None else f"{context}\x04{entry['msgid']}"


def _compiled(po: str) -> bytes:
    """The same catalog as a .mo file (GNU gettext manual, 10.3: The Format of GNU MO Files)."""
    rows: dict[str, str] = {}
    for entry in entries(po):
        key, forms = message_key(entry), [v for k, v in entry.items() if k.startswith("msgstr")]
        if "msgid_plural" in entry:
            key = f"{key}\0{entry['msgid_plural']}"
        if all(forms):
            rows[key] = "\0".join(forms)
    return _mo(sorted((k.encode(), v.encode()) for k, v in rows.items()))


def _mo(rows: list[tuple[bytes, bytes]]) -> bytes:
    texts, places = b"", []
    start = 28 + 16 * len(rows)
    for text in [k for k, _ in rows] + [v for _, v in rows]:
        places.append(struct.pack("<II", len(text), start + len(texts)))
        texts += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, start)
    return head + b"".join(places) + texts


def read_catalog(po: str) -> gettext.GNUTranslations:
    """The catalog of a .po file. Raises BadCatalog, also for a header without charset or with odd plural forms."""
    try:
        return gettext.GNUTranslations(io.BytesIO(_compiled(po)))
    except BadCatalog:
        raise
    except (ValueError, LookupError, IndexError) as error:
        raise BadCatalog(1, f"the catalog cannot be used: {error}") from error


@cache
def po_files(package: str = "curriculum.render") -> Mapping[str, str]:
    """Language → text of the package's .po file, sorted by language."""
    folder = resources.files(package) / FOLDER
    found = sorted((f.name.removesuffix(".po"), f) for f in folder.iterdir() if f.name.endswith(".po"))
    return {language: f.read_text(encoding="utf-8") for language, f in found}


def untranslated() -> str:
    """A catalog with every message and no translation; its head is English and has to be changed."""
    head, _, rest = po_files()[FALLBACK].partition("\n\n")
    return f"{head}\n\n{_TRANSLATION.sub(_emptied, rest)}"


def _emptied(found: re.Match[str]) -> str:
    return f'{found[1]} ""'
