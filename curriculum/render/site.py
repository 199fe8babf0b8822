"""render_trees: every handbook as plain Markdown with its mkdocs.yml, before any site is built. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from curriculum.codes import NO_MESSAGES
from curriculum.diagnostics import Diagnostic, Position, in_order
from curriculum.model import Role
from curriculum.render.aims import aim_pages
from curriculum.render.book import Book, open_book
from curriculum.render.checks import check_pages
from curriculum.render.competencies import competencies_page
from curriculum.render.config import mkdocs_yml, search_panel, shared_files
from curriculum.render.dates import dates_of, dates_page
from curriculum.render.extract import Extracts
from curriculum.render.handbook import Handbooks, SiteTree
from curriculum.render.languages import catalogs, workspace_files, workspace_findings
from curriculum.render.lessons import lesson_pages, picture_findings, pictures
from curriculum.render.messages import FOLDER
from curriculum.render.pages import list_pages
from curriculum.render.print_page import print_page
from curriculum.render.progress import plan_js, progress_pages
from curriculum.render.reader import Reader
from curriculum.render.role_texts import never_shown
from curriculum.render.task_pages import task_pages
from curriculum.render.wording import Wording

PROGRAM = "program.yaml"


def render_trees(handbooks: Handbooks) -> tuple[tuple[SiteTree, ...], tuple[Diagnostic, ...]]:
    """One tree per language and role, in the programme's order of languages, then of roles.

    Reports NO_MESSAGES, UNSAFE_PICTURE and what is wrong in the workspace's catalogs of messages.
    """
    extracts = Extracts(handbooks)
    trees = (
        make_tree(open_book(extracts.of(b.role, b.reader.language), b.role, b.reader)) for b in open_books(handbooks)
    )
    return tuple(trees), findings(handbooks)


def findings(handbooks: Handbooks) -> tuple[Diagnostic, ...]:
    """What can be said against the handbooks before they are made."""
    books = open_books(handbooks)
    found = [*workspace_findings(), *_unknown_languages(handbooks)]
    found += [d for book in books for d in picture_findings(book)]
    found += never_shown(handbooks, books)
    return in_order(found)


def open_books(handbooks: Handbooks) -> list[Book]:
    """A handbook per language and role, in the order of the trees."""
    return [
        open_book(handbooks, role, reader_of(handbooks, la))
        for la in handbooks.program.languages
        for role in handbooks.roles.values()
    ]


def reader_of(handbooks: Handbooks, language: str) -> Reader:
    """Who reads the handbooks in a language."""
    wording = Wording(language, handbooks.program.calendars.get(language))
    return Reader(wording=wording, default=handbooks.default_language)


def _unknown_languages(handbooks: Handbooks) -> Iterator[Diagnostic]:
    for language in handbooks.program.languages:
        if language not in catalogs():
            yield Diagnostic.of(
                NO_MESSAGES,
                Position(PROGRAM),
                f"there is no interface in the language '{language}'; headings and buttons are shown in English",
                f"known are {', '.join(sorted(catalogs()))}",
            )


def make_tree(book: Book) -> SiteTree:
    """The handbook as Markdown, with all that its site needs."""
    role: Role = book.role
    pages = {
        **list_pages(book),
        "competencies.md": competencies_page(book),
        **({"dates.md": dates_page(book)} if dates_of(book) else {}),
        **dict(task_pages(book)),
        **aim_pages(book),
        **dict(progress_pages(book)),
        **dict(lesson_pages(book)),
        **dict(check_pages(book)),
        "print.md": print_page(book),
    }
    files: dict[str, str | bytes] = {
        "mkdocs.yml": mkdocs_yml(book, pages),
        **shared_files(book.reader.language),
        "docs/assets/search-panel.js": search_panel(book.reader.wording),
        "docs/assets/plan.js": plan_js(book),
        # For whoever builds the tree; and a site is built again when one of them changes.
        **{f"{FOLDER}/{language}.po": po for language, po in workspace_files().items()},
        **{f"docs/{path}": str(page) for path, page in pages.items()},
        **{f"docs/{path}": content for path, content in pictures(book)},
    }
    title = book.reader.plain(role.title)
    return SiteTree(role=role.id, language=book.reader.language, files=dict(sorted(files.items())), title=title)
