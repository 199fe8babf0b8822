"""Reminders as .eml drafts and the calendar of due dates. Written by libraries only; nothing is ever sent."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any, Final, NamedTuple

from curriculum.boards.page import template
from curriculum.boards.words import BoardWords

_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_FIRST_ISOLATE: Final = "\u2068"  # so that names and numbers do not turn the sentence around them
_POP_ISOLATE: Final = "\u2069"
_JOINERS: Final = "\u200c\u200d"  # Persian needs them within words
_CALENDAR: Final = {"charset": "utf-8", "method": "PUBLISH"}


class _Folding(EmailPolicy):
    """Encoded words of at most 75 characters (RFC 2047, 2). The library's newer way of folding loses blanks between
    them; its older one, `Header`, does not."""

    def fold(self, name: str, value: Any) -> str:
        if name == "Subject":
            return f"{name}: {_folded(name, str(value))}\r\n"
        if name == "To":
            (address,) = value.addresses
            if address.display_name.isascii():
                return f"{name}: {address}\r\n"
            return f"{name}: {_folded(name, address.display_name)}\r\n <{address.addr_spec}>\r\n"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


def _folded(name: str, text: str) -> str:
    return Header(text, header_name=name).encode(maxlinelen=74, linesep="\r\n")


_POLICY: Final = _Folding(linesep=SMTP.linesep)


class Item(NamedTuple):
    """One line of a reminder: who it is about (nobody in one's own), and what."""

    who: str
    text: str


class Deadline(NamedTuple):
    """One event of a calendar: what it is, when, how often it was changed, and whether it went."""

    uid: str
    title: str
    on: dt.date
    sequence: int = 0
    cancelled: bool = False


class Letter(NamedTuple):
    """A reminder in words."""

    name: str
    subject: str
    hello: str
    intro: str
    items: tuple[Item, ...]
    closing: tuple[str, ...]
    to: str = ""


def is_address(text: str) -> bool:
    """Whether it is one plain mail address: no line breaks, no second recipient."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def one_line(text: str) -> str:
    """The text as it may stand in a header: visible characters, one line."""
    return " ".join("".join(c if c.isprintable() or c in _JOINERS else " " for c in text).split())


def isolated(text: str) -> str:
    """A name or title within a sentence of plain text."""
    return f"{_FIRST_ISOLATE}{one_line(text)}{_POP_ISOLATE}"


def as_draft(letter: Letter, words: BoardWords, attached: Mapping[str, bytes]) -> bytes:
    """The draft: plain text, the same as HTML, and calendars. Mail programs open it ready to be sent."""
    message = EmailMessage(policy=SMTP)
    message["To"] = Address(display_name=one_line(letter.name), addr_spec=letter.to)
    message["Subject"] = one_line(letter.subject)
    message["X-Unsent"] = "1"
    lines = [f"- {isolated(item.who)}: {item.text}" if item.who else f"- {item.text}" for item in letter.items]
    message.set_content("\n".join([letter.hello, "", letter.intro, "", *lines, "", *letter.closing, ""]))
    message.add_alternative(
        template("reminder.html.j2").render(
            language=words.language, dir=words.direction, subject=letter.subject, hello=letter.hello,
            intro=letter.intro, items=letter.items, closing=letter.closing,
        ),
        subtype="html",
    )  # fmt: skip
    for name, content in attached.items():
        message.add_attachment(content, maintype="text", subtype="calendar", filename=name, params=_CALENDAR)
    boundary = hashlib.sha256(letter.subject.encode() + letter.to.encode()).hexdigest()[:24]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"={boundary}-{number}")  # else a random one: the same reminder gives the same bytes
    return message.as_bytes(policy=_POLICY)


def uid_of(person: str, module: str) -> str:
    """Always the same for the same person and module; tells neither."""
    return hashlib.sha256(f"{person}\0{module}".encode()).hexdigest()[:32] + "@curriculum"


def as_calendar(deadlines: Sequence[Deadline], as_of: dt.date) -> bytes:
    """Due dates as all-day events (RFC 5545). DTSTAMP is the day of the reminder, never the clock."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//curriculum//reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for deadline in deadlines:
        event = Event()
        event.add("uid", deadline.uid)
        event.add("dtstamp", dt.datetime.combine(as_of, dt.time(), dt.UTC))
        event.add("dtstart", deadline.on)
        event.add("dtend", deadline.on + dt.timedelta(days=1))
        event.add("summary", one_line(deadline.title))
        event.add("sequence", deadline.sequence)
        event.add("transp", "TRANSPARENT")
        if deadline.cancelled:
            event.add("status", "CANCELLED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
