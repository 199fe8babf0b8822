"""A small sound workspace in a temporary folder, file by file, for tests that break one of them.

Texts may announce their mistakes: `levle: advanced  # error: CUR111`, in CSV too. `announced` takes the announcements
out, so that the file on the disk does not hold them, and gives the places and codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from curriculum.diagnostics import Diagnostic
from curriculum.load import load_workspace
from curriculum.model import Workspace

PROGRAM = """\
title: {en: CRM, he: מערכת}
languages: [en, he]
levels:
  - {id: beginner, title: Beginner}
  - {id: advanced, title: Advanced}
"""
ROLE = """\
title: {en: Sales representative, he: נציג מכירות}
access: write
requires:
  - {competency: reports, level: beginner}
held_by:
  - when: {department: Sales}
"""
CATALOG = """\
competencies:
  - {id: reports, title: Reports}
modules: [reading]
"""
MODULE = """\
title: Reading dashboards
teaches:
  - {competency: reports, level: beginner}
units:
  - {id: find, title: Find the number, minutes: 20}
"""
ROSTER = """\
id,name,department,access,roles
e1,Ruth,Sales,write,
"""

SOUND: Mapping[str, str] = {
    "program.yaml": PROGRAM,
    "roles/sales.yaml": ROLE,
    "content/catalog.yaml": CATALOG,
    "content/reading/module.yaml": MODULE,
    "content/reading/find.en.md": "# Find the number\n",
    "people/roster.csv": ROSTER,
}

_ANNOUNCED = re.compile(r"[ \t]*# (?:error|warning): (CUR\d+(?:, CUR\d+)*)[ \t]*$", re.MULTILINE)

Places = set[tuple[str, int, str]]


def write(root: Path, files: Mapping[str, str | bytes | None], base: Mapping[str, str] = SOUND) -> Path:
    """Writes the sound workspace with some files changed; None leaves a file out."""
    for path, text in {**base, **files}.items():
        if text is None:
            continue
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def load(root: Path, **files: str | bytes | None) -> tuple[Workspace | None, tuple[Diagnostic, ...]]:
    """Writes and loads; keys are short names: program, role, catalog, module, roster, evidence, …"""
    return load_workspace(write(root, {PATHS[name]: text for name, text in files.items()}))


PATHS = {
    "program": "program.yaml",
    "role": "roles/sales.yaml",
    "catalog": "content/catalog.yaml",
    "glossary": "content/glossary.yaml",
    "module": "content/reading/module.yaml",
    "lesson": "content/reading/find.en.md",
    "check": "content/reading/check.en.yaml",
    "roster": "people/roster.csv",
    "evidence": "people/evidence.csv",
    "exemptions": "people/exemptions.yaml",
    "accounts": "people/accounts.csv",
    "merges": "people/merges.csv",
}


def announced(path: str, text: str) -> tuple[str, Places]:
    """The text without its announcements, and what they announce."""
    places = {
        (path, number, code)
        for number, line in enumerate(text.split("\n"), 1)
        for match in _ANNOUNCED.finditer(line)
        for code in match[1].split(", ")
    }
    return _ANNOUNCED.sub("", text), places


def places(found: tuple[Diagnostic, ...]) -> Places:
    """File, line and code of each diagnostic."""
    return {(d.at.file, d.at.line, d.code.number) for d in found}
