"""Pages that list and sum up: order, hours, what is only recommended, what is handed down."""

from __future__ import annotations

from dataclasses import replace

import yaml

from curriculum.model import Access, Minutes, Ref, Role, Source, Task, combined
from curriculum.render.book import by_level
from curriculum.render.handbook import Handbooks, HandbookStep, ReasonKind, StepReason
from curriculum.render.site import render_trees
from tests.render.builders import MODULES, PATHS, ROLES, handbooks, text


def page(small: Handbooks, name: str, role: str = "sales-representative") -> str:
    return str(next(t for t in render_trees(small)[0] if t.role == role).files[f"docs/{name}"])


def test_ranges_add_up_as_independent_estimates() -> None:
    assert combined([Minutes(30, 60, 120), Minutes(20, 60, 140)]) == Minutes(70, 120, 220)
    assert combined([]) == Minutes(0, 0, 0)


def test_a_module_that_builds_on_a_higher_level_comes_after_it() -> None:
    modules = {m.id: m for m in MODULES}
    path = (
        HandbookStep(module="privacy-basics", level=1),
        HandbookStep(module="reading-dashboards", level=3),
        HandbookStep(module="contacts-basics", level=2),  # builds on reports@beginner, which reading-dashboards teaches
    )
    assert [s.module for s in by_level(path, modules)] == ["privacy-basics", "reading-dashboards", "contacts-basics"]


def test_recommended_modules_are_said_so_and_not_in_the_sum() -> None:
    path = PATHS["finance-controller"]
    optional = HandbookStep(
        module="contacts-basics",
        level=2,
        optional=True,
        reasons=(StepReason(kind=ReasonKind.ROLE, competency="contacts-and-accounts", level="intermediate"),),
    )
    small = replace(handbooks(("en",)), paths={**PATHS, "finance-controller": (*path, optional)})
    home = page(small, "index.md", "finance-controller")
    assert "| Beginner | 2 | 45 min to 1 h 15 min |" in home
    assert "| recommended, not required | 1 | 40 min to 1 h 25 min |" in home
    assert "Intermediate" not in home
    shown = page(small, "path.md", "finance-controller")
    assert "2 modules · 45 min to 1 h 15 min · 1 recommended module" in shown
    assert "Recommended: Contacts and accounts (Intermediate)" in shown


def test_a_role_has_the_tasks_of_the_role_it_extends_its_own_first() -> None:
    lead = Role(
        id=Ref("lead"),
        title=text("Lead"),
        access=Access.WRITE,
        extends=(Ref("sales-representative"),),
        tasks=(Task(id=Ref("read-my-figures"), title=text("Read the team's figures")),),
    )
    small = handbooks(("en",))
    small = replace(small, roles={**small.roles, "lead": lead}, paths={**PATHS, "lead": PATHS["sales-representative"]})
    shown = page(small, "tasks.md", "lead")
    assert shown.index("Read the team") < shown.index("Find a customer")
    assert "Read my figures" not in shown
    assert "Your role includes the role Sales representative, which needs" in page(small, "path.md", "lead")


def test_a_task_names_a_lesson_of_another_handbook_without_a_link() -> None:
    task = Task(id=Ref("t"), title=text("T"), lessons=(Ref("contacts-basics/check"), Ref("nowhere/x")))
    roles = {r.id: replace(r, tasks=(task,)) for r in ROLES}
    shown = page(replace(handbooks(("en",)), roles=roles), "tasks.md", "finance-controller")
    assert "- Check yourself\n" in shown
    assert "nowhere" not in shown


def test_a_role_without_a_path_has_a_handbook() -> None:
    small = replace(handbooks(("en",)), paths={})
    assert "There is nothing you must take at the moment." in page(small, "index.md")
    assert "There is nothing you must take at the moment." in page(small, "path.md")


def test_every_access_is_said_in_words() -> None:
    for access, words in {
        Access.NONE: "lists and letters",
        Access.READ: "You only read",
        Access.ADMIN: "look after",
    }.items():
        roles = {r.id: replace(r, access=access) for r in ROLES}
        assert words in page(replace(handbooks(("en",)), roles=roles), "index.md")


def test_contacts_are_links_only_if_they_are_safe() -> None:
    small = handbooks(("en",))
    odd = tuple(replace(c, link="javascript:alert(1)") for c in small.program.contacts)
    assert "javascript" not in page(replace(small, program=replace(small.program, contacts=odd)), "ask.md")
    assert "](mailto:crm-help@example.com)" in page(small, "ask.md")


def test_whose_work_a_module_is_stands_on_its_page_and_in_print() -> None:
    small = handbooks(("en", "ar", "fa", "he"))
    source = Source(
        title="Basics of *privacy* <b>",
        licence="CC BY 4.0",
        link="https://a.example/x",
        licence_link="https://b.example/",
    )
    modules = {id: replace(m, source=source) if id == "privacy-basics" else m for id, m in small.modules.items()}
    credited = replace(small, modules=modules)
    trees = [tree for tree in render_trees(credited)[0] if tree.role == "sales-representative"]
    words = {"en": "Licence: ", "ar": "الترخيص: ", "fa": "مجوز: ", "he": "רישיון: "}
    assert {tree.language for tree in trees} == set(words)
    for tree in trees:
        for name in ("lessons/privacy-basics/index.md", "print.md"):
            shown = str(tree.files[f"docs/{name}"])
            assert f"{words[tree.language]}[CC BY 4.0](https://b.example/)" in shown
            assert "](https://a.example/x)" in shown and "<b>" not in shown and "*privacy*" not in shown
    bare = str(render_trees(small)[0][0].files["docs/lessons/privacy-basics/index.md"])
    assert "CC BY" not in bare and "Adapted" not in bare


def test_every_page_stands_in_the_sidebar_once() -> None:
    trees = render_trees(handbooks())[0]
    assert len(trees) == 8
    for tree in trees:
        pages = [path.removeprefix("docs/") for path in tree.files if path.endswith(".md")]
        assert sorted(_leaves(yaml.safe_load(str(tree.files["mkdocs.yml"]))["nav"])) == pages, tree.place


def test_without_anything_required_no_badge_is_held_out() -> None:
    small = handbooks(("en",))
    small = replace(small, paths={**PATHS, "finance-controller": ()})
    tree = next(t for t in render_trees(small)[0] if t.role == "finance-controller")
    assert "badge.md" not in _leaves(yaml.safe_load(str(tree.files["mkdocs.yml"]))["nav"])


def _leaves(nav: object) -> list[str]:
    parts = nav if isinstance(nav, list) else list(nav.values()) if isinstance(nav, dict) else []
    return [nav] if isinstance(nav, str) else [leaf for part in parts for leaf in _leaves(part)]


def test_on_paper_each_question_has_its_number_and_says_what_to_do() -> None:
    printed = page(handbooks(("en", "ar")), "print.md")
    shown = [line for line in printed.splitlines() if line.startswith(("Choose", "Give each", "Write your"))]
    assert [line.split(":")[0] for line in shown[:4]] == [
        "Choose one answer", "Choose all that are right", "Give each step its place", "Write your answer",
    ]  # fmt: skip
    assert "1\\. When may you decide by a figure?\n{ .question }" in printed
    assert printed.count("\n☐ ") == 9
    arabic = next(t for t in render_trees(handbooks(("en", "ar")))[0] if t.place == "ar/finance-controller")
    assert "٢\\. ماذا تجد على البطاقة؟" in str(arabic.files["docs/print.md"])
