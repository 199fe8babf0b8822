"""The documentation says what is so: generated pages, links, anchors, commands, verbs, codes and schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from curriculum.codes import CODES
from curriculum.load import json_schema
from docs.generate import commands, differences, made, main, write
from tests.conftest import ROOT, Run
from tests.load.validator import problems
from tests.test_architecture import MAY_IMPORT, PACKAGE, SHARED

DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
SAMPLE = [
    ROOT / "program.yaml",
    *sorted((ROOT / "roles").glob("*.yaml")),
    *sorted((ROOT / "content").rglob("*.yaml")),
    *sorted((ROOT / "people").glob("*.yaml")),
]
HINT = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def outside_code(text: str) -> str:
    """Without fenced blocks and code in the line."""
    return re.sub(r"`[^`\n]+`", "", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def fenced(text: str, *kinds: str) -> Iterator[str]:
    """The lines of fenced blocks of these kinds."""
    for kind, block in re.findall(r"^```(\w+)\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE):
        if kind in kinds:
            yield from block.splitlines()


# ── generated pages ──


def test_reference_and_schemas_are_up_to_date() -> None:
    assert len(made()) >= 10, "the test must see the pages"
    assert differences() == [], "run `make docs`"


def test_generating_mends_what_is_missing_changed_or_left_over(tmp_path: Path) -> None:
    assert write(tmp_path) == sorted(made())
    (tmp_path / "schemas" / "role.json").write_text("{}")
    (tmp_path / "reference" / "verbs.md").unlink()
    (tmp_path / "reference" / "gone.md").write_text("left over")
    assert write(tmp_path) == ["reference/gone.md", "reference/verbs.md", "schemas/role.json"]
    assert differences(tmp_path) == []


def test_generating_twice_gives_the_same() -> None:
    assert made() == made()


def test_check_of_the_generator_says_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0 and not capsys.readouterr().out
    assert main(["--chek"]) == 2


def test_every_code_is_explained() -> None:
    page = made()["reference/codes.md"]
    for code in CODES.values():
        assert f"### {code.number} {code.name}\n" in page
        assert len(code.explanation) > 20 and code.explanation in page


def test_every_verb_and_option_is_in_the_reference(run: Run) -> None:
    page = made()["reference/verbs.md"]
    for verb in commands():
        section = page.split(f"\n## {verb}\n")[1].split("\n## ")[0]
        options = set(re.findall(r"--[a-z][a-z-]+", run(verb, "--help").out)) - {"--help"}
        documented = set(re.findall(r"`(--[a-z-]+)`", section))
        assert documented == options, verb


# ── what people read ──


def test_the_docs_say_something_about_every_verb() -> None:
    words = "\n".join(p.read_text(encoding="utf-8") for p in [ROOT / "README.md", *(DOCS / "how-to").glob("*.md")])
    missing = [verb for verb in commands() if f"curriculum {verb}" not in words]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_pages_name_verbs_options_and_codes_that_exist(page: Path, run: Run) -> None:
    text = page.read_text(encoding="utf-8")
    for line in [*fenced(text, "sh", "yaml", "text"), *re.findall(r"`([^`\n]+)`", text)]:
        for verb, rest in re.findall(r"(?:^|[ /$])curriculum ([a-z]+)\b([^#|]*)", line):
            assert verb in commands(), f"{name(page)}: curriculum {verb}"
            known = run(verb, "--help").out
            for option in re.findall(r"(?<!\S)--[a-z-]+", rest):
                assert option in known, f"{name(page)}: curriculum {verb} {option}"
    for code in re.findall(r"\bCUR[0-9]{3}\b", text):
        assert code in CODES, f"{name(page)}: {code}"


def test_make_commands_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    found = set()
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for line in [*fenced(text, "sh"), *re.findall(r"`([^`\n]+)`", text)]:
            found |= set(re.findall(r"(?:^|&& )make ([a-z]+)\b", line))
    assert {"demo", "test"} <= found <= targets


PLACE = re.compile(r"(\.(?:yaml|csv|md)):[0-9]+:[0-9]+")
SHOWN = [
    (page, block)
    for page in PAGES
    for block in re.findall(
        r"^```text\n(\$ curriculum .*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
]


@pytest.mark.parametrize(("page", "block"), SHOWN, ids=[name(page) for page, _ in SHOWN])
def test_shown_output_is_what_the_sample_gives(
    page: Path, block: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line of the excerpt is in the output; `…` stands for anything, lines and columns may move."""
    monkeypatch.setenv("COLUMNS", "200")
    command, *lines = block.splitlines()
    ran = run(*command.split()[2:], "-w", ROOT)
    there = [PLACE.sub(r"\1", line.rstrip()) for line in (ran.out + ran.err).splitlines()]
    for line in filter(str.strip, lines):
        pattern = re.escape(PLACE.sub(r"\1", line.rstrip())).replace("…", ".*")
        assert any(re.fullmatch(pattern, found) for found in there), f"{name(page)}: {line}"


def test_output_is_shown() -> None:
    assert len(SHOWN) >= 4


