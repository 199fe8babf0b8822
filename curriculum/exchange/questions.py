"""Questions of other systems (GIFT, Aiken, Markdown checkboxes) → the knowledge check of a module, in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.asked import Asked
from curriculum.exchange.checkboxes import read_checkboxes
from curriculum.exchange.foreign import plain, read_text
from curriculum.exchange.gift_in import read_gift
from curriculum.exchange.imported import Imported
from curriculum.exchange.languages import language_in
from curriculum.exchange.workspace_files import languages_of
from curriculum.exchange.yaml_text import as_yaml
from curriculum.load.mistakes import Mistakes
from curriculum.load.yaml_tree import read_tree
from curriculum.model.mapping import CatalogMap

_AIKEN: Final = re.compile(r"^ANSWER\s*[:：]\s*[A-Z]\s*$", re.MULTILINE | re.IGNORECASE)
_BOX: Final = re.compile(r"^\s*[-*+]\s+\[[ xX]\]", re.MULTILINE)
MOST: Final = 100  # questions of one check


Reader = Callable[[str, str, Imported], list[Asked]]


def import_questions(source: Path, root: Path, said: CatalogMap, where: Sequence[str | None]) -> Imported:
    """`where`: module and language. The format is told from the text; ids are those of another language's check."""
    into = Imported(source)
    module, language = where
    folders = sorted(p.parent.name for p in root.glob("content/*/module.yaml"))
    if module not in folders:
        hint = f"`--module` with one of: {', '.join(folders)}" if folders else "import or write a module first"
        said_so = f"there is no module '{module}'" if module else "which module are the questions about?"
        into.note(codes.MAP_WRONG, Position(str(source)), said_so, hint)
        return into
    text = read_text(source, into, said.encoding)
    if text is None:
        return into
    tongue = language or said.language or language_in(Path(source.stem)) or (languages_of(root) or ("en",))[0]
    kind, read = _reader_for(text)
    into.mapped(Position(str(source)), f"read as {kind}, in '{tongue}'", "`--language` says another language")
    asked = read(text, str(source), into)
    if tongue not in languages_of(root):
        into.languages = [tongue]
    _write(asked, root, f"content/{module}", tongue, into)
    return into


def _reader_for(text: str) -> tuple[str, Reader]:
    if _AIKEN.search(text):
        return "Aiken", read_aiken
    return ("Markdown checkboxes", read_checkboxes) if _BOX.search(text) else ("GIFT", read_gift)


def _write(asked: list[Asked], root: Path, folder: str, tongue: str, into: Imported) -> None:
    from curriculum.exchange.course_checks import same_ids

    if len(asked) > MOST:
        into.left_out(asked[MOST].at, f"{len(asked) - MOST} questions: a check holds at most {MOST}")
    questions = [q for a in asked[:MOST] if (q := _question(a, into)) is not None]
    for number, question in enumerate(questions, 1):
        question["id"] = f"q{number}"
    if not questions:
        into.note(codes.SOURCE_UNREADABLE, Position(str(into.source)), "holds no question that can be asked")
        return
    others = [p for p in sorted(root.glob(f"{folder}/check.*.yaml")) if p.name != f"check.{tongue}.yaml"]
    if others:
        first: Any = plain(read_tree(others[0].read_text(encoding="utf-8"), others[0].name, Mistakes()))
        for question in first.get("questions", []):
            for option in question.get("options", []):
                option["right"] = option.get("right") == "true"
        questions = same_ids(first.get("questions", []), questions, Position(str(into.source)), into)
    if questions:
        into.files[f"{folder}/check.{tongue}.yaml"] = as_yaml({"questions": questions}).encode()
        into.took["questions"] += len(questions)


def _question(asked: Asked, into: Imported) -> dict[str, Any] | None:
    """The question as plain values; QUESTION_LEFT_OUT where nobody could answer it."""
    from curriculum.exchange.quiz import option_id

    right = sum(is_right for _, is_right, _ in asked.options)
    why = ""
    if not asked.text.strip():
        why = "has no words"
    elif not asked.answers and len(asked.options) < 2:
        why = "has fewer than two answers"
    elif not asked.answers and not right:
        why = "has no right answer"
    if why:
        into.note(codes.QUESTION_LEFT_OUT, asked.at, f"the question {why}; left out")
        return None
    kind = "short" if asked.answers else "multiple" if asked.is_multiple or right > 1 else "single"
    found: dict[str, Any] = {"id": "", "kind": kind, "text": asked.text}
    if asked.answers:
        found["answers"] = list(asked.answers)
    else:
        found["options"] = [_option(option_id(i), *option) for i, option in enumerate(asked.options)]
    if asked.feedback:
        found["feedback"] = asked.feedback
    return found


def _option(id: str, text: str, is_right: bool, feedback: str) -> dict[str, Any]:
    found: dict[str, Any] = {"id": id, "text": text}
    if is_right:
        found["right"] = True
    return found | ({"feedback": feedback} if feedback else {})


_CHOICE: Final = re.compile(r"([A-Z])[.)]\s+(.*)")


def read_aiken(text: str, file: str, into: Imported) -> list[Asked]:
    """A question, its lettered answers, and `ANSWER: B`."""
    found: list[Asked] = []
    words: list[str] = []
    choices: dict[str, str] = {}
    start = 1
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        answer = re.fullmatch(r"ANSWER\s*[:：]\s*([A-Za-z])", line, re.IGNORECASE)
        choice = _CHOICE.fullmatch(line)
        if answer:
            right = answer[1].upper()
            options = tuple((words_of, letter == right, "") for letter, words_of in choices.items())
            found.append(Asked(" ".join(words), options, Position(file, start)))
            words, choices = [], {}
        elif choice and words:
            choices[choice[1]] = choice[2].strip()
        elif line:
            if choices:  # a question without an ANSWER line
                into.note(codes.QUESTION_LEFT_OUT, Position(file, start), "no line says `ANSWER:`; left out")
                words, choices = [], {}
            if not words:
                start = number
            words.append(line)
    if words:
        into.note(codes.QUESTION_LEFT_OUT, Position(file, start), "no line says `ANSWER:`; left out")
    return found
