"""Files → Workspace, with every mistake in them. The only stage that reads YAML and CSV."""

from curriculum.load.pictures import read_picture
from curriculum.load.schema import SCHEMA_KINDS, FieldDoc, field_docs, json_schema
from curriculum.load.sources import source_line
from curriculum.load.tables import read_table
from curriculum.load.workspace import load_workspace

__all__ = [
    "SCHEMA_KINDS",
    "FieldDoc",
    "field_docs",
    "json_schema",
    "load_workspace",
    "read_picture",
    "read_table",
    "source_line",
]
