"""build as trainers call it: what is written, what is left alone, and that nobody's name is in it."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import pytest

from curriculum.pipeline import open_workspace
from curriculum.publishing import make_handbooks
from curriculum.render.site import render_trees
from curriculum.render.start import start_pages
from tests.conftest import ROOT, SAMPLE_DAY, Run

pytestmark = pytest.mark.build


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_build_writes_every_handbook_and_a_second_build_does_nothing(run: Run, starter: Path) -> None:
    first = run("build", "-w", starter, "--strict")
    assert first.code == 0 and first.out.startswith("handbooks: 4 built, 0 unchanged")
    for reader in ("employees", "trainers", "managers"):
        assert reader in first.out
    made = everything(starter / "site")
    assert {"index.html", "en/index.html", "ar/index.html"} <= made.keys()
    again = run("build", "-w", starter)
    assert again.out.startswith("handbooks: 0 built, 4 unchanged")
    assert everything(starter / "site") == made


def test_one_edited_lesson_builds_only_the_handbooks_that_hold_it(run: Run, starter: Path) -> None:
    run("build", "-w", starter)
    lesson = starter / "content/working-tickets/open-a-ticket.ar.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\nجملة أخرى.\n", encoding="utf-8")
    assert run("build", "-w", starter).out.startswith("handbooks: 1 built, 3 unchanged")


def test_a_workspace_with_an_error_writes_nothing(run: Run, starter: Path) -> None:
    role = next((starter / "roles").glob("*.yaml"))
    role.write_text(role.read_text().replace("competency: tickets", "competency: tikets"))
    ran = run("build", "-w", starter)
    assert ran.code == 1 and "CUR201" in ran.err and "did you mean 'tickets'?" in ran.err
    assert not (starter / "site").exists() or not any((starter / "site").iterdir())


def test_a_folder_that_is_not_ours_is_left_alone(run: Run, starter: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "photos"
    foreign.mkdir()
    (foreign / "holiday.jpg").write_bytes(b"dear to somebody")
    ran = run("build", "-w", starter, "--out", foreign)
    assert ran.code == 1 and "CUR601" in ran.err
    assert everything(foreign) == {"holiday.jpg": b"dear to somebody"}


def test_the_same_bytes_from_any_number_of_workers(run: Run, starter: Path, tmp_path: Path) -> None:
    sites = []
    for workers in (1, 3):
        out = tmp_path / f"by-{workers}"
        assert run("build", "-w", starter, "--out", out, "--workers", workers).code == 0
        sites.append({k: v for k, v in everything(out).items() if not k.startswith(".curriculum")})
    assert sites[0] == sites[1]


def test_nobody_of_the_roster_is_in_any_byte_that_employees_get(run: Run, starter: Path) -> None:
    """Canaries: invented names, ids and addresses in every cell; then every built byte is searched."""
    roster = starter / "people/roster.csv"
    rows = list(csv.reader(roster.read_text(encoding="utf-8").splitlines()))
    at = rows[0].index("name")
    for number, row in enumerate(rows[1:]):
        row[at] = f"Quetzalcoatl{number} <script>alert({number})</script>"
    with roster.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert run("build", "-w", starter).code == 0
    made = everything(starter / "site")
    assert len(made) > 100
    ids = [row[rows[0].index("id")].encode() for row in rows[1:]]
    for path, content in made.items():
        assert b"Quetzalcoatl" not in content, path
        assert not [i for i in ids if re.search(rb"\b" + re.escape(i) + rb"\b", content)], path


def test_nobody_of_the_sample_is_in_its_handbooks() -> None:
    found = open_workspace(ROOT)
    assert found.workspace is not None
    handbooks, _ = make_handbooks(ROOT, found.workspace, dt.date.fromisoformat(SAMPLE_DAY))
    trees, _ = render_trees(handbooks)
    assert len(trees) == 64
    text = "\n".join(c for tree in trees for c in tree.files.values() if isinstance(c, str))
    text += "\n".join(page.decode(errors="replace") for page in start_pages(handbooks).values())
    people = list(csv.DictReader((ROOT / "people/roster.csv").read_text(encoding="utf-8").splitlines()))
    assert len(people) >= 80
    assert not [p["id"] for p in people if p["id"] in text or p["name"] in text or p["email"] in text]


def test_every_language_has_the_same_pages_and_the_same_anchors() -> None:
    found = open_workspace(ROOT)
    assert found.workspace is not None
    handbooks, _ = make_handbooks(ROOT, found.workspace, dt.date.fromisoformat(SAMPLE_DAY))
    trees, _ = render_trees(handbooks)
    anchor = re.compile(r"\{[^}\n]*#([a-z0-9-]+)")
    for role in found.workspace.roles:
        of_role = [tree for tree in trees if tree.role == role]
        shapes = {
            language.language: {
                path: sorted(anchor.findall(str(content)))
                for path, content in language.files.items()
                if path.endswith(".md")
            }
            for language in of_role
        }
        assert len(shapes) == 4
        assert len({repr(shape) for shape in shapes.values()}) == 1, role
