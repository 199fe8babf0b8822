"""What one reader gets: the programme's texts in their language or, marked as such, in the default one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from curriculum.model import Minutes, Text, record
from curriculum.render.markdown import Markdown, escape, in_language
from curriculum.render.wording import Wording, direction, fill, isolated


@record
class Reader:
    """A language and the programme's default. Everything returned is safe to stand in Markdown, but `plain`."""

    wording: Wording
    default: str

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.wording.language

    def shown_in(self, text: Text) -> str:
        """The language in which the reader sees the text."""
        for language in (self.language, self.default):
            if text.words.get(language):
                return language
        return next(iter(text.words), self.default)

    def text(self, text: Text) -> Markdown:
        """The words, marked when they are in another language."""
        words = escape(text.in_(self.language, self.default))
        shown = self.shown_in(text)
        if shown == self.language:
            return escape(isolated(text.in_(self.language, self.default), self.wording.direction))
        # The isolates serve where only the text survives: in the table of contents and in search.
        turns = direction(shown) != self.wording.direction
        return in_language(Markdown(f"\u2068{words}\u2069") if turns else words, shown)

    def plain(self, text: Text) -> str:
        """The words as plain text; isolated (U+2068 … U+2069) when they run the other way."""
        words = " ".join(text.in_(self.language, self.default).split())
        if direction(self.shown_in(text)) == self.wording.direction:
            return isolated(words, self.wording.direction)
        return f"\u2068{words}\u2069"

    def say(self, message: str, **values: object) -> Markdown:
        """A sentence of the interface; values are escaped unless they are Markdown."""
        return Markdown(fill(self.wording.get(message), values, escape))

    def count(self, one: str, many: str, n: int) -> Markdown:
        """So many things."""
        return escape(self.wording.count(one, many, n))

    def estimate(self, minutes: Minutes) -> Markdown:
        """A duration or a range of them."""
        return escape(self.wording.estimate(minutes))

    def date(self, day: dt.date) -> Markdown:
        """A date."""
        return escape(self.wording.date(day))

    def day(self, day: dt.date) -> Markdown:
        """A date with its weekday."""
        return escape(self.wording.day(day))

    def join(self, parts: Sequence[Markdown]) -> Markdown:
        """A list in words; the parts are Markdown."""
        return Markdown(self.wording.join(parts))
