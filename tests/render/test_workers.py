"""Which process makes which handbook, and what becomes of the others when one of them dies."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.model import record
from curriculum.render.engine import Engine
from curriculum.render.handbook import SiteTree
from curriculum.render.publish import Built, Making, publish
from curriculum.render.site import render_trees
from curriculum.render.workers import Job, Queues
from tests.render.builders import handbooks


def job(language: str, role: str) -> Job:
    return Job(draft=SiteTree(role=role, language=language, title=role, files={}), out=Path(), engine=Engine.MATERIAL)


def jobs(**roles: int) -> list[Job]:
    return [job(language, f"role-{n}") for language, count in roles.items() for n in range(count)]


def test_a_process_stays_with_a_language() -> None:
    queues = Queues(jobs(en=6, ar=6))
    given_out = [(n, found.draft.language) for _ in range(6) for n in (0, 1) if (found := queues.take(n))]
    assert {number: {la for n, la in given_out if n == number} for number in (0, 1)} in (
        {0: {"en"}, 1: {"ar"}},
        {0: {"ar"}, 1: {"en"}},
    )


def test_a_process_joins_where_much_is_left() -> None:
    queues = Queues(jobs(en=8))
    assert queues.take(0) and queues.take(1)


def test_a_process_does_not_learn_a_language_for_the_last_few() -> None:
    queues = Queues(jobs(en=4))
    assert queues.take(0) and queues.take(1) is None
    assert all(queues.take(0) for _ in range(3)) and queues.take(0) is None


@given(st.dictionaries(st.sampled_from(["en", "ar", "fa", "he"]), st.integers(1, 9)), st.lists(st.integers(0, 4)))
def test_each_is_made_once_whoever_asks(roles: dict[str, int], asking: list[int]) -> None:
    every = jobs(**roles)
    queues, seen = Queues(every), []
    for number in [*asking, *(n for _ in every for n in range(5)), *(n for n in range(5) for _ in every)]:
        found = queues.take(number)
        if found is not None:
            seen.append(found.draft.place)
    assert sorted(seen) == sorted(one.draft.place for one in every)


@record
class Deadly(SiteTree):
    """A handbook on which its process dies."""

    def tree(self) -> SiteTree:
        os._exit(1)


@pytest.mark.build
def test_a_process_that_dies_takes_no_other_handbook_with_it(tmp_path: Path) -> None:
    trees = render_trees(handbooks(("en", "he", "ar")))[0]
    dead = trees[0]
    drafts = [Deadly(role=dead.role, language=dead.language, title=dead.title, files=dead.files), *trees[1:]]
    built, found = publish(drafts, {}, tmp_path, Making(workers=2))
    assert [(d.code.number, d.at.file) for d in found] == [("CUR602", f"roles/{dead.role}.yaml")]
    assert built == Built(built=len(trees) - 1)
    assert not (tmp_path / dead.place).exists()
    again, found = publish(trees, {}, tmp_path, Making(workers=2))
    assert (again, found) == (Built(built=1, unchanged=len(trees) - 1), ())


@pytest.mark.build
def test_the_shared_files_come_even_if_the_first_site_fails(tmp_path: Path) -> None:
    trees = render_trees(handbooks(("en",)))[0]
    broken = replace(trees[0], files={**trees[0].files, "overrides/main.html": "{% broken %}"})
    publish([broken, *trees[1:]], {}, tmp_path, Making(workers=1))
    assert (tmp_path / "en/shared.assets/handbook.css").is_file()
