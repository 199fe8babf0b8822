"""A fifth language is one file in the workspace; and what the check of catalogs says about such files."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from curriculum.render.catalog_check import catalog_findings, is_usable
from curriculum.render.languages import catalogs, use_workspace
from curriculum.render.messages import po_files
from curriculum.render.site import render_trees
from curriculum.render.wording import Wording
from tests.render.builders import handbooks

TURKISH = Path(__file__).parent / "locales" / "tr.po"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    """A workspace with Turkish; afterwards, only our own languages again."""
    (tmp_path / "locales").mkdir()
    shutil.copy(TURKISH, tmp_path / "locales" / "tr.po")
    yield tmp_path
    use_workspace(None)


def test_a_fifth_language_is_a_file(workspace: Path) -> None:
    assert "tr" not in catalogs()
    use_workspace(workspace)
    trees, found = render_trees(handbooks(("en", "tr")))
    home = next(str(t.files["docs/index.md"]) for t in trees if t.place == "tr/sales-representative")
    assert "## Ne kadar sürer {: #hours }" in home
    assert "1 Şubat 2027 Pazartesi" in home
    config = next(str(t.files["mkdocs.yml"]) for t in trees if t.place == "tr/sales-representative")
    assert "language: tr" in config and "name: Türkçe" in config and "Öğrenme yolunuz: path.md" in config
    assert [(d.code.number, d.at.file) for d in found] == [("CUR611", "locales/tr.po")]
    # What is not translated is there in English.
    assert "## By when {: #dates }" in home


def test_its_grammar_comes_from_the_file(workspace: Path) -> None:
    use_workspace(workspace)
    tr = Wording("tr")
    assert (tr.is_ours, tr.name, tr.direction) == (True, "Türkçe", "ltr")
    assert [tr.duration(210), tr.number(12345), tr.join(["a", "b", "c"])] == ["3 saat 30 dakika", "12.345", "a, b ve c"]
    assert tr.date(dt.date(2027, 2, 1)) == "1 Şubat 2027"
    assert sorted(["ırmak", "iz", "çay", "cam", "zar", "şal", "su"], key=tr.sort_key) == [
        "cam", "çay", "ırmak", "iz", "su", "şal", "zar",
    ]  # fmt: skip


def test_a_workspace_can_replace_our_words(workspace: Path) -> None:
    path = workspace / "locales" / "en.po"
    path.write_text(po_files()["en"].replace('msgstr "Glossary"', 'msgstr "Our words"'), encoding="utf-8")
    use_workspace(workspace)
    trees, found = render_trees(handbooks(("en",)))
    assert "# Our words" in str(trees[0].files["docs/glossary.md"])
    assert [d.at.file for d in found] == ["locales/tr.po"]


def test_it_is_built_again_when_the_file_changes(workspace: Path) -> None:
    use_workspace(workspace)
    before = render_trees(handbooks(("en",)))[0][0]
    path = workspace / "locales" / "tr.po"
    path.write_text(path.read_text("utf-8") + "\n# changed\n", "utf-8")
    after = render_trees(handbooks(("en",)))[0][0]
    changed = {p for p in after.files if after.files[p] != before.files.get(p)}
    assert changed == {"locales/tr.po"}


def test_how_many_are_missing() -> None:
    (found,) = catalog_findings("locales/tr.po", TURKISH.read_text("utf-8"))
    translated = TURKISH.read_text("utf-8").count("\nmsgid ") - 1
    everything = po_files()["en"].count("\nmsgid ") - 1
    assert found.message.startswith(f"{everything - translated} of {everything} messages are not translated: 'ltr'")


@pytest.mark.parametrize("language", sorted(po_files()))
def test_our_own_catalogs_are_complete(language: str) -> None:
    assert list(catalog_findings(f"locales/{language}.po", po_files()[language])) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('msgstr "{date} {weekday}"', 'msgstr "{date} {dey}"', [("CUR612", "'{weekday}, {date}' has {dey}, which")]),
        ('msgstr "{date} {weekday}"', 'msgstr "{date}"', [("CUR612", "lacks {weekday}")]),
        ('msgstr "{date} {weekday}"', 'msgstr "{date} {weekday"', [("CUR612", "has a brace")]),
        ('msgstr "{date} {weekday}"', 'msgstr "{date!r} {weekday}"', [("CUR612", "has a brace")]),
        ('msgstr "Sözlük"', 'msgstr "Sözlük', [("CUR613", "quotation marks")]),
        ('msgstr "Sözlük"', "msgstr Sözlük", [("CUR613", "quotation marks")]),
        ("plural=(n != 1)", "plural=(n !== 1)", [("CUR613", "cannot be used")]),
        ("charset=UTF-8", "charset=nonsense", [("CUR613", "cannot be used")]),
    ],
)
def test_mistakes_in_a_catalog(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    text = TURKISH.read_text("utf-8")
    assert old in text
    found = [d for d in catalog_findings("locales/tr.po", text.replace(old, new)) if d.code.number != "CUR611"]
    assert [d.code.number for d in found] == [code for code, _ in expected]
    assert all(words in d.message for d, (_, words) in zip(found, expected, strict=True))
    assert not is_usable(text.replace(old, new))
    line = text[: text.index(old)].count("\n") + 1
    assert found[0].at.line == 1 or abs(found[0].at.line - line) <= 1


def test_a_catalog_with_a_mistake_is_left_out_and_spoils_nothing(workspace: Path) -> None:
    path = workspace / "locales" / "tr.po"
    path.write_text(path.read_text("utf-8").replace("{date} {weekday}", "{dey}"), "utf-8")
    use_workspace(workspace)
    _, found = render_trees(handbooks(("en", "tr")))
    assert {d.code.number for d in found} == {"CUR604", "CUR611", "CUR612"}
    assert "tr" not in catalogs()


def test_a_form_of_the_plural_is_missing() -> None:
    text = TURKISH.read_text("utf-8")
    short = text.replace('msgstr[0] "{n} ders"\nmsgstr[1] "{n} ders"', 'msgstr[0] "{n} ders"')
    before, after = (next(iter(catalog_findings("", t))).message.split()[0] for t in (text, short))
    assert int(after) == int(before) + 1
