"""Sites in the output folder: only what changed, whole or not at all, and nothing that is not ours is touched."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
import yaml

from curriculum.model import Text
from curriculum.render import publish as publishing
from curriculum.render import workers
from curriculum.render.drafts import HandbookDraft, make_drafts
from curriculum.render.engine import Engine
from curriculum.render.handbook import Handbooks, SiteTree
from curriculum.render.making import Before
from curriculum.render.manifest import files_below
from curriculum.render.publish import Built, Making, publish, write_trees
from curriculum.render.shared import Assets
from curriculum.render.site import render_trees
from curriculum.render.start import start_pages
from tests.render.builders import handbooks

pytestmark = pytest.mark.build


def put(small: Handbooks, out: Path, workers: int = 1) -> tuple[Built, list[str]]:
    drafts = make_drafts(small, Engine.MATERIAL)
    built, found = publish(drafts, start_pages(small), out, Making(workers=workers))
    return built, [d.code.number for d in found]


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_below(folder)}


def retitled(small: Handbooks, role: str, title: str) -> Handbooks:
    """The programme with another benefit for one role: only that role's pages change."""
    roles = {**small.roles, role: replace(small.roles[role], career=Text({"en": title}))}
    return replace(small, roles=roles)


def test_a_second_build_does_only_what_changed(tmp_path: Path) -> None:
    small = handbooks(("en", "ar"))
    assert put(small, tmp_path) == (Built(built=4), [])
    before = bytes_below(tmp_path)
    assert put(small, tmp_path) == (Built(unchanged=4), [])
    assert bytes_below(tmp_path) == before
    assert put(retitled(small, "finance-controller", "Chief"), tmp_path) == (Built(built=2, unchanged=2), [])
    assert b"Chief" in (tmp_path / "en/finance-controller/index.html").read_bytes()
    assert (tmp_path / "en/sales-representative/index.html").read_bytes() == before[
        "en/sales-representative/index.html"
    ]


def test_a_site_somebody_damaged_is_built_again(tmp_path: Path) -> None:
    small = handbooks(("en",))
    put(small, tmp_path)
    (tmp_path / "en/sales-representative/path.html").unlink()
    assert put(small, tmp_path) == (Built(built=1, unchanged=1), [])
    assert (tmp_path / "en/sales-representative/path.html").is_file()


def test_sites_of_removed_roles_and_languages_go_and_foreign_files_stay(tmp_path: Path) -> None:
    put(handbooks(("en", "ar")), tmp_path)
    (tmp_path / "ar/finance-controller/notes.txt").write_text("mine")
    (tmp_path / "mine.txt").write_text("mine")
    small = handbooks(("en",))
    small = replace(small, roles={"sales-representative": small.roles["sales-representative"]})
    assert put(small, tmp_path) == (Built(unchanged=0, built=1, removed=3), [])  # its "who to ask" has changed
    assert not (tmp_path / "ar/sales-representative").exists()
    assert not (tmp_path / "en/finance-controller").exists()
    assert files_below(tmp_path / "ar") == ("finance-controller/notes.txt",)
    assert (tmp_path / "mine.txt").is_file()


def test_foreign_files_inside_a_site_survive_its_next_build(tmp_path: Path) -> None:
    small = handbooks(("en",))
    put(small, tmp_path)
    (tmp_path / "en/finance-controller/notes.txt").write_text("mine")
    put(retitled(small, "finance-controller", "Chief"), tmp_path)
    assert (tmp_path / "en/finance-controller/notes.txt").read_text() == "mine"


def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    assert put(handbooks(("en",)), tmp_path) == (Built(), ["CUR601"])
    assert files_below(tmp_path) == ("photo.jpg",)


