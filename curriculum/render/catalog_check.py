"""Whether a catalog of messages is complete and can be used: every message, every plural form, the same {names}."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from typing import Final

from curriculum.codes import BAD_CATALOG, BAD_MESSAGE, INCOMPLETE_INTERFACE
from curriculum.diagnostics import Diagnostic, Position, Severity
from curriculum.render.messages import (
    FALLBACK,
    BadCatalog,
    Entry,
    message_key,
    placed_entries,
    po_files,
    read_catalog,
)

_FORMS: Final = re.compile(r"nplurals\s*=\s*([1-9])")


def is_usable(po: str) -> bool:
    """Whether no message of the catalog could spoil a page."""
    return not any(found.severity is Severity.ERROR for found in catalog_findings("", po))


def catalog_findings(file: str, po: str) -> Iterator[Diagnostic]:
    """BAD_CATALOG, or BAD_MESSAGE for each message that cannot be said, then INCOMPLETE_INTERFACE once."""
    try:
        read_catalog(po)
        found = {message_key(entry): (line, entry) for line, entry in placed_entries(po)}
    except BadCatalog as bad:
        hint = "copy the shape of the other entries; translation programs such as Poedit keep it"
        yield Diagnostic.of(BAD_CATALOG, Position(file, bad.line, 1), str(bad), hint)
        return
    forms = _FORMS.search(found[""][1]["msgstr"]) if "" in found else None
    lacking = []
    for key, original in _wanted().items():
        line, entry = found.get(key, (0, {}))
        texts = [text for name, text in entry.items() if name.startswith("msgstr")]
        count = int(forms[1]) if forms and "msgid_plural" in original else 1
        if not all(texts) or len(texts) != count:
            lacking.append(_said(key))
        for problem in filter(None, (_problem(text, original, len(texts) > 1) for text in texts)):
            yield Diagnostic.of(BAD_MESSAGE, Position(file, line, 1), f"'{_said(key)}' {problem}", None)
    if lacking:
        shown = ", ".join(f"'{message}'" for message in lacking[:3]) + (" …" if lacking[3:] else "")
        message = f"{len(lacking)} of {len(_wanted())} messages are not translated: {shown}"
        hint = f"readers see them in English; {FALLBACK}.po lists every message with its plural forms"
        yield Diagnostic.of(INCOMPLETE_INTERFACE, Position(file), message, hint)


def _wanted() -> Mapping[str, Entry]:
    """All messages there are, by key; the header left out."""
    found = {message_key(entry): entry for _, entry in placed_entries(po_files()[FALLBACK])}
    return {key: entry for key, entry in found.items() if key}


def _said(key: str) -> str:
    return " ".join(key.rpartition("\x04")[2].split())


def _problem(text: str, original: Entry, has_forms: bool) -> str | None:
    """Why a translation cannot be said; a plural form may say its number in a word."""
    wanted = _names(original["msgid"]) or set()
    found = _names(text)
    if found is None:
        return "has a brace that does not belong to a {name}"
    if found - wanted:
        return f"has {{{min(found - wanted)}}}, which the original does not have"
    missing = wanted - found - ({"n"} if has_forms else set())
    return f"lacks {{{min(missing)}}}" if text and missing else None


def _names(text: str) -> set[str] | None:
    """The names in braces; None if the braces make no sense."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    plain = all(name is None or (name.isidentifier() and not spec and not turn) for _, name, spec, turn in parts)
    return {name for _, name, _, _ in parts if name} if plain else None
