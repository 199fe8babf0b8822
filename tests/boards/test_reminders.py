"""Reminders: to the right people, in their language, only where something changed, and never with a second recipient."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
import stat
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from curriculum.boards.board import make_board
from curriculum.boards.mail import Deadline, Item, Letter, as_calendar, as_draft, is_address, uid_of
from curriculum.boards.seen import Seen
from curriculum.boards.words import BoardWords
from tests.conftest import Run

DAY = "2026-11-22"


def drafts(folder: Path) -> dict[str, EmailMessage]:
    return {file.stem: read(file.read_bytes()) for file in sorted((folder / "reports" / "reminders").glob("*.eml"))}


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def remind(run: Run, folder: Path, *words: object, day: str = DAY) -> str:
    ran = run("remind", "-w", folder, "--as-of", day, *words)
    assert ran.code == 0, ran.err
    return ran.out + ran.err


def events(message: EmailMessage) -> dict[str, tuple[dt.date, int, str]]:
    (part,) = [p for p in message.iter_attachments() if p.get_filename() == "training.ics"]
    calendar = Calendar.from_ical(part.get_content())
    return {
        str(e["uid"]): (e["dtstart"].dt, int(e["sequence"]), str(e.get("status", ""))) for e in calendar.walk("VEVENT")
    }


def test_people_and_managers_are_told_in_their_language(sample: Path, run: Run) -> None:
    said = remind(run, sample)
    made = drafts(sample)
    assert "nothing is sent" in said and len(made) > 80
    hebrew = made["person-E1110"]
    assert hebrew["To"] == "Dana Sasson <dana.sasson@example.com>" and "יחידות" in hebrew["Subject"]
    assert hebrew["X-Unsent"] == "1" and hebrew["From"] is None, "a draft of whoever opens it"
    manager = made["manager-E1005"]
    body = manager.get_body(("plain",))
    assert body is not None and "Layan Al-Fayez" in body.get_content() and manager["Subject"].endswith("الآن")
    html = manager.get_body(("html",))
    assert html is not None and '<html lang="ar" dir="rtl">' in html.get_content()
    persian = made["person-E1158"].get_body(("plain",))
    assert persian is not None and "پیاده‌سازی" in persian.get_content(), "joiners stay within words"


def test_one_draft_speaks_of_its_recipient_only(sample: Path, run: Run) -> None:
    remind(run, sample)
    names = {
        line.split(",")[0]: line.split(",")[1] for line in (sample / "people/roster.csv").read_text().splitlines()[1:]
    }
    for name, message in drafts(sample).items():
        if name.startswith("person-"):
            text = "".join(str(part.get_content()) for part in message.walk() if not part.is_multipart())
            own = names[name.removeprefix("person-")]
            others = {other for other in names.values() if other and other != own and other not in own}
            assert not [other for other in others if other in text], name


def test_told_once_and_again_only_where_something_changed(sample: Path, run: Run) -> None:
    remind(run, sample)
    before = {name: message.as_bytes() for name, message in drafts(sample).items()}
    assert "0 drafts for people, 0 for managers" in remind(run, sample)
    for file in (sample / "reports" / "reminders").glob("*.eml"):
        file.unlink()
    run("record", "completion", "E1110", "privacy-basics", "-w", sample, "--as-of", DAY, "--by", "office")
    remind(run, sample)
    after = drafts(sample)
    assert "person-E1110" in after and len(after) <= 4, "them, and perhaps their managers"
    assert after["person-E1110"].as_bytes() != before["person-E1110"]
    was, is_ = events(read(before["person-E1110"])), events(after["person-E1110"])
    gone = {uid for uid, (_, _, status) in is_.items() if status == "CANCELLED"}
    assert gone == {uid_of("E1110", "privacy-basics")} <= was.keys()
    assert {uid: entry for uid, entry in is_.items() if uid not in gone} == {
        u: e for u, e in was.items() if u not in gone
    }


def test_a_date_that_moved_replaces_the_old_one(sample: Path, run: Run) -> None:
    remind(run, sample, "--person", "E1110")
    was = events(drafts(sample)["person-E1110"])
    program = sample / "program.yaml"
    program.write_text(program.read_text().replace("go_live_on: 2027-04-05", "go_live_on: 2027-04-19"))
    remind(run, sample, "--person", "E1110")
    is_ = events(drafts(sample)["person-E1110"])
    moved = [uid for uid in was if is_[uid][0] != was[uid][0]]
    assert moved and all(is_[uid][1] == was[uid][1] + 1 and was[uid][1] == 0 for uid in moved)


def test_only_the_owner_can_read_drafts(sample: Path, run: Run) -> None:
    remind(run, sample, "--person", "E1110")
    folder = sample / "reports" / "reminders"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert not any(name in (folder / ".state.json").read_text() for name in ("Dana", "dana", "@example"))


def test_who_has_no_address_is_named_by_id_and_skipped(sample: Path, run: Run) -> None:
    roster = sample / "people" / "roster.csv"
    roster.write_text(
        roster.read_text().replace("dana.sasson@example.com", "a@b.example, c@d.example".replace(",", ";"))
    )
    said = remind(run, sample, "--person", "E1110")
    assert "CUR733" in said and "E1110" in said and "Dana" not in said
    assert not drafts(sample)


@pytest.mark.parametrize(
    "text",
    ["", "a@b", "a@b.c\r\nBcc: x@y.z", "a@b.example, c@d.example", "a b@c.example", "<a@b.example>", "a@b.example\n"],
)
def test_what_is_no_single_address(text: str) -> None:
    assert not is_address(text)


@settings(max_examples=40)
@given(name=st.text(max_size=60), subject=st.text(max_size=60), title=st.text(max_size=60))
def test_no_name_or_title_adds_a_header_or_an_event(name: str, subject: str, title: str) -> None:
    letter = Letter(name, subject, "hello", "intro", (Item(name, title),), (), to="a@b.example")
    calendar = as_calendar([Deadline("u@c", title, dt.date(2027, 1, 1))], dt.date(2026, 1, 1))
    content = as_draft(letter, BoardWords("en"), {"training.ics": calendar})
    assert content == as_draft(letter, BoardWords("en"), {"training.ics": calendar})
    message = read(content)
    assert set(message.keys()) == {"To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"}
    assert [address.addr_spec for address in message["To"].addresses] == ["a@b.example"]
    assert len(Calendar.from_ical(calendar).walk("VEVENT")) == 1
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        (
            "سعد بن عبد الله الزهراني من فرع الرياض",
            "تدريب فريقك: أحد عشر شخصًا يحتاجون إلى إجراء الآن، وبعضهم منذ أسابيع",
        ),
        ("Doe, Jane (Sales) " + "and her long name " * 9, "Training of your people: " + "eleven need action now " * 9),
        ("نازنین رضایی‌فرد", "آموزش شما: ۵ ماژول"),
        ("Åsa " * 40, "é" * 300),
    ],
)
def test_headers_are_folded_into_encoded_words_of_75_and_lose_no_blank(name: str, subject: str) -> None:
    letter = Letter(name, subject, "hello", "intro", (), (), to="a@b.example")
    content = as_draft(letter, BoardWords("ar"), {})
    message = read(content)
    assert message["Subject"] == subject.strip()
    # By the older reader: the newer one keeps the blanks between encoded words of a name.
    to, address = email.utils.parseaddr(" ".join(email.message_from_bytes(content)["To"].split()))
    assert (str(make_header(decode_header(to))), address) == (name.strip(), "a@b.example")
    head = content.split(b"\r\n\r\n", 1)[0]
    assert all(len(word) <= 75 for word in head.split() if word.startswith(b"=?")), head
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    if not subject.isascii():
        assert all(len(line) <= 78 for line in head.split(b"\r\n")), head


HOSTILE = [
    "x\r\nBcc: evil@example.com",
    "x\nSubject: y",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT",
    "\u2028Bcc: a@b.c",
    "x\x00y",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_line_breaks_in_names_stay_words(text: str) -> None:
    letter = Letter(text, text, "hello", "intro", (Item(text, text),), (), to="a@b.example")
    message = read(as_draft(letter, BoardWords("en"), {}))
    assert message["Bcc"] is None and len(message.get_all("Subject", [])) == 1
    calendar = as_calendar([Deadline("u@c", text, dt.date(2027, 1, 1))], dt.date(2026, 1, 1))
    assert len(Calendar.from_ical(calendar).walk("VEVENT")) == 1


def test_status_says_what_to_act_on_and_the_first_step(seen: Seen, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.conftest import ROOT

    monkeypatch.setenv("COLUMNS", "160")
    everybody = run("status", "-w", ROOT, "--as-of", DAY).out
    of_one = run("status", "-w", ROOT, "--as-of", DAY, "--manager", "E1005").out
    assert "14  overdue or expired (first 2027-01-31" in everybody and "6  overdue or expired" in of_one
    acting = make_board(seen, None, "en").acting
    assert f"Action now: {acting} people, by kind" in everybody, "as many as the report says"
    assert "too little time" in everybody and "too little time" not in of_one
