"""Single files of people/, read by themselves: to see that what was written says what was meant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from curriculum.diagnostics import Diagnostic
from curriculum.load.decode import decode
from curriculum.load.layout import EXEMPTIONS
from curriculum.load.mistakes import Mistakes
from curriculum.load.records import read_evidence
from curriculum.load.sources import YAML_BYTES, read_text
from curriculum.load.tables import read_table
from curriculum.load.yaml_tree import read_tree
from curriculum.model import EVIDENCE, Evidence, Exemption, Exemptions


class Head(NamedTuple):
    """The first line of a table: its columns, and what separates cells."""

    columns: tuple[str, ...]
    separator: str


def read_rows(root: Path, file: str) -> tuple[Head | None, list[tuple[int, dict[str, str]]], tuple[Diagnostic, ...]]:
    """Head, rows as line and cells by column, and what is wrong; no head where there is no such file."""
    mistakes = Mistakes()
    if not (root / file).exists():
        return None, [], ()
    with read_table(root, file, mistakes) as table:
        if table is None:
            return None, [], mistakes.in_order()
        rows = [(table.line, dict(zip(table.columns, row, strict=False))) for row in table.rows()]
        return Head(table.columns, table.separator), rows, mistakes.in_order()


def read_evidence_file(root: Path) -> tuple[tuple[Evidence, ...], tuple[Diagnostic, ...]]:
    """The rows of people/evidence.csv; none where there is no such file."""
    mistakes = Mistakes()
    rows = read_evidence(root, mistakes) if (root / EVIDENCE).exists() else ()
    return rows, mistakes.in_order()


def read_exemptions_file(root: Path, languages: Sequence[str]) -> tuple[tuple[Exemption, ...], tuple[Diagnostic, ...]]:
    """The releases of people/exemptions.yaml; none where there is no such file."""
    mistakes = Mistakes()
    text = read_text(root, EXEMPTIONS, YAML_BYTES, mistakes) if (root / EXEMPTIONS).exists() else None
    tree = read_tree(text, EXEMPTIONS, mistakes) if text is not None else None
    found: Exemptions | None = tree and decode(Exemptions, tree, languages, mistakes)
    return found.exemptions if found else (), mistakes.in_order()