def test_a_marker_of_git_is_not_foreign(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").touch()
    assert put(handbooks(("en",)), tmp_path) == (Built(built=2), [])
    assert (tmp_path / ".gitkeep").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("x")
    assert put(handbooks(("en",)), tmp_path / "site")[1] == ["CUR601"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_permission_is_a_message(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert put(handbooks(("en",)), tmp_path / "site")[1] == ["CUR603"]


def test_a_site_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    small = handbooks(("en",))
    put(small, tmp_path)
    before = bytes_below(tmp_path / "en")
    trees, _ = render_trees(retitled(small, "finance-controller", "Chief"))
    broken = [
        replace(t, files={**t.files, "overrides/main.html": "{% broken %}"}) if t.role == "finance-controller" else t
        for t in trees
    ]
    built, found = publish(broken, start_pages(small), tmp_path, Making(workers=1))
    assert built == Built(unchanged=1)
    assert [(d.code.number, d.at.file) for d in found] == [("CUR602", "roles/finance-controller.yaml")]
    assert bytes_below(tmp_path / "en") == before


def test_a_warning_of_mkdocs_is_shown(tmp_path: Path) -> None:
    tree = render_trees(handbooks(("en",)))[0][0]
    odd: SiteTree = replace(tree, files={**tree.files, "docs/ask.md": "# A\n\n[x](nowhere.md)\n"})
    _, found = publish([odd], {}, tmp_path, Making(workers=1))
    assert [d.code.number for d in found] == ["CUR607"]
    assert "nowhere.md" in found[0].message


def test_any_number_of_workers_makes_the_same_bytes(tmp_path: Path) -> None:
    small = handbooks(("en", "he"))
    assert put(small, tmp_path / "one", workers=1) == (Built(built=4), [])
    assert put(small, tmp_path / "three", workers=3) == (Built(built=4), [])
    assert bytes_below(tmp_path / "one") == bytes_below(tmp_path / "three")


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    publish(render_trees(handbooks(("en",)))[0], {}, tmp_path, Making(workers=1, progress=lambda *a: told.append(a)))
    assert told == [(1, 2, "en/sales-representative"), (2, 2, "en/finance-controller")]


@pytest.mark.parametrize("is_pruned", [False, True], ids=["whole navigation", "pruned navigation"])
def test_pages_are_those_of_a_plain_mkdocs_build(tmp_path: Path, is_pruned: bool) -> None:
    """Also of the second handbook in one process, which takes over what is the same."""
    trees = [t for t in render_trees(handbooks(("en", "fa")))[0] if t.language == "fa"]
    if is_pruned:  # as large handbooks are
        trees = [pruned(tree) for tree in trees]
    write_trees(trees, tmp_path / "trees")
    publish(trees, {}, tmp_path / "out", Making(workers=1))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "NO_MKDOCS_2_WARNING": "1"}
    for tree in trees:
        source = tmp_path / "trees" / tree.place
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=source, env=environment, check=True)
        ours, plain = tmp_path / "out" / tree.place, source / "site"
        pages = [name for name in files_below(plain) if name.endswith(".html") and name != "404.html"]
        assert pages == [name for name in files_below(ours) if name.endswith(".html")]
        for name in pages:
            expected = (
                (plain / name).read_text(encoding="utf-8").replace('<html lang="fa"', '<html lang="fa" dir="rtl"')
            )
            made = (ours / name).read_text(encoding="utf-8")
            assert made.replace("../shared.assets/", "assets/") == expected, name
        assert files_below(ours / "assets") == ("plan.js",)  # the only one that is this role's own
        assets = set(files_below(plain / "assets"))
        shared = set(files_below(tmp_path / "out/fa/shared.assets"))
        assert shared == {n for n in assets - {"plan.js"} if "javascripts/lunr" not in n and not n.endswith(".map")}


def pruned(tree: SiteTree) -> SiteTree:
    settings = str(tree.files["mkdocs.yml"])
    assert "navigation.prune" not in settings and "  - navigation.top\n" in settings
    more = settings.replace("  - navigation.top\n", "  - navigation.top\n  - navigation.prune\n")
    return replace(tree, files={**tree.files, "mkdocs.yml": more})


def test_nothing_is_left_to_carry_that_nobody_reads(tmp_path: Path) -> None:
    put(handbooks(("en",)), tmp_path)
    names = files_below(tmp_path)
    assert not [n for n in names if n.endswith((".map", "404.html", "sitemap.xml", "sitemap.xml.gz")) or "/lunr/" in n]
    assert sum((tmp_path / n).stat().st_size for n in names if n.startswith("en/finance")) < 1_000_000


def test_the_renderer_knows_no_people() -> None:
    """No module of render/ takes a record that holds a person."""
    package = Path(publishing.__file__).parent
    sources = {f.name: f.read_text(encoding="utf-8") for f in package.glob("*.py")}
    assert sources
    for name, source in sources.items():
        for word in ("Workspace", "Person", "Evidence", "Account", "Exemption", "PersonNeeds", "LearningPath"):
            assert f" {word}," not in source and f"import {word}" not in source, (name, word)


def reworded(small: Handbooks, words: str) -> Handbooks:
    """One lesson with more words: one page of each handbook that has it changes."""
    key = ("reading-dashboards", "find-the-number", "en")
    lesson = small.lessons[key]
    return replace(small, lessons={**small.lessons, key: replace(lesson, text=f"{lesson.text}\n\n{words}\n")})


def test_an_edited_lesson_gives_the_bytes_of_a_build_from_nothing(tmp_path: Path) -> None:
    small = handbooks(("en", "fa"))
    edited = reworded(small, "## New {#new}\n\nA word for the index: xylophone.")
    put(small, tmp_path / "edited")
    old = (tmp_path / "edited/en/sales-representative/path.html").stat().st_mtime_ns
    places: list[str] = []
    making = Making(workers=1, progress=lambda _done, _all, place: places.append(place))
    publish(make_drafts(edited, Engine.MATERIAL), start_pages(edited), tmp_path / "edited", making)
    put(edited, tmp_path / "afresh")
    assert "en/sales-representative" in places  # and those in Persian that show the English text
    made = bytes_below(tmp_path / "edited")
    assert b"xylophone" in made["en/sales-representative/search/search_index.js"]
    assert made == bytes_below(tmp_path / "afresh")
    assert (tmp_path / "edited/en/sales-representative/path.html").stat().st_mtime_ns != old  # copied, not linked


def test_only_the_changed_pages_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Before | None] = []
    whole = workers.build_site

    def watched(tree: SiteTree, folder: Path, engine: Engine, before: Before | None, assets: Assets) -> tuple[str, ...]:
        seen.append(before)
        return whole(tree, folder, engine, before, assets)

    monkeypatch.setattr(workers, "build_site", watched)
    small = handbooks(("en",))
    put(small, tmp_path)
    put(reworded(small, "More."), tmp_path)
    lesson = "lessons/reading-dashboards/find-the-number.md"
    assert seen == [None, None, *[before for before in seen[2:] if before and before.changed == {lesson, "print.md"}]]
    assert len(seen) == 4


