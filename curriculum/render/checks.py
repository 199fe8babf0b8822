"""The knowledge check of a module: on the page of its unit of the kind `check`, else on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator

from curriculum.model import Module
from curriculum.render.book import CHECK_PAGE, Book
from curriculum.render.check_block import CheckBlock, as_block
from curriculum.render.markdown import Markdown
from curriculum.render.pages import render
from curriculum.render.wording import Wording


def check_pages(book: Book) -> Iterator[tuple[str, Markdown]]:
    """Path and page of each check that no unit carries."""
    for module in book.modules.values():
        if book.has_check_page(module):
            yield f"lessons/{module.id}/{CHECK_PAGE}.md", _page(book, module)


def _page(book: Book, module: Module) -> Markdown:
    return render(
        book,
        "check.md.j2",
        module=module,
        line=question_count(book, module),
        questions=questions_of(book, module),
        opinions=book.asks_opinions(module.id),
    )


def question_count(book: Book, module: Module) -> Markdown:
    """ "4 questions"."""
    found = book.check(module.id)
    return book.reader.count("{n} question", "{n} questions", len(found[1].questions) if found else 0)


def questions_of(book: Book, module: Module) -> Markdown | None:
    """What stands before the questions, and the questions; None for a module without a check."""
    found = book.check(module.id)
    if found is None:
        return None
    shown, check = found
    wording = book.reader.wording
    block = CheckBlock(check=check, shown=shown, language=book.reader.language)
    return render(
        book,
        "questions.md.j2",
        attempts=book.reader.count("You have {n} attempt.", "You have {n} attempts.", check.attempts)
        if check.attempts
        else None,
        opinions=check.asks_opinions,
        pass_mark=wording.number(check.pass_mark),
        fallback="" if shown == book.reader.language else Wording(shown).name,
        block=as_block(block),
    )
