"""Every sentence of boards and reminders is there in every language, with the same names in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import curriculum.boards
from curriculum.boards.matrix import ACTIONS_LEFT, PEOPLE_LEFT
from curriculum.boards.no_seat import ANEW, HELPS, WHY
from curriculum.boards.said import KINDS, MESSAGES
from curriculum.model import Standing
from curriculum.render.messages import entries, po_files

FOLDER = Path(curriculum.boards.__file__).parent
LANGUAGES = ("ar", "en", "fa", "he")


def catalog(language: str) -> dict[str, dict[str, str]]:
    found = [entry for entry in entries(po_files("curriculum.boards")[language]) if entry["msgid"]]
    assert len({entry["msgid"] for entry in found}) == len(found), "each once"
    return {entry["msgid"]: entry for entry in found}


def said_in_code() -> set[str]:
    """First arguments of `get`, `say`, `count`, `pattern` and `_`, and the words of closed lists."""
    found = {*KINDS.values(), *MESSAGES.values(), *map(str, Standing), PEOPLE_LEFT, ACTIONS_LEFT}
    found |= {text for texts in (*WHY.values(), *HELPS.values(), (ANEW,)) for text in texts}
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                if name in ("get", "say", "count", "pattern") and texts:
                    found.add(texts[0])
    heads = ast.walk(ast.parse((FOLDER / "sheets.py").read_text()))
    constants = {node.value for node in heads if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    found |= {text for text in constants if re.fullmatch("[A-Z][a-z ]+", text)}
    for path in (FOLDER / "templates").glob("*.j2"):
        found |= set(re.findall(r"""(?:_|say)\("((?:[^"\\]|\\.)*)\"""", path.read_text()))
        found |= set(re.findall(r"_\('([^']*)'\)", path.read_text()))
    return found


def test_what_is_said_is_in_the_catalog() -> None:
    known = catalog("en").keys() | {entry["msgid"] for entry in entries(po_files()["en"])}
    said = {text for text in said_in_code() if " " in text or text in known or text.istitle()}
    assert len(said) > 80
    assert not said - known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_names(language: str) -> None:
    english, own = catalog("en"), catalog(language)
    assert own.keys() == english.keys() and len(own) > 90
    for message, entry in own.items():
        forms = [text for key, text in entry.items() if key.startswith("msgstr")]
        assert all(forms), message
        for form in forms:
            names = set(re.findall(r"\{(\w+)\}", form))
            assert names <= set(re.findall(r"\{(\w+)\}", message)), (message, form)
            if "msgid_plural" not in entry:
                assert names == set(re.findall(r"\{(\w+)\}", message)), (message, form)
        if language != "en" and re.search(r"[A-Za-z]{3}", re.sub(r"\{\w+\}", "", message)):
            assert not re.search(r"[A-Za-z]{4}", re.sub(r"\{\w+\}|CRM", "", " ".join(forms))), message
