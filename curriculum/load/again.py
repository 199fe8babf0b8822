"""Single files of people/, read by themselves: to see that what was written says what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def opened_rows(
    root: Path, file: str, mistakes: Mistakes
) -> Iterator[tuple[Head, Iterator[tuple[int, list[str]]]] | None]:
    """Head, and rows as line and cells in the order of the columns, one at a time; None where there is no such file.

    Cells of a row may be more than the columns; those are empty.
    """
    if not (root / file).exists():
        yield None
        return
    with read_table(root, file, mistakes) as table:
        rows = ((table.line, row) for row in table.rows()) if table is not None else iter(())
        yield (Head(table.columns, table.separator), rows) if table is not None else None


def read_head(root: Path, file: str) -> Head | None:
    """The first line of a table; None where there is none."""
    with opened_rows(root, file, Mistakes()) as found:
        return found[0] if found else None


def read_rows(root: Path, file: str) -> tuple[Head | None, list[tuple[int, dict[str, str]]], tuple[Diagnostic, ...]]:
    """Head, rows as line and cells by column, and what is wrong; no head where there is no such file."""
    mistakes = Mistakes()
    with opened_rows(root, file, mistakes) as found:
        if found is None:
            return None, [], mistakes.in_order()
        head, rows = found
        named = [(line, dict(zip(head.columns, row, strict=False))) for line, row in rows]
        return head, named, mistakes.in_order()


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
