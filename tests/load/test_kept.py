"""What is kept from run to run changes no answer: with it, without it, and with a store that is damaged or foreign."""

from __future__ import annotations

import dataclasses
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from curriculum.check import check_rules
from curriculum.diagnostics import Diagnostic, has_errors
from curriculum.load import load_rules, load_workspace
from curriculum.load.columns import NotPackable, pack, unpack
from curriculum.load.kept import MOST_STORES, cache_folder
from curriculum.model import Ref, Workspace
from tests.conftest import ROOT
from tests.needs.strategies import workspaces

Loaded = tuple[Workspace | None, tuple[Diagnostic, ...]]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where stores are kept, which is not there yet."""
    monkeypatch.setenv("CURRICULUM_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def without(root: Path, load: Callable[[Path], Loaded] = load_workspace) -> Loaded:
    """What is read when nothing is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CURRICULUM_CACHE", "")
        return load(root)


def whole(found: Any) -> Any:
    """A value with its places, which count for nothing when records are compared, and with its types."""
    if isinstance(found, Ref):
        return "ref", str(found), found.at
    if dataclasses.is_dataclass(found):
        parts = [whole(getattr(found, field.name)) for field in dataclasses.fields(found)]
        return type(found), parts
    if isinstance(found, Mapping):
        return type(found), [(whole(key), whole(value)) for key, value in found.items()]
    if isinstance(found, tuple | list | set | frozenset):
        return type(found), [whole(part) for part in (found if isinstance(found, tuple | list) else sorted(found))]
    return type(found), found


def stores(cache: Path) -> list[Path]:
    return sorted(cache.iterdir()) if cache.exists() else []


@pytest.mark.parametrize("load", [load_workspace, load_rules])
def test_what_is_recalled_is_what_was_read(sample: Path, cache: Path, load: Callable[[Path], Loaded]) -> None:
    expected = whole(without(sample, load))
    assert whole(load(sample)) == expected
    assert len(stores(cache)) == 1
    assert whole(load(sample)) == expected


