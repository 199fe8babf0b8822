"""The interface of boards and reminders in one language: the catalogs of this room, behind them those of handbooks."""

from __future__ import annotations

import datetime as dt
import gettext
from functools import cache, cached_property
from typing import Final

from curriculum.model import Minutes, Text, Workspace
from curriculum.render.languages import catalogs
from curriculum.render.messages import FALLBACK, po_files, read_catalog
from curriculum.render.wording import Wording

_MANY: Final = 600  # minutes from which on only hours are said


@cache
def _own(language: str) -> gettext.GNUTranslations:
    texts = po_files("curriculum.boards")
    own = read_catalog(texts.get(language) or texts[FALLBACK])
    own.add_fallback(catalogs().get(language) or catalogs()[FALLBACK])
    return own


class BoardWords(Wording):
    """Wording with the messages of boards, and the titles of a workspace."""

    @cached_property
    def _catalog(self) -> gettext.GNUTranslations:
        return _own(self.language)

    def title(self, ws: Workspace, text: Text | None, else_: str = "") -> str:
        """A title in this language."""
        return (text.in_(self.language, ws.default_language) if text else "") or else_

    def hours(self, minutes: int) -> str:
        """From ten hours on whole hours; nothing is a dash."""
        if not minutes:
            return "–"
        return self.duration(minutes if minutes < _MANY else 60 * round(minutes / 60))

    def between(self, minutes: Minutes) -> str:
        """`12 h to 14 h`; empty where both are the same."""
        low, high = (m if m < _MANY else 60 * round(m / 60) for m in (minutes.low, minutes.high))
        if low == high:
            return ""
        values = {"low": self.duration(low), "high": self.duration(high, context="until")}
        return self.say("{low} to {high}", **values)

    def short_date(self, day: dt.date) -> str:
        """Year, month, day in numbers; in the Jalali calendar where that is the custom."""
        if str(self.second_calendar) == "jalali" and (jalali := _jalali(day)):
            return self.digits(jalali)
        return self.digits(day.isoformat())

    def money(self, amount: float, currency: str) -> str:
        """Whole units of a currency."""
        return f"{self.number(round(amount))} {currency}"


def _jalali(day: dt.date) -> str | None:
    from curriculum.render.calendars import has_jalali, to_jalali

    if not has_jalali(day):
        return None
    year, month, of_month = to_jalali(day)
    return f"{year}/{month:02}/{of_month:02}"
