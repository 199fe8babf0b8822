"""Files → Workspace, with every mistake in them. The only stage that reads YAML and CSV.

What is asked for is imported when it is asked for: who counts people does not wait for the reader of schemas.
"""

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from curriculum.load.again import (
        Head,
        opened_rows,
        read_evidence_file,
        read_exemptions_file,
        read_head,
        read_rows,
    )
    from curriculum.load.layout import EXEMPTIONS
    from curriculum.load.pictures import read_picture
    from curriculum.load.schedules import load_schedule, load_what_if
    from curriculum.load.schema import SCHEMA_KINDS, FieldDoc, field_docs, json_schema
    from curriculum.load.sources import source_line
    from curriculum.load.tables import read_table
    from curriculum.load.workspace import load_rules, load_workspace, without_garbage_collection

_FILES: Final[Mapping[str, str]] = {  # name → the file of this room that has it
    "EXEMPTIONS": "layout",
    "FieldDoc": "schema",
    "Head": "again",
    "SCHEMA_KINDS": "schema",
    "field_docs": "schema",
    "json_schema": "schema",
    "load_rules": "workspace",
    "load_schedule": "schedules",
    "load_what_if": "schedules",
    "load_workspace": "workspace",
    "opened_rows": "again",
    "read_evidence_file": "again",
    "read_exemptions_file": "again",
    "read_head": "again",
    "read_picture": "pictures",
    "read_rows": "again",
    "read_table": "tables",
    "source_line": "sources",
    "without_garbage_collection": "workspace",
}


def __getattr__(name: str) -> Any:
    if name not in _FILES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"curriculum.load.{_FILES[name]}"), name)


__all__ = [
    "EXEMPTIONS",
    "SCHEMA_KINDS",
    "FieldDoc",
    "Head",
    "field_docs",
    "json_schema",
    "load_rules",
    "load_schedule",
    "load_what_if",
    "load_workspace",
    "opened_rows",
    "read_evidence_file",
    "read_exemptions_file",
    "read_head",
    "read_picture",
    "read_rows",
    "read_table",
    "source_line",
    "without_garbage_collection",
]
