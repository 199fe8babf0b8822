"""Public holidays of a country, from the `holidays` library; lunar dates that are estimated keep their mark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from curriculum import codes_schedule as codes
from curriculum.diagnostics import Diagnostic, Position
from curriculum.model import HolidayUsed, Ref, Session, Workspace


def public_holidays(
    ws: Workspace, first_on: dt.date, last_on: dt.date
) -> tuple[tuple[HolidayUsed, ...], tuple[Diagnostic, ...]]:
    """The public holidays between two days, of the workplaces that keep them free, by workplace and day.

    Days in `working_on` are left out. Reports CUR511 and CUR520.
    """
    asking = {id: place for id, place in ws.program.workplaces.items() if place.public_holidays and place.country}
    if not asking:
        return (), ()
    try:
        import holidays as library
    except ImportError:
        said = "public holidays need the library `holidays`"
        hint = "pip install 'curriculum[calendars]'"
        return (), (Diagnostic.of(codes.NO_CALENDARS, Position("program.yaml"), said, hint),)
    found: list[HolidayUsed] = []
    said_: list[Diagnostic] = []
    for id, place in asking.items():
        years = range(first_on.year, last_on.year + 1)
        try:
            known = _country(library, str(place.country), years)
        except NotImplementedError:
            message = f"workplace '{id}': no public holidays are known for country '{place.country}'"
            said_.append(Diagnostic.of(codes.NO_COUNTRY, place.at, message, "list them under `holidays`"))
            continue
        for day in sorted(known):
            if first_on <= day <= last_on and day not in place.working_on:
                name = known[day].replace("observed, estimated", "observed").replace(" (estimated)", "")
                estimated = "estimated" in known[day]
                found.append(HolidayUsed(workplace=Ref(id), on=day, name=name, estimated=estimated))
    return tuple(found), tuple(said_)


def _country(library: Any, country: str, years: range) -> Any:
    """Day → name, in English; with the mark of estimated dates where a country has them."""
    try:
        return library.country_holidays(country, years=years, language="en_US", islamic_show_estimated=True)
    except (TypeError, ValueError):  # a country without such dates
        return library.country_holidays(country, years=years, language="en_US")


def near_estimated(sessions: Sequence[Session], used: Sequence[HolidayUsed], ws: Workspace) -> Iterator[Diagnostic]:
    """CUR524: sessions on the day before or after an estimated holiday; it may move onto them."""
    for holiday in used:
        if not holiday.estimated:
            continue
        days = {f"{holiday.on + dt.timedelta(days=n)}" for n in (-1, 1)}
        near = [s.id for s in sessions if s.workplace == holiday.workplace and s.starts_at[:10] in days]
        if near:
            said = (
                f"workplace '{holiday.workplace}': {holiday.name} on {holiday.on} is estimated; sessions next to it: "
            )
            hint = "when it is announced, list the day under `holidays` or `working_on`"
            at = ws.program.workplaces[holiday.workplace].at
            yield Diagnostic.of(codes.ESTIMATED_HOLIDAY, at, said + ", ".join(near), hint)
