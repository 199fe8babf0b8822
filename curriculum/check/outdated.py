"""Translations follow their source: no section is older than it, and the links are the same."""

from __future__ import annotations

from collections import Counter
from typing import Final

from curriculum import codes
from curriculum.check.known import Check, Found
from curriculum.check.markdown import links
from curriculum.check.sections import sources, translation_at
from curriculum.check.translations import named
from curriculum.diagnostics import Diagnostic, Position
from curriculum.model import TRANSLATIONS, Lesson, Workspace


def outdated_translations(ws: Workspace) -> Found:
    """No section of a source has changed since it was translated."""
    if not ws.translations or TRANSLATIONS in ws.unreadable:
        return
    for text, source_at, now in sources(ws):
        for language in ws.program.languages[1:]:
            place = translation_at(ws, text, language)
            row = ws.translations.get((text, language))
            if place is None or row is None:
                continue
            changed = [id for id in now if row.made_from.get(id) != now[id]]
            if changed or any(id not in now for id in row.made_from):
                parts = ", ".join(f"'{id}'" for id in changed) or "fewer sections"
                message = f"the source of the {named(language)} text has changed: {parts}"
                hint = f"translate what changed, then run `curriculum translated {text} --language {language}`"
                yield Diagnostic.of(codes.OUTDATED_TRANSLATION, place, message, hint, [(source_at, "the source")])


def unrecorded_translations(ws: Workspace) -> Found:
    """Every translation is recorded, so that it is noticed when its source changes."""
    if not ws.translations or TRANSLATIONS in ws.unreadable:
        return
    texts = [text for text, _, _ in sources(ws)]
    for language in ws.program.languages[1:]:
        absent = [t for t in texts if (t, language) not in ws.translations and translation_at(ws, t, language)]
        if absent:
            count = "a text" if len(absent) == 1 else f"{len(absent)} texts"
            message = f"nothing says from which state of the source {count} in {named(language)} were made: {absent[0]}"
            hint = f"if they are up to date, run `curriculum translated --language {language} {' '.join(absent[:4])}`"
            yield Diagnostic.of(
                codes.UNRECORDED_TRANSLATION, Position(TRANSLATIONS), message + (", …" if absent[1:] else ""), hint
            )


def different_links(ws: Workspace) -> Found:
    """A translated lesson has the links of the original."""
    for (module, unit, language), lesson in ws.lessons.items():
        original = ws.lessons.get((module, unit, ws.default_language))
        if language == ws.default_language or original is None or not lesson.text.strip():
            continue
        has, wants = _targets(lesson), _targets(original)
        lost, more = [*(wants - has)], [*(has - wants)]
        if lost or more:
            parts = [f"no link '{t}'" for t in lost[:3]] + [f"one link '{t}' more" for t in more[:3]]
            message = f"in {named(language)}: {', '.join(parts)}"
            related = [(original.at, "the lesson in the default language")]
            yield Diagnostic.of(codes.LINKS_DIFFER, lesson.at, message, "give both the same links", related)


def _targets(lesson: Lesson) -> Counter[str]:
    """Links within the handbook; pages on the web may be another one in each language."""
    return Counter(t for link in links(lesson.text) if ":" not in (t := link.target.removesuffix(".md")))


RULES: Final[tuple[Check, ...]] = (outdated_translations, unrecorded_translations, different_links)
