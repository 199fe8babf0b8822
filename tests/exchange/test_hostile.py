"""Hostile and damaged sources: a diagnostic in bounded time and memory, and nothing written."""

from __future__ import annotations

import io
import json
import resource
import time
import zipfile
from pathlib import Path

import pytest

from tests.conftest import Run

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]><courseStructure>&j;</courseStructure>"
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><courseStructure>&x;</courseStructure>'


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


HOSTILE = {
    "slip.zip": ("roster", zipped("../../evil.csv", b"id\n1\n"), "CUR820"),
    "absolute.zip": ("roster", zipped("/etc/evil.csv", b"id\n1\n"), "CUR820"),
    "bomb.zip": ("roster", zipped("users.csv", b"0" * 50_000_000), "CUR820"),
    "noise.zip": ("roster", b"PK\x03\x04" + bytes(range(256)) * 40, "CUR801"),
    "bomb.xml": ("cmi5", BOMB.encode(), "CUR819"),
    "outside.xml": ("cmi5", OUTSIDE.encode(), "CUR819"),
    "deep.xml": ("cmi5", b"<a>" * 100_000, "CUR802"),
    "deep.json": ("roster", b"[" * 200_000, "CUR802"),
    "number.json": ("roster", b"[" + b"9" * 50_000 + b"]", "CUR802"),
    "latin.json": ("roster", b'{"a": "\xff\xfe"}', "CUR803"),
    "line.csv": ("roster", b"id,name\n1," + b"x" * 5_000_000, "CUR802"),
    "noise.csv": ("roster", bytes(range(128, 256)) * 100, "CUR803"),
    "empty.csv": ("roster", b"", "CUR801"),
    "deep.yaml": ("framework", ("a: " + "[" * 5000).encode(), "CUR805"),
    "alias.yaml": ("framework", b"a: &a [1]\nb: *a\n", "CUR805"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_is_refused_quickly_and_nothing_is_written(name: str, tmp_path: Path, run: Run) -> None:
    kind, content, code = HOSTILE[name]
    source = tmp_path / name
    source.write_bytes(content)
    began = time.monotonic()
    ran = run("import", kind, source, "-w", tmp_path / "w", "--as-of", "2026-11-25")
    assert time.monotonic() - began < 10
    assert ran.code == 1 and code in ran.err, ran.err[:2000]
    assert not (tmp_path / "w").exists() and not (tmp_path.parent / "evil.csv").exists()


def test_a_line_of_a_gigabyte_takes_little_memory(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "huge.csv"
    with source.open("wb") as stream:
        stream.write(b"id,name\n1,")
        stream.truncate(1_000_000_000)  # holes, which read as zeros
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ran = run("import", "roster", source, "-w", tmp_path / "w", "--as-of", "2026-11-25")
    assert ran.code == 1 and "CUR802" in ran.err
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000, "kilobytes"


def test_lessons_of_repeated_signs_take_linear_time(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "lessons"
    source.mkdir()
    for number, sign in enumerate(("[", "![", "<a ", "](", "`", "> [!NOTE]\n", ":::image ", "<!--", "**", "{#")):
        (source / f"{number}.md").write_text("# T\n\n" + sign * (300_000 // len(sign)) + "\n", "utf-8")
    began = time.monotonic()
    assert run("import", "markdown", source, "-w", tmp_path / "w", "--as-of", "2026-11-25").code == 0
    assert time.monotonic() - began < 20


NASTY = (
    "-_" * 60_000,
    " ," * 60_000,
    "1/" * 60_000,
    "a " * 60_000,
    "((" * 60_000,
    "ه" * 120_000,
    "2026-01-01" * 12_000,
)


@pytest.mark.parametrize("kind", ["roster", "evidence", "framework"])
def test_cells_of_repeated_signs_take_linear_time(kind: str, starter: Path, tmp_path: Path, run: Run) -> None:
    heads = {
        "roster": "id,name,access,roles,start date,end date,location,wave",
        "evidence": "person,module,status,date,duration,score,valid until,id",
        "framework": "role,competency,level,description,Level 1,x,y,z",
    }
    source = tmp_path / "nasty.csv"
    rows = [",".join(f'"{cell}"' for cell in (f"p{i}", *[text] * 7)) for i, text in enumerate(NASTY)]
    nasty_head = ",".join(f'"{text}"' for text in NASTY)
    for text in ("\n".join([heads[kind], *rows]), f"{nasty_head}\n1,2\n", "\n".join([*rows, heads[kind]])):
        source.write_text(text + "\n", "utf-8")
        began = time.monotonic()
        ran = run("import", kind, source, "-w", starter, "--as-of", "2026-11-25", "--by", "t", "--dry-run")
        assert ran.code in (0, 1) and time.monotonic() - began < 10
        assert len(ran.err) < 200_000, "messages do not repeat what is too long"


def test_words_of_a_source_never_command_the_terminal(starter: Path, tmp_path: Path, run: Run) -> None:
    source = tmp_path / "statements.json"
    verb = {"id": "http://x.example/\u001b]0;gone\u0007\u202eevil"}
    source.write_text(json.dumps([{"actor": {"name": "x"}, "verb": verb, "object": {"id": "a"}}]), "utf-8")
    ran = run("import", "evidence", source, "-w", starter, "--as-of", "2026-11-25")
    assert "CUR824" in ran.err and not any(sign in ran.err for sign in "\x1b\x07\u202e")


def test_a_device_is_no_source(tmp_path: Path, run: Run) -> None:
    ran = run("import", "roster", "/dev/zero", "-w", tmp_path / "w")
    assert ran.code == 1 and "is not a file" in ran.err


def test_a_learning_record_is_the_learners_own_word(starter: Path, tmp_path: Path, run: Run) -> None:
    record = {
        "schema": "curriculum-learning-record", "version": 1, "self_reported": True, "person": "p-02",
        "modules": [{"module": "reading-reports", "version": 1, "completed_on": "2026-10-05", "minutes": 20}],
        "lessons": [
            {"lesson": "working-tickets/open-a-ticket", "module": "working-tickets", "done_on": "2026-10-06"},
            {"lesson": "reading-reports/exercise", "module": "reading-reports", "done_on": "2026-10-05"},
        ],
    }  # fmt: skip
    source = tmp_path / "record.json"
    source.write_text(json.dumps(record), "utf-8")
    ran = run("import", "evidence", source, "-w", starter, "--as-of", "2026-11-25", "--by", "t")
    assert ran.code == 0 and "2 written down" in ran.out, ran.err
    text = (starter / "people/evidence.csv").read_text("utf-8")
    assert text.count("self-assessment") == 2 and "2026-10-06,self-assessment,working-tickets,open-a-ticket" in text
    assert "no change" in run("import", "evidence", source, "-w", starter, "--as-of", "2026-11-25").out
    source.write_text(json.dumps(record | {"person": ""}), "utf-8")
    assert "does not say whose" in run("import", "evidence", source, "-w", starter).err
