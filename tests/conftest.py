"""Shared by all tests: the command line in process, workspaces made from nothing, no clock and no home directory."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import settings
from typer.testing import CliRunner

from curriculum.render.languages import use_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# On CI the same examples every time, so that a change is judged by what it changes; elsewhere new ones are tried.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

ROOT = Path(__file__).parent.parent
SAMPLE_DAY = "2026-11-22"  # the sample's people are dated around this day


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run() -> Run:
    """`run("check", "-w", folder)` in this process; mistakes of ours are not caught."""
    from curriculum.cli import app

    def run_command(*arguments: object) -> Ran:
        result = CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False)
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run_command


@pytest.fixture
def starter(tmp_path: Path, run: Run) -> Path:
    """A workspace as `curriculum new` writes it."""
    folder = tmp_path / "workspace"
    assert run("new", folder).code == 0
    return folder


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample, to be changed by the test."""
    folder = tmp_path / "sample"
    folder.mkdir()
    for name in ("program.yaml", "roles", "content", "people"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing may read or write the home directory, nor keep anything for the next test."""
    monkeypatch.setenv("CURRICULUM_CACHE", "")
    monkeypatch.setenv("HOME", str(tmp_path / "no-home"))
    monkeypatch.setenv("COLUMNS", "100")


_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def _chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next((found for name in _NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; one for all tests of a process, because Playwright starts only once in it."""
    path = _chromium()
    if path is None:
        message = "no Chromium on this computer: install one, or name it in the variable CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(autouse=True)
def catalogs_of_no_workspace() -> Iterator[None]:
    """A build takes the catalogs of its workspace into use; the next test knows only ours."""
    yield
    if "CURRICULUM_LOCALES" in os.environ:
        use_workspace(None)
