"""The start pages: choose a language, choose a role. Plain HTML without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

from markupsafe import Markup, escape

from curriculum.model import Role, Text, combined
from curriculum.render.book import ACCESS_NAMES
from curriculum.render.config import FONTS, fonts
from curriculum.render.handbook import Handbooks, required
from curriculum.render.templating import html_templates
from curriculum.render.wording import Wording, direction, fill


def start_pages(handbooks: Handbooks) -> Mapping[str, bytes]:
    """Path relative to the output folder → content: index.html, one page a language, style and fonts."""
    pages = {"index.html": _page(handbooks, handbooks.default_language, "")}
    for language in handbooks.program.languages:
        pages[f"{language}/index.html"] = _page(handbooks, language, "../")
    files = {path: page.encode() for path, page in pages.items()}
    assets = resources.files("curriculum.render") / "assets"
    for name in ("start.css", "favicon.svg"):
        files[f"assets/{name}"] = (assets / name).read_bytes()
    # All fonts, since each page names all languages in their own letters.
    for name, content in (item for la in FONTS for item in fonts(la).items()):
        files[f"assets/fonts/{name}"] = content
    return dict(sorted(files.items()))


def _page(handbooks: Handbooks, language: str, up: str) -> str:
    wording = Wording(language)
    default = handbooks.default_language

    def text(words: Text) -> Markup:
        shown = next((la for la in (language, default) if words.words.get(la)), default)
        found = escape(words.in_(language, default))
        if shown == language:
            return found
        return Markup('<span lang="{}" dir="{}">{}</span>').format(shown, direction(shown), found)

    def say(message: str, **values: object) -> Markup:
        return Markup(fill(wording.get(message), values, escape))

    return (
        html_templates()
        .get_template("start.html.j2")
        .render(
            _=say,
            t=text,
            language=language,
            dir=wording.direction,
            up=up,
            title=handbooks.program.title.in_(language, default),
            program=handbooks.program,
            roles=[_role(handbooks, role, wording, up) for role in handbooks.roles.values()],
            switches=[
                {"language": la, "dir": direction(la), "name": Wording(la).name, "href": f"{up}{la}/index.html"}
                for la in handbooks.program.languages
            ],
        )
    )


def _role(handbooks: Handbooks, role: Role, wording: Wording, up: str) -> dict[str, Any]:
    path = [handbooks.modules[s.module] for s in required(handbooks.paths.get(role.id, ()))]
    floor = handbooks.program.access.get(role.access)
    named = floor.title if floor is not None else None
    return {
        "title": role.title,
        "summary": role.summary,
        "href": f"{up}{wording.language}/{role.id}/index.html",
        "modules": wording.count("{n} module", "{n} modules", len(path)),
        "time": wording.estimate(combined(m.minutes for m in path)),
        "access": named or ACCESS_NAMES[role.access],
        "access_is_text": named is not None,
    }
