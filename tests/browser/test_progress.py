"""What a learner has done: kept in the browser by ids, one state for all languages and roles, saved and opened again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from curriculum.model import Calendar
from curriculum.render.wording import Wording
from tests.browser.conftest import Visit
from tests.browser.test_checks import answer, tab_to

pytestmark = pytest.mark.browser

RECORD = Path(__file__).parents[1] / "render" / "records" / "learning-record.json"
KEY = "curriculum:progress:crm"
NOW = dt.datetime(2026, 11, 25, 10, 0)
UNITS = {
    "privacy-basics": ["what-is-personal"],
    "reading-dashboards": ["find-the-number", "trust-the-number", "exercise"],
    "contacts-basics": ["find-and-enter", "check"],
}
CALENDARS = {"ar": Calendar.HIJRI, "he": Calendar.HEBREW}


def handbook(sites: Path, language: str = "en", role: str = "sales-representative") -> Path:
    return sites / language / role


def lesson(sites: Path, module: str, unit: str, language: str = "en", role: str = "sales-representative") -> Path:
    return handbook(sites, language, role) / "lessons" / module / f"{unit}.html"


def kept(page: Page) -> Any:
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY) or "null")


def keep(page: Page, state: dict[str, Any]) -> None:
    page.evaluate("([key, state]) => localStorage.setItem(key, JSON.stringify(state))", [KEY, state])


def everything(day: str = "2026-11-20") -> dict[str, Any]:
    lessons = {f"{module}/{unit}": day for module, units in UNITS.items() for unit in units}
    check = {"passed_on": "2026-11-21", "right": 4, "questions": 4}
    return {"lessons": lessons, "checks": {"reading-dashboards": check}, "minutes": {"reading-dashboards": 40}}


def test_a_lesson_is_marked_by_keyboard_in_one_language_and_done_in_all(
    visit: Callable[..., Visit], sites: Path
) -> None:
    opened = visit()
    opened.page.clock.set_fixed_time(NOW)
    page = opened.open(lesson(sites, "privacy-basics", "what-is-personal"))
    tab_to(page, ".progress-lesson button")
    page.keyboard.press("Space")
    assert page.locator(".progress-lesson button").get_attribute("aria-pressed") == "true"
    assert page.locator(".progress-said").inner_text() == "Done on 25 November 2026"
    assert page.locator(".progress-next").inner_text() == "Next: Find the number"
    assert kept(page) == {"lessons": {"privacy-basics/what-is-personal": "2026-11-25"}, "checks": {}, "minutes": {}}
    for language, said in {
        "ar": "أُنجز في ٢٥ نوفمبر ٢٠٢٦ (١٥ جمادى الآخرة ١٤٤٨ هـ)",
        "fa": "در ۴ آذر ۱۴۰۵ (۲۵ نوامبر ۲۰۲۶) انجام شد",
        "he": "הושלם ב-25 בנובמבר 2026 (ט״ו בכסלו תשפ״ז)",
    }.items():
        # Another role's handbook too: the key is the programme's.
        page = opened.open(lesson(sites, "privacy-basics", "what-is-personal", language, "finance-controller"))
        assert page.locator(".progress-lesson button").get_attribute("aria-pressed") == "true"
        assert page.locator(".progress-said").inner_text() == said
    page.locator(".progress-lesson button").click()
    assert kept(page)["lessons"] == {}


def test_home_says_what_comes_next_and_how_much_is_left(visit: Callable[..., Visit], sites: Path) -> None:
    opened = visit()
    page = opened.open(handbook(sites) / "index.html")
    assert page.locator(".progress-home").is_hidden()
    assert page.locator(".actions .md-button--primary").inner_text() == "Start with: What is personal"
    keep(
        page,
        {"lessons": {"privacy-basics/what-is-personal": "2026-11-20", "reading-dashboards/exercise": "2026-11-20"}},
    )
    page.reload()
    assert page.locator(".actions .md-button--primary").inner_text() == "Go on with: Find the number"
    counts = page.locator(".progress-home .progress-counts").inner_text()
    assert counts == "Modules done: 1 of 3 Time left, about: 1 h 30 min"
    levels = page.locator(".progress-home .progress-levels li")
    assert levels.all_inner_texts() == ["Beginner\n1 of 2", "Intermediate\n0 of 1"]
    assert page.locator("#progress-1").evaluate("bar => bar.value / bar.max") == 0.5
    page.locator(".actions .md-button--primary").click()
    page.wait_for_url(lesson(sites, "reading-dashboards", "find-the-number").as_uri())
    persian = opened.open(handbook(sites, "fa") / "index.html")
    assert persian.locator(".progress-home .progress-counts").inner_text() == (
        "ماژول‌های انجام‌شده: ۱ از ۳ زمان باقی‌مانده، حدوداً: ۱ ساعت و ۳۰ دقیقه"
    )


def test_a_check_that_is_next_is_named_as_one(visit: Callable[..., Visit], sites: Path) -> None:
    opened = visit()
    page = opened.open(handbook(sites) / "index.html")
    state = everything()
    del state["checks"]["reading-dashboards"]
    keep(page, state)
    page.reload()
    go_on = page.locator(".actions .md-button--primary")
    assert go_on.inner_text() == "Go on with: Knowledge check: Reading dashboards"
    go_on.click()
    page.wait_for_url("**/lessons/reading-dashboards/check.html")


def test_the_path_marks_what_is_done(visit: Callable[..., Visit], sites: Path) -> None:
    opened = visit()
    page = opened.open(handbook(sites) / "path.html")
    keep(page, {"lessons": {"privacy-basics/what-is-personal": "2026-11-20"}})
    page.reload()
    assert page.locator(".step.is-done").evaluate_all("all => all.map(e => e.id)") == ["privacy-basics"]
    assert "✓ Done" in page.locator("#privacy-basics").inner_text()


def test_a_passed_check_marks_itself_and_the_unit_that_carries_it(visit: Callable[..., Visit], sites: Path) -> None:
    opened = visit()
    opened.page.clock.set_fixed_time(NOW)
    page = opened.open(lesson(sites, "reading-dashboards", "check"))
    answer(page, rightly=False, word="")
    page.keyboard.press("Enter")
    assert kept(page) is None
    page.reload()
    answer(page, rightly=True, word="fourteen")
    page.keyboard.press("Enter")
    passed = {"passed_on": "2026-11-25", "right": 4, "questions": 4}
    assert kept(page) == {"lessons": {}, "checks": {"reading-dashboards": passed}, "minutes": {}}


def test_the_record_is_saved_as_documented_deleted_and_opened_again(
    visit: Callable[..., Visit], sites: Path, tmp_path: Path
) -> None:
    opened = visit()
    opened.page.clock.set_fixed_time(NOW)
    page = opened.open(handbook(sites) / "progress.html")
    keep(page, everything())
    page.reload()
    page.locator("#progress-person").fill("E1003")
    with page.expect_download() as download:
        page.locator("[data-do=save]").click()
    saved = tmp_path / "record.json"
    download.value.save_as(saved)
    assert download.value.suggested_filename == "learning-record-crm.json"
    assert json.loads(saved.read_text("utf-8")) == json.loads(RECORD.read_text("utf-8"))
    assert "E1003" not in json.dumps(kept(page))

    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[data-do=delete]").click()
    assert kept(page) is None
    assert page.locator("tr[data-module=privacy-basics] [data-say=done]").inner_text() == ""
    page.locator(".progress-file").set_input_files(saved)
    page.wait_for_function("document.querySelector('.progress-live .progress-said').textContent.includes('6')")
    assert kept(page) == everything()
    assert page.locator("tr[data-module=reading-dashboards] [data-say=done]").inner_text() == (
        "21 November 2026 · Knowledge check passed on 21 November 2026"
    )


def test_of_two_records_the_earlier_day_stays(visit: Callable[..., Visit], sites: Path) -> None:
    page = visit().open(handbook(sites) / "progress.html")
    keep(page, {"lessons": {"privacy-basics/what-is-personal": "2026-11-10", "contacts-basics/check": "2026-11-24"}})
    page.locator(".progress-file").set_input_files(RECORD)
    page.wait_for_function("document.querySelector('.progress-live .progress-said').textContent")
    lessons = kept(page)["lessons"]
    assert lessons["privacy-basics/what-is-personal"] == "2026-11-10"
    assert lessons["contacts-basics/check"] == "2026-11-20"
    assert len(lessons) == 6


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("not JSON", "This is not a file that was saved here."),
        ([], "This is not a file that was saved here."),
        ({"schema": "something"}, "This is not a file that was saved here."),
        ({"version": 2}, "The file comes from a newer version of this handbook."),
        ({"programme": "other"}, "The file belongs to another programme: other."),
        (
            {"lessons": [{"lesson": "../x", "done_on": "2026-11-20"}, {"lesson": "a/b", "done_on": "<b>"}, None, 7]},
            "Lessons in the file: 0. They are added.",
        ),
    ],
)
def test_a_file_that_is_not_a_record_changes_nothing(
    visit: Callable[..., Visit], sites: Path, tmp_path: Path, change: Any, said: str
) -> None:
    record = json.loads(RECORD.read_text("utf-8")) | {"checks": [{"module": "x"}, None], "minutes": {"a": -1, "../": 5}}
    text = json.dumps(record | change) if isinstance(change, dict) else change if isinstance(change, str) else "[]"
    file = tmp_path / "file.json"
    file.write_text(text, "utf-8")
    page = visit().open(handbook(sites) / "progress.html")
    page.locator(".progress-file").set_input_files(file)
    page.wait_for_function("document.querySelector('.progress-live .progress-said').textContent")
    assert page.locator(".progress-live .progress-said").inner_text() == said
    assert kept(page) in (None, {"lessons": {}, "checks": {}, "minutes": {}})


def test_a_spoilt_store_is_no_obstacle(visit: Callable[..., Visit], sites: Path) -> None:
    page = visit().open(handbook(sites) / "progress.html")
    for spoilt in (
        "{",
        "null",
        "[]",
        '{"lessons": 3, "checks": {"a": null}, "minutes": [1]}',
        '{"lessons": {"__proto__": 1}}',
    ):
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, spoilt])
        page.reload()
        assert page.locator(".progress-record .progress-counts").inner_text().startswith("Modules done: 0 of 3")


def test_the_badge_is_there_when_the_required_part_is_done(visit: Callable[..., Visit], sites: Path) -> None:
    opened = visit(390)
    page = opened.open(handbook(sites) / "badge.html")
    assert page.locator("[data-badge=done]").is_hidden() and page.locator("[data-badge=not-yet]").is_visible()
    state = everything()
    del state["checks"]["reading-dashboards"]
    keep(page, state)
    page.reload()
    assert page.locator("[data-badge=done]").is_hidden(), "the knowledge check is not passed yet"
    keep(page, everything())
    page.reload()
    assert page.locator("[data-badge=done]").is_visible() and page.locator("[data-badge=not-yet]").is_hidden()
    page.locator("#badge-name").fill("نورا <b>")
    assert page.locator(".badge-name").inner_text() == "نورا <b>"
    assert page.locator("[data-say=date]").inner_text() == "21 November 2026"
    home = opened.open(handbook(sites) / "index.html")
    assert home.locator(".progress-badge a").is_visible()
    assert "You have done everything that is required." in home.locator(".progress-counts").inner_text()
    assert home.locator(".actions .md-button--primary").is_hidden()


def test_it_says_so_when_the_browser_keeps_nothing(visit: Callable[..., Visit], sites: Path) -> None:
    opened = visit()
    opened.page.add_init_script(
        "for (const name of ['getItem', 'setItem']) { const real = Storage.prototype[name];"
        " Storage.prototype[name] = function (key, ...rest) {"
        " if (key.startsWith('curriculum:')) throw new Error('no'); return real.call(this, key, ...rest); }; }"
    )
    page = opened.open(lesson(sites, "privacy-basics", "what-is-personal"))
    page.locator(".progress-lesson button").click()
    assert page.locator(".progress-lesson button").get_attribute("aria-pressed") == "true"
    assert page.locator(".progress-said").inner_text().startswith("This browser does not let pages keep anything.")


def test_without_a_script_all_can_be_read_and_the_record_filled_in_by_hand(browser: Browser, sites: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((handbook(sites) / "progress.html").as_uri())
    assert page.locator(".progress-noscript").is_visible()
    assert page.locator(".progress-live").first.is_hidden()
    assert page.locator("tr[data-module] th").all_inner_texts() == [
        "Privacy in daily work", "Reading dashboards", "Contacts and accounts: from A to Z",
    ]  # fmt: skip
    page.goto(lesson(sites, "reading-dashboards", "find-the-number").as_uri())
    assert page.locator(".progress-lesson").is_hidden()
    page.goto((handbook(sites) / "badge.html").as_uri())
    assert page.locator("[data-badge=done]").is_hidden()
    context.close()


@pytest.mark.parametrize("language", ["en", "ar", "fa", "he"])
def test_the_script_says_durations_and_dates_as_the_pages_do(
    visit: Callable[..., Visit], sites: Path, language: str
) -> None:
    page = visit().open(handbook(sites, language) / "index.html")
    wording = Wording(language, CALENDARS.get(language))
    minutes = [*range(1, 131), 180, 185, 600, 605, 660, 665, 6000, 6060, 6180, 12_120]
    assert page.evaluate("all => all.map(curriculumProgress.duration)", minutes) == [
        wording.duration(m) for m in minutes
    ]
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=29 * n) for n in range(40)]
    assert page.evaluate("all => all.map(curriculumProgress.date)", [str(d) for d in days]) == [
        wording.date(d) for d in days
    ]
