"""One set of semantics: both engines give the figures that the reference gives, on random workspaces."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from curriculum.model import Workspace
from curriculum.tally import tally_tables
from curriculum.tally.run import Engine
from tests.needs.ask import TODAY
from tests.needs.strategies import workspaces
from tests.tally.reference import differences, figures, read_people, write_people

ENGINES: list[Engine] = ["plain", "fast"]


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(ws=workspaces())
def test_figures_are_those_of_the_reference(engine: Engine, ws: Workspace) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_people(root, ws.people, ws.evidence)
        ws = read_people(ws, root)
        totals, rows, counts, is_proven = figures(ws, TODAY)
        rules = dataclasses.replace(ws, people=(), evidence=())
        found = tally_tables(rules, root, TODAY, engine)
        assert is_proven
        assert differences(found.people, rows) == []
        assert found.totals == totals
        assert {(n.competency, n.module): dict(n.people) for n in found.needs} == counts