def test_every_entry_of_the_navigation_has_its_title() -> None:
    """Pages that are not made again could give the others no title."""
    for tree in render_trees(handbooks(("en",)))[0]:
        nav = yaml.safe_load(str(tree.files["mkdocs.yml"]))["nav"]
        waiting = list(nav)
        while waiting:
            entry = waiting.pop()
            assert isinstance(entry, dict), entry
            waiting += [e for inside in entry.values() if isinstance(inside, list) for e in inside]


def test_what_is_made_from_the_same_is_known_without_rendering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = handbooks(("en",))
    put(small, tmp_path)
    rendered: list[str] = []
    whole = HandbookDraft.tree
    monkeypatch.setattr(HandbookDraft, "tree", lambda self: (rendered.append(self.place), whole(self))[1])
    assert put(small, tmp_path) == (Built(unchanged=2), [])
    assert rendered == []
    assert put(retitled(small, "finance-controller", "Chief"), tmp_path)[0] == Built(built=1, unchanged=1)
    assert rendered == ["en/finance-controller"]
    (tmp_path / "en/shared.assets/handbook.css").unlink()
    assert put(small, tmp_path) == (Built(built=2), [])


def test_other_inputs_with_the_same_pages_build_nothing(tmp_path: Path) -> None:
    """The days of this policy stand on no page; the next build knows that from the hash of the inputs."""
    small = handbooks(("en",))
    put(small, tmp_path)
    before = bytes_below(tmp_path / "en")
    policy = replace(small.program.policy, lead_days=99)
    other = replace(small, program=replace(small.program, policy=policy))
    assert put(other, tmp_path) == (Built(unchanged=2), [])
    assert bytes_below(tmp_path / "en") == before
    known = [draft.inputs for draft in make_drafts(other, Engine.MATERIAL)]
    assert known == [json.loads((tmp_path / f".curriculum/sites/en/{role}.json").read_text())["inputs"] for role in (
        "sales-representative", "finance-controller")]  # fmt: skip


