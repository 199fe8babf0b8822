"""Files → Workspace, with every mistake in them. The only stage that reads YAML and CSV."""

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
