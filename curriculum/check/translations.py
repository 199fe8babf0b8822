"""Every text is there in every language of the programme."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any, Final

from curriculum import codes
from curriculum.check.known import Check, Found, Known, is_unread
from curriculum.diagnostics import Diagnostic
from curriculum.model import Text, Workspace

# English names of the languages that messages mention; others are shown by their tag alone.
NAMES: Final = {
    "ar": "Arabic", "az": "Azerbaijani", "bg": "Bulgarian", "bn": "Bengali", "ckb": "Central Kurdish", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean",
    "ku": "Kurdish", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "nb": "Norwegian", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovenian", "so": "Somali", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "th": "Thai", "tl": "Filipino", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def named(language: str) -> str:
    """`Arabic (ar)`."""
    name = NAMES.get(language.partition("-")[0])
    return f"{name} ({language})" if name else f"'{language}'"


def lacking(languages: Iterable[str]) -> str:
    """`no Arabic (ar), no Hebrew (he)`."""
    return ", ".join(f"no {named(language)}" for language in languages)


def texts(part: Any) -> Iterator[tuple[str, Text]]:
    """Every text inside a record, depth first, with the name of its key."""
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        items = value if isinstance(value, tuple) else value.values() if hasattr(value, "values") else (value,)
        for item in items:
            if isinstance(item, Text):
                yield field.name, item
            elif dataclasses.is_dataclass(item):
                yield from texts(item)


def missing_words(ws: Workspace) -> Found:
    """Every text is there in the default language, and in the others."""
    parts: tuple[Any, ...] = (ws.program, *ws.roles.values(), ws.catalog, *ws.modules.values(), ws.glossary)
    for part in parts:
        if not is_unread(ws, part.at.file):
            for name, text in texts(part):
                yield from _missing(name, text, ws.program.languages)


def _missing(name: str, text: Text, languages: tuple[str, ...]) -> Found:
    absent = [language for language in languages if not text.words.get(language, "").strip()]
    if not absent:
        return
    for foreign in (key for key in text.words if key not in languages):
        # A misspelt language was reported when the file was read: the one it means is not missing.
        meant = Known("language", absent).nearest(foreign)
        absent = [language for language in absent if language != meant]
    if absent and absent[0] == languages[0]:
        message = f"'{name}' is not there in the default language, {named(absent.pop(0))}"
        yield Diagnostic.of(codes.DEFAULT_LANGUAGE, text.at, message, f"add '{languages[0]}: …'")
    if absent:
        hint = f"add '{absent[0]}: …'; until then readers see {named(languages[0])}"
        yield Diagnostic.of(codes.MISSING_TRANSLATION, text.at, f"'{name}': {lacking(absent)}", hint)


RULES: Final[tuple[Check, ...]] = (missing_words,)