def test_nothing_is_decoded_twice(sample: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_workspace(sample)
    decoded: list[str] = []
    from curriculum.load import yaml_tree

    true = yaml_tree.read_tree
    monkeypatch.setattr(
        yaml_tree, "read_tree", lambda text, file, *rest: decoded.append(file) or true(text, file, *rest)
    )
    load_workspace(sample)
    assert decoded, "files of people are always read"
    assert all(file.startswith("people/") for file in decoded), decoded


def test_an_edited_file_is_read_anew_even_if_its_date_and_size_stay(sample: Path, cache: Path) -> None:
    load_workspace(sample)
    files = [f for f in sorted(sample.rglob("*.yaml")) if "people" not in f.parts]
    assert len(files) > 20
    for file in files:
        content, state = file.read_bytes(), file.stat()
        at = content.index(b": ") + 2
        edited = content[:at] + (b"%" if content[at : at + 1] != b"%" else b"&") + content[at + 1 :]
        file.write_bytes(edited)
        os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
        assert file.stat().st_size == state.st_size
        assert whole(load_workspace(sample)) == whole(without(sample)), file
        file.write_bytes(content)
    assert whole(load_workspace(sample)) == whole(without(sample))


def test_other_languages_are_another_store(sample: Path, cache: Path) -> None:
    load_workspace(sample)
    program = sample / "program.yaml"
    program.write_text(
        program.read_text(encoding="utf-8").replace("languages: [en, ", "languages: ["), encoding="utf-8"
    )
    assert whole(load_workspace(sample)) == whole(without(sample))


def test_files_with_mistakes_say_so_every_time(sample: Path, cache: Path) -> None:
    role = next((sample / "roles").glob("*.yaml"))
    role.write_text(role.read_text(encoding="utf-8") + "levle: 3\n", encoding="utf-8")
    for _ in range(3):
        found, said = load_workspace(sample)
        assert [d.code.number for d in said if d.at.file == f"roles/{role.name}"] == ["CUR111"]
        assert found is not None
        assert f"roles/{role.stem}" in found.unreadable


def test_sound_rules_are_not_checked_again_until_something_is_edited(sample: Path, cache: Path) -> None:
    asked = 0

    def check(ws: Workspace) -> tuple[Diagnostic, ...]:
        nonlocal asked
        asked += 1
        return check_rules(ws)

    for times in (1, 1, 1):
        assert not has_errors(load_rules(sample, check)[1])
        assert asked == times
    load_workspace(sample)
    load_rules(sample, check)
    assert asked == 1
    role = sorted((sample / "roles").glob("*.yaml"))[0]
    before = role.read_bytes()
    role.write_bytes(before.replace(b"competency: ", b"competency: not-", 1))
    for times in (2, 3):
        assert [d.code.number for d in load_rules(sample, check)[1] if d.severity == "error"] == ["CUR201"]
        assert asked == times
    role.write_bytes(before)
    assert not has_errors(load_rules(sample, check)[1])
    assert asked == 3


def test_a_further_file_with_a_mere_warning_is_checked(sample: Path, cache: Path) -> None:
    """It is not kept, so what is kept is all there; but it is not all there is."""
    load_rules(sample, check_rules)
    role = sorted((sample / "roles").glob("*.yaml"))[0]
    text = role.read_text(encoding="utf-8").replace("competency: ", "competency: not-", 1)
    text = text.replace("  en: ", "  de: Anderes\n  en: ", 1)  # a language that the programme does not have
    (sample / "roles/further.yaml").write_text(text, encoding="utf-8")
    for _ in range(3):
        codes = {d.code.number: d.severity for d in load_rules(sample, check_rules)[1]}
        assert codes["CUR201"] == "error"
        assert codes["CUR130"] == "warning"


def test_rules_with_errors_are_said_every_time(sample: Path, cache: Path) -> None:
    role = sorted((sample / "roles").glob("*.yaml"))[0]
    role.write_bytes(role.read_bytes().replace(b"competency: ", b"competency: not-", 1))
    for _ in range(3):
        assert [d.code.number for d in load_rules(sample, check_rules)[1] if d.severity == "error"] == ["CUR201"]


def _cut(store: Path) -> None:
    store.write_bytes(store.read_bytes()[:-100])


def _flip(store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[len(content) // 2] ^= 1
    store.write_bytes(content)


def _other_content(store: Path) -> None:
    """Whole, but with tables that fit nothing."""
    import hashlib
    import marshal

    payload = marshal.dumps(([("program.yaml", b"")], True, ([], [("Role", 1, (b"\7\0\0\0",))], [0])))
    store.write_bytes(hashlib.sha256(payload).digest() + payload)


def _open_to_all(store: Path) -> None:
    store.chmod(0o644)


def _a_link(store: Path) -> None:
    store.rename(store.with_suffix(".other"))
    store.symlink_to(store.with_suffix(".other"))


def _a_folder(store: Path) -> None:
    store.unlink()
    store.mkdir()


def _a_pipe(store: Path) -> None:
    store.unlink()
    os.mkfifo(store, 0o600)


def _empty(store: Path) -> None:
    store.write_bytes(b"")


@pytest.mark.skipif(os.name == "nt", reason="modes and pipes of POSIX")
@pytest.mark.parametrize("harm", [_cut, _flip, _other_content, _open_to_all, _a_link, _a_folder, _a_pipe, _empty])
def test_a_store_that_is_damaged_or_foreign_is_none(sample: Path, cache: Path, harm: Callable[[Path], None]) -> None:
    expected = whole(without(sample))
    load_workspace(sample)
    (store,) = stores(cache)
    harm(store)
    assert whole(load_workspace(sample)) == expected
    assert whole(load_workspace(sample)) == expected


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_stores_are_their_owners_alone_and_hold_nobody(sample: Path, cache: Path) -> None:
    people = sample / "people/exemptions.yaml"
    people.write_text(people.read_text(encoding="utf-8").replace("why: ", "why: Zanzibarella ", 1), encoding="utf-8")
    assert "Zanzibarella" in people.read_text(encoding="utf-8")
    load_workspace(sample)
    (store,) = stores(cache)
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    content = store.read_bytes()
    assert b"people/" not in content
    assert b"Zanzibarella" not in content


def test_a_few_edits_are_not_worth_writing_all(sample: Path, cache: Path) -> None:
    load_workspace(sample)
    (store,) = stores(cache)
    before = store.read_bytes()
    edited = sorted((sample / "roles").glob("*.yaml"))
    edited[0].write_text(edited[0].read_text(encoding="utf-8") + "\n", encoding="utf-8")
    load_workspace(sample)
    assert store.read_bytes() == before
    for role in edited:
        role.write_text(role.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    load_workspace(sample)
    assert store.read_bytes() != before
    assert whole(load_workspace(sample)) == whole(without(sample))


def test_only_the_youngest_stores_stay(sample: Path, cache: Path) -> None:
    program = sample / "program.yaml"
    for n in range(MOST_STORES + 2):
        program.write_text(program.read_text(encoding="utf-8") + f"# {n}\n", encoding="utf-8")
        load_rules(sample)
    assert len(stores(cache)) == MOST_STORES


def test_without_a_place_to_write_nothing_is_kept_and_nothing_is_said(sample: Path, cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert whole(load_workspace(sample)) == whole(without(sample))
    assert cache.read_text() == "a file where the folder should be"


def test_where_stores_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_folder() is None  # the variable is there, and empty
    monkeypatch.delenv("CURRICULUM_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_folder() is None  # a home that is not there is not made
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_folder() == tmp_path / ".cache/curriculum"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    assert cache_folder() == tmp_path / "elsewhere/curriculum"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder() == tmp_path / "Library/Caches/curriculum"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert cache_folder() == tmp_path / "local/curriculum/Cache"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(ws=workspaces())
def test_packing_loses_nothing(ws: Workspace) -> None:
    objects = [ws.program, *ws.roles.values(), ws.catalog, *ws.modules.values(), ws.exemptions]
    assert whole(unpack(pack(objects))) == whole(objects)


def test_what_has_no_table_is_refused() -> None:
    with pytest.raises(NotPackable):
        pack([("a", {1.5})])


def test_counting_people_again_needs_neither_yaml_nor_heavy_libraries(sample: Path, cache: Path) -> None:
    (sample / "people/exemptions.yaml").unlink(missing_ok=True)
    for name in ("trainers", "shifts"):
        (sample / f"people/{name}.yaml").unlink(missing_ok=True)
    code = (
        "import datetime, pathlib, sys; from curriculum.pipeline import tally_needs; "
        f"assert tally_needs(pathlib.Path({str(sample)!r}), datetime.date(2026, 11, 22), 'plain')[0]; "
        "print(*sorted(sys.modules))"
    )
    for is_kept in (False, True):
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        loaded = set(done.stdout.split())
        assert "curriculum.tally.plain" in loaded
        assert ("yaml" in loaded) is not is_kept
        assert not loaded & {"typer", "rich", "jinja2", "mkdocs", "numpy", "polars", "markdown", "pydantic"}
