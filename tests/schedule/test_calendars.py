"""iCalendar files by RFC 5545 and RFC 5546, with the library `icalendar` as the judge, and a calendar that follows them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Iterator, Mapping
from pathlib import Path

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curriculum.model import Away, Person, ScheduleFile, Span, Workspace
from curriculum.pipeline import open_workspace
from curriculum.schedule import Asked
from curriculum.schedule.calendars import calendar_files
from curriculum.scheduling import schedule_workspace
from tests import builders as b
from tests.schedule.small import AS_OF, learner, live, planned, small, trainer
from tests.schedule.test_files import DAY, sample  # noqa: F401  (a fixture)

LONG = "سلامت و ایمنی در کار، با همهٔ جزئیات لازم " * 6  # more than 75 octets, of two octets each


def files_of(ws: Workspace, made: ScheduleFile, previous: ScheduleFile | None = None) -> dict[str, bytes]:
    return dict(calendar_files(ws, made, previous))


def events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def check_form(content: bytes) -> None:
    """RFC 5545: 3.1 (lines), 3.4, 3.6 (what must be there), 3.6.1, 3.6.5 (every TZID has its VTIMEZONE), 3.8.4.7 (UID)."""
    assert content.endswith(b"END:VCALENDAR\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    calendar = icalendar.Calendar.from_ical(content)
    assert not calendar.errors and calendar["VERSION"] == "2.0" and calendar["PRODID"]
    assert calendar["METHOD"] in ("PUBLISH", "CANCEL")
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    for zone in calendar.walk("VTIMEZONE"):
        assert zone.walk("STANDARD"), "Outlook wants one"
    uids = [str(event["UID"]) for event in calendar.walk("VEVENT")]
    assert uids and len(set(uids)) == len(uids)
    for event in calendar.walk("VEVENT"):
        assert not event.errors
        assert event["DTSTAMP"].dt.tzinfo is not None and event["DTSTART"].dt < event["DTEND"].dt
        used = {str(event[edge].params["TZID"]) for edge in ("DTSTART", "DTEND") if "TZID" in event[edge].params}
        assert used <= zones
        assert (event["STATUS"] == "CANCELLED") == (calendar["METHOD"] == "CANCEL")
        assert int(event["SEQUENCE"]) >= 0 and event["SUMMARY"]


def test_every_file_of_the_sample_keeps_the_rules(sample: Path) -> None:  # noqa: F811
    ws = open_workspace(sample).ready
    done = schedule_workspace(sample, ws, Asked(as_of=dt.date.fromisoformat(DAY)))
    assert done.made is not None
    files = files_of(ws, done.made)
    assert len(files) > 50
    for content in files.values():
        check_form(content)
    for session in done.made.sessions:
        zone = zoneinfo.ZoneInfo(str(ws.program.workplaces[str(session.workplace)].timezone))
        starts = dt.datetime.fromisoformat(session.starts_at).replace(tzinfo=zone)
        mine = [e for p in session.people for e in events(files[f"people/{p}.ics"])]
        assert sum(e["DTSTART"].dt == starts for e in mine) >= len(session.people)


def test_long_lines_are_folded_between_characters() -> None:
    module = dataclasses.replace(live("safety"), title=b.text(LONG))
    plan = planned(small([learner("p1")], [module]))
    for content in files_of(plan.answer.workspace, plan.schedule).values():
        check_form(content)
        assert [str(e["SUMMARY"]).strip() for e in events(content)] == [LONG.strip()]


@pytest.mark.parametrize("text", ['comma, semicolon; backslash \\ and "quotes"', "two\nlines", "BEGIN:VEVENT"])
def test_words_of_an_author_stay_words(text: str) -> None:
    module = dataclasses.replace(live("safety"), title=b.text(text))
    plan = planned(small([learner("p1")], [module]))
    content = files_of(plan.answer.workspace, plan.schedule)["people/p1.ics"]
    check_form(content)
    assert [str(event["SUMMARY"]) for event in events(content)] == [text]


# ── a calendar that follows ──


class Client:
    """Somebody's calendar program: by UID it keeps the event with the highest SEQUENCE, and drops what is cancelled."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, str, bytes]] = {}

    def take(self, content: bytes) -> None:
        for event in events(content):
            uid, number, status = str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])
            what = event["DTSTART"].to_ical() + event["DTEND"].to_ical()
            known = self._seen.get(uid)
            if known is not None:
                assert number >= known[0] or status == "CANCELLED" == known[1], "an older event after a newer one"
                assert number > known[0] or (status, what) == known[1:] or number < known[0], (
                    "a change without a number"
                )
            if known is None or number > known[0]:
                self._seen[uid] = (number, status, what)

    def shows(self) -> set[str]:
        """`s12 20270120T090000` of each event that is not cancelled."""
        return {
            f"{uid.split('.')[0]} {what.decode()[:15]}" for uid, (_, s, what) in self._seen.items() if s != "CANCELLED"
        }


