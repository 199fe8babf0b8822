"""The time line of a schedule: quarter hours in UTC, and what they are in the local time of each workplace."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from curriculum.model import Hours, Span, Turn, Weekday, Workplace
from curriculum.schedule.masks import interval

SLOT: Final = 15  # minutes; zones are offset by multiples of it
DAY: Final = 24 * 60 // SLOT
USUAL_HOURS: Final = (Hours(times=("09:00-12:00", "13:00-17:00")),)
_WEEKDAYS: Final = {number: day for number, day in enumerate(Weekday)}


def slots(minutes: int) -> int:
    """Quarter hours that hold so many minutes."""
    return -(-minutes // SLOT)


class Axis:
    """The quarter hours from the midnight (UTC) before `first_on` to the midnight after `last_on`."""

    def __init__(self, first_on: dt.date, last_on: dt.date) -> None:
        self.first_on = first_on
        self.last_on = last_on
        self.days = tuple(first_on + dt.timedelta(days=n) for n in range((last_on - first_on).days + 1))
        self._origin = dt.datetime.combine(first_on, dt.time(), dt.UTC) - dt.timedelta(days=1)
        self.length = (len(self.days) + 2) * DAY

    def slot(self, moment: dt.datetime) -> int:
        """The quarter hour in which an instant lies."""
        return int((moment - self._origin).total_seconds()) // (60 * SLOT)

    def moment(self, slot: int) -> dt.datetime:
        """When a quarter hour begins, in UTC."""
        return self._origin + dt.timedelta(minutes=slot * SLOT)


def hours_on(hours: Sequence[Hours], day: dt.date) -> tuple[tuple[dt.time, dt.time], ...]:
    """The working times of a day: those of the last entry that fits it; () if none does."""
    for entry in reversed(hours):
        if Span(entry.from_on, entry.until_on).covers(day) and (
            not entry.days or _WEEKDAYS[day.weekday()] in entry.days
        ):
            return tuple((_time(span.split("-")[0]), _time(span.split("-")[1])) for span in entry.times)
    return ()


def turns_on(turns: Sequence[Turn], day: dt.date, *, rests: bool) -> tuple[tuple[dt.time, dt.time], ...]:
    """The times of a shift on a day: those of the last turn that fits it. `rests`: it is in the weekend."""
    for turn in reversed(turns):
        named = _WEEKDAYS[day.weekday()] in turn.days
        week = (day - (turn.from_on or day)).days // 7
        if Span(turn.from_on, turn.until_on).covers(day) and (named or not (turn.days or rests)):
            if week % turn.every_weeks == 0:
                return tuple((_time(span.split("-")[0]), _time(span.split("-")[1])) for span in turn.times)
    return ()


def _time(text: str) -> dt.time:
    hour, minute = (int(part) for part in text.split(":"))
    return dt.time(23, 59, 59) if hour == 24 else dt.time(hour, minute)


class Place:
    """A workplace on the axis: when people work there, and which day and week a quarter hour belongs to."""

    def __init__(self, id: str, workplace: Workplace | None, axis: Axis, closed: Iterable[dt.date] = ()) -> None:
        self.id = id
        self.axis = axis
        self.zone = ZoneInfo((workplace and workplace.timezone) or "UTC")
        weekend = workplace.weekend if workplace else (Weekday.SATURDAY, Weekday.SUNDAY)
        self.hours = (workplace.hours if workplace else ()) or USUAL_HOURS
        self._closed = frozenset(closed) | frozenset(workplace.holidays if workplace else ())
        self._weekend = frozenset(n for n, day in _WEEKDAYS.items() if day in weekend)
        self.starts = [self._midnight(day) for day in axis.days]
        self.weeks = self._weeks()
        self.day_masks = [
            interval(a, b) for a, b in zip(self.starts, [*self.starts[1:], self.starts[-1] + DAY], strict=True)
        ]
        self.works = [day.weekday() not in self._weekend and day not in self._closed for day in axis.days]
        self.working = self.mask_of(self.hours)
        self.week_masks = self._week_masks()

    def _midnight(self, day: dt.date) -> int:
        return self.slot_of(dt.datetime.combine(day, dt.time()))

    def _weeks(self) -> list[int]:
        """The number of each day's working week, which begins on the day after the weekend."""
        begun = [self._week_of(day) for day in self.axis.days]
        return [week - begun[0] for week in begun]

    def _week_of(self, day: dt.date) -> int:
        first = next((n for n in range(7) if n not in self._weekend and (n - 1) % 7 in self._weekend), 0)
        return (day.toordinal() - 1 - first) // 7

    def in_first_week(self, day: dt.date) -> bool:
        """Whether a day, also one before the axis, is in the working week in which the axis begins."""
        return self._week_of(day) == self._week_of(self.axis.first_on)

    def _week_masks(self) -> list[int]:
        found = [0] * (self.weeks[-1] + 1)
        for week, mask in zip(self.weeks, self.day_masks, strict=True):
            found[week] |= mask
        return found

    def mask_of(self, hours: Sequence[Hours]) -> int:
        """The working quarter hours, by these hours, on the working days of the place; parts of one do not count."""
        found = 0
        for day, works in zip(self.axis.days, self.works, strict=True):
            for begins, ends in hours_on(hours, day) if works else ():
                first = self._edge(day, begins, up=True)
                found |= interval(first, self._edge(day, ends, up=ends.second > 0))
        return found

    def shift_mask(self, turns: Sequence[Turn]) -> int:
        """The quarter hours of somebody's shifts, on every day that is no holiday."""
        found = 0
        for day in self.axis.days:
            if day in self._closed:
                continue
            for begins, ends in turns_on(turns, day, rests=day.weekday() in self._weekend):
                first = self._edge(day, begins, up=True)
                found |= interval(first, self._edge(day, ends, up=ends.second > 0))
        return found

    def _edge(self, day: dt.date, time: dt.time, *, up: bool) -> int:
        moment = dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC)
        slot = self.axis.slot(moment)
        return slot + 1 if up and self.axis.moment(slot) != moment else slot

    def slot_of(self, local: dt.datetime) -> int:
        """The quarter hour of a local time without zone."""
        return self.axis.slot(local.replace(tzinfo=self.zone).astimezone(dt.UTC))

    def local(self, slot: int) -> dt.datetime:
        """The local time of a quarter hour, without zone."""
        return self.axis.moment(slot).astimezone(self.zone).replace(tzinfo=None)

    def day(self, slot: int) -> int:
        """The number of the local day on the axis."""
        return bisect.bisect_right(self.starts, slot) - 1

    def days_mask(self, spans: Iterable[Span]) -> int:
        """All quarter hours of the days in the spans."""
        found = 0
        for span in spans:
            low = max(span.from_on or self.axis.first_on, self.axis.first_on)
            high = min(span.until_on or self.axis.last_on, self.axis.last_on)
            if low <= high:
                first, last = (low - self.axis.first_on).days, (high - self.axis.first_on).days
                end = self.starts[last + 1] if last + 1 < len(self.starts) else self.axis.length
                found |= interval(self.starts[first] if first else 0, end)
        return found
