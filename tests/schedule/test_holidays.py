"""Public holidays where the library or the country is missing."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from curriculum.diagnostics import Diagnostic
from tests import builders as b
from tests.schedule.small import HOURS, Planned, learner, planned, small


def with_holidays(country: str, **parts: Any) -> Planned:
    """A schedule of one learner at an office that keeps the holidays of a country free."""
    office = b.workplace("Asia/Riyadh", hours=HOURS, country=country, public_holidays=True, **parts)
    return planned(small([learner("p1")], workplaces={"office": office}))


def only(found: Planned) -> Diagnostic:
    """Its one error; nothing was made."""
    assert found.made is None
    (error,) = [d for d in found.said if d.severity == "error"]
    return error


def test_a_missing_library_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    error = only(with_holidays("SA"))
    assert error.code.number == "CUR520" and error.hint == "pip install 'curriculum[calendars]'"
    assert planned(small([learner("p1")])).made is not None, "nobody needs it who asks for no holidays"


def test_a_country_the_list_does_not_know_is_said_at_its_workplace() -> None:
    error = only(with_holidays("XX"))
    assert error.code.number == "CUR511" and "workplace 'office'" in error.message and "'XX'" in error.message
    assert error.hint == "list them under `holidays`"


def test_a_known_country_keeps_its_days_free() -> None:
    found = with_holidays("SA")
    assert {(h.workplace, str(h.on)) for h in found.schedule.holidays} >= {("office", "2027-02-22")}
    assert found.breaches() == ()
