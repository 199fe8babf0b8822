"""The sample's reports, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from curriculum.boards.seen import Seen, look
from curriculum.boards.write import Wanted, write_reports
from curriculum.pipeline import answer_needs, open_workspace
from tests.builders import certain_day
from tests.conftest import ROOT, SAMPLE_DAY


@pytest.fixture(scope="session")
def seen() -> Seen:
    return look(answer_needs(open_workspace(ROOT).ready, certain_day(SAMPLE_DAY)))


@pytest.fixture(scope="session")
def reports(seen: Seen, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "reports"
    files, said = write_reports(seen, ROOT, folder, Wanted(with_names=True))
    assert len(files) > 50 and not said
    return folder
