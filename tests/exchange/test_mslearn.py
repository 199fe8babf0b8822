"""A real Microsoft Learn tree, its traps included, becomes a workspace that checks and builds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from tests.conftest import Run

DATA = Path(__file__).parent / "data"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA / "learn-pr-en", tmp_path / "learn-pr-en"))


def imported(run: Run, root: Path, *arguments: object) -> tuple[str, str]:
    ran = run("import", "mslearn", *arguments, "-w", root, "--all")
    assert ran.code == 0, ran.err
    return ran.out, ran.err


def test_modules_paths_and_roles(tree: Path, tmp_path: Path, run: Run) -> None:
    root = tmp_path / "w"
    imported(run, root, tree)
    module = yaml.safe_load((root / "content/control-azure-services-with-cli/module.yaml").read_text("utf-8"))
    assert module["title"] == {"en": "Control Azure services with the CLI"}
    assert module["teaches"] == [{"competency": "control-azure-services-with-cli", "level": "beginner"}]
    assert [u["minutes"] for u in module["units"]] == [3, 3, 10, 5, 10, 3]
    assert [u.get("kind") for u in module["units"]] == [None, None, "exercise", None, "exercise", None]
    path = yaml.safe_load((root / "roles/path-manage-resources-in-azure.yaml").read_text("utf-8"))
    assert {r["competency"] for r in path["requires"]} == {"control-azure-services-with-cli"}
    assert (root / "roles/administrator.yaml").exists()
    source = (root / "content/control-azure-services-with-cli/SOURCE.md").read_text("utf-8")
    assert "CC BY 4.0" in source and "learn.control-azure-services-with-cli" in source
    assert module["source"]["licence"] == "CC BY 4.0"
    assert module["source"]["licence_link"] == "https://creativecommons.org/licenses/by/4.0/"
    assert run("check", "-w", root).code == 0


def test_the_map_says_whom_readers_see_credited(tree: Path, tmp_path: Path, run: Run) -> None:
    said = tmp_path / "map.yaml"
    said.write_text("attribution: Learn, by Jane Roe\nlink: https://learn.example/\nlicence: Own terms\n", "utf-8")
    imported(run, tmp_path / "w", tree, "--map", said)
    module = yaml.safe_load((tmp_path / "w/content/control-azure-services-with-cli/module.yaml").read_text("utf-8"))
    assert module["source"] == {
        "title": "Learn, by Jane Roe", "licence": "Own terms", "link": "https://learn.example/"
    }  # fmt: skip
    said.write_text("link: javascript:alert(1)\n", "utf-8")
    assert run("import", "mslearn", tree, "--map", said, "-w", tmp_path / "w").code == 1


def test_the_text_is_plain_markdown_with_its_words(tree: Path, tmp_path: Path, run: Run) -> None:
    root = tmp_path / "w"
    imported(run, root, tree)
    text = (root / "content/control-azure-services-with-cli/3-exercise-install-and-run-the-azure-cli.en.md").read_text(
        "utf-8"
    )
    assert "zone pivot" not in text and "**Linux**" in text and "**Windows**" in text
    lessons = [p.read_text("utf-8") for p in (root / "content").rglob("*.en.md")]
    assert lessons and not any("[!INCLUDE" in t.upper() or "> [!NOTE]" in t or ":::" in t for t in lessons)
    assert any("sandbox" in t for t in lessons), "shared includes are read"


def test_traps_of_the_source_are_named_with_their_lines(tree: Path, tmp_path: Path, run: Run) -> None:
    root = tmp_path / "w"
    _, err = imported(run, root, tree)
    assert "8-summary.yml:41:7: warning[CUR805] the key 'content' again" in err
    assert "8-summary.yml:30:5: warning[CUR818]" in err, "a question that lost its right answer is not asked"
    assert "is not in the source" in err and "index.yml" in err
    check = yaml.safe_load((root / "content/secure-your-azure-sql-database/check.en.yaml").read_text("utf-8"))
    assert {"Yes", "No"} <= {o["text"] for q in check["questions"] for o in q["options"]}, "unquoted words stay words"


def test_again_changes_nothing_and_an_edited_lesson_stays(tree: Path, tmp_path: Path, run: Run) -> None:
    root = tmp_path / "w"
    imported(run, root, tree)
    lesson = root / "content/control-azure-services-with-cli/1-introduction.en.md"
    assert "no change" in imported(run, root, tree)[0]
    lesson.write_text("My words.\n", "utf-8")
    assert "no change" in imported(run, root, tree)[0], "the source did not change, so there is nothing to say"
    include = tree / "azure/control-azure-services-with-cli/includes/1-introduction.md"
    include.write_text("Their new words.\n", "utf-8")
    _, err = imported(run, root, tree)
    assert "CUR821" in err and lesson.read_text("utf-8") == "My words.\n"
    imported(run, root, tree, "--overwrite")
    assert lesson.read_text("utf-8") == "Their new words.\n"


def test_twin_trees_are_joined_by_uid_and_differences_reported(tree: Path, tmp_path: Path, run: Run) -> None:
    german = Path(shutil.copytree(tree, tmp_path / "learn-pr.de-de"))
    module = german / "azure/control-azure-services-with-cli"
    module = module.rename(german / "azure/umbenannt")
    index = module / "index.yml"
    index.write_text(
        index.read_text("utf-8").replace(
            "title: Control Azure services with the CLI", "title: Azure-Dienste mit der CLI steuern"
        ),
        "utf-8",
    )
    unit = module / "2-what-is-the-azure-cli.yml"
    unit.write_text(unit.read_text("utf-8").replace("durationInMinutes: 3", "durationInMinutes: 8"), "utf-8")
    root = tmp_path / "w"
    _, err = imported(run, root, tree, german)
    found = yaml.safe_load((root / "content/control-azure-services-with-cli/module.yaml").read_text("utf-8"))
    assert found["title"]["de"] == "Azure-Dienste mit der CLI steuern" and found["title"]["en"].startswith("Control")
    assert (
        "umbenannt/index.yml:1:1: warning[CUR816]" in err and "minutes is '3' in the first language and '8' here" in err
    )
    assert yaml.safe_load((root / "program.yaml").read_text("utf-8"))["languages"] == ["en", "de"]
    assert run("check", "-w", root).code == 0
    assert "no change" in imported(run, root, tree, german)[0]


def test_a_second_language_can_come_later(tree: Path, tmp_path: Path, run: Run) -> None:
    german = Path(shutil.copytree(tree, tmp_path / "learn-pr.de-de"))
    root = tmp_path / "w"
    imported(run, root, tree)
    imported(run, root, german)
    found = yaml.safe_load((root / "content/control-azure-services-with-cli/module.yaml").read_text("utf-8"))
    assert set(found["title"]) == {"en", "de"}
    assert (root / "content/control-azure-services-with-cli/1-introduction.de.md").exists()
    assert run("check", "-w", root).code == 0


def test_into_a_starter_levels_are_mapped_and_said(tree: Path, starter: Path, run: Run, tmp_path: Path) -> None:
    _, err = imported(run, starter, tree)
    assert "level 'beginner' is read as 'basic'" in err
    assert run("check", "-w", starter).code == 0
    said = tmp_path / "map.yaml"
    said.write_text("levels: {beginner: confident, intermediate: confident}\n", "utf-8")
    imported(run, starter, tree, "--map", said)
    module = yaml.safe_load((starter / "content/control-azure-services-with-cli/module.yaml").read_text("utf-8"))
    assert module["teaches"][0]["level"] == "confident"
    catalog = (starter / "content/catalog.yaml").read_text("utf-8")
    assert "# A competency is something that people can do afterwards." in catalog, "comments stay"


def test_an_include_never_leaves_the_source(tree: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "secret.md").write_text("SECRET", "utf-8")
    include = tree / "azure/control-azure-services-with-cli/includes/1-introduction.md"
    include.write_text("[!INCLUDE[](../../../../secret.md)] [!INCLUDE[](1-introduction.md)]\n", "utf-8")
    _, err = imported(run, tmp_path / "w", tree)
    assert "CUR817" in err and "SECRET" not in "".join(p.read_text("utf-8") for p in (tmp_path / "w").rglob("*.md"))


@pytest.mark.build
def test_it_builds(tree: Path, tmp_path: Path, run: Run) -> None:
    root = tmp_path / "w"
    imported(run, root, tree)
    ran = run("build", "-w", root, "--workers", 1)
    assert ran.code == 0, ran.err
    assert (root / "site/en/path-manage-resources-in-azure/index.html").exists()


def localized(tree: Path, target: Path, *, words: str = "Deutsch") -> Path:
    """A machine-translated twin as its site publishes it: the original hidden behind each sentence, named headings."""
    twin = Path(shutil.copytree(tree, target))
    include = twin / "azure/control-azure-services-with-cli/includes/2-what-is-the-azure-cli.md"
    include.write_text(
        f'<span data-ttu-id="1-1">{words} mit `az`.</span><span class="sxs-lookup"><span data-stu-id="1-1">English with '
        '`az`.</span></span>\n\n## <a name="why-it"></a><span data-ttu-id="1-2">Warum?</span><span class="sxs-lookup">'
        '<span data-stu-id="1-2">Why?</span></span>\n\n| <span data-ttu-id="1-3">Zelle</span><span class="sxs-lookup">'
        '<span data-stu-id="1-3">Cell</span></span> |\n|---|\n\n[oben](#why-it)\n',
        "utf-8",
    )
    for path in twin.rglob("*.yml"):
        text = path.read_text("utf-8-sig").replace("\nmetadata:", "\nmetadata:\n  ms.contentlocale: de-DE")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    return twin


def test_the_original_behind_a_translated_sentence_is_no_text(tree: Path, tmp_path: Path, run: Run) -> None:
    root = tmp_path / "w"
    imported(run, root, tree, localized(tree, tmp_path / "learn-pr-de"))
    lesson = (root / "content/control-azure-services-with-cli/2-what-is-the-azure-cli.de.md").read_text("utf-8")
    assert lesson == "Deutsch mit `az`.\n\n## Warum?\n\n| Zelle |\n|---|\n\n[oben](#s-1)\n"


@pytest.mark.parametrize("name", ["learn-pr-de", "learn-pr.de-DE", "de", "a-copy"])
def test_the_language_is_told_by_the_folder_or_by_the_files(name: str, tree: Path, tmp_path: Path, run: Run) -> None:
    _, err = imported(run, tmp_path / "w", localized(tree, tmp_path / "x" / name))
    assert "the language is read as 'de'" in err and "as 'en'" not in err


def test_a_folder_inside_that_ends_like_a_language_is_none(tree: Path, tmp_path: Path, run: Run) -> None:
    (tree / "azure").rename(tree / "entra-id")
    _, err = imported(run, tmp_path / "w", tree)
    assert "the language is read as 'en'" in err and "as 'id'" not in err


def test_a_second_language_that_comes_later_is_joined_by_uid(tree: Path, tmp_path: Path, run: Run) -> None:
    german = localized(tree, tmp_path / "learn-pr.de-DE")
    module = (german / "azure/control-azure-services-with-cli").rename(german / "azure/steuern")
    unit = module / "2-what-is-the-azure-cli.yml"
    unit.write_text(unit.read_text("utf-8-sig").replace("durationInMinutes: 3", "durationInMinutes: 8"), "utf-8")
    unit.rename(module / "2-was-ist-das.yml")
    root = tmp_path / "both"
    imported(run, root, tree, german)
    assert (root / "content/control-azure-services-with-cli/2-what-is-the-azure-cli.de.md").exists()
    (module / "2-was-ist-das.yml").rename(unit)
    root = tmp_path / "later"
    imported(run, root, tree)
    _, err = imported(run, root, german)
    assert not (root / "content/steuern").exists()
    assert "units/2-what-is-the-azure-cli/minutes is '3' here and '8' in the source" in err
    source = (root / "content/control-azure-services-with-cli/SOURCE.md").read_text("utf-8")
    assert "- Language: en" in source and "\n## de\n" in source and "steuern/index.yml" in source
    assert run("check", "-w", root).code == 0
    for again in (german, tree):
        assert "no change" in imported(run, root, again)[0], "a translation never changes minutes and units"


def test_what_only_a_translation_has_is_named_and_left_out(tree: Path, tmp_path: Path, run: Run) -> None:
    german = localized(tree, tmp_path / "learn-pr-de")
    folder = german / "azure/control-azure-services-with-cli"
    text = (folder / "6-summary.yml").read_text("utf-8-sig")
    uid = "learn.control-azure-services-with-cli.6-summary"
    (folder / "7-zusatz.yml").write_text(text.replace(uid, f"{uid}-x").replace("6-summary.md", "1-introduction.md"))
    index = (folder / "index.yml").read_text("utf-8-sig")
    (folder / "index.yml").write_text(index.replace(f"- {uid}", f"- {uid}\r\n- {uid}-x"), "utf-8")
    new = Path(shutil.copytree(folder, german / "azure/neu"))
    for path in new.rglob("*.yml"):
        path.write_text(
            path.read_text("utf-8-sig").replace("learn.control-azure-services-with-cli", "learn.neu"), "utf-8"
        )
    root = tmp_path / "w"
    _, err = imported(run, root, tree, german)
    assert "module.yaml: units: only here: 7-zusatz" in err
    assert "module 'neu' is not there in the default language, 'en'; left out" in err
    assert run("check", "-w", root).code == 0
    assert not (root / "content/neu").exists() and not list(root.rglob("*zusatz*"))


def test_a_source_without_the_default_language_stops_and_says_so(tree: Path, starter: Path, run: Run) -> None:
    german = localized(tree, tree.parent / "learn-pr-de")
    ran = run("import", "mslearn", german, "-w", starter)
    assert ran.code == 1 and "CUR829" in ran.err and "the workspace's default language is 'en'" in ran.err
