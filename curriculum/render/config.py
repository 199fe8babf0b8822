"""The mkdocs.yml of a handbook, and what every handbook ships: style, script, fonts, template overrides."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final
from urllib.parse import quote

import yaml

from curriculum.model import Module
from curriculum.render.book import Book
from curriculum.render.dates import dates_of
from curriculum.render.folding import spelling
from curriculum.render.handbook import required
from curriculum.render.inflection import tables
from curriculum.render.progress_blocks import SITE
from curriculum.render.wording import Wording

# Languages that Material has an interface for; others get its English one, with our direction.
THEME_LANGUAGES: Final = frozenset(
    "af ar az be bg bn ca cs cy da de el en eo es et eu fa fi fr gl he hi hr hu hy id is it ja ka kn ko lb lt lv mk mn "
    "ms my nb nl nn pl pt pt-BR ro ru sa sh si sk sl sq sr sv ta te th tl tr uk ur uz vi zh zh-Hant zh-TW".split()
)

# Blanks, punctuation of all four languages, and the characters that join or isolate words (Zensical takes no escape
# that is not needed). Not the signs within Hebrew words.
SEPARATOR: Final = r'[\s\u200b\u2066-\u2069\-_,:;!?=\[\]()"/.،؛؟«»“”·…–—%٪|*]+'

# From so many pages on, the sidebar holds only the branch one is in: the whole of it would weigh more than the text.
_PRUNED_FROM: Final = 60

# The C writer where there is one: the same text, ten times as fast.
_DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

FONTS: Final = {
    "ar": "vazirmatn",
    "fa": "vazirmatn",
    "he": "noto-sans-hebrew",
}


def mkdocs_yml(book: Book, pages: Mapping[str, object]) -> str:
    """The configuration; titles in it are escaped for HTML, because MkDocs' templates do not."""
    wording = book.reader.wording
    asks = bool(book.asked_after()) or any(book.check_page(module) for module in book.modules.values())
    titles = (book.role.title, book.handbooks.program.title)  # the same where the course is for one role
    config = {
        "site_name": escape(" · ".join(dict.fromkeys(map(book.reader.plain, titles)))),
        "use_directory_urls": False,
        "theme": _theme(wording, len(pages)),
        "plugins": [{"search": {"lang": "en", "separator": SEPARATOR}}],
        "markdown_extensions": _extensions(wording),
        "extra_css": [
            "assets/handbook.css",
            "assets/progress.css",
            *(["assets/checks.css"] if asks else []),
            "assets/print.css",
        ],
        "extra_javascript": [
            "assets/handbook.js",
            "assets/search.js",
            "assets/search-panel.js",
            "assets/plan.js",
            "assets/progress.js",
            *(["assets/checks.js"] if asks else []),
        ],
        "extra": _extra(book),
        "validation": {"omitted_files": "ignore", "links": {"not_found": "warn", "anchors": "ignore"}},
        "nav": _nav(book, pages),
    }
    return str(yaml.dump(config, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10_000))


def _theme(wording: Wording, pages: int) -> dict[str, Any]:
    features = ["navigation.sections", "navigation.indexes", "navigation.footer", "navigation.top", "search.highlight"]
    if pages >= _PRUNED_FROM:
        features.append("navigation.prune")
    return {
        "name": "material",
        "variant": "classic",  # Zensical's word for looking like Material
        "custom_dir": "overrides",
        "language": wording.language if wording.language in THEME_LANGUAGES else "en",
        "direction": wording.direction,
        "font": False,
        "favicon": "assets/favicon.svg",
        "icon": {"logo": "material/school-outline"},
        "features": features,
        "palette": [
            _scheme("light", "default", "material/weather-night", wording.get("Switch to dark colours")),
            _scheme("dark", "slate", "material/weather-sunny", wording.get("Switch to light colours")),
        ],
    }


def _scheme(media: str, scheme: str, icon: str, name: str) -> dict[str, Any]:
    return {
        "media": f"(prefers-color-scheme: {media})",
        "scheme": scheme,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": icon, "name": escape(name)},
    }


def _extensions(wording: Wording) -> list[Any]:
    return [
        "admonition",
        "attr_list",
        "def_list",
        "footnotes",
        "tables",
        {"toc": {"permalink": True, "permalink_title": wording.get("Link to this section"), "toc_depth": 3}},
        {"pymdownx.highlight": {"anchor_linenums": False}},
        "pymdownx.superfences",
        "pymdownx.tasklist",
        "curriculum.render.safe_markdown",
    ]


def _extra(book: Book) -> dict[str, Any]:
    wording = book.reader.wording
    languages = book.handbooks.program.languages
    extra: dict[str, Any] = {
        "generator": False,
        "language": wording.language,
        "all_handbooks": escape(wording.get("All handbooks")),
        "polyfills": ["assets/iframe-worker.js"],
        **_feedback(book),
    }
    if len(languages) > 1:
        extra["alternate"] = [
            {"name": escape(Wording(la).name), "link": f"../../{la}/{book.role.id}/", "lang": la} for la in languages
        ]
    return extra


