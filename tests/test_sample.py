"""The sample keeps what its trainers and learners rely on: guides that fit the minutes, checks that teach."""

import re
from pathlib import Path

import pytest
import yaml

CONTENT = Path(__file__).parents[1] / "content"
LANGUAGES = ("en", "ar", "fa", "he")
GUIDES = sorted(CONTENT.glob("*/trainer.*.md"))
CHECKS = sorted(CONTENT.glob("*/check.*.yaml"))
ANCHORS = ["prepare", "run", "watch", "solution", "debrief"]


def read_yaml(path: Path) -> dict:
    """What the file holds, read as plainly as an editor would."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def likely_minutes(module: Path) -> int:
    """Minutes of all units of the module that one should reckon with."""
    minutes = (unit["minutes"] for unit in read_yaml(module / "module.yaml")["units"])
    return sum(each if isinstance(each, int) else each["likely"] for each in minutes)


@pytest.mark.parametrize("module", sorted({guide.parent.name for guide in GUIDES + CHECKS}))
def test_guides_and_checks_are_there_in_every_language(module: str) -> None:
    for pattern in ("trainer.*.md", "check.*.yaml"):
        found = {path.name.split(".")[1] for path in (CONTENT / module).glob(pattern)}
        assert found in (set(), set(LANGUAGES)), pattern


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_trainers_guide_has_its_five_parts_and_fits_the_minutes_of_its_module(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    assert re.findall(r"^## .+ \{#([a-z]+)\}$", text, flags=re.MULTILINE) == ANCHORS

    plan = text.split("{#run}")[1].split("{#watch}")[0]
    rows = [int(digits) for digits in re.findall(r"^\| *(\d+)", plan, flags=re.MULTILINE)]

    assert sum(rows) == likely_minutes(guide.parent)


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_question_of_a_check_explains_its_answers(check: Path) -> None:
    for question in read_yaml(check)["questions"]:
        if question["kind"] == "opinion":  # nothing is right, so there is nothing to explain
            continue
        options = question.get("options", [])
        explained = bool(options) and all("feedback" in option for option in options)
        assert explained or question.get("feedback"), question["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_neither_place_nor_length_tells_the_right_answer(language: str) -> None:
    places, longest = [], 0
    for check in CONTENT.glob(f"*/check.{language}.yaml"):
        for question in read_yaml(check)["questions"]:
            if question["kind"] == "single":
                lengths = [len(option["text"]) for option in question["options"]]
                place = next(n for n, option in enumerate(question["options"]) if option.get("right"))
                places.append(place)
                longest += lengths[place] == max(lengths)

    assert max(places.count(place) for place in set(places)) <= len(places) / 2
    assert longest <= len(places) * 0.6
