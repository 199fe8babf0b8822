"""Knowledge checks: questions with stable ids, one file a language, so texts are plain words of that language."""

from __future__ import annotations

import enum
from typing import Annotated

from curriculum.diagnostics import Position
from curriculum.model.words import Range, Ref, at_field, record


class QuestionKind(enum.StrEnum):
    """How a question is answered: one option, several, options put in order, a few words typed, or as one thinks."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDER = "order"
    SHORT = "short"
    OPINION = "opinion"


@record
class Option:
    """An answer to choose from, or a step to put in its place."""

    id: Annotated[Ref, "short name, the same in all languages"]
    text: Annotated[str, "the answer, in the language of the file"]
    right: Annotated[bool, "`true` for a right answer; not with `kind: order` or `opinion`"] = False
    feedback: Annotated[str | None, "what whoever chose it reads: why it is right or wrong"] = None
    at: Position = at_field()


@record
class Question:
    """A question and its answers."""

    id: Annotated[Ref, "short name, unique in the check and the same in all languages"]
    kind: Annotated[QuestionKind, "how it is answered"]
    text: Annotated[str, "the question, in the language of the file"]
    options: Annotated[
        tuple[Option, ...], "answers to choose from; with `kind: order`, the steps in the right order"
    ] = ()
    answers: Annotated[
        tuple[str, ...],
        "with `kind: short`: every accepted answer; case, blanks, spellings of a letter and digits make no difference",
    ] = ()
    feedback: Annotated[str | None, "the explanation: read once the answer is right, or no attempt is left"] = None
    at: Position = at_field()

    @property
    def right(self) -> tuple[str, ...]:
        """Ids of the right options; with `kind: order`, all in the right order."""
        return tuple(str(o.id) for o in self.options if o.right or self.kind is QuestionKind.ORDER)


@record
class KnowledgeCheck:
    """`content/<module>/check.<language>.yaml`: the questions about a module, in one language."""

    pass_mark: Annotated[int, Range(1, 100), "per cent of the questions that must be answered rightly"] = 80
    attempts: Annotated[int | None, Range(1, 20), "how often one may try; without it, as often as one likes"] = None
    questions: Annotated[tuple[Question, ...], Range(1, 100), "the questions, in order"]
    at: Position = at_field()

    @property
    def asks_opinions(self) -> bool:
        """Whether it asks what people think: nothing is right, so there is nothing to pass."""
        return any(question.kind is QuestionKind.OPINION for question in self.questions)
