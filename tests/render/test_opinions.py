"""Questions without right answers: their page speaks of no right, wrong or passing, and follow-ups lead there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curriculum.exchange.gift_out import as_gift
from curriculum.exchange.qti21 import qti21_files
from curriculum.model import FollowUp, FollowUpKind, KnowledgeCheck, Ref, Unit, UnitKind
from curriculum.render.check_block import CheckBlock, as_block, read_block
from curriculum.render.handbook import Handbooks, HandbookStep
from curriculum.render.site import render_trees
from tests.render.builders import MODULES, handbooks, text
from tests.render.questions import EN, option, question
from tests.render.test_checks import page_of
from tests.render.test_escape import HOSTILE, parsed

FEELS = question("feels", "opinion", "How does it go?", option("well", "Well"), option("badly", "Badly"))
POLL = KnowledgeCheck(questions=(FEELS,))
TITLE = text("Pulse", "النبض", "نبض", "הדופק")
PULSE = FollowUp(
    id=Ref("pulse"),
    title=TITLE,
    kind=FollowUpKind.PULSE,
    days_after=(14,),
    minutes=1,
    module=Ref("asks"),
    roles=(Ref("sales-representative"),),
)


def small(*, on_path: bool = False) -> Handbooks:
    """The small programme with a pulse for sales representatives."""
    plain = handbooks(("en",))
    unit = Unit(id=Ref("questions"), title=TITLE, minutes=MODULES[0].units[0].minutes, kind=UnitKind.CHECK)
    asks = replace(MODULES[0], id=Ref("asks"), title=TITLE, teaches=(), prerequisites=(), units=(unit,))
    steps = plain.paths["sales-representative"]
    more = (HandbookStep(module="asks", level=1),) if on_path else ()
    return replace(
        plain,
        program=replace(plain.program, follow_up=(PULSE,)),
        modules={**plain.modules, "asks": asks},
        checks={**plain.checks, ("asks", "en"): POLL},
        paths={**plain.paths, "sales-representative": (*steps, *more)},
    )


def pages(of: Handbooks, role: str = "sales-representative") -> dict[str, str]:
    (tree,) = [tree for tree in render_trees(of)[0] if tree.role == role]
    return {path: str(content) for path, content in tree.files.items()}


def test_nothing_in_the_form_says_right_wrong_or_passed() -> None:
    page = page_of(POLL)
    for word in ("Right", "right", "Passed", "per cent", "data-pass-mark", "check-key"):
        assert word in page_of(EN) or word == "per cent"
        assert word not in page
    assert page.count('type="radio"') == 2


@pytest.mark.parametrize("words", HOSTILE)
def test_opinions_are_text_and_nothing_else(words: str) -> None:
    def of(said: str) -> KnowledgeCheck:
        options = tuple(replace(o, text=said) for o in FEELS.options)
        return KnowledgeCheck(questions=(replace(FEELS, text=said, options=options),))

    plain, found = parsed(page_of(of("Plain"))), parsed(page_of(of(words)))
    assert [tag for tag, _ in found.tags] == [tag for tag, _ in plain.tags]


def test_a_block_with_opinions_says_what_was_asked() -> None:
    block = CheckBlock(check=POLL, shown="en", language="en")
    assert read_block(as_block(block).splitlines()[1]) == block


def test_a_follow_up_leads_to_questions_that_are_on_no_path() -> None:
    found = pages(small())
    assert "(after-pulse.md)" in found["docs/after.md"]
    page = found["docs/after-pulse.md"]
    assert "How does it go?" in page and "Nothing is sent" in page
    assert "You pass" not in page and "for grading" not in page
    assert "assets/checks.js" in found["mkdocs.yml"]
    assert not any(path.startswith("docs/lessons/asks/") for path in found)


def test_other_roles_have_no_page_with_these_questions() -> None:
    assert not any("after" in path for path in pages(small(), "finance-controller") if path.startswith("docs/after"))


def test_on_a_path_the_link_leads_to_the_page_of_the_unit() -> None:
    found = pages(small(on_path=True))
    assert "(lessons/asks/questions.md)" in found["docs/after.md"] and "docs/after-pulse.md" not in found
    assert "How does it go?" in found["docs/lessons/asks/questions.md"]
    assert "### Your opinion" in found["docs/print.md"]


def test_learning_systems_get_no_opinions_and_the_export_says_so() -> None:
    gift, said = as_gift("asks", POLL)
    assert "How does it go?" not in gift and ["opinion" in d.message for d in said] == [True]
    files, said = qti21_files({"asks": POLL}, "en")
    assert list(files) == ["imsmanifest.xml"] and ["opinion" in d.message for d in said] == [True]
