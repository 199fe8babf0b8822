"""The sample as it is built: the home and the learning path of every role in every language, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from curriculum.cli import app
from tests.browser.conftest import Visit
from tests.conftest import ROOT, SAMPLE_DAY

pytestmark = [pytest.mark.browser, pytest.mark.build]
LANGUAGES = {"en": "ltr", "ar": "rtl", "fa": "rtl", "he": "rtl"}
ROLES = sorted(path.stem for path in (ROOT / "roles").glob("*.yaml"))


@pytest.fixture(scope="module")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample") / "site"
    ran = CliRunner().invoke(app, ["build", "-w", str(ROOT), "--as-of", SAMPLE_DAY, "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    return out


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_reads_its_handbook_in_this_language(
    visit: Callable[..., Visit], sample_site: Path, language: str
) -> None:
    assert len(ROLES) == 16
    start = visit(width=390)
    for role in ROLES:
        for name in ("index.html", "path.html"):
            page = start.open(sample_site / language / role / name)
            assert page.get_attribute("html", "dir") == LANGUAGES[language], role
            assert page.get_attribute("html", "lang") == language, role
            assert page.locator("h1").count() == 1, role
            widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert widths[0] <= widths[1], (role, name)