def test_the_shown_mistake_is_what_check_says(sample: Path, run: Run) -> None:
    role = sample / "roles" / "sales-manager.yaml"
    role.write_text(role.read_text(encoding="utf-8").replace("competency: pipeline", "competancy: pipeline"), "utf-8")
    said = PLACE.sub(r"\1", run("check", "-w", sample).err)
    for page in (ROOT / "README.md", DOCS / "how-to" / "daily-work.md"):
        lines = page.read_text(encoding="utf-8").split("```text\nroles/sales-manager.yaml")[1].split("```")[0]
        first, *_, hint = f"roles/sales-manager.yaml{lines}".splitlines()
        assert PLACE.sub(r"\1", first) in said and hint in said, name(page)


def test_continuous_integration_runs_the_test_command() -> None:
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text()


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    found: set[str] = set()
    for words in re.findall(r"^#{1,6} (.+)$", text, flags=re.MULTILINE):
        plain = words.replace("&lt;", "<").replace("&gt;", ">").lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.add(slug if slug not in found else next(s for n in range(1, 99) if (s := f"{slug}-{n}") not in found))
    return found


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^()\s]+)\)", outside_code(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.is_relative_to(ROOT) and there.exists(), f"{name(page)}: {target}"
        if anchor:
            assert anchor in anchors(there), f"{name(page)}: {target}"


def test_the_readme_counts_the_sample() -> None:
    roles = len(list((ROOT / "roles").glob("*.yaml")))
    modules = len(list((ROOT / "content").glob("*/module.yaml")))
    people = len((ROOT / "people" / "roster.csv").read_text(encoding="utf-8").splitlines()) - 1
    words = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"{roles} roles, {modules} modules and {people} invented people" in words


def test_every_page_can_be_reached_from_the_index() -> None:
    found, queue = set(), [DOCS / "README.md"]
    for page in queue:
        found.add(page)
        for target in re.findall(r"\]\(([^()\s#]+\.md)", page.read_text(encoding="utf-8")):
            there = (page.parent / target).resolve()
            if there not in found and there not in queue and DOCS in there.parents:
                queue.append(there)
    assert found == set(DOCS.rglob("*.md"))


def test_pictures_are_small_and_used() -> None:
    pictures = set((DOCS / "pictures").iterdir())
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert pictures and all(picture.name in text for picture in pictures)
    assert sum(picture.stat().st_size for picture in pictures) < 900_000


# ── the architecture page ──


def test_the_table_of_imports_is_the_tested_one() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8").split("## Who may import whom")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", text, flags=re.MULTILINE))
    said = {room: _rooms(cell) for room, cell in rows.items()}
    assert said == {room: frozenset(allowed) - {room} for room, allowed in MAY_IMPORT.items()}


def _rooms(cell: str) -> frozenset[str]:
    words = {word.strip().strip("`") for word in cell.split(",")} - {"nothing"}
    shared = SHARED if "shared" in words else set()
    return frozenset((words | shared | ({""} if "version" in words else set())) - {"shared", "version"})


def test_the_tree_names_every_file_of_the_rooms_and_no_other() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8").split("## The files")[1].split("```")[1]
    said, folder = set(), ""
    for indent, word in re.findall(r"^( +)(\S+)", text, flags=re.MULTILINE):
        folder = (word if word.endswith("/") else "") if len(indent) == 2 else folder
        said.add(word if len(indent) == 2 else f"{folder}{word}")
    whole = ("cli/", "starter/")  # named without their files
    rooms = tuple(f"{room}/" for room in MAY_IMPORT if room and (PACKAGE / room).is_dir())
    files = [p.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*.py") if p.name != "__init__.py"]
    wanted = {f for f in files if "/" not in f or (f.startswith(rooms) and not f.startswith(whole))} | {*rooms}
    assert sorted(wanted - said) == [], "name these in docs/architecture.md"
    assert sorted(said - wanted) == [], "docs/architecture.md names what is not there"


# ── the schemas and the sample ──


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_the_sample_names_its_schema_and_keeps_to_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    hint = HINT.match(text)
    assert hint, f"{name(path)}: the first line names the schema"
    schema = (path.parent / hint[1]).resolve()
    assert schema.parent == DOCS / "schemas" and schema.stem == _kind(path)
    assert problems(json.loads(schema.read_text(encoding="utf-8")), _plain(text)) == []


def _kind(path: Path) -> str:
    return "role" if path.parent.name == "roles" else path.stem.partition(".")[0]  # check.en → check


def _plain(text: str) -> Any:
    """As an editor's language server reads it: dates stay text."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        first: [(tag, expression) for tag, expression in found if not tag.endswith(":timestamp")]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(text, Loader)


def test_the_starter_points_to_the_schemas_it_comes_with(starter: Path) -> None:
    files = [*starter.glob("*.yaml"), *starter.glob("[!.]*/**/*.yaml")]
    assert len(files) >= 8
    for path in files:
        hint = HINT.match(path.read_text(encoding="utf-8"))
        assert hint, path
        schema = (path.parent / hint[1]).resolve()
        assert json.loads(schema.read_text(encoding="utf-8")) == json_schema(_kind(path))