def _feedback(book: Book) -> dict[str, str]:
    """What stands before and behind the page's address in the link by which readers report a mistake."""
    target = book.handbooks.program.feedback
    if target is None:
        return {}
    place = f"{book.reader.language}/{book.role.id}/"
    if "{page}" not in target:
        if not target.startswith("mailto:"):
            target += f"{'&' if '?' in target else '?'}page={{page}}"
        else:
            subject = f"{book.handbooks.program.site_id or SITE}: "
            target += f"{'&' if '?' in target else '?'}subject={quote(subject)}{{page}}"
    before, _, after = target.partition("{page}")
    words = escape(book.reader.wording.get("Something wrong or missing on this page? Tell us"))
    return {"feedback": escape(before + place), "feedback_end": escape(after), "feedback_words": words}


def _nav(book: Book, pages: Mapping[str, object]) -> list[dict[str, Any]]:
    def say(message: str) -> str:
        return escape(book.reader.wording.get(message))

    def page(title: str, path: str) -> dict[str, Any]:
        return {title: path}

    lessons = [
        {
            escape(book.reader.plain(module.title)): [
                page(escape(book.reader.plain(module.title)), f"lessons/{module.id}/index.md"),
                *(page(escape(book.reader.plain(u.title)), f"lessons/{module.id}/{u.id}.md") for u in module.units),
                *_check_of(book, module, say),
            ]
        }
        for module in book.modules.values()
    ]
    tasks = [page(escape(book.reader.plain(task.title)), f"tasks/{task.id}.md") for task in book.tasks()]
    asked = [page(escape(book.reader.plain(m.title)), path) for path, m in book.asked_after().items()]
    return [
        page(say("Home"), "index.md"),
        page(say("Your learning path"), "path.md"),
        page(say("What you learn to do"), "competencies.md"),
        *([] if tasks else [page(say("Your daily tasks"), "tasks.md")]),
        *([page(say("Dates of sessions"), "dates.md")] if dates_of(book) else []),
        page(say("Your progress"), "progress.md"),
        *([page(say("Your badge"), "badge.md")] if required(book.steps) else []),
        page(say("Who to ask"), "ask.md"),
        *([page(say("After go-live"), "after.md"), *asked] if "after.md" in pages else []),
        *([page(say("Causes and goals"), "coverage.md")] if "coverage.md" in pages else []),
        page(say("Glossary"), "glossary.md"),
        page(say("Print the whole handbook"), "print.md"),
        *([{say("Modules"): lessons}] if lessons else []),
        *([{say("How do I …"): [page(say("All your daily tasks"), "tasks.md"), *tasks]}] if tasks else []),
    ]


def _check_of(book: Book, module: Module, say: Callable[[str], str]) -> list[dict[str, Any]]:
    """The entry of the questions, where they have a page of their own."""
    title = "Your opinion" if book.asks_opinions(module.id) else "Knowledge check"
    return [{say(title): f"lessons/{module.id}/check.md"}] if book.has_check_page(module) else []


@cache
def shared_files(language: str) -> Mapping[str, str | bytes]:
    """Path → content of what does not depend on the role: overrides, style, script, the fonts of the language."""
    package = resources.files("curriculum.render")
    files: dict[str, str | bytes] = {
        f"overrides/{path}": f.read_text(encoding="utf-8") for path, f in _walk(package / "overrides", "")
    }
    for name in (
        "handbook.css",
        "handbook.js",
        "checks.css",
        "progress.css",
        "progress.js",
        "print.css",
        "search-panel.js",
        "favicon.svg",
        "iframe-worker.js",
        "iframe-worker-LICENSE.txt",
    ):
        files[f"docs/assets/{name}"] = (package / "assets" / name).read_text(encoding="utf-8")
    script = (package / "assets" / "search.js").read_text(encoding="utf-8")
    files["docs/assets/search.js"] = script.replace("null /* tables */", tables(language))
    script = (package / "assets" / "checks.js").read_text(encoding="utf-8")
    files["docs/assets/checks.js"] = script.replace("null /* spelling */", spelling())
    return files | {f"docs/assets/fonts/{name}": content for name, content in fonts(language).items()}


# What Zensical's search panel says, in its own words.
PANEL_WORDS: Final = (
    "Search",
    "Close search",
    "Search results",
    "No results",
    "Loading search…",
    "Search is unavailable. Reload the page to try again.",
)


def search_panel(wording: Wording) -> str:
    """The script that translates the panel."""
    words = {message: wording.get(message) for message in PANEL_WORDS}
    told = {**words, "count": wording.get("Results: {n}"), "digits": wording.digits("0123456789")}
    script = str(shared_files(wording.language)["docs/assets/search-panel.js"])
    return script.replace("null /* words */", json.dumps(told, ensure_ascii=False))


@cache
def fonts(language: str) -> Mapping[str, bytes]:
    """File name → bytes of the fonts for a language, with their licences; empty where systems have good ones."""
    folder = resources.files("curriculum.render") / "assets" / "fonts"
    family = FONTS.get(language)
    found = [f for f in folder.iterdir() if family is not None and f.name.startswith(family)]
    return {f.name: f.read_bytes() for f in sorted(found, key=lambda f: f.name)}


def _walk(folder: Traversable, under: str) -> list[tuple[str, Traversable]]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda f: f.name):
        path = f"{under}{entry.name}"
        found += _walk(entry, f"{path}/") if entry.is_dir() else [(path, entry)]
    return found
