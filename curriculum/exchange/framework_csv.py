"""A capability framework as CSV: one row a statement, or one row a competency with a column for each level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.imported import Imported
from curriculum.exchange.levels import is_numbered, number_of, rank_of
from curriculum.exchange.rows import ForeignTable, Picked, Row, opened_table, pick_columns, report_unused
from curriculum.load.spelling import column_name
from curriculum.model import Values

_NAMES: Final = {
    "role": """role, role name, job role, work role, job, job title, job role title, position, occupation, profession,
        job family, rolle, povolání, pracovní pozice,
        الدور, الدور الوظيفي, المسمى الوظيفي, المهنة, الوظيفة, نقش, شغل, תפקיד, מקצוע""",
    "role_level": """role level, job level, role grade, seniority, grade, stufe der rolle, الدرجة, الدرجة الوظيفية,
        רמת תפקיד""",
    "competency": """competency, competence, competency name, competency title, skill, skill name, skill title,
        capability, capability name, tsc title, topic, unit title, kompetenz, fähigkeit, kompetence, dovednost,
        název kompetence, compétence, الكفاءة, اسم الكفاءة, الجدارة, اسم الجدارة, المهارة, شایستگی, مهارت, כשירות,
        מיומנות, כישור""",
    "level": """level, skill level, competency level, competence level, capability level, proficiency level,
        proficiency, required level, expected level, niveau, kompetenzniveau, stufe, úroveň, المستوى, مستوى الكفاءة,
        مستوى الإتقان, المستوى المطلوب, سطح, רמה""",
    "description": """skill level description, level description, proficiency level description,
        proficiency description, level descriptor, descriptor, descriptors, criteria, statement, statements, indicator,
        indicators, behavioural indicators, behavioral indicators, behaviour, behaviours, behavior, behaviors,
        description, beschreibung, popis, الوصف, وصف المستوى, المؤشرات السلوكية, توضیح, شرح, תיאור""",
}  # fmt: skip
_ABOUT: Final = re.compile(
    r"[\s_-]*(?:description|descriptors?|criteria|statements?|indicators?|text|popis|beschreibung|وصف|الوصف)$",
    re.IGNORECASE,
)
_MOST_LEVELS: Final = 20
_LONGEST_LEVEL: Final = 60  # characters: what is longer is a description
_MERGED: Final = 3  # at least one row in so many has an empty cell: the cells were joined in the sheet
_COLUMNS: Final = {column_name(name.strip()): ours for ours, names in _NAMES.items() for name in names.split(",")}


class Statement(NamedTuple):
    """The competency at the level, for the role ("" where none is named), in the words of the source."""

    role: str
    competency: str
    level: str
    criteria: tuple[str, ...]
    at: Position
    is_ladder: bool = False  # the role has all of its levels, one above the other
    is_in_order: bool = False  # levels come lowest first, as columns do


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
    """A row a statement. A column of levels that holds whole sentences is none."""
    rows = _filled(list(table.rows), picked, into)
    words = dict.fromkeys(" ".join(picked.text(row, "level").split()) for row in rows)
    if len(words) > _MOST_LEVELS or any(len(word) > _LONGEST_LEVEL for word in words):
        message = f"the column of levels holds {len(words)} different texts, so it holds no levels"
        hint = f"name the right one: `columns: {{level: …}}`; columns: {', '.join(filter(None, table.columns))}"
        into.note(codes.MAP_WRONG, Position(str(into.source)), message, hint)
        return
    none = 0
    for row in rows:
        competency, level = (" ".join(picked.text(row, c).split()) for c in ("competency", "level"))
        if not competency or not level:
            lacks = "competency" if not competency else "level"
            into.left_out(row.at, f"the row names no {lacks}")
        elif number_of(level) == 0:
            none += 1
        else:
            yield Statement(
                _role(picked, row), competency, level, tuple(_lines(picked.text(row, "description"))), row.at
            )
    _say_none(none, into)


def _say_none(count: int, into: Imported) -> None:
    if count:
        into.mapped(Position(str(into.source)), f"{count} times level 0, which asks for nothing")


def _filled(rows: list[Row], picked: Picked, into: Imported) -> list[Row]:
    """Cells that were joined over several rows in a sheet are written in the first of them only."""
    for column in ("role", "role_level", "competency"):
        names = picked.ours.get(column, ())
        empty = sum(not picked.text(row, column) for row in rows)
        if not names or not rows or not picked.text(rows[0], column) or empty * _MERGED < len(rows):
            continue
        last: dict[str, str] = {}
        filled = []
        for row in rows:
            own = {name: row.cells.get(name, "") for name in names}
            last = own if any(own.values()) else last
            filled.append(Row({**row.cells, **last}, row.at))
        rows = filled
        message = f"{empty} empty cells of '{', '.join(names)}' are read as the cell above: joined cells of a sheet"
        into.mapped(Position(str(into.source)), message)
    return rows


def _role(picked: Picked, row: Row) -> str:
    role, level = (" ".join(picked.text(row, c).split()) for c in ("role", "role_level"))
    return f"{role}: {level}" if role and level else role or level


def _wide(table: ForeignTable, picked: Picked, asked: Asked, into: Imported) -> Iterator[Statement]:
    """A column a level, with the description in the cells; else a column a role, with levels in the cells."""
    known = {column_name(word): word for word in asked.levels}
    taken = {name for names in picked.ours.values() for name in names}
    others = [name for name in table.columns if name not in taken and not name.startswith("#")]
    levels = {name: word for name in others if (word := known.get(name) or _level_of(table.headings[name]))}
    rows = _filled(list(table.rows), picked, into)
    at = Position(str(into.source))
    if len(levels) > 1:
        into.mapped(at, f"columns are read as levels: {', '.join(levels)}")
        yield from _described(rows, levels, picked, into)
        return
    roles = [name for name in others if _holds_levels([row.cells.get(name, "") for row in rows])]
    if roles:
        into.mapped(at, f"columns are read as roles, their cells as levels: {', '.join(roles)}")
        yield from _asked(rows, {name: table.headings[name] for name in roles}, picked, into)
        return
    hint = f"`columns: {{level: …}}`, or `levels:` with their names, in the map; columns: {', '.join(table.columns)}"
    into.note(codes.MAP_WRONG, at, "no column is known to hold levels", hint)


def _level_of(column: str) -> str | None:
    """The level that a column is about: `Level 3 description` → `Level 3`, `Awareness` → `Awareness`; 0 is none."""
    if len(column) > _LONGEST_LEVEL:
        return None
    word = _ABOUT.sub("", column).strip()
    number = number_of(word)
    is_level = bool(number) if number is not None else rank_of(word) is not None
    if is_level or (number is None and is_numbered(word)):
        return word
    return None


def _holds_levels(cells: list[str]) -> bool:
    """Whether a column holds levels and nothing else."""
    words = {cell.strip() for cell in cells} - {"", "-", "–"}
    return bool(words) and all(
        (number is not None and number < 10) or rank_of(word) is not None
        for word in words
        for number in [number_of(word)]
    )


def _named(rows: list[Row], picked: Picked, into: Imported) -> Iterator[tuple[Row, str]]:
    """Rows with the competency that each is about; a row that names none is left out."""
    for row in rows:
        if competency := " ".join(picked.text(row, "competency").split()):
            yield row, competency
        else:
            into.left_out(row.at, "the row names no competency")


def _described(rows: list[Row], levels: Mapping[str, str], picked: Picked, into: Imported) -> Iterator[Statement]:
    for row, competency in _named(rows, picked, into):
        for name, word in levels.items():
            if words := row.cells.get(name, "").strip():
                yield Statement(_role(picked, row), competency, word, tuple(_lines(words)), row.at, is_in_order=True)


def _asked(rows: list[Row], roles: Mapping[str, str], picked: Picked, into: Imported) -> Iterator[Statement]:
    none = 0
    for row, competency in _named(rows, picked, into):
        for name, role in roles.items():
            level = row.cells.get(name, "").strip(" -–")
            none += number_of(level) == 0
            if level and number_of(level) != 0:
                words = tuple(_lines(picked.text(row, "description")))
                yield Statement(role, competency, level, words, row.at)
    _say_none(none, into)


def _lines(text: str) -> Iterator[str]:
    """One criterion a line; list marks go."""
    for line in text.splitlines():
        if words := line.strip().lstrip("-•*– ").strip():
            yield words