def test_the_fingerprint_counts_every_field_of_handbooks() -> None:
    """Pictures and days are looked up; everything else must be seen by its words."""
    small = handbooks(("en",))
    callables = [f.name for f in fields(small) if callable(getattr(small, f.name))]
    assert callables == ["picture", "changed_on"]

    def inputs(of: Handbooks, engine: Engine = Engine.MATERIAL, *, for_trainers: bool = False) -> str:
        return make_drafts(of, engine, for_trainers=for_trainers)[0].inputs

    before = inputs(small)
    assert inputs(handbooks(("en",))) == before
    others = [
        inputs(small, Engine.ZENSICAL),
        inputs(small, for_trainers=True),
        inputs(reworded(small, "More.")),
        inputs(replace(small, changed_on=lambda *_: dt.date(2026, 1, 1))),
        inputs(replace(small, picture=lambda _m, _n: b"other")),
        inputs(replace(small, checks={})),
        inputs(replace(small, glossary=replace(small.glossary, terms=()))),
        inputs(replace(small, paths={**small.paths, "sales-representative": ()})),
        inputs(replace(small, catalog=replace(small.catalog, competencies=()))),
    ]
    assert before not in others and len(set(others)) == len(others)


def test_folders_of_earlier_versions_are_taken_over(tmp_path: Path) -> None:
    (tmp_path / ".curriculum").mkdir()
    old = {"version": 1, "sites": {"en/finance-controller": {"made_from": "x", "files": ["assets/old.css"]}}}
    (tmp_path / ".curriculum/manifest.json").write_text(json.dumps(old))
    (tmp_path / "en/finance-controller/assets").mkdir(parents=True)
    (tmp_path / "en/finance-controller/assets/old.css").write_text("")
    (tmp_path / "en/finance-controller/mine.txt").write_text("")
    put(handbooks(("en",)), tmp_path)
    assert not (tmp_path / "en/finance-controller/assets/old.css").exists()
    assert (tmp_path / "en/finance-controller/mine.txt").exists()


def test_zensical_builds_the_same_tree(tmp_path: Path) -> None:
    small = handbooks(("fa",))
    trees, _ = render_trees(small)
    for out in ("one", "two"):
        assert publish(trees, start_pages(small), tmp_path / out, Making(engine=Engine.ZENSICAL)) == (
            Built(built=2),
            (),
        )
    put(small, tmp_path / "material")
    made = bytes_below(tmp_path / "one")
    assert made == bytes_below(tmp_path / "two")
    pages = {name for name in made if name.endswith(".html")}
    assert pages == {name for name in bytes_below(tmp_path / "material") if name.endswith(".html")}
    assert made["fa/sales-representative/search.js"].startswith(b"var __index = {")
