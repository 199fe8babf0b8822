"""Knowledge checks in pages: whatever is asked is shown as text, the key is not searched, words come from the catalogs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from curriculum.model import KnowledgeCheck, Option, Question
from curriculum.render.check_block import CheckBlock, as_block, as_html, mixed, read_block
from curriculum.render.engine import build_site
from curriculum.render.folding import fold
from curriculum.render.site import render_trees
from tests.render.builders import handbooks
from tests.render.questions import AR, CARRIED, EN
from tests.render.test_escape import HOSTILE, convert, parsed

PAGE = "lessons/reading-dashboards/check"


def hostile(words: str) -> KnowledgeCheck:
    """The questions with these words wherever an author can write."""

    def of(question: Question) -> Question:
        options = tuple(replace(o, text=words, feedback=words) for o in question.options)
        answers = tuple(words for _ in question.answers)
        return replace(question, text=words, options=options, answers=answers, feedback=words)

    return replace(EN, questions=tuple(map(of, EN.questions)))


def page_of(check: KnowledgeCheck, language: str = "en", shown: str = "en") -> str:
    return convert(f"Before\n\n{as_block(CheckBlock(check=check, shown=shown, language=language))}\nAfter\n")


@pytest.mark.parametrize(
    "words", [*HOSTILE, "``` \n```", '"/><img src=x onerror=alert(1)>', "</form></bdi>", "\x02wzxhzdk:0\x03"]
)
def test_questions_are_text_and_nothing_else(words: str) -> None:
    plain, found = parsed(page_of(hostile("Plain"))), parsed(page_of(hostile(words)))
    assert [tag for tag, _ in found.tags] == [tag for tag, _ in plain.tags]
    assert [sorted(a) for _, a in found.tags] == [sorted(a) for _, a in plain.tags]
    shown = " ".join(words.replace("\x02", "").replace("\x03", "").split())
    assert " ".join(found.text.replace("\x02", "").replace("\x03", "").split()).count(shown) >= 20


def test_a_block_says_what_was_asked() -> None:
    for check, language in ((EN, "en"), (AR, "ar"), (CARRIED, "he")):
        block = CheckBlock(check=check, shown=language, language=language)
        assert read_block(as_block(block).splitlines()[1]) == block


WHOLE = json.loads(as_block(CheckBlock(check=CARRIED, shown="en", language="en")).splitlines()[1])


@pytest.mark.parametrize(
    "line",
    [
        "", "{}", "[]", "null", "<script>alert(1)</script>", '{"questions": [', "[" * 5000, "1e999",
        json.dumps({**WHOLE, "language": "../../x"}), json.dumps({**WHOLE, "pass_mark": "<b>"}),
        json.dumps({**WHOLE, "attempts": 10**9}), json.dumps({**WHOLE, "questions": [{}]}),
        json.dumps({**WHOLE, "questions": [{**WHOLE["questions"][0], "kind": "essay"}]}),
    ],
)  # fmt: skip
def test_what_is_no_block_of_ours_stays_code(line: str) -> None:
    found = parsed(convert(f"``` knowledge-check\n{line}\n```\n"))
    assert not {"form", "input", "script", "b"} & {tag for tag, _ in found.tags}
    assert line[:40] in found.text


def test_lessons_cannot_make_forms_of_their_own() -> None:
    found = parsed(convert('<form action="https://example.com"><input name="a"><button>x</button></form>\n'))
    assert not {"form", "button", "input"} & {tag for tag, _ in found.tags}


def test_steps_are_mixed_and_in_every_language_alike() -> None:
    steps = [[o.id for o in mixed(check.questions[2])] for check in (EN, AR)]
    assert steps[0] == steps[1] != [o.id for o in EN.questions[2].options]
    two = (Option(id=EN.questions[0].options[0].id, text="a"), Option(id=EN.questions[0].options[1].id, text="b"))
    assert mixed(replace(EN.questions[2], options=two)) == [two[1], two[0]]


def test_everything_is_readable_without_a_script() -> None:
    found = parsed(page_of(EN))
    for question in EN.questions:
        for words in (question.text, *(o.text for o in question.options), *question.answers):
            assert words in found.text
    assert ("details", {"class": "check-key"}) in found.tags
    buttons = [attributes for tag, attributes in found.tags if tag == "button"]
    assert [("hidden" in b) for b in buttons] == [True], "a button that does nothing is not shown"


def test_every_field_has_a_name() -> None:
    tags = parsed(page_of(EN)).tags
    ids = {a["id"] for tag, a in tags if tag in ("select", "input") and "id" in a}
    assert ids == {a["for"] for tag, a in tags if tag == "label" and "for" in a}
    free = [a for tag, a in tags if tag == "input" and "id" not in a]
    assert len(free) == len([1 for tag, a in tags if tag == "label" and "for" not in a]) == 6


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["0 right answers out of 4.", "1 right answer out of 4.", "1 attempt left.", "3 questions have no answer yet."]),
        ("ar", ["إجابتان صحيحتان من أصل ٤.", "٣ إجابات صحيحة من أصل ٤.", "بقيت محاولة واحدة.", "بقي سؤالان بلا إجابة."]),
        ("fa", ["۳ پاسخ درست از ۴.", "۱ تلاش دیگر باقی است."]),
        ("he", ["שתי תשובות נכונות מתוך 4.", "נשאר ניסיון אחד.", "לשאלה אחת עדיין אין תשובה."]),
    ],
)  # fmt: skip
def test_results_are_said_in_the_reader_s_language(language: str, sentences: list[str]) -> None:
    html = as_html(CheckBlock(check=EN, shown="en", language=language))
    for sentence in sentences:
        assert sentence in html
    assert html.count("data-enough") == 2, "3 and 4 of 4 are 75 per cent or more"
    assert ('lang="en" dir="ltr"' in html) == (language != "en")


def test_the_search_knows_the_page_but_neither_answers_nor_feedback(tmp_path: Path) -> None:
    tree = next(t for t in render_trees(handbooks(("en",)))[0] if t.role == "sales-representative")
    assert build_site(tree, tmp_path / "site") == ()
    index = (tmp_path / "site/search/search_index.json").read_text(encoding="utf-8")
    assert f"{PAGE}.html" in index and "Nothing is sent: your answers" in index
    for words in ("When it is on a screen", "A screen shows", "fourteen", "Set the period", "Not right", "Passed"):
        assert words not in index
    assert "data-search-exclude" in (tmp_path / f"site/{PAGE}.html").read_text(encoding="utf-8")
    carried = (tmp_path / "site/lessons/contacts-basics/check.html").read_text(encoding="utf-8")
    assert "What comes before entering?" in carried and "is being written" not in carried


def test_handbooks_without_checks_ship_nothing_for_them() -> None:
    tree = render_trees(replace(handbooks(("en",)), checks={}))[0][0]
    assert "checks." not in str(tree.files["mkdocs.yml"])
    assert not any("/check.md" in path and "reading" in path for path in tree.files)


def test_answers_are_compared_folded() -> None:
    assert fold("أربع عشرة") == fold("اربع عشره")
    assert fold("١٤") == fold("۱۴") == "14"
