"""Rows as nobody would generate them: both engines say of them what load says, and give the reference's figures."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.load.mistakes import Mistakes
from curriculum.load.people import read_roster
from curriculum.load.records import read_evidence
from curriculum.model import Workspace
from curriculum.tally import tally_tables
from curriculum.tally.roster import asked_columns
from tests.builders import floors, module, role, wave, workspace
from tests.needs.ask import TODAY
from tests.tally.reference import figures

ROSTER_HEAD = "id,access,roles,department,starts_on,ends_on,leave,share,name"
EVIDENCE_HEAD = "person,on,kind,module,unit,competency,level,outcome,version,valid_until,minutes,id,voids"

PEOPLE = (
    "a,write,writer,Sales,,,,,Ada",
    "b,read,,,2020-01-01,,2026-01-01..2030-01-01,50,Bo",
    "c,,,,,,,,",
    " d ,write, writer ,Sales,,,,,",
    "a,read,writer,,,,,,again",
    ",write,,,,,,,nobody",
    "e f,write,writer,,,,,,",
    "g,wirte,writer,,2020-13-01,,,,",
    'h,write,"writer; reader ..2020-01-01",,,,,,"O, Hara"',
    "i,write",
    "j,write,writer,,,,,,,,too,many",
    "k,write,writer,Sales,2999-01-01,,,,",
    "l,write,writer,Sales,,2020-01-01,,0,",
    "",
    "m,write,writer,شرکت,,,,,مینا",
    "n,write,writer,Sales,2025-01-01,,nonsense,,",
)
ROWS = (
    "a,2026-01-01,,m1,,,,,,,,,",
    "a,2026-01-01,completion,m2,,,,passed,,,,,",
    "a,2026-01-02,,m1,,,,attempted,,,,,",
    "a,2026-01-02,,m1,,,,failed,,,,,",
    "a,2026-01-03,,m1,,,,attempted,,,7,x1,",
    "a,2026-01-04,,,,,,voided,,,,,x1",
    " a,2026-01-05,,m2,,,,,,,,,",
    "b, 2026-01-05,,m1,,,,,,2026-02-01,,,",
    "b,2026-01-05,,m1,u0,,,,,,,,",
    "b,2026-13-05,,m1,,,,,,,,,",
    "d,2026-01-05,,nowhere,,,,,,,,,",
    "d,2019-01-05,,m3,,,,,1,,,,",
    "stranger,2026-01-05,,m1,,,,,,,,,",
    'h,2026-01-05,,"m1",,,,,,,,,',
    "h,2026-01-05",
    "h,2026-01-05,,m1,,,,,,,,,,more",
    "m,2026-01-05,test-out,,,c,intermediate,passed,,,,,",
    "m,2026-01-05,revocation,,,c,,completed,,,,,",
    "",
    ",,,,,,,,,,,,",
    "i,2027-01-01,,m1,,,,,,,,,",
)


def rules() -> Workspace:
    return workspace(
        roles=[role("writer", requires="c intermediate"), role("reader", requires="c beginner")],
        modules=[
            module("m1", "c beginner", valid_months=12),
            module("m2", "c intermediate", valid_months=3),
            module("m3", "d beginner"),
        ],
        competencies=("c", "d"),
        lessons=(),
        access=floors(read=["d beginner"]),
        everybody=["d beginner"],
        waves=(wave("w", "2026-12-01"),),
    )


def write(root: Path, file: str, text: str) -> None:
    (root / "people").mkdir(exist_ok=True)
    (root / file).write_bytes(text.encode())


def read(root: Path, ws: Workspace) -> tuple[Workspace, list[Any]]:
    mistakes = Mistakes()
    people, columns = read_roster(root, asked_columns(ws), mistakes)
    evidence = read_evidence(root, mistakes)
    return dataclasses.replace(ws, people=people, evidence=evidence, roster_columns=columns), list(mistakes.in_order())


def of_lines(head: str, lines: list[str], end: str) -> str:
    return end.join([head, *lines]) + end


@pytest.mark.parametrize("engine", ["plain", "fast"])
@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PEOPLE), max_size=8, unique=True),
    st.lists(st.sampled_from(ROWS), max_size=12),
    st.sampled_from(["\n", "\n", "\n", "\r\n"]),
)
def test_odd_rows(engine: Any, people: list[str], rows: list[str], end: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root, "people/roster.csv", of_lines(ROSTER_HEAD, people, end))
        write(root, "people/evidence.csv", of_lines(EVIDENCE_HEAD, rows, end))
        agrees(root, engine)


def sparse(person: str, name: str, outcome: str, cells: int, shifted: int) -> str:
    """A row that says nothing in the optional columns, too short or too long, or out of its columns."""
    row = [person, "2026-01-05", "", name, "", "", "", outcome, *[""] * 5]
    row[shifted:shifted] = [""] * (shifted > 0)
    return ",".join([*row, *[""] * 4][:cells])


SPARSE = st.builds(
    sparse,
    st.sampled_from(["a", "b", "m"]),
    st.sampled_from(["m1", "m2", ""]),
    st.sampled_from(["passed", "failed", "attempted", ""]),
    st.sampled_from([13] * 6 + [4, 11, 12, 14, 15]),
    st.sampled_from([0] * 8 + [3, 9]),
)


@pytest.mark.parametrize("engine", ["plain", "fast"])
@settings(max_examples=150, deadline=None)
@given(st.lists(SPARSE, min_size=1, max_size=6), st.sampled_from(["\n", ""]))
def test_rows_of_any_length_that_say_little(engine: Any, rows: list[str], end: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root, "people/roster.csv", of_lines(ROSTER_HEAD, [PEOPLE[0], PEOPLE[1], PEOPLE[14]], "\n"))
        write(root, "people/evidence.csv", "\n".join([EVIDENCE_HEAD, *rows]) + end)
        agrees(root, engine)


def agrees(root: Path, engine: Any) -> None:
    whole, said = read(root, rules())
    found = tally_tables(rules(), root, TODAY, engine)
    totals, people, counts, _ = figures(whole, TODAY)
    assert list(found.people) == people
    assert found.totals == totals
    assert {(n.competency, n.module): dict(n.people) for n in found.needs} == counts
    assert [(d.code.number, d.at, d.message) for d in found.diagnostics] == [
        (d.code.number, d.at, d.message) for d in said
    ]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "semicolons": lambda text: text.replace(b",", b";"),
    "a mark at the start": lambda text: b"\xef\xbb\xbf" + text,
    "no end of the last line": lambda text: text.rstrip(b"\n"),
    "cut inside a quote": lambda text: text + b'a,"2026',
    "not UTF-8": lambda text: text + b"a,\xff\xfe\n",
    "a zero byte": lambda text: text + b"a,\x00\n",
    "empty": lambda text: b"",
    "only the head": lambda text: text.split(b"\n")[0] + b"\n",
    "another head": lambda text: text.replace(b"module", b"modul", 1),
    "a column twice": lambda text: text.replace(b"level", b"module", 1),
    "blank lines first": lambda text: b"\n\n" + text,
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("file", ["people/roster.csv", "people/evidence.csv"])
@pytest.mark.parametrize("engine", ["plain", "fast"])
def test_damaged_files(tmp_path: Path, engine: Any, file: str, damage: str) -> None:
    write(tmp_path, "people/roster.csv", of_lines(ROSTER_HEAD, [PEOPLE[0], PEOPLE[1], PEOPLE[11]], "\n"))
    write(tmp_path, "people/evidence.csv", of_lines(EVIDENCE_HEAD, [ROWS[0], ROWS[1], ROWS[8]], "\n"))
    (tmp_path / file).write_bytes(DAMAGE[damage]((tmp_path / file).read_bytes()))
    agrees(tmp_path, engine)
