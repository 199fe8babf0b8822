"""Every message there is, in every language, complete; and none that nobody says."""

from __future__ import annotations

import ast
import re
import string
from importlib import resources
from pathlib import Path

import pytest

from curriculum.render.calendars import ADAR_I, HEBREW_MONTHS, HIJRI_MONTHS, JALALI_MONTHS, MONTHS
from curriculum.render.messages import entries, message_key, po_files
from curriculum.render.wording import WEEKDAYS

PACKAGE = Path(str(resources.files("curriculum.render")))
LANGUAGES = sorted(po_files())


def messages(language: str) -> dict[str, list[str]]:
    """Key → its translations; the header left out."""
    found = {message_key(e): [v for k, v in e.items() if k.startswith("msgstr")] for e in entries(po_files()[language])}
    return {key: forms for key, forms in found.items() if key}


def header(language: str) -> str:
    return next(entries(po_files()[language]))["msgstr"]


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_four_languages_at_least() -> None:
    assert {"en", "ar", "fa", "he"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_there_in_every_form(language: str) -> None:
    english, own = messages("en"), messages(language)
    assert set(own) == set(english)
    forms = int(re.search(r"nplurals=(\d)", header(language))[1])  # type: ignore[index]
    for key, translated in own.items():
        assert all(translated), key
        assert len(translated) == (1 if len(english[key]) == 1 else forms), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_english(language: str) -> None:
    for key, translated in messages(language).items():
        wanted = names(key.split("\x04")[-1])
        for form in translated:
            assert names(form) <= wanted, (key, form)
            # A plural form may say the number in a word: "two lessons".
            assert names(form) == wanted or (len(translated) > 1 and names(form) | {"n"} == wanted), (key, form)


def said() -> set[str]:
    """Messages that templates and code ask for."""
    found: set[str] = set()
    for template in (PACKAGE / "templates").iterdir():
        text = template.read_text(encoding="utf-8")
        found |= set(re.findall(r"""\b_\("([^"]+)\"""", text)) | set(re.findall(r"""\b_\('([^']+)'""", text))
    for source in PACKAGE.glob("*.py"):
        tree = ast.parse(source.read_text(encoding="utf-8"))
        found |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return found


def test_english_lists_exactly_what_is_said() -> None:
    spoken = said()
    unspoken = {key.split("\x04")[-1] for key in messages("en")} - spoken
    assert not unspoken, "messages that nobody says"
    templates = "".join(t.read_text(encoding="utf-8") for t in (PACKAGE / "templates").iterdir())
    asked = set(re.findall(r"""\b_\("([^"]+)\"""", templates)) | set(re.findall(r"""\b_\('([^']+)'""", templates))
    assert asked, "no messages were seen"
    assert asked <= set(messages("en"))
    months = {f"month\x04{m}" for m in (*MONTHS, *JALALI_MONTHS, *HIJRI_MONTHS, *HEBREW_MONTHS, ADAR_I)} | {
        f"weekday\x04{d}" for d in WEEKDAYS
    }
    assert months <= set(messages("en"))


def test_messages_of_the_code_are_listed() -> None:
    from curriculum.render.book import ACCESS, ACCESS_NAMES, UNIT_KINDS

    wanted = {*ACCESS.values(), *ACCESS_NAMES.values(), *UNIT_KINDS.values()}
    for source in PACKAGE.glob("*.py"):
        for call in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _name(call) in ("say", "get", "count") and call.args:
                first = call.args[0]
                if (
                    isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                    and (" " in first.value or "{" in first.value)
                ):
                    wanted.add(first.value)
    assert wanted <= set(messages("en"))


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
