"""A capability framework as CSV: one row a statement, or one row a competency with a column for each level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.imported import Imported
from curriculum.exchange.levels import number_of, rank_of
from curriculum.exchange.rows import ForeignTable, Picked, Row, opened_table, pick_columns, report_unused
from curriculum.load.spelling import column_name
from curriculum.model import Values

_NAMES: Final = {
    "role": """role, role name, job role, job, profession, job family, position, occupation, rolle, povolání,
        pracovní pozice,
        الدور, المهنة, الوظيفة, نقش, شغل, תפקיד, מקצוע""",
    "role_level": "role level, grade, job level, seniority, role grade, stufe der rolle, الدرجة, רמת תפקיד",
    "competency": """competency, competence, competency name, skill, skill name, capability, topic, unit title,
        kompetenz, fähigkeit,
        kompetence, dovednost, compétence, الكفاءة, الجدارة, المهارة, شایستگی, مهارت, כשירות, מיומנות, כישור""",
    "level": """level, skill level, competency level, proficiency, proficiency level, required level,
        capability level, niveau,
        stufe, úroveň, المستوى, مستوى الكفاءة, سطح, רמה""",
    "description": """description, criteria, descriptor, level description, skill level description, statement,
        indicator,
        behaviour, behaviours, beschreibung, popis, الوصف, وصف المستوى, توضیح, شرح, תיאור""",
}  # fmt: skip
_COLUMNS: Final = {column_name(name.strip()): ours for ours, names in _NAMES.items() for name in names.split(",")}


class Statement(NamedTuple):
    """The competency at the level, for the role ("" where none is named), in the words of the source."""

    role: str
    competency: str
    level: str
    criteria: tuple[str, ...]
    at: Position
    is_ladder: bool = False  # the role has all of its levels, one above the other


class Asked(NamedTuple):
    """What the map says about the table."""

    columns: Mapping[str, Values]
    levels: Mapping[str, Values]
    encoding: str | None


def read_framework_csv(path: Path, asked: Asked, into: Imported) -> Iterator[Statement]:
    """The statements, in order of the rows. Rows without a competency or a level are noted."""
    with opened_table(path, asked.encoding, into) as table:
        if table is None:
            return
        at = Position(str(path))
        picked = pick_columns(table, asked.columns, _COLUMNS, into, at)
        if picked is None:
            return
        if "competency" not in picked.ours:
            hint = f"`columns: {{competency: …}}` in the map; columns: {', '.join(table.columns)}"
            into.note(codes.MAP_WRONG, at, "no column is known to hold competencies", hint)
        elif "level" in picked.ours:
            report_unused(table, picked, (), into, at)
            yield from _long(table, picked, into)
        else:
            yield from _wide(table, picked, asked, into)


def _long(table: ForeignTable, picked: Picked, into: Imported) -> Iterator[Statement]:
    for row in table.rows:
        competency, level = (" ".join(picked.text(row, c).split()) for c in ("competency", "level"))
        if not competency or not level:
            lacks = "competency" if not competency else "level"
            into.left_out(row.at, f"the row names no {lacks}")
            continue
        words = picked.text(row, "description")
        yield Statement(_role(picked, row), competency, level, tuple(_lines(words)), row.at)


def _role(picked: Picked, row: Row) -> str:
    role, level = (" ".join(picked.text(row, c).split()) for c in ("role", "role_level"))
    return f"{role}: {level}" if role and level else role or level


def _wide(table: ForeignTable, picked: Picked, asked: Asked, into: Imported) -> Iterator[Statement]:
    known = {column_name(word): word for word in asked.levels}
    taken = {name for names in picked.ours.values() for name in names}
    levels = [
        name
        for name in table.columns
        if name not in taken and (name in known or rank_of(name.replace("_", " ")) is not None or number_of(name))
    ]
    if len(levels) < 2:
        hint = (
            f"`columns: {{level: …}}`, or `levels:` with their names, in the map; columns: {', '.join(table.columns)}"
        )
        into.note(codes.MAP_WRONG, Position(str(into.source)), "no column is known to hold levels", hint)
        return
    into.mapped(Position(str(into.source)), f"columns are read as levels: {', '.join(levels)}")
    for row in table.rows:
        competency = " ".join(picked.text(row, "competency").split())
        if not competency:
            into.left_out(row.at, "the row names no competency")
            continue
        for name in levels:
            if words := row.cells.get(name, "").strip():
                word = known.get(name, name.replace("_", " "))
                yield Statement(_role(picked, row), competency, word, tuple(_lines(words)), row.at)


def _lines(text: str) -> Iterator[str]:
    """One criterion a line; list marks go."""
    for line in text.splitlines():
        if words := line.strip().lstrip("-•*– ").strip():
            yield words