def seats(made: ScheduleFile) -> Iterator[tuple[str, str]]:
    for session in made.sessions:
        at = session.starts_at.replace("-", "").replace(":", "").replace(" ", "T") + "00"
        for person in session.people:
            yield f"people/{person}", f"{session.id} {at}"
        yield f"trainers/{session.trainer}", f"{session.id} {at}"


DISTURBANCES = st.fixed_dictionaries(
    {
        "absent": st.sets(st.integers(0, 11), max_size=4),  # numbers of people who are off the roster
        "ill": st.one_of(st.none(), st.integers(0, 11)),
        "trainer": st.sampled_from(["both", "t1", "t2", "t1 away"]),
        "sent": st.booleans(),  # whether calendars were written after this run
    }
)


def disturbed(case: Mapping[str, object], last: ScheduleFile | None) -> Workspace:
    people: list[Person] = [learner(f"p{n:02d}") for n in range(12) if n not in case["absent"]]  # type: ignore[operator]
    day = dt.date.fromisoformat(last.sessions[0].starts_at[:10]) if last and last.sessions else AS_OF
    people = [p._replace(leave=(Span(day, day),)) if p.id == f"p{case['ill']!s:0>2}" else p for p in people]
    away = (Away(from_on=day, until_on=day),) if case["trainer"] == "t1 away" else ()
    trainers = (trainer("t1", leave=away), trainer("t2"))
    chosen = tuple(t for t in trainers if case["trainer"] in ("both", "t1 away", t.person))
    return small(people, [live("safety", max_group=5)], trainers=chosen)


def test_a_trainer_who_was_replaced_before_a_session_was_cancelled_is_told() -> None:
    """t1 follows the calendar, misses the run in which t2 takes over, and reads the one that cancels it."""
    first = planned(small([learner("p1")])).schedule
    second = planned(small([learner("p1")], trainers=(trainer("t2"),)), previous=first).schedule
    assert second.sessions[0].trainer == "t2" and second.sessions[0].id == first.sessions[0].id
    empty = small([], trainers=(trainer("t2"),))
    third = planned(empty, previous=second).schedule
    t1 = Client()
    t1.take(files_of(small([learner("p1")]), first)["trainers/t1.ics"])
    t1.take(files_of(empty, third, second)["trainers/t1.cancelled.ics"])
    assert t1.shows() == set()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases=st.lists(DISTURBANCES, min_size=2, max_size=6))
def test_who_follows_the_files_sees_the_schedule(cases: list[dict[str, object]]) -> None:
    """People come, go, fall ill and return, trainers change; not every change was sent. Then the last one is."""
    clients: dict[str, Client] = {}
    last: ScheduleFile | None = None
    cases[-1]["sent"] = True
    for case in cases:
        ws = disturbed(case, last)
        made = planned(ws, previous=last).schedule
        for name, content in files_of(ws, made, last).items() if case["sent"] else ():
            check_form(content)
            clients.setdefault(name.removesuffix(".ics").removesuffix(".cancelled"), Client()).take(content)
        last = made
    assert last is not None
    wanted: dict[str, set[str]] = {}
    for name, seat in seats(last):
        wanted.setdefault(name, set()).add(seat)
    for name, client in clients.items():
        if name.startswith(("people/", "trainers/")):
            assert client.shows() == wanted.get(name, set()), name
