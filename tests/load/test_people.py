"""The tables of people/: what the cells mean."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from curriculum.model import Access, Account, Evidence, EvidenceKind, Outcome, Person, Span
from tests.load.folder import load

FULL = """\
id,name,manager,department,job_title,workplace,access,employment,roles,language,starts_on,ends_on,leave,share,wave,email
e1,رضا,e2,Sales,rep,riyadh,Write,intern,sales; audit 2027-01-01..2027-06-30; trainer ..2026-12-31,fa,2020-01-01,9999-12-31,\
2026-12-01..2027-02-10;2027-05-01..,60%,wave-1,a@b
e2,,,,,,none,,,,,,,,,
"""


def person(tmp_path: Path, roster: str | bytes, id: str = "e1", **files: str) -> Person:
    workspace, found = load(tmp_path, roster=roster, **files)
    assert workspace is not None and found == (), found
    return next(p for p in workspace.people if p.id == id)


def test_every_column(tmp_path: Path) -> None:
    p = person(tmp_path, FULL)
    assert (p.name, p.manager, p.department, p.workplace) == ("رضا", "e2", "Sales", "riyadh")
    assert (p.access, p.language, p.share, p.wave) == (Access.WRITE, "fa", 60, "wave-1")
    assert [(held.role, held.span) for held in p.roles] == [
        ("sales", Span()),
        ("audit", Span(dt.date(2027, 1, 1), dt.date(2027, 6, 30))),
        ("trainer", Span(None, dt.date(2026, 12, 31))),
    ]
    assert (p.starts_on, p.ends_on) == (dt.date(2020, 1, 1), dt.date(2999, 12, 31))
    assert p.leave == (Span(dt.date(2026, 12, 1), dt.date(2027, 2, 10)), Span(dt.date(2027, 5, 1), None))
    assert (p.unreadable, p.line) == ((), 2)


def test_empty_cells(tmp_path: Path) -> None:
    p = person(tmp_path, FULL, "e2")
    assert (p.name, p.manager, p.department, p.language, p.wave) == ("", None, None, None, None)
    assert (p.access, p.roles, p.leave, p.share, p.starts_on) == (Access.NONE, (), (), 100, None)


def test_fields_are_those_that_rules_ask_for_and_a_few(tmp_path: Path) -> None:
    role = "title: A\naccess: read\nheld_by:\n  - when: {Cost Center: 'A*'}\n    unless: {wave: x}\n"
    p = person(tmp_path, "id,name,access,Cost-Center,department,wave,salary\ne1,Ruth,read,A1,Sales,w,9\n", role=role)
    assert p.fields == {"department": "Sales", "cost_center": "A1", "wave": "w"}


def test_columns_of_waves_are_asked_for_too(tmp_path: Path) -> None:
    program = (
        "title: A\nlanguages: [en, he]\nlevels: [{id: a, title: A}]\n"
        "waves: [{id: w, title: W, go_live_on: 2027-01-01, who: [{when: {branch: x}}]}]\n"
    )
    assert person(tmp_path, "id,access,branch\ne1,read,x\n", program=program).fields == {"branch": "x"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("first", ["", "sep={}\n"])
def test_dialects(separator: str, bom: bytes, end: str, first: str, tmp_path: Path) -> None:
    rows = [
        ["ID ", "Name", "Department", "ACCESS"],
        ["e0", "a", "b", "read"],
        ["e1", '"R, ""x"";\tנ"', " Sales", "read"],
    ]
    text = first.format(separator) + "\n".join(separator.join(row) for row in rows)
    p = person(tmp_path, bom + text.replace("\n", end).encode())
    assert (p.name, p.department, p.line) == ('R, "x";\tנ', "Sales", 3 + bool(first))


def test_line_breaks_in_cells_empty_rows_and_short_rows(tmp_path: Path) -> None:
    text = 'id,name,access,wave\n\n,,,\ne0,"two\n\nlines",read\ne1,x,read\n'
    workspace, found = load(tmp_path, roster=text)
    assert workspace is not None and found == ()
    assert [(p.id, p.name, p.line) for p in workspace.people] == [("e0", "two\n\nlines", 4), ("e1", "x", 7)]


def test_names_are_composed(tmp_path: Path) -> None:
    assert person(tmp_path, "id,name,access\ne1,Rene\u0301,read\n").name == "Ren\u00e9"


def test_a_wrong_cell_makes_unknown_and_knows_its_place(tmp_path: Path) -> None:
    text = 'id,name,access,starts_on,share\ne1,"a,b",wirte,soon,60\ne2,,,,\n'
    workspace, found = load(tmp_path, roster=text)
    assert workspace is not None
    first, second = workspace.people
    assert (first.unreadable, second.unreadable) == (("access", "starts_on"), ("access",))
    assert first.share == 60, "the rest of the row counts"
    assert [(d.at.line, d.at.column, d.hint) for d in found][:1] == [(2, 10, "did you mean 'write'?")]
    assert first.at("starts_on").column == 16


def test_a_row_with_too_many_cells_keeps_its_id_alone(tmp_path: Path) -> None:
    workspace, found = load(tmp_path, roster="id,name,access\ne1,Levi, Ruth,read\ne2,x,read,,\n")
    assert workspace is not None and [d.code.number for d in found] == ["CUR124", "CUR124"]
    assert workspace.people[0] == Person("e1", unreadable=("access",), line=2)
    assert workspace.people[1].access is None, "the cells may have moved, also where the last ones are empty"


def test_two_rows_with_one_id(tmp_path: Path) -> None:
    workspace, found = load(tmp_path, roster="id,access\ne1,read\ne2,read\ne1,write\n")
    assert workspace is not None and [p.id for p in workspace.people] == ["e1", "e2"]
    assert [(d.code.number, d.at.line, [at.line for at, _ in d.related]) for d in found] == [("CUR125", 4, [2])]


def test_without_the_column_access_everybody_is_unknown(tmp_path: Path) -> None:
    workspace, found = load(tmp_path, roster="id,name,department\ne1,a,b\ne2,a,b\n")
    assert workspace is not None and [d.code.number for d in found] == ["CUR122"]
    assert [p.unreadable for p in workspace.people] == [("access",)] * 2


def test_columns_that_a_rule_asks_for_are_not_load_s_business(tmp_path: Path) -> None:
    _, found = load(tmp_path, roster="id,access,departmnt\ne1,read,Sales\n")
    assert found == ()  # `check` reports the rule


def test_evidence(tmp_path: Path) -> None:
    text = (
        "person,on,kind,module,unit,competency,level,outcome,version,valid_until,minutes,id,voids\n"
        "e1,2026-01-01,,reading\n"
        "e1,2026-01-02,test-out,,,reports,advanced,passed,2,2027-01-01,30,v2,v1\n"
    )
    workspace, found = load(tmp_path, evidence=text)
    assert workspace is not None and found == ()
    first, second = workspace.evidence
    assert first == Evidence("e1", dt.date(2026, 1, 1), module="reading", line=2)
    expected: dict[str, Any] = {
        "kind": EvidenceKind.TEST_OUT, "competency": "reports", "level": "advanced", "outcome": Outcome.PASSED,
        "version": 2, "valid_until": dt.date(2027, 1, 1), "minutes": 30, "id": "v2", "voids": "v1", "line": 3,
    }  # fmt: skip
    assert second == Evidence("e1", dt.date(2026, 1, 2), **expected)


def test_accounts_and_merges(tmp_path: Path) -> None:
    workspace, found = load(
        tmp_path, accounts="account,person,access\na1,e1,admin\na2,,\n", merges="id;same_as\nx1;e1\n"
    )
    assert workspace is not None and found == ()
    assert workspace.accounts == (Account("a1", "e1", Access.ADMIN, 2), Account("a2", None, None, 3))
    assert workspace.merged == {"x1": "e1"}


def test_no_accounts_is_not_an_empty_table_of_accounts(tmp_path: Path) -> None:
    workspace, _ = load(tmp_path)
    assert workspace is not None and workspace.accounts is None
