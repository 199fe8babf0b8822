"""JSON-LD in the pages: valid, in the reader's language, without people, and nothing that a browser would run."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from curriculum.render.engine import Engine
from curriculum.render.handbook import SiteTree
from curriculum.render.sources import sources_of
from tests.conftest import Run

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def course_of(page: Path) -> dict[str, object]:
    (text,) = _DATA.findall(page.read_text("utf-8"))
    found = json.loads(text)
    assert isinstance(found, dict) and found["@context"] == "https://schema.org"
    return found


@pytest.mark.build
@pytest.mark.parametrize("engine", ["material", "zensical"])
def test_pages_of_roles_and_modules_say_what_they_teach(engine: str, starter: Path, run: Run) -> None:
    if engine == "zensical":
        pytest.importorskip("zensical")
    module = starter / "content/reading-reports/module.yaml"
    hostile = "Numbers </script><script>alert(1)</script> & 'more' \"yet\""
    module.write_text(
        module.read_text("utf-8").replace("Reading reports", json.dumps(hostile), 1)
        + "source: {title: Work of others, licence: CC BY 4.0, link: 'https://x.example/a', "
        "licence_link: 'https://creativecommons.org/licenses/by/4.0/'}\n",
        "utf-8",
    )
    ran = run("build", "-w", starter, "--workers", 1, "--engine", engine)
    assert ran.code == 0, ran.err
    site = starter / "site"
    english = course_of(site / "en/report-reader/lessons/reading-reports/index.html")
    assert english["@type"] == "Course" and english["name"] == hostile and english["timeRequired"] == "PT25M"
    assert (
        english["license"] == "https://creativecommons.org/licenses/by/4.0/"
        and english["isBasedOn"] == "https://x.example/a"
    )
    arabic = course_of(site / "ar/service-agent/lessons/working-tickets/index.html")
    assert arabic["inLanguage"] == "ar" and re.search("[ء-ي]", str(arabic["name"])) and arabic["teaches"]
    home = course_of(site / "ar/service-agent/index.html")
    assert home["@type"] == "EducationalOccupationalProgram" and len(home["hasCourse"]) == 2  # type: ignore[arg-type]
    with (starter / "people/roster.csv").open(encoding="utf-8", newline="") as stream:
        names = {row["name"] for row in csv.DictReader(stream)}
    said = json.dumps([english, arabic, home], ensure_ascii=False)
    assert names and not any(name in said for name in names)
    lesson = (site / "en/report-reader/lessons/reading-reports/exercise.html").read_text("utf-8")
    assert "ld+json" not in lesson and "schema.org" not in "".join(
        p.read_text("utf-8") for p in site.rglob("search*.js*")
    )


@pytest.mark.build
def test_other_minutes_change_the_data_of_their_page(starter: Path, run: Run) -> None:
    run("build", "-w", starter, "--workers", 1)
    module = starter / "content/reading-reports/module.yaml"
    module.write_text(module.read_text("utf-8").replace("minutes: 10", "minutes: 12"), "utf-8")
    assert run("build", "-w", starter, "--workers", 1).code == 0
    page = course_of(starter / "site/en/report-reader/lessons/reading-reports/index.html")
    assert page["timeRequired"] == "PT27M"


def test_what_pages_say_to_catalogs_is_no_part_of_the_frame() -> None:
    """Otherwise each change of minutes would make all pages of a site anew."""
    trees = [
        SiteTree(
            role="r", language="en", files={"docs/index.md": f'---\ncourse: "{said}"\n---\n\n# A\n', "mkdocs.yml": "x"}
        )
        for said in "ab"
    ]
    first, second = (sources_of(tree, Engine.MATERIAL) for tree in trees)
    assert first.frame == second.frame and first.pages != second.pages
