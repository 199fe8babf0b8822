"""Interface messages: a reader of gettext .po files, compiled in memory for the standard library's gettext.

No build step: adding a language is adding `locales/<language>.po`. `en.po` lists every message there is.
"""

from __future__ import annotations

import ast
import gettext
import io
import struct
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final

FALLBACK: Final = "en"

Entry = dict[str, str]  # msgctxt, msgid, msgid_plural, msgstr or msgstr[0], msgstr[1] … → text


def entries(po: str) -> Iterator[Entry]:
    """The entries of a .po file in file order, the header (empty msgid) first. Obsolete ones (`#~`) are left out."""
    entry: Entry = {}
    key = ""
    for line in [*po.splitlines(), 'msgid ""']:
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if not text.startswith('"'):
            key, _, text = text.partition(" ")
            if _begins(key, entry):
                yield entry
                entry = {}
            entry[key] = ""
        entry[key] += ast.literal_eval(text)


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


def po_files() -> Mapping[str, str]:
    """Language → text of its .po file, sorted by language."""
    folder = resources.files("curriculum.render") / "locales"
    found = sorted((f.name.removesuffix(".po"), f) for f in folder.iterdir() if f.name.endswith(".po"))
    return {language: f.read_text(encoding="utf-8") for language, f in found}


@cache
def catalogs() -> Mapping[str, gettext.GNUTranslations]:
    """Language → its messages."""
    return {language: gettext.GNUTranslations(io.BytesIO(_compiled(po))) for language, po in po_files().items()}
