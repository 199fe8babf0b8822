"""Broken files announce their mistakes in comments; what is reported is exactly what is announced."""

from __future__ import annotations

from pathlib import Path

import pytest

from curriculum.load import load_workspace
from tests.load.folder import PATHS, announced, places, write

CASES: dict[str, dict[str, str]] = {
    "a misspelt key is one mistake, and its value counts": {
        "role": """\
title: Sales
access: write
requires:
  - competency: reports
    levle: advanced  # error: CUR111
  - compentency: reports  # error: CUR111
    level: beginner
taks:  # error: CUR111
  - {id: visit, title: Log a visit}
""",
    },
    "a misspelt required key is not also missing": {
        "role": """\
titel: Sales  # error: CUR111
access: write
""",
    },
    "missing and empty required keys": {
        "role": """\
summary: no title  # error: CUR112
access:  # error: CUR112
tasks:
  - id: one  # error: CUR112
  - title: no id  # error: CUR112
""",
    },
    "forms": {
        "role": """\
title: [Sales]  # error: CUR113
access: [write]  # error: CUR113
extends: other  # error: CUR113
tasks: {id: one}  # error: CUR113
requires:
  - reports  # error: CUR113
  - {competency: reports, level: beginner, optional: yes}  # error: CUR113
  - {competency: reports, level: beginner, within_days: soon}  # error: CUR113
  - {competency: reports, level: beginner, within_days: 007}  # error: CUR113
  - {competency: reports, level: beginner, within_days: 99999999999999999999999}  # error: CUR113
  - {competency: reports, level: beginner, within_days: -1}  # error: CUR114
held_by:
  - when: Sales  # error: CUR113
  - when: {department: {a: b}}  # error: CUR113
  - when: {department: }  # error: CUR113
  - when: {department: ""}
""",
    },
    "values": {
        "program": """\
title: CRM
languages: [en, he]
levels:
  - {id: Beginner, title: Beginner}  # error: CUR119
  - {id: advanced, title: Advanced}
access:
  wirte: {}  # error: CUR114
  read:
workplaces:
  Riyadh: {title: Riyadh}  # error: CUR119
  jeddah: {title: Jeddah, weekend: [friday, Saturday]}  # error: CUR114
  tehran: {title: Tehran, country: ir}  # error: CUR114
waves:
  - {id: one, title: One, go_live_on: 2027-02-30}  # error: CUR115
  - {id: two, title: Two, go_live_on: 1.2.2027}  # error: CUR115
  - {id: three, title: Three, go_live_on: 1405-09-01}  # error: CUR115
  - {id: four, title: Four, go_live_on: ۲۰۲۷-۰۲-۰۱}  # error: CUR115
contacts:
  - {title: Help desk, link: "javascript:alert(1)"}  # error: CUR114
policy:
  accepted_outcomes: [pased]  # error: CUR114
  training_minutes_per_day: 5  # error: CUR114
""",
    },
    "texts": {
        "role": """\
title:
  en: Sales
  hr: נציג  # warning: CUR130
  English: Sales  # error: CUR111
summary: {en: }  # error: CUR112
career: {en: [a]}  # error: CUR113
access: write
""",
    },
    "minutes": {
        "module": """\
title: Reading
units:
  - {id: a, title: A, minutes: {low: 1, likely: 2, high: 3}}
  - {id: b, title: A, minutes: {low: 3, likely: 2, high: 1}}  # error: CUR114
  - {id: c, title: A, minutes: {low: 1, high: 3}}  # error: CUR112
  - {id: d, title: A, minutes: {low: 1, likly: 2, high: 3}}  # error: CUR111
  - {id: e, title: A, minutes: 2 hours}  # error: CUR113
  - {id: f, title: A, minutes: -2}  # error: CUR114
  - {id: find, title: A, minutes: 20, kind: lecture}  # error: CUR114
""",
    },
    "what YAML allows and nobody needs here": {
        "role": """\
title: !!str Sales  # error: CUR116
access: &a write  # error: CUR117
career: *a  # error: CUR117
<<: {summary: x}  # error: CUR117
title: Again  # error: CUR110
tasks:
  - {id: one, title: One, id: two}  # error: CUR110
---  # error: CUR118
title: Second
""",
    },
    "a glob without quotes": {
        "role": """\
title: Sales
access: write
held_by:
  - when: {job_title: *rep*}  # error: CUR117
""",
    },
    "an exclamation mark without quotes": {
        "role": """\
title: !important news  # error: CUR116
access: write
""",
    },
    "a colon inside a sentence": {
        "role": """\
title: Sales: the front line  # error: CUR105
access: write
""",
    },
    "a quote that is never closed": {
        "role": """\
title: "Sales  # error: CUR105
access: write
""",
    },
    "a bracket that is never closed": {
        "role": """\
access: write
title: {en: Sales
requires: []  # error: CUR105
""",
    },
    "a TAB": {
        "role": """\
access: write
title:
\ten: Sales  # error: CUR106
""",
    },
    "ids of references": {
        "role": """\
title: Sales
access: write
extends: [Sales Rep]  # error: CUR119
tasks:
  - {id: visit, title: Visit, lessons: [reading/find, find]}  # error: CUR119
requires:
  - {module: ../../etc}  # error: CUR119
""",
        "exemptions": """\
exemptions:
  - {person: E.1_a@x, why: b, by: c, until_on: 2027-01-01}
  - {person: a/b, why: b, by: c, until_on: 2027-01-01}  # error: CUR119
  - {person: e1, why: b, until_on: 2027-01-01}  # error: CUR112
""",
    },
    "bounds of lists": {
        "catalog": """\
competencies:
  - {id: reports, title: Reports}
modules: [reading]
equivalents:
  - {completed: [], counts_as: [reading]}  # error: CUR114
""",
    },
    "files are read on after a mistake": {
        "role": "title: Sales\naccess: all  # error: CUR114\n",
        "catalog": "competencies: {}  # error: CUR113\nmodules: [reading]\n",
        "module": "title: Reading  # error: CUR112\n",
        "glossary": "terms:\n  - {id: a, title: A}  # error: CUR112\n",
        "roster": "id,access\ne1,all  # error: CUR127\n",
        "evidence": "person,on\ne1,yesterday  # error: CUR115\n",
    },
    "cells of the roster": {
        "roster": """\
id,name,access,roles,starts_on,leave,share
e1,Ruth,,,,,  # warning: CUR126
e2,Ruth,wirte,,,,  # error: CUR127
e3,Ruth,write,sales,2027-02-30,,  # error: CUR127
e4,Ruth,write,sales 2027-01-01,,,  # error: CUR127
e5,Ruth,write,sales 2027-02-01..2027-01-01,,,  # error: CUR127
e6,Ruth,write,,,2027-01-01,  # error: CUR127
e7,Ruth,write,,,,120  # error: CUR127
e8,Ruth,write,,,,0.5  # error: CUR127
e9,Ruth,write,,,,60 %
e 10,Ruth,write,,,,  # error: CUR119
,Ruth,write,,,,  # error: CUR119
e9,Ruth,write,,,,  # error: CUR125
e12,Ruth,write,,,,,x  # error: CUR124
e13,Ruth,write,,,,,  # error: CUR124
""",
    },
    "columns": {
        "roster": "id,acess,departmnt,shoe_size  # error: CUR122, CUR123\ne1,write,Sales,44\n",
        "role": "title: Sales\naccess: write\n",
        "evidence": "person,on,modul,colour,on  # error: CUR123, CUR129\n",
        "accounts": "account,person  # error: CUR122\na,e1\n",
        "merges": "  # error: CUR122\n",
    },
    "rows of evidence": {
        "evidence": """\
person,on,kind,module,outcome,version,valid_until,minutes,id
e1,2026-01-01,,reading,,,,,v1
e1,2026-01-02,completion,reading,passed,2,2027-01-01,30,v2
e1,2026-01-03,completion,reading,passed,2,2027-01-01,30,v2  # error: CUR125
,2026-01-01,,reading,,,,,  # error: CUR114
e1,,,reading,,,,,  # error: CUR115
e1,2026-13-01,,reading,,,,,  # error: CUR115
e1,2026-01-01,complete,reading,,,,,  # error: CUR114
e1,2026-01-01,,reading,past,,,,  # error: CUR114
e1,2026-01-01,,reading,,one,,,  # error: CUR114
e1,2026-01-01,,reading,,0,,,  # error: CUR114
e1,2026-01-01,,reading,,,soon,,  # error: CUR115
e1,2026-01-01,,reading,,,,-5,  # error: CUR114
e1,2026-01-01,,reading,,,,,,,,x  # error: CUR124
""",
    },
    "accounts and merges": {
        "accounts": """\
account,person,access
a1,e1,write
a2,,
a3,e1,root  # error: CUR127
,e1,write  # error: CUR119
a1,e1,write  # error: CUR125
""",
        "merges": """\
id,same_as
x1,e1
x2,x2  # error: CUR114
x3,  # error: CUR119
x1,e1  # error: CUR125
""",
    },
    "quotes in tables": {
        "roster": """\
id,name,access
e1,"Ruth ""the boss""\",write
e2,"Ruth\" x,write  # error: CUR128
e3,Ruth "R" R,write
e4,"Ruth,write  # error: CUR128
e5,Ruth,write
""",
    },
    "an outcome of evidence, in capitals": {
        "evidence": "person,on,outcome\ne1,2026-01-01,Passed  # error: CUR114\n",
    },
}


@pytest.mark.parametrize("name", CASES)
def test_reports_what_is_announced(name: str, tmp_path: Path) -> None:
    files, expected = {}, set()
    for short, text in CASES[name].items():
        files[PATHS[short]], found = announced(PATHS[short], text)
        expected |= found
    assert expected or "sound" in name
    _, diagnostics = load_workspace(write(tmp_path, files))
    assert places(diagnostics) == expected, "\n".join(map(str, diagnostics))
    assert len(diagnostics) == len(expected), "one mistake, one message"


def test_the_sound_workspace_is_sound(tmp_path: Path) -> None:
    workspace, diagnostics = load_workspace(write(tmp_path, {}))
    assert workspace is not None
    assert diagnostics == ()
    assert workspace.unreadable == frozenset()
