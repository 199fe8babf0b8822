"""Kind of import → its importer. Reads the map, runs the importer, previews and writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Diagnostic, Position, Severity
from curriculum.exchange.cmi5_structure import import_cmi5
from curriculum.exchange.evidence import EvidenceTaker
from curriculum.exchange.evidence_csv import import_evidence_csv
from curriculum.exchange.framework import import_framework
from curriculum.exchange.imported import Imported
from curriculum.exchange.markdown_folder import import_markdown
from curriculum.exchange.mslearn import import_mslearn
from curriculum.exchange.oneroster import import_oneroster
from curriculum.exchange.pulse import import_pulse
from curriculum.exchange.questions import import_questions
from curriculum.exchange.roster_csv import import_roster_csv
from curriculum.exchange.scim import import_scim
from curriculum.exchange.write import Change, preview, write
from curriculum.exchange.xapi import import_xapi
from curriculum.ledger import Stamp, Written, write_down
from curriculum.load import load_workspace, without_garbage_collection
from curriculum.load.decode import decode
from curriculum.load.mistakes import Mistakes
from curriculum.load.sources import YAML_BYTES, read_text
from curriculum.load.yaml_tree import read_tree
from curriculum.model import record
from curriculum.model.mapping import CatalogMap, EvidenceMap, PulseMap, RosterMap


@record
class Asked:
    """What the user asked for."""

    root: Path
    sources: tuple[Path, ...]
    as_of: dt.date
    map: Path | None = None
    language: str | None = None
    overwrite: bool = False
    module: str | None = None


def _roster(asked: Asked, said: RosterMap) -> Imported:
    """CSV, SCIM or OneRoster, by what the source is."""
    source = asked.sources[0]
    if source.is_dir() or source.suffix.lower() == ".zip":
        return import_oneroster(source, asked.root, said, asked.as_of)
    if source.suffix.lower() in (".json", ".scim"):
        return import_scim(source, asked.root, said, asked.as_of)
    return import_roster_csv(source, asked.root, said, asked.as_of)


def _evidence(asked: Asked, said: EvidenceMap) -> Imported:
    """CSV or xAPI, by what the source is; `write_evidence` writes."""
    into = Imported(asked.sources[0])
    ws, _ = load_workspace(asked.root)
    if ws is None:
        message = "there is no workspace whose people and modules evidence could be about"
        into.note(codes.SOURCE_UNREADABLE, Position(str(asked.root)), message, "import a roster and lessons first")
        return into
    taker = EvidenceTaker(asked.root, ws, said, asked.as_of, into)
    for source in asked.sources:
        if source.suffix.lower() in (".json", ".jsonl", ".ndjson"):
            import_xapi(source, ws, said, taker, into)
        else:
            import_evidence_csv(source, said, taker, into)
    taker.finish()
    into.evidence = taker.rows
    return into


def _pulse(asked: Asked, said: PulseMap) -> Imported:
    """Counts of answers beside those that are there."""
    ws, _ = load_workspace(asked.root)
    if ws is not None:
        return import_pulse(asked.sources[0], ws, said, asked.as_of)
    into = Imported(asked.sources[0])
    message = "there is no workspace whose questions were answered"
    into.note(codes.SOURCE_UNREADABLE, Position(str(asked.root)), message, "name its folder with --workspace")
    return into


def write_evidence(asked: Asked, into: Imported, stamp: Stamp) -> tuple[Written, tuple[Diagnostic, ...]]:
    """Through the one door: all rows or none; rows that are there already are left out."""
    ws, said = load_workspace(asked.root)
    return write_down(asked.root, ws, into.evidence, stamp, asked.as_of) if ws is not None else (Written(), said)


Importer = Callable[[Asked, Any], Imported]
KINDS: Final[Mapping[str, tuple[type[Any], Importer]]] = {
    "roster": (RosterMap, _roster),
    "framework": (CatalogMap, lambda a, said: import_framework(a.sources, a.root, said, a.language)),
    "cmi5": (CatalogMap, lambda a, said: import_cmi5(a.sources, a.root, said)),
    "questions": (
        CatalogMap,
        lambda a, said: import_questions(a.sources[0], a.root, said, (a.module, a.language)),
    ),
    "evidence": (EvidenceMap, _evidence),
    "pulse": (PulseMap, _pulse),
    "markdown": (CatalogMap, lambda a, said: import_markdown(a.sources, a.root, said, a.language)),
    "mslearn": (CatalogMap, lambda a, said: import_mslearn(a.sources, a.root, said, a.language)),
}


def run_import(kind: str, asked: Asked) -> tuple[Imported, tuple[Change, ...]]:
    """What the import would do. With an error among its notes there are no changes."""
    record_of, importer = KINDS[kind]
    said = _read_map(asked.map, record_of) if asked.map else record_of()
    if isinstance(said, Imported):
        return said, ()
    with without_garbage_collection():
        into = importer(asked, said)
    changes = preview(asked.root, into, overwrite=asked.overwrite) if not is_stopped(into) else ()
    return into, () if is_stopped(into) else changes


def is_stopped(into: Imported) -> bool:
    """Whether an error stops the import: then nothing is written."""
    return any(d.severity is Severity.ERROR for d in into.diagnostics)


def write_changes(asked: Asked, into: Imported, changes: tuple[Change, ...]) -> bool:
    """Writes what was previewed."""
    return write(asked.root, changes, into)


def _read_map(path: Path, record_of: type[Any]) -> Any:
    """The map, or an Imported that holds what is wrong with it."""
    mistakes = Mistakes()
    text = read_text(path.parent, path.name, YAML_BYTES, mistakes)
    tree = read_tree(text, path.name, mistakes) if text is not None else None
    said = decode(record_of, tree, (), mistakes) if tree is not None else None
    if not mistakes.errors and said is not None:
        return said
    into = Imported(path)
    for d in mistakes.in_order():
        into.note(
            codes.MAP_WRONG, Position(str(path), d.at.line, d.at.column), f"{d.message} [{d.code.number}]", d.hint
        )
    return into
