"""Calendar arithmetic on local dates: months that clamp, working weeks, days inside and outside a leave."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable

from curriculum.model import Cycle, Span, Weekday, Workplace

ONE_DAY = dt.timedelta(days=1)
_WEEKDAYS = {day: number for number, day in enumerate(Weekday)}


def add_days(day: dt.date, days: int) -> dt.date:
    """So many days later; the first or the last day of the calendar where it ends (HR systems write 9999-12-31)."""
    number = min(max(day.toordinal() + days, 1), dt.date.max.toordinal())
    return dt.date.fromordinal(number)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, clamped to the month's last day (31 Jan + 1 month = 28 or 29 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of_cycle(completed_on: dt.date, cycle: Cycle) -> dt.date:
    """The first cycle day on or after the end of the minimum validity (29 February falls on the 28th)."""
    least = add_months(completed_on, cycle.minimum_months)
    month, day = (int(part) for part in cycle.day.split("-"))
    for year in (least.year, least.year + 1):
        last = dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
        if last >= least:
            return last
    raise AssertionError("a day of the year comes round every year")


class WorkingDays:
    """The working days of one workplace, less somebody's leave. Both ends of every interval are included."""

    def __init__(self, workplace: Workplace | None, leave: Iterable[Span] = ()) -> None:
        weekend = workplace.weekend if workplace else Workplace.__dataclass_fields__["weekend"].default
        self._weekend = frozenset(_WEEKDAYS[day] for day in weekend)
        self._holidays = frozenset(workplace.holidays if workplace else ())
        self._leave = tuple(leave)

    def works_on(self, day: dt.date) -> bool:
        """Whether the day is a working day on which the person is not away."""
        return (
            day.weekday() not in self._weekend
            and day not in self._holidays
            and not any(span.covers(day) for span in self._leave)
        )

    def count(self, first: dt.date, last: dt.date) -> int:
        """How many working days there are from first to last."""
        return sum(self.works_on(first + n * ONE_DAY) for n in range((last - first).days + 1))

    def nth(self, first: dt.date, number: int, *, within_days: int = 3660) -> dt.date | None:
        """The so many-th working day from `first` on (1 is the first one); None if there is none in ten years."""
        for n in range(min(within_days, (dt.date.max - first).days + 1)):
            number -= self.works_on(first + n * ONE_DAY)
            if number <= 0:
                return first + n * ONE_DAY
        return None
