"""What people install: a wheel with its templates, message catalogs, fonts and starter files inside."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = target.glob("curriculum-*.whl")
    return zipfile.ZipFile(made)


def test_every_file_of_the_package_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    inside = set(wheel.namelist())
    package = [p for p in (ROOT / "curriculum").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert len(package) > 80
    assert {p.relative_to(ROOT).as_posix() for p in package} <= inside


@pytest.mark.parametrize("language", ["en", "ar", "fa", "he"])
def test_message_catalogs_are_in_the_wheel(wheel: zipfile.ZipFile, language: str) -> None:
    assert f"curriculum/render/locales/{language}.po" in wheel.namelist()


def test_nothing_of_the_sample_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    assert not [
        name for name in wheel.namelist() if name.startswith(("people/", "content/", "roles/", "tests/", "site/"))
    ]


def test_licences_travel_with_the_fonts(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert any(name.endswith(".woff2") for name in names)
    assert any("fonts" in name and "LICENSE" in name.upper() for name in names)
