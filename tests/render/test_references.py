"""Labels that a lesson defines once: links get their targets, parts their footnotes, and no two lessons meet."""

from __future__ import annotations

import pytest

from curriculum.model import Module
from curriculum.render.references import by_itself
from curriculum.render.site import render_trees
from tests.render.builders import MODULES, handbooks


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("See [a][1].\n\n[1]: b\n", "See [a](b).\n\n"),
        ("See [a] [One  Two].\n\n[one two]: <b>\n", "See [a](b).\n\n"),
        ("See [a][] and [A].\n\n[a]: b 'it is'\n", 'See [a](b "it is") and [A](b "it is").\n\n'),
        ("![a][1]\n\n[1]: b.png (t)\n", '![a](b.png "t")\n\n'),
        ("[![a][p]][1]\n\n[1]: b\n[p]: p.png\n", "[![a](p.png)](b)\n\n"),
        ("[a][1]\n\n[1]: https://example.com/x_(y)\n", "[a](https://example.com/x_%28y%29)\n\n"),
        ("[a][1] [b][2] [c](d) [1](e)\n\n[2]: f\n[2]: g\n", "[a][1] [b](f) [c](d) [1](e)\n\n"),
        ("`[a][1]` \\[a] [^1] - [ ] x\n\n[1]: b\n[a]: b\n", "`[a][1]` \\[a] [^1] - [ ] x\n\n"),
        ("A\n```\n[1]: b\n[a][1]\n```\n\n[a][1]\n", "A\n```\n[1]: b\n[a][1]\n```\n\n[a][1]\n"),
        ("[a][1](b) is [c][1]: [c]\n\n[1]: d\n[c]: e", "[a](d)(b) is [c](d): [c](e)\n\n"),
        ("Nothing [here].\n", "Nothing [here].\n"),
    ],
)
def test_links_get_their_targets(written: str, expected: str) -> None:
    assert by_itself(written, written) == expected


def test_a_part_brings_what_it_refers_to() -> None:
    lesson = "A [x][1][^n].\n\n## B\n\nC.[^m]\n\n[1]: y\n[^n]: Why, [see][1].\n\n    More.\n[^m]: No.\n"
    assert by_itself("A [x][1][^n].", lesson) == "A [x](y)[^n].\n\n[^n]: Why, [see](y).\n\n    More."
    assert by_itself(lesson, lesson).count("[^n]:") == 1


def _two_lessons() -> dict[tuple[str, str, str], str]:
    dashboards: Module = next(m for m in MODULES if m.id == "reading-dashboards")
    first, second = (str(unit.id) for unit in dashboards.units[:2])
    return {
        ("reading-dashboards", first, "en"): f"## Do {{#steps}}\n\nOpen [this][1].\n\n## Rest\n\nR.\n\n[1]: {second}\n",
        ("reading-dashboards", second, "en"): "Open [that][1].\n\n[1]: https://example.com/that\n",
    }


def test_two_lessons_with_the_same_label_keep_their_targets_on_one_page() -> None:
    tree = next(t for t in render_trees(handbooks(("en",), _two_lessons()))[0] if t.role == "sales-representative")
    page = str(tree.files["docs/print.md"])
    assert "[this](#reading-dashboards-trust-the-number)" in page and "[that](https://example.com/that)" in page
    assert "[1]:" not in page


def test_the_steps_of_a_task_keep_targets_that_stand_at_the_end_of_the_lesson() -> None:
    small = handbooks(("en",), _two_lessons())
    tree = next(t for t in render_trees(small)[0] if t.role == "sales-representative")
    page = str(tree.files["docs/tasks/read-my-figures.md"])
    assert "[this](../lessons/reading-dashboards/trust-the-number.md)" in page and "R." not in page
