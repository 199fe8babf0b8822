"""All handbooks as drafts: each knows a hash of what it is made from, and makes its tree only when it is asked to."""

from __future__ import annotations

from curriculum.model import Role, record
from curriculum.render.book import open_book
from curriculum.render.engine import Engine
from curriculum.render.extract import Extracts
from curriculum.render.handbook import Handbooks, SiteTree
from curriculum.render.languages import workspace_files
from curriculum.render.site import make_tree, reader_of
from curriculum.render.sources import tools
from curriculum.render.trainer import with_pages


@record
class HandbookDraft:
    """One handbook that is not written yet. `extract` holds what it is made from."""

    extract: Handbooks
    of: Role
    language: str
    inputs: str
    for_trainers: bool = False

    @property
    def role(self) -> str:
        """The role's id."""
        return str(self.of.id)

    @property
    def place(self) -> str:
        """Where the built site lies, relative to the output folder."""
        return f"{self.language}/{self.role}"

    @property
    def title(self) -> str:
        """Of the role, in the language."""
        return reader_of(self.extract, self.language).plain(self.of.title)

    @property
    def weight(self) -> int:
        """About how many pages it has."""
        return 12 + sum(1 + len(self.extract.modules[s.module].units) for s in self.extract.paths[self.role])

    def tree(self) -> SiteTree:
        """The handbook as Markdown."""
        book = open_book(self.extract, self.of, reader_of(self.extract, self.language))
        tree = make_tree(book)
        return with_pages(tree, book) if self.for_trainers else tree


def make_drafts(handbooks: Handbooks, engine: Engine, *, for_trainers: bool = False) -> tuple[HandbookDraft, ...]:
    """One per language and role, in the programme's order of languages, then of roles."""
    extracts = Extracts(handbooks)
    more = (tools(engine), str(for_trainers), repr(workspace_files()))

    def draft(role: Role, language: str) -> HandbookDraft:
        extract = extracts.of(role, language)
        inputs = extracts.fingerprint(extract, *more, str(role.id), language)
        return HandbookDraft(extract=extract, of=role, language=language, inputs=inputs, for_trainers=for_trainers)

    return tuple(draft(role, la) for la in handbooks.program.languages for role in handbooks.roles.values())
