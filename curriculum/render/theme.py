"""The theme's templates: read and compiled once a process, and what is the same on many pages rendered once.

What a template says twice in the same words is a matter of what it looks at. The words of the interface and some parts
of the page look at the settings of the theme alone; others at those of the handbook and the folder of the page. An
entry of the navigation that does not lead to the page looks at where the page is, since its links are relative, and at
nothing else of it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, Final, TypeVar

import jinja2
from jinja2.runtime import Context, Macro

from curriculum.render.extract import hash_of

_BASE: Final = "base.html"
_WORDS: Final = "partials/language.html"
_ENTRIES: Final = "partials/nav-item.html"
_NAVIGATION: Final = "site_nav"
# Blocks that look at the settings of the handbook, and at where the page is.
_SAME_IN_A_FOLDER: Final = ("styles", "libs", "fonts", "analytics", "config", "scripts")
# They look at the settings of the theme alone.
_SAME_ON_ALL_PAGES: Final = (
    "partials/palette.html",
    "partials/search.html",
    "partials/javascripts/palette.html",
)


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates, in memory."""

    def __init__(self) -> None:
        # Template and checksum of its source → compiled.
        self._made: dict[str, bytes] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Without the folder, which differs from tree to tree."""
        return name

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        found = self._made.get(bucket.key + bucket.checksum)
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self._made[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


@cache
def compiled() -> _Compiled:
    """One for all handbooks of this process."""
    return _Compiled()


@cache
def _names(folder: str) -> tuple[str, ...]:
    """The files of an installed theme: they do not change while we run, and are many thousands."""
    found = jinja2.FileSystemLoader(folder).list_templates()
    return tuple(name for name in found if not name.startswith("."))  # icons; MkDocs leaves them out too


class ThemeLoader(jinja2.FileSystemLoader):
    """Lists the installed themes' files once a process; the tree's own overrides each time."""

    def __init__(self, folders: list[str], source: str) -> None:
        super().__init__(folders)
        self.source = source

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for folder in map(str, self.searchpath):
            is_ours = folder.startswith(self.source)
            found.update(jinja2.FileSystemLoader(folder).list_templates() if is_ours else _names(folder))
        return sorted(found)


def environment_of(theme: Any, source: str) -> jinja2.Environment:
    """The theme's templates, with all that is read and made of them; one for all trees with equal settings.

    `theme`: as MkDocs has configured it for the tree in the folder `source`.
    """
    folders = [str(folder) for folder in theme.dirs]
    own = sorted(path for folder in folders if folder.startswith(source) for path in Path(folder).rglob("*.html"))
    # Some of it is worked out once from what a theme is told, such as its language.
    key = hash_of(
        repr(sorted(theme.items(), key=repr)), *(part for path in own for part in (path.name, path.read_bytes()))
    )
    found = _ENVIRONMENTS.get(key)
    if found is None:
        found = _ENVIRONMENTS[key] = theme.get_env()
        found.bytecode_cache, found.loader = compiled(), ThemeLoader(folders, source)
        found.auto_reload = False  # they do not change while we run
        _keep_what_repeats(found)
    assert isinstance(found.loader, ThemeLoader)
    found.loader.searchpath, found.loader.source = folders, source
    return found


_ENVIRONMENTS: Final[dict[str, jinja2.Environment]] = {}


def _keep_what_repeats(environment: jinja2.Environment) -> None:
    """Lets the environment, which is for one setting of the theme, render only once what is the same on many pages."""
    for name in _SAME_ON_ALL_PAGES:
        template = environment.get_template(name)
        template.root_render_func = _rendered_once(template.root_render_func)
    words: dict[object, str] = {}

    def word(arguments: list[Any], make: Callable[[], str]) -> str:
        key = arguments[0]
        if key not in words:
            words[key] = make()
        return words[key]

    once = _once(environment.get_template(_WORDS).make_module)
    environment.get_template(_WORDS).make_module = once  # type: ignore[method-assign]
    site = _Site()
    base = environment.get_template(_BASE)
    for name in _SAME_IN_A_FOLDER:
        base.blocks[name] = site.once_a_folder(name, base.blocks[name])
    base.blocks[_NAVIGATION] = site.noted(base.blocks[_NAVIGATION])
    for name, keep in ((_WORDS, word), (_ENTRIES, site.entry)):
        # The class of which the compiled template makes its macros.
        environment.get_template(name).root_render_func.__globals__["Macro"] = partial(_KeptMacro, keep)


_Render = Callable[[Context], Iterator[str]]


_Made = TypeVar("_Made")


def _once(make: Callable[..., _Made]) -> Callable[..., _Made]:
    made: list[_Made] = []

    def kept(*of: Any) -> _Made:
        if not made:
            made.append(make(*of))
        return made[0]

    return kept


def _rendered_once(render: _Render) -> _Render:
    text = _once(lambda context: "".join(render(context)))

    def kept(context: Context) -> Iterator[str]:
        yield text(context)

    return kept


class _KeptMacro(Macro):
    """A macro of a template; `keep` gets its arguments and what makes its text."""

    def __init__(self, keep: Callable[[list[Any], Callable[[], str]], str], *of: Any) -> None:
        super().__init__(*of)
        self._keep = keep if of[2] in ("render", "t") else _made

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        return self._keep(arguments, partial(super()._invoke, arguments, autoescape))


def _made(_arguments: list[Any], make: Callable[[], str]) -> str:
    return make()


class _Site:
    """What the pages of one handbook have in common: parts of all pages of a folder, entries of the navigation."""

    def __init__(self) -> None:
        self._nav: object = None
        self._at = ""  # the folder of the page that is made
        self._made: dict[tuple[object, ...], str] = {}
        self._folders: dict[int, tuple[str, ...]] = {}  # entry → where its pages are

    def _note(self, context: Context) -> None:
        """For which page of which handbook the next parts are."""
        if context["nav"] is not self._nav:
            self._nav, self._made, self._folders = context["nav"], {}, {}
        self._at = posixpath.dirname(context["page"].url if context["page"] else "")

    def noted(self, render: _Render) -> _Render:
        """The block of a template, noting for which page it is made."""

        def made(context: Context) -> Iterator[str]:
            self._note(context)
            yield from render(context)

        return made

    def once_a_folder(self, name: str, render: _Render) -> _Render:
        """The block of that name, made once for all pages of a folder."""

        def kept(context: Context) -> Iterator[str]:
            self._note(context)
            key = (name, self._at)
            if key not in self._made:
                self._made[key] = "".join(render(context))
            yield self._made[key]

        return kept

    def entry(self, arguments: list[Any], make: Callable[[], str]) -> str:
        """An entry of the navigation: page or section, its id and depth. Without the page itself, and by its links."""
        item, *where = arguments[:3]
        if item.active or item.is_link:
            return make()
        if id(item) not in self._folders:
            self._folders[id(item)] = tuple(sorted({posixpath.dirname(url) for url in _urls(item)}))
        key = (id(item), *where, *(_relative(place, self._at) for place in self._folders[id(item)]))
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


@lru_cache(10_000)
def _relative(place: str, at: str) -> str:
    return posixpath.relpath(f"/{place}", f"/{at}")


def _urls(item: Any) -> Iterator[str]:
    if item.children:
        for child in item.children:
            yield from _urls(child)
    else:
        yield item.url
